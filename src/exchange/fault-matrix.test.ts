/**
 * Every call between two hotlines meets every way in which it can go wrong, in both directions, against a peer that is written apart from our code.
 * Nothing is lost, nothing is doubled, and while it lasts the operator reads what is wrong.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { startPeerHotline, type AskFault, type PeerBehaviour, type PeerHotline } from '../../stand-ins/peer-hotline.ts';
import { quietLog } from '../../test/fresh-database.ts';
import { codeText, textsOf } from '../console/texts/texts.ts';
import { ILLEGAL_ANSWERS } from '../partners/partner-for-tests.ts';
import { transact } from '../platform/db.ts';
import { deliverDispatch, planDispatches, type PartnerDoor } from '../routing/door.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import { caseIdSchema, type DispatchId, type ItemId } from '../terms/ids.ts';
import { confirm, hashesOf, itemOf, now, openHotline } from './exchange-for-tests.ts';
import { openHotlineDoor } from './hand-case.ts';
import { listHanded } from './handed-store.ts';
import { addPeer, changePeer, testPeer } from './manage-peers.ts';
import { readPeer } from './peer-store.ts';
import { syncPeer } from './sync-peer.ts';

const fyr = await openHotline('Hotline Norge', 'NO');
const deps = { ...fyr.deps, timeoutMs: 500 };
const door = openHotlineDoor(deps);
const nobody = (destination: 'police' | 'iccam' | 'ncmec' | 'provider'): PartnerDoor => ({
  destination,
  send: () => Promise.reject(new Error('not this one')),
});
const delivery = {
  ...{ db: fyr.db, clock: deps.clock, log: quietLog },
  doors: {
    ...{ police: nobody('police'), iccam: nobody('iccam'), ncmec: nobody('ncmec'), provider: nobody('provider') },
    hotline: door,
  },
};
const act = { serviceKey: fyr.serviceKey, staffId: fyr.staff[0], now };
const DE = countryCodeSchema.parse('DE');

const WAYS: readonly (readonly [string, PeerBehaviour])[] = [
  ['slow', { kind: 'slow', delayMs: 900 }],
  ['away (503)', { kind: 'status' }],
  ['in trouble (500)', { kind: 'status', status: 500 }],
  ['not there (404)', { kind: 'status', status: 404 }],
  ['busy (429)', { kind: 'status', status: 429 }],
  ['redirecting (302)', { kind: 'status', status: 302 }],
  ['malformed', { kind: 'malformed' }],
  ['of a wrong shape', { kind: 'wrong-shape' }],
  ['half done', { kind: 'half-done' }],
  ['cut off', { kind: 'died' }],
  ['sent twice', { kind: 'duplicate' }],
  ['by a clock five minutes ahead', { kind: 'skewed', byMs: 400_000 }],
  ['by a clock five minutes behind', { kind: 'skewed', byMs: -400_000 }],
  ['signed by another key', { kind: 'wrong-key' }],
  ['unsigned', { kind: 'unsigned' }],
  ['the answer before', { kind: 'replayed' }],
  ['altered', { kind: 'altered' }],
  ['too large', { kind: 'too-large' }],
  ['a page that does not go forward', { kind: 'stuck' }],
];
type Call = 'hello' | 'entries' | 'states' | 'cases';
/** No trouble: what comes twice is taken once. And only pages can stand still. */
const isUnnoticed = (call: Call, { kind }: PeerBehaviour) =>
  kind === 'duplicate' || (kind === 'stuck' && (call === 'hello' || call === 'cases'));

/**
 * A peer's whole way: its entries are read, it is handed a case, it says what became of it, and takes an entry back; each of the four calls meets
 * the fault once.
 */
