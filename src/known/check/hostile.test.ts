import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { errorAnswerSchema, mediaAnswerSchema } from './answers.ts';
import { openTestApi, type TestApi } from './check-for-tests.ts';

const { db } = await freshDatabase();

// Tests run with their folder in memory. What is written must meet a disk here, so that the kernel counts it.
process.env['TMPDIR'] = process.env['FYR_TEST_DISK'] ?? tmpdir();

/** A PNG that says to be huge, with as little behind it as compresses to nothing. */
function bombPng(side: number): Buffer {
  const chunk = (type: string, body: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    return Buffer.concat([length, Buffer.from(type), body, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(1_000_000));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Sends a request's first bytes and gives back the socket and what the server says until it closes. */
function speak(t: TestContext, api: TestApi, head: string): { socket: Socket; answer: Promise<string> } {
  const socket = connect(api.port, '127.0.0.1');
  t.after(() => socket.destroy());
  let text = '';
  const answer = new Promise<string>((resolve) => {
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
  socket.write(head);
  return { socket, answer };
}

const head = (api: TestApi, path: string, more: string) =>
  `POST ${path} HTTP/1.1\r\nhost: check\r\nauthorization: ${api.authorization}\r\n${more}\r\n\r\n`;

test('POST /v1/media/ answers bombs, wrong types and random bytes, and the next picture after them', async (t) => {
  const api = await openTestApi(t, db, []);
  const ordinary = await sharp({ create: { width: 90, height: 90, channels: 3, background: '#357' } })
    .png()
    .toBuffer();
  const hostile = [
    bombPng(60_000),
    bombPng(7_900),
    gzipSync(Buffer.alloc(10_000_000)),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
    Buffer.from('%PDF-1.7 nothing'),
    Buffer.from('\xff\xd8\xff\xe0', 'latin1'),
    Buffer.concat([Buffer.from('\xff\xd8\xff', 'latin1'), randomBytes(5000)]),
    randomBytes(5000),
  ];
  for (const body of hostile) {
    const answer = await api.post('/v1/media/', body, { 'content-type': 'image/jpeg', 'content-encoding': 'gzip' });
    assert.equal(answer.status, 200);
    assert.equal(mediaAnswerSchema.parse(answer.json).match_type, null);
    const next = mediaAnswerSchema.parse((await api.post('/v1/media/', ordinary)).json);
    assert.equal(next.near_matching.state, 'low-quality');
  }
  assert.equal(api.tools.budget.usedBytes, 0);
});

test('the batches refuse what is no hash, too many and too much, without quoting it', async (t) => {
  const api = await openTestApi(t, db, []);
  const md5 = 'ab'.repeat(16);
  const cases: [string, unknown, number][] = [
    ['/v1/pdq/', {}, 400],
    ['/v1/pdq/', [], 400],
    ['/v1/pdq/', { hashes: [] }, 400],
    ['/v1/pdq/', { hashes: 'ab' }, 400],
    ['/v1/pdq/', { hashes: [7] }, 400],
    ['/v1/pdq/', { hashes: [md5] }, 400],
    ['/v1/pdq/', { hashes: ['not a hash <script>'] }, 400],
    ['/v1/pdq/', { hashes: ['z'.repeat(100_000)] }, 400],
    ['/v1/hashes/', { hashes: [md5, 'abc'] }, 400],
    ['/v1/hashes/', { hashes: Array.from({ length: 1001 }, () => md5) }, 413],
    ['/v1/hashes/', { hashes: Array.from({ length: 30_000 }, () => md5) }, 413],
    ['/v1/url/', { url: 7 }, 400],
    ['/v1/url/', { url: 'x'.repeat(9000) }, 400],
  ];
  for (const [path, body, status] of cases) {
    const answer = await api.postJson(path, body);
    assert.equal(answer.status, status, `${path} ${JSON.stringify(body).slice(0, 60)}`);
    assert.doesNotMatch(errorAnswerSchema.parse(answer.json).detail, /script|zzz/);
  }
  assert.equal((await api.post('/v1/pdq/', '{"hashes":', { 'content-type': 'application/json' })).status, 400);
  assert.equal((await api.post('/v1/pdq/', '{"__proto__":{}}', { 'content-type': 'application/json' })).status, 400);
  assert.equal(
    (await api.post('/v1/pdq/', 'hashes=1', { 'content-type': 'application/x-www-form-urlencoded' })).status,
    415,
  );
  assert.equal((await api.post('/v1/pdq/', '{}', { 'content-type': 'text/plain' })).status, 415);
  assert.equal((await api.post('/check/md5', 'a'.repeat(5000))).status, 413);
});

test('POST /v1/media/ refuses a body beyond the limit, declared or not, and reads no more of it', async (t) => {
  const limits = { maxBytes: 1_000_000, keepPictureBytes: 500_000, keepVideoBytes: 500_000 };
  const api = await openTestApi(t, db, [], { limits });
  const declared = speak(t, api, head(api, '/v1/media/', 'content-length: 999999999999'));
  assert.match(await declared.answer, /^HTTP\/1\.1 413 [^]*"detail":"The media is larger than allowed\."/);
  const chunked = speak(t, api, head(api, '/v1/media/', 'transfer-encoding: chunked'));
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000), Buffer.from('\r\n')]);
  for (let sent = 0; sent < 20 && !chunked.socket.destroyed; sent += 1) chunked.socket.write(chunk);
  assert.match(await chunked.answer, /^(HTTP\/1\.1 413 |$)/);
  assert.equal((await api.post('/v1/media/', 'x')).status, 200);
  assert.equal(api.tools.budget.usedBytes, 0);
});

test('who has no key is answered before the body has come, and cannot make the server read on', async (t) => {
  const api = await openTestApi(t, db, []);
  const startedAt = performance.now();
  const { answer } = speak(t, api, 'POST /v1/media/ HTTP/1.1\r\nhost: check\r\ncontent-length: 900000000\r\n\r\nx');
  assert.match(await answer, /^HTTP\/1\.1 401 [^]*connection: close/);
  assert.ok(performance.now() - startedAt < 30_000);
});

test('a body that drips in is ended at the time limit, and a broken one is forgotten', async (t) => {
  const api = await openTestApi(t, db, [], { http: { requestTimeLimitMs: 700, timeoutCheckMs: 100 } });
  const slow = speak(t, api, head(api, '/v1/media/', 'content-length: 1000'));
  const drip = setInterval(() => slow.socket.write('x'), 50);
  t.after(() => clearInterval(drip));
  assert.match(await slow.answer, /^HTTP\/1\.1 408 [^]*"detail"/);
  const broken = speak(t, api, head(api, '/v1/media/', 'content-length: 1000'));
  broken.socket.write(Buffer.alloc(500));
  await sleep(100);
  assert.equal(api.tools.budget.usedBytes, 500);
  broken.socket.destroy();
  await sleep(100);
  assert.equal(api.tools.budget.usedBytes, 0);
});

test('what is no HTTP is answered in one line and nothing else', async (t) => {
  const api = await openTestApi(t, db, []);
  assert.match(await speak(t, api, 'hello\r\n\r\n').answer, /^HTTP\/1\.1 400 Bad Request/);
  const long = speak(t, api, `GET / HTTP/1.1\r\nhost: check\r\nx: ${'y'.repeat(60_000)}\r\n\r\n`);
  assert.match(await long.answer, /^HTTP\/1\.1 431 /);
});

test('more media at once than fit in memory are told to come again', async (t) => {
  const limits = { maxBytes: 10_000, keepPictureBytes: 10_000, keepVideoBytes: 10_000 };
  const api = await openTestApi(t, db, [], { limits, memoryBytes: 10_000 });
  const first = speak(t, api, head(api, '/v1/media/', 'content-length: 9000'));
  first.socket.write(Buffer.alloc(8000));
  await sleep(100);
  const second = await api.post('/v1/media/', Buffer.alloc(5000));
  assert.deepEqual([second.status, second.headers.get('retry-after')], [503, '1']);
  first.socket.write(Buffer.alloc(1000));
  await sleep(100);
  assert.equal((await api.post('/v1/media/', Buffer.alloc(5000))).status, 200);
});

/** Bytes that this process and its workers have given to a disk, as the kernel counts them (proc(5), "io"). */
function bytesToDisk(): number {
  const children = readdirSync('/proc/self/task').flatMap((task) => {
    const list = `/proc/self/task/${task}/children`;
    return existsSync(list)
      ? readFileSync(list, 'latin1')
          .split(' ')
          .filter((pid) => pid !== '')
      : [];
  });
  return ['self', ...children].reduce((sum, pid) => {
    try {
      return sum + Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'latin1'))?.[1]);
    } catch {
      return sum;
    }
  }, 0);
}

