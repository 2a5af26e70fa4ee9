import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test, type TestContext } from 'node:test';
import { openPageClient } from '../fetching/open-page-client.ts';
import { layTrap, serveHttp } from '../loopback-for-tests.ts';
import { openNetwork, testNetworkSchema } from '../network.ts';
import { RobotsBook, type RobotsBookOptions } from './robots-book.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

async function bookFor(t: TestContext, listener: Listener, options: Partial<RobotsBookOptions> = {}) {
  const requests: string[] = [];
  const server = await serveHttp(t, (request, response) => {
    requests.push(`${request.headers.host}${request.url}`);
    listener(request, response);
  });
  const connectTo = `127.0.0.1:${server.port}`;
  const hosts = { 'a.example.org': { ip: '85.1.2.3', connectTo }, 'b.example.net': { ip: '85.1.2.4', connectTo } };
  const network = openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts }) });
  const client = openPageClient(network, { userAgent: 'FyrHotline/1.0', limits: { totalMs: 500 } });
  t.after(() => client.close());
  return { book: new RobotsBook({ client, agent: 'FyrHotline', ...options }), requests };
}

const origin = 'http://a.example.org';
const forbidding = 'User-agent: *\nDisallow: /private';

test('ask fetches once a day, whoever asks at the same time', async (t) => {
  const { book, requests } = await bookFor(t, (_request, response) => response.end(forbidding));
  assert.equal(book.known(origin, 0), undefined);
  const [one, other] = await Promise.all([book.ask(origin, 0), book.ask(origin, 0)]);
  assert.equal(one, other);
  assert.equal(one.isAllowed('/private/a'), false);
  assert.equal(book.known(origin, 86_399_999), one);
  assert.equal(book.known(origin, 86_400_000), undefined);
  assert.deepEqual(requests, ['a.example.org/robots.txt']);
  await book.ask(origin, 86_400_000);
  assert.equal(requests.length, 2);
});

test('ask takes 4xx for no rules, and 429, 5xx and silence for a closed door that is tried again soon', async (t) => {
  for (const [status, isAllowed, stillKnownAfterMs] of [
    [404, true, 80_000_000],
    [403, true, 80_000_000],
    [401, true, 80_000_000],
    [429, false, 599_000],
    [500, false, 599_000],
    [503, false, 599_000],
  ] as const) {
    const { book } = await bookFor(t, (_request, response) => response.writeHead(status).end('Disallow: /'));
    assert.equal((await book.ask(origin, 0)).isAllowed('/a'), isAllowed, String(status));
    assert.notEqual(book.known(origin, stillKnownAfterMs), undefined, String(status));
    assert.equal(book.known(origin, isAllowed ? 86_400_000 : 600_000), undefined, String(status));
  }
  const { book } = await bookFor(t, (_request, response) => response.destroy());
  assert.equal((await book.ask(origin, 0)).isAllowed('/a'), false);
});

test('ask follows five redirects, to other hosts too, and says so of each', async (t) => {
  const hops: string[] = [];
  const { book, requests } = await bookFor(
    t,
    (request, response) => {
      const step = request.url === '/robots.txt' ? 0 : Number(request.url?.slice(1));
      if (step === 5) response.end(forbidding);
      else response.writeHead(301, { location: `http://b.example.net/${step + 1}` }).end();
    },
    { onHop: (url) => void hops.push(url) },
  );
  assert.equal((await book.ask(origin, 0)).isAllowed('/private'), false);
  assert.equal(requests.length, 6);
  assert.deepEqual(
    hops,
    [1, 2, 3, 4, 5].map((step) => `http://b.example.net/${step}`),
  );
});

test('ask takes a sixth redirect for no rules', async (t) => {
  const { book, requests } = await bookFor(t, (_request, response) =>
    response.writeHead(302, { location: '/robots.txt' }).end(),
  );
  assert.equal((await book.ask(origin, 0)).isAllowed('/private'), true);
  assert.equal(requests.length, 6);
});

test('ask allows nothing when a redirect leads to a forbidden address, and dials nothing there', async (t) => {
  const trap = await layTrap(t);
  const { book } = await bookFor(t, (_request, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${trap.port}/robots.txt` }).end(),
  );
  assert.equal((await book.ask(origin, 0)).isAllowed('/a'), false);
  assert.equal(trap.acceptedCount(), 0);
});

test('ask reads 500 KiB of an endless file', async (t) => {
  const { book } = await bookFor(t, (_request, response) => {
    response.write(`${forbidding}\n`);
    const pour = () => {
      while (response.write('#'.repeat(65_536)));
    };
    response.on('drain', pour);
    pour();
  });
  assert.equal((await book.ask(origin, 0)).isAllowed('/private'), false);
});

test('known asks nothing of the hosts of a mandate, and everything of all others', async (t) => {
  const mandate = { hosts: new Set(['a.example.org', 'b.example.se']) };
  const { book, requests } = await bookFor(t, (_request, response) => response.end('User-agent: *\nDisallow: /'), {
    mandate,
  });
  for (const exempt of [
    'http://a.example.org',
    'https://a.example.org:8443',
    'http://sub.a.example.org',
    'http://b.example.se',
  ])
    assert.equal(book.known(exempt, 0)?.isAllowed('/private'), true, exempt);
  for (const asked of ['http://example.org', 'http://xa.example.org', 'http://b.example.net'])
    assert.equal(book.known(asked, 0), undefined, asked);
  assert.equal((await book.ask('http://b.example.net', 0)).isAllowed('/a'), false);
  assert.deepEqual(requests, ['b.example.net/robots.txt']);
});

test('the book forgets its oldest host when it is full', async (t) => {
  const { book } = await bookFor(t, (_request, response) => response.end(forbidding), { maxHosts: 1 });
  await book.ask(origin, 0);
  await book.ask('http://b.example.net', 0);
  assert.equal(book.known(origin, 1), undefined);
  assert.notEqual(book.known('http://b.example.net', 1), undefined);
});
