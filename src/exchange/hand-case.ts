/** The way to the hotline of the hosting country: one item a dispatch, sealed to its key when it leaves. */
import { z } from 'zod';
import { recordAct } from '../ledger/door.ts';
import { fieldsOf, mayReach, type OutlinedField } from '../partners/door.ts';
import { transact, type Db } from '../platform/db.ts';
import { codeOf } from '../platform/log.ts';
import type { Dispatch, PartnerDoor, SendOutcome } from '../routing/door.ts';
import type { ItemAnswers } from '../terms/answers.ts';
import type { TipCategory } from '../terms/categories.ts';
import type { CountryCode } from '../terms/countries.ts';
import type { ItemId } from '../terms/ids.ts';
import { readHandedFacts, upsertSent } from './handed-store.ts';
import { bodyOf, ownKeys } from './own-keys.ts';
import type { Peer } from './peer.ts';
import { openPeerClient } from './peer-client.ts';
import { notePeer, readPeer, readPeers } from './peer-store.ts';
import type { SyncDeps } from './sync-peer.ts';
import { handedCaseSchema, type HandedCase } from './wire.ts';

/** What is told of an item; nothing of a tip, and nobody's name. */
export interface HandoverInput {
  readonly itemId: ItemId;
  readonly category: TipCategory;
  readonly receivedHour: Date;
  readonly url: string;
  readonly ip: string | undefined;
  readonly country: CountryCode;
  readonly outcome: 'illegal-baseline' | 'illegal-national';
  readonly answers: ItemAnswers;
}

/** The door, and what deciding asks of it. */
export interface HotlineDoor extends PartnerDoor {
  /** Countries whose hotline takes each of these items from us now: not those that it has been through. */
  countriesFor(db: Db, itemIds: readonly ItemId[]): Promise<ReadonlyMap<ItemId, ReadonlySet<string>>>;
  /** Everything that would leave, field by field, but for the reference, which is the dispatch's key. */
  outlineHandover(input: HandoverInput): Promise<readonly OutlinedField[]>;
  /** A dispatch's payload, shrouded until it leaves. @throws Error when no peer of that country takes cases */
  prepareHandover(input: HandoverInput): Promise<Buffer>;
}

const payloadSchema = z.object({ peerId: z.uuid(), facts: handedCaseSchema.omit({ reference: true }) });

/** Opens the way to all peers. */
export function openHotlineDoor(deps: SyncDeps): HotlineDoor {
  const takers = async (db: Db) =>
    (await readPeers(db, deps.serviceKey)).filter(({ handsCases, mode }) => handsCases && mode !== 'off');
  return {
    destination: 'hotline',
    countriesFor: async (db, itemIds) => countriesFor(db, deps, itemIds, await takers(db)),
    prepareHandover: async (input) => {
      const peer = (await takers(deps.db)).find(({ country }) => country === input.country);
      if (peer === undefined) throw new Error('No peer of this country takes cases.');
      const facts = await factsOf(deps, input);
      return deps.serviceKey.shroud('payload', JSON.stringify({ peerId: peer.id, facts }));
    },
    outlineHandover: async (input) => fieldsOf(await factsOf(deps, input)),
    send: (dispatch) => send(deps, dispatch),
  };
}

async function countriesFor(
  db: Db,
  deps: SyncDeps,
  itemIds: readonly ItemId[],
  takers: readonly Peer[],
): Promise<ReadonlyMap<ItemId, ReadonlySet<string>>> {
  const countries = new Map<ItemId, ReadonlySet<string>>();
  if (takers.length === 0) return countries;
  for (const itemId of itemIds) {
    const been = (await readHandedFacts(db, deps.serviceKey, itemId)).flatMap(({ facts }) => facts.chain);
    const open = takers.filter(({ body }) => !been.includes(body));
    countries.set(itemId, new Set(open.map(({ country }) => country)));
  }
  return countries;
}

async function factsOf(deps: SyncDeps, input: HandoverInput): Promise<Omit<HandedCase, 'reference'>> {
  const { category, receivedHour, url, ip, country, outcome, answers, itemId } = input;
  // Whoever handed it to us, and whoever they had it from, is in the chain: it does not come back to them.
  const before = (await readHandedFacts(deps.db, deps.serviceKey, itemId)).flatMap(({ facts }) => facts.chain);
  const chain = [...new Set([...before, bodyOf(deps.serviceKey)])];
  return {
    ...{ category, receivedHour: receivedHour.toISOString(), url, country, outcome, answers, chain },
    ...(ip === undefined ? {} : { ip }),
  };
}

async function send(deps: SyncDeps, dispatch: Dispatch): Promise<SendOutcome> {
  if (dispatch.payload === undefined || dispatch.itemId === undefined) return { kind: 'refused', code: 'no-payload' };
  const box = deps.serviceKey.unshroud('payload', dispatch.payload);
  const { peerId, facts } = payloadSchema.parse(JSON.parse(box));
  const peer = await readPeer(deps.db, deps.serviceKey, peerId);
  if (peer === undefined || peer.mode === 'off') return { kind: 'refused', code: 'partner-off' };
  if (facts.chain.includes(peer.body)) return { kind: 'refused', code: 'came-from-there' };
  if (!mayReach(peer.mode, peer.url)) return { kind: 'rehearsed', because: 'test-mode' };
  const reference = dispatch.idempotencyKey;
  const answer = await hand(deps, peer, { ...facts, reference });
  if ('refusal' in answer) return { kind: 'refused', code: answer.refusal };
  const { itemId } = dispatch;
  await transact(deps.db, async (tx) => {
    const now = deps.clock.now();
    await upsertSent(tx, { peerId, reference, itemId, state: answer.state, stateAt: now });
    await recordAct(tx, {
      ...{ at: now, actor: 'system', action: 'exchange.case-handed', subject: `item:${itemId}` },
      payload: { peerId, reference },
    });
  });
  return { kind: 'sent', reference };
}

async function hand(deps: SyncDeps, peer: Peer, handed: HandedCase) {
  const [own] = await ownKeys(deps.db, deps.serviceKey, deps.clock.now());
  try {
    const answer = await openPeerClient(deps, own, peer).hand(handed);
    await transact(deps.db, (tx) => notePeer(tx, peer.id, undefined, deps.clock.now()));
    return answer;
  } catch (error) {
    await transact(deps.db, (tx) => notePeer(tx, peer.id, codeOf(error), deps.clock.now()));
    throw error;
  }
}