/** Files of the shared folders that hold the marker. */
function filesHolding(marker: Buffer): string[] {
  return [tmpdir(), '/dev/shm', '/var/tmp', process.cwd(), `${process.cwd()}/data`].flatMap((folder) => {
    if (!existsSync(folder)) return [];
    return readdirSync(folder).filter((name) => {
      try {
        return readFileSync(`${folder}/${name}`).includes(marker);
      } catch {
        return false;
      }
    });
  });
}

test('nothing that is sent is written: no file holds it and no disk gets it, while a check is under way and after', async (t) => {
  const api = await openTestApi(t, db, []);
  await api.post('/v1/media/', 'a first one, so that everything is loaded');
  const marker = randomBytes(24);
  const before = bytesToDisk();
  const slow = speak(t, api, head(api, '/v1/media/', 'content-length: 9000000'));
  slow.socket.write(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(6_000_000, marker)]));
  for (let tries = 0; tries < 600 && api.tools.budget.usedBytes <= 1_000_000; tries += 1) await sleep(50);
  assert.ok(api.tools.budget.usedBytes > 1_000_000, 'the check is under way');
  assert.deepEqual(filesHolding(marker), []);
  for (const magic of ['', '\x89PNG\r\n\x1a\n', '\xff\xd8\xff\xe0']) {
    const body = Buffer.concat([Buffer.from(magic, 'latin1'), Buffer.alloc(5_000_000, marker)]);
    assert.equal((await api.post('/v1/media/', body)).status, 200);
  }
  assert.deepEqual(filesHolding(marker), []);
  assert.ok(bytesToDisk() - before < 500_000, `${bytesToDisk() - before} bytes went to a disk`);
});
