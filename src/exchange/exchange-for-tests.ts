/** Two hotlines that run Fyr, each with a database, a key and a server of its own, talking over loopback; and what tests do with them. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase, quietLog } from '../../test/fresh-database.ts';
import { openCaseForSighting } from '../cases/door.ts';
import { openNetwork } from '../crawl/door.ts';
import { confirmActivation, openCheckHttp, proposeActivation, readList } from '../known/door.ts';
import { ILLEGAL_ANSWERS } from '../partners/partner-for-tests.ts';
import { transact, type Db } from '../platform/db.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import { itemIdSchema, sightingIdSchema, type ItemId, type StaffId } from '../terms/ids.ts';
import { registerExchangeApi } from './http.ts';
import { addPeer } from './manage-peers.ts';
import { bodyOf, ownKeys } from './own-keys.ts';
import { openPeerClient } from './peer-client.ts';
import { readPeer } from './peer-store.ts';
import { publishItem } from './publish-entries.ts';
import type { SyncDeps } from './sync-peer.ts';
import type { HandedCase } from './wire.ts';
import { openScene } from '../cases/test-support.ts';

export const START = new Date('2026-11-24T10:20:35Z');
export const now = START;

/** A hotline: everything but the screens. `skewMs` is how far its clock is off. */
export async function openHotline(name: string, country: string) {
  const { db } = await freshDatabase();
  const serviceKey = serviceKeyFrom(randomBytes(32));
  const skew = { ms: 0 };
  const ownClock = { now: () => new Date(now.getTime() + skew.ms) };
  const http = openCheckHttp();
  registerExchangeApi(http, { db, serviceKey, clock: ownClock, hotlineName: name });
  after(() => http.close());
  const url = `${await http.listen({ host: '127.0.0.1', port: 0 })}/exchange/v1/`;
  const staff = await createStaff(db);
  const deps: SyncDeps = {
    ...{ db, serviceKey, clock: ownClock, log: quietLog, timeoutMs: 2_000 },
    network: openNetwork({ kind: 'system' }),
  };
  const [own] = await ownKeys(db, serviceKey, now);
  return { name, country, db, serviceKey, skew, http, url, staff, deps, keyText: own.public.text };
}
/** One of the two. */
export type Hotline = Awaited<ReturnType<typeof openHotline>>;

export const sweden = await openHotline('Hotline Sverige', 'SE');
export const germany = await openHotline('Hotline Deutschland', 'DE');

async function know(one: Hotline, other: Hotline): Promise<string> {
  const act = { serviceKey: one.serviceKey, staffId: one.staff[0], now };
  const added = await transact(one.db, (tx) =>
    addPeer(tx, act, {
      ...{ name: other.name, country: countryCodeSchema.parse(other.country), url: other.url, mode: 'test' },
      ...{ keyText: other.keyText, gives: true, handsCases: true, trusted: ['illegal-baseline'] },
    }),
  );
  assert.ok(typeof added !== 'string');
  return added.id;
}
export const germanyAtSweden = await know(sweden, germany);
export const swedenAtGermany = await know(germany, sweden);

export async function itemOf(hotline: Hotline): Promise<ItemId> {
  const hit = {
    ...{ sightingId: sightingIdSchema.parse(randomUUID()), listId: 99, entryId: 1, kind: 'near' as const, distance: 9 },
    ...{ category: 'to-assess', source: 'x', isTrusted: false, pageUrl: 'http://a.example.org/', seenAt: now },
  };
  const url = `https://h${randomUUID()}.example.org/`;
  const caseId = await transact(hotline.db, (tx) => openCaseForSighting(tx, hotline.serviceKey, { url, hit }, now));
  const { rows } = await sql<{
    id: string;
  }>`select id from item where case_id = ${caseId} order by created_at desc, id limit 1`.execute(hotline.db);
  return itemIdSchema.parse(rows[0]?.id);
}

export const hashesOf = (seed: number) => ({
  sha256: Buffer.alloc(32, seed).fill(1, 0, 1).toString('hex'),
  md5: Buffer.alloc(16, seed).fill(2, 0, 1).toString('hex'),
});

export async function confirm(
  hotline: Hotline,
  itemId: ItemId,
  seed: number,
  outcome: 'illegal-baseline' | 'none' = 'illegal-baseline',
) {
  const deps = { serviceKey: hotline.serviceKey, hotlineName: hotline.name };
  const category = outcome === 'none' ? undefined : outcome;
  await transact(hotline.db, (tx) => publishItem(tx, deps, { itemId, category, hashes: hashesOf(seed) }, now));
}

export async function activate(hotline: Hotline, peerId: string): Promise<number> {
  const listId = (await readPeer(hotline.db, hotline.serviceKey, peerId))?.listId;
  assert.ok(listId !== undefined);
  const list = await readList(hotline.db, listId);
  if (list?.state === 'draft') {
    await transact(hotline.db, (tx) => proposeActivation(tx, listId, hotline.staff[0], now));
    await transact(hotline.db, (tx) => confirmActivation(tx, listId, hotline.staff[1], now));
  }
  return listId;
}

export const handed = (change: Partial<HandedCase> = {}): HandedCase => ({
  ...{ reference: `hotline.${randomUUID()}`, category: 'online', receivedHour: '2026-11-24T10:00:00.000Z' },
  ...{ url: `https://bilder.example.org/${randomUUID()}`, ip: '85.24.180.40', country: countryCodeSchema.parse('DE') },
  ...{ outcome: 'illegal-baseline', answers: ILLEGAL_ANSWERS, chain: [bodyOf(sweden.serviceKey)], ...change },
});
export const clientOf = async (one: Hotline, peerId: string) => {
  const peer = await readPeer(one.db, one.serviceKey, peerId);
  assert.ok(peer);
  const [own] = await ownKeys(one.db, one.serviceKey, now);
  return openPeerClient(one.deps, own, peer);
};

/** Two people of a hotline. */
async function createStaff(db: Db): Promise<readonly [StaffId, StaffId]> {
  const { analystId, otherId } = await openScene(db);
  return [analystId, otherId];
}
