import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { TIP_CATEGORIES } from '../terms/categories.ts';
import { DURATION_STEP_MS } from './duration-step.ts';
import { summariseRemoval } from './figures.ts';
import { monthOf } from './months.ts';
import { readFigures } from './read-figures.ts';
import type { Spell } from './survival.ts';

const { db, pool } = await freshDatabase();
const NOW = new Date('2026-11-24T10:00:00Z');
const ZONE = 'Europe/Stockholm';
const HOUR_MS = 3_600_000;

/** The same numbers in each run, spread like chance (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const random = numbers(1);

test('readFigures is empty, not broken, when nothing has happened', async () => {
  const figures = await readFigures(db, { now: NOW });
  assert.deepEqual([figures.tips.total, figures.tips.months.length, figures.timeZone], [0, 24, ZONE]);
  assert.deepEqual([figures.tips.months[0]?.month, figures.tips.months[23]?.month], ['2024-12', '2026-11']);
  assert.deepEqual([figures.removal.followed, figures.removal.medianMs], [0, undefined]);
});

test('readFigures counts tips as a naive count does, at month ends and summer time too', async () => {
  const deskKey = randomUUID();
  await pool.query(`insert into desk_key values ($1, '\\x00', now())`, [deskKey]);
  const edges = [
    '2024-11-30T22:00:00Z',
    '2024-11-30T23:00:00Z',
    '2026-03-29T01:00:00Z',
    '2026-10-25T01:00:00Z',
    '2026-10-31T22:00:00Z',
    '2026-10-31T23:00:00Z',
    '2026-11-24T10:00:00Z',
  ];
  const hours = [
    ...edges.map((edge) => new Date(edge)),
    ...Array.from(
      { length: 3_000 },
      () => new Date(Math.floor((NOW.getTime() - random() * 900 * 24 * HOUR_MS) / HOUR_MS) * HOUR_MS),
    ),
  ];
  const tips = hours.map((at) => ({
    at,
    category: TIP_CATEGORIES[Math.floor(random() * TIP_CATEGORIES.length)] ?? 'other',
  }));
  await pool.query(
    `insert into tip (id, submission_digest, received_hour, source, category, language, is_urgent, wants_answer, has_contact,
       desk_key_id, recipient, sealed_report, shrouded_addresses, mailbox_digest)
     select id, uuid_send(id), hour, 'form', category, 'sv', false, false, false, $3, '', '', '', uuid_send(id)
     from (select gen_random_uuid() as id, hour, category from unnest($1::timestamptz[], $2::text[]) as t (hour, category)) as t`,
    [tips.map(({ at }) => at), tips.map(({ category }) => category), deskKey],
  );
  for (const timeZone of [ZONE, 'America/New_York', 'UTC']) {
    const monthsOfTips = tips.map(({ at }) => monthOf(at, timeZone));
    for (const months of [24, 3]) {
      const figures = await readFigures(db, { now: NOW, timeZone, months });
      for (const { month, counts, total } of figures.tips.months) {
        const naive = tips.filter((_, n) => monthsOfTips[n] === month);
        assert.equal(total, naive.length, `${month} in ${timeZone}`);
        for (const category of TIP_CATEGORIES)
          assert.equal(counts[category], naive.filter((tip) => tip.category === category).length);
      }
      assert.equal(
        figures.tips.total,
        figures.tips.months.reduce((sum, { total }) => sum + total, 0),
      );
    }
  }
  await assert.rejects(readFigures(db, { now: NOW, timeZone: 'Europe/Nowhere' }), RangeError);
});

test('readFigures follows items as a naive reading does when some are gone, some online and some never visited', async () => {
  const spells: Spell[] = [];
  for (let n = 0; n < 300; n += 1) {
    const startedAt = new Date(NOW.getTime() - random() * 800 * 24 * HOUR_MS);
    const decidedAt = random() < 0.2 ? null : new Date(startedAt.getTime() + (random() - 0.7) * 10 * HOUR_MS);
    const followedMs = random() * random() * 60 * 24 * HOUR_MS;
    const isGone = random() < 0.6;
    const lastVisitAt = random() < 0.1 && !isGone ? null : new Date(startedAt.getTime() + followedMs);
    const firstMissAt =
      !isGone && lastVisitAt !== null && random() < 0.2 ? new Date(startedAt.getTime() + followedMs / 2) : null;
    await insertWatch({ startedAt, decidedAt, goneAt: isGone ? lastVisitAt : null, lastVisitAt, firstMissAt });
    const start = Math.min(startedAt.getTime(), decidedAt?.getTime() ?? Infinity);
    const end = (isGone ? lastVisitAt : (firstMissAt ?? lastVisitAt))?.getTime() ?? start;
    const steps = Math.max(0, end - start) / DURATION_STEP_MS;
    const durationMs = (isGone ? roundedUp(steps) : Math.floor(steps)) * DURATION_STEP_MS;
    const fromMonth = monthOf(new Date(start), ZONE);
    if (fromMonth >= '2024-12' && start <= NOW.getTime())
      spells.push({ durationMs, ended: isGone ? 1 : 0, ongoing: isGone ? 0 : 1 });
  }
  const { removal } = await readFigures(db, { now: NOW });
  const naive = summariseRemoval(spells);
  assert.ok(spells.length > 200 && spells.length < 300, 'some began before the range');
  assert.deepEqual(removal, naive);
});

test('readFigures holds an item for gone while it is looked at anew, until a visit sees it', async () => {
  const before = (await readFigures(db, { now: NOW })).removal;
  const startedAt = new Date('2026-11-01T10:00:00Z');
  const itemId = await insertWatch({ startedAt, decidedAt: null, goneAt: null, lastVisitAt: NOW, firstMissAt: null });
  await pool.query(`update watch set gone_before_at = '2026-11-02T10:00:00Z' where item_id = $1`, [itemId]);
  const held = (await readFigures(db, { now: NOW })).removal;
  assert.deepEqual([held.gone - before.gone, held.stillOnline - before.stillOnline], [1, 0]);
  await pool.query('update watch set gone_before_at = null where item_id = $1', [itemId]);
  const seen = (await readFigures(db, { now: NOW })).removal;
  assert.deepEqual([seen.gone - before.gone, seen.stillOnline - before.stillOnline], [0, 1]);
});

async function insertWatch(watch: {
  startedAt: Date;
  decidedAt: Date | null;
  goneAt: Date | null;
  lastVisitAt: Date | null;
  firstMissAt: Date | null;
}): Promise<string> {
  const [caseId, itemId] = [randomUUID(), randomUUID()];
  await pool.query(
    `with opened as (
       insert into case_file (id, state, category, is_urgent, opened_hour, decided_at) values ($1, 'decided', 'online', false, $3, $4) returning id
     ), added as (
       insert into item (id, case_id, shrouded_url, url_digest, shrouded_host, host_digest, state, created_at)
       select $2::uuid, id, '', uuid_send($2::uuid), '', '', 'assessed', $3 from opened returning id
     )
     insert into watch (item_id, host_digest, state, started_at, last_visit_at, gone_at, first_miss_at)
     select id, '', case when $6::timestamptz is null then 'watching' else 'gone' end, $3, $5, $6, $7 from added`,
    [caseId, itemId, watch.startedAt, watch.decidedAt, watch.lastVisitAt, watch.goneAt, watch.firstMissAt],
  );
  return itemId;
}

const TWO_DAYS = 192;
const FORTNIGHT = 1_344;

/**
 * Quarters of an hour, rounded up: to one up to two days, to an hour up to a fortnight, to a day from there on. Whole days stay
 * what they are, so that the share removed within a number of days is exact. What the sums' SQL does (rollup/fact-store.ts), said again.
 */
function roundedUp(steps: number): number {
  const by = steps <= TWO_DAYS ? 1 : steps <= FORTNIGHT ? 4 : 96;
  return Math.ceil(steps / by) * by;
}
