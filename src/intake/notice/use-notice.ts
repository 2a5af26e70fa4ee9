/** Leaving an address for mails about something new, and taking it back: from the mailbox, or by the link in a mail. */
import { recordAct } from '../../ledger/door.ts';
import { transact, type Db, type Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { tipIdSchema, type TipId } from '../../terms/ids.ts';
import type { SiteLanguage } from '../../terms/site-languages.ts';
import type { MailboxKey } from '../mailbox-key.ts';
import { lockMailbox } from '../mailbox-store.ts';
import { findTipOfMailbox } from '../tip-store.ts';
import { deleteNotice, upsertNotice } from './notice-store.ts';
import { isMailAddress } from './notice.ts';

interface NoticeDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
}

/**
 * `not-an-address`: nothing was kept. `no-mailbox`: the key opens none, or what it opened was erased.
 */
export type NoticeOutcome = 'on' | 'off' | 'not-an-address' | 'no-mailbox';

/** Keeps the address with the mailbox of a key, shrouded and on the record (not the address itself). Durable when it returns. */
export async function turnNoticeOn(
  { db, serviceKey }: NoticeDeps,
  key: MailboxKey,
  wish: { readonly address: string; readonly language: SiteLanguage; readonly now: Date },
): Promise<NoticeOutcome> {
  const address = wish.address.trim();
  if (!isMailAddress(address)) return 'not-an-address';
  const tip = await findTipOfMailbox(db, key.digest);
  if (tip === undefined) return 'no-mailbox';
  return transact(db, async (tx) => {
    if ((await lockMailbox(tx, tip.id)).isErased) return 'no-mailbox';
    await upsertNotice(tx, {
      tipId: tip.id,
      shroudedAddress: serviceKey.shroud('contact', address),
      addressDigest: addressDigestOf(serviceKey, address),
      language: wish.language,
    });
    await record(tx, tip.id, 'notice.on', wish.now);
    return 'on';
  });
}

/** Forgets the address. @returns `off` also when there was none */
export async function turnNoticeOff({ db }: NoticeDeps, key: MailboxKey, now: Date): Promise<NoticeOutcome> {
  const tip = await findTipOfMailbox(db, key.digest);
  if (tip === undefined) return 'no-mailbox';
  await transact(db, async (tx) => {
    if (await deleteNotice(tx, tip.id)) await record(tx, tip.id, 'notice.off', now);
  });
  return 'off';
}

/** Equal addresses are found without being there: mail servers tell no letters' case apart. */
export const addressDigestOf = (serviceKey: ServiceKey, address: string): Buffer =>
  serviceKey.digest('contact', `notice\0${address.toLowerCase()}`);

const TOKEN_KIND = 'notice-stop';
/** The link in a mail works for so long. */
const STOP_LIFE_MS = 400 * 86_400_000;
const UUID_BYTES = 16;

/** What the link of a mail carries: the tip and the address that it goes to, readable by this service alone. */
export function stopToken(serviceKey: ServiceKey, tipId: TipId, addressDigest: Buffer, now: Date): string {
  const payload = Buffer.concat([Buffer.from(tipId.replaceAll('-', ''), 'hex'), addressDigest]);
  return serviceKey.issueToken(TOKEN_KIND, payload, new Date(now.getTime() + STOP_LIFE_MS));
}

/** Turns off what a link names, if it still is there: a link that is too old, or not ours, changes nothing. */
export async function stopByToken({ db, serviceKey }: NoticeDeps, token: string, now: Date): Promise<void> {
  const payload = serviceKey.readToken(TOKEN_KIND, token, now);
  if (payload === undefined) return;
  const hex = payload.subarray(0, UUID_BYTES).toString('hex');
  const tipId = tipIdSchema.parse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
  await transact(db, async (tx) => {
    if (await deleteNotice(tx, tipId, payload.subarray(UUID_BYTES))) await record(tx, tipId, 'notice.off', now);
  });
}

const record = (tx: Tx, tipId: TipId, action: string, now: Date): Promise<void> =>
  recordAct(tx, { at: now, actor: 'public', action, subject: `tip:${tipId}`, payload: {} });
