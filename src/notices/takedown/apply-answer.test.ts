import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { applyAnswer } from './apply-answer.ts';
import { applyBounce } from './apply-bounce.ts';
import { approveProvider } from './approve-provider.ts';
import { endTakedown, resumeAfterHold, resumeTakedown } from './end-takedown.ts';
import { HOUR_MS, MINUTE_MS, openScene } from './takedown-for-tests.ts';

const scene = await openScene();
beforeEach(() => scene.reset());

const now = () => scene.clock.now();

const answer = async (
  mailbox: string,
  kind: 'removed' | 'handling' | 'need-more' | 'not-ours' | 'appeal',
  { email, untilAt }: { readonly email?: string; readonly untilAt?: Date } = {},
) => {
  const { letterId, noticeIds } = await scene.letterTo(mailbox);
  const otherContact = email === undefined ? {} : { otherContact: { name: 'Other', email } };
  const said = { letterId, noticeIds, kind, untilAt, ...otherContact };
  await scene.write((tx) => applyAnswer(tx, scene.deps, said, now()));
};

test('applyBounce marks the contact and moves on at once, by a refusal as well as by a bounce that comes later', async () => {
  const item = await scene.startSeen();
  scene.catcher.behave({ kind: 'refuse', times: 1 });
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['upstream']);
  const { letterId } = await scene.letterTo('upstream');
  await scene.write((tx) => applyBounce(tx, { letterId, isFinal: false, code: '4.4.7' }, now()));
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['upstream']);
  await scene.write((tx) => applyBounce(tx, { letterId, isFinal: true, code: '5.1.1' }, now()));
  await scene.write((tx) => applyBounce(tx, { letterId, isFinal: true, code: '5.1.1' }, now()));
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['upstream', 'registrar']);
  assert.deepEqual(await item.notices(), [
    'hosting first refused smtp-550',
    'upstream first bounced 5.1.1',
    'registrar first sent',
  ]);
  const next = await scene.startSeen();
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual(await next.notices(), ['registrar first sent'], 'nobody writes to them for an hour');
});

test('a refusal is of an hour: meanwhile the next contact is told, then the address is tried again', async () => {
  const item = await scene.startSeen();
  scene.catcher.behave({ kind: 'refuse', times: 1 });
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual(await item.notices(), ['hosting first refused smtp-550', 'upstream first sent']);
  const during = await scene.startSeen();
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual(await during.notices(), ['upstream first sent'], 'it rests');
  during.see();
  await scene.forward(HOUR_MS);
  assert.deepEqual(await during.notices(), ['upstream first sent', 'hosting first sent'], 'it has rested');
  const later = await scene.startSeen();
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual(await later.notices(), ['hosting first sent']);
  const { rows } = await scene.pool.query(`select 1 from provider where delivery = 'bouncing'`);
  assert.equal(rows.length, 0, 'it took a letter: it works again');
});

test('applyAnswer, handling: the next rung waits as long as the provider says, at most twice the timetable’s time', async () => {
  const patient = await scene.startSeen();
  await scene.forward(4 * MINUTE_MS);
  await answer('hosting', 'handling', { untilAt: new Date(now().getTime() + 16 * HOUR_MS) });
  await scene.forward(15 * HOUR_MS);
  assert.deepEqual(scene.mailed(), ['hosting']);
  patient.see();
  await scene.forward(2 * HOUR_MS);
  assert.ok(scene.mailed().includes('upstream'));
  await scene.reset();
  const endless = await scene.startSeen();
  await scene.forward(4 * MINUTE_MS);
  await answer('hosting', 'handling', { untilAt: new Date(now().getTime() + 400 * HOUR_MS) });
  await scene.forward(23 * HOUR_MS);
  endless.see();
  assert.deepEqual(scene.mailed(), ['hosting']);
  await scene.forward(2 * HOUR_MS);
  assert.ok(scene.mailed().includes('upstream'));
});

