/** Codes of the figures in words. Countries and providers have names elsewhere. */
import type { BoardCode } from './board.ts';

type Codes = Readonly<Record<BoardCode, Readonly<Record<string, string>>>>;

const outcomesEn = {
  'illegal-baseline': 'Illegal, baseline',
  'illegal-national': 'Illegal, national law',
  'not-illegal': 'Not illegal',
  'not-found': 'Nothing found',
  'not-public': 'Not public',
};
const outcomesSv = {
  'illegal-baseline': 'Olagligt, baseline',
  'illegal-national': 'Olagligt enligt svensk lag',
  'not-illegal': 'Inte olagligt',
  'not-found': 'Inget hittat',
  'not-public': 'Inte öppet',
};
/** A type of a notice: an outcome, with its severity where that is known. */
const withSeverity = (outcomes: Readonly<Record<string, string>>, severity: string): Readonly<Record<string, string>> =>
  Object.fromEntries<string>(
    Object.entries(outcomes).flatMap(([code, words]) => [
      [code, words] as const,
      ...['A', 'B', 'C'].map((each) => [`${code}.${each}`, `${words}, ${severity} ${each}`] as const),
    ]),
  );

export const boardCodesEn: Codes = {
  source: { form: 'The public form', import: 'Import', partner: 'A partner', crawler: 'The crawler' },
  contact: { anonymous: 'Anonymous', named: 'With contact details', unknown: 'Erased before it was counted' },
  origin: {
    tip: 'A tip',
    sighting: 'A sighting of the crawler',
    partner: 'A partner (ICCAM)',
    exchange: 'Another hotline',
  },
  outcome: outcomesEn,
  known: { known: 'Known', new: 'New' },
  severity: { unknown: 'Not assessed' },
  age: { unknown: 'Not known' },
  gender: { female: 'Girls', male: 'Boys', both: 'Both', unknown: 'Not known' },
  'site-type': {
    ...{
      website: 'Website',
      'image-host': 'Image host',
      'file-host': 'File host',
      forum: 'Forum',
      social: 'Social network',
    },
    ...{ 'video-host': 'Video host', messaging: 'Messaging', 'link-list': 'List of links', unknown: 'Not known' },
  },
  country: {},
  sent: {
    police: 'The police',
    iccam: 'ICCAM (INHOPE)',
    provider: 'Provider',
    ncmec: 'NCMEC',
    hotline: 'Another hotline',
  },
  'notice-provider': {},
  'notice-type': { ...withSeverity(outcomesEn, 'severity'), unknown: 'Not assessed' },
  'notice-action': {
    ...{ removed: 'Removed, seen by us', claimed: 'Removed, as the provider says', handling: 'Being handled' },
    ...{ 'need-more': 'Asked for more', 'not-ours': 'Not theirs', appeal: 'Disputed', none: 'No action known' },
  },
  closed: {
    ...{ removed: 'Removed', 'handed-over': 'Handed over', 'not-illegal': 'Not illegal', 'not-found': 'Nothing found' },
    ...{ 'not-public': 'Not public', 'too-little': 'Too little to go on', duplicate: 'Duplicate' },
  },
  web: {
    ...{ pages: 'Pages visited', media: 'Media hashed', exact: 'Sightings, exact', near: 'Sightings, near' },
    ...{ notices: 'Notices', back: 'Came back after removal' },
  },
};

export const boardCodesSv: Codes = {
  source: { form: 'Formuläret', import: 'Import', partner: 'En partner', crawler: 'Sökroboten' },
  contact: { anonymous: 'Anonymt', named: 'Med kontaktuppgifter', unknown: 'Raderat innan det räknades' },
  origin: {
    tip: 'Ett tips',
    sighting: 'Sökrobotens fynd',
    partner: 'En partner (ICCAM)',
    exchange: 'En annan hotline',
  },
  outcome: outcomesSv,
  known: { known: 'Känt', new: 'Nytt' },
  severity: { unknown: 'Inte bedömt' },
  age: { unknown: 'Inte känt' },
  gender: { female: 'Flickor', male: 'Pojkar', both: 'Båda', unknown: 'Inte känt' },
  'site-type': {
    ...{
      website: 'Webbplats',
      'image-host': 'Bildtjänst',
      'file-host': 'Filtjänst',
      forum: 'Forum',
      social: 'Socialt nätverk',
    },
    ...{ 'video-host': 'Videotjänst', messaging: 'Meddelandetjänst', 'link-list': 'Länklista', unknown: 'Inte känt' },
  },
  country: {},
  sent: {
    police: 'Polisen',
    iccam: 'ICCAM (INHOPE)',
    provider: 'Leverantör',
    ncmec: 'NCMEC',
    hotline: 'En annan hotline',
  },
  'notice-provider': {},
  'notice-type': { ...withSeverity(outcomesSv, 'allvar'), unknown: 'Inte bedömt' },
  'notice-action': {
    ...{ removed: 'Borttaget, sett av oss', claimed: 'Borttaget, enligt leverantören', handling: 'Under arbete' },
    ...{ 'need-more': 'Bad om mer', 'not-ours': 'Inte deras', appeal: 'Bestritt', none: 'Ingen känd åtgärd' },
  },
  closed: {
    ...{
      removed: 'Borttaget',
      'handed-over': 'Överlämnat',
      'not-illegal': 'Inte olagligt',
      'not-found': 'Inget hittat',
    },
    ...{ 'not-public': 'Inte öppet', 'too-little': 'För lite att gå på', duplicate: 'Dubblett' },
  },
  web: {
    ...{ pages: 'Besökta sidor', media: 'Hashade media', exact: 'Fynd, exakta', near: 'Fynd, liknande' },
    ...{ notices: 'Anmälningar', back: 'Kom tillbaka efter borttagning' },
  },
};
