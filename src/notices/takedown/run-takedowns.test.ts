import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { transact } from '../../platform/db.ts';
import { setHold, releaseHold } from '../../routing/door.ts';
import { approveProvider, pauseProvider, refuseProvider, resumeProvider } from './approve-provider.ts';
import { endTakedownsOfItems, resumeAfterHold, stopForHold } from './end-takedown.ts';
import { releaseSending, stopSending } from './stop-sending.ts';
import { foundRung, HOUR_MS, MINUTE_MS, openScene, WHOLE_LADDER } from './takedown-for-tests.ts';

const scene = await openScene();
beforeEach(() => scene.reset());

test('runDueTakedowns climbs the ladder by the timetable: hosting within minutes, upstream at 12 h, registrar at 24 h', async () => {
  const item = await scene.startSeen();
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

const now = () => scene.clock.now();

test('runDueTakedowns tells urgent ones at once and climbs faster', async () => {
  const item = await scene.startSeen({ isUrgent: true });
  await scene.settle();
  assert.deepEqual(scene.mailed(), ['hosting']);
  await scene.forward(62 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'hosting']);
  item.see();
  await scene.forward(60 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'hosting', 'upstream']);
});

test('runDueTakedowns gathers items for one provider into one letter, by the provider’s own minutes where it has some', async () => {
  const items = [await scene.startSeen(), await scene.startSeen()];
  await scene.forward(MINUTE_MS);
  items.push(await scene.startSeen());
  await scene.forward(3 * MINUTE_MS);
  assert.equal(scene.catcher.messages().length, 1);
  assert.equal(scene.catcher.messages()[0]?.attachments.length, 3);
  const { providerId } = await scene.letterTo('hosting');
  await scene.pool.query('update provider set group_minutes = 20 where id = $1', [providerId]);
  await scene.startSeen();
  await scene.forward(19 * MINUTE_MS);
  assert.equal(scene.catcher.messages().length, 1);
  await scene.forward(2 * MINUTE_MS);
  assert.equal(scene.catcher.messages().length, 2);
});

test('runDueTakedowns waits for the end of a provider’s quiet hours, and urgent ones do not', async () => {
  await scene.startSeen();
  await scene.forward(4 * MINUTE_MS);
  const { providerId } = await scene.letterTo('hosting');
  const quiet = {
    timeZone: 'UTC',
    hours: [{ days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], from: '00:00', to: '24:00' }],
  };
  const day = scene.clock.now().toISOString().slice(0, 10);
  const today = new Date(`${day}T00:00:00Z`).getUTCDay();
  quiet.hours[0]?.days.splice(0, 7, ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][today] ?? 'Sun');
  await scene.pool.query('update provider set quiet_hours = $2 where id = $1', [providerId, JSON.stringify(quiet)]);
  scene.catcher.clear();
  await scene.startSeen({ isUrgent: true });
  await scene.settle();
  assert.deepEqual(scene.mailed(), ['hosting']);
  const ordinary = await scene.startSeen();
  const midnight = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * HOUR_MS);
  const leftMs = midnight.getTime() - now().getTime();
  await scene.pool.query(`update takedown set next_at = null where item_id <> $1`, [ordinary.itemId]);
  await scene.forward(Math.min(leftMs, 5 * HOUR_MS) - MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting']);
  if (leftMs > 5 * HOUR_MS) return;
  await scene.forward(2 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'hosting']);
});

test('runDueTakedowns sends no letter to a provider that a person has paused, and climbs past it', async () => {
  await scene.startSeen();
  await scene.forward(4 * MINUTE_MS);
  const { providerId } = await scene.letterTo('hosting');
  await scene.write((tx) => pauseProvider(tx, { providerId, staffId: scene.staffId }, now()));
  scene.catcher.clear();
  const item = await scene.startSeen();
  await scene.pool.query(`update takedown set next_at = null where item_id <> $1`, [item.itemId]);
  await scene.forward(11 * HOUR_MS);
  assert.deepEqual(scene.mailed(), []);
  item.see();
  await scene.forward(2 * HOUR_MS);
  assert.deepEqual(scene.mailed(), ['upstream']);
  item.see();
  await scene.write((tx) => resumeProvider(tx, { providerId, staffId: scene.staffId }, now()));
  await scene.settle();
  assert.deepEqual(scene.mailed(), ['upstream', 'hosting']);
});