test('applyAnswer, handling: the next rung waits once, and the provider is left alone', async () => {
  const item = await scene.startSeen();
  await scene.forward(4 * MINUTE_MS);
  await scene.forward(5 * HOUR_MS);
  await answer('hosting', 'handling');
  item.see();
  await scene.forward(11 * HOUR_MS);
  assert.deepEqual(scene.mailed(), ['hosting']);
  item.see();
  await scene.forward(2 * HOUR_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'upstream']);
});

test('applyAnswer, need-more: a person looks, reminders pause, the next rung does not wait', async () => {
  const item = await scene.startSeen();
  await scene.forward(4 * MINUTE_MS);
  await answer('hosting', 'need-more');
  assert.equal((await item.row())['attention'], 'need-more');
  await scene.forward(12 * HOUR_MS + 10 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'upstream']);
  const takedownId = String((await item.row())['id']);
  await scene.write((tx) => resumeTakedown(tx, { takedownId, staffId: scene.staffId }, now()));
  item.see();
  await scene.forward(13 * HOUR_MS);
  assert.equal((await item.row())['attention'], null);
  assert.deepEqual(scene.mailed().slice(2).sort(), ['hosting', 'registrar', 'upstream']);
});

test('applyAnswer, not-ours: the next rung at once, and whoever was named once a person has approved it', async () => {
  const item = await scene.startSeen();
  await scene.forward(4 * MINUTE_MS);
  await answer('hosting', 'not-ours', { email: 'abuse@other.example.org' });
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'upstream']);
  assert.equal((await item.row())['attention'], 'approval');
  const found = await scene.pool.query<{ id: string }>(`select id from provider where standing = 'new'`);
  await scene.write((tx) =>
    approveProvider(tx, { providerId: found.rows[0]?.id ?? '', staffId: scene.staffId }, now()),
  );
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'upstream', 'other']);
});

test('applyAnswer, appeal: everything stops until a person resumes it, or ends it', async () => {
  const item = await scene.startSeen();
  await scene.forward(4 * MINUTE_MS);
  await answer('hosting', 'appeal');
  await scene.forward(40 * HOUR_MS);
  assert.deepEqual([scene.mailed(), (await item.row())['attention']], [['hosting'], 'appeal']);
  const takedownId = String((await item.row())['id']);
  await scene.write((tx) => resumeAfterHold(tx, [item.caseId], now()));
  assert.equal((await item.row())['state'], 'stopped', 'a hold that is released is no answer to an appeal');
  await scene.write((tx) => resumeTakedown(tx, { takedownId, staffId: scene.staffId }, now()));
  await scene.forward(5 * HOUR_MS);
  item.see();
  await scene.forward(2 * HOUR_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'hosting']);
  await scene.write((tx) => endTakedown(tx, { takedownId, staffId: scene.staffId, reason: 'appeal-accepted' }, now()));
  await assert.rejects(
    scene.write((tx) => endTakedown(tx, { takedownId, staffId: scene.staffId, reason: 'Some words' }, now())),
    RangeError,
  );
  await scene.forward(40 * HOUR_MS);
  assert.deepEqual([scene.mailed().length, (await item.row())['end_reason']], [2, 'appeal-accepted']);
});

test('applyAnswer, removed: a visit at once; when it still finds the item the ladder goes on, else it waits for the visits', async () => {
  const item = await scene.startSeen();
  await scene.forward(4 * MINUTE_MS);
  await answer('hosting', 'removed');
  assert.ok(scene.hastened.includes(item.itemId));
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting']);
  item.see();
  await scene.forward(6 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'upstream'], 'it was not true');
  const honest = await scene.startSeen();
  await scene.forward(4 * MINUTE_MS);
  await answer('hosting', 'removed');
  await scene.forward(MINUTE_MS);
  scene.sights.set(honest.itemId, { verdict: 'gone', at: now(), isMissOpen: true, ips: [] });
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual(await honest.notices(), ['hosting first sent']);
});
