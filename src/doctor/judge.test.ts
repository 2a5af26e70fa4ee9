import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { worstOf } from './finding.ts';
import {
  describeModes,
  judgeBackup,
  judgeClock,
  judgeConnections,
  judgeDatabase,
  judgeDisk,
  judgeFigures,
  judgeFiles,
  judgePeople,
  judgeRetention,
  judgeRoles,
  judgeRouting,
  judgeRows,
  judgeServiceKey,
  judgeWork,
  type Counted,
} from './judge.ts';

const now = new Date('2026-11-26T12:00:00Z');
const before = (ms: number) => new Date(now.getTime() - ms);
const HOUR = 3_600_000;
const sound: Counted = {
  ...{ tips: 5, tipsWithoutKeys: 0, tipsHalfErased: 0, tipsNotSealed: 0, tipsWithoutCase: 0, tipsWithoutMailbox: 0 },
  ...{ dispatchesKeeping: 0, dispatchesLate: 0, dispatchesRefused: 0, jobsGivenUp: 0, jobsHeldLong: 0 },
  ...{ outboxSeconds: 0, actsWaiting: 0, deskKeys: 1, deskKeysUnheld: 0, supervisors: 2, erasedSinceBackup: 0 },
};
const database = {
  ...{ majorVersion: 18, fsync: 'on', synchronousCommit: 'on', fullPageWrites: 'on', dataChecksums: 'on', now },
  newestCheckpointAt: before(1_000),
  ...{ connectionsAllowed: 97, connectionsOpen: 20, rolesMissing: [] },
};

test('judgeRows finds each broken invariant, by its own check, and nothing in a sound house', () => {
  assert.equal(worstOf(judgeRows(sound)), 'fine');
  for (const [field, check] of [
    ['tipsWithoutKeys', 'tips.sealed'],
    ['tipsNotSealed', 'tips.sealed'],
    ['tipsHalfErased', 'tips.erased'],
    ['tipsWithoutCase', 'tips.case'],
    ['tipsWithoutMailbox', 'tips.mailbox'],
    ['dispatchesKeeping', 'dispatch.content'],
    ['deskKeysUnheld', 'desk.keys'],
  ] as const) {
    const wrong = judgeRows({ ...sound, [field]: 3 }).filter((finding) => finding.level === 'wrong');
    assert.deepEqual(
      wrong.map((finding) => finding.check),
      [check],
    );
    assert.deepEqual(wrong[0]?.facts, { count: 3 });
  }
});

test('judgeWork tells what waits too long from what does not', () => {
  assert.equal(worstOf(judgeWork({ ...sound, outboxSeconds: 59 })), 'fine');
  for (const [change, level] of [
    [{ outboxSeconds: 61 }, 'wrong'],
    [{ jobsGivenUp: 1 }, 'wrong'],
    [{ dispatchesLate: 1 }, 'wrong'],
    [{ jobsHeldLong: 1 }, 'soon'],
    [{ dispatchesRefused: 1 }, 'soon'],
  ] as const)
    assert.equal(worstOf(judgeWork({ ...sound, ...change })), level, JSON.stringify(change));
});

test('judgePeople wants two supervisors', () => {
  assert.equal(judgePeople(sound).level, 'fine');
  for (const change of [{ supervisors: 1 }, { supervisors: 0 }, { deskKeys: 0 }])
    assert.equal(judgePeople({ ...sound, ...change }).level, 'soon');
});

test('judgeDatabase finds a server that acknowledges before it has written', () => {
  assert.equal(worstOf(judgeDatabase(database)), 'fine');
  for (const change of [{ fsync: 'off' }, { synchronousCommit: 'off' }, { fullPageWrites: 'off' }])
    assert.equal(worstOf(judgeDatabase({ ...database, ...change })), 'wrong');
  assert.equal(worstOf(judgeDatabase({ ...database, dataChecksums: 'off' })), 'soon');
});

