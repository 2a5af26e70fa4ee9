import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { gzipSync } from 'node:zlib';
import { test, type TestContext } from 'node:test';
import { certificateFor } from '../../crawl/certificate-for-tests.ts';
import { openNetwork, testNetworkSchema } from '../../crawl/door.ts';
import { serve, serveHttp } from '../../crawl/loopback-for-tests.ts';
import { askRdap } from './ask-rdap.ts';
import { fetchJson, type FetchJsonDeps } from './fetch-json.ts';
import { openPacer } from './pacer.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const NAMES = ['rdap.registry.example.net', 'rdap.registrar.example.net'];
const [REGISTRY = '', REGISTRAR = ''] = NAMES;

/** The two names on one server for each scheme. */
async function servers(t: TestContext, listener: RequestListener): Promise<FetchJsonDeps> {
  const { certificate, privateKey } = certificateFor(NAMES, new Date());
  const plain = await serveHttp(t, listener);
  const secure = await serve(t, createTlsServer({ cert: certificate, key: privateKey }, listener));
  const connectTo = { '80': `127.0.0.1:${plain.port}`, '443': `127.0.0.1:${secure.port}` };
  const hosts = Object.fromEntries(NAMES.map((name, index) => [name, { ip: `85.24.181.${index + 1}`, connectTo }]));
  const network = openNetwork({
    kind: 'test',
    network: testNetworkSchema.parse({ hosts, extraCertificates: [certificate] }),
  });
  const pacer = openPacer({ gapMs: 0, mostWaitMs: 0, nowMs: () => 0, pause: () => Promise.resolve() });
  return { network, userAgent: 'Fyr/test (+https://hotline.example)', pacer, now: () => NOW, timeoutMs: 2_000 };
}

const person = (roles: readonly string[], email: string, more: object = {}) => ({
  ...{ objectClassName: 'entity', roles },
  vcardArray: [
    'vcard',
    [
      ['fn', {}, 'text', 'Desk'],
      ['email', {}, 'text', email],
    ],
  ],
  ...more,
});

test('fetchJson reads JSON over TLS and through gzip, and says who asks and what it takes', async (t) => {
  const seen: (string | undefined)[] = [];
  const deps = await servers(t, (request, response) => {
    seen.push(request.headers['user-agent'], request.headers.accept, request.headers.cookie);
    response.writeHead(200, { 'content-type': 'application/rdap+json', 'content-encoding': 'gzip' });
    response.end(gzipSync('{"handle":"X"}'));
  });
  const url = `https://${REGISTRY}/ip/1`;
  assert.deepEqual(await fetchJson(deps, url), { kind: 'json', value: { handle: 'X' }, url });
  assert.deepEqual(seen, [
    'Fyr/test (+https://hotline.example)',
    'application/rdap+json, application/json;q=0.9',
    undefined,
  ]);
});

test('fetchJson takes nothing from a way that began encrypted and did not stay so', async (t) => {
  const deps = await servers(t, (request, response) => {
    const isSecure = 'encrypted' in request.socket;
    if (request.url === '/leads-out') response.writeHead(302, { location: `http://${REGISTRY}/answer` }).end();
    else if (request.url === '/and-back' && isSecure)
      response.writeHead(302, { location: `http://${REGISTRY}/and-back` }).end();
    else if (request.url === '/and-back') response.writeHead(302, { location: `https://${REGISTRY}/answer` }).end();
    else response.writeHead(200).end('{"handle":"X"}');
  });
  for (const path of ['leads-out', 'and-back'])
    assert.deepEqual(await fetchJson(deps, `https://${REGISTRY}/${path}`), { kind: 'silent', because: 'downgraded' });
  assert.equal((await fetchJson(deps, `http://${REGISTRY}/answer`)).kind, 'json', 'a server that has no other way');
});

