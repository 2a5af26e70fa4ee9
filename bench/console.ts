/**
 * `npm run bench -- console`: the queue's pages with 1,000,000 cases beside the same pages with 1,000, asked of the real
 * console over HTTP by somebody who is logged in, in the same run on the same server. Sizes alternate within each round. The
 * pages: each lane, the queue of one kind, of one country, and a page far into it. Every case has an item, three in ten wait.
 * Last line: `ratio R`, the worst of the pages' ratios of medians.
 *
 * Options: --cases=N (1000000), --few=N (1000), --rounds=R (15).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { freeListeners, startApp, type App } from '../test/app.ts';
import { addPerson, lookInside, STAFF_PASSWORD } from '../test/inside.ts';
import { totpCode } from '../src/staff/door.ts';
import { describeDisk } from './disk.ts';

const PAGES: readonly (readonly [string, string])[] = [
  ['waiting', '/'],
  ['urgent', '/?lane=urgent'],
  ['mine', '/?lane=mine'],
  ['claimed', '/?lane=claimed'],
  ['decided', '/?lane=decided'],
  ['closed', '/?lane=closed'],
  ['one kind', '/?category=travel'],
  ['one origin', '/?origin=partner'],
  ['a country with few', '/?country=IS'],
  ['closed, one kind', '/?lane=closed&category=travel'],
  ['far into it', '/?after=$far'],
  ['live counts', '/queue/counts'],
];

interface Side {
  readonly cases: number;
  readonly app: App;
  readonly cookie: string;
  readonly far: number;
  stop(): Promise<void>;
}

/** Runs the benchmark. @throws Error when a page is not one */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, byDefault: number) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? byDefault);
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-bench-'));
  const sides: Side[] = [];
  try {
    for (const cases of [option('few', 1_000), option('cases', 1_000_000)]) sides.push(await openSide(folder, cases));
    const [few, many] = sides;
    if (few === undefined || many === undefined) throw new Error('Both sides are needed.');
    let worst = 0;
    for (const [name, address] of PAGES) {
      const [fewMs, manyMs] = await compare(few, many, address, option('rounds', 15));
      const ratio = manyMs / fewMs;
      worst = Math.max(worst, ratio);
      console.log(
        `${name}: ${fewMs.toFixed(1)} ms with ${few.cases}, ${manyMs.toFixed(1)} ms with ${many.cases}: ${ratio.toFixed(2)}`,
      );
    }
    console.log(`ratio ${worst.toFixed(2)}`);
  } finally {
    for (const side of sides) await side.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openSide(folder: string, cases: number): Promise<Side> {
  const dataDir = path.join(folder, String(cases));
  const app = await startApp({ dataDir, env: await freeListeners(), args: ['--services=web'] });
  const inside = await lookInside(dataDir);
  try {
    const totpSecret = await addPerson(inside, 'analyst', 'analyst');
    const startedAt = performance.now();
    await insertCases(inside.pool, cases);
    console.log(
      `${cases} cases in ${((performance.now() - startedAt) / 1000).toFixed(0)} s, ${await describeDisk(inside.pool)}`,
    );
    const cookie = await logIn(app.consoleUrl, totpSecret);
    const far = await inside.pool.query<{ number: number }>(
      `select number from case_file where state = 'new' order by (not is_urgent), opened_hour, number
       offset (select count(*) * 9 / 10 from case_file where state = 'new') limit 1`,
    );
    return { cases, app, cookie, far: far.rows[0]?.number ?? 0, stop: () => app.stop().then(() => undefined) };
  } finally {
    await inside.close();
  }
}

/** A statement's worth: what is to be undone of it stays small. */
const CASES_AT_ONCE = 100_000;

/** Written past the triggers: what figures are made of is nothing that the queue asks for, and would take most of the time. */
async function insertCases(pool: pg.Pool, count: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('set session_replication_role = replica; set jit = off');
    for (let done = 0; done < count; done += CASES_AT_ONCE)
      await insertSome(client, done + 1, Math.min(count, done + CASES_AT_ONCE));
    // A handful is in somebody's hands, at either size.
    await client.query(`update case_file set state = 'claimed', claimed_by = (select id from staff limit 1)
      where id in (select id from case_file where state = 'new' order by number limit 20)`);
    await client.query('reset session_replication_role; reset jit');
    await client.query('vacuum analyze');
  } finally {
    client.release();
  }
}

/** Three in ten wait, one in a hundred of them urgent; the rest has ended or is watched. One case in a thousand is in Iceland. */
async function insertSome(client: pg.PoolClient, from: number, to: number): Promise<void> {
  await client.query(
    `insert into case_file (id, state, category, is_urgent, opened_hour, origin, claimed_by, claimed_at, decided_at, closed_at, close_reason)
     select gen_random_uuid(), state, (array['online','online','online','online','grooming','extortion','travel','other'])[1 + n % 8],
       n % 97 = 0, '2026-01-01'::timestamptz + (n % 7000) * interval '1 hour',
       (array['tip','tip','tip','sighting','partner'])[1 + n % 5],
       case when state = 'new' then null else (select id from staff limit 1) end,
       case when state = 'new' then null else now() end, case when state in ('decided', 'closed') then now() end,
       case when state = 'closed' then '2026-02-01'::timestamptz + n * interval '1 second' end,
       case when state = 'closed' then 'removed' end
     from (select n, (array['new','closed','closed','new','decided','closed','closed','new','closed','closed'])[1 + n % 10] as state
           from generate_series($1::int, $2::int) n) t`,
    [from, to],
  );
  await client.query(
    `insert into item (id, case_id, shrouded_url, url_digest, shrouded_host, host_digest, country, state, created_at)
     select gen_random_uuid(), id, '\\x00', decode(md5(number::text) || md5('x' || number), 'hex'), '\\x00',
       decode(md5((number % 5000)::text), 'hex'),
       case when number % 1000 = 7 then 'IS' else (array['SE','NL','US','FR'])[1 + number % 4] end, 'new', now()
     from case_file where number between $1::int and $2::int`,
    [from, to],
  );
}

async function logIn(consoleUrl: string, totpSecret: string): Promise<string> {
  const form = await fetch(new URL('/log-in', consoleUrl));
  const token = /name="form-token" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
  const cookies = form.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
  const fields = {
    'form-token': token,
    login: 'analyst',
    password: STAFF_PASSWORD,
    code: totpCode(totpSecret, new Date()),
  };
  const answer = await fetch(new URL('/log-in', consoleUrl), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies.join('; ') },
    body: new URLSearchParams(fields),
  });
  if (answer.status !== 303) throw new Error(`The log-in answered ${answer.status}.`);
  return answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0] ?? '')
    .join('; ');
}

async function compare(few: Side, many: Side, address: string, rounds: number): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = -2; round < rounds; round += 1) {
    for (const [index, side] of [few, many].entries()) {
      const ms = await measure(side, address);
      if (round >= 0) times[index]?.push(ms);
    }
  }
  return [medianOf(times[0]), medianOf(times[1])];
}

async function measure({ app, cookie, far }: Side, address: string): Promise<number> {
  const startedAt = performance.now();
  const url = new URL(address.replace('$far', String(far)), app.consoleUrl);
  const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' });
  const body = await answer.text();
  const ms = performance.now() - startedAt;
  if (answer.status !== 200 || body.length < 20) throw new Error(`${address} answered ${answer.status}.`);
  return ms;
}

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
