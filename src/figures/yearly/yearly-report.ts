/**
 * A trusted flagger's yearly report on the notices it has sent: by provider, by type of content, by what the provider did, and how
 * its independence is ensured; without personal data (Regulation (EU) 2022/2065, the DSA, article 22(3)). The numbers are counted and
 * fixed when it is prepared; people write the words. Pure.
 *
 * Each of the three lists has the same sum, and no number is crossed with another: whoever reads it can work out no more than one
 * list and its sum tell (`suppressList`).
 */
import { z } from 'zod';
import { LANGUAGES, type Language } from '../../terms/categories.ts';
import { by, type Count } from '../board/board.ts';
import { monthOf } from '../months.ts';
import type { SnapshotKind } from '../public/snapshot.ts';
import { SMALLEST_SHOWN, suppressList } from '../public/suppress.ts';

/** Notices under article 16 have had their rules since 17 February of this year (article 93). */
const FIRST_YEAR = 2024;

/** What people write, in the order in which it is asked for. */
export const REPORT_WORDS = ['independence', 'contact', 'remarks'] as const;
export type ReportWord = (typeof REPORT_WORDS)[number];
/** Not published without these: the law asks for the first, a reader for the second. */
const NEEDED_WORDS = ['independence', 'contact'] as const satisfies readonly ReportWord[];

/** Longest texts, in characters. */
const MOST_SIGNS = { independence: 6_000, contact: 500, remarks: 6_000, name: 120 } as const;

const bothLanguages = (most: number) => z.object({ sv: z.string().max(most), en: z.string().max(most) });
const wordsSchema = z.object({
  independence: bothLanguages(MOST_SIGNS.independence),
  contact: bothLanguages(MOST_SIGNS.contact),
  remarks: bothLanguages(MOST_SIGNS.remarks),
});
export type ReportWords = z.infer<typeof wordsSchema>;

/** Where nobody has written yet. */
export const NO_WORDS: ReportWords = {
  ...{ independence: { sv: '', en: '' }, contact: { sv: '', en: '' }, remarks: { sv: '', en: '' } },
};

const count = z.int().min(SMALLEST_SHOWN).nullable();
const rows = z.array(z.object({ key: z.string(), count }));
const reportSchema = z.object({
  year: z.int().min(FIRST_YEAR).max(9_999),
  /** The day on which it was counted, `YYYY-MM-DD`: what providers did later is not in it. */
  madeOn: z.iso.date(),
  timeZone: z.string(),
  /** All notices. Null when fewer than five, or none: then the lists are empty. */
  total: count,
  /** By name; '' for one that is not named. A hidden number is null. */
  providers: z.array(z.object({ name: z.string().max(MOST_SIGNS.name), count })),
  /** Outcomes with their severity, and what providers did, as `readNotice` names them. */
  ...{ types: rows, actions: rows },
  words: wordsSchema,
});
/** What is stored and shown. */
export type YearlyReport = z.infer<typeof reportSchema>;

/** One report for each year. */
export const YEARLY_REPORT: SnapshotKind<YearlyReport> = {
  ...{ code: 'dsa-year', act: 'yearly-report', schema: reportSchema },
  yearOf: ({ year }) => year,
  hasItsWords: ({ words }) =>
    NEEDED_WORDS.every((word) => LANGUAGES.every((language) => words[word][language].trim() !== '')),
};

/** Notices of one provider, about one type of content, with one action. */
export interface NoticeCount {
  readonly providerId: string;
  readonly type: string;
  readonly action: string;
  readonly total: number;
}

/** What a year's report is made of. */
export interface ReportGround {
  readonly year: number;
  readonly now: Date;
  readonly timeZone: string;
  readonly notices: readonly NoticeCount[];
  /** Providers of one name are one. */
  readonly nameOf: (providerId: string) => string | undefined;
  readonly words: ReportWords;
}

/** In the order in which they are shown: a hidden number must not be told by its place. */
const ACTIONS = ['removed', 'claimed', 'handling', 'need-more', 'not-ours', 'appeal', 'none'];

