import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { test, type TestContext } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { certificateFor } from './certificate-for-tests.ts';
import { serve, serveHttp, serveRaw } from './loopback-for-tests.ts';
import { openNetwork, testNetworkSchema, type Network } from './network.ts';
import { fetchSafely, type FetchOptions, type FetchOutcome } from './safe-fetch.ts';

/** A gzip header and the head of a stored block: any bytes may follow. */
const GZIP_STORED_START = '\x1f\x8b\x08\0\0\0\0\0\0\x03\0\xff\xff\0\0';
const SITE = 'http://pictures.example.org';
const options: FetchOptions = {
  userAgent: 'FyrTest/1.0 (+https://hotline.example/crawler)',
  limits: { totalMs: 3000 },
};

function networkTo(port: number, extra: Record<string, unknown> = {}): Network {
  const host = { ip: '85.1.2.3', connectTo: `127.0.0.1:${port}` };
  const hosts = { 'pictures.example.org': host, 'other.example.net': { ...host, ip: '85.1.2.4' } };
  return openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts, ...extra }) });
}
async function siteOf(t: TestContext, listener: RequestListener): Promise<Network> {
  return networkTo((await serveHttp(t, listener)).port);
}
async function rawSiteOf(t: TestContext, onSocket: (socket: Socket) => void): Promise<Network> {
  return networkTo((await serveRaw(t, onSocket)).port);
}
function answered(outcome: FetchOutcome): Extract<FetchOutcome, { kind: 'answered' }> {
  if (outcome.kind !== 'answered') assert.fail(`${outcome.kind} ${outcome.reason}`);
  return outcome;
}
const summary = (outcome: FetchOutcome) =>
  outcome.kind === 'answered' ? 'answered' : `${outcome.kind} ${outcome.reason}`;
const textOf = (outcome: FetchOutcome) => Buffer.from(answered(outcome).body).toString();

test('fetchSafely gives status, address, listed headers and body when a server answers', async (t) => {
  const network = await siteOf(t, (_request, response) => {
    response.writeHead(404, {
      'content-type': 'Text/HTML; charset=utf-8',
      'set-cookie': 'a=b',
      'x-anything': 'c',
      etag: '"1"',
      'content-language': 'sv, en',
    });
    response.end('borta');
  });
  const outcome = answered(await fetchSafely(network, `${SITE}/a?b=c#d`, options));
  assert.equal(outcome.status, 404);
  assert.equal(outcome.ip, '85.1.2.3');
  assert.equal(outcome.finalUrl, `${SITE}/a?b=c`);
  assert.equal(outcome.contentType, 'text/html');
  assert.deepEqual(Object.keys(outcome.headers).sort(), ['content-language', 'content-type', 'date', 'etag']);
  assert.equal(textOf(outcome), 'borta');
  assert.equal(outcome.isTruncated, false);
});

test('fetchSafely says who it is and sends validators but no credential, cookie or referrer', async (t) => {
  const seen: [string, Record<string, unknown>][] = [];
  const network = await siteOf(t, (request, response) => {
    seen.push([`${request.method ?? ''} ${request.url ?? ''}`, request.headers]);
    if (request.url === '/start')
      response.writeHead(302, { location: 'http://u:p@other.example.net/end', 'set-cookie': 'a=b' });
    response.end();
  });
  const conditional = { etag: '"1"', lastModified: 'Tue, 03 Nov 2026 10:00:00 GMT' };
  const outcome = await fetchSafely(network, 'http://anna:secret@pictures.example.org/start', {
    ...options,
    conditional,
  });
  assert.equal(answered(outcome).finalUrl, 'http://other.example.net/end');
  const common = {
    'user-agent': options.userAgent,
    accept: '*/*',
    'accept-encoding': 'gzip, deflate, br',
    connection: 'keep-alive',
  };
  assert.deepEqual(seen, [
    [
      'GET /start',
      {
        host: 'pictures.example.org',
        ...common,
        'if-none-match': '"1"',
        'if-modified-since': conditional.lastModified,
      },
    ],
    ['GET /end', { host: 'other.example.net', ...common }],
  ]);
});

