/** Countries as ISO 3166-1 alpha-2 codes, and the two memberships that routing asks about. */
import * as z from 'zod';

/** Checks the form only, not that the code is assigned: `countryName` shows an unknown one as it is. */
export const countryCodeSchema = z
  .string()
  .regex(/^[A-Z]{2}$/, 'a country is two capital letters (ISO 3166-1 alpha-2), for example SE')
  .brand<'CountryCode'>();
export type CountryCode = z.infer<typeof countryCodeSchema>;

/** Member states of the European Union (the territory of the Digital Services Act, Regulation (EU) 2022/2065). */
const EU: ReadonlySet<string> = new Set(
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE'.split(' '),
);

/**
 * Countries with a hotline in the INHOPE network (inhope.org, members list; a deployment checks it each year:
 * membership changes, and the list is a default that the configuration can replace).
 */
export const INHOPE_COUNTRIES: ReadonlySet<string> = new Set(
  (
    'AL AR AT AU BA BE BG BR CA CH CO CY CZ DE DK EE ES FI FR GB GR HR HU IE IN IS IT JP KH KR LT LU LV MT MX MY NG ' +
    'NL NO NZ PE PH PL PT RO RS SE SI SK TH TR TW UA US UY ZA'
  ).split(' '),
);

/** Decides whether a notice has what article 16 of Regulation (EU) 2022/2065 asks of one. */
export const isInEu = (country: CountryCode): boolean => EU.has(country);

/** The country's name in the reader's language, from the runtime's own CLDR data; the code itself where it has none. */
export function countryName(country: string, language: string): string {
  return regionsIn(language).of(country) ?? country;
}

/** Whether a text is a country's code that the runtime's data know: what people type is held to that. */
export const isKnownCountry = (text: string): boolean => /^[A-Z]{2}$/.test(text) && countryName(text, 'en') !== text;

const regions = new Map<string, Intl.DisplayNames>();

/** Made once a language: it takes half a millisecond, and each letter names a country. */
function regionsIn(language: string): Intl.DisplayNames {
  const known = regions.get(language);
  if (known !== undefined) return known;
  const made = new Intl.DisplayNames([language], { type: 'region', fallback: 'code' });
  regions.set(language, made);
  return made;
}
