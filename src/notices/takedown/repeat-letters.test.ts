import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE_MS, openScene } from './takedown-for-tests.ts';

const scene = await openScene();

async function startSeen() {
  const started = await scene.start();
  const look = (verdict: 'online' | 'gone') =>
    scene.sights.set(started.itemId, { verdict, at: scene.clock.now(), ips: ['85.24.180.40'] });
  look('online');
  return { ...started, look };
}

test('sendDueLetters repeats a letter that may have arrived as it was: what has to wait in it moves into no other letter', async () => {
  const stays = await startSeen();
  const missed = await startSeen();
  scene.catcher.behave({ kind: 'drop-after-data', when: 'before-reply', times: 1 });
  await scene.forward(3 * MINUTE_MS);
  assert.equal(scene.catcher.messages().length, 1, 'it has arrived, and nobody knows');
  missed.look('gone');
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(await stays.notices(), ['hosting first waiting'], 'the letter waits as a whole');
  missed.look('online');
  stays.look('online');
  await scene.forward(15 * MINUTE_MS);
  for (const item of [stays, missed]) assert.deepEqual(await item.notices(), ['hosting first sent']);
  assert.equal(scene.catcher.messages().length, 2);
  assert.equal(new Set(scene.catcher.messages().map(({ messageId }) => messageId)).size, 1, 'one letter');
});
