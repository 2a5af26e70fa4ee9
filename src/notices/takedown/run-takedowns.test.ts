import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
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

test('runDueTakedowns climbs the ladder by the timetable: hosting within minutes, upstream at 12 h, registrar at 24 h', async () => {
  const item = await startSeen();
  await scene.forward(4 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting']);
  await scene.forward(7 * HOUR_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'hosting'], 'a reminder at 6 h');
  item.see();
  await scene.forward(6 * HOUR_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'hosting', 'upstream']);
  item.see();
  await scene.forward(12 * HOUR_MS);
  assert.deepEqual(scene.mailed().slice(3).sort(), ['hosting', 'registrar', 'upstream']);
  assert.deepEqual(await item.notices(), [
    'hosting first sent',
    'hosting reminder sent',
    'upstream first sent',
    ...['hosting reminder sent', 'registrar first sent', 'upstream reminder sent'],
  ]);
  item.see();
  await scene.forward(24 * HOUR_MS);
  assert.equal(scene.mailed().length, 9, 'then everybody every day');
});
