import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, test } from 'node:test';
import fc from 'fast-check';
import { startRdap } from '../../../stand-ins/rdap.ts';
import { openNetwork, testNetworkSchema } from '../../crawl/door.ts';
import {
  BOOTSTRAP_FILES,
  openBootstrapFolder,
  openDirectory,
  parseBootstrap,
  readBootstrap,
  SHIPPED_FOLDER,
} from './bootstrap.ts';
import { refreshBootstrap } from './refresh-bootstrap.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-bootstrap-'));
const NEWER = new Date('2031-01-01T00:00:00Z');
const iana = await startRdap({ published: NEWER });
const network = openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts: iana.networkHosts() }) });
after(async () => {
  await iana.close();
  await rm(folder, { recursive: true });
});
afterEach(async () => {
  iana.behave({ kind: 'ok' });
  for (const name of await readdir(folder)) await rm(path.join(folder, name), { recursive: true });
});

const shipped = openDirectory(await readBootstrap(undefined));
const file = (services: unknown, more: object = {}) =>
  JSON.stringify({ version: '1.0', publication: '2026-01-01T00:00:00Z', services, ...more });

test('the shipped files lead to the registries', () => {
  const first = (question: Parameters<typeof shipped.serversFor>[0]) => shipped.serversFor(question)[0];
  assert.equal(first({ kind: 'domain', name: 'example.com' }), 'https://rdap.verisign.com/com/v1/');
  assert.equal(first({ kind: 'domain', name: 'example.org' }), 'https://rdap.publicinterestregistry.org/rdap/');
  assert.equal(first({ kind: 'ip', ip: '185.107.56.40' }), 'https://rdap.db.ripe.net/');
  assert.equal(first({ kind: 'ip', ip: '23.92.20.30' }), 'https://rdap.arin.net/registry/');
  assert.equal(first({ kind: 'ip', ip: '2a02:4780::7' }), 'https://rdap.db.ripe.net/');
  assert.equal(first({ kind: 'ip', ip: '2c0f:f248::1' }), 'https://rdap.afrinic.net/rdap/');
  assert.equal(first({ kind: 'asn', asn: 3333 }), 'https://rdap.db.ripe.net/');
  assert.equal(first({ kind: 'asn', asn: 13_335 }), 'https://rdap.arin.net/registry/');
  assert.deepEqual(shipped.serversFor({ kind: 'domain', name: 'example.test' }), []);
});

test('serversFor takes the longest name, the smallest network and the right range, https first', () => {
  const directory = openDirectory({
    dns: parseBootstrap(
      'dns',
      file([
        [['uk'], ['https://uk.example/']],
        [['CO.uk'], ['http://co.example', 'https://co.example/x']],
      ]),
    ),
    ipv4: parseBootstrap(
      'ipv4',
      file([
        [['93.0.0.0/8'], ['https://wide.example/']],
        [['93.184.0.0/16'], ['https://narrow.example/']],
      ]),
    ),
    ipv6: parseBootstrap('ipv6', file([[['2a00::/12'], ['https://six.example/']]])),
    asn: parseBootstrap('asn', file([[['64496-64511', '65551'], ['https://as.example/']]])),
  });
  assert.deepEqual(directory.serversFor({ kind: 'domain', name: 'shop.co.uk' }), [
    'https://co.example/x/',
    'http://co.example/',
  ]);
  assert.deepEqual(directory.serversFor({ kind: 'domain', name: 'shop.org.uk' }), ['https://uk.example/']);
  assert.deepEqual(directory.serversFor({ kind: 'ip', ip: '93.184.1.1' }), ['https://narrow.example/']);
  assert.deepEqual(directory.serversFor({ kind: 'ip', ip: '93.1.1.1' }), ['https://wide.example/']);
  assert.deepEqual(directory.serversFor({ kind: 'ip', ip: '94.1.1.1' }), []);
  assert.deepEqual(directory.serversFor({ kind: 'ip', ip: '2a02::1' }), ['https://six.example/']);
  for (const [asn, count] of [
    [64_495, 0],
    [64_496, 1],
    [64_511, 1],
    [64_512, 0],
    [65_551, 1],
    [65_552, 0],
  ] as const)
    assert.equal(directory.serversFor({ kind: 'asn', asn }).length, count);
});

