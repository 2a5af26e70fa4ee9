import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { renderToString } from 'preact-render-to-string';
import { freshDatabase } from '../../test/fresh-database.ts';
import { LANGUAGES } from '../terms/categories.ts';
import { readProviderFigures, readTakedownFigures } from './read-takedown-figures.ts';
import { summariseTakedowns } from './takedown-figures.ts';
import { countTakedowns } from './takedown-store.ts';
import { ProviderTimesView } from './views/provider-times-view.tsx';
import { TakedownView } from './views/takedown-view.tsx';

const { db, pool } = await freshDatabase();
const NOW = new Date('2026-11-24T10:00:00Z');
const HOUR_MS = 3_600_000;
const DECIDED = new Date('2026-11-20T08:00:00Z');
const hours = (count: number) => new Date(DECIDED.getTime() + count * HOUR_MS);
const RANGE = { fromDay: '2026-11-01', now: NOW, timeZone: 'Europe/Stockholm' };

async function addProvider(): Promise<string> {
  const id = randomUUID();
  await pool.query(
    `insert into provider (id, contact_digest, shrouded_contact, channel, source, standing, added_at)
     values ($1, uuid_send($1), '\\x00', 'mail', 'rule', 'approved', $2)`,
    [id, DECIDED],
  );
  return id;
}
const [prompt, deaf] = [await addProvider(), await addProvider()];

interface Invented {
  readonly country: string;
  readonly told: readonly { readonly rung: string; readonly provider: string; readonly hour: number }[];
  /** Hours after the decision; undefined: still online when last seen, `seenHour`. */
  readonly goneHour?: number;
  readonly seenHour?: number;
  readonly endReason?: string;
}

async function addTakedown({ country, told, goneHour, seenHour = 48, endReason }: Invented): Promise<void> {
  const [caseId, itemId, id] = [randomUUID(), randomUUID(), randomUUID()];
  await pool.query(
    `insert into case_file (id, state, category, is_urgent, opened_hour) values ($1, 'decided', 'online', false, $2)`,
    [caseId, DECIDED],
  );
  await pool.query(
    `insert into item (id, case_id, shrouded_url, url_digest, shrouded_host, host_digest, state, created_at)
     values ($1, $2, '\\x00', uuid_send($1), '\\x00', '\\x00', 'assessed', $3)`,
    [itemId, caseId, DECIDED],
  );
  const reason = goneHour === undefined ? endReason : 'item-gone';
  // The takedown ends when the misses have been confirmed; the item was gone from the first of them.
  const endedAt = goneHour === undefined ? (endReason === undefined ? null : hours(seenHour)) : hours(goneHour + 2);
  await pool.query(
    `insert into takedown (id, item_id, round, case_id, state, is_urgent, is_dsa16, decided_at, country, shrouded_facts, end_reason, ended_at)
     values ($1, $2, 1, $3, $4, false, false, $5, $6, '\\x00', $7, $8)`,
    [id, itemId, caseId, reason === undefined ? 'running' : 'ended', DECIDED, country, reason ?? null, endedAt],
  );
  await pool.query(
    `insert into watch (item_id, host_digest, state, started_at, last_visit_at, gone_at) values ($1, uuid_send($1), $2, $3, $4, $5)`,
    goneHour === undefined
      ? [itemId, 'watching', DECIDED, hours(seenHour), null]
      : [itemId, 'gone', DECIDED, hours(goneHour + 2), hours(goneHour)],
  );
  for (const [position, each] of told.entries())
    await pool.query(
      `insert into takedown_rung (takedown_id, position, rung, provider_id, source, told_at) values ($1, $2, $3, $4, 'rule', $5)`,
      [id, position, each.rung, each.provider, hours(each.hour)],
    );
}

test('readTakedownFigures is empty, not broken, when nobody has been told', async () => {
  const figures = await readTakedownFigures(db, { now: NOW });
  assert.deepEqual(figures, {
    rung: { groups: [], rest: 0 },
    country: { groups: [], rest: 0 },
    provider: { groups: [], rest: 0 },
  });
});

