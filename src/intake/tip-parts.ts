/**
 * One part of a tip (report or contact) as it lies under the tip's own key: JSON of its fields and, where the sender's own machine sealed
 * it first, that box with the desk key it is for.
 */
import { z } from 'zod';
import { open, SealError, type Identity } from '../../lib/seal/door.ts';
import { cleanText } from '../site/read-field.ts';
import { isStandIn } from '../terms/stand-in.ts';
import { deskKeyIdSchema, type DeskKeyId } from '../terms/ids.ts';
import { tipContactSchema, tipReportSchema, type TipContact, type TipReport } from './tip.ts';

/** An age box that came closed. */
export interface SealedBox {
  readonly deskKeyId: DeskKeyId;
  readonly box: Buffer;
}

const storedSchema = z.looseObject({
  sealedBefore: z.object({ deskKeyId: deskKeyIdSchema, box: z.base64() }).optional(),
});
/** What a browser or a partner seals: answers by the ids of their questions. */
const sealedSchema = z.record(z.string(), z.string());

/** The bytes to lock. */
export function writePart(fields: TipReport | TipContact | undefined, sealed: SealedBox | undefined): Buffer {
  const before = sealed && { deskKeyId: sealed.deskKeyId, box: sealed.box.toString('base64') };
  return Buffer.from(JSON.stringify({ ...fields, ...(before === undefined ? {} : { sealedBefore: before }) }), 'utf8');
}

/** A part read. `isUnreadable`: what the sender's machine sealed is damaged, for another key, or not what a form says. */
export interface ReadPart<T> {
  readonly fields: T;
  readonly isUnreadable: boolean;
}

/** A person's desk keys, open. */
export type DeskKeys = ReadonlyMap<DeskKeyId, Identity>;

/**
 * Reads a report, opening the box inside with the desk's keys. What is in a box no server has seen: it is cleaned here as a form's fields are
 * on arrival, and what is wrong with it is said and thrown at nobody, since whoever sent it wants to be read, or wants the opposite.
 * @throws ZodError when the part itself, which is the server's own work, is not right
 */
export function readReport(bytes: Uint8Array, deskIdentities: DeskKeys): ReadPart<TipReport> {
  const { json, answers, isUnreadable } = readBoxIn(bytes, deskIdentities);
  const plain = tipReportSchema.parse(json);
  if (answers === undefined) return { fields: plain, isUnreadable };
  const { own, ...words } = plain;
  const fields = joined(wordsSchema.parse(answers), words);
  const answered = own?.map((each) =>
    isStandIn(each.answer) ? { ...each, answer: answers[each.question] ?? '' } : each,
  );
  return { fields: answered === undefined ? fields : { ...fields, own: answered }, isUnreadable };
}

/** Reads contact details in the same way. */
export function readContact(bytes: Uint8Array, deskIdentities: DeskKeys): ReadPart<TipContact> {
  const { json, answers, isUnreadable } = readBoxIn(bytes, deskIdentities);
  const plain = tipContactSchema.parse(json);
  return { fields: answers === undefined ? plain : joined(tipContactSchema.parse(answers), plain), isUnreadable };
}

const wordsSchema = tipReportSchema.omit({ own: true });

function readBoxIn(bytes: Uint8Array, deskIdentities: DeskKeys) {
  const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  const { sealedBefore } = storedSchema.parse(json);
  if (sealedBefore === undefined) return { json, answers: undefined, isUnreadable: false };
  const { deskKeyId, box } = sealedBefore;
  const answers = openAnswers({ deskKeyId, box: Buffer.from(box, 'base64') }, deskIdentities);
  return { json, answers, isUnreadable: answers === undefined };
}

/** What a browser or a partner sealed, cleaned; undefined when it is damaged, for another key, or no answers. */
export function openAnswers(
  { deskKeyId, box }: SealedBox,
  deskIdentities: DeskKeys,
): Readonly<Record<string, string>> | undefined {
  const identity = deskIdentities.get(deskKeyId);
  const read = sealedSchema.safeParse(identity === undefined ? undefined : openBox(box, identity));
  if (!read.success) return undefined;
  return Object.fromEntries(Object.entries(read.data).map(([id, text]) => [id, cleanText(text)]));
}

function openBox(box: Buffer, identity: Identity): unknown {
  try {
    return JSON.parse(open(box, [identity]).toString('utf8'));
  } catch (error) {
    if (error instanceof SealError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

type Fields = Partial<Record<string, string | undefined>>;

/** Where both the box and the server have words: the narrative, and lines of the address field. */
const joined = <T extends Fields>(sealed: T, plain: T): T => ({
  ...sealed,
  ...Object.fromEntries(
    Object.entries(plain)
      .filter(([, text]) => text !== undefined)
      .map(([name, text]) => [name, [sealed[name] ?? '', text].filter(Boolean).join('\n\n')]),
  ),
});
