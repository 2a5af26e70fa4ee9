import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, test } from 'node:test';
import { z } from 'zod';
import { freshDatabase } from '../test/fresh-database.ts';
import { fetchSafely, openNetwork, testNetworkSchema } from '../src/crawl/door.ts';
import { findLadder, openContacts } from '../src/notices/door.ts';
import { readConfig } from '../src/platform/config.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';
import { startRdap } from './rdap.ts';
import { startWorld } from './world.ts';

const rdap = await startRdap();
after(() => rdap.close());
afterEach(() => rdap.behave({ kind: 'ok' }));
const network = openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts: rdap.networkHosts() }) });
const ask = (url: string) => fetchSafely(network, url, { userAgent: 'Fyr/test', limits: { totalMs: 2_000 } });
const askJson = async (url: string) => {
  const outcome = await ask(url);
  assert.ok(outcome.kind === 'answered');
  const value: unknown = JSON.parse(Buffer.from(outcome.body).toString('utf8'));
  return { status: outcome.status, type: outcome.contentType, value: z.record(z.string(), z.unknown()).parse(value) };
};

rdap.putNetwork({ cidr: '85.24.0.0/16', name: 'Wide', country: 'SE', abuseEmail: 'abuse@wide.example' });
rdap.putNetwork({ cidr: '85.24.180.0/24', name: 'Narrow', country: 'SE', abuseEmail: 'abuse@narrow.example' });

test('startRdap answers in RDAP’s media type, with the smallest block', async () => {
  const { status, type, value } = await askJson('http://rdap.europe.example.net/rdap/ip/85.24.180.40');
  assert.deepEqual([status, type], [200, 'application/rdap+json']);
  assert.deepEqual(
    [value['objectClassName'], value['startAddress'], value['endAddress'], value['ipVersion'], value['country']],
    ['ip network', '85.24.180.0', '85.24.180.255', 'v4', 'SE'],
  );
  assert.deepEqual(value['cidr0_cidrs'], [{ v4prefix: '85.24.180.0', length: 24 }]);
  const wide = await askJson('http://rdap.europe.example.net/rdap/ip/85.24.181.40');
  assert.equal(wide.value['startAddress'], '85.24.0.0');
});

test('startRdap says what it has not with an error object, and what it cannot read', async () => {
  const missing = await askJson('http://rdap.names.example.net/rdap/domain/example.org');
  assert.deepEqual([missing.status, missing.value['errorCode']], [404, 404]);
  assert.equal((await askJson('http://rdap.europe.example.net/rdap/ip/nowhere')).status, 400);
  assert.equal((await askJson('http://rdap.europe.example.net/other')).status, 404);
});

test('startRdap misbehaves as often as it was told to, and at the host that was named', async () => {
  rdap.behave({ kind: 'status', status: 429, retryAfter: '7', times: 2, host: 'rdap.europe.example.net' });
  const statuses = [];
  for (const host of ['rdap.europe', 'rdap.asia', 'rdap.europe', 'rdap.europe']) {
    const outcome = await ask(`http://${host}.example.net/rdap/ip/85.24.180.40`);
    statuses.push(
      outcome.kind === 'answered' ? `${outcome.status} ${outcome.headers['retry-after'] ?? '-'}` : outcome.kind,
    );
  }
  // Asia sends on to Europe, which is where the second refusal is met.
  assert.deepEqual(statuses, ['429 7', '429 7', '200 -', '200 -']);
});

test('startWorld has registration data by which every demo host’s ladder is found', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-world-'));
  const world = await startWorld({ folder });
  const { db } = await freshDatabase();
  try {
    const config = readConfig({ ...world.env, FYR_DATA_DIR: folder });
    const file: unknown = JSON.parse(await readFile(config.testNetworkFile ?? '', 'utf8'));
    const deps = await openContacts({
      settings: { ...config.notices, contactsFile: undefined },
      network: openNetwork({ kind: 'test', network: testNetworkSchema.parse(file) }),
      ...{
        db,
        serviceKey: serviceKeyFrom(Buffer.alloc(32, 7)),
        clock: { now: () => new Date() },
        userAgent: 'Fyr/test',
      },
    });
    for (const { name, ip, country, origin } of world.web.hosts()) {
      const place = { host: name, ip, country, isBehindProxy: false };
      const { rungs, silent } = await findLadder(deps, place, new Date());
      const nearest = origin === undefined ? 'hosting Example Hosting' : 'proxy Example CDN';
      assert.deepEqual(
        rungs.map(({ rung, contact }) => `${rung} ${contact.name}`),
        [nearest, 'upstream Example Carrier', 'registrar Example Registrar'],
        name,
      );
      assert.deepEqual(silent, []);
    }
  } finally {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  }
});