test('fetchJson takes neither bytes that are no text nor a bomb', async (t) => {
  const deps = await servers(t, (request, response) => {
    if (request.url === '/bytes') response.end(Buffer.from([0x22, 0xff, 0xfe, 0x22]));
    else response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(`"${'0'.repeat(20_000_000)}"`));
  });
  assert.deepEqual(await fetchJson(deps, `http://${REGISTRY}/bytes`), { kind: 'silent', because: 'not-json' });
  assert.deepEqual(await fetchJson(deps, `http://${REGISTRY}/bomb`), { kind: 'silent', because: 'too-large' });
});

test('fetchJson leaves a server alone by a date, and by itself where it says nothing', async (t) => {
  const deps = await servers(t, (request, response) => {
    const retryAfter = request.url === '/dated' ? { 'retry-after': 'Sun, 01 Mar 2026 12:02:00 GMT' } : {};
    response.writeHead(503, retryAfter).end();
  });
  const dated = await fetchJson(deps, `http://${REGISTRY}/dated`);
  assert.deepEqual(dated, { kind: 'silent', because: 'status-503', retryAfterMs: 120_000 });
  assert.deepEqual(await fetchJson(deps, `http://${REGISTRY}/x`), {
    kind: 'silent',
    because: 'busy',
    retryAfterMs: 120_000,
  });
  const undated = await fetchJson(deps, `http://${REGISTRAR}/x`);
  assert.deepEqual(undated, { kind: 'silent', because: 'status-503', retryAfterMs: undefined });
  assert.equal((await fetchJson(deps, `http://${REGISTRAR}/x`)).kind, 'silent');
});

test('askRdap follows a registry to its registrar only for the same domain, once, and never out of TLS', async (t) => {
  const asked: string[] = [];
  let href = '';
  const deps = await servers(t, (request, response) => {
    const scheme = 'encrypted' in request.socket ? 'https' : 'http';
    asked.push(`${scheme} ${request.headers.host ?? ''}${request.url ?? ''}`);
    const isRegistrar = request.headers.host === REGISTRAR;
    const abuse = person(['registrar'], 'sales@names.example', {
      entities: [person(['abuse'], 'abuse@names.example')],
    });
    response.end(
      JSON.stringify({
        objectClassName: 'domain',
        entities: isRegistrar ? [abuse] : [],
        links: [{ rel: 'related', href, type: 'application/rdap+json' }],
      }),
    );
  });
  const directory = { servers: () => [], serversFor: () => [`https://${REGISTRY}/`] };
  const registrarOf = async (link: string) => {
    href = link;
    const heard = await askRdap(deps, directory, { kind: 'domain', name: 'example.org' });
    return heard.kind === 'found' ? heard.value.registrar?.email : heard.kind;
  };
  assert.equal(await registrarOf(`https://${REGISTRAR}/rdap/domain/EXAMPLE.ORG`), 'abuse@names.example');
  assert.deepEqual(asked.splice(0), [
    `https ${REGISTRY}/domain/example.org`,
    `https ${REGISTRAR}/rdap/domain/EXAMPLE.ORG`,
  ]);
  for (const link of [
    `http://${REGISTRAR}/rdap/domain/example.org`,
    `https://${REGISTRAR}/rdap/domain/other.example.org`,
    `https://${REGISTRAR}/collect?domain/example.org`,
    `https://${REGISTRY}/domain/example.org`,
  ]) {
    assert.equal(await registrarOf(link), undefined, link);
    assert.deepEqual(asked.splice(0), [`https ${REGISTRY}/domain/example.org`]);
  }
});

test('askRdap keeps the registry’s answer when the registrar does not answer', async (t) => {
  const deps = await servers(t, (request, response) => {
    if (request.headers.host === REGISTRAR) return void response.writeHead(500).end();
    const href = `http://${REGISTRAR}/domain/example.org`;
    const entities = [person(['technical'], 'ops@site.example')];
    response.end(JSON.stringify({ objectClassName: 'domain', entities, links: [{ rel: 'related', href }] }));
  });
  const directory = { servers: () => [], serversFor: () => [`http://${REGISTRY}/`] };
  const heard = await askRdap(deps, directory, { kind: 'domain', name: 'example.org' });
  assert.ok(heard.kind === 'found' && heard.isPartial === true);
  assert.equal(heard.value.other?.email, 'ops@site.example');
});
