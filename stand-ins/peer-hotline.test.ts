/** The stand-in against itself, without Fyr: two of them that know each other keep the rules and misbehave as they are told. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { startPeerHotline, type PeerHotline } from './peer-hotline.ts';

const START = new Date('2026-11-24T10:20:35Z');

/** Two that have pinned each other's keys. `here` asks `there`. */
async function pair(t: TestContext): Promise<readonly [PeerHotline, PeerHotline]> {
  const [here, there] = [await startPeerHotline({ now: () => START }), await startPeerHotline({ now: () => START })];
  t.after(() => Promise.all([here.close(), there.close()]));
  here.pin(there.keyText);
  there.pin(here.keyText);
  return [here, there];
}

const facts = (chain: readonly string[], change: object = {}) => ({
  ...{ reference: 'hotline.1', category: 'online', receivedHour: '2026-11-24T10:00:00.000Z', chain },
  ...{ url: 'https://bilder.example.org/1', outcome: 'illegal-baseline', answers: { access: 'available' }, ...change },
});

test('a peer gives its entries page by page, withdrawals among them, and signs each answer over the question’s nonce', async (t) => {
  const [here, there] = await pair(t);
  const first = there.confirm({ md5: 'ab'.repeat(16) });
  there.confirm({ md5: 'cd'.repeat(16) });
  there.withdraw(first);
  const met = await here.ask(there.url, { path: 'entries?after=0' });
  assert.deepEqual([met.status, met.isSigned], [200, true]);
  assert.match(JSON.stringify(met.json), /"hashes":\{"md5":"cdcd.*"hashes":null.*"next":3,"hasMore":false/);
});

test('a peer takes a case once under its reference, tells its state, and refuses what has been through it or says too much', async (t) => {
  const [here, there] = await pair(t);
  const hand = async (chain: readonly string[], change = {}) =>
    (await here.ask(there.url, { path: 'cases', facts: facts(chain, change) })).code ?? 'taken';
  assert.equal(await hand([here.body]), 'taken');
  assert.equal(await hand([here.body]), 'taken');
  assert.deepEqual(
    there.cases().map(({ times, state }) => [times, state]),
    [[2, 'received']],
  );
  assert.equal(await hand([there.body, here.body], { reference: 'hotline.2' }), 'came-from-there');
  assert.equal(await hand([here.body], { reference: 'hotline.3', tipster: 'somebody' }), 'malformed-case');
  assert.equal(
    await hand([here.body], { reference: 'hotline.4', receivedHour: '2026-11-24T10:20:35.000Z' }),
    'malformed-case',
  );
  there.move('hotline.1', 'removed');
  assert.match(JSON.stringify((await here.ask(there.url, { path: 'states?after=0' })).json), /"state":"removed"/);
});

test('a peer takes a nonce once, and knows nobody before a key is pinned', async (t) => {
  const [here, there] = await pair(t);
  assert.equal((await here.ask(there.url, { path: 'hello' }, { kind: 'replayed' })).code, 'replayed');
  const alone = await startPeerHotline({ now: () => START });
  t.after(() => alone.close());
  assert.equal((await here.ask(alone.url, { path: 'hello' })).code, 'unknown-key');
});

test('behave does the work or leaves it as its table says, once where it is told so', async (t) => {
  const [here, there] = await pair(t);
  const hand = () => here.ask(there.url, { path: 'cases', facts: facts([here.body]) });
  there.behave({ kind: 'died', only: 'cases', times: 1 });
  await assert.rejects(hand());
  assert.equal(there.cases().length, 0);
  there.behave({ kind: 'half-done', only: 'cases', times: 1 });
  await assert.rejects(hand());
  assert.equal(there.cases().length, 1);
  for (const kind of ['unsigned', 'wrong-key', 'altered', 'malformed'] as const) {
    there.behave({ kind, times: 1 });
    assert.equal((await hand()).isSigned, false, kind);
    assert.equal((await hand()).isSigned, true, `well again after ${kind}`);
  }
});
