/** The readable page as headings and rows, once for the plain text, the HTML and the PDF: all always say the same. */
import type { Language } from '../../terms/categories.ts';
import { countryName } from '../../terms/countries.ts';
import { languageName } from '../../terms/site-languages.ts';
import type { PackagedItem, PackagedTip, PolicePackage } from './package.ts';
import type { LedgerProofs } from './ledger-proofs.ts';
import { TIP_FIELDS } from './package.ts';
import { wordsIn, type PackageWords } from './package-words.ts';

/** One thing of the package: the case, an item, a tip, the hotline. */
export interface OutlineSection {
  readonly heading: string;
  /** Label and value; a value may have several lines. */
  readonly rows: readonly (readonly [label: string, value: string])[];
}

/** The readable page before it has a form; `remarks` come first, above all sections. */
export interface Outline {
  readonly language: Language;
  readonly title: string;
  readonly author: string;
  /** Names the package on each page of it. */
  readonly footer: string;
  readonly remarks: readonly string[];
  readonly sections: readonly OutlineSection[];
}

/** The whole package in one language. Everything that the JSON says is on the page, and what the ledger has of it. */
export function outlineOf(content: PolicePackage, language: Language, proofs?: LedgerProofs): Outline {
  const words = wordsIn(language);
  const name = content.case === undefined ? words.headings.tip : `${words.headings.case} ${content.case.number}`;
  return {
    language,
    title: `${content.urgent ? words.urgentTitle : words.title} – ${content.hotline.name}`,
    author: content.hotline.name,
    footer: `${content.hotline.name} · ${name} · ${readableTime(content.preparedAt) ?? ''}`,
    remarks: [...(content.kind === 'urgent-tip' ? [words.urgentTip] : []), words.handling],
    sections: [
      caseSection(content, words, language),
      ...content.items.map((item, index) => itemSection(item, index, words, language)),
      ...content.tips.flatMap((tip, index) => tipSections(tip, index, words, language)),
      ...(proofs === undefined ? [] : [ledgerSection(proofs, words)]),
      hotlineSection(content, words, language),
    ],
  };
}

type Row = readonly [string, string];

const row = (label: string, value: string | undefined): readonly Row[] =>
  value === undefined || value === '' ? [] : [[label, value]];

function caseSection(content: PolicePackage, words: PackageWords, language: Language): OutlineSection {
  const { labels } = words;
  const facts = content.case;
  return {
    heading: words.headings.case,
    rows: [
      ...row(labels.number, facts?.number.toString()),
      ...row(labels.category, facts === undefined ? undefined : words.categories[facts.category]),
      ...row(labels.urgent, content.urgent ? words.yes : words.no),
      ...row(labels.openedAt, readableTime(facts?.openedAt)),
      ...row(labels.preparedAt, readableTime(content.preparedAt)),
      ...row(labels.rule, content.rule[language]),
      ...row(words.caseAnswers.danger, wordFor(facts?.answers.danger, words)),
      ...row(words.caseAnswers.identifiable, wordFor(facts?.answers.identifiable, words)),
      ...row(words.caseAnswers.home, wordFor(facts?.answers.home, words)),
      ...row(
        words.caseAnswers.outcome,
        facts?.answers.outcome === undefined ? undefined : words.outcomes[facts.answers.outcome],
      ),
    ],
  };
}

function itemSection(item: PackagedItem, index: number, words: PackageWords, language: Language): OutlineSection {
  const { labels } = words;
  const answers = Object.entries(words.itemAnswers).flatMap(([code, label]) => {
    const given = Object.entries(item.answers ?? {}).find(([name]) => name === code)?.[1];
    return row(label, wordFor(given, words));
  });
  return {
    heading: `${words.headings.item} ${index + 1}`,
    rows: [
      ...row(labels.url, item.url),
      ...row(labels.host, item.host),
      ...row(labels.ip, item.ip),
      ...row(labels.country, countryIn(item.country, language)),
      ...proxyRows(item.proxy, words, language),
      ...row(labels.outcome, item.outcome === undefined ? undefined : words.outcomes[item.outcome]),
      ...answers,
    ],
  };
}

