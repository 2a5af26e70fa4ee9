import { randomBytes, randomUUID } from 'node:crypto';
import { generateIdentity, identityFromSecret, lock, open, seal, unlock } from '../../lib/seal/door.ts';
import { recordAct } from '../ledger/door.ts';
import { transact, type Db } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { hourOf } from '../terms/hour.ts';
import { tipIdSchema, type TipId } from '../terms/ids.ts';
import type { MailboxKey } from './mailbox-key.ts';
import { countTipsterMessages, insertText, lockMailbox, readSealedEntries } from './mailbox-store.ts';
import { MAX_TIPSTER_MESSAGES, type MailboxEntry, type SealedEntry } from './mailbox.ts';
import { hasNotice } from './notice/notice-store.ts';
import { openEntries } from './open-tip.ts';
import type { SealedBox } from './tip-parts.ts';
import { clearContact, eraseTip, findTipOfMailbox } from './tip-store.ts';

/** A mailbox opened by its receipt. `isErased`: the tip's secrets were erased, so only statuses are left. */
export interface OpenMailbox {
  readonly tipId: TipId;
  readonly entries: readonly MailboxEntry[];
  readonly isErased: boolean;
  /** The sender left their details, which they may remove. */
  readonly hasContact: boolean;
  /** They are told by mail when there is something new. */
  readonly hasNotice: boolean;
}

/** What stands in for a tip's key when a receipt opens nothing, so that as much work is done. */
const decoy = (() => {
  const unlocking = randomBytes(32);
  const identity = generateIdentity();
  const words = seal(Buffer.alloc(200, 0x20), [identity.recipient]);
  return { unlocking, box: lock(unlocking, randomBytes(32)), tipId: tipIdSchema.parse(randomUUID()), identity, words };
})();

/** As many messages as an ordinary conversation has are opened, and shown or not, whatever the receipt: each of them would show in the time. */
export const BOXES_OPENED = 10;

function openDecoys(entries: readonly SealedEntry[], isOpen: boolean): void {
  const opened = isOpen ? entries.filter(({ kind }) => kind !== 'status').length : 0;
  for (let count = opened; count < BOXES_OPENED; count += 1) open(decoy.words, [decoy.identity]);
}

/**
 * The mailbox of a key; undefined when there is none. A receipt that opens nothing costs the same three queries and the same
 * unsealing as one that does (up to `BOXES_OPENED` messages), so that the time says nothing.
 */
export async function openMailbox(db: Db, key: MailboxKey): Promise<OpenMailbox | undefined> {
  const tip = await findTipOfMailbox(db, key.digest);
  const box = tip === undefined ? decoy.box : tip.sealedKeyMailbox;
  const unlocking = tip === undefined ? decoy.unlocking : key.unlocking;
  const tipIdentity = box === null ? undefined : identityFromSecret(unlock(unlocking, box));
  const sealed = await readSealedEntries(db, tip?.id ?? decoy.tipId);
  const entries = openEntries(sealed, tipIdentity);
  openDecoys(sealed, tipIdentity !== undefined);
  const isTold = await hasNotice(db, tip?.id ?? decoy.tipId);
  if (tip === undefined) return undefined;
  const isErased = tipIdentity === undefined;
  return { tipId: tip.id, entries, isErased, hasContact: tip.hasContact, hasNotice: isTold };
}

export type WriteOutcome = 'written' | 'no-mailbox' | 'erased' | 'full';

/** What the sender writes: in words, or in a box that their browser sealed to the desk. */
export type SentWords = { readonly text: string } | { readonly sealed: SealedBox };

/**
 * Adds what the sender writes, sealed to the tip's key and on the record. The same text (or box) under the same page's key is
 * written once, however often it is sent. Durable when it returns.
 */
export async function writeToMailbox(
  deps: { readonly db: Db; readonly serviceKey: ServiceKey },
  key: MailboxKey,
  message: { readonly submissionKey: Uint8Array; readonly now: Date } & SentWords,
): Promise<WriteOutcome> {
  const tip = await findTipOfMailbox(deps.db, key.digest);
  if (tip === undefined) return 'no-mailbox';
  const isSealed = 'sealed' in message;
  const content = isSealed ? message.sealed.box : Buffer.from(message.text, 'utf8');
  const submissionDigest = deps.serviceKey.digest(
    'submission',
    Buffer.concat([Buffer.from('message\0'), key.digest, message.submissionKey, content]),
  );
  return transact(deps.db, async (tx) => {
    const { recipient, isErased } = await lockMailbox(tx, tip.id);
    if (isErased) return 'erased';
    if ((await countTipsterMessages(tx, tip.id)) >= MAX_TIPSTER_MESSAGES) return 'full';
    const sealedText = seal(content, [recipient]);
    const deskKeyId = isSealed ? message.sealed.deskKeyId : undefined;
    const entry = { tipId: tip.id, author: 'tipster', kind: 'message', postedHour: hourOf(message.now) } as const;
    if (await insertText(tx, { ...entry, sealedText, submissionDigest, deskKeyId })) {
      const act = { actor: 'public', action: 'mailbox.written', subject: `tip:${tip.id}` } as const;
      await recordAct(tx, { ...act, at: message.now, payload: { sealedText } });
    }
    return 'written';
  });
}

/** What the sender takes back: who they are, or everything they wrote. */
export type Removed = 'contact' | 'all';

/**
 * Takes back what the sender left, on the record. Done when it returns; doing it again changes nothing.
 * @returns false when the key opens no mailbox
 */
export async function removeFromMailbox(
  deps: { readonly db: Db },
  key: MailboxKey,
  removal: { readonly what: Removed; readonly now: Date },
): Promise<boolean> {
  const tip = await findTipOfMailbox(deps.db, key.digest);
  if (tip === undefined) return false;
  await transact(deps.db, async (tx) => {
    const { isErased } = await lockMailbox(tx, tip.id);
    if (isErased) return;
    if (removal.what === 'contact') await clearContact(tx, tip.id);
    else await eraseTip(tx, tip.id, removal.now);
    const action = removal.what === 'contact' ? 'contact.removed' : 'tip.erased';
    await recordAct(tx, { at: removal.now, actor: 'public', action, subject: `tip:${tip.id}`, payload: {} });
  });
  return true;
}
