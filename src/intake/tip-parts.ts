/**
 * One part of a tip (report or contact) as it lies under the tip's own key: JSON of its fields and, where the sender's own machine sealed
 * it first, that box with the desk key it is for.
 */
import { z } from 'zod';
import { open, SealError, type Identity } from '../../lib/seal/door.ts';
import { cleanText } from '../site/read-field.ts';
import { deskKeyIdSchema, type DeskKeyId } from '../terms/ids.ts';
import type { TipContact, TipReport } from './tip.ts';

/** An age box that came closed. */
export interface SealedBox {
  readonly deskKeyId: DeskKeyId;
  readonly box: Buffer;
}

/** A field's words joined where both the box and the server have some: the narrative, and lines of the address field. */
const SEPARATOR = '\n\n';
const storedSchema = z.looseObject({
  sealedBefore: z.object({ deskKeyId: deskKeyIdSchema, box: z.base64() }).optional(),
});

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

/**
 * Reads the bytes again, opening the box inside with the desk's keys. What is in a box no server has seen: it is cleaned here as a
 * form's fields are on arrival, and whatever is wrong with it is said and thrown at nobody, since whoever sent it wants to be read, or
 * wants the opposite. @throws ZodError when the part itself, which is the server's own work, is not right
 */
export function readPart<T extends Partial<Record<string, string | undefined>>>(
  bytes: Uint8Array,
  schema: z.ZodType<T>,
  deskIdentities: ReadonlyMap<DeskKeyId, Identity>,
): ReadPart<T> {
  const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  const { sealedBefore } = storedSchema.parse(json);
  const fields = schema.parse(json);
  if (sealedBefore === undefined) return { fields, isUnreadable: false };
  const identity = deskIdentities.get(sealedBefore.deskKeyId);
  const opened = identity === undefined ? undefined : openBox(Buffer.from(sealedBefore.box, 'base64'), identity);
  const read = schema.safeParse(opened);
  if (!read.success) return { fields, isUnreadable: true };
  return { fields: schema.parse(joined(cleaned(read.data), fields)), isUnreadable: false };
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

const cleaned = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, text === undefined ? text : cleanText(text)]));

const joined = (sealed: Fields, plain: Fields): Fields => ({
  ...sealed,
  ...Object.fromEntries(
    Object.entries(plain).map(([name, text]) => [
      name,
      [sealed[name] ?? '', text ?? ''].filter(Boolean).join(SEPARATOR),
    ]),
  ),
});