test('fetchSafely reads no body when the method is HEAD or the status is 304', async (t) => {
  const network = await siteOf(t, (request, response) => {
    response.writeHead(request.method === 'HEAD' ? 200 : 304, {
      'content-encoding': 'gzip',
      'content-type': 'image/jpeg',
    });
    response.end();
  });
  const head = answered(await fetchSafely(network, SITE, { ...options, method: 'HEAD' }));
  assert.deepEqual([head.status, head.contentType, head.body.byteLength], [200, 'image/jpeg', 0]);
  const unchanged = answered(await fetchSafely(network, SITE, { ...options, conditional: { etag: '"1"' } }));
  assert.deepEqual([unchanged.status, unchanged.body.byteLength], [304, 0]);
});

test('fetchSafely follows redirects by hand when they stay on the web, five at most', async (t) => {
  const network = await siteOf(t, (request, response) => {
    const left = Number(request.url?.slice(1));
    if (left > 0)
      response.writeHead(left % 2 === 0 ? 301 : 307, {
        location: left % 2 === 0 ? String(left - 1) : `//other.example.net/${left - 1}`,
      });
    response.end('end');
  });
  const five = answered(await fetchSafely(network, `${SITE}/5`, options));
  assert.equal(five.finalUrl, 'http://other.example.net/0');
  assert.deepEqual(five.hops.map(({ url, status, ip }) => `${status} ${ip} ${url}`).slice(0, 2), [
    `307 85.1.2.3 ${SITE}/5`,
    '301 85.1.2.4 http://other.example.net/4',
  ]);
  assert.equal(five.hops.length, 5);
  assert.equal(summary(await fetchSafely(network, `${SITE}/6`, options)), 'refused too-many-redirects');
  assert.equal(
    summary(await fetchSafely(network, `${SITE}/1`, { ...options, limits: { maxRedirects: 0 } })),
    'refused too-many-redirects',
  );
});

test('fetchSafely refuses when a redirect or the address itself leaves http and https', async (t) => {
  const targets = [
    'ftp://example.org/',
    'file:///etc/passwd',
    'data:text/html,x',
    'javascript:1',
    'gopher://127.0.0.1:70/',
    'ws://pictures.example.org/',
  ];
  const network = await siteOf(t, (request, response) => {
    response.writeHead(302, { location: targets[Number(request.url?.slice(1))] ?? '' });
    response.end();
  });
  for (const [index, target] of targets.entries()) {
    assert.equal(summary(await fetchSafely(network, `${SITE}/${index}`, options)), 'refused scheme', target);
    assert.equal(summary(await fetchSafely(network, target, options)), 'refused scheme', target);
  }
  for (const text of ['', 'words', 'http://', 'http://[::1', '//example.org/']) {
    assert.equal(summary(await fetchSafely(network, text, options)), 'refused not-a-url', text);
  }
});

test('fetchSafely takes a redirect status as the answer when no place is named', async (t) => {
  const network = await siteOf(t, (_request, response) => response.writeHead(302).end('where?'));
  assert.equal(answered(await fetchSafely(network, SITE, options)).status, 302);
});

test('fetchSafely decodes every coding it asks for and refuses others', async (t) => {
  const text = 'rapporterat material '.repeat(500);
  const codings: Record<string, Buffer> = {
    gzip: gzipSync(text),
    'x-gzip': gzipSync(text),
    deflate: deflateSync(text),
    DEFLATE: deflateRawSync(text),
    br: brotliCompressSync(text),
    identity: Buffer.from(text),
    'gzip, br': brotliCompressSync(gzipSync(text)),
  };
  const bad: Record<string, Buffer> = {
    'gzip, gzip, gzip': gzipSync(gzipSync(gzipSync(text))),
    zstd: Buffer.from(text),
    rot13: Buffer.from(text),
    'gzip,': Buffer.from('this is not gzip'),
    'br,': Buffer.from('this is not brotli at all, it is plain text'),
  };
  const network = await siteOf(t, (request, response) => {
    const coding = decodeURIComponent(request.url?.slice(1) ?? '');
    response.writeHead(200, { 'content-encoding': coding });
    response.end(codings[coding] ?? bad[coding]);
  });
  for (const coding of Object.keys(codings)) {
    const outcome = answered(await fetchSafely(network, `${SITE}/${encodeURIComponent(coding)}`, options));
    assert.equal(textOf(outcome), text, coding);
    assert.equal(outcome.wireBytes, codings[coding]?.byteLength, coding);
  }
  for (const coding of Object.keys(bad)) {
    assert.equal(
      summary(await fetchSafely(network, `${SITE}/${encodeURIComponent(coding)}`, options)),
      'failed bad-encoding',
      coding,
    );
  }
});

