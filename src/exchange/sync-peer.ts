/**
 * What is asked of a peer again and again: its entries and what became of our cases, each in the order of its changes. A page and its
 * cursor are one transaction, so that whoever is killed goes on where it stopped.
 */
import { applyFollowed, decodeHash, openFollowedList, type AppliedCounts, type FeedUpdate } from '../known/door.ts';
import { PartnerUnavailable } from '../partners/door.ts';
import { codeOf, type Log } from '../platform/log.ts';
import { startLoop, type Loop } from '../platform/loop.ts';
import { transact, type Db, type Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { upsertReceived } from './entry-store.ts';
import { readHanded, upsertSent } from './handed-store.ts';
import { bodyOf, ownKeys } from './own-keys.ts';
import type { Peer } from './peer.ts';
import { openPeerClient, type AskDeps } from './peer-client.ts';
import { notePeer, readPeer, readPeers, updatePeer } from './peer-store.ts';
import type { WireEntry } from './wire.ts';

/** What asking peers takes. */
export interface SyncDeps extends AskDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly log: Log;
}

/** What one round with a peer brought. */
export interface SyncReport {
  readonly entries: number;
  readonly applied: number;
  /** Our own that came back, and such as have been through here: left out. */
  readonly circled: number;
  readonly states: number;
}

const PAUSE_MS = 60_000;

/** Asks every peer once a minute until stopped. */
export function startExchange(deps: SyncDeps): Loop {
  const round = async () => {
    for (const peer of await readPeers(deps.db, deps.serviceKey)) if (peer.mode !== 'off') await tryPeer(deps, peer);
    return 'rest' as const;
  };
  return startLoop(round, {
    ...{ pauseMs: PAUSE_MS, failurePauseMs: PAUSE_MS },
    onFailure: (error) => deps.log.warn('exchange.failed', { code: codeOf(error) }),
  });
}

async function tryPeer(deps: SyncDeps, peer: Peer): Promise<void> {
  try {
    await syncPeer(deps, peer.id);
  } catch (error) {
    deps.log.warn('exchange.failed', { code: codeOf(error) });
  }
}

/** One round with one peer. How it went is noted. @throws what {@link openPeerClient}'s questions throw; what came before is durable */
export async function syncPeer(deps: SyncDeps, peerId: string): Promise<SyncReport> {
  const report = { entries: 0, applied: 0, circled: 0, states: 0 };
  try {
    while (await readEntriesPage(deps, peerId, report));
    while (await readStatesPage(deps, peerId, report));
  } catch (error) {
    await transact(deps.db, (tx) => notePeer(tx, peerId, codeOf(error), deps.clock.now()));
    throw error;
  }
  await transact(deps.db, (tx) => notePeer(tx, peerId, undefined, deps.clock.now()));
  return report;
}

type Sums = { -readonly [K in keyof SyncReport]: SyncReport[K] };

async function openClient(deps: SyncDeps, peerId: string) {
  const peer = await readPeer(deps.db, deps.serviceKey, peerId);
  if (peer === undefined) throw new RangeError('There is no such peer.');
  const [own] = await ownKeys(deps.db, deps.serviceKey, deps.clock.now());
  return { peer, client: openPeerClient(deps, own, peer) };
}

/** A page that does not go forward would be asked for for ever. */
function requireForward(after: number, next: number, count: number): void {
  if (next < after || (count > 0 && next === after)) throw new PartnerUnavailable('exchange-stuck');
}

async function readEntriesPage(deps: SyncDeps, peerId: string, sums: Sums): Promise<boolean> {
  const { peer, client } = await openClient(deps, peerId);
  const page = await client.entries(peer.entriesCursor);
  requireForward(peer.entriesCursor, page.next, page.entries.length);
  const own = bodyOf(deps.serviceKey);
  const isFromHere = ({ provenance }: WireEntry) => provenance.some(({ body }) => body === own);
  // Said by the peer in its own name, or not at all.
  const isTheirs = ({ provenance }: WireEntry) => provenance.at(-1)?.body === peer.body;
  const taken = page.entries.filter((entry) => isTheirs(entry) && !isFromHere(entry));
  await transact(deps.db, async (tx) => {
    const counts = await applyEntries(tx, deps, peer, taken);
    sums.applied += counts.added + counts.changed + counts.withdrawn;
    await updatePeer(tx, deps.serviceKey, peerId, { entriesCursor: page.next });
  });
  sums.entries += page.entries.length;
  sums.circled += page.entries.length - taken.length;
  return page.hasMore;
}

async function applyEntries(tx: Tx, deps: SyncDeps, peer: Peer, entries: readonly WireEntry[]): Promise<AppliedCounts> {
  const none = { added: 0, changed: 0, withdrawn: 0, ignored: 0 };
  if (entries.length === 0) return none;
  const now = deps.clock.now();
  const listId = await listOf(tx, deps, peer);
  for (const entry of entries) await upsertReceived(tx, deps.serviceKey, peer.id, entry);
  return applyFollowed(tx, deps.serviceKey, listId, entries.map(toUpdate), now);
}

/** The peer's list here: made with its first entry, as a draft. */
async function listOf(tx: Tx, deps: SyncDeps, peer: Peer): Promise<number> {
  const now = deps.clock.now();
  const source = {
    ...{ account: `exchange ${peer.body}`, name: peer.name, source: peer.name, format: 'exchange' },
    categoryMap: { 'illegal-baseline': 'illegal-baseline', 'illegal-national': 'illegal-national' } as const,
    ...{ trusted: peer.trusted, from: new Date(0) },
  };
  const listId = await openFollowedList(tx, source, { actor: 'partner', now });
  if (listId !== peer.listId) await updatePeer(tx, deps.serviceKey, peer.id, { listId });
  return listId;
}

/** Without a time of its own: entries come in the order of their changes, and the cursor is that order whatever the peer's clock says. */
function toUpdate(entry: WireEntry): FeedUpdate {
  const { reference, hashes, withdrawnAt } = entry;
  const at = undefined;
  if (hashes === null || withdrawnAt !== null) return { reference, at, entry: undefined };
  const decoded = (['md5', 'sha1', 'sha256', 'pdq'] as const).flatMap((kind) => {
    const hash = hashes[kind] === undefined ? undefined : decodeHash(kind, hashes[kind]);
    return hash?.ok === true ? [[kind, hash.hash] as const] : [];
  });
  // Placeholders and hashes of nothing recognise what nobody listed: without any other the entry is as if it were not there.
  if (decoded.length === 0) return { reference, at, entry: undefined };
  return {
    ...{ reference, at },
    entry: {
      ...{ reference, code: entry.category, hashes: Object.fromEntries(decoded), pdqQuality: hashes.pdqQuality },
      listedAt: new Date(entry.firstConfirmedAt),
    },
  };
}

async function readStatesPage(deps: SyncDeps, peerId: string, sums: Sums): Promise<boolean> {
  const { peer, client } = await openClient(deps, peerId);
  const page = await client.states(peer.statesCursor);
  requireForward(peer.statesCursor, page.next, page.states.length);
  await transact(deps.db, async (tx) => {
    for (const { reference, state, at } of page.states) {
      // What was never handed over is nothing to us, whatever the peer calls it.
      const sent = await readHanded(tx, peerId, 'out', reference);
      if (sent !== undefined && sent.state !== state) await upsertSent(tx, { ...sent, state, stateAt: new Date(at) });
    }
    await updatePeer(tx, deps.serviceKey, peerId, { statesCursor: page.next });
  });
  sums.states += page.states.length;
  return page.hasMore;
}
