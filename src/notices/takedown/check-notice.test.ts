import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHECK_LIMITS, checkNotice, needsHostNow, type CheckFacts, type CheckOutcome } from './check-notice.ts';

const MINUTE_MS = 60_000;
const NOW = new Date('2026-03-01T12:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * MINUTE_MS);
const facts: CheckFacts = {
  ...{ isRunning: true, isHeld: false, isAnybodyTold: true, round: 1, plannedAt: NOW },
  decided: { ip: '192.0.2.10', country: 'SE', assessedAt: ago(600) },
  item: { state: 'assessed', outcome: 'illegal-baseline', round: 1 },
  sight: { verdict: 'online', at: ago(2), isMissOpen: false, ips: ['192.0.2.10'] },
  hostNow: undefined,
};
const check = (change: Partial<CheckFacts> = {}) =>
  inShort(checkNotice({ ...facts, ...change }, NOW, () => 'SE', CHECK_LIMITS));
const inShort = (outcome: CheckOutcome) =>
  outcome.kind === 'send' ? 'send' : outcome.kind === 'wait' ? `wait ${outcome.because}` : `drop ${outcome.code}`;
const sight = (verdict: 'online' | 'gone' | 'unclear', minutes: number) => ({
  ...{ verdict, at: ago(minutes), isMissOpen: verdict === 'gone', ips: [] },
});
const at = (ip: string) => ({ kind: 'at' as const, ips: [ip] });

test('checkNotice lets go what a fresh visit has seen where it was decided', () => {
  assert.equal(check(), 'send');
});

test('checkNotice never sends what has stopped, is held, gone, not illegal, or in another round', () => {
  assert.equal(check({ isRunning: false }), 'drop stopped');
  assert.equal(check({ isHeld: true }), 'drop hold');
  assert.equal(check({ item: { state: 'gone', outcome: 'illegal-baseline', round: 1 } }), 'drop item-gone');
  assert.equal(check({ item: { state: 'assessed', outcome: 'not-illegal', round: 1 } }), 'drop no-longer-illegal');
  assert.equal(check({ item: { state: 'new', outcome: undefined, round: 2 } }), 'drop superseded');
  assert.equal(check({ item: undefined }), 'drop superseded');
});

test('checkNotice never sends to a host that has changed, whoever has met it', () => {
  assert.equal(
    check({ sight: { verdict: 'online', at: ago(2), isMissOpen: false, ips: ['198.51.100.7'] } }),
    'drop host-changed',
  );
  assert.equal(check({ hostNow: at('198.51.100.7') }), 'drop host-changed');
  assert.equal(check({ hostNow: at('192.0.2.77') }), 'send', 'the same network');
});

test('checkNotice goes by a name that is gone only before anybody was told', () => {
  const hostNow = { kind: 'no-such-name' as const };
  assert.equal(check({ isAnybodyTold: false, hostNow }), 'drop host-gone');
  assert.equal(check({ hostNow }), 'wait seems-gone');
  assert.equal(check({ hostNow, plannedAt: ago(181) }), 'send');
});

test('checkNotice waits for visits to decide when the newest one missed it', () => {
  assert.equal(check({ sight: sight('gone', 5) }), 'wait seems-gone');
  assert.equal(check({ sight: sight('gone', 5), plannedAt: ago(179) }), 'wait seems-gone');
  assert.equal(check({ sight: sight('gone', 5), plannedAt: ago(181) }), 'send', 'but not for ever');
});

test('checkNotice is not led on by a time-out after a miss', () => {
  const silent = { ...sight('unclear', 5), isMissOpen: true };
  assert.equal(check({ sight: silent }), 'wait seems-gone');
  assert.equal(check({ sight: silent, plannedAt: ago(179) }), 'wait seems-gone');
  assert.equal(check({ sight: silent, plannedAt: ago(181) }), 'send');
  assert.equal(check({ sight: { ...silent, at: ago(61) } }), 'wait no-fresh-visit', 'an old one says nothing');
});

test('checkNotice waits a little for a fresh visit, and never longer', () => {
  for (const stale of [undefined, sight('unclear', 1), sight('online', 61), sight('gone', 61)]) {
    assert.equal(check({ sight: stale }), 'wait no-fresh-visit');
    assert.equal(check({ sight: stale, plannedAt: ago(5) }), 'send');
  }
  const decided = { ...facts.decided, assessedAt: ago(30) };
  assert.equal(check({ sight: undefined, decided }), 'send', 'an analyst has just seen it');
  assert.equal(check({ sight: sight('gone', 1), decided }), 'wait seems-gone');
});

test('checkNotice waits while the resolver gives no answer', () => {
  assert.equal(check({ hostNow: { kind: 'no-answer' } }), 'wait host-not-resolved');
  assert.equal(check({ hostNow: { kind: 'no-answer' }, plannedAt: ago(181) }), 'send');
});

test('needsHostNow asks a name only where no fresh visit has met its host', () => {
  const needs = (change: Partial<CheckFacts>) => needsHostNow({ ...facts, ...change }, NOW, CHECK_LIMITS);
  assert.equal(needs({}), false);
  assert.equal(needs({ sight: undefined }), true);
  assert.equal(needs({ sight: sight('unclear', 1) }), true);
  assert.equal(needs({ sight: { verdict: 'online', at: ago(61), isMissOpen: false, ips: ['192.0.2.10'] } }), true);
  assert.equal(needs({ sight: undefined, decided: { ...facts.decided, ip: undefined } }), false);
});
