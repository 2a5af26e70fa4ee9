import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { endTakedownsOfItems } from './end-takedown.ts';
import { runDueTakedowns } from './run-takedowns.ts';
import { sendDueLetters } from './send-letters.ts';
import { HOUR_MS, MINUTE_MS, openScene } from './takedown-for-tests.ts';

const scene = await openScene();
beforeEach(() => scene.reset());

test('sendDueLetters repeats a letter that may have arrived as it was: what has to wait in it moves into no other letter', async () => {
  const stays = await scene.startSeen();
  const missed = await scene.startSeen();
  scene.catcher.behave({ kind: 'drop-after-data', when: 'before-reply', times: 1 });
  await scene.forward(3 * MINUTE_MS);
  assert.equal(scene.catcher.messages().length, 1, 'it has arrived, and nobody knows');
  missed.see('gone');
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(await stays.notices(), ['hosting first waiting'], 'the letter waits as a whole');
  missed.see();
  stays.see();
  await scene.forward(15 * MINUTE_MS);
  for (const item of [stays, missed]) assert.deepEqual(await item.notices(), ['hosting first sent']);
  assert.equal(scene.catcher.messages().length, 2);
  assert.equal(new Set(scene.catcher.messages().map(({ messageId }) => messageId)).size, 1, 'one letter');
});

/** A sender that is killed when its letter has been handed over: it writes nothing of what follows. */
async function sendAndDie(): Promise<void> {
  const away = { ...scene.deps.sights, noteSent: () => Promise.reject(new Error('killed')) };
  await assert.rejects(sendDueLetters({ ...scene.deps, sights: away }, scene.clock.now()), /killed/);
}

test('sendDueLetters counts a letter as sent that a killed sender had handed over, though its item has gone since', async () => {
  const [goes, stays] = [await scene.startSeen(), await scene.startSeen()];
  await runDueTakedowns(scene.deps, scene.clock.now());
  scene.clock.forward(3 * MINUTE_MS);
  await sendAndDie();
  assert.deepEqual(await goes.notices(), ['hosting first waiting'], 'what follows was not written');
  await scene.write((tx) => endTakedownsOfItems(tx, [goes.itemId], 'item-gone', scene.clock.now()));
  assert.deepEqual(await goes.notices(), ['hosting first cancelled item-gone']);
  const left = scene.clock.now();
  await scene.forward(6 * MINUTE_MS);
  for (const item of [goes, stays]) {
    assert.deepEqual(await item.notices(), ['hosting first sent']);
    assert.deepEqual((await item.row())['first_told_at'], left, 'as of when it was taken');
  }
  assert.equal(scene.catcher.messages().length, 1, 'and it is not sent again');
  const { rows } = await scene.pool.query(`select from letter where state = 'sent' and left_at = $1`, [left]);
  assert.equal(rows.length, 1);
});

test('sendDueLetters repeats a reminder with the references and the ticket of its first try, whatever has come since', async () => {
  const item = await scene.startSeen();
  await scene.forward(4 * MINUTE_MS);
  await scene.forward(6 * HOUR_MS);
  item.see();
  scene.catcher.behave({ kind: 'drop-after-data', when: 'before-reply', times: 1 });
  await scene.forward(26 * MINUTE_MS);
  assert.equal(scene.catcher.messages().length, 2, 'the reminder has arrived, and nobody knows');
  await scene.pool.query(`update letter set ticket = 'T-17' where state = 'sent'`);
  item.see();
  await scene.forward(MINUTE_MS);
  const [, first, repeat] = scene.catcher.messages();
  assert.ok(first !== undefined && repeat !== undefined);
  assert.equal(repeat.messageId, first.messageId);
  assert.equal(repeat.raw, first.raw);
  assert.match(first.raw, /^References: </m);
  item.see();
  await scene.forward(19 * HOUR_MS);
  const next = scene.catcher.messages().findLast(({ to }) => to[0]?.startsWith('abuse@hosting.'));
  assert.match(next?.raw ?? '', /T-17/, 'a later one quotes it');
});
