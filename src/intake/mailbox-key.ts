/**
 * From a receipt to a mailbox. The receipt is never stored; what is stored are a keyed digest that finds the tip, and the
 * tip's own key locked under one that the receipt alone can make again.
 */
import { receiptFromSeed, receiptSecret, type Receipt } from '../../lib/receipt/door.ts';
import { deriveKey } from '../../lib/seal/door.ts';
import type { ServiceKey } from '../platform/service-key.ts';

/** What opens a mailbox. `secret` is 32 bytes; the rest follows from it. */
export interface MailboxKey {
  readonly secret: Uint8Array;
  /** Finds the tip: HMAC of the mailbox's id under the service key. */
  readonly digest: Buffer;
  /** 32 bytes that unlock the tip's own key. */
  readonly unlocking: Buffer;
}

/** The key to the mailbox of a receipt. */
export const mailboxKeyOfReceipt = (receipt: Receipt, serviceKey: ServiceKey): MailboxKey =>
  mailboxKeyFrom(receiptSecret(receipt), serviceKey);

/** The key again from its 32 secret bytes, which a page carries (encrypted) from one request to the next. @throws RangeError */
export function mailboxKeyFrom(secret: Uint8Array, serviceKey: ServiceKey): MailboxKey {
  if (secret.length !== 32) throw new RangeError(`A mailbox secret is 32 bytes, not ${secret.length}.`);
  return {
    secret,
    digest: serviceKey.digest('mailbox', deriveKey(secret, 'fyr/mailbox/v1/id')),
    unlocking: deriveKey(secret, 'fyr/mailbox/v1/key'),
  };
}

/** What the key and content of a submission lead to: a digest that recognises it again, and the receipt it gets. */
export interface SubmissionMarks {
  readonly submissionDigest: Buffer;
  readonly receipt: Receipt;
}

/**
 * Both are HMACs under the service key, of different inputs: the stored digest says nothing about the receipt, and without
 * the submission key, which is kept nowhere, neither does the service key.
 */
export function marksOf(submissionKey: Uint8Array, content: Uint8Array, serviceKey: ServiceKey): SubmissionMarks {
  if (submissionKey.length < 16) throw new RangeError('A submission key is at least 16 random bytes.');
  const mark = (use: string) =>
    serviceKey.digest('submission', Buffer.concat([Buffer.from(`${use}\0`), content, submissionKey]));
  return { submissionDigest: mark('tip'), receipt: receiptFromSeed(mark('receipt')) };
}
