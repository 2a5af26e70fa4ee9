import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { startRdap } from '../../../stand-ins/rdap.ts';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { openNetwork, testNetworkSchema, type Network } from '../../crawl/door.ts';
import { openTestClock, testServiceKey } from '../notices-for-tests.ts';
import { findLadder } from './find-ladder.ts';
import { openContacts, type ContactSettings } from './open-contacts.ts';
import { openPacer } from './pacer.ts';

const { db, pool } = await freshDatabase();
const clock = openTestClock();
const rdap = await startRdap();
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-contacts-'));
const contactsFile = path.join(folder, 'contacts.json');
await rdap.writeFiles(folder);
const network = openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts: rdap.networkHosts() }) });

const holder = (name: string) => ({ name, country: 'NL', abuseEmail: `abuse@${name}.example` });
rdap.putNetwork({ cidr: '185.107.56.0/24', ...holder('hosting'), originAs: 64_500 });
rdap.putNetwork({ cidr: '104.18.20.0/24', ...holder('cdn') });
rdap.putNetwork({ cidr: '2a02:4780:1::/48', ...holder('six'), originAs: 64_500 });
rdap.putAutnum({ asn: 64_500, ...holder('carrier') });
rdap.putDomain({
  name: 'example.org',
  registrar: { name: 'Names', ianaId: '9999', abuseEmail: 'abuse@names.example' },
  ownerAbuseEmail: 'abuse@site.example',
});

after(async () => {
  await rdap.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  rdap.behave({ kind: 'ok' });
  await pool.query('truncate contact_lookup');
  await writeFile(contactsFile, '{"version":1}');
});

const settings: ContactSettings = { mode: 'test', contactsFile, rdap: 'ask', rdapFolder: folder };
const open = (more: Partial<ContactSettings> = {}, through: Network = network) =>
  openContacts({
    ...{
      settings: { ...settings, ...more },
      db,
      serviceKey: testServiceKey,
      network: through,
      clock,
      userAgent: 'Fyr/test',
    },
    pacer: openPacer({ gapMs: 0, mostWaitMs: 0, nowMs: () => 0, pause: () => Promise.resolve() }),
    timeoutMs: 2_000,
  });
const PLACE = { host: 'albums.pictures.example.org', ip: '185.107.56.40', country: 'NL', isBehindProxy: false };
const ladder = async (deps: Awaited<ReturnType<typeof open>>, place: Partial<typeof PLACE> = {}) => {
  const { rungs, silent } = await findLadder(deps, { ...PLACE, ...place }, clock.now());
  return { rungs: rungs.map(({ rung, contact, source }) => `${rung} ${contact.name} ${source}`), silent };
};
const ALL = ['owner Site abuse desk rdap', 'hosting hosting rdap', 'upstream carrier rdap', 'registrar Names rdap'];

test('findLadder finds every rung by registration data, over real servers and the database', async () => {
  const deps = await open();
  assert.deepEqual(await ladder(deps), { rungs: ALL, silent: [] });
  const six = await ladder(deps, { ip: '2a02:4780:1::7' });
  assert.deepEqual(six.rungs[1], 'hosting six rdap');
  const behind = await ladder(deps, { ip: '104.18.20.30' });
  assert.deepEqual(behind.rungs, ['owner Site abuse desk rdap', 'proxy cdn rdap', 'registrar Names rdap']);
});

test('findLadder tells the registries no address, no host and no path', async () => {
  const before = rdap.requests().length;
  await ladder(await open());
  for (const { path: asked } of rdap.requests().slice(before)) assert.doesNotMatch(asked, /albums|pictures/);
});

test('findLadder asks nobody the second time, in another process too', async () => {
  await ladder(await open());
  const before = rdap.requests().length;
  assert.deepEqual(await ladder(await open()), { rungs: ALL, silent: [] });
  assert.equal(rdap.requests().length, before);
});

test('findLadder goes by what it knows when every source fails, and says which was silent', async () => {
  rdap.behave({ kind: 'status', status: 503 });
  assert.deepEqual(await ladder(await open()), { rungs: [], silent: ['rdap-domain', 'rdap-ip', 'ripe'] });
  await writeFile(
    contactsFile,
    JSON.stringify({ version: 1, countries: { NL: { name: 'Desk', email: 'desk@national.example' } } }),
  );
  const { rungs } = await ladder(await open());
  assert.deepEqual(rungs, ['hosting Desk rule']);
});

test('findLadder uses what it was told before when the sources fall silent, with its age', async () => {
  const toldAt = clock.now();
  await ladder(await open());
  clock.forward(10 * 24 * 3_600_000);
  rdap.behave({ kind: 'not-json' });
  const { rungs, silent } = await findLadder(await open(), PLACE, clock.now());
  assert.equal(rungs.length, 4);
  for (const { fetchedAt } of rungs) assert.deepEqual(fetchedAt, toldAt);
  assert.deepEqual(silent, []);
});

test('findLadder takes a rule that was written a moment ago', async () => {
  const deps = await open();
  await ladder(deps);
  await writeFile(
    contactsFile,
    JSON.stringify({ version: 1, owners: { 'example.org': { name: 'Own', email: 'own@site.example' } } }),
  );
  assert.equal((await ladder(deps)).rungs[0], 'owner Own rule');
});

test('openContacts asks nobody when registration data is off, or in test mode outside of this machine', async () => {
  const before = rdap.requests().length;
  assert.deepEqual(await ladder(await open({ rdap: 'off' })), { rungs: [], silent: [] });
  const asked: string[] = [];
  const outside = {
    ...openNetwork({ kind: 'system' }),
    resolve: (host: string) => Promise.resolve([String(asked.push(host))]),
  };
  assert.deepEqual(await ladder(await open({}, outside)), { rungs: [], silent: [] });
  assert.equal((await pool.query('select from contact_lookup')).rowCount, 0, 'live mode will ask at once');
  assert.deepEqual(asked, []);
  assert.equal(rdap.requests().length, before);
});

test('openContacts names the fault when the contacts file is not right', async () => {
  await writeFile(contactsFile, '{"version":1,"proxies":{"x":{}}}');
  await assert.rejects(open(), /proxies > x: must be a network or an AS/);
});