test('fetchSafely stops at the cap when a small body inflates without end', async (t) => {
  const zeros = Buffer.alloc(64 * 1024 * 1024);
  const bombs: Record<string, Buffer> = {
    gzip: gzipSync(zeros),
    br: brotliCompressSync(zeros, { params: { 1: 1 } }),
    deflate: deflateSync(zeros),
  };
  bombs['gzip, gzip'] = gzipSync(bombs['gzip'] ?? '');
  const network = await siteOf(t, (request, response) => {
    const coding = decodeURIComponent(request.url?.slice(1) ?? '');
    response.writeHead(200, { 'content-encoding': coding }).end(bombs[coding]);
  });
  const inflatedBytes = 1024 * 1024;
  for (const coding of Object.keys(bombs)) {
    const before = process.memoryUsage().arrayBuffers;
    const outcome = answered(
      await fetchSafely(network, `${SITE}/${encodeURIComponent(coding)}`, { ...options, limits: { inflatedBytes } }),
    );
    assert.equal(outcome.body.byteLength, inflatedBytes, coding);
    assert.equal(outcome.isTruncated, true, coding);
    assert.ok(process.memoryUsage().arrayBuffers - before < 16 * inflatedBytes, coding);
  }
});

test('fetchSafely stops at the wire cap and lets go of the server when a body has no end', async (t) => {
  const block = Buffer.alloc(64 * 1024, 1);
  const closed = Promise.withResolvers<number>();
  const network = await siteOf(t, (_request, response) => {
    let sentBytes = 0;
    const more = () => {
      while (response.write(block)) sentBytes += block.byteLength;
    };
    response.on('drain', more).on('close', () => closed.resolve(sentBytes));
    more();
  });
  const outcome = answered(await fetchSafely(network, SITE, { ...options, limits: { wireBytes: 300_000 } }));
  assert.deepEqual([outcome.body.byteLength, outcome.wireBytes, outcome.isTruncated], [300_000, 300_000, true]);
  assert.ok((await closed.promise) < 50_000_000);
});

test('fetchSafely gives a body of exactly the cap whole', async (t) => {
  const body = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));
  const network = await siteOf(t, (_request, response) => response.end(body));
  const outcome = answered(
    await fetchSafely(network, SITE, { ...options, limits: { wireBytes: 100_000, inflatedBytes: 100_000 } }),
  );
  assert.equal(outcome.isTruncated, false);
  assert.equal(
    createHash('sha256').update(outcome.body).digest('hex'),
    createHash('sha256').update(body).digest('hex'),
  );
});