/** The report as it is prepared, small numbers already hidden. @throws ZodError when the year is none that has a report */
export function makeReport({ year, now, timeZone, notices, nameOf, words }: ReportGround): YearlyReport {
  const total = notices.reduce((sum, each) => sum + each.total, 0);
  const isShown = total >= SMALLEST_SHOWN;
  const list = (keyOf: (each: NoticeCount) => string, place: (key: string) => string) =>
    isShown ? hidden(by(notices, keyOf), place) : [];
  const nameIn = ({ providerId }: NoticeCount) => (nameOf(providerId) ?? '').trim().slice(0, MOST_SIGNS.name);
  return reportSchema.parse({
    ...{ year, timeZone, words, total: isShown ? total : null },
    madeOn: new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now),
    providers: inNameOrder(list(nameIn, (key) => key).map((row) => ({ name: row.key, count: row.count }))),
    types: list(
      ({ type }) => type,
      (key) => key,
    ),
    actions: list(
      ({ action }) => action,
      (key) => (ACTIONS.includes(key) ? `0 ${ACTIONS.indexOf(key)}` : `1 ${key}`),
    ),
  });
}

function hidden(counts: readonly Count[], place: (key: string) => string) {
  const shown = suppressList(counts.map((each) => each.count));
  return counts
    .map(({ key }, at) => ({ key, count: shown[at] ?? null }))
    .toSorted((a, b) => place(a.key).localeCompare(place(b.key)));
}

/** By name, those without one last. */
function inNameOrder<Row extends { readonly name: string }>(providers: readonly Row[]): Row[] {
  return providers.toSorted(
    (a, b) => Number(a.name === '') - Number(b.name === '') || a.name.localeCompare(b.name, 'sv'),
  );
}

/** The years that a report can be made of, the last first: those that are over, so that no month is missing. */
export function yearsOver(now: Date, timeZone: string): readonly number[] {
  const running = Number(monthOf(now, timeZone).slice(0, 4));
  return Array.from({ length: Math.max(0, running - FIRST_YEAR) }, (_, at) => running - 1 - at);
}

/** What people have written: the words, and what each provider is called, in the report's order. */
export interface Writing {
  readonly words: ReportWords;
  readonly names: readonly string[];
}

/** What is wrong with a text, and with which: a word in a language, or a provider by its place. */
export type WritingProblem =
  | { readonly kind: 'too-long'; readonly word: ReportWord; readonly language: Language; readonly most: number }
  | { readonly kind: 'name-too-long' | 'name-twice'; readonly provider: number };

/** Texts as they are kept: without blanks at their ends, lines ended alike. */
export function tidyWriting({ words, names }: Writing): Writing {
  const tidy = (text: string) => text.replace(/\r\n?/g, '\n').trim();
  const both = (word: ReportWord) => ({ sv: tidy(words[word].sv), en: tidy(words[word].en) });
  return {
    words: { independence: both('independence'), contact: both('contact'), remarks: both('remarks') },
    names: names.map((name) => tidy(name).replace(/\s+/g, ' ')),
  };
}

/** Everything that is wrong with tidied texts. Two providers of one name would each tell a part of what is hidden. */
export function checkWriting({ words, names }: Writing): readonly WritingProblem[] {
  const long = REPORT_WORDS.flatMap((word) =>
    LANGUAGES.filter((language) => words[word][language].length > MOST_SIGNS[word]).map((language) => ({
      ...{ kind: 'too-long' as const, word, language, most: MOST_SIGNS[word] },
    })),
  );
  const wrong = names.flatMap((name, provider): WritingProblem[] => {
    if (name.length > MOST_SIGNS.name) return [{ kind: 'name-too-long', provider }];
    return name !== '' && names.indexOf(name) < provider ? [{ kind: 'name-twice', provider }] : [];
  });
  return [...long, ...wrong];
}

/** The report with what was written in it; its numbers are as they were. */
export function writeInto(report: YearlyReport, { words, names }: Writing): YearlyReport {
  const providers = report.providers.map((provider, at) => ({ ...provider, name: names[at] ?? provider.name }));
  return { ...report, words, providers: inNameOrder(providers) };
}
