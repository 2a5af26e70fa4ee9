import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mock, test } from 'node:test';
import fc from 'fast-check';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { seekWork } from '../../site/in-browser/work.ts';
import { leadingZeroBits, workText } from '../../terms/effort.ts';
import { callerOf } from './caller.ts';
import { Doorkeeper, type Arrival } from './doorkeeper.ts';
import { effortFor, fadedCount, NO_EFFORT } from './effort.ts';
import { ForgetfulMap } from './forgetful-map.ts';
import { SameWords, wordsMark } from './same-words.ts';

const start = new Date('2026-03-04T15:42:10Z');
const after = (ms: number) => new Date(start.getTime() + ms);

const arrivalOf = (change: Partial<Arrival> = {}): Arrival => ({
  caller: 'cafe',
  submissionKey: randomBytes(16),
  openedAt: start,
  content: randomBytes(32),
  work: '',
  ...change,
});

/** One that has seen so many tips from a caller. */
function busyDoorkeeper(tips: number, caller = 'cafe'): Doorkeeper {
  const doorkeeper = new Doorkeeper(serviceKeyFrom(randomBytes(32)));
  for (let n = 0; n < tips; n += 1) doorkeeper.note(arrivalOf({ caller }), start);
  return doorkeeper;
}

test('effortFor asks nothing of a school class, grows with the load, and never asks for more than a minute', () => {
  assert.equal(effortFor({ fromCaller: 30, fromAll: 300 }), NO_EFFORT);
  const load = fc.record({ fromCaller: fc.double({ min: 0, max: 1e9, noNaN: true }), fromAll: fc.nat(1e6) });
  fc.assert(
    fc.property(load, fc.nat(1_000), (given, more) => {
      const now = effortFor(given);
      const later = effortFor({ ...given, fromCaller: given.fromCaller + more });
      assert.ok(later.waitMs >= now.waitMs && later.workBits >= now.workBits);
      assert.ok(later.waitMs <= 60_000 && later.workBits <= 18);
    }),
  );
});

test('fadedCount halves every five minutes, and a clock that goes back changes nothing', () => {
  const kept = { count: 100, at: start };
  assert.equal(fadedCount(kept, after(300_000)), 50);
  assert.equal(fadedCount(kept, after(-5_000)), 100);
  assert.equal(fadedCount(undefined, start), 0);
});

test('callerOf joins what one household has, and knows nobody on this machine', () => {
  assert.equal(callerOf('192.0.2.7'), callerOf('::ffff:192.0.2.7'));
  assert.notEqual(callerOf('192.0.2.7'), callerOf('192.0.2.8'));
  assert.equal(callerOf('2001:db8:1:2200::1'), callerOf('2001:db8:1:22ff:5::9'));
  assert.notEqual(callerOf('2001:db8:1:2200::1'), callerOf('2001:db8:1:2300::1'));
  for (const nobody of ['127.0.0.1', '::1', '', 'unix:']) assert.equal(callerOf(nobody), undefined);
});

test('Doorkeeper lets everybody in at once as long as few write', () => {
  const doorkeeper = busyDoorkeeper(30);
  assert.equal(doorkeeper.workFor('cafe', randomBytes(16), start), undefined);
  assert.deepEqual(doorkeeper.ask(arrivalOf(), start), { kind: 'open' });
});

test('Doorkeeper says for how long, and opens when that time is over', () => {
  const doorkeeper = busyDoorkeeper(90);
  const arrival = arrivalOf();
  const entrance = doorkeeper.ask(arrival, start);
  assert.ok(entrance.kind === 'wait' && entrance.seconds === 20);
  assert.deepEqual(doorkeeper.ask(arrival, after(20_000)), { kind: 'open' });
  assert.equal(doorkeeper.ask(arrivalOf({ caller: 'beef' }), start).kind, 'open', 'another caller');
});

test('Doorkeeper opens for work done, once: the next tip of the same form needs another piece', async () => {
  const doorkeeper = busyDoorkeeper(90);
  const { submissionKey } = arrivalOf();
  const asked = doorkeeper.workFor('cafe', submissionKey, start);
  assert.ok(asked);
  const work = String(await seekWork(asked.challenge, asked.bits, () => false));
  const first = arrivalOf({ submissionKey, work });
  assert.equal(doorkeeper.ask(first, start).kind, 'open');
  assert.equal(doorkeeper.ask(arrivalOf({ work }), start).kind, 'wait', 'another form');
  doorkeeper.note(first, start);
  assert.equal(doorkeeper.ask(first, start).kind, 'open', 'the same tip again');
  assert.equal(doorkeeper.ask(arrivalOf({ submissionKey, work }), start).kind, 'wait', 'another tip of the form');
  assert.equal(doorkeeper.ask(arrivalOf({ submissionKey, openedAt: after(-1e6) }), start).kind, 'wait');
});

test('Doorkeeper takes nothing else for work', () => {
  const doorkeeper = busyDoorkeeper(500);
  for (const work of ['-1', 'NaN', '1e9', '9'.repeat(40), '0x10', ' '])
    assert.equal(doorkeeper.ask(arrivalOf({ work }), start).kind, 'wait', work);
});

test('seekWork finds what leadingZeroBits asks, and stops when it is told to', async () => {
  const nonce = await seekWork('challenge', 10, () => false);
  assert.ok(nonce !== undefined);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(workText('challenge', nonce)));
  assert.ok(leadingZeroBits(new Uint8Array(hash)) >= 10);
  assert.equal(await seekWork('challenge', 99, () => true), undefined);
  assert.deepEqual([Uint8Array.of(0, 0), Uint8Array.of(0, 1), Uint8Array.of(255)].map(leadingZeroBits), [16, 15, 0]);
});

test('ForgetfulMap finds what it was given, and nothing after an hour or once there is too much', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const map = new ForgetfulMap<number>();
  map.set('a', 1);
  map.set(Buffer.from('b'), 2);
  assert.deepEqual([map.get('a'), map.get('b'), map.get('c')], [1, 2, undefined]);
  mock.timers.tick(3_600_000);
  assert.equal(map.get('a'), undefined);
  map.set('a', 3);
  assert.equal(map.get('a'), 3);
  for (let n = 0; n < 50_000; n += 1) map.set(`key ${n}`, n);
  assert.equal(map.get('a'), undefined);
  mock.timers.reset();
});

test('SameWords groups what differs in signs, digits and case alone, and never what is short', () => {
  const words = new SameWords();
  const text = 'There is a man at the school gate on Tuesdays who talks to the children.';
  const group = words.groupOf('offline', { narrative: text });
  assert.ok(group !== undefined);
  assert.equal(words.groupOf('offline', { narrative: `${text.toUpperCase()} 12345 !!!` }), group);
  assert.notEqual(words.groupOf('grooming', { narrative: text }), group);
  assert.notEqual(words.groupOf('offline', { narrative: text, suspect: 'Somebody else' }), group);
  assert.equal(words.groupOf('offline', { narrative: 'Please help me' }), undefined);
  assert.equal(wordsMark('online', {}), undefined);
});