test('parseBootstrap refuses what is not a bootstrap file of its kind', () => {
  const wrong: readonly [(typeof BOOTSTRAP_FILES)[number], string][] = [
    ['dns', '{}'],
    ['dns', '['],
    ['dns', file([])],
    ['dns', file([[['com'], []]])],
    ['dns', file([[['com'], ['ftp://x.example/']]])],
    ['dns', file([[['com'], ['https://x.example/']]], { version: '2.0' })],
    ['dns', file([[['com'], ['https://x.example/']]], { publication: 'yesterday' })],
    ['ipv4', file([[['300.0.0.0/8'], ['https://x.example/']]])],
    ['ipv4', file([[['2a00::/12'], ['https://x.example/']]])],
    ['ipv6', file([[['2a00::/129'], ['https://x.example/']]])],
    ['asn', file([[['AS1'], ['https://x.example/']]])],
  ];
  for (const [kind, text] of wrong) assert.throws(() => parseBootstrap(kind, text), Error, text);
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(...BOOTSTRAP_FILES), (text, kind) => {
      try {
        parseBootstrap(kind, text);
      } catch (error) {
        assert.ok(error instanceof Error);
      }
    }),
  );
});

test('readBootstrap takes a refreshed file when it is newer and right, and else the shipped one', async () => {
  const older = file([[['com'], ['https://older.example/']]], { publication: '2019-01-01T00:00:00Z' });
  const newer = file([[['com'], ['https://newer.example/']]], { publication: NEWER.toISOString() });
  const readDirectory = openBootstrapFolder(folder);
  const serverNow = async () => (await readDirectory()).serversFor({ kind: 'domain', name: 'example.com' })[0];
  for (const [text, expected] of [
    [older, 'https://rdap.verisign.com/com/v1/'],
    ['half a fi', 'https://rdap.verisign.com/com/v1/'],
    [newer, 'https://newer.example/'],
  ] as const) {
    await rm(path.join(folder, 'dns.json'), { force: true });
    await writeFile(path.join(folder, 'dns.json'), text);
    assert.equal(await serverNow(), expected, 'without a restart');
  }
});

const FROM = 'http://data.iana.example.net/rdap/';
const refresh = (more: object = {}) =>
  refreshBootstrap({ network, mode: 'test', userAgent: 'Fyr/test', folder, now: new Date(), from: FROM, ...more });
const kinds = async (more?: object) => (await refresh(more)).map(({ kind }) => kind);

/** Newer copies of the shipped files, so that the stand-in's few entries can be told from a whole list. */
const writeSmallFilesInUse = () => iana.writeFiles(folder);

test('refreshBootstrap keeps the shipped files when the new ones have lost most of their entries', async () => {
  const results = await refresh();
  assert.deepEqual(
    results.map(({ file: name, kind }) => [name, kind]),
    [
      ['dns', 'kept'],
      ['ipv4', 'kept'],
      ['ipv6', 'kept'],
      ['asn', 'kept'],
    ],
  );
  const [dns] = results;
  assert.match(dns?.kind === 'kept' ? dns.why : '', /^it has 8 entries, and the one in use 1197$/);
  assert.deepEqual(await readdir(folder), []);
});

test('refreshBootstrap replaces the files when there are newer ones, whole, and says when they are the same', async () => {
  await writeSmallFilesInUse();
  assert.deepEqual(await kinds(), ['same', 'same', 'same', 'same']);
  const later = await startRdap({ published: new Date('2032-01-01T00:00:00Z') });
  try {
    const its = openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts: later.networkHosts() }) });
    assert.deepEqual(await kinds({ network: its }), ['newer', 'newer', 'newer', 'newer']);
    assert.deepEqual(await kinds({ network: its }), ['same', 'same', 'same', 'same']);
    assert.deepEqual((await readBootstrap(folder)).asn.publication, new Date('2032-01-01T00:00:00Z'));
    assert.deepEqual((await readdir(folder)).sort(), ['asn.json', 'dns.json', 'ipv4.json', 'ipv6.json', 'ripe.json']);
    const [older] = await refresh();
    assert.match(older?.kind === 'kept' ? older.why : '', /older/);
  } finally {
    await later.close();
  }
});

for (const kind of ['not-json', 'wrong-shape', 'cut', 'huge', 'loop', 'no-such-thing'] as const) {
  test(`refreshBootstrap keeps what there is when the answer is ${kind}`, async () => {
    await writeSmallFilesInUse();
    const before = await readFile(path.join(folder, 'dns.json'), 'utf8');
    if (kind !== 'no-such-thing') iana.behave({ kind });
    assert.deepEqual(await kinds(kind === 'no-such-thing' ? { from: `${FROM}other/` } : {}), [
      'kept',
      'kept',
      'kept',
      'kept',
    ]);
    assert.equal(await readFile(path.join(folder, 'dns.json'), 'utf8'), before);
  });
}

test('refreshBootstrap asks nobody outside of this machine when it is in test mode', async () => {
  const asked: string[] = [];
  const outside = {
    ...openNetwork({ kind: 'system' }),
    resolve: (host: string) => Promise.reject(new Error(String(asked.push(host)))),
  };
  assert.deepEqual(await kinds({ network: outside, from: undefined }), ['kept', 'kept', 'kept', 'kept']);
  assert.deepEqual(asked, []);
  assert.ok(SHIPPED_FOLDER.endsWith('config/rdap'));
});