for (const [way, behaviour] of WAYS)
  test(`nothing is lost or doubled, and it is said in words, when one answer of each kind is ${way}`, async (t) => {
    const peer = await startPeerHotline({ now: () => now });
    t.after(() => peer.close());
    peer.pin(fyr.keyText);
    const peerId = await add(peer);
    const read = async () => {
      const found = await readPeer(fyr.db, fyr.serviceKey, peerId);
      assert.ok(found);
      return found;
    };
    const sync = () => syncPeer(deps, peerId);
    /** Tries again as the loops and the queue do, until it is well, and looks what the operator reads meanwhile. */
    const meet = async (call: Call, work: () => Promise<unknown>) => {
      peer.behave({ ...behaviour, only: call, times: 1 });
      const codes: string[] = [];
      for (let tries = 0; tries < 3; tries += 1) {
        await work().catch(() => undefined);
        const { failureCode } = await read();
        if (failureCode === undefined) break;
        codes.push(failureCode);
      }
      const where = `${call}, ${way}`;
      assert.deepEqual([(await read()).failureCode, (await read()).failingSince], [undefined, undefined], where);
      assert.equal(codes.length > 0, !isUnnoticed(call, behaviour), `${where}: ${codes.join()}`);
      for (const code of codes)
        for (const { failures, otherCode } of [textsOf('en'), textsOf('sv')])
          assert.notEqual(codeText(failures, code, otherCode), otherCode(code), `${where}: ${code} has no words`);
    };
    const kept = peer.confirm(hashesOf(61));
    const dropped = peer.confirm(hashesOf(62));
    // An answer to be given again comes before each fault.
    await sync();
    await meet('hello', async () => testPeer(deps, await read()));
    const late = peer.confirm(hashesOf(63));
    await meet('entries', sync);
    const { itemId, dispatchId } = await planHandover();
    await meet('cases', () => deliverDispatch(delivery, dispatchId));
    const [taken, ...more] = peer.cases();
    assert.ok(taken);
    assert.deepEqual(more, [], 'one case there');
    peer.move(taken.reference, 'illegal');
    peer.withdraw(dropped);
    await meet('states', sync);
    await checkEffects(peerId, { itemId, dispatchId, kept: [kept, late], dropped });
    const off = { name: peer.name, url: peer.url, mode: 'off' as const, gives: true, handsCases: false };
    await transact(fyr.db, (tx) => changePeer(tx, act, peerId, off));
  });

async function add(peer: PeerHotline): Promise<string> {
  const fresh = {
    ...{ name: peer.name, country: DE, url: peer.url, mode: 'test' as const, keyText: peer.keyText },
    ...{ gives: true, handsCases: true, trusted: ['illegal-baseline' as const] },
  };
  const added = await transact(fyr.db, (tx) => addPeer(tx, act, fresh));
  assert.ok(typeof added !== 'string');
  return added.id;
}

async function planHandover(): Promise<{ readonly itemId: ItemId; readonly dispatchId: DispatchId }> {
  const itemId = await itemOf(fyr);
  const { rows } = await sql<{ case_id: string }>`select case_id from item where id = ${itemId}`.execute(fyr.db);
  const payload = await door.prepareHandover({
    ...{ itemId, category: 'online', receivedHour: new Date('2026-11-24T10:00:00Z'), country: DE },
    ...{ url: `https://h.example.org/${itemId}`, ip: '85.24.180.40', outcome: 'illegal-baseline' },
    answers: ILLEGAL_ANSWERS,
  });
  const plan = { tipId: undefined, target: undefined, isDsa16: false, isHeld: false, isAtOnce: false, payload };
  const about = { caseId: caseIdSchema.parse(rows[0]?.case_id), itemId, occasion: 'r1' };
  const [dispatchId] = await transact(fyr.db, (tx) =>
    planDispatches(
      tx,
      'system',
      [{ ...plan, ...about, destination: 'hotline', rule: 'peer-hotline' }],
      deps.clock.now(),
    ),
  );
  assert.ok(dispatchId);
  return { itemId, dispatchId };
}

async function checkEffects(
  peerId: string,
  made: {
    readonly itemId: ItemId;
    readonly dispatchId: DispatchId;
    readonly kept: readonly string[];
    readonly dropped: string;
  },
): Promise<void> {
  const { rows: dispatches } = await sql<{ state: string; failure_code: string | null }>`
    select state, failure_code from dispatch where id = ${made.dispatchId}`.execute(fyr.db);
  assert.deepEqual(dispatches, [{ state: 'sent', failure_code: null }]);
  assert.deepEqual(
    (await listHanded(fyr.db, made.itemId)).map(({ direction, state }) => [direction, state]),
    [['out', 'illegal']],
  );
  const acts = await sql`select 1 from ledger_act where action = 'exchange.case-handed'
    and subject = ${`item:${made.itemId}`}`.execute(fyr.db);
  assert.equal(acts.rows.length, 1, 'on the ledger once');
  const { rows: received } = await sql<{ reference: string; withdrawn: boolean }>`
    select reference, withdrawn_at is not null as withdrawn from exchange_received where peer_id = ${peerId}
    order by reference`.execute(fyr.db);
  const expected = [...made.kept, made.dropped].sort().map((reference) => ({
    ...{ reference, withdrawn: reference === made.dropped },
  }));
  assert.deepEqual(received, expected);
  const { rows: entries } = await sql<{ withdrawn: boolean; count: number }>`
    select e.withdrawn_by is not null as withdrawn, count(*)::int as count from known_entry e
    join exchange_peer p on p.list_id = e.list_id where p.id = ${peerId} group by 1 order by 1`.execute(fyr.db);
  assert.deepEqual(entries, [
    { withdrawn: false, count: made.kept.length },
    { withdrawn: true, count: 1 },
  ]);
}

