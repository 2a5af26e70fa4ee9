/** A letter in one language as blocks, before it is text or HTML: what it says is decided here, once for both. */
import { countryName } from '../../terms/countries.ts';
import type { Language } from '../../terms/categories.ts';
import { RUNGS } from '../takedown/rung.ts';
import type { LetterInput, LetterItem } from './letter.ts';
import { placeFor, referenceOf } from './notice.ts';
import { oneLine } from './one-line.ts';
import { fillIn, type LetterWords, type ParagraphCode, type Placeholder, type Segment } from './paragraphs.ts';

/** A label and what stands behind it; a reported address is shown as text that nothing opens. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly isAddress?: boolean;
}

/** A paragraph, or an item: its facts in lines, then sentences about it. */
export type Block =
  | { readonly kind: 'paragraph'; readonly segments: readonly Segment[] }
  | {
      readonly kind: 'item';
      readonly heading: string | undefined;
      readonly facts: readonly Fact[];
      readonly notes: readonly (readonly Segment[])[];
    };

/** A whole letter in one language. */
export interface LetterPart {
  readonly language: Language;
  readonly blocks: readonly Block[];
}

interface Labels {
  readonly item: (number: number, count: number) => string;
  readonly address: string;
  readonly ip: string;
  readonly assessed: string;
  readonly reference: string;
}

/** Not editable: answers and machines find an item's lines by them. */
const LABELS: Readonly<Record<Language, Labels>> = {
  en: {
    item: (number, count) => `Item ${number} of ${count}`,
    ...{ address: 'Address', ip: 'IP address', assessed: 'Assessed' },
    reference: 'Our reference',
  },
  sv: {
    item: (number, count) => `Objekt ${number} av ${count}`,
    ...{ address: 'Adress', ip: 'IP-adress', assessed: 'Bedömd' },
    reference: 'Vår referens',
  },
};

type Values = Readonly<Partial<Record<Placeholder, string>>>;

/** The letter's blocks in one language. */
export function buildPart(input: LetterInput, language: Language, words: LetterWords): LetterPart {
  const { hotline, contact, items } = input;
  const values: Values = {
    ...{ hotline: oneLine(hotline.name), provider: oneLine(contact.name), email: oneLine(hotline.email) },
    ...{ country: countryName(hotline.homeCountry, language), count: String(items.length) },
    ...(input.pageUrl === undefined ? {} : { page: oneLine(input.pageUrl) }),
  };
  const say = (code: ParagraphCode, isSaid = true): readonly Block[] =>
    isSaid ? [{ kind: 'paragraph', segments: fillIn(words[code], values) }] : [];
  const numbered = items.map((item, index) => ({ item, number: index + 1 }));
  const goesOn = items.some(({ kind, nearerToldAt }) => kind === 'reminder' || nearerToldAt !== undefined);
  return {
    language,
    blocks: [
      ...say('greeting'),
      ...say('who-we-are'),
      ...say('urgent', input.isUrgent),
      ...say('several', items.length > 1),
      ...RUNGS.flatMap((rung) => {
        const some = numbered.filter(({ item }) => item.rung === rung);
        if (some.length === 0) return [];
        const told = some.map(({ item, number }) => itemBlock(item, number, items.length, language, words, values));
        return [...say(`why-${rung}`), ...told, ...say(`ask-${rung}`)];
      }),
      ...say('ladder', goesOn),
      ...say('warning'),
      ...say('preserve'),
      ...say('dsa16', input.isDsa16),
      ...say('page', input.pageUrl !== undefined),
      ...say('answer'),
      { kind: 'paragraph', segments: [oneLine(hotline.name)] },
    ],
  };
}

function itemBlock(
  item: LetterItem,
  number: number,
  count: number,
  language: Language,
  words: LetterWords,
  values: Values,
): Block {
  const { facts, toldBeforeAt, nearerToldAt } = item;
  const labels = LABELS[language];
  const { ip } = placeFor(facts, item.rung);
  const note = (code: ParagraphCode, date?: Date): readonly Segment[] =>
    fillIn(words[code], date === undefined ? values : { ...values, date: minuteOf(date) });
  return {
    kind: 'item',
    heading: count === 1 ? undefined : labels.item(number, count),
    facts: [
      { label: labels.address, value: exactAddress(facts.url), isAddress: true },
      ...(ip === undefined ? [] : [{ label: labels.ip, value: oneLine(ip) }]),
      { label: labels.assessed, value: minuteOf(facts.assessedAt) },
      ...hashFacts(item),
      { label: labels.reference, value: referenceOf(item.noticeId) },
    ],
    notes: [
      ...(item.kind === 'reminder' && toldBeforeAt !== undefined ? [note('reminder', toldBeforeAt)] : []),
      ...(nearerToldAt === undefined ? [] : [note('nearer-told', nearerToldAt)]),
      note(reasonOf(item)),
    ],
  };
}

const HASH_NAMES = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256' } as const;

function hashFacts({ facts }: LetterItem): readonly Fact[] {
  return (['md5', 'sha1', 'sha256'] as const).flatMap((name) => {
    const value = facts.hashes?.[name];
    return value === undefined ? [] : [{ label: HASH_NAMES[name], value }];
  });
}

function reasonOf({ facts }: LetterItem): ParagraphCode {
  const by = facts.detection === 'hash_match' ? 'hash' : 'analyst';
  return facts.outcome === 'illegal-baseline' ? `reason-baseline-${by}` : `reason-national-${by}`;
}

/** As it must be typed: the URL Standard's spelling is ASCII in one line, whatever stood in the address. */
const exactAddress = (url: string): string => (URL.canParse(url) ? new URL(url).href : oneLine(url));

/** To the minute, in UTC: providers are everywhere. */
const minuteOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
