/** What the tests of rechecks share: a simulated web in place of the network, and items that are watched on a test's clock. */
import assert from 'node:assert/strict';
import type pg from 'pg';
import { openMissingAnswers, type Egress } from '../../crawl/door.ts';
import { quietLog } from '../../../test/fresh-database.ts';
import type { Db } from '../../platform/db.ts';
import { transact } from '../../platform/db.ts';
import type { ItemId } from '../../terms/ids.ts';
import { insertItemRow, openTestClock, testServiceKey, type ItemRow } from '../notices-for-tests.ts';
import { startWatches } from './start-watch.ts';
import { visitDue, type VisitDeps } from './visit-due.ts';
import { nextVisitDueAt } from './visit-store.ts';
import { readWatch } from './watch-store.ts';

export const MINUTE_MS = 60_000;
export const DAY_MS = 1440 * MINUTE_MS;
export const TEST_SETTINGS = { firstMs: 15 * MINUTE_MS, mostMs: 240 * MINUTE_MS, misses: 3, afterMs: 90 * DAY_MS };

/** What an address of the simulated web does. */
export interface Simulated {
  readonly status?: number;
  readonly body?: string;
  readonly finalUrl?: string;
  readonly fails?: 'timeout' | 'no-such-name' | 'connect';
}

/** A web in memory: what is not set answers 404. Keeps who was asked when, and what ran at the same time. */
export function openSimulatedWeb() {
  const states = new Map<string, Simulated>();
  const asked: string[] = [];
  const running = new Set<string>();
  const overlaps: string[] = [];
  const most = { running: 0 };
  let pause: (url: string) => Promise<void> = () => Promise.resolve();
  const egress = (
    name: string,
    stateOf: (url: string) => Simulated | undefined = (url) => states.get(url),
  ): Egress => ({
    name,
    isDirect: name === 'direct',
    fetch: async (url) => {
      asked.push(url);
      const host = new URL(url).host;
      if (running.has(host)) overlaps.push(host);
      running.add(host);
      most.running = Math.max(most.running, running.size);
      await pause(url);
      running.delete(host);
      const { status = 200, body = '', finalUrl = url, fails } = stateOf(url) ?? { status: 404, body: 'no' };
      if (fails !== undefined) return { kind: 'failed', reason: fails, hops: [], ip: undefined };
      const bytes = Buffer.from(body);
      return {
        ...{
          kind: 'answered',
          status,
          finalUrl,
          body: bytes,
          ip: '85.24.180.40',
          headers: { 'content-type': 'text/html' },
        },
        ...{ hops: [], contentType: 'text/html', wireBytes: bytes.length, isTruncated: false },
      };
    },
  });
  return {
    ...{ asked, overlaps, most, egress },
    set: (url: string, state: Simulated) => void states.set(url, state),
    /** Each fetch waits for this before it answers. */
    pauseWith: (wait: (url: string) => Promise<void>) => void (pause = wait),
  };
}

/** A page with enough of its own words to be known again. */
export const pageOf = (seed: number): string => {
  const words = 'hav skog sjö berg väg bro hus torg park stad by kust älv dal fält äng stig lada kvarn hamn'.split(' ');
  const text = Array.from(
    { length: 120 },
    (_, index) => words[(seed * 31 + index * (seed + 7) + (index >> 2)) % words.length],
  );
  return `<title>sida ${seed}</title><p>${text.join(' ')}</p>`;
};

/** Watched items over a simulated web. `random` is the middle, so that times are exact. */
export function openWatchScene(database: { readonly db: Db; readonly pool: pg.Pool }, change: Partial<VisitDeps> = {}) {
  const { db, pool } = database;
  const web = openSimulatedWeb();
  const clock = openTestClock();
  const deps: VisitDeps = {
    ...{ db, serviceKey: testServiceKey, clock, log: quietLog, settings: TEST_SETTINGS, random: () => 0.5 },
    tools: {
      egresses: [web.egress('direct')],
      userAgent: 'FyrHotline/1.0 (+https://hotline.example.org/crawler)',
      missingAnswers: openMissingAnswers(() => 'cannot-exist'),
    },
    ...change,
  };
  let made = 0;
  const add = async (state: Simulated = { body: pageOf(made + 1) }, row: Partial<ItemRow> = {}) => {
    made += 1;
    const url = row.url ?? `http://host-${made}.example.org/album/${made}`;
    web.set(url, state);
    const { itemId, caseId } = await insertItemRow(pool, testServiceKey, {
      ip: '85.24.180.40',
      country: 'SE',
      ...row,
      url,
    });
    await transact(db, (tx) => startWatches(tx, testServiceKey, [itemId], clock.now()));
    const watch = async () => {
      const found = await readWatch(db, testServiceKey, itemId);
      assert.ok(found);
      return found;
    };
    return { ...{ url, itemId, caseId, watch }, set: (next: Simulated) => web.set(url, next) };
  };
  return {
    ...{ deps, web, clock, add },
    visit: (extra: Partial<VisitDeps> = {}) => visitDue({ ...deps, ...extra }),
    /** Goes to when the next visit of any item is due, and visits all that are due then. */
    visitNext: async () => {
      const at = await nextVisitDueAt(db);
      if (at !== undefined && at > clock.now()) clock.set(at);
      return visitDue(deps);
    },
    events: async (itemId: ItemId) => {
      const { rows } = await pool.query<{ kind: string }>(
        `select event ->> 'kind' as kind from outbox where event ->> 'itemId' = $1 order by id`,
        [itemId],
      );
      return rows.map(({ kind }) => kind);
    },
    acts: async (itemId: ItemId) => {
      const { rows } = await pool.query<{ action: string }>(
        'select action from ledger_act where subject = $1 order by arrival',
        [`item:${itemId}`],
      );
      return rows.map(({ action }) => action);
    },
  };
}