test('runDueTakedowns waits for approval of a new contact where that is set, and goes on as soon as it is given or refused', async () => {
  const rungs = [
    foundRung('hosting', 'abuse@stranger.example.org', { source: 'rdap' }),
    foundRung('upstream', 'abuse@upstream.example.org'),
  ];
  const asking = { ...scene.deps.settings, newContacts: 'ask' as const };
  const { deps } = scene;
  scene.ladders.set('asked.example.org', { rungs, silent: [] });
  Object.assign(deps, { settings: asking });
  const item = await scene.startSeen({ item: { url: 'https://asked.example.org/1' } });
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual([scene.mailed(), (await item.row())['attention']], [[], 'approval']);
  const found = await scene.pool.query<{ id: string }>(`select id from provider where standing = 'new'`);
  const providerId = found.rows[0]?.id ?? '';
  await scene.write((tx) => approveProvider(tx, { providerId, staffId: scene.staffId }, now()));
  await scene.forward(4 * MINUTE_MS);
  assert.deepEqual([scene.mailed(), (await item.row())['attention']], [['stranger'], null]);
  await scene.write((tx) => refuseProvider(tx, { providerId, staffId: scene.staffId }, now()));
  await scene.forward(4 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['stranger'], 'who was told stays told, and the next waits for its time');
  const other = await scene.startSeen({ item: { url: 'https://asked.example.org/2' } });
  await scene.forward(4 * MINUTE_MS);
  assert.deepEqual(await other.notices(), ['upstream first sent'], 'a refused contact is no rung');
  Object.assign(deps, { settings: { ...asking, newContacts: 'use' } });
});

test('runDueTakedowns looks again for sources that kept silent, and tells a known rung meanwhile', async () => {
  const [hosting, upstream] = WHOLE_LADDER.rungs;
  assert.ok(hosting && upstream);
  scene.ladders.set('silent.example.org', { rungs: [hosting], silent: ['rdap-asn'] });
  const item = await scene.startSeen({ item: { url: 'https://silent.example.org/1' } });
  await scene.forward(4 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting']);
  scene.ladders.set('silent.example.org', { rungs: [hosting, upstream], silent: [] });
  await scene.forward(13 * HOUR_MS);
  item.see();
  await scene.forward(HOUR_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'hosting', 'upstream']);
  assert.equal((await item.row())['seek_at'], null);
});

test('runDueTakedowns gives an item back after an hour in which nobody was found and sources kept silent', async () => {
  scene.ladders.set('nobody.example.org', { rungs: [], silent: ['rdap-ip'] });
  const item = await scene.startSeen({ item: { url: 'https://nobody.example.org/1' } });
  await scene.forward(50 * MINUTE_MS);
  assert.equal((await item.row())['state'], 'seeking');
  await scene.forward(2 * HOUR_MS);
  const row = await item.row();
  assert.deepEqual([row['state'], row['end_reason']], ['ended', 'no-contact']);
});

test('runDueTakedowns stops with a hold, stands still, and goes on from there', async () => {
  const item = await scene.startSeen();
  await scene.forward(4 * MINUTE_MS);
  await scene.write(async (tx) => {
    await setHold(tx, item.caseId, scene.staffId, now());
    await stopForHold(tx, item.caseId, now());
  });
  await scene.forward(48 * HOUR_MS);
  assert.deepEqual([scene.mailed(), (await item.row())['state']], [['hosting'], 'stopped']);
  await scene.write(async (tx) => {
    await releaseHold(tx, item.caseId, scene.staffId, now());
    await resumeAfterHold(tx, [item.caseId], now());
    await resumeAfterHold(tx, [item.caseId], now());
  });
  item.see();
  await scene.forward(11 * HOUR_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'hosting'], 'only the reminder: the hold does not count');
  item.see();
  await scene.forward(2 * HOUR_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'hosting', 'upstream']);
});

