/**
 * From an empty folder to a working hotline, as its operator meets it: the one-time link, the first people, stopping and
 * starting again, settings that are wrong, and services in processes of their own.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { textsOf } from '../src/console/texts/texts.ts';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { settingOf } from '../src/platform/role-config.ts';
import { SERVICE_ROLES } from '../src/platform/roles.ts';
import { totpCode } from '../src/staff/door.ts';
import { startWorld } from '../stand-ins/world.ts';
import {
  answerCase,
  assess,
  BASELINE,
  claimNext,
  decide,
  logIn,
  NO_DANGER,
  readTip,
  waitUntilClosed,
} from './analyst.ts';
import { freeListeners, runCli, startApp, type App } from './app.ts';
import { openBrowser, type Visitor } from './browser.ts';
import { addPerson, lookInside, STAFF_PASSWORD } from './inside.ts';
import { noticeMail, policeMail } from './received.ts';
import { fillTipForm, openMailbox, sendTip } from './tipster.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-set-up-'));
const dataDir = path.join(folder, 'data');
const env = await freeListeners();
const browser = await openBrowser();
const supervisor = await browser.visitor({ language: 'en', script: 'off' });
const analyst = await browser.visitor({ language: 'sv', script: 'on' });
const tipster = await browser.visitor({ language: 'en', script: 'off' });
let app: App = await startApp({ dataDir, env, hasOwnGroup: true });
const firstOutput = app.output();
after(async () => {
  await app.stop();
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

const narrative = 'Somebody at the harbour asked me to look away.';
let receipt = '';
const readySeconds = (output: string) => Number(/Fyr is ready in ([\d.]+) s/.exec(output)?.[1]);
const checkAccess = async (name: string, { page }: Visitor) =>
  assert.deepEqual(await browser.findBarriers(name, page), []);

/** Becomes a person of the hotline by a link, with the key for the codes read from the page. */
async function join({ page, language }: Visitor, link: string, person: { name: string; login: string }) {
  const { setUp, queue } = textsOf(language);
  await page.goto(link);
  await page.getByLabel(setUp.name).fill(person.name);
  await page.getByLabel(setUp.login, { exact: true }).fill(person.login);
  await page.getByLabel(setUp.password, { exact: true }).fill(STAFF_PASSWORD);
  await page.getByLabel(setUp.again).fill(STAFF_PASSWORD);
  const totpSecret = (await page.locator('.secret code').innerText()).replaceAll(' ', '');
  await page.getByLabel(setUp.code).fill(totpCode(totpSecret, new Date()));
  await page.getByRole('button', { name: setUp.submit }).click();
  await page.getByRole('heading', { level: 1, name: queue.title }).waitFor();
}

test('a fresh start prints its addresses and a one-time link, and says that nothing leaves the machine', () => {
  assert.match(firstOutput, /Fyr is ready in [\d.]+ s \(first start: the database was made\)/);
  assert.match(firstOutput, /Set up the first supervisor \(once\)\s+http:\/\/127\.0\.0\.1:\d+\/set-up\/\S{20,}/);
  assert.match(firstOutput, /all in test mode: nothing leaves this machine/);
});

