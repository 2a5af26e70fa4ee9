import { z } from 'zod';
import { identityFromSecret, open, unlock, type Identity } from '../../lib/seal/door.ts';
import type { Db } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { DeskKeyId, TipId } from '../terms/ids.ts';
import { readSealedEntries } from './mailbox-store.ts';
import { markOf, type MailboxEntry, type SealedEntry } from './mailbox.ts';
import { openAnswers, readContact, readReport, type DeskKeys } from './tip-parts.ts';
import { readShroudedAddresses } from './tip-store.ts';
import { partKey, type TipContact, type TipRecord, type TipReport } from './tip.ts';

/** Thrown by `openTip`: the tip's secrets were erased, or no desk key at hand fits it. */
export class TipClosed extends Error {
  override readonly name = 'TipClosed';
  readonly code: 'erased' | 'no-desk-key';
  constructor(code: 'erased' | 'no-desk-key', tipId: TipId) {
    super(code === 'erased' ? `Tip ${tipId} was erased.` : `No desk key at hand opens tip ${tipId}.`);
    this.code = code;
  }
}

/** What a tip says. */
export interface OpenedTip {
  readonly report: TipReport;
  readonly contact: TipContact | undefined;
  readonly tipIdentity: Identity;
  /** Parts that were sealed on the sender's own machine and cannot be read: what of them the server had is there all the same. */
  readonly unreadable: readonly ('report' | 'contact')[];
}

/** A tip unlocked with a person's desk keys. @throws TipClosed; SealError when what the server locked was altered. */
export function openTip(record: TipRecord, deskIdentities: ReadonlyMap<DeskKeyId, Identity>): OpenedTip {
  if (record.sealedKeyDesk === undefined) throw new TipClosed('erased', record.id);
  const desk = deskIdentities.get(record.deskKeyId);
  if (desk === undefined) throw new TipClosed('no-desk-key', record.id);
  const tipIdentity = identityFromSecret(open(record.sealedKeyDesk, [desk]));
  const unlocked = (part: 'report' | 'contact', box: Buffer) => unlock(partKey(tipIdentity.secret, part), box);
  const report = readReport(unlocked('report', record.sealedReport), deskIdentities);
  const { sealedContact } = record;
  const contact =
    sealedContact === undefined ? undefined : readContact(unlocked('contact', sealedContact), deskIdentities);
  return {
    report: report.fields,
    contact: contact?.fields,
    tipIdentity,
    unreadable: [
      ...(report.isUnreadable ? (['report'] as const) : []),
      ...(contact?.isUnreadable === true ? (['contact'] as const) : []),
    ],
  };
}

/** The reported addresses, unshrouded. @throws RangeError when there is no such tip. */
export async function readReportedAddresses(db: Db, serviceKey: ServiceKey, tipId: TipId): Promise<string[]> {
  const json = serviceKey.unshroud('url', await readShroudedAddresses(db, tipId));
  return z.array(z.string()).parse(JSON.parse(json));
}

/**
 * A mailbox's entries in their order, opened with the tip's key and, where the sender's browser sealed them, the desk's.
 * @throws SealError when the tip's key is another's or what was sealed to it was altered
 */
export async function readMailbox(
  db: Db,
  tipId: TipId,
  keys: { readonly tipIdentity: Identity; readonly deskIdentities: DeskKeys },
): Promise<MailboxEntry[]> {
  return openEntries(await readSealedEntries(db, tipId), keys.tipIdentity, keys.deskIdentities);
}

/** The field of a box that holds a message's words. */
const MESSAGE_FIELD = 'text';

/**
 * Entries opened; without the tip's key (it was erased) the statuses alone. What a browser sealed stays closed without the desk's key, and so does
 * what is damaged in such a box. @throws SealError
 */
export function openEntries(
  entries: readonly SealedEntry[],
  tipIdentity: Identity | undefined,
  deskIdentities: DeskKeys = NO_DESK_KEYS,
): MailboxEntry[] {
  return entries.flatMap((entry): MailboxEntry[] => {
    if (entry.kind === 'status') return [entry];
    if (tipIdentity === undefined) return [];
    const { sealedText, deskKeyId, ...rest } = entry;
    const opened = open(sealedText, [tipIdentity]);
    if (deskKeyId === undefined) return [{ ...rest, text: opened.toString('utf8') }];
    const text = openAnswers({ deskKeyId, box: opened }, deskIdentities)?.[MESSAGE_FIELD];
    if (text !== undefined) return [{ ...rest, text }];
    return [{ ...rest, kind: 'closed', author: 'tipster', mark: markOf(opened) }];
  });
}

const NO_DESK_KEYS: DeskKeys = new Map();
