/** What the takedowns' tests share: a case with an item, its takedown, a clock that a test moves, and a mail catcher behind it. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after } from 'node:test';
import type pg from 'pg';
import { startMailCatcher, type MailCatcher } from '../../../stand-ins/mail-catcher.ts';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { openPlaces } from '../../crawl/door.ts';
import type { HotlineIdentity } from '../../partners/door.ts';
import { transact, type Db, type Tx } from '../../platform/db.ts';
import { openMailer } from '../../platform/mail.ts';
import { staffIdSchema, type CaseId, type ItemId, type StaffId } from '../../terms/ids.ts';
import { openMailChannel } from '../letters/mail-channel.ts';
import { readNoticeFacts, writeNoticeFacts, type NoticeInput } from '../letters/notice.ts';
import { HOTLINE, insertItemRow, openTestClock, testServiceKey, type ItemRow } from '../notices-for-tests.ts';
import type { Sight } from './check-notice.ts';
import { readTimetable } from './notice-timetable.ts';
import { nextDueAt, runDueTakedowns } from './run-takedowns.ts';
import type { FoundRung, Ladder, Rung } from './rung.ts';
import { sendDueLetters } from './send-letters.ts';
import { startTakedowns } from './start-takedown.ts';
import type { SendingDeps } from './takedown-deps.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** A rung as a rule by hand gives it. */
export function foundRung(rung: Rung, email: string, change: Partial<FoundRung> = {}): FoundRung {
  const contact = { channel: 'mail' as const, name: `Abuse ${rung}`, email };
  return { rung, contact, source: 'rule', fetchedAt: new Date(0), ...change };
}

/** Owner to registrar, one mailbox each. */
export const WHOLE_LADDER: Ladder = {
  rungs: [
    foundRung('hosting', 'abuse@hosting.example.org'),
    foundRung('upstream', 'abuse@upstream.example.org'),
    foundRung('registrar', 'abuse@registrar.example.org'),
  ],
  silent: [],
};

/** Takedowns with everything around them; `ladder` and `sights` can be changed while they run. */
export interface Scene {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly clock: ReturnType<typeof openTestClock>;
  readonly catcher: MailCatcher;
  readonly deps: SendingDeps;
  readonly staffId: StaffId;
  /** By host; `WHOLE_LADDER` for those that are not in it. */
  readonly ladders: Map<string, Ladder>;
  readonly sights: Map<ItemId, Sight>;
  /** Items whose visits were asked for. */
  readonly hastened: ItemId[];
  start(change?: StartChange): Promise<Started>;
  /** An item that visits see online now; `see` lets them see it again. */
  startSeen(change?: StartChange): Promise<Started & { readonly see: (verdict?: Sight['verdict']) => void }>;
  /** Ends all that runs and forgets what is known of providers, for the file's next test. */
  reset(): Promise<void>;
  write(work: (tx: Tx) => Promise<void>): Promise<void>;
  /** The newest letter to a provider (`hosting`), with the notices in it. */
  letterTo(mailbox: string): Promise<{ letterId: string; providerId: string; noticeIds: string[] }>;
  /** Does what is due now, until nothing is. */
  settle(): Promise<void>;
  /** Moves the clock on, doing what falls due when it does. */
  forward(ms: number): Promise<void>;
  /** Who has been mailed, oldest first: `hosting first`, in short. */
  mailed(): readonly string[];
}

export interface StartChange {
  readonly item?: Partial<ItemRow>;
  readonly facts?: Partial<NoticeInput>;
  readonly isUrgent?: boolean;
  readonly isBehindProxy?: boolean;
}

export interface Started {
  readonly caseId: CaseId;
  readonly itemId: ItemId;
  /** The takedown's columns as they are now. */
  row(): Promise<Record<string, unknown>>;
  /** Its notices, oldest first: `rung kind state reason`. */
  notices(): Promise<readonly string[]>;
}

/** Opens a scene on a database of its own; ended after the file's last test. */
export async function openScene(change: Partial<SendingDeps> = {}): Promise<Scene> {
  const { db, pool } = await freshDatabase();
  const { catcher, mail } = await openTestMail();
  const clock = openTestClock();
  const ladders = new Map<string, Ladder>();
  const sights = new Map<ItemId, Sight>();
  const hastened: ItemId[] = [];
  const hotline: HotlineIdentity = HOTLINE;
  const deps: SendingDeps = {
    ...{ db, clock, log: quietLog, serviceKey: testServiceKey, places: openPlaces(), hotline },
    timetable: await readTimetable(undefined),
    settings: { newContacts: 'use', groupMs: 3 * MINUTE_MS, isConfigured: true },
    network: { resolve: () => Promise.resolve(['85.24.180.40']) },
    findLadder: (place) => Promise.resolve(ladders.get(place.host) ?? WHOLE_LADDER),
    sights: {
      read: (ids) => Promise.resolve(new Map([...sights].filter(([id]) => ids.includes(id)))),
      hasten: (_tx, ids) => Promise.resolve(void hastened.push(...ids)),
      noteSent: () => Promise.resolve(),
    },
    channelFor: () => mail,
    mailDomain: 'fyr.example.org',
    pageUrlOf: (token) => `https://fyr.example.org/n/${token}`,
    pageMs: 90 * 24 * HOUR_MS,
    ...change,
  };
  const staffId = await insertStaff(pool);
  const settle = async () => {
    while ((await runDueTakedowns(deps, clock.now())) + (await sendDueLetters(deps, clock.now())) > 0);
  };
  const forward = async (ms: number) => {
    const until = new Date(clock.now().getTime() + ms);
    for (;;) {
      await settle();
      const next = await nextDueAt(db);
      if (next === undefined || next > until) break;
      // What stays due (the stop switch is set) must not stop the clock.
      clock.set(next > clock.now() ? next : new Date(Math.min(clock.now().getTime() + MINUTE_MS, until.getTime())));
      if (clock.now() >= until) break;
    }
    clock.set(until);
    await settle();
  };
  const letter = { letterTo: (mailbox: string) => letterTo(pool, catcher, mailbox) };
  const reset = async () => {
    catcher.behave({ kind: 'ok' });
    catcher.clear();
    ladders.clear();
    sights.clear();
    await pool.query(RESET);
  };
  return {
    ...{ db, pool, clock, catcher, deps, staffId, ladders, sights, hastened, settle, forward, reset, ...letter },
    start: (startChange = {}) => start(pool, deps, clock, startChange),
    startSeen: async (startChange = {}) => seen(await start(pool, deps, clock, startChange), sights, clock),
    write: (work) => transact(db, work),
    mailed: () => catcher.messages().map(({ to: [to = ''] }) => /^abuse@(\w+)/.exec(to)?.[1] ?? to),
  };
}

