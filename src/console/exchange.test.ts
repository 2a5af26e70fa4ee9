/** The pages for other hotlines, the feed and webhooks: what supervisors do there, and how it looks without script. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { ownKeys, readPeers } from '../exchange/door.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { readEndpoints } from '../webhooks/door.ts';
import { openConsole, PASSWORD } from './console-for-tests.ts';
import { look, openPageOf } from './look-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const supervisor = await desk.logIn('signe', 'supervisor');
const analyst = await desk.logIn('astrid', 'analyst');
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
after(() => desk.http.close());
const [theirs] = await ownKeys(db, serviceKeyFrom(randomBytes(32)), new Date());
const PEER = {
  ...{ name: 'Hotline Deutschland', country: 'de', url: 'http://127.0.0.1:9/exchange/v1/', mode: 'test' },
  ...{ keyText: theirs.public.text, gives: 'yes', hands: 'yes', compared: 'yes' },
  password: PASSWORD,
};
const peers = () => readPeers(db, desk.deps.serviceKey);

test('a hotline is added only when somebody has compared its fingerprint, and problems stand at their fields', async () => {
  const start = await supervisor.get('/partners/exchange');
  assert.match(start.body, /fyr-exchange-1:/);
  for (const [change, field] of [
    [{ compared: '' }, 'compared'],
    [{ country: 'Germany' }, 'country'],
    [{ url: 'http://de.example.org/' }, 'url'],
    [{ keyText: 'a key' }, 'keyText'],
    [{ password: '' }, 'password'],
  ] as const) {
    const answer = await supervisor.post('/partners/exchange', { ...PEER, ...change });
    assert.equal(answer.statusCode, 400, field);
    assert.match(answer.body, new RegExp(`href="#${field}"`));
  }
  const [own] = await ownKeys(db, desk.deps.serviceKey, desk.deps.clock.now());
  assert.match(
    (await supervisor.post('/partners/exchange', { ...PEER, keyText: own.public.text })).body,
    /our own key/,
  );
  assert.equal((await supervisor.post('/partners/exchange', PEER)).statusCode, 303);
  assert.match((await supervisor.post('/partners/exchange', PEER)).body, /known already/);
  assert.deepEqual(
    (await peers()).map(({ name, country, handsCases, trusted }) => [name, country, handsCases, trusted]),
    [['Hotline Deutschland', 'DE', true, []]],
  );
});

test('a peer is tried, changed and turned off, each on the ledger without its address', async () => {
  const [peer] = await peers();
  const path = `/partners/exchange/${peer?.id ?? ''}`;
  await supervisor.get('/partners/exchange');
  assert.match((await supervisor.post(`${path}/test`)).body, /The test did not succeed: /);
  for (const change of [{ mode: 'live' }, { url: 'http://127.0.0.1:8/exchange/v1/' }, { name: 'Another' }]) {
    const refused = await supervisor.post(path, { ...PEER, ...change, password: '' });
    assert.equal(refused.statusCode, 400);
    assert.match(refused.body, /role="alert"[^>]*>That is not your password, so nothing was changed/);
  }
  desk.waitMinutes(2);
  const named = await supervisor.post(path, { ...PEER, name: 'Hotline DE' });
  assert.equal(named.statusCode, 303);
  const less = { ...PEER, name: 'Hotline DE', mode: 'off', hands: '', gives: '', password: '' };
  assert.equal((await supervisor.post(path, less)).statusCode, 303, 'stopping waits for no password');
  assert.deepEqual(
    (await peers()).map(({ mode, gives, handsCases }) => [mode, gives, handsCases]),
    [['off', false, false]],
  );
  assert.equal((await supervisor.post(path, { ...less, gives: 'yes' })).statusCode, 400, 'giving more does');
  assert.equal((await supervisor.post('/partners/exchange/own-key')).statusCode, 400);
  assert.equal((await supervisor.post('/partners/exchange/own-key', { password: PASSWORD })).statusCode, 303);
  const { rows } = await sql<{
    row: string;
  }>`select ledger_act::text as row from ledger_act where action like 'exchange.%'`.execute(db);
  assert.ok(rows.length >= 3);
  for (const { row } of rows) assert.doesNotMatch(row, /127\.0\.0\.1/);
});

test('a key of the feed and a secret of a webhook are shown once, when they are made', async () => {
  await supervisor.get('/partners/feed');
  const made = await supervisor.post('/partners/feed', {
    ...{ name: 'Example platform', quotaPerMinute: '60', password: PASSWORD },
  });
  const secret = /(fyr-[0-9a-f]{16}):([\w-]{43})/.exec(made.body);
  assert.ok(secret?.[1] !== undefined && secret[2] !== undefined);
  assert.ok(!(await supervisor.get('/partners/feed')).body.includes(secret[2]));
  assert.equal((await supervisor.post('/partners/feed', { name: '', quotaPerMinute: '0' })).statusCode, 400);
  assert.equal((await supervisor.post(`/partners/feed/${secret[1]}/revoke`)).statusCode, 303);
  assert.equal((await supervisor.post('/partners/feed/fyr-0000000000000000/revoke')).statusCode, 404);

  await supervisor.get('/partners/webhooks');
  const hook = {
    name: 'Desk',
    url: 'http://127.0.0.1:9/',
    mode: 'test',
    'kind-case.closed': 'yes',
    password: PASSWORD,
  };
  const unproved = await supervisor.post('/partners/webhooks', { ...hook, password: 'not the right password' });
  assert.match(unproved.body, /href="#password"/);
  assert.equal((await readEndpoints(db, desk.deps.serviceKey)).length, 0);
  const added = await supervisor.post('/partners/webhooks', hook);
  const first = /whsec_[\w+/=]+/.exec(added.body)?.[0];
  assert.ok(first !== undefined);
  assert.ok(!(await supervisor.get('/partners/webhooks')).body.includes('whsec_'));
  assert.equal((await supervisor.post('/partners/webhooks', { ...hook, url: 'ftp://x' })).statusCode, 400);
  const [endpoint] = await readEndpoints(db, desk.deps.serviceKey);
  assert.ok(endpoint);
  assert.deepEqual(endpoint.kinds, ['case.closed']);
  const act = (name: string, password = '') =>
    supervisor.post(`/partners/webhooks/${endpoint.id}`, { act: name, password });
  assert.match((await act('secret', PASSWORD)).body, /whsec_/);
  for (const name of ['test', 'replay', 'off']) assert.equal((await act(name)).statusCode, 303, name);
  for (const name of ['secret', 'on']) {
    const refused = await act(name);
    assert.equal(refused.statusCode, 400, name);
    assert.match(refused.body, /not your password/);
    assert.doesNotMatch(refused.body, /whsec_/);
  }
  assert.equal((await act('on', PASSWORD)).statusCode, 303);
});

test('nobody but a supervisor gets there', async () => {
  await analyst.get('/');
  for (const page of ['exchange', 'feed', 'webhooks']) {
    assert.equal((await analyst.get(`/partners/${page}`)).statusCode, 403);
    assert.equal((await analyst.post(`/partners/${page}`)).statusCode, 403);
  }
});

test('the pages fit a telephone and have no barrier in either colour and language', async () => {
  const browser = await openBrowser();
  try {
    for (const language of ['en', 'sv'] as const) {
      const page = await openPageOf(browser, site, supervisor, language);
      for (const name of ['exchange', 'feed', 'webhooks']) {
        await page.goto(`${site}/partners/${name}`);
        for (const summary of await page.locator('summary').all()) await summary.click();
        await look(browser, `${name}-${language}`, page, { widths: [320, 390, 1280] });
      }
    }
    assert.deepEqual(browser.strayRequests(), []);
  } finally {
    await browser.close();
  }
});
