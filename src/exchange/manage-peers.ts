/** What supervisors do with peers; each change is on the ledger. A key is pinned by somebody who says that they compared it aloud. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAct, type ActPayload } from '../ledger/door.ts';
import { checkServiceUrl, type ConnectionReport } from '../partners/door.ts';
import { transact, type Tx } from '../platform/db.ts';
import { codeOf } from '../platform/log.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import type { StaffId } from '../terms/ids.ts';
import { trustedCategorySchema } from '../known/door.ts';
import { bodyOf, ownKeys } from './own-keys.ts';
import { peerModeSchema, type Peer } from './peer.ts';
import { openPeerClient } from './peer-client.ts';
import { parsePeerKey } from './peer-key.ts';
import { insertPeer, notePeer, readPeer, readPeers, updatePeer } from './peer-store.ts';
import type { SyncDeps } from './sync-peer.ts';

/** Whose act it is. */
export interface PeerAct {
  readonly serviceKey: ServiceKey;
  readonly staffId: StaffId;
  readonly now: Date;
}

const url = z
  .string()
  .trim()
  .max(500)
  .refine((text) => checkServiceUrl(text) === undefined);

/** A form's values. `trusted` is fixed with the list: to change it, the list is withdrawn and followed anew. */
export const newPeerSchema = z.object({
  name: z.string().trim().min(1).max(120),
  country: countryCodeSchema,
  ...{ url, mode: peerModeSchema },
  keyText: z.string().refine((text) => parsePeerKey(text) !== undefined),
  ...{ gives: z.boolean(), handsCases: z.boolean(), trusted: z.array(trustedCategorySchema) },
});
export type NewPeer = z.infer<typeof newPeerSchema>;

/** Why a peer is not taken. */
export type PeerProblem = 'own-key' | 'known-body';

/** Pins a new peer. @returns its id, or why not */
export async function addPeer(tx: Tx, act: PeerAct, fresh: NewPeer): Promise<{ readonly id: string } | PeerProblem> {
  const key = parsePeerKey(fresh.keyText);
  if (key === undefined) throw new RangeError('A key text was checked before.');
  if (key.body === bodyOf(act.serviceKey)) return 'own-key';
  if ((await readPeers(tx, act.serviceKey)).some(({ body }) => body === key.body)) return 'known-body';
  const id = randomUUID();
  const peer = { id, ...fresh, body: key.body, keyText: key.text };
  await insertPeer(tx, act.serviceKey, peer, { at: act.now, staffId: act.staffId });
  await record(tx, act, id, 'exchange.peer-added', {
    mode: fresh.mode,
    keyId: key.keyId,
    trusted: fresh.trusted.join(),
  });
  return { id };
}

/** A form's values for a peer that stands. */
export const peerChangeSchema = newPeerSchema.pick({
  name: true,
  mode: true,
  gives: true,
  handsCases: true,
  url: true,
});

/** Changes a peer. False when there is none with this id. */
export async function changePeer(
  tx: Tx,
  act: PeerAct,
  id: string,
  to: z.infer<typeof peerChangeSchema>,
): Promise<boolean> {
  if ((await readPeer(tx, act.serviceKey, id)) === undefined) return false;
  await updatePeer(tx, act.serviceKey, id, to);
  const { mode, gives, handsCases } = to;
  await record(tx, act, id, 'exchange.peer-changed', { mode, gives, handsCases });
  return true;
}

/** Pins a peer's next key beside the one that holds. @returns why not; undefined when it is pinned */
export async function pinNextKey(
  tx: Tx,
  act: PeerAct,
  peer: Pick<Peer, 'id' | 'body'>,
  text: string,
): Promise<'not-a-key' | 'other-body' | undefined> {
  const key = parsePeerKey(text);
  if (key === undefined) return 'not-a-key';
  if (key.body !== peer.body) return 'other-body';
  await updatePeer(tx, act.serviceKey, peer.id, { nextKeyText: key.text });
  await record(tx, act, peer.id, 'exchange.next-key-pinned', { keyId: key.keyId });
  return undefined;
}

/** Asks a peer who it is, and notes how that went. */
export async function testPeer(deps: SyncDeps, peer: Peer): Promise<ConnectionReport> {
  const now = deps.clock.now();
  const [own] = await ownKeys(deps.db, deps.serviceKey, now);
  const note = (code: string | undefined) => transact(deps.db, (tx) => notePeer(tx, peer.id, code, now));
  try {
    const { body } = await openPeerClient(deps, own, peer).hello();
    if (body !== peer.body) return { ok: false, code: 'exchange-other-body' };
    await note(undefined);
    return { ok: true };
  } catch (error) {
    await note(codeOf(error));
    return { ok: false, code: codeOf(error) };
  }
}

const record = (tx: Tx, act: PeerAct, id: string, action: string, payload: ActPayload): Promise<void> =>
  recordAct(tx, { at: act.now, actor: `staff:${act.staffId}`, action, subject: `exchange-peer:${id}`, payload });
