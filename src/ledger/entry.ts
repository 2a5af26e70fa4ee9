/**
 * An entry of the ledger and the bytes that are hashed for it. Anybody can recompute them from the columns of
 * `ledger_entry`; all integers are big-endian:
 *
 * | bytes  | what                                                                       |
 * |--------|----------------------------------------------------------------------------|
 * | 1      | 0x01, the version of this encoding                                         |
 * | 8      | position, from 0                                                           |
 * | 16     | id, the UUID's bytes                                                       |
 * | 8      | happened_at, microseconds since 1970-01-01T00:00Z, signed                  |
 * | 4 + n  | actor: length in bytes, UTF-8                                              |
 * | 4 + n  | action, likewise                                                           |
 * | 4 + n  | subject, likewise                                                          |
 * | 4 + n  | payload_hash: length (32), SHA-256 of the payload (act.ts, `hashPayload`)   |
 *
 * Every length is written, so no two different entries have the same bytes. Microseconds, because that is what the
 * database keeps: a change too small for a JavaScript date must show as well.
 */
import { hashLeaf } from './merkle.ts';

/** An entry as it is hashed, in the types that carry each column without loss. */
export interface LedgerEntry {
  readonly position: number;
  readonly id: string;
  /** Microseconds since 1970 in UTC; exact up to the year 2255. */
  readonly happenedAtUs: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly payloadHash: Buffer;
}

const ENTRY_VERSION = 1;

/** The bytes of an entry, as in the table above. */
export function encodeEntry(entry: LedgerEntry): Buffer {
  const head = Buffer.alloc(33);
  head[0] = ENTRY_VERSION;
  head.writeBigInt64BE(BigInt(entry.position), 1);
  head.write(entry.id.replaceAll('-', ''), 9, 16, 'hex');
  head.writeBigInt64BE(BigInt(entry.happenedAtUs), 25);
  const parts = [entry.actor, entry.action, entry.subject].map((text) => Buffer.from(text, 'utf8'));
  return Buffer.concat([head, ...[...parts, entry.payloadHash].flatMap((part) => [lengthOf(part), part])]);
}

/** The entry's leaf in the tree. */
export function hashEntry(entry: LedgerEntry): Buffer {
  return hashLeaf(encodeEntry(entry));
}

function lengthOf(part: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return length;
}
