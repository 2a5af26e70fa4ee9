import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { certificateFor } from '../certificate-for-tests.ts';
import { serve, serveHttp, serveRaw } from '../loopback-for-tests.ts';
import { openNetwork, testNetworkSchema, type Network } from '../network.ts';
import { openPageClient, type PageClientSettings } from './open-page-client.ts';
import type { Answer, AnswerHead, PageClient } from './page-client.ts';

const userAgent = 'FyrTest/1.0 (+https://hotline.example/crawler)';

function networkTo(port: number, extraCertificates: readonly string[] = []): Network {
  const connectTo = `127.0.0.1:${port}`;
  const names = ['pictures.example.org', 'other.example.org', 'third.example.org'];
  const hosts = Object.fromEntries(names.map((name, at) => [name, { ip: `85.1.2.${at + 3}`, connectTo }]));
  return openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts, extraCertificates }) });
}

function clientFor(t: TestContext, port: number, settings: Partial<PageClientSettings> = {}): PageClient {
  const client = openPageClient(networkTo(port), { userAgent, limits: { totalMs: 3000 }, ...settings });
  t.after(() => client.close());
  return client;
}

/** A server that answers every request with these bytes, cut as given, and then ends the connection if told to. */
function answering(t: TestContext, pieces: readonly (string | Buffer)[], ends = false) {
  return serveRaw(t, (socket) => {
    socket.on('data', () => void sendPieces(socket, pieces, ends));
  });
}

async function sendPieces(socket: Socket, pieces: readonly (string | Buffer)[], ends: boolean): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return;
    socket.write(piece, 'latin1');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  if (ends) socket.end();
}

function answered(answer: Answer): Extract<Answer, { kind: 'answered' }> {
  if (answer.kind !== 'answered') assert.fail(`${answer.kind} ${answer.reason}`);
  return answer;
}

const textOf = (answer: Answer) => Buffer.from(answered(answer).body).toString();
const reasonOf = (answer: Answer) => (answer.kind === 'answered' ? 'answered' : `${answer.kind} ${answer.reason}`);
const url = 'http://pictures.example.org/album?page=2';

test('get asks with an honest user agent and nothing of ours besides, and reports what came', async (t) => {
  const seen: unknown[] = [];
  const server = await serveHttp(t, (request, response) => {
    seen.push(request.method, request.url, request.headers, request.rawHeaders.length);
    response.writeHead(200, { 'content-type': 'Text/HTML; charset=utf-8', etag: '"one"', 'x-odd': 'dropped' });
    response.end('hello');
  });
  const answer = answered(await clientFor(t, server.port).get({ url, accept: 'text/html' }));
  assert.deepEqual(seen, [
    'GET',
    '/album?page=2',
    {
      host: 'pictures.example.org',
      'user-agent': userAgent,
      accept: 'text/html',
      'accept-encoding': 'gzip, deflate, br',
    },
    8,
  ]);
  assert.equal(answer.status, 200);
  assert.equal(answer.contentType, 'text/html');
  assert.equal(answer.ip, '85.1.2.3');
  assert.equal(answer.headers.etag, '"one"');
  assert.equal('x-odd' in answer.headers, false);
  assert.equal(textOf(answer), 'hello');
  assert.equal(answer.bodyBytes, 5);
  assert.equal(answer.isTruncated, false);
  assert.ok(answer.tookMs >= 0);
});

test('get keeps one connection a host, asks one thing at a time and keeps the order', async (t) => {
  let running = 0;
  const order: string[] = [];
  const server = await serveHttp(t, (request, response) => {
    running += 1;
    assert.equal(running, 1);
    order.push(request.url ?? '');
    setTimeout(() => {
      running -= 1;
      response.end(request.url);
    }, 5);
  });
  const client = clientFor(t, server.port);
  const answers = await Promise.all(
    [1, 2, 3, 4, 5].map((page) => client.get({ url: `http://pictures.example.org/${page}` })),
  );
  assert.deepEqual(order, ['/1', '/2', '/3', '/4', '/5']);
  assert.deepEqual(answers.map(textOf), order);
  assert.equal(server.acceptedCount(), 1);
});