test('fetchSafely ends at its deadline when a server drips headers, a body or nothing', async (t) => {
  const drip = (first: string) => (socket: Socket) => {
    socket.write(first, 'latin1');
    const timer = setInterval(() => socket.write('a'), 20);
    socket.on('close', () => clearInterval(timer));
  };
  const servers = [
    drip('HTTP/1.1 200 OK\r\nX-Slow: '),
    drip('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n'),
    drip(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 100000\r\n\r\n${GZIP_STORED_START}`),
    () => undefined,
  ];
  for (const server of servers) {
    const network = await rawSiteOf(t, server);
    const startedAt = performance.now();
    const outcome = await fetchSafely(network, SITE, { ...options, limits: { totalMs: 250 } });
    assert.equal(summary(outcome), 'failed timeout');
    assert.equal(outcome.kind === 'failed' && outcome.ip, '85.1.2.3');
    assert.ok(performance.now() - startedAt < 30_000);
  }
});

test('fetchSafely counts all hops against one deadline when each redirect takes its time', async (t) => {
  const network = await siteOf(t, (_request, response) => {
    void sleep(120).then(() => response.writeHead(302, { location: '/again' }).end());
  });
  const outcome = await fetchSafely(network, SITE, { ...options, limits: { totalMs: 300 } });
  assert.equal(summary(outcome), 'failed timeout');
  assert.ok(outcome.hops.length >= 1 && outcome.hops.length <= 3);
});

test('fetchSafely gives up when headers have no end', async (t) => {
  const sent = Promise.withResolvers<number>();
  const network = await rawSiteOf(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const timer = setInterval(() => {
      for (let line = 0; line < 50; line += 1) socket.write(`X-Line: ${'a'.repeat(100)}\r\n`);
    }, 1);
    socket.on('close', () => {
      clearInterval(timer);
      sent.resolve(socket.bytesWritten);
    });
  });
  assert.equal(summary(await fetchSafely(network, SITE, options)), 'failed headers-too-large');
  assert.ok((await sent.promise) < 1_000_000);
});

test('fetchSafely tells a cut answer from a whole one', async (t) => {
  const cuts = [
    'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nonly this',
    'HTTP/1.1 200 OK\r\nContent-Le',
    '',
  ];
  for (const cut of cuts) {
    const network = await rawSiteOf(t, (socket) => socket.once('data', () => socket.end(cut)));
    assert.equal(summary(await fetchSafely(network, SITE, options)), 'failed reset', JSON.stringify(cut));
  }
  const reset = await rawSiteOf(t, (socket) => socket.once('data', () => socket.resetAndDestroy()));
  assert.equal(summary(await fetchSafely(reset, SITE, options)), 'failed reset');
  const whole = await rawSiteOf(t, (socket) =>
    socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\n\r\nall of it')),
  );
  assert.equal(textOf(await fetchSafely(whole, SITE, options)), 'all of it');
});

test('fetchSafely reports bad-http when the other side does not speak it', async (t) => {
  for (const words of [
    'SSH-2.0-OpenSSH\r\n',
    'HTTP/1.1 abc\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n',
    '220 mail ready\r\n',
  ]) {
    const network = await rawSiteOf(t, (socket) => socket.write(words));
    assert.equal(summary(await fetchSafely(network, SITE, options)), 'failed bad-http', words);
  }
});

test('fetchSafely tells apart why a name or a connection failed', async () => {
  const hosts = {
    'a.example.org': { fails: 'no-such-name' },
    'b.example.org': { fails: 'no-address' },
    'c.example.org': { fails: 'resolver-failed' },
    'd.example.org': { ip: '85.1.2.3', connectTo: '127.0.0.1:1' },
  };
  const network = openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts }) });
  const reasons = await Promise.all(
    ['a', 'b', 'c', 'd', 'e'].map(async (name) =>
      summary(await fetchSafely(network, `http://${name}.example.org/`, options)),
    ),
  );
  assert.deepEqual(reasons, [
    'failed no-such-name',
    'failed no-address',
    'failed resolver-failed',
    'failed connect',
    'failed no-such-name',
  ]);
});

test('fetchSafely is aborted when the caller says so, before or during', async (t) => {
  const network = await rawSiteOf(t, () => undefined);
  assert.equal(
    summary(await fetchSafely(network, SITE, { ...options, signal: AbortSignal.abort() })),
    'failed aborted',
  );
  const controller = new AbortController();
  const outcome = fetchSafely(network, SITE, { ...options, signal: controller.signal });
  await sleep(50);
  controller.abort();
  assert.equal(summary(await outcome), 'failed aborted');
});

test('fetchSafely verifies TLS by the name it asked for, and sends that name', async (t) => {
  const { certificate, privateKey } = certificateFor(['pictures.example.org'], new Date());
  const names: unknown[] = [];
  const server = createTlsServer({ cert: certificate, key: privateKey }, (request, response) => {
    names.push('servername' in request.socket ? request.socket.servername : undefined);
    response.end('secure');
  });
  server.on('tlsClientError', () => undefined);
  const { port } = await serve(t, server);
  const trusting = networkTo(port, { extraCertificates: [certificate] });
  assert.equal(textOf(await fetchSafely(trusting, 'https://pictures.example.org/', options)), 'secure');
  assert.deepEqual(names, ['pictures.example.org']);
  assert.equal(summary(await fetchSafely(trusting, 'https://other.example.net/', options)), 'failed tls', 'wrong name');
  assert.equal(
    summary(await fetchSafely(trusting, 'https://85.1.2.3/', options)),
    'failed tls',
    'literal not in certificate',
  );
  assert.equal(
    summary(await fetchSafely(networkTo(port), 'https://pictures.example.org/', options)),
    'failed tls',
    'unknown issuer',
  );
  assert.equal(names.length, 1);
});
