import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
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

/** A mail without what its sender's library draws anew each time: the borders between its parts. */
const withoutBorders = (raw: string) => raw.replace(/--_NmP-[0-9a-f]+-Part_\d+/g, '');

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
  assert.equal(withoutBorders(repeat.raw), withoutBorders(first.raw));
  assert.match(first.raw, /^References: </m);
  item.see();
  await scene.forward(19 * HOUR_MS);
  const next = scene.catcher.messages().findLast(({ to }) => to[0]?.startsWith('abuse@hosting.'));
  assert.match(next?.raw ?? '', /T-17/, 'a later one quotes it');
});
