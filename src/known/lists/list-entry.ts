/** An entry of a known list as its source gave it, and what the hotline makes of its category. */
import * as z from 'zod';
import type { HashKind } from '../known-hit.ts';
import { decodeHash } from './hash-text.ts';

/**
 * | category         | meaning                                                                                      |
 * |------------------|----------------------------------------------------------------------------------------------|
 * | illegal-baseline | meets Interpol's baseline: illegal practically everywhere                                    |
 * | illegal-national | illegal in the hotline's own country                                                         |
 * | to-assess        | known to the source, but whether it is illegal here a person decides; never trusted          |
 */
export const LIST_CATEGORIES = ['illegal-baseline', 'illegal-national', 'to-assess'] as const;
/** What the hotline makes of a source's code; `to-assess` has no consequence without a person. */
export const listCategorySchema = z.enum(LIST_CATEGORIES);
export type ListCategory = z.infer<typeof listCategorySchema>;

/** What may be trusted: an exact hit is acted upon without anyone viewing it (DOMAIN.md, "Where a tip goes"). */
export const trustedCategorySchema = z.enum(['illegal-baseline', 'illegal-national']);

/** The code of an entry whose source gives none. */
export const NO_CODE = 'none';
/** In a mapping: whatever is not named. */
export const ANY_CODE = '*';

/**
 * The source's codes, in lower case, to the hotline's categories; `skip` leaves an entry out (a list of a forensic tool also
 * holds innocent pictures). Codes differ by country, so that a mapping is part of each import.
 */
export const categoryMapSchema = z
  .record(z.string().max(200), z.union([listCategorySchema, z.literal('skip')]))
  .transform((map) => Object.fromEntries(Object.entries(map).map(([code, to]) => [normaliseCode(code), to])));
/** The source's normalised code to the hotline's category. `skip` leaves such entries out. */
export type CategoryMap = Readonly<Record<string, ListCategory | 'skip'>>;

/** A source's code in its one spelling. */
export const normaliseCode = (code: string): string => code.trim().toLowerCase() || NO_CODE;

/** What a code means to the hotline; undefined when the mapping does not say. */
export function categoryOf(map: CategoryMap, code: string): ListCategory | 'skip' | undefined {
  return (
    (Object.hasOwn(map, code) ? map[code] : undefined) ?? (Object.hasOwn(map, ANY_CODE) ? map[ANY_CODE] : undefined)
  );
}

/** Raw bytes by kind; what a source did not give is absent. */
export type EntryHashes = Readonly<Partial<Record<HashKind, Buffer>>>;

/** Below this a PDQ hash says too little to be matched (DOMAIN.md). */
export const MIN_PDQ_QUALITY = 50;

/** An entry on its way in, not yet shrouded: it is in memory only. */
export interface ListEntry {
  /** The source's own name for the entry, unique in a feed. */
  readonly reference: string | undefined;
  /** The source's code, normalised. */
  readonly code: string;
  /** At least one. */
  readonly hashes: EntryHashes;
  readonly pdqQuality: number | undefined;
  /** When the source listed or last changed it. */
  readonly listedAt: Date | undefined;
}

/** Why an entry cannot be matched though nothing is wrong with it. */
export type UnusableReason = 'photodna-only' | 'unsupported-hash' | 'no-hash';

/** What a format reader makes of a row. `line` counts from 1; `offset` is in bytes, where lines say little. */
export type ReadRow = { readonly line: number; readonly offset?: number } & (
  | { readonly kind: 'entry'; readonly entry: ListEntry; readonly hasPhotoDna: boolean }
  | { readonly kind: 'withdrawal'; readonly reference: string; readonly listedAt: Date | undefined }
  | { readonly kind: 'unusable'; readonly because: UnusableReason; readonly hasPhotoDna: boolean }
  | { readonly kind: 'bad'; readonly problems: readonly string[]; readonly text: string }
);

/** A reader of one format. It does no I/O beyond the bytes it is given. @throws Error when the file as a whole cannot be one of these */
export type ReadList = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<ReadRow>;

/** Fields of a row, still text, as the formats find them. Absent and empty are the same. */
export interface RawEntry {
  readonly reference?: string | undefined;
  readonly code?: string | undefined;
  readonly hashes: readonly (readonly [HashKind, string])[];
  readonly pdqQuality?: string | undefined;
  readonly listedAt?: string | undefined;
  readonly hasPhotoDna: boolean;
  /** A hash of a kind that nobody here can match. */
  readonly hasOther?: boolean;
}

type Place = { readonly line: number; readonly offset?: number };

/** Checks a row's fields: an entry, or why not. A row with one damaged hash is bad as a whole: its other hashes are as doubtful. */
export function toReadRow(place: Place, raw: RawEntry, text: () => string): ReadRow {
  const problems: string[] = [];
  const hashes: Partial<Record<HashKind, Buffer>> = {};
  for (const [kind, written] of raw.hashes) {
    if (written.trim() === '') continue;
    const decoded = decodeHash(kind, written);
    if (!decoded.ok) problems.push(decoded.problem);
    else if (hashes[kind]?.equals(decoded.hash) === false) problems.push(`${kind}: is given twice, and differs`);
    else hashes[kind] = decoded.hash;
  }
  const quality = parseQuality(raw.pdqQuality);
  if (quality === 'wrong') problems.push('pdq quality: must be a whole number from 0 to 100');
  const listedAt = parseInstant(raw.listedAt);
  if (listedAt === 'wrong') problems.push('time: is not a date of ISO 8601 or seconds since 1970');
  if (problems.length > 0 || quality === 'wrong' || listedAt === 'wrong') {
    return { ...place, kind: 'bad', problems, text: text() };
  }
  const { hasPhotoDna } = raw;
  if (Object.keys(hashes).length === 0) {
    const because = hasPhotoDna ? 'photodna-only' : raw.hasOther === true ? 'unsupported-hash' : 'no-hash';
    return { ...place, kind: 'unusable', because, hasPhotoDna };
  }
  const reference = raw.reference?.trim();
  const entry: ListEntry = {
    reference: reference === '' ? undefined : reference,
    code: normaliseCode(raw.code ?? ''),
    hashes,
    pdqQuality: quality,
    listedAt,
  };
  return { ...place, kind: 'entry', entry, hasPhotoDna };
}

function parseQuality(text: string | undefined): number | undefined | 'wrong' {
  const written = text?.trim() ?? '';
  if (written === '') return undefined;
  return /^(100|\d{1,2})$/.test(written) ? Number(written) : 'wrong';
}

const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * A source's time. A date alone is that day in UTC; a time of day without an offset is no instant and is left out, since
 * a guess would be hours off.
 */
export function parseInstant(text: string | undefined): Date | undefined | 'wrong' {
  const written = text?.trim() ?? '';
  if (written === '') return undefined;
  if (/^\d{9,10}$/.test(written)) return new Date(Number(written) * 1000);
  const match = ISO.exec(written);
  if (match === null) return 'wrong';
  if (written.length > 10 && match[1] === undefined) return undefined;
  const at = new Date(
    written
      .replace(' ', 'T')
      .replace(/\s+/g, '')
      .replace(/([+-]\d{2})(\d{2})$/, '$1:$2'),
  );
  return Number.isNaN(at.getTime()) ? 'wrong' : at;
}

/** The fields of a JSON object; undefined for anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isFields(value) ? value : undefined;
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field that tools write as text or as a number; anything else is as if it were absent. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}
