/**
 * What must never lie about in clear: who told, what they told, from where, and which address. Words that occur nowhere else
 * are led through the whole house, by a tipster at an address of their own, and then looked for in the logs, in a dump
 * of every table, in every file of the data folder and of the folder for temporary files, and in a backup.
 * Last, a planted word is found in each of these places: the search can find.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { Pool } from 'undici';
import { startWorld } from '../stand-ins/world.ts';
import {
  answerCase,
  askTipster,
  assess,
  BASELINE,
  claimNext,
  decide,
  goToCase,
  logIn,
  readTip,
  waitUntilClosed,
} from './analyst.ts';
import { freeListeners, runCli, startApp, type App } from './app.ts';
import { openBrowser } from './browser.ts';
import { findIn, needlesOf, searchFolder, searchTables, type Canaries } from './canary.ts';
import { addPerson, eventually, lookInside, STAFF_PASSWORD, type Inside } from './inside.ts';
import { parseForm, readForm, tipFields, wholeTip } from './public-form.ts';
import { noticeMail, policeMail } from './received.ts';

const chance = () => randomBytes(6).toString('hex');
const CONNECTING_IP = '127.0.0.77';
const words = {
  narrative: `Jag såg en båt, ${chance()}, vid kajen.`,
  suspect: `Öberg-${chance()}`,
  pageReachedFrom: `http://forum.example.net/thread/${chance()}`,
  name: `Åsa Ärlig ${chance()}`,
  email: `kanarie-${chance()}@example.org`,
  phone: `070-${chance()}`,
};
const homeHost = `hem-${chance()}.example.org`;
const farHost = `fjarran-${chance()}.example.org`;
const homePath = `album-${chance()}`;
const farPath = `album-${chance()}`;
const homeUrl = `http://${homeHost}/${homePath}`;
const farUrl = `http://${farHost}/${farPath}`;
const letters = { message: `Mer: ${chance()} på bryggan.`, question: `Vilken brygga, ${chance()}?` };
const visits = {
  userAgent: `Kanariewebb/${chance()}`,
  forwardedFor: `2001:db8:${chance().slice(0, 4)}:${chance().slice(0, 4)}::7`,
  forwarded: `198.51.100.231`,
  analystAgent: `Analystwebb/${chance()}`,
  missingPage: `saknas-${chance()}`,
};

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-canary-'));
const [dataDir, temporary] = [path.join(folder, 'data'), path.join(folder, 'tmp')];
await mkdir(temporary);
/** The machine's own: with `npm test`, not the one that holds our `folder` (test/run-folder.ts). */
const machineTemporary = process.env['FYR_TEST_DISK'] ?? tmpdir();
const topBefore = new Set(await readdir(machineTemporary));
const at = { country: 'SE', title: 'Hemma', language: 'sv' } as const;
const world = await startWorld({
  folder: path.join(folder, 'world'),
  // Nothing is taken down before all has left: what is gone is reported to nobody any more.
  temper: 'deaf',
  moreHosts: [
    { ...at, name: homeHost, ip: '85.24.180.231' },
    { ...at, name: farHost, ip: '185.107.56.231', country: 'NL' },
  ],
});
for (const url of [homeUrl, farUrl]) world.web.setState(url, 'online');
const env = {
  ...{ ...world.env, ...(await freeListeners()), FYR_LOG_LEVEL: 'debug', TMPDIR: temporary },
  ...{ FYR_RECHECK_FIRST_MINUTES: '0.005', FYR_RECHECK_MOST_MINUTES: '0.01', FYR_NOTICE_GROUP_MINUTES: '0' },
};
let app: App = await startApp({ dataDir, env });
let inside: Inside = await lookInside(dataDir);
const totpSecret = await addPerson(inside, 'astrid');
const browser = await openBrowser();
const from = { localAddress: CONNECTING_IP };
const site = new Pool(app.siteUrl, from);
let output = '';
let receipt = '';
after(async () => {
  await browser.close();
  await site.close();
  await inside.close();
  await app.stop();
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const headers = {
  'content-type': 'application/x-www-form-urlencoded',
  'user-agent': visits.userAgent,
  'x-forwarded-for': visits.forwardedFor,
  'x-real-ip': visits.forwardedFor,
  forwarded: `for=${visits.forwarded};proto=https`,
  referer: words.pageReachedFrom,
};
async function post(to: string, body: string, more: Readonly<Record<string, string>> = {}) {
  const answer = await site.request({ method: 'POST', path: to, headers: { ...headers, ...more }, body });
  return { status: answer.statusCode, html: await answer.body.text() };
}

/** Opens the mailbox and writes in it. */
async function writeToMailbox(text: string): Promise<string> {
  const asked = await readForm(site, '/sv/mailbox');
  const opened = await post('/sv/mailbox', tipFields(asked, { receipt }));
  const form = parseForm(opened.html, 'the mailbox');
  assert.equal((await post(form.action, tipFields(form, { text }))).status, 200);
  return opened.html;
}

const canaries = (): Canaries => ({
  ...words,
  ...letters,
  ...visits,
  ...{ homeHost, farHost, homePath, farPath, connectingIp: CONNECTING_IP },
  ...{ homeIp: '85.24.180.231', farIp: '185.107.56.231' },
  ...{ receipt, receiptPlain: receipt.replaceAll(' ', ''), password: STAFF_PASSWORD, totpSecret },
});

test('the tipster really comes from an address of their own', async () => {
  const seen: (string | undefined)[] = [];
  const mirror = createServer((request, response) => {
    seen.push(request.socket.remoteAddress);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(mirror, 'listening');
  const address = mirror.address();
  assert.ok(address !== null && typeof address === 'object');
  const pool = new Pool(`http://127.0.0.1:${address.port}`, from);
  await (await pool.request({ method: 'GET', path: '/' })).body.dump();
  await pool.close();
  mirror.close();
  assert.deepEqual(seen, [CONNECTING_IP]);
});

test('every word goes through form, mailbox, case, decision, dispatch, visits and closing, with failures on the way', async () => {
  const form = await readForm(site, '/sv/tip/online');
  const answers = { ...words, addresses: `${homeUrl}\n${farUrl}`, isUrgent: 'yes', wantsAnswer: 'yes' };
  // Refusals first: an error is where software talks too much.
  assert.equal((await post(form.action, wholeTip(form, { ...answers, email: words.name }))).status, 422);
  assert.equal((await post(`/sv/${visits.missingPage}?q=${words.email}`, wholeTip(form, answers))).status, 404);
  const large = await post(form.action, wholeTip(form, { ...answers, narrative: words.narrative.repeat(40_000) }));
  assert.equal(large.status, 413);
  const files = await post(form.action, wholeTip(form, answers), {
    'content-type': `multipart/${visits.missingPage}`,
  });
  assert.equal(files.status, 415);
  world.mail.behave({ kind: 'defer', times: 1 });
  const sent = await post(form.action, wholeTip(form, answers));
  receipt =
    /<p class="code"[^>]*>(.*?)<\/p>/s
      .exec(sent.html)?.[1]
      ?.replace(/<[^>]*>/g, '')
      .trim() ?? '';
  assert.match(receipt, /^([0-9A-Z]{4} ){6}[0-9A-Z]{4}$/);
  const urgent = await policeMail(world, (contents) => contents.kind === 'urgent-tip');
  assert.equal(urgent.contents.tips[0]?.report.narrative, words.narrative);

  const visitor = await browser.visitor({
    ...{ language: 'en', script: 'off', userAgent: visits.analystAgent },
    headers: { 'x-forwarded-for': visits.forwardedFor },
  });
  const analyst = await logIn(visitor, app.consoleUrl, { login: 'astrid', totpSecret });
  const casePath = await claimNext(analyst);
  assert.ok((await readTip(analyst)).includes(words.narrative));
  await askTipster(analyst, letters.question);
  assert.ok((await writeToMailbox(letters.message)).includes(letters.question));
  await goToCase(analyst, casePath);
  assert.ok((await readTip(analyst)).includes(letters.message));
  await analyst.page.locator('label:has(input[value="police-ask"])').click();
  await analyst.page.getByRole('button', { name: analyst.texts.tip.openContact }).click();
  await analyst.page.getByText(words.name).waitFor();
  await goToCase(analyst, casePath);
  await assess(analyst, BASELINE, 1);
  await goToCase(analyst, casePath);
  await assess(analyst, BASELINE, 2);
  await goToCase(analyst, casePath);
  await answerCase(analyst, { danger: 'no', identifiable: 'no', home: 'yes' });
  world.mail.behave({ kind: 'defer', times: 2 });
  world.iccam.behave({ kind: '5xx', only: 'POST rest/Reports', times: 1 });
  await decide(analyst, { contact: true });

  const police = await policeMail(world, (contents) => contents.kind === 'case');
  assert.equal(police.contents.tips[0]?.contact?.email, words.email);
  const notices = [await noticeMail(world, homeUrl), await noticeMail(world, farUrl)];
  const report = await eventually('ICCAM has the report', () => world.iccam.reports()[0]);
  assert.equal(report.sent.urls[0]?.urlString, farUrl);
  for (const url of [homeUrl, farUrl]) world.web.setState(url, 'gone404');
  await waitUntilClosed(analyst, 'removed');
  const verified = await runCli({ dataDir, env, args: ['ledger', 'verify'] });
  assert.equal(verified.code, 0, verified.output);
  output += verified.output;

  const person = needlesOf({ ...words, ...letters, ...visits, receipt });
  for (const { mail } of [...notices]) assert.deepEqual(findIn('notice', Buffer.from(mail.raw), person), []);
  assert.deepEqual(findIn('ICCAM report', Buffer.from(JSON.stringify(report.sent)), person), []);
  const all = needlesOf(canaries());
  for (const { mail } of [urgent, police]) assert.deepEqual(findIn('police mail', Buffer.from(mail.raw), all), []);
});

test('none of them is in a table, a file, a temporary file, a log or a backup', async () => {
  const needles = needlesOf(canaries());
  await sql`checkpoint`.execute(inside.db);
  const dump = await searchTables(inside.db, needles);
  assert.deepEqual(dump.found, []);
  assert.ok(dump.rows > 50 && dump.tables.some((name) => name.startsWith('graphile_worker.')), dump.tables.join());
  assert.ok(dump.tables.includes('public.tip') && dump.tables.includes('public.ledger_entry'));

  const living = await searchFolder(dataDir, needles);
  assert.deepEqual(living.found, []);
  assert.ok((await readdir(path.join(dataDir, 'checkpoints'))).length > 0, 'there is a checkpoint to search');
  assert.ok((await readdir(path.join(dataDir, 'postgres', 'db', 'pg_wal'))).length > 1, 'there is a log of writes');
  await inside.close();
  assert.equal(await app.stop(), 0);
  output += app.output();
  const backup = path.join(folder, 'backup');
  await promisify(execFile)('cp', ['-a', dataDir, backup]);
  const copied = await searchFolder(backup, needles);
  assert.deepEqual(copied.found, []);
  console.log(
    `searched ${dump.rows} rows of ${dump.tables.length} tables, ${copied.files} files of ${(copied.sizeBytes / 1e6).toFixed(0)} MB, for ${needles.length} forms`,
  );
  assert.match(output, /"event":"job.failed"/, 'failures were logged too');
  assert.deepEqual(findIn('output', Buffer.from(output), needles), []);
  assert.deepEqual((await searchFolder(temporary, needles)).found, []);
  // Of the machine's own folder for temporary files, what is new; other tests' folders and the browser's profile are not ours.
  const fresh = (await readdir(machineTemporary)).filter(
    (name) => !topBefore.has(name) && !/^(fyr-|playwright|chromium|bash_)/.test(name),
  );
  for (const name of fresh) {
    const found = await searchFolder(path.join(machineTemporary, name), needles).catch(() => undefined);
    assert.deepEqual(found?.found ?? [], []);
  }
});

test('a word that is planted in each of these places is found there', async () => {
  const planted = `Lockbete ${chance()} på däck`;
  const needles = needlesOf({ planted });
  app = await startApp({ dataDir, env });
  inside = await lookInside(dataDir);
  await sql`create table planted (words text, bytes bytea, coded text)`.execute(inside.db);
  const bytes = Buffer.from(`xy ${planted}`);
  await sql`insert into planted values (${planted}, null, null)`.execute(inside.db);
  assert.match((await searchTables(inside.db, needles)).found.join(), /public\.planted: planted \(clear\)/);
  await sql`update planted set words = null, bytes = ${bytes}`.execute(inside.db);
  assert.match((await searchTables(inside.db, needles)).found.join(), /public\.planted: planted \(hex\)/);
  for (const shift of [0, 1, 2]) {
    const coded = Buffer.concat([randomBytes(shift), Buffer.from(planted), randomBytes(5)]).toString('base64');
    await sql`update planted set bytes = null, coded = ${coded}`.execute(inside.db);
    assert.match(
      (await searchTables(inside.db, needles)).found.join(),
      /public\.planted: planted \(base64/,
      `${shift}`,
    );
  }
  await sql`select graphile_worker.add_job('planted', json_build_object('words', ${planted}::text), run_at => now() + interval '1 day')`.execute(
    inside.db,
  );
  assert.match((await searchTables(inside.db, needles)).found.join(), /graphile_worker\.\S*jobs: planted/);

  await sql.raw(`do $$ begin raise log '${planted}'; end $$`).execute(inside.db);
  for (const place of ['checkpoints/planted.txt', 'keys/planted.txt'])
    await writeFile(path.join(dataDir, place), planted);
  await sql`checkpoint`.execute(inside.db);
  await inside.close();
  await app.stop();
  const backup = path.join(folder, 'backup-planted');
  await promisify(execFile)('cp', ['-a', dataDir, backup]);
  for (const place of [dataDir, backup]) {
    const found = (await searchFolder(place, needles)).found.join('\n');
    for (const where of [/^postgres\/db\/base\/\d+\/\d+: planted/m, /^postgres\/db\/pg_wal\/\w+: planted/m])
      assert.match(found, where);
    for (const where of [/^postgres\/server\.log: planted/m, /^checkpoints\/planted\.txt: /m, /^keys\/planted\.txt: /m])
      assert.match(found, where);
  }
  await writeFile(path.join(temporary, 'left-behind'), Buffer.from(planted).toString('base64'));
  assert.match((await searchFolder(temporary, needles)).found.join(), /left-behind: planted \(base64/);
  const told = await runCli({ dataDir, env: { [`FYR_${planted}`]: '1' }, args: ['start'] });
  assert.match(findIn('output', Buffer.from(told.output), needles).join(), /output: planted \(clear\)/);
});
