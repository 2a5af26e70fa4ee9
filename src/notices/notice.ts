/**
 * A notice: what a provider is asked, about one item. Pure. It says nothing of a tipster, a tip or an analyst: the hotline
 * reports. What waits for sending is `NoticeFacts`, shrouded, as the dispatch's payload.
 */
import { z } from 'zod';
import { countryCodeSchema } from '../terms/countries.ts';
import { itemIdSchema } from '../terms/ids.ts';
import type { Contact } from './contacts/contacts-file.ts';
import { noticeWords, type NoticeWords } from './notice-words.ts';
import { buildXarf } from './xarf.ts';

const instantSchema = z.union([z.date(), z.iso.datetime().transform((text) => new Date(text))]);

const factsSchema = z.strictObject({
  caseNumber: z.number().int().positive(),
  itemId: itemIdSchema,
  url: z.url(),
  host: z.string().min(1),
  /** As they were when it was decided; they are compared with what is found just before sending. */
  ip: z.string().optional(),
  country: countryCodeSchema.optional(),
  /** `host`: who hosts it. `proxy`: who stands before the host. */
  target: z.enum(['host', 'proxy']),
  outcome: z.enum(['illegal-baseline', 'illegal-national']),
  classification: z.enum(['baseline', 'A1', 'A2', 'B1', 'B2']).optional(),
  detection: z.enum(['hash_match', 'manual_review']),
  assessedAt: instantSchema,
});
export type NoticeFacts = z.output<typeof factsSchema>;
export type NoticeInput = z.input<typeof factsSchema>;

/** Facts to payload text. @throws z.ZodError when an item that is not illegal, or is not whole, would be noticed */
export const writeNoticeFacts = (input: NoticeInput): string => JSON.stringify(factsSchema.parse(input));

/** Payload text to facts. @throws when it is not what `writeNoticeFacts` made */
export const readNoticeFacts = (text: string): NoticeFacts => factsSchema.parse(JSON.parse(text));

/**
 * What a notice needs beside the item's facts; worked out at sending, because contacts and the host may have changed.
 */
export interface NoticeSettings {
  readonly hotline: { readonly name: string; readonly email: string; readonly homeCountry: string };
  readonly contact: Contact;
  /** The dispatch's id: the report's id, and the reference that an answer quotes. */
  readonly dispatchId: string;
  /** The provider is in the European Union: the notice has what article 16 of Regulation (EU) 2022/2065 asks of one. */
  readonly isDsa16: boolean;
}

/** The mail's parts, for whoever sends or rehearses it. */
export interface Notice {
  readonly subject: string;
  readonly text: string;
  /** XARF v4 as JSON; undefined where the answers yield no class, without which it would not be valid. */
  readonly xarf: string | undefined;
}

/** The notice as it is mailed: Swedish and English to a provider in Sweden, English to all others. */
export function buildNotice(facts: NoticeFacts, settings: NoticeSettings): Notice {
  const isSwedish = (settings.contact.country ?? facts.country) === 'SE';
  const languages = isSwedish ? (['sv', 'en'] as const) : (['en'] as const);
  const reference = referenceOf(settings.dispatchId);
  const [first] = languages;
  return {
    subject: `${noticeWords(first).subject} (${reference})`,
    text: languages.map((language) => textOf(facts, settings, noticeWords(language))).join(`\n\n${'-'.repeat(72)}\n\n`),
    xarf:
      facts.classification === undefined
        ? undefined
        : xarfOf({ ...facts, classification: facts.classification }, settings),
  };
}

/** What an answer quotes: short enough to read out, and found again by the dispatch's id. */
export const referenceOf = (dispatchId: string): string => `Fyr-${dispatchId.replaceAll('-', '').slice(0, 12)}`;

function xarfOf(
  facts: NoticeFacts & { classification: NonNullable<NoticeFacts['classification']> },
  settings: NoticeSettings,
): string {
  const report = buildXarf({
    reportId: settings.dispatchId,
    at: facts.assessedAt,
    hotline: settings.hotline,
    url: facts.url,
    host: facts.host,
    ip: facts.ip,
    country: facts.country,
    provider: settings.contact.name,
    classification: facts.classification,
    detection: facts.detection,
  });
  return `${JSON.stringify(report, null, 2)}\n`;
}

function textOf(facts: NoticeFacts, settings: NoticeSettings, words: NoticeWords): string {
  const { hotline, isDsa16 } = settings;
  const reasons = { country: hotline.homeCountry, isHashMatch: facts.detection === 'hash_match' };
  return [
    words.greeting(settings.contact.name),
    words.whoWeAre(hotline.name, hotline.homeCountry),
    facts.target === 'proxy' ? words.whyYouAsProxy : words.whyYou,
    [
      `${words.address}: ${facts.url}`,
      ...(facts.ip === undefined ? [] : [`${words.ip}: ${facts.ip}`]),
      `${words.assessedAt}: ${facts.assessedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
      `${words.reference}: ${referenceOf(settings.dispatchId)}`,
    ].join('\n'),
    words.warning,
    words.reason[facts.outcome](reasons),
    facts.target === 'proxy' ? words.askProxy : words.ask,
    words.preserve,
    ...(isDsa16 ? [words.dsa16] : []),
    words.answer(hotline.email),
    hotline.name,
  ].join('\n\n');
}
