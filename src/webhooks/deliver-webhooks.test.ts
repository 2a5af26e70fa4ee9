/** The fault matrix of webhooks: each way in which a receiver can be unwell, and nothing lost. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, beforeEach, test } from 'node:test';
import Fastify from 'fastify';
import { sql } from 'kysely';
import { startWebhookReceiver, type ReceiverBehaviour } from '../../stand-ins/webhook-receiver.ts';
import { freshDatabase, quietLog } from '../../test/fresh-database.ts';
import { openScene } from '../cases/test-support.ts';
import { codeText, textsOf } from '../console/texts/texts.ts';
import { openNetwork } from '../crawl/door.ts';
import { transact } from '../platform/db.ts';
import { emit, relayNow } from '../platform/events.ts';
import type { HouseEvent } from '../terms/events.ts';
import { caseIdSchema, itemIdSchema, tipIdSchema } from '../terms/ids.ts';
import { deliverDue, type WebhookDeps } from './deliver-webhooks.ts';
import { registerWebhookApi } from './http.ts';
import { addEndpoint, removeEndpoint, replay, rotateSecret, sendTest, setEndpoint } from './manage-webhooks.ts';
import { tellWebhooks } from './tell-webhooks.ts';
import { RETRY_MS, type WebhookKind } from './webhook.ts';
import { signWebhook } from './webhook-signature.ts';
import { countDeliveries, readEndpoints, takeDue } from './webhook-store.ts';

const { db } = await freshDatabase();
const { serviceKey, analystId: staffId } = await openScene(db);
const START = new Date('2026-11-24T10:20:35Z');
let now = START;
const receiver = await startWebhookReceiver(() => now);
after(() => receiver.close());
const deps: WebhookDeps = {
  ...{ db, serviceKey, clock: { now: () => now }, log: quietLog },
  ...{ network: openNetwork({ kind: 'system' }), chance: () => 0, timeoutMs: 400 },
};
const act = () => ({ serviceKey, staffId, now });
const forward = (ms: number) => (now = new Date(now.getTime() + ms));
let numbers = 0;

async function endpoint(change: { kinds?: WebhookKind[]; mode?: 'test' | 'live'; url?: string } = {}) {
  const fresh = { name: 'Desk system', url: receiver.url, mode: 'test' as const, kinds: [], ...change };
  const made = await transact(db, (tx) => addEndpoint(tx, act(), fresh));
  receiver.trust([made.secret]);
  return made;
}

const decided = (): HouseEvent => ({ kind: 'case-decided', caseId: caseIdSchema.parse(randomUUID()) });
const tell = (event: HouseEvent = decided(), number = (numbers += 1)) =>
  transact(db, (tx) => tellWebhooks(tx, serviceKey, event, number, now));
const standing = async (id: string) => (await readEndpoints(db, serviceKey)).find((each) => each.id === id);
const counts = async (id: string) => (await countDeliveries(db)).get(id);
async function deliverAll(): Promise<void> {
  while ((await deliverDue(deps)) > 0);
}

beforeEach(async () => {
  await sql`delete from webhook_endpoint`.execute(db);
  await sql`delete from webhook_message`.execute(db);
  receiver.behave({ kind: 'ok' });
  receiver.clear();
  now = START;
});

test('an event is told once with kind, ids and hour alone, in the order of the events', async () => {
  const { id } = await endpoint();
  const events = [decided(), decided(), decided()];
  for (const event of events) await tell(event);
  await deliverAll();
  assert.deepEqual(
    receiver.arrivals.map(({ body }): unknown => JSON.parse(body)),
    events.map((event) => ({
      ...{ type: 'case.decided', timestamp: '2026-11-24T10:00:00.000Z' },
      data: { caseId: 'caseId' in event ? event.caseId : '' },
    })),
  );
  assert.deepEqual(await counts(id), { waiting: 0, givenUp: 0, delivered: 3 });
});

test('tellWebhooks makes one message of an event that is handled twice, and none where nobody listens or wants the kind', async () => {
  await tell(decided(), 1);
  const { id } = await endpoint({ kinds: ['case.closed'] });
  await tell(decided(), 2);
  assert.equal(await counts(id), undefined);
  const closed: HouseEvent = { kind: 'case-closed', caseId: caseIdSchema.parse(randomUUID()) };
  await tell(closed, 3);
  await tell(closed, 3);
  await deliverAll();
  assert.equal(receiver.arrivals.length, 1);
  await tell({ kind: 'item-located', itemId: itemIdSchema.parse(randomUUID()) }, 4);
  assert.equal((await sql`select 1 from webhook_message`.execute(db)).rows.length, 1, 'an inner event is nobody’s');
});

const FAULTS: readonly (readonly [ReceiverBehaviour, string, number])[] = [
  [{ kind: 'status', status: 500 }, 'status-500', 0],
  [{ kind: 'status', status: 503 }, 'status-503', 0],
  [{ kind: 'status', status: 302 }, 'status-302', 0],
  [{ kind: 'status', status: 404 }, 'status-404', 0],
  [{ kind: 'malformed' }, 'HTTPParserError', 0],
  [{ kind: 'half-done' }, 'UND_ERR_SOCKET', 1],
  [{ kind: 'died' }, 'UND_ERR_SOCKET', 0],
  [{ kind: 'status', status: 429 }, 'status-429', 0],
  [{ kind: 'slow', delayMs: 900 }, 'TimeoutError', 1],
  [{ kind: 'endless' }, 'answer-too-large', 1],
  [{ kind: 'skewed', byMs: 600_000 }, 'status-400', 0],
];
for (const [fault, code, arrivalsBefore] of FAULTS) {
  test(`a receiver that is unwell (${fault.kind} ${code}) gets the same message again, and the operator sees why`, async () => {
    const { id } = await endpoint();
    await tell();
    receiver.behave({ ...fault, times: 1 });
    await deliverDue(deps);
    const failing = await standing(id);
    assert.deepEqual([failing?.failureCode, failing?.failingSince, failing?.state], [code, now, 'on']);
    assert.equal(receiver.arrivals.length, arrivalsBefore);
    assert.equal(await deliverDue(deps), 0, 'not before its time');
    forward(RETRY_MS[0] ?? 0);
    await deliverDue(deps);
    assert.equal(new Set(receiver.arrivals.map((each) => each.id)).size, 1, 'the same id: a repeat can be told');
    assert.equal(receiver.arrivals.length, arrivalsBefore + 1);
    const well = await standing(id);
    assert.deepEqual([well?.failureCode, well?.failingSince, well?.lastSuccessAt], [undefined, undefined, now]);
    assert.deepEqual(await counts(id), { waiting: 0, givenUp: 0, delivered: 1 });
  });
}

test('each way in which a receiver is unwell has words, and one that gets a message twice can tell it by its id', async () => {
  for (const [, code] of FAULTS)
    for (const { failures, otherCode } of [textsOf('en'), textsOf('sv')])
      assert.notEqual(codeText(failures, code, otherCode), otherCode(code), code);
  const { id } = await endpoint();
  await tell();
  receiver.behave({ kind: 'duplicate', times: 1 });
  await deliverAll();
  assert.deepEqual([receiver.arrivals.length, new Set(receiver.arrivals.map((each) => each.id)).size], [2, 1]);
  assert.deepEqual(await counts(id), { waiting: 0, givenUp: 0, delivered: 1 });
});

test('a delivery whose sender died is sent by another once the lease has ended', async () => {
  await endpoint();
  await tell();
  const leaseUntil = new Date(now.getTime() + 800);
  assert.equal((await transact(db, (tx) => takeDue(tx, now, leaseUntil, 8))).length, 1, 'and then it dies');
  assert.equal(await deliverDue(deps), 0, 'the lease stands');
  forward(801);
  assert.equal(await deliverDue(deps), 1);
  assert.equal(receiver.arrivals.length, 1);
});

test('a receiver that asks for more time gets it, and at most a day', async () => {
  await endpoint();
  await tell();
  receiver.behave({ kind: 'status', status: 429, retryAfter: '120', times: 1 });
  await deliverDue(deps);
  forward(119_000);
  assert.equal(await deliverDue(deps), 0);
  forward(1_001);
  receiver.behave({ kind: 'status', status: 429, retryAfter: '999999', times: 1 });
  assert.equal(await deliverDue(deps), 1);
  forward(24 * 3_600_000 + 1);
  await deliverDue(deps);
  assert.equal(receiver.arrivals.length, 1);
});

test('a message is given up after the last try, and a replay brings it again', async () => {
  const { id } = await endpoint();
  await tell();
  receiver.behave({ kind: 'status', status: 500 });
  for (let tries = 0; tries <= RETRY_MS.length; tries += 1) {
    assert.equal(await deliverDue(deps), 1, `try ${tries}`);
    forward(RETRY_MS[tries] ?? 0);
  }
  assert.deepEqual(await counts(id), { waiting: 0, givenUp: 1, delivered: 0 });
  receiver.behave({ kind: 'ok' });
  assert.equal(await transact(db, (tx) => replay(tx, act(), id, START)), 1);
  await deliverAll();
  assert.equal(receiver.arrivals.length, 1);
});

test('an endpoint that fails for five days is failed, is told so on the ledger, and goes on from there when it is turned on', async () => {
  const { id } = await endpoint();
  receiver.behave({ kind: 'status', status: 500 });
  for (let day = 0; day <= 5; day += 1) {
    await tell();
    await deliverDue(deps);
    forward(24 * 3_600_000);
  }
  assert.equal((await standing(id))?.state, 'failed');
  const acts =
    await sql`select 1 from ledger_act where action = 'webhook.disabled' and subject = ${`webhook:${id}`}`.execute(db);
  assert.equal(acts.rows.length, 1);
  await tell();
  assert.equal(await deliverDue(deps), 0);
  receiver.behave({ kind: 'ok' });
  await transact(db, (tx) => setEndpoint(tx, act(), id, { state: 'on', mode: 'test' }));
  await deliverAll();
  assert.equal(new Set(receiver.arrivals.map((each) => each.id)).size, 7);
});

test('an endpoint that answers 410 is failed at once', async () => {
  const { id } = await endpoint();
  await tell();
  receiver.behave({ kind: 'status', status: 410 });
  await deliverDue(deps);
  assert.deepEqual([(await standing(id))?.state, (await standing(id))?.failureCode], ['failed', 'status-410']);
});

test('rotateSecret lets the old secret sign for a day beside the new one, so that the receiver changes in its own time', async () => {
  const { id, secret: old } = await endpoint();
  const fresh = await transact(db, (tx) => rotateSecret(tx, act(), id));
  assert.ok(fresh !== undefined && fresh !== old);
  for (const secrets of [[old], [fresh]]) {
    receiver.trust(secrets);
    await tell();
    await deliverAll();
  }
  assert.equal(receiver.arrivals.length, 2);
  forward(24 * 3_600_000);
  receiver.trust([old]);
  await tell();
  await deliverAll();
  assert.equal(receiver.refused(), 1);
});

test('live mode reaches nothing of this machine or a private network, test mode nothing else', async () => {
  for (const [mode, url, code] of [
    ['live', receiver.url, 'forbidden-address'],
    ['live', 'http://10.0.0.1/', 'forbidden-address'],
    ['live', 'http://169.254.169.254/latest', 'forbidden-address'],
    ['test', 'https://hooks.example.org/', 'test-mode'],
  ] as const) {
    const { id } = await endpoint({ mode, url });
    await tell();
    await deliverDue(deps);
    assert.equal((await standing(id))?.failureCode, code, url);
    await transact(db, (tx) => removeEndpoint(tx, act(), id));
  }
  assert.equal(receiver.arrivals.length, 0);
});

test('sendTest sends a message of its kind to one endpoint, and an endpoint that is off is sent nothing', async () => {
  const { id } = await endpoint({ kinds: ['tip.received'] });
  await transact(db, (tx) => sendTest(tx, act(), id));
  await deliverAll();
  assert.match(receiver.arrivals[0]?.body ?? '', /"type":"test"/);
  await transact(db, (tx) => setEndpoint(tx, act(), id, { state: 'off', mode: 'test' }));
  await tell({ kind: 'tip-received', tipId: tipIdSchema.parse(randomUUID()) });
  assert.equal(await deliverDue(deps), 0);
});

test('POST replay is answered to who holds the secret, and to nobody else', async (t) => {
  const { id, secret } = await endpoint();
  await tell();
  await deliverAll();
  const http = Fastify({ logger: false });
  registerWebhookApi(http, deps);
  t.after(() => http.close());
  const ask = (body: string, signed: readonly string[], at = now, path = id) =>
    http.inject({
      ...{ method: 'POST', url: `/webhooks/v1/${path}/replay`, payload: body },
      headers: { 'content-type': 'application/json', ...signWebhook(signed, 'replay-1', at, body) },
    });
  const body = JSON.stringify({ since: START.toISOString() });
  assert.equal((await ask(body, ['whsec_AAAA'])).statusCode, 401);
  assert.equal((await ask(body, [secret], new Date(now.getTime() - 301_000))).statusCode, 401);
  assert.equal((await ask(body, [secret], now, randomUUID())).statusCode, 401);
  assert.equal((await ask('{"since":"yesterday"}', [secret])).statusCode, 400);
  const answer = await ask(body, [secret]);
  assert.deepEqual([answer.statusCode, answer.json()], [200, { messages: 1 }]);
  await deliverAll();
  assert.equal(receiver.arrivals.length, 2);
});

test('no secret and no address of an endpoint lies in the database in clear, nor on the ledger', async () => {
  const { id, secret } = await endpoint();
  const rows = await sql<{ row: string }>`select webhook_endpoint::text as row from webhook_endpoint
    union all select ledger_act::text from ledger_act where subject = ${`webhook:${id}`}`.execute(db);
  assert.ok(rows.rows.length >= 2);
  for (const { row } of rows.rows) {
    assert.ok(!row.includes(Buffer.from(secret).toString('hex')) && !row.includes(secret));
    assert.ok(!row.includes('127.0.0.1') && !row.includes(Buffer.from('127.0.0.1').toString('hex')));
  }
});

test('an event of the outbox reaches its job with its number', async () => {
  await transact(db, (tx) => emit(tx, decided()));
  await relayNow(db);
  const { rows } = await sql<{
    payload: { number?: unknown };
  }>`select payload from graphile_worker._private_jobs`.execute(db);
  assert.ok(rows.length > 0 && rows.every(({ payload }) => Number.isInteger(payload.number)));
});