test('readTakedownFigures follows what is gone and what is still online, by each grouping', async () => {
  const hosting = { rung: 'hosting', provider: prompt, hour: 1 };
  await addTakedown({ country: 'NL', told: [hosting], goneHour: 5 });
  await addTakedown({ country: 'NL', told: [hosting], goneHour: 9 });
  await addTakedown({
    ...{ country: 'US', goneHour: 20 },
    told: [
      { rung: 'hosting', provider: deaf, hour: 1 },
      { rung: 'upstream', provider: prompt, hour: 12 },
    ],
  });
  await addTakedown({ country: 'US', told: [{ rung: 'hosting', provider: deaf, hour: 1 }] });
  await addTakedown({ country: 'US', told: [], seenHour: 3, endReason: 'not-illegal' });

  const { rung, country, provider } = await readTakedownFigures(db, { now: NOW });
  const of = (figures: typeof rung, group: string) => {
    const found = figures.groups.find((each) => each.group === group);
    assert.ok(found, group);
    return found;
  };
  assert.deepEqual(
    [of(country, 'NL').gone, of(country, 'NL').notGone, of(country, 'NL').median.atMs],
    [2, 0, 5 * HOUR_MS],
  );
  assert.deepEqual([of(country, 'US').gone, of(country, 'US').notGone], [1, 2]);
  // From when that provider was told: 4, 8 and 8 hours.
  assert.deepEqual([of(provider, prompt).followed, of(provider, prompt).median.atMs], [3, 8 * HOUR_MS]);
  assert.deepEqual([of(provider, deaf).gone, of(provider, deaf).notGone], [1, 1]);
  // The third was still there when the upstream network was told: its removal is not the host's.
  assert.deepEqual([of(rung, 'hosting').gone, of(rung, 'hosting').notGone], [2, 2]);
  assert.deepEqual([of(rung, 'upstream').gone, of(rung, 'upstream').median.atMs], [1, 8 * HOUR_MS]);
});

test('countTakedowns leaves out what began before the range', async () => {
  const rows = await countTakedowns(db, 'country', { ...RANGE, fromDay: '2026-11-21' });
  assert.deepEqual(rows, []);
});

test('summariseTakedowns leaves small groups out of what is published, and says how many rows it left out', () => {
  const rows = Array.from({ length: 9 }, (_, n) => ({ group: `g${n}`, durationMs: HOUR_MS, ended: n + 1, ongoing: 0 }));
  const open = summariseTakedowns(rows, { most: 3, isPublic: true });
  assert.deepEqual(
    open.groups.map(({ group, followed }) => [group, followed]),
    [
      ['g8', 9],
      ['g7', 8],
      ['g6', 7],
    ],
  );
  assert.equal(open.rest, 2, 'groups of fewer than five are not even counted');
  assert.equal(summariseTakedowns(rows, { most: 3, isPublic: false }).rest, 6);
});

test('TakedownView writes every number in a table, names its drawings, and needs no script or inline style', async () => {
  const figures = await readTakedownFigures(db, { now: NOW });
  for (const language of LANGUAGES) {
    const html = renderToString(
      <TakedownView
        figures={figures}
        language={language}
        timeZone="Europe/Stockholm"
        nameOf={(_, group) => `<${group}>`}
      />,
    );
    assert.doesNotMatch(html, /\sstyle=|<style|<script|\son[a-z]+=|href=|url\(/);
    assert.doesNotMatch(html, /NaN|undefined|Infinity|\[object/);
    assert.ok(html.includes(`&lt;${prompt}>`), 'names are escaped');
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(html.match(/role="img"/g)?.length, 6);
    assert.equal(html.match(/<table/g)?.length, 3);
  }
});

test('readProviderFigures reads the same of some providers alone, and nothing of none', async () => {
  const all = await readTakedownFigures(db, { now: NOW });
  const some = await readProviderFigures(db, { now: NOW }, [deaf]);
  assert.deepEqual(
    [...some.values()],
    all.provider.groups.filter(({ group }) => group === deaf),
  );
  assert.equal(some.size, 1);
  assert.equal((await readProviderFigures(db, { now: NOW }, [randomUUID()])).size, 0);
  assert.equal((await readProviderFigures(db, { now: NOW }, [])).size, 0);
});

test('ProviderTimesView writes the numbers, draws the curve where anything is gone', async () => {
  const figures = await readProviderFigures(db, { now: NOW }, [prompt]);
  const group = figures.get(prompt);
  assert.ok(group);
  const shared = { name: '<Prompt>', timeZone: 'Europe/Stockholm' };
  for (const language of LANGUAGES) {
    const html = renderToString(<ProviderTimesView {...shared} language={language} figures={group} />);
    assert.doesNotMatch(html, /\sstyle=|<script|NaN|undefined|Infinity|\[object/);
    assert.equal(html.match(/role="img"/g)?.length, 2);
    assert.ok(html.includes('&lt;Prompt>'), 'names are escaped');
    const lasting = { ...group, gone: 0, notGone: group.followed };
    const none = renderToString(<ProviderTimesView {...shared} language={language} figures={lasting} />);
    assert.doesNotMatch(none, /<svg/);
  }
});
