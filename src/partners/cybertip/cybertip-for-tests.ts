/** What the tests of the way to NCMEC share: facts that are invented throughout, a planned dispatch, and what the far side counts. */
import { childText } from '../../platform/xml.ts';
import type { Cybertip, FiledTip } from '../../../stand-ins/cybertip.ts';
import { countryCodeSchema } from '../../terms/countries.ts';
import { ILLEGAL_ANSWERS } from '../partner-for-tests.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import type { CybertipInput } from './report.ts';

export const INPUT: CybertipInput = {
  caseNumber: 7,
  category: 'online',
  isDanger: false,
  isIdentifiable: false,
  isReportedToPolice: false,
  url: 'https://pictures.example.org/album/3.jpg',
  pageUrls: ['https://pictures.example.org/album/3'],
  ip: '192.0.2.40',
  country: countryCodeSchema.parse('US'),
  answers: ILLEGAL_ANSWERS,
  confirmedAt: new Date('2026-03-01T10:00:00Z'),
  by: 'person',
  hashes: { md5: 'a'.repeat(32), sha1: 'b'.repeat(40), sha256: 'c'.repeat(64) },
};

/** Settings that reach a stand-in. */
export const settingsFor = (
  far: Pick<Cybertip, 'url' | 'user' | 'password'>,
  more: Readonly<Record<string, string>> = {},
): PartnerSettings => ({ mode: 'test', values: { url: far.url, user: far.user, password: far.password, ...more } });

/** The hotline's reference in a report that arrived. */
export const referenceOf = ({ document }: FiledTip): string | undefined =>
  /^Hotline reference: (.+)$/m.exec(childText(document, 'additionalInfo') ?? '')?.[1];

/** References of reports that count, as often as they do. */
export const finishedIn = (far: Pick<Cybertip, 'reports'>): readonly (string | undefined)[] =>
  far
    .reports()
    .filter(({ state }) => state === 'finished')
    .map(referenceOf);