/** How a wrong question is met, as status and code; undefined: no answer was waited for. */
const FAULTS: readonly (readonly [AskFault, number | undefined, string | undefined])[] = [
  [{ kind: 'ok' }, 200, undefined],
  [{ kind: 'replayed' }, 401, 'replayed'],
  [{ kind: 'skewed', byMs: 400_000 }, 401, 'early'],
  [{ kind: 'skewed', byMs: -400_000 }, 401, 'expired'],
  [{ kind: 'wrong-key' }, 401, 'wrong'],
  [{ kind: 'stranger' }, 401, 'unknown-key'],
  [{ kind: 'unsigned' }, 401, 'missing'],
  [{ kind: 'altered' }, 401, 'wrong'],
  [{ kind: 'malformed' }, 400, 'malformed-query'],
  [{ kind: 'too-large' }, 413, 'too-large'],
  [{ kind: 'cut' }, undefined, undefined],
  [{ kind: 'deaf' }, undefined, undefined],
];
/** Where there is nothing to be malformed, or no content to be too large. */
const isNoFault = (path: string, { kind }: AskFault) =>
  (kind === 'malformed' && path === 'hello') || (kind === 'too-large' && path !== 'cases');

test('a peer that asks wrongly is refused by its code, changes nothing by it, and is answered when it asks rightly', async (t) => {
  const peer = await startPeerHotline({ now: () => now });
  t.after(() => peer.close());
  peer.pin(fyr.keyText);
  const peerId = await add(peer);
  await confirm(fyr, await itemOf(fyr), 71);
  const countCases = async () =>
    (await sql`select 1 from exchange_case where peer_id = ${peerId} and direction = 'in'`.execute(fyr.db)).rows.length;
  for (const [fault, status, code] of FAULTS)
    for (const path of ['hello', 'entries?after=0', 'states?after=0', 'cases']) {
      if (isNoFault(path, fault)) continue;
      const isPost = path === 'cases';
      const ask = isPost ? { path, facts: factsFrom(peer) } : { path };
      const before = await countCases();
      const met = await peer.ask(fyr.url, ask, fault);
      const where = `${path}, ${JSON.stringify(fault)}`;
      const expected = fault.kind === 'malformed' && isPost ? 'malformed-case' : code;
      assert.deepEqual([met.status, met.code], [status, expected], where);
      const honest = await peer.ask(fyr.url, ask);
      assert.deepEqual([honest.status, honest.isSigned], [200, true], `${where}: then asked rightly`);
      if (isPost) assert.equal(await countCases(), before + 1, `${where}: one case, however often it came`);
    }
});

test('a case whose reference comes again with other facts stays what it was first', async (t) => {
  const peer = await startPeerHotline({ now: () => now });
  t.after(() => peer.close());
  peer.pin(fyr.keyText);
  await add(peer);
  const reference = 'hotline.again';
  for (const url of ['https://first.example.org/', 'https://second.example.org/'])
    assert.equal(
      (await peer.ask(fyr.url, { path: 'cases', facts: { ...factsFrom(peer), reference, url } })).status,
      200,
    );
  const { rows } = await sql`select distinct item_id from exchange_case where reference = ${reference}`.execute(fyr.db);
  assert.equal(rows.length, 1);
});

const factsFrom = (peer: PeerHotline) => ({
  ...{ reference: `hotline.${randomUUID()}`, category: 'online', receivedHour: '2026-11-24T10:00:00.000Z' },
  ...{ url: `https://bilder.example.org/${randomUUID()}`, country: 'NO', outcome: 'illegal-baseline' },
  ...{ answers: ILLEGAL_ANSWERS, chain: [peer.body] },
});
