import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { layTrap, serveHttp } from '../../crawl/loopback-for-tests.ts';
import { openNetwork } from '../../crawl/door.ts';
import { errorAnswerSchema, mediaAnswerSchema } from './answers.ts';
import { networkOf, openTestApi } from './check-for-tests.ts';

const { db } = await freshDatabase();
const picture = readFileSync(new URL('../../../lib/pdq/test-vectors/square-128x128.jpg', import.meta.url));
const entries = [{ hashes: { sha256: createHash('sha256').update(picture).digest() } }];

test('POST /v1/url/ fetches what lies at a public address and checks it', async (t) => {
  const agents: string[] = [];
  const server = await serveHttp(t, (request, response) => {
    agents.push(request.headers['user-agent'] ?? '');
    switch (request.url) {
      case '/picture.jpg':
        return response.end(picture);
      case '/packed':
        return response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(picture));
      case '/moved':
        return response.writeHead(302, { location: '/picture.jpg' }).end();
      case '/bomb':
        return response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(3_000_000)));
      default:
        return response.writeHead(404).end('not here');
    }
  });
  const network = networkOf({ 'pictures.example.org': { ip: '85.1.2.3', connectTo: `127.0.0.1:${server.port}` } });
  const limits = { maxBytes: 1e6, keepPictureBytes: 1e6, keepVideoBytes: 1e6 };
  const api = await openTestApi(t, db, entries, { network, limits, memoryBytes: 1e7 });
  const ask = (path: string) => api.postJson('/v1/url/', { url: `http://pictures.example.org${path}` });
  for (const path of ['/picture.jpg', '/packed', '/moved']) {
    const answer = mediaAnswerSchema.parse((await ask(path)).json);
    assert.deepEqual([answer.match_type, answer.size_bytes], ['exact', picture.length], path);
  }
  assert.deepEqual([(await ask('/gone')).status, (await ask('/bomb')).status], [422, 422]);
  assert.ok(agents.every((agent) => agent.startsWith('FyrTest/1.0')));
  assert.equal((await api.postJson('/v1/url/', { url: 'http://nowhere.example.org/' })).status, 502);
  assert.equal(api.tools.budget.usedBytes, 0);
});

test('POST /v1/url/ reaches nothing on this machine or network, however the address is written', async (t) => {
  const trap = await layTrap(t);
  const api = await openTestApi(t, db, entries, { network: openNetwork({ kind: 'system' }) });
  const hosts = [
    ...[
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '017700000001',
      '0.0.0.0',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::]',
    ],
    ...['10.0.0.1', '192.168.1.1', '169.254.169.254', '[fe80::1]', '[fd00::1]', '100.64.0.1', 'user@127.0.0.1'],
  ];
  for (const host of hosts) {
    const answer = await api.postJson('/v1/url/', { url: `http://${host}:${trap.port}/` });
    assert.equal(answer.status, 422, host);
    assert.equal(errorAnswerSchema.parse(answer.json).detail, 'The address is not fetched: forbidden-address.');
  }
  for (const url of ['file:///etc/passwd', 'ftp://example.org/', 'data:text/plain,x', 'nonsense', '//example.org']) {
    assert.equal((await api.postJson('/v1/url/', { url })).status, 422, url);
  }
  assert.equal(trap.acceptedCount(), 0);
});

test('POST /v1/url/ does not follow a public address to a forbidden one', async (t) => {
  const trap = await layTrap(t);
  const server = await serveHttp(t, (_request, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${trap.port}/` }).end(),
  );
  const network = networkOf({ 'pictures.example.org': { ip: '85.1.2.3', connectTo: `127.0.0.1:${server.port}` } });
  const api = await openTestApi(t, db, entries, { network });
  const answer = await api.postJson('/v1/url/', { url: 'http://pictures.example.org/' });
  assert.equal(answer.status, 422);
  assert.equal(trap.acceptedCount(), 0);
});