test('get asks different hosts at once, over connections of their own', async (t) => {
  let running = 0;
  let most = 0;
  const server = await serveHttp(t, (request, response) => {
    running += 1;
    most = Math.max(most, running);
    setTimeout(() => {
      running -= 1;
      response.end(request.headers.host);
    }, 30);
  });
  const client = clientFor(t, server.port);
  const hosts = ['pictures.example.org', 'other.example.org', 'third.example.org'];
  const answers = await Promise.all(hosts.map((host) => client.get({ url: `http://${host}/` })));
  assert.deepEqual(answers.map(textOf), hosts);
  assert.equal(most, 3);
  assert.equal(server.acceptedCount(), 3);
});

test('get says stale when the kept connection ends as it asks, and asks again itself only where it may', async (t) => {
  let requests = 0;
  const server = await serveRaw(t, (socket) => {
    let isFirst = true;
    socket.on('data', () => {
      requests += 1;
      if (!isFirst) {
        // As a server does that gives up an idle connection just when we write.
        socket.destroy();
        return;
      }
      isFirst = false;
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
  });
  const client = clientFor(t, server.port);
  assert.equal(textOf(await client.get({ url })), 'ok');
  const stale = await client.get({ url });
  assert.equal(stale.kind === 'failed' && stale.reason, 'stale');
  assert.deepEqual([requests, server.acceptedCount()], [2, 1]);
  assert.equal(textOf(await client.get({ url })), 'ok');
  assert.equal(textOf(await client.get({ url, isResent: true })), 'ok');
  assert.deepEqual([requests, server.acceptedCount()], [5, 3]);
});

test('get reads bodies of every framing, however the bytes are cut', async (t) => {
  const responses = [
    'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: 1\r\n\r\n',
    'HTTP/1.1 200 OK\nContent-Length: 11\n\nhello world',
    'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world',
    'HTTP/1.1 200 OK\r\nX: a\r\n folded\r\nContent-Length: 11\r\nContent-Length: 11\r\n\r\nhello world',
  ];
  for (const response of responses) {
    for (const pieces of [[response], response.split(''), [response.slice(0, 40), response.slice(40)]]) {
      const server = await answering(t, pieces.map(String));
      assert.equal(textOf(await clientFor(t, server.port).get({ url })), 'hello world', response);
    }
  }
  const untilClose = await answering(t, ['HTTP/1.0 200 OK\r\n\r\nhello', ' world'], true);
  assert.equal(textOf(await clientFor(t, untilClose.port).get({ url })), 'hello world');
});

test('get fails clearly when the server cuts its answer, talks nonsense or says too much', async (t) => {
  const cases: [string, string][] = [
    ['HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhello', 'failed reset'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel', 'failed reset'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhel', 'failed bad-http'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n', 'failed bad-http'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello', 'failed bad-http'],
    ['HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello', 'failed bad-http'],
    ['HTTP/1.1 200 OK\r\nno colon here\r\n\r\nhello', 'failed bad-http'],
    ['HTTP/2.0 200 OK\r\n\r\n', 'failed bad-http'],
    ['SSH-2.0-example\r\n\r\n', 'failed bad-http'],
    ['HTTP/1.1 101 Switching Protocols\r\n\r\n', 'failed bad-http'],
    ['HTTP/1.1 100 Continue\r\n\r\n'.repeat(50), 'failed bad-http'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more', 'failed bad-http'],
    ['HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello', 'failed bad-encoding'],
    ['HTTP/1.1 200 OK\r\nContent-Encoding: odd\r\nContent-Length: 5\r\n\r\nhello', 'failed bad-encoding'],
    [`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 'failed headers-too-large'],
    [`HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(10_000)}`, 'failed headers-too-large'],
    [
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n${'X: y\r\n'.repeat(10_000)}`,
      'failed headers-too-large',
    ],
    ['', 'failed reset'],
  ];
  for (const [response, expected] of cases) {
    const server = await answering(t, [response], true);
    assert.equal(reasonOf(await clientFor(t, server.port).get({ url })), expected, response.slice(0, 80));
  }
});

test('get decodes gzip, deflate in both forms and brotli, and caps what comes out of them', async (t) => {
  const page = Buffer.from('word '.repeat(10_000));
  const encodings: [string, Buffer][] = [
    ['gzip', gzipSync(page)],
    ['x-gzip', gzipSync(page)],
    ['deflate', deflateSync(page)],
    ['deflate', deflateRawSync(page)],
    ['br', brotliCompressSync(page)],
    ['gzip, br', brotliCompressSync(gzipSync(page))],
  ];
  for (const [coding, body] of encodings) {
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`;
    const server = await answering(t, [Buffer.concat([Buffer.from(head), body])]);
    const client = clientFor(t, server.port);
    const whole = answered(await client.get({ url }));
    assert.equal(Buffer.compare(whole.body, page), 0, coding);
    assert.equal(whole.wireBytes, body.length);
    const capped = answered(await client.get({ url, limits: { inflatedBytes: 1000 } }));
    assert.equal(capped.body.byteLength, 1000, coding);
    assert.equal(capped.isTruncated, true);
  }
});

test('get does not unpack a bomb beyond the cap', async (t) => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`;
  const server = await answering(t, [Buffer.concat([Buffer.from(head), bomb])]);
  const before = process.memoryUsage().rss;
  const answer = answered(await clientFor(t, server.port).get({ url, limits: { inflatedBytes: 1024 * 1024 } }));
  assert.equal(answer.body.byteLength, 1024 * 1024);
  assert.equal(answer.isTruncated, true);
  assert.ok(process.memoryUsage().rss - before < 60 * 1024 * 1024);
});

test('get stops at the cap on the wire, and the connection is not used again', async (t) => {
  const server = await serveHttp(t, (_request, response) => {
    response.writeHead(200);
    const pour = () => {
      while (response.write(Buffer.alloc(64 * 1024)));
    };
    response.on('drain', pour);
    pour();
  });
  const client = clientFor(t, server.port);
  for (let round = 1; round <= 2; round += 1) {
    const answer = answered(await client.get({ url, limits: { wireBytes: 300_000 } }));
    assert.equal(answer.body.byteLength, 300_000);
    assert.equal(answer.isTruncated, true);
    assert.equal(server.acceptedCount(), round);
  }
});

test('get ends by its deadline whatever the server does, and frees the host for the next request', async (t) => {
  let connections = 0;
  const server = await serveRaw(t, (socket) => {
    connections += 1;
    if (connections === 1) return;
    if (connections === 2) {
      socket.write('HTTP/1.1 200 OK\r\n');
      const drip = setInterval(() => socket.write('X: y\r\n'), 20);
      socket.on('close', () => clearInterval(drip));
      return;
    }
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
  });
  const client = clientFor(t, server.port);
  const startedAt = performance.now();
  const answers = await Promise.all([
    client.get({ url, limits: { totalMs: 200 } }),
    client.get({ url, limits: { totalMs: 200 } }),
    client.get({ url, limits: { totalMs: 20_000 } }),
  ]);
  assert.deepEqual(answers.map(reasonOf), ['failed timeout', 'failed timeout', 'answered']);
  assert.ok(performance.now() - startedAt < 30_000);
});

test('get is ended by its signal, waiting or running, and close ends them all', async (t) => {
  const server = await serveRaw(t, () => undefined);
  const client = clientFor(t, server.port);
  const first = new AbortController();
  const second = new AbortController();
  const running = client.get({ url, signal: first.signal });
  const waiting = client.get({ url, signal: second.signal });
  const left = client.get({ url });
  second.abort();
  assert.equal(reasonOf(await waiting), 'failed aborted');
  first.abort();
  assert.equal(reasonOf(await running), 'failed aborted');
  await client.close();
  assert.equal(reasonOf(await left), 'failed aborted');
  assert.equal(reasonOf(await client.get({ url })), 'failed aborted');
});

test('get listens once to a signal, however many requests it is for', async (t) => {
  const server = await serveHttp(t, (_request, response) => response.end('hello'));
  const client = clientFor(t, server.port);
  const { signal } = new AbortController();
  for (let count = 0; count < 5; count += 1) answered(await client.get({ url, signal }));
  assert.equal(getEventListeners(signal, 'abort').length, 1);
});

test('get gives a redirect back and follows none', async (t) => {
  const server = await serveHttp(t, (request, response) => {
    const [status, location] = decodeURIComponent(request.url?.slice(1) ?? '').split(' ');
    response.writeHead(Number(status), { location });
    response.end('moved');
  });
  const client = clientFor(t, server.port);
  const targets: [number, string, string | undefined][] = [
    [301, '/next', 'http://pictures.example.org/next'],
    [302, 'https://other.example.org/a?b', 'https://other.example.org/a?b'],
    [307, '//third.example.org', 'http://third.example.org/'],
    [303, 'ftp://other.example.org/', undefined],
    [308, 'http://', undefined],
    [300, '/next', undefined],
  ];
  for (const [status, location, expected] of targets) {
    const answer = answered(
      await client.get({ url: `http://pictures.example.org/${status}%20${encodeURIComponent(location)}` }),
    );
    assert.equal(answer.status, status);
    assert.equal(answer.redirectTo, expected, location);
  }
  assert.equal(server.acceptedCount(), 1);
});

test('get sends validators, and hears that nothing changed', async (t) => {
  const server = await serveHttp(t, (request, response) => {
    const isSame =
      request.headers['if-none-match'] === '"one"' &&
      request.headers['if-modified-since'] === 'Thu, 01 Jan 2026 00:00:00 GMT';
    response.writeHead(isSame ? 304 : 200, { 'content-length': isSame ? '5' : '3' });
    response.end(isSame ? undefined : 'new');
  });
  const client = clientFor(t, server.port);
  const validators = { etag: '"one"', lastModified: 'Thu, 01 Jan 2026 00:00:00 GMT' };
  const same = answered(await client.get({ url, validators }));
  assert.equal(same.status, 304);
  assert.equal(same.body.byteLength, 0);
  const injected = await client.get({ url, validators: { etag: '"one"\r\nCookie: a=b' } });
  assert.equal(textOf(injected), 'new');
  assert.equal(server.acceptedCount(), 1);
});

test('get hands a body to its sink piece by piece, and stops when the sink has enough', async (t) => {
  const server = await serveHttp(t, (_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': 1_000_000 });
    response.end(Buffer.alloc(1_000_000, 7));
  });
  const client = clientFor(t, server.port);
  const heads: AnswerHead[] = [];
  let sizeBytes = 0;
  const takes = (most: number, wantsAny = true) => ({
    start: (head: AnswerHead) => {
      heads.push(head);
      return wantsAny;
    },
    write: (bytes: Uint8Array) => {
      assert.ok(bytes.every((byte) => byte === 7));
      sizeBytes += bytes.byteLength;
      return sizeBytes < most;
    },
  });
  const whole = answered(await client.get({ url, sink: takes(Infinity) }));
  assert.equal(sizeBytes, 1_000_000);
  assert.equal(whole.bodyBytes, 1_000_000);
  assert.equal(whole.body.byteLength, 0);
  assert.equal(whole.isTruncated, false);
  sizeBytes = 0;
  const part = answered(await client.get({ url, sink: takes(100_000) }));
  assert.ok(sizeBytes >= 100_000 && sizeBytes < 300_000);
  assert.equal(part.isTruncated, true);
  sizeBytes = 0;
  answered(await client.get({ url, sink: takes(Infinity, false) }));
  assert.equal(sizeBytes, 0);
  assert.deepEqual(
    heads.map(({ status, contentType }) => `${status} ${contentType}`),
    Array.from({ length: 3 }, () => '200 image/png'),
  );
});

test('get speaks TLS over a kept connection and refuses a certificate for another name', async (t) => {
  const { certificate, privateKey } = certificateFor(['pictures.example.org'], new Date());
  const server = await serve(
    t,
    createTlsServer({ cert: certificate, key: privateKey }, (request, response) => response.end(request.url)),
  );
  const client = openPageClient(networkTo(server.port, [certificate]), { userAgent });
  t.after(() => client.close());
  assert.equal(textOf(await client.get({ url: 'https://pictures.example.org/a' })), '/a');
  assert.equal(textOf(await client.get({ url: 'https://pictures.example.org/b' })), '/b');
  assert.equal(server.acceptedCount(), 1);
  assert.equal(reasonOf(await client.get({ url: 'https://other.example.org/' })), 'failed tls');
});

test('get refuses what is no http address and answers for names that lead nowhere', async (t) => {
  const client = clientFor(t, 1);
  assert.equal(reasonOf(await client.get({ url: 'no address' })), 'refused not-a-url');
  assert.equal(reasonOf(await client.get({ url: 'ftp://pictures.example.org/' })), 'refused scheme');
  assert.equal(reasonOf(await client.get({ url: 'http://unknown.example.org/' })), 'failed no-such-name');
  assert.equal(reasonOf(await client.get({ url })), 'failed connect');
  assert.equal(reasonOf(await client.get({ url: 'http://pictures.example.org:25/' })), 'refused forbidden-port');
  assert.throws(() => openPageClient(networkTo(1), { userAgent: 'a\r\nCookie: b' }), TypeError);
});
