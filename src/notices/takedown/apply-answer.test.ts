import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { transact } from '../../platform/db.ts';
import { applyAnswer } from './apply-answer.ts';
import { applyBounce } from './apply-bounce.ts';
import { approveProvider } from './approve-provider.ts';
import { endTakedown, resumeAfterHold, resumeTakedown } from './end-takedown.ts';
import { HOUR_MS, MINUTE_MS, openScene } from './takedown-for-tests.ts';

const scene = await openScene();
beforeEach(async () => {
  scene.catcher.behave({ kind: 'ok' });
  scene.catcher.clear();
  scene.ladders.clear();
  scene.sights.clear();
  await scene.pool.query(`update takedown set state = 'ended', next_at = null, seek_at = null where state <> 'ended'`);
  await scene.pool.query(`update notice set state = 'cancelled' where state = 'waiting'`);
  await scene.pool.query(`update letter set state = 'cancelled' where state in ('gathering', 'leaving')`);
  await scene.pool.query(`delete from sending_pause`);
  await scene.pool.query(`update provider set standing = 'approved', delivery = 'working', bounced_at = null,
    is_paused = false, quiet_hours = null, group_minutes = null`);
});

/** An item that every visit sees online. */
async function startSeen(...args: Parameters<typeof scene.start>) {
  const started = await scene.start(...args);
  const see = () =>
    scene.sights.set(started.itemId, { verdict: 'online', at: scene.clock.now(), ips: ['85.24.180.40'] });
  see();
  return { ...started, see };
}

const write = (work: Parameters<typeof transact<void>>[1]) => transact(scene.db, work);
const now = () => scene.clock.now();

/** The newest letter to a provider, with the notices in it. */
async function letterTo(mailbox: string) {
  const mail = scene.catcher.messages().findLast((each) => each.to[0]?.startsWith(`abuse@${mailbox}.`));
  assert.ok(mail);
  const found = await scene.pool.query<{ id: string; provider_id: string; notices: string[] }>(
    `select l.id, l.provider_id, array_agg(n.id) as notices from letter l join notice n on n.letter_id = l.id
     where l.message_id = $1 group by 1, 2`,
    [mail.messageId],
  );
  const [letter] = found.rows;
  assert.ok(letter);
  return { letterId: letter.id, providerId: letter.provider_id, noticeIds: letter.notices };
}
const answer = async (
  mailbox: string,
  kind: 'removed' | 'handling' | 'need-more' | 'not-ours' | 'appeal',
  email?: string,
) => {
  const { letterId, noticeIds } = await letterTo(mailbox);
  const otherContact = email === undefined ? {} : { otherContact: { name: 'Other', email } };
  await write((tx) => applyAnswer(tx, scene.deps, { letterId, noticeIds, kind, ...otherContact }, now()));
};

test('applyBounce marks the contact and moves on at once, by a refusal as well as by a bounce that comes later', async () => {
  const item = await startSeen();
  scene.catcher.behave({ kind: 'refuse', times: 1 });
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['upstream']);
  const { letterId } = await letterTo('upstream');
  await write((tx) => applyBounce(tx, { letterId, isFinal: false, code: '4.4.7' }, now()));
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['upstream']);
  await write((tx) => applyBounce(tx, { letterId, isFinal: true, code: '5.1.1' }, now()));
  await write((tx) => applyBounce(tx, { letterId, isFinal: true, code: '5.1.1' }, now()));
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['upstream', 'registrar']);
  assert.deepEqual(await item.notices(), [
    'hosting first refused smtp-550',
    'upstream first bounced 5.1.1',
    'registrar first sent',
  ]);
  const next = await startSeen();
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual(await next.notices(), ['registrar first sent'], 'nobody writes to them again this week');
});

test('applyAnswer, handling: the next rung waits once, and the provider is left alone', async () => {
  const item = await startSeen();
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
  const item = await startSeen();
  await scene.forward(4 * MINUTE_MS);
  await answer('hosting', 'need-more');
  assert.equal((await item.row())['attention'], 'need-more');
  await scene.forward(12 * HOUR_MS + 10 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'upstream']);
  const takedownId = String((await item.row())['id']);
  await write((tx) => resumeTakedown(tx, { takedownId, staffId: scene.staffId }, now()));
  item.see();
  await scene.forward(13 * HOUR_MS);
  assert.equal((await item.row())['attention'], null);
  assert.deepEqual(scene.mailed().slice(2).sort(), ['hosting', 'registrar', 'upstream']);
});

test('applyAnswer, not-ours: the next rung at once, and whoever was named once a person has approved it', async () => {
  const item = await startSeen();
  await scene.forward(4 * MINUTE_MS);
  await answer('hosting', 'not-ours', 'abuse@other.example.org');
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'upstream']);
  assert.equal((await item.row())['attention'], 'approval');
  const found = await scene.pool.query<{ id: string }>(`select id from provider where standing = 'new'`);
  await write((tx) => approveProvider(tx, { providerId: found.rows[0]?.id ?? '', staffId: scene.staffId }, now()));
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'upstream', 'other']);
});

test('applyAnswer, appeal: everything stops until a person resumes it, or ends it', async () => {
  const item = await startSeen();
  await scene.forward(4 * MINUTE_MS);
  await answer('hosting', 'appeal');
  await scene.forward(40 * HOUR_MS);
  assert.deepEqual([scene.mailed(), (await item.row())['attention']], [['hosting'], 'appeal']);
  const takedownId = String((await item.row())['id']);
  await write((tx) => resumeAfterHold(tx, item.caseId, now()));
  assert.equal((await item.row())['state'], 'stopped', 'a hold that is released is no answer to an appeal');
  await write((tx) => resumeTakedown(tx, { takedownId, staffId: scene.staffId }, now()));
  await scene.forward(5 * HOUR_MS);
  item.see();
  await scene.forward(2 * HOUR_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'hosting']);
  await write((tx) => endTakedown(tx, { takedownId, staffId: scene.staffId, reason: 'appeal-accepted' }, now()));
  await assert.rejects(
    write((tx) => endTakedown(tx, { takedownId, staffId: scene.staffId, reason: 'Some words' }, now())),
    RangeError,
  );
  await scene.forward(40 * HOUR_MS);
  assert.deepEqual([scene.mailed().length, (await item.row())['end_reason']], [2, 'appeal-accepted']);
});

test('applyAnswer, removed: a visit at once; when it still finds the item the ladder goes on, else it waits for the visits', async () => {
  const item = await startSeen();
  await scene.forward(4 * MINUTE_MS);
  await answer('hosting', 'removed');
  assert.ok(scene.hastened.includes(item.itemId));
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting']);
  item.see();
  await scene.forward(6 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'upstream'], 'it was not true');
  const honest = await startSeen();
  await scene.forward(4 * MINUTE_MS);
  await answer('hosting', 'removed');
  await scene.forward(MINUTE_MS);
  scene.sights.set(honest.itemId, { verdict: 'gone', at: now(), ips: [] });
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual(await honest.notices(), ['hosting first sent']);
});
