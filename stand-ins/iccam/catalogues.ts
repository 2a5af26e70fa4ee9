/**
 * ICCAM's value lists. Ids of classifications, ages, genders, commerciality, payment methods, actions and reasons are as in
 * DOMAIN.md; the names of ages, payment methods and site types, and the range of site types, are inferred: a client reads
 * them from the catalogue.
 */

/** A row as the catalogue's route answers it. */
export interface CatalogueRow {
  readonly id: number;
  readonly name: string;
}

const rows = (...names: readonly string[]): readonly CatalogueRow[] =>
  names.map((name, index) => ({ id: index + 1, name }));

/** There is no 3: the ids are the real service's, gap included. */
export const CLASSIFICATIONS: readonly CatalogueRow[] = [
  { id: 1, name: 'Baseline' },
  { id: 2, name: 'National' },
  { id: 4, name: 'Ignore' },
];
/** 1 to 4; the names are inferred. */
export const AGE_CATEGORIES = rows('Not categorised', 'Youngest band', 'Middle band', 'Oldest band');
/** 1 to 4. */
export const GENDER_CATEGORIES = rows('Not determined', 'Female', 'Male', 'Both');
/** Virtual, user-generated and modelling content alike. */
export const CONTENT_CATEGORISATIONS = rows('Not categorised', 'Yes', 'No');
/** 1 not determined, 2 yes, 3 no: only the ids go over the wire. */
export const COMMERCIALITIES = rows('Not determined', 'Yes', 'No');
/** 1 to 13. Only the first name means something: the others' are inferred and numbered. */
export const PAYMENT_METHODS = rows(
  'Not determined',
  ...Array.from({ length: 12 }, (_, index) => `Method ${index + 2}`),
);
/** 1 to 15, names and range inferred. */
export const SITE_TYPES = rows(
  ...['Not determined', 'Website', 'File host', 'Image store', 'Image board', 'Forum', 'Banner site'],
  ...['Link site', 'Social network', 'Redirector', 'Web archive', 'Search provider', 'Image host', 'Blog', 'Chat'],
);
/** There is no 5: the ids are the real service's, gap included. */
export const ACTION_TYPES: readonly CatalogueRow[] = [
  { id: 1, name: 'ReportedToLEA' },
  { id: 2, name: 'ReportedToISP' },
  { id: 3, name: 'Removed' },
  { id: 4, name: 'Unavailable' },
  { id: 6, name: 'NotIllegal' },
];
/** 1 other, 2 to 13 access and availability, 14 to 21 assessment. */
export const REASON_IDS: readonly number[] = Array.from({ length: 21 }, (_, index) => index + 1);

/** Removed, Unavailable and NotIllegal: nothing follows them. */
export const FINAL_ACTIONS: ReadonlySet<number> = new Set([3, 4, 6]);

/** Regions that CLDR names and that are no countries. */
const NO_COUNTRIES: ReadonlySet<string> = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '));
const LETTERS = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));

/** Every country by its ISO 3166-1 alpha-2 code, with its English name, from the runtime's own CLDR data. */
export const COUNTRIES: readonly { readonly code: string; readonly name: string }[] = (() => {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .filter((code) => !NO_COUNTRIES.has(code))
    .flatMap((code) => {
      const name = names.of(code);
      return name === undefined ? [] : [{ code, name }];
    });
})();
