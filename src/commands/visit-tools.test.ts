import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { openNetwork, testNetworkSchema } from '../crawl/door.ts';
import { ConfigError, readConfig } from '../platform/config.ts';
import { openVisitTools, parseEgressFile } from './visit-tools.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-egress-'));
after(() => rm(folder, { recursive: true, force: true }));
const network = openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts: {} }) });

async function opened(egresses: unknown, env: Readonly<Record<string, string>> = {}) {
  const file = path.join(folder, `${crypto.randomUUID()}.json`);
  await writeFile(file, typeof egresses === 'string' ? egresses : JSON.stringify(egresses));
  const tools = await openVisitTools(readConfig({ FYR_RECHECK_EGRESS: file, ...env }), network);
  await tools.close();
  return tools.egresses.map(({ name, isDirect }) => [name, isDirect]);
}

test('openVisitTools goes straight where no ways out are configured', async () => {
  const tools = await openVisitTools(readConfig({}), network);
  await tools.close();
  assert.deepEqual(
    tools.egresses.map(({ name }) => name),
    ['direct'],
  );
  assert.match(tools.userAgent, /^Fyr\/.*https:/);
});

test('openVisitTools opens the configured ways out in their order', async () => {
  const away = { name: 'away', kind: 'socks5', address: '192.0.2.7:1080' };
  assert.deepEqual(await opened([{ name: 'here', kind: 'direct' }, away]), [
    ['here', true],
    ['away', false],
  ]);
  assert.deepEqual(await opened([away]), [['away', false]]);
});

test('openVisitTools refuses ways out that would lead out of a test network', async () => {
  const proxy = (address: string) => [{ name: 'away', kind: 'http-connect', address }];
  const env = { FYR_TEST_NETWORK: 'network.json' };
  await assert.rejects(opened(proxy('192.0.2.7:3128'), env), /nothing may leave this machine.*away/);
  assert.deepEqual(await opened(proxy('127.0.0.1:3128'), env), [['away', false]]);
  assert.deepEqual(await opened(proxy('[::1]:3128'), env), [['away', false]]);
});

test('openVisitTools says what is wrong where when the file is not right', async () => {
  await assert.rejects(openVisitTools(readConfig({ FYR_RECHECK_EGRESS: '/no/such/file' }), network), {
    name: 'ConfigError',
    message: 'FYR_RECHECK_EGRESS names a file that cannot be read: /no/such/file',
  });
  await assert.rejects(opened('{'), /is not JSON/);
  await assert.rejects(
    opened([{ name: 'a', kind: 'socks5', address: 'proxy.example.org:1080' }]),
    /0\.address: must be/,
  );
  assert.throws(() => parseEgressFile('[]', 'egress.json'), ConfigError);
});
