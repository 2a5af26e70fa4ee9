/** Takedowns behind a test's console: the real engine, a clock that the console shares, and letters that go nowhere. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { openPlaces } from '../crawl/door.ts';
import {
  answerEffectsOf,
  noteAnswer,
  readNoticeFacts,
  readTimetable,
  runDueTakedowns,
  sendDueLetters,
  startTakedown,
  writeNoticeFacts,
  type AnswerInput,
  type FoundRung,
  type Ladder,
  type Rung,
  type SendingDeps,
} from '../notices/door.ts';
import { HOTLINE, insertItemRow } from '../notices/notices-for-tests.ts';
import { transact } from '../platform/db.ts';
import type { CaseId, ItemId, StaffId } from '../terms/ids.ts';
import type { TestConsole } from './console-for-tests.ts';

const MINUTE_MS = 60_000;

/** A rung as a rule by hand gives it; `name` makes its mailbox. */
export function rungOf(rung: Rung, name: string, source: FoundRung['source'] = 'rule'): FoundRung {
  const email = `abuse@${name.toLowerCase().replaceAll(' ', '-')}.example.net`;
  return { rung, contact: { channel: 'mail', name, email }, source, fetchedAt: new Date(0) };
}

/** Host, network and registrar. */
export const USUAL_LADDER: readonly FoundRung[] = [
  rungOf('hosting', 'Harbour Hosting'),
  rungOf('upstream', 'Strait Transit'),
  rungOf('registrar', 'Fjord Names'),
];

/** One item that is to go. */
export interface StartedItem {
  readonly caseId: CaseId;
  readonly itemId: ItemId;
  readonly takedownId: string;
}

export interface NoticeScene {
  /** Decides about an item of a case that `owner` has had. */
  start(change?: {
    readonly ladder?: Ladder['rungs'];
    readonly isUrgent?: boolean;
    readonly owner?: StaffId | undefined;
  }): Promise<StartedItem>;
  /** Does what is due now. */
  settle(): Promise<void>;
  /** Moves the console's clock on by minutes, doing every few what is due. */
  forward(minutes: number): Promise<void>;
  providerNamed(name: string): Promise<string>;
  /** An answer of the newest letter to this provider, about all of it; a bounce too. */
  answer(name: string, kind: AnswerInput['kind'], more?: Partial<AnswerInput>): Promise<void>;
}

/** Opens it; an item's ladder is what `start` says, else `USUAL_LADDER`. */
export async function openNoticeScene(
  desk: TestConsole,
  pool: pg.Pool,
  settings: Partial<SendingDeps['settings']> = {},
): Promise<NoticeScene> {
  const { db, serviceKey, clock, log } = desk.deps;
  const ladders = new Map<string, Ladder['rungs']>();
  const names = new Map<string, string>();
  const deps: SendingDeps = {
    ...{ db, serviceKey, clock, log, places: openPlaces(), hotline: HOTLINE },
    timetable: await readTimetable(undefined),
    settings: { newContacts: 'use', groupMs: 3 * MINUTE_MS, isConfigured: true, ...settings },
    network: { resolve: () => Promise.resolve(['85.24.180.40']) },
    findLadder: (place) => Promise.resolve({ rungs: ladders.get(place.host) ?? USUAL_LADDER, silent: [] }),
    sights: desk.deps.takedowns.sights,
    channelFor: () => ({
      kind: 'mail',
      send: (letter) => Promise.resolve({ kind: 'sent', reference: letter.messageId }),
    }),
    mailDomain: 'fyr.example.org',
    pageUrlOf: () => undefined,
    pageMs: 90 * 86_400_000,
  };
  const settle = async () => {
    const now = clock.now();
    while ((await runDueTakedowns(deps, now)) + (await sendDueLetters(deps, now)) > 0);
  };
  const providerNamed = async (name: string) => {
    const { rows } = await pool.query<{ id: string; shrouded_contact: Buffer }>('select * from provider');
    for (const row of rows) names.set(serviceKey.unshroud('contact', row.shrouded_contact), row.id);
    const found = [...names].find(([contact]) => contact.includes(`"${name}"`));
    assert.ok(found, name);
    return found[1];
  };
  return {
    ...{ settle, providerNamed },
    start: async (change = {}) => {
      const host = `${randomUUID()}.example.org`;
      if (change.ladder !== undefined) ladders.set(host, change.ladder);
      return start(pool, deps, host, change);
    },
    forward: async (minutes) => {
      for (let passed = 0; passed < minutes; passed += 5) {
        desk.waitMinutes(Math.min(5, minutes - passed));
        await settle();
      }
    },
    answer: async (name, kind, more = {}) => answer(pool, deps, await providerNamed(name), { kind, ...more }),
  };
}

async function start(
  pool: pg.Pool,
  deps: SendingDeps,
  host: string,
  change: { readonly isUrgent?: boolean; readonly owner?: StaffId | undefined },
): Promise<StartedItem> {
  const now = deps.clock.now();
  const row = { url: `https://${host}/album`, ip: '85.24.180.40', country: 'SE' };
  const { caseId, itemId } = await insertItemRow(pool, deps.serviceKey, row);
  const isUrgent = change.isUrgent ?? false;
  await pool.query(
    'update case_file set claimed_by = $2, is_urgent = $3, opened_hour = $4, decided_at = $4 where id = $1',
    [...[caseId, change.owner ?? null, isUrgent, now]],
  );
  const facts = readNoticeFacts(
    writeNoticeFacts({
      ...{ caseNumber: 7, itemId, url: row.url, host, ip: row.ip, country: row.country, target: 'host' },
      ...{ outcome: 'illegal-baseline', classification: 'baseline', detection: 'manual_review', assessedAt: now },
    }),
  );
  const about = { isUrgent, isDsa16: true, isBehindProxy: false, decidedAt: now, facts };
  await transact(deps.db, (tx) => startTakedown(tx, deps, { itemId, caseId, round: 1, ...about }, now));
  const { rows } = await pool.query<{ id: string }>('select id from takedown where item_id = $1', [itemId]);
  const takedownId = rows[0]?.id;
  assert.ok(takedownId);
  return { caseId, itemId, takedownId };
}

/** Notes what the provider says of its newest letter. */
async function answer(
  pool: pg.Pool,
  deps: SendingDeps,
  providerId: string,
  said: Pick<AnswerInput, 'kind'> & Partial<AnswerInput>,
): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from letter where provider_id = $1 and state = 'sent' order by left_at desc limit 1`,
    [providerId],
  );
  const letterId = rows[0]?.id;
  assert.ok(letterId, 'No letter to this provider has left.');
  const notices = await pool.query<{ id: string }>('select id from notice where letter_id = $1', [letterId]);
  const about = { letterId, noticeIds: notices.rows.map(({ id }) => id) };
  const input: AnswerInput = { ...about, via: 'page', sourceKey: randomUUID(), ...said };
  const { db, serviceKey, clock } = deps;
  await transact(db, (tx) => noteAnswer(tx, { serviceKey, effects: answerEffectsOf(deps) }, input, clock.now()));
}
