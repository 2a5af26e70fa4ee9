/**
 * Dispatches to the police, ICCAM, NCMEC's CyberTipline and another hotline while a fifth of all calls meets a fault and the sending process is killed
 * (kill -9) again and again: each has one effect on the other side, and none is lost. 240 of them in short; 10,000 with FYR_LONG_TESTS=yes. (Notices to
 * providers go another way: notices-kill.test.ts.)
 */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCybertip } from '../stand-ins/cybertip.ts';
import { startIccam, type IccamBehaviour } from '../stand-ins/iccam.ts';
import { startMailCatcher, type MailBehaviour } from '../stand-ins/mail-catcher.ts';
import { startPeerHotline } from '../stand-ins/peer-hotline.ts';
import { makePoliceKey } from '../stand-ins/police-key.ts';
import { mulberry32 } from '../stand-ins/tips.ts';
import { openNetwork } from '../src/crawl/door.ts';
import { addPeer, openHotlineDoor, ownKeys } from '../src/exchange/door.ts';
import { insertItemRow } from '../src/notices/notices-for-tests.ts';
import { openCybertip, openIccam, openPolice } from '../src/partners/door.ts';
import { finishedIn, INPUT } from '../src/partners/cybertip/cybertip-for-tests.ts';
import { caseInputOf, HOTLINE, insertCaseRow } from '../src/partners/partner-for-tests.ts';
import { BASELINE_ANSWERS, openScene } from '../src/cases/test-support.ts';
import { openDatabase, transact } from '../src/platform/db.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';
import { planDispatches, type PlannedDispatch } from '../src/routing/door.ts';
import { countryCodeSchema } from '../src/terms/countries.ts';
import { hourOf } from '../src/terms/hour.ts';
import { freshConnection, quietLog } from './fresh-database.ts';
import { SOURCES } from '../src/platform/sources.ts';

const DE = countryCodeSchema.parse('DE');

const isLong = process.env['FYR_LONG_TESTS'] === 'yes';
const COUNT = isLong ? 10_000 : 240;
const KILLS = isLong ? 60 : 4;
/** One in so many goes to the police: their packages are large. The others go to the three in turn. */
const POLICE_EVERY = isLong ? 10 : 4;
const OTHERS = ['iccam', 'ncmec', 'hotline'] as const;
const CHILD = path.resolve(import.meta.dirname, 'dispatch-sender.ts');
const LIMIT_MS = isLong ? 60 * 60_000 : 8 * 60_000;

const connection = await freshConnection();
const database = openDatabase({ ...connection, max: 4 }, quietLog);
const { db, pool } = database;
const iccam = await startIccam({ country: 'SE' });
const cybertip = await startCybertip();
const peer = await startPeerHotline();
const catcher = await startMailCatcher({ maxMails: 100 });
const key = await makePoliceKey();
const random = mulberry32(20_261_126);
const serviceKey = serviceKeyFrom(Buffer.alloc(32, 7));
const clock = { now: () => new Date() };
/** Mails by their Message-ID: a repeat is the same mail. */
const mails = new Map<string, Set<string>>();
catcher.onMail((mail) => {
  const raws = mails.get(mail.messageId) ?? new Set<string>();
  mails.set(mail.messageId, raws.add(mail.subject));
});
let child: ChildProcess | undefined;

after(async () => {
  await kill();
  await Promise.all([iccam.close(), cybertip.close(), peer.close(), catcher.close()]);
  await database.close();
});