const countryIn = (code: string | undefined, language: Language): string | undefined =>
  code === undefined ? undefined : `${countryName(code, language)} (${code})`;

/** What answers at the item's address is not where it is kept: said, with the origin where somebody found it. */
function proxyRows(
  proxy: PackagedItem['proxy'],
  { labels, proxies, originWays }: PackageWords,
  language: Language,
): OutlineSection['rows'] {
  if (proxy === undefined) return [];
  return [
    ...row(labels.proxy, proxies[proxy.found ? 'found' : 'hidden']),
    ...row(labels.origin, proxy.host),
    ...row(labels.originIp, proxy.ip),
    ...row(labels.originCountry, countryIn(proxy.country, language)),
    ...row(labels.originWay, proxy.way === undefined ? undefined : originWays[proxy.way]),
  ];
}

function tipSections(
  tip: PackagedTip,
  index: number,
  words: PackageWords,
  language: Language,
): readonly OutlineSection[] {
  const { labels } = words;
  const about: OutlineSection = {
    heading: `${words.headings.tip} ${index + 1}`,
    rows: [
      ...row(labels.receivedAt, readableTime(tip.receivedAt)),
      ...row(labels.category, words.categories[tip.category]),
      ...row(labels.source, tip.source === undefined ? undefined : words.sources[tip.source]),
      ...row(labels.language, languageName(tip.language, language)),
      ...row(labels.urgent, tip.markedUrgent ? words.yes : words.no),
      ...TIP_FIELDS.flatMap((field) => row(words.tipFields[field], tip.report[field])),
      ...row(labels.addresses, tip.addresses.join('\n')),
      ...row(labels.wantsAnswer, tip.wantsAnswer ? words.yes : words.no),
      ...row(labels.contactStatus, words.contactStatus[tip.contactStatus]),
    ],
  };
  if (tip.contact === undefined) return [about];
  const { name, email, phone } = tip.contact;
  return [
    about,
    {
      heading: `${words.headings.contact} (${words.headings.tip.toLowerCase()} ${index + 1})`,
      rows: [...row(labels.name, name), ...row(labels.email, email), ...row(labels.phone, phone)],
    },
  ];
}

function hotlineSection(content: PolicePackage, words: PackageWords, language: Language): OutlineSection {
  return {
    heading: words.headings.hotline,
    rows: [
      ...row(words.labels.name, content.hotline.name),
      ...row(words.labels.email, content.hotline.email),
      ...row(words.labels.homeCountry, countryName(content.hotline.country, language)),
      ...row(words.labels.confirmUrl, content.confirmUrl),
      ...row(words.labels.packageKey, content.hotline.packageKey),
      ...row(words.labels.check, words.checkHow),
    ],
  };
}

/** Every act of the case that had its place in the log when the package was made. */
function ledgerSection(proofs: LedgerProofs, words: PackageWords): OutlineSection {
  return {
    heading: words.headings.ledger,
    rows: [
      ...row(words.labels.checkpoint, proofs.checkpoint.split('\n').slice(0, 3).join(' ')),
      ...proofs.entries.map(
        ({ position, happenedAtUs, action }) =>
          [readableTime(new Date(happenedAtUs / 1000).toISOString()) ?? '', `${action} (${position})`] as const,
      ),
    ],
  };
}

/** `2026-03-01 10:00 UTC`: to the minute, the same in both languages. */
const readableTime = (iso: string | undefined): string | undefined =>
  iso === undefined ? undefined : `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** An answer's code in words; a code without a word (an age band, a letter) stands for itself. */
const wordFor = (code: string | undefined, words: PackageWords): string | undefined =>
  code === undefined ? undefined : (words.values[code] ?? code);