test('before anybody has been set up the form says that it is not open, keeps what was typed, and takes nothing', async () => {
  await fillTipForm(tipster, app.siteUrl, { category: 'offline', words: { narrative } });
  await tipster.page.getByRole('button', { name: 'Send the tip' }).click();
  await tipster.page.getByRole('heading', { name: 'We have not opened yet' }).waitFor();
  assert.equal(await tipster.page.locator('.receipt').count(), 0, 'nothing is acknowledged');
  assert.ok(
    (await tipster.page.locator('.answers').allInnerTexts()).join().includes(narrative),
    'the words are still there',
  );
  await checkAccess('the form before it is open', tipster);
  const inside = await lookInside(dataDir);
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from tip`.execute(inside.db);
  await inside.close();
  assert.equal(rows[0]?.count, 0);
});

test('the link sets up the first supervisor once, and the form of before is taken', async () => {
  const link = app.setUpUrl ?? '';
  await supervisor.page.goto(link);
  await checkAccess('set-up', supervisor);
  await supervisor.page.getByRole('button', { name: 'Create the account' }).click();
  await supervisor.page.getByText('There is a problem').waitFor();
  await checkAccess('set-up with problems', supervisor);
  await join(supervisor, link, { name: 'Signe', login: 'signe' });
  const stranger = await browser.visitor({ language: 'en', script: 'off' });
  const again = await stranger.page.goto(link);
  assert.equal(again?.status(), 410);
  assert.match(await stranger.page.getByRole('main').innerText(), /no longer good/);
  await stranger.page.context().close();

  // The very page that said "not open" is sent once more.
  await tipster.page.getByRole('button', { name: 'Send the tip' }).click();
  await tipster.page.getByRole('heading', { level: 1, name: 'Thank you. We have received your tip.' }).waitFor();
  receipt = await tipster.page.locator('.receipt .code').innerText();
});

test('an invited analyst sets up by their own link and reads a tip that came before they did', async () => {
  const { page } = supervisor;
  await page.goto(new URL('/staff', app.consoleUrl).href);
  await page.locator('#password').fill(STAFF_PASSWORD);
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = (await page.locator('.whole-address').innerText()).trim();
  await checkAccess('the link of an invitation', supervisor);
  await join(analyst, link, { name: 'Anders', login: 'anders' });
  const person = { ...analyst, consoleUrl: app.consoleUrl, texts: textsOf('sv') };
  await claimNext(person);
  assert.match(await readTip(person), /Somebody at the harbour/);
  const staff = await analyst.page.goto(new URL('/staff', app.consoleUrl).href);
  assert.equal(staff?.status(), 403, 'an analyst invites nobody');
  await checkAccess('a refusal', analyst);
});

test('Ctrl-C stops cleanly; the next start has everything, offers no link, and says how long it took', async () => {
  assert.equal(await app.stop('SIGINT'), 0);
  assert.match(app.output(), /Stopping: finishing what is under way[^]*Stopped in [\d.]+ s\. Everything is kept in/);
  assert.doesNotMatch(app.output(), /"level":[56]0/, 'no error is logged on the way');
  assert.ok(!(await readdir(path.join(dataDir, 'postgres', 'db'))).includes('postmaster.pid'), 'so has its database');
  app = await startApp({ dataDir, env, hasOwnGroup: true });
  const printed = readySeconds(app.output());
  // How fast is the machine's affair and not a test's; what is printed has to be what it took.
  console.log(
    `ready after the first start: ${(app.startMs / 1000).toFixed(1)} s from the command, ${printed} s printed`,
  );
  assert.ok(printed > 0 && printed <= app.startMs / 1000 + 0.1, `${printed} s of ${app.startMs} ms`);
  assert.equal(app.setUpUrl, undefined, 'there is a supervisor');
  await supervisor.page.goto(app.consoleUrl);
  await supervisor.page.getByRole('heading', { level: 1, name: 'Queue' }).waitFor();
  assert.deepEqual(await openMailbox(tipster, app.siteUrl, receipt), ['Received', 'Being looked into']);
});

test('a setting that is wrong stops the start with a message that names it', async () => {
  for (const [wrong, message] of [
    [{ FYR_HOME_COUNTRY: 'Sweden' }, /FYR_HOME_COUNTRY: a country is two capital letters/],
    [{ FYR_SITE_LISEN: '127.0.0.1:1' }, /FYR_SITE_LISEN: no such setting/],
    [
      { FYR_POLICE_MODE: 'live' },
      /FYR_POLICE_MODE=live also needs FYR_SMTP_URL, FYR_POLICE_EMAIL, FYR_POLICE_KEY_FILE/,
    ],
    [{ FYR_TEST_NETWORK: '/nowhere.json' }, /FYR_TEST_NETWORK names a file that is not there/],
  ] as const) {
    const { code, output } = await runCli({ dataDir: path.join(folder, 'wrong'), env: wrong, args: ['start'] });
    assert.notEqual(code, 0);
    assert.match(output, message);
    assert.doesNotMatch(output, /\n\s+at /, 'a message, not a stack');
  }
  const { code, output } = await runCli({ dataDir: path.join(folder, 'wrong'), args: ['start', '--services=post'] });
  assert.equal(code, 2);
  assert.match(output, /Allowed: --services= with any of web, jobs, recheck, crawl/);
});

for (const where of ['one data folder', 'DATABASE_URL'] as const) {
  test(`web in one process and jobs and crawl in another lead a tip through, on ${where}`, async () => {
    const ownFolder = path.join(folder, where === 'DATABASE_URL' ? 'url' : 'split');
    const own = path.join(ownFolder, 'data');
    const world = await startWorld({ folder: path.join(ownFolder, 'world') });
    const server =
      where === 'DATABASE_URL' ? await openEmbeddedPostgres({ folder: path.join(ownFolder, 'server') }) : undefined;
    const addressOf = (role: string, host: string) =>
      `postgresql://${role}@localhost/postgres?host=${encodeURIComponent(host)}`;
    const databaseUrl = server && addressOf('fyr', server.connection.host);
    const roleUrls = server
      ? Object.fromEntries(SERVICE_ROLES.map((role) => [settingOf(role), addressOf(role, server.connection.host)]))
      : {};
    const settings = {
      ...{ ...world.env, ...(await freeListeners()) },
      ...{ FYR_RECHECK_FIRST_MINUTES: '0.005', FYR_RECHECK_MOST_MINUTES: '0.01', FYR_NOTICE_GROUP_MINUTES: '0' },
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl, ...roleUrls }),
    };
    const web = await startApp({ dataDir: own, env: settings, args: ['--services=web'] });
    const inside = await lookInside(own, databaseUrl);
    const totpSecret = await addPerson(inside, 'signe');
    const { rows: ofOwner } = await sql`select from pg_stat_activity
      where usename = 'fyr' and backend_type = 'client backend' and pid <> pg_backend_pid()`.execute(inside.db);
    assert.equal(ofOwner.length, 0, 'what serves people has no connection of the owner');
    await inside.close();
    const url = 'http://bilder.example.org/album/2';
    const sent = await sendTip(tipster, web.siteUrl, { category: 'online', words: { addresses: url } });
    // What came while nobody did the jobs is done once somebody does.
    const jobs = await startApp({ dataDir: own, env: settings, args: ['--services=jobs,recheck'] });
    assert.equal(jobs.siteUrl, '', 'it serves no site');
    const visitor = await browser.visitor({ language: 'en', script: 'on' });
    const person = await logIn(visitor, web.consoleUrl, { login: 'signe', totpSecret });
    await claimNext(person);
    await assess(person, BASELINE);
    await answerCase(person, NO_DANGER);
    await decide(person);
    await policeMail(world, (contents) => contents.items.some((item) => item.url === url));
    await noticeMail(world, url);
    await waitUntilClosed(person, 'removed');
    assert.equal((await openMailbox(tipster, web.siteUrl, sent)).at(-1), 'No longer online');
    await visitor.page.context().close();
    assert.equal(await jobs.stop(), 0);
    const verified = await runCli({ dataDir: own, env: settings, args: ['ledger', 'verify'] });
    assert.equal(verified.code, 0, verified.output);
    assert.equal(await web.stop(), 0);
    await server?.stop();
    await world.close();
  });
}

test('no page has asked for anything beyond this machine', () => {
  assert.deepEqual(browser.strayRequests(), []);
});
