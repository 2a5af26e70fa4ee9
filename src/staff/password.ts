/**
 * What may be a password, and what it yields. NIST SP 800-63B, 3.1.1: length counts, no rules of composition, the most
 * trivial refused, spelling normalised so that the same keys pressed on two machines are the same password.
 */
import { argon2, createHash, randomBytes } from 'node:crypto';
import { slots } from '../platform/slots.ts';

/** In code points after NFKC. */
export const MIN_PASSWORD_LENGTH = 12;
/** In code points after NFKC; NIST SP 800-63B wants at least 64 allowed. */
export const MAX_PASSWORD_LENGTH = 256;

/** Codes; their words are in the console's catalogues. */
export type PasswordProblem = 'password-short' | 'password-long' | 'password-trivial';

/** Why `password` may not be used by the person with these names; undefined when it may. Lengths are in code points. */
export function passwordProblem(password: string, names: readonly string[]): PasswordProblem | undefined {
  const letters = Array.from(password.normalize('NFKC'));
  if (letters.length < MIN_PASSWORD_LENGTH) return 'password-short';
  if (letters.length > MAX_PASSWORD_LENGTH) return 'password-long';
  return isTrivial(letters.join('').toLowerCase(), names) ? 'password-trivial' : undefined;
}

/** One letter over and over, or next to nothing once the names that everybody knows are taken out. */
function isTrivial(password: string, names: readonly string[]): boolean {
  if (new Set(password).size === 1) return true;
  const known = names.map((name) => name.normalize('NFKC').toLowerCase().trim()).filter((name) => name.length >= 3);
  const rest = known.reduce((left, name) => left.replaceAll(name, ''), password);
  return rest !== password && Array.from(rest).length < MIN_PASSWORD_LENGTH / 2;
}

interface Argon2Cost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly parallelism: number;
}

/**
 * Three passes over 64 MiB: above OWASP's least (19 MiB, 2 passes), because this password opens a key and does not only
 * guard a page; some 0.2 s on one core. Kept with the salt, so that a later cost is taken on at the next log-in.
 */
const COST: Argon2Cost = { memoryKib: 65_536, passes: 3, parallelism: 1 };
const NONCE_BYTES = 16;
const HEADER_BYTES = 10;
const SALT_VERSION = 1;

/** A fresh salt with today's cost in it: `version | memory in KiB | passes | parallelism | nonce`. */
export function freshSalt(cost: Argon2Cost = COST): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header[0] = SALT_VERSION;
  header.writeUInt32BE(cost.memoryKib, 1);
  header.writeUInt32BE(cost.passes, 5);
  header[9] = cost.parallelism;
  return Buffer.concat([header, randomBytes(NONCE_BYTES)]);
}

/** True when a salt carries another cost than today's. */
export const isOutdatedSalt = (salt: Uint8Array): boolean =>
  !Buffer.from(salt.subarray(0, HEADER_BYTES)).equals(freshSalt().subarray(0, HEADER_BYTES));

/** What a password yields: a check that may be stored, and a key that may not. */
export interface PasswordKeys {
  /** SHA-256 of one half of the derived secret. */
  readonly check: Buffer;
  /** The other half, 32 bytes: opens the person's sealed identity. Neither half tells anything of the other. */
  readonly key: Buffer;
}

/**
 * Each derivation holds a thread of the runtime's four and 64 MiB. Two at a time: somebody who floods the log-in keeps
 * other people waiting there, and not the public form, whose files and names need the same threads.
 */
const inSlot = slots(2);

/** argon2id (RFC 9106) off the main thread. @throws RangeError when the salt is not one of `freshSalt`'s. */
export async function derivePassword(password: string, salt: Uint8Array): Promise<PasswordKeys> {
  const bytes = Buffer.from(salt);
  if (bytes.length !== HEADER_BYTES + NONCE_BYTES || bytes[0] !== SALT_VERSION) {
    throw new RangeError('A password salt is 26 bytes of version 1.');
  }
  const derived = await inSlot(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        argon2(
          'argon2id',
          {
            message: Buffer.from(password.normalize('NFKC'), 'utf8'),
            nonce: bytes.subarray(HEADER_BYTES),
            memory: bytes.readUInt32BE(1),
            passes: bytes.readUInt32BE(5),
            parallelism: bytes.readUInt8(9),
            tagLength: 64,
          },
          (error, key) => (error === null ? resolve(key) : reject(error)),
        );
      }),
  );
  return { check: createHash('sha256').update(derived.subarray(0, 32)).digest(), key: derived.subarray(32) };
}
