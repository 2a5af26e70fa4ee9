import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openNetwork, NameNotResolved, testNetworkSchema } from '../../crawl/door.ts';
import { loopbackOnly } from './loopback-only.ts';
import { openPacer, retryAfterMs } from './pacer.ts';

function openTestPacer(gapMs = 250, mostWaitMs = 5_000) {
  let nowMs = 1_000;
  const pauses: number[] = [];
  const pacer = openPacer({
    ...{ gapMs, mostWaitMs, nowMs: () => nowMs },
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
  });
  return { pacer, pauses, forward: (ms: number) => void (nowMs += ms) };
}
const [ONE, TWO] = ['https://rdap.one.example/ip/1', 'https://rdap.two.example/ip/1'];

test('turn leaves a gap between questions to one server, and none between servers', async () => {
  const { pacer, pauses } = openTestPacer();
  for (const url of [ONE, TWO, `${ONE}2`, ONE]) assert.equal(await pacer.turn(url), 0);
  assert.deepEqual(pauses, [250, 500]);
});

test('turn says when to come again when the wait is too long, and takes no turn by that', async () => {
  const { pacer, pauses, forward } = openTestPacer(250, 300);
  assert.equal(await pacer.turn(ONE), 0);
  assert.equal(await pacer.turn(ONE), 0);
  assert.equal(await pacer.turn(ONE), 500);
  assert.equal(await pacer.turn(ONE), 500);
  forward(500);
  assert.equal(await pacer.turn(ONE), 0);
  assert.deepEqual(pauses, [250]);
});

test('leaveAlone keeps a server from being asked, and is never shortened', async () => {
  const { pacer, forward } = openTestPacer();
  pacer.leaveAlone(ONE, 60_000);
  pacer.leaveAlone(ONE, 1_000);
  assert.equal(await pacer.turn(ONE), 60_000);
  assert.equal(await pacer.turn(TWO), 0);
  forward(60_000);
  assert.equal(await pacer.turn(ONE), 0);
});

test('retryAfterMs reads seconds and dates, and nothing else', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  assert.equal(retryAfterMs('120', now), 120_000);
  assert.equal(retryAfterMs('Sun, 01 Mar 2026 12:01:00 GMT', now), 60_000);
  assert.equal(retryAfterMs('Sun, 01 Mar 2026 11:00:00 GMT', now), 0);
  for (const text of [undefined, '', 'soon', '-1x', '1e99x']) assert.equal(retryAfterMs(text, now), undefined);
});

test('loopbackOnly reaches what leads to this machine, and asks no resolver about anything else', async () => {
  const inside = loopbackOnly(
    openNetwork({
      kind: 'test',
      network: testNetworkSchema.parse({
        hosts: {
          'here.example.org': { ip: '85.24.181.1', connectTo: '127.0.0.1:4500' },
          'port.example.org': { ip: '85.24.181.2', connectTo: { '80': '127.0.0.1:4501' } },
        },
      }),
    }),
  );
  const signal = AbortSignal.timeout(1_000);
  assert.deepEqual(await inside.resolve('here.example.org', signal), ['85.24.181.1']);
  assert.deepEqual(await inside.resolve('port.example.org', signal), ['85.24.181.2']);
  assert.deepEqual(inside.dialTarget('here.example.org', '85.24.181.1', 443), { ip: '127.0.0.1', port: 4500 });
  const asked: string[] = [];
  const system = openNetwork({ kind: 'system' });
  const outside = loopbackOnly({ ...system, resolve: (host) => Promise.resolve([String(asked.push(host))]) });
  await assert.rejects(outside.resolve('rdap.one.example', signal), NameNotResolved);
  assert.equal(outside.dialTarget('rdap.one.example', '85.24.181.1', 443), undefined);
  assert.deepEqual(asked, []);
});