async function openTestMail() {
  const catcher = await startMailCatcher();
  const mailer = openMailer(catcher.smtpUrl, 'notices@fyr.example.org');
  after(async () => {
    mailer.close();
    await catcher.close();
  });
  const { smtpUrl } = catcher;
  return { catcher, mail: openMailChannel({ mode: 'test', smtpUrl, mailer, hotline: HOTLINE }) };
}

function seen(started: Started, sights: Scene['sights'], clock: Scene['clock']) {
  const see = (verdict: Sight['verdict'] = 'online') =>
    void sights.set(started.itemId, {
      ...{ verdict, at: clock.now(), isMissOpen: verdict === 'gone' },
      ips: verdict === 'gone' ? [] : ['85.24.180.40'],
    });
  see();
  return { ...started, see };
}

const RESET = `
  update takedown set state = 'ended', next_at = null, seek_at = null where state <> 'ended';
  update notice set state = 'cancelled' where state = 'waiting';
  update letter set state = 'cancelled' where state in ('gathering', 'leaving');
  delete from sending_pause;
  update provider set standing = 'approved', delivery = 'working', bounced_at = null, bounces = 0, is_paused = false,
    quiet_hours = null, group_minutes = null`;

async function letterTo(pool: pg.Pool, catcher: MailCatcher, mailbox: string) {
  const mail = catcher.messages().findLast((each) => each.to[0]?.startsWith(`abuse@${mailbox}.`));
  assert.ok(mail);
  const found = await pool.query<{ id: string; provider_id: string; notices: string[] }>(
    `select l.id, l.provider_id, array_agg(n.id) as notices from letter l join notice n on n.letter_id = l.id
     where l.message_id = $1 group by 1, 2`,
    [mail.messageId],
  );
  const [letter] = found.rows;
  assert.ok(letter);
  return { letterId: letter.id, providerId: letter.provider_id, noticeIds: letter.notices };
}

async function start(pool: pg.Pool, deps: SendingDeps, clock: Scene['clock'], change: StartChange): Promise<Started> {
  const row = { url: `https://bilder.example.org/${randomUUID()}`, ip: '85.24.180.40', country: 'SE', ...change.item };
  const { caseId, itemId } = await insertItemRow(pool, testServiceKey, row);
  const facts = readNoticeFacts(
    writeNoticeFacts({
      ...{ caseNumber: 7, itemId, url: row.url, host: new URL(row.url).hostname, ip: row.ip, country: row.country },
      ...{ target: 'host', outcome: 'illegal-baseline', classification: 'baseline', detection: 'manual_review' },
      assessedAt: clock.now(),
      ...change.facts,
    }),
  );
  const now = clock.now();
  const isUrgent = change.isUrgent ?? false;
  const isBehindProxy = change.isBehindProxy ?? false;
  await transact(deps.db, (tx) =>
    startTakedowns(
      tx,
      deps,
      [{ itemId, caseId, round: 1, isUrgent, isDsa16: false, isBehindProxy, decidedAt: now, facts }],
      now,
    ),
  );
  return {
    ...{ caseId, itemId },
    row: async () => {
      const found = await pool.query<Record<string, unknown>>('select * from takedown where item_id = $1', [itemId]);
      assert.ok(found.rows[0]);
      return found.rows[0];
    },
    notices: async () => {
      const found = await pool.query<{ rung: string; kind: string; state: string; reason: string | null }>(
        `select rung, kind, state, reason from notice where item_id = $1 order by step, rung`,
        [itemId],
      );
      return found.rows.map((each) =>
        [each.rung, each.kind, each.state, ...(each.reason === null ? [] : [each.reason])].join(' '),
      );
    },
  };
}

async function insertStaff(pool: pg.Pool): Promise<StaffId> {
  const staffId = staffIdSchema.parse(randomUUID());
  await pool.query(
    `insert into staff (id, name, login, role, password_salt, password_check, recipient, sealed_identity, shrouded_totp, created_at)
     values ($1, 'A', $2, 'analyst', '', '', '', '', '', now())`,
    [staffId, `a-${staffId}`],
  );
  return staffId;
}