test('stopSending stops everything at once, and releaseSending lets timetables go on from where they stood', async () => {
  const item = await scene.startSeen();
  await scene.forward(MINUTE_MS);
  await scene.write((tx) => stopSending(tx, { staffId: scene.staffId, reason: 'A list was wrong.' }, now()));
  await assert.rejects(
    scene.write((tx) => stopSending(tx, { staffId: undefined, reason: ' ' }, now())),
    RangeError,
  );
  await scene.forward(30 * HOUR_MS);
  assert.deepEqual(scene.mailed(), []);
  await transact(scene.db, (tx) => releaseSending(tx, scene.staffId, now()));
  item.see();
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(scene.mailed(), ['hosting'], 'nobody further, although 30 hours have gone by');
  await scene.forward(11 * HOUR_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'hosting']);
});

test('runDueTakedowns does not climb because of our own outage, and loses nothing in it', async () => {
  const item = await scene.startSeen();
  scene.catcher.behave({ kind: 'defer' });
  await scene.forward(20 * HOUR_MS);
  assert.deepEqual(scene.mailed(), []);
  assert.equal((await item.notices()).length, 1);
  scene.catcher.behave({ kind: 'ok' });
  item.see();
  await scene.forward(HOUR_MS);
  assert.deepEqual(scene.mailed(), ['hosting']);
  item.see();
  await scene.forward(10 * HOUR_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'hosting']);
  item.see();
  await scene.forward(3 * HOUR_MS);
  assert.deepEqual(scene.mailed(), ['hosting', 'hosting', 'upstream']);
});

test('endTakedownsOfItems takes what waits out of the letters: others in the same letter leave', async () => {
  const gone = await scene.startSeen();
  const stays = await scene.startSeen();
  await scene.forward(MINUTE_MS);
  await scene.write((tx) => endTakedownsOfItems(tx, [gone.itemId], 'item-gone', now()));
  await scene.forward(4 * MINUTE_MS);
  assert.deepEqual(await gone.notices(), ['hosting first cancelled item-gone']);
  assert.deepEqual(await stays.notices(), ['hosting first sent']);
  assert.equal(scene.catcher.messages()[0]?.attachments.length, 1);
});

test('sendDueLetters holds an item back that the newest visit has missed, and not those beside it', async () => {
  const seen = await scene.startSeen();
  const missed = await scene.startSeen();
  scene.sights.set(missed.itemId, { verdict: 'gone', at: now(), isMissOpen: true, ips: [] });
  await scene.forward(4 * MINUTE_MS);
  assert.deepEqual(await seen.notices(), ['hosting first sent']);
  assert.deepEqual(await missed.notices(), ['hosting first waiting']);
  assert.ok(scene.hastened.includes(missed.itemId));
  missed.see();
  await scene.forward(15 * MINUTE_MS);
  assert.deepEqual(await missed.notices(), ['hosting first sent']);
});

test('sendDueLetters puts no more items into a letter than are allowed', async () => {
  Object.assign(scene.deps, { limits: { mostItems: 2 } });
  const items = [];
  for (let n = 0; n < 5; n += 1) items.push(await scene.startSeen());
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(
    scene.catcher
      .messages()
      .map((mail) => mail.attachments.length)
      .sort(),
    [1, 2, 2],
  );
  for (const item of items) assert.deepEqual(await item.notices(), ['hosting first sent']);
  Object.assign(scene.deps, { limits: {} });
});

test('sendDueLetters gives a reminder the thread of what it reminds of', async () => {
  const item = await scene.startSeen();
  await scene.forward(4 * MINUTE_MS);
  const [first] = scene.catcher.messages();
  await scene.pool.query(`update letter set ticket = 'T-77' where message_id = $1`, [first?.messageId]);
  item.see();
  await scene.forward(7 * HOUR_MS);
  const reminder = scene.catcher.messages()[1];
  assert.equal(reminder?.headers.get('in-reply-to'), first?.messageId);
  assert.match(reminder?.subject ?? '', /T-77/);
});