test('judgeClock finds clocks that are apart, either way, and a past that lies in the future', () => {
  assert.equal(judgeClock(database, before(2_000)).level, 'fine');
  assert.equal(judgeClock({ ...database, newestCheckpointAt: null }, now).level, 'fine');
  for (const wrong of [before(HOUR), before(-HOUR)]) assert.equal(judgeClock(database, wrong).level, 'wrong');
  assert.equal(judgeClock({ ...database, newestCheckpointAt: before(-HOUR) }, now).level, 'wrong');
});

test('judgeDisk never grows better with less room', () => {
  const rank = { fine: 0, soon: 1, wrong: 2 };
  const of = (freeBytes: number, totalBytes: number) =>
    rank[judgeDisk({ now, freeBytes, totalBytes, openToOthers: [] }).level];
  fc.assert(
    fc.property(fc.double({ min: 1e6, max: 1e13, noNaN: true }), fc.nat(100), fc.nat(100), (total, a, b) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)];
      assert.ok(of((total * less) / 100, total) >= of((total * more) / 100, total));
    }),
  );
  assert.deepEqual([of(0, 1e12), of(1e9, 1e12), of(5e11, 1e12), of(9e6, 6e7)], [2, 1, 0, 0]);
});

test('judgeFiles, judgeServiceKey and judgeBackup say what is wrong and what to do', () => {
  assert.equal(judgeRoles({ rolesMissing: [] }).level, 'fine');
  assert.equal(judgeRoles({ rolesMissing: ['fyr_erase'] }).level, 'soon');
  assert.deepEqual([judgeFigures(0).level, judgeFigures(4).level], ['fine', 'soon']);
  assert.deepEqual([judgeRetention(0).level, judgeRetention(4).level], ['fine', 'wrong']);
  const machine = { now, freeBytes: 1, totalBytes: 1 };
  assert.equal(judgeFiles({ ...machine, openToOthers: [] }).level, 'fine');
  assert.deepEqual(judgeFiles({ ...machine, openToOthers: ['/x/a.key'] }).facts, { files: ['/x/a.key'] });
  assert.deepEqual([judgeServiceKey(2, 2).level, judgeServiceKey(1, 2).level], ['fine', 'wrong']);
  const backup = (newestAt: Date | undefined, erasedSince = 0, hasRecoveryKey = true) =>
    judgeBackup({ newestAt, erasedSince, hasRecoveryKey }, now).level;
  assert.equal(backup(before(2 * HOUR), 5), 'fine');
  assert.equal(backup(before(25 * HOUR)), 'soon');
  assert.equal(backup(before(25 * HOUR), 1), 'wrong', 'what was erased is open for longer than a day');
  assert.equal(backup(undefined), 'soon');
  assert.equal(backup(before(0), 0, false), 'soon');
  assert.deepEqual(describeModes({ police: 'live', iccam: 'test' }).facts, { live: ['police'] });
  assert.deepEqual(describeModes({ police: 'test' }).facts, { live: [] });
});

test('judgeConnections warns where the services do not find room together, and calls it wrong when hardly any is left', () => {
  const level = (budget: number, open: number) =>
    judgeConnections({ connectionsAllowed: 97, connectionsOpen: open }, budget).level;
  assert.deepEqual([level(97, 20), level(98, 20), level(43, 87), level(43, 88)], ['fine', 'soon', 'fine', 'wrong']);
});

test('judgeRouting says each thing that is wrong with the table by itself', () => {
  const sound = { version: 2, rows: 12, isRefused: false, faultyRows: [], isAltered: false, dispatchesLost: 0 };
  const codes = (change: Partial<typeof sound>) => judgeRouting({ ...sound, ...change }).map(({ code }) => code);
  assert.deepEqual(codes({}), ['table-fits', 'rows-kept']);
  assert.deepEqual(codes({ isRefused: true }), ['table-refused', 'rows-kept']);
  assert.deepEqual(codes({ isRefused: true, isAltered: true }), ['table-refused', 'table-altered', 'rows-kept']);
  assert.deepEqual(codes({ dispatchesLost: 3 }), ['table-fits', 'rows-lost']);
});