async function start(): Promise<void> {
  const settings = {
    ...{ smtpUrl: catcher.smtpUrl, policeKey: key.publicKeyArmored },
    iccam: { url: iccam.url, user: iccam.username, password: iccam.password },
    ncmec: { url: cybertip.url, user: cybertip.user, password: cybertip.password },
  };
  child = spawn(process.execPath, [...SOURCES, CHILD, JSON.stringify(connection), JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout !== null) await once(child.stdout, 'data');
}

async function kill(): Promise<void> {
  const victim = child;
  child = undefined;
  if (victim === undefined || victim.exitCode !== null) return;
  const ended = once(victim, 'exit');
  victim.kill('SIGKILL');
  await ended;
}

/** Germany's cases go to the stand-in, and each side knows the other's key. */
async function meetPeer(): Promise<void> {
  const { analystId: staffId } = await openScene(db);
  const [own] = await ownKeys(db, serviceKey, clock.now());
  peer.pin(own.public.text);
  const { name, url, keyText } = peer;
  const act = { serviceKey, staffId, now: clock.now() };
  const fresh = { name, url, keyText, country: DE, mode: 'test' as const, gives: false, handsCases: true, trusted: [] };
  await transact(db, (tx) => addPeer(tx, act, fresh));
}

/** How each destination's payload is prepared; a case that is handed over is about an item. */
async function openDesks() {
  const identity = { db, serviceKey, clock, hotline: HOTLINE };
  const rehearsing = (values: Readonly<Record<string, string>>) => () =>
    Promise.resolve({ mode: 'test' as const, values });
  const police = openPolice({
    ...{ ...identity, smtpUrl: undefined, mailer: undefined, siteUrl: () => undefined },
    settings: rehearsing({ email: 'desk@police.example.org', key: key.publicKeyArmored }),
    caseNumberOf: () => Promise.resolve(1),
  });
  const iccamDoor = openIccam({ db, serviceKey, clock, homeCountry: 'SE', settings: rehearsing({}) });
  const ncmecDoor = openCybertip({ ...identity, settings: rehearsing({}) });
  const hotlineDoor = openHotlineDoor({ ...identity, log: quietLog, network: openNetwork({ kind: 'system' }) });
  // One package for all: making two PDFs for each is not what is tried here.
  const policePayload = await police.prepare(caseInputOf());
  const prepared = {
    police: () => Promise.resolve({ payload: policePayload }),
    iccam: async (n: number) => {
      const item = { id: crypto.randomUUID(), url: `http://h${n}.example.org/${n}`, country: 'NL', ip: '94.75.200.10' };
      const items = [{ ...item, answers: BASELINE_ANSWERS }];
      return { payload: await iccamDoor.prepare({ caseNumber: 1, receivedHour: clock.now(), items }) };
    },
    ncmec: async (n: number) => ({
      payload: await ncmecDoor.prepare({ ...INPUT, url: `https://h${n}.example.org/${n}`, pageUrls: [] }),
    }),
    hotline: async (n: number) => {
      const url = `https://h${n}.example.de/${n}`;
      const { caseId, itemId } = await insertItemRow(pool, serviceKey, { url, ip: '78.46.10.20', country: 'DE' });
      const about = { itemId, category: 'online' as const, receivedHour: hourOf(clock.now()), url, ip: undefined };
      const said = { country: DE, outcome: 'illegal-baseline' as const, answers: BASELINE_ANSWERS };
      return { payload: await hotlineDoor.prepareHandover({ ...about, ...said }), caseId, itemId };
    },
  };
  return { prepared, close: () => Promise.all([iccamDoor.close(), ncmecDoor.close()]) };
}

const RULES = { police: 'home-crime', iccam: 'inhope', ncmec: 'ncmec', hotline: 'peer-hotline' } as const;

/** Plans them all, each with an occasion of its own. */
async function plan(): Promise<void> {
  await meetPeer();
  const { prepared, close } = await openDesks();
  const caseId = await insertCaseRow(pool);
  const nothing = { itemId: undefined, tipId: undefined, target: undefined };
  const common = { caseId, ...nothing, isDsa16: false, isHeld: false, isAtOnce: false };
  const plans: PlannedDispatch[] = [];
  for (let n = 0; n < COUNT; n += 1) {
    const destination = n % POLICE_EVERY === 0 ? 'police' : (OTHERS[n % OTHERS.length] ?? 'iccam');
    const about = await prepared[destination](n);
    plans.push({ ...common, destination, rule: RULES[destination], occasion: `n${n}`, ...about });
  }
  for (let from = 0; from < plans.length; from += 100)
    await transact(db, (tx) => planDispatches(tx, 'system', plans.slice(from, from + 100), clock.now()));
  await close();
}

const SHARE = 0.2;
const TROUBLES: readonly IccamBehaviour[] = [
  { kind: '5xx' },
  { kind: '429', retryAfterS: 1 },
  { kind: 'malformed' },
  { kind: 'wrong-shape' },
  { kind: 'half-done' },
  { kind: 'died' },
  { kind: 'duplicate' },
  { kind: '401-once' },
  { kind: 'slow', delayMs: 2_500 },
];
const MAIL_TROUBLES: readonly MailBehaviour[] = [
  { kind: 'defer', times: 1 },
  { kind: 'drop-after-data', when: 'before-reply', times: 1 },
  { kind: 'drop-after-data', when: 'after-reply', times: 1 },
];

/** Every fifth report to ICCAM and every fifth mail or so meets a fault, by what has arrived; a fifth of the calls to the two others, by chance. */
function makeTrouble(): { stop(): void; readonly count: () => number } {
  let made = 0;
  let asked = 0;
  let mailed = 0;
  let met = 0;
  const chance = (): number => {
    const drawn = random();
    met += drawn < SHARE ? 1 : 0;
    return drawn;
  };
  cybertip.behave({ kind: 'chance', share: SHARE, random: chance });
  peer.behave({ kind: 'chance', share: SHARE, random: chance });
  const timer = setInterval(() => {
    const reports = iccam.requests().length;
    if (reports - asked >= 5) {
      asked = reports;
      made += 1;
      iccam.behave({ ...(TROUBLES[Math.floor(random() * TROUBLES.length)] ?? { kind: 'ok' }), times: 1 });
    }
    if (mails.size - mailed >= 5) {
      mailed = mails.size;
      made += 1;
      catcher.behave(MAIL_TROUBLES[Math.floor(random() * MAIL_TROUBLES.length)] ?? { kind: 'ok' });
    }
  }, 5);
  return { stop: () => clearInterval(timer), count: () => made + met };
}

const waiting = async () =>
  (await pool.query<{ n: number }>(`select count(*)::int as n from dispatch where state = 'planned'`)).rows[0]?.n ?? 0;

/** The queue's pauses grow to minutes: what waits is tried at once, as many times as it takes. */
const hurry = () =>
  pool.query(`update graphile_worker._private_jobs set run_at = now(), attempts = least(attempts, 5)
    where run_at > now() and locked_at is null`);

test(
  `${COUNT} dispatches have one effect each when calls fail and the sender is killed`,
  { timeout: LIMIT_MS },
  async () => {
    await plan();
    assert.equal(await waiting(), COUNT);
    const startedAt = performance.now();
    await start();
    const trouble = makeTrouble();
    let kills = 0;
    let left = COUNT;
    while (left > 0) {
      await sleep(500 + random() * 1_000);
      left = await waiting();
      const isDue = left < COUNT * (1 - (kills + 1) / (KILLS + 1));
      if (isDue && kills < KILLS) {
        kills += 1;
        await kill();
        await start();
      }
      await hurry();
      if (left < 20) {
        for (const each of [iccam, cybertip, peer, catcher]) each.behave({ kind: 'ok' });
      }
    }
    trouble.stop();
    await kill();
    const seconds = (performance.now() - startedAt) / 1000;

    const { rows } = await pool.query<{
      idempotency_key: string;
      destination: string;
      state: string;
      payload: Buffer | null;
    }>('select idempotency_key, destination, state, payload from dispatch');
    assert.equal(rows.length, COUNT);
    assert.deepEqual([...new Set(rows.map(({ state }) => state))], ['sent'], 'none was lost or refused');
    assert.ok(
      rows.every(({ payload }) => payload === null),
      'what has left is not kept',
    );
    const keysOf = (destination: string) =>
      rows.flatMap((row) => (row.destination === destination ? [row.idempotency_key] : [])).sort();
    assert.deepEqual(
      iccam
        .reports()
        .map(({ sent }) => sent.hotlineReference)
        .sort(),
      keysOf('iccam'),
      'one report each',
    );
    assert.deepEqual([...finishedIn(cybertip)].sort(), keysOf('ncmec'), 'one report that counts each');
    assert.deepEqual(
      peer
        .cases()
        .map(({ reference }) => reference)
        .sort(),
      keysOf('hotline'),
      'one case each',
    );
    const { rows: handed } = await pool.query(`select 1 from exchange_case where direction = 'out'`);
    assert.equal(handed.length, keysOf('hotline').length, 'and one row of it here');
    assert.deepEqual(
      [...mails.keys()].sort(),
      keysOf('police')
        .map((each) => `<${each}@fyr.example.org>`)
        .sort(),
      'one mail each',
    );
    for (const [id, raws] of mails) assert.equal(raws.size, 1, `${id}: a repeat is the same mail`);
    assert.equal(kills, KILLS);
    assert.ok(trouble.count() > COUNT / 20, `only ${trouble.count()} faults`);
    console.log(`${COUNT} dispatches, ${trouble.count()} faults, ${kills} kills, ${seconds.toFixed(0)} s`);
  },
);
