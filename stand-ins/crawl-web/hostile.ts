/**
 * Servers that break, lie, stall and attack. On each front page (where there is one that can be read) stands a listed picture
 * before the trouble, so that being stopped by a hostile server shows.
 */
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Socket } from 'node:net';
import {
  html,
  send,
  SiteDraft,
  trickle,
  wait,
  type Exchange,
  type Route,
  type Site,
  type SiteContext,
} from './site.ts';

const MIB = 2 ** 20;
const zeros = Buffer.alloc(MIB);

/** Takes the connection away from HTTP: whatever is written is what goes over the wire. */
function raw(exchange: Exchange, write: (socket: Socket) => void | Promise<void>): void | Promise<void> {
  const { socket } = exchange.response;
  exchange.leaving();
  return socket === null ? undefined : write(socket);
}

const says =
  (text: string | Buffer): Route =>
  (exchange) =>
    raw(exchange, (socket) => void socket.end(text));
const head = (lines: string): string => `HTTP/1.1 200 OK\r\n${lines}\r\n\r\n`;

/** Writes until the other side has had enough, at most 64 MiB. */
function* endless(piece: Buffer, limitBytes = 64 * MIB): Generator<Buffer> {
  for (let sent = 0; sent < limitBytes; sent += piece.length) yield piece;
}

const pack = promisify(gzip);
/** 64 MiB of nothing in 64 kB, and that packed once more. Made before anybody asks: it takes a while. */
const bomb = pack(Buffer.alloc(64 * MIB));
const bombTwice = bomb.then((packed) => pack(packed));

const flooded =
  (pieces: () => Iterable<Buffer>, headers: Record<string, string>): Route =>
  (exchange) => {
    exchange.response.writeHead(200, headers);
    return trickle(exchange, pieces(), 0);
  };

const JPEG_START = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');

/** One resource at a time: each host has one of these behind its front page. */
const TROUBLES: Readonly<Record<string, Route>> = {
  hang: ({ closing }) => wait(600_000, closing),
  'hang-after-head': async (exchange) => {
    exchange.response.writeHead(200, { 'content-type': 'text/html', 'content-length': 1_000 });
    exchange.response.flushHeaders();
    await wait(600_000, exchange.closing);
  },
  drip: (exchange) => {
    exchange.response.writeHead(200, { 'content-type': 'text/html' });
    return trickle(exchange, endless(Buffer.from('a'), 4_000), 150);
  },
  'closes-at-once': (exchange) => raw(exchange, (socket) => void socket.destroy()),
  garbage: says(randomBytes(5_000)),
  'no-status': says('<html>no status line at all</html>'),
  'huge-header': says(`HTTP/1.1 200 OK\r\nX-Much: ${'x'.repeat(2 * MIB)}\r\n\r\nbody`),
  'endless-headers': (exchange) =>
    raw(exchange, async (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      for (let at = 0; at < 20_000 && !socket.destroyed && !exchange.closing.aborted; at += 1) {
        socket.write(`X-${at}: ${'y'.repeat(200)}\r\n`);
        if (at % 100 === 0) await wait(1, exchange.closing);
      }
      socket.destroy();
    }),
  'long-length': says(`${head('Content-Type: text/html\r\nContent-Length: 100000')}<p>short</p>`),
  'short-length': says(`${head('Content-Type: text/html\r\nContent-Length: 5')}<p>longer than that</p>`),
  'two-lengths': says(`${head('Content-Length: 5\r\nContent-Length: 7\r\nContent-Type: text/html')}<p>ab`),
  'bad-chunk': says(`${head('Content-Type: text/html\r\nTransfer-Encoding: chunked')}zz\r\nno\r\n0\r\n\r\n`),
  'unknown-coding': (exchange) => send(exchange, 200, 'text/html', 'x', { 'content-encoding': 'made-up' }),
  'broken-gzip': (exchange) => send(exchange, 200, 'text/html', randomBytes(900), { 'content-encoding': 'gzip' }),
  'gzip-bomb': async (exchange) => send(exchange, 200, 'text/html', await bomb, { 'content-encoding': 'gzip' }),
  'gzip-bomb-twice': async (exchange) =>
    send(exchange, 200, 'text/html', await bombTwice, { 'content-encoding': 'gzip, gzip' }),
  'endless-page': flooded(() => endless(Buffer.from('<p>and on '.repeat(5_000))), { 'content-type': 'text/html' }),
  'endless-robots': (exchange) => send(exchange, 200, 'text/html', html('Endless robots', '')),
  'status-999': (exchange) => send(exchange, 999, 'text/html', 'no'),
  'always-500': (exchange) => send(exchange, 500, 'text/html', 'no'),
  'always-busy': (exchange) => send(exchange, 429, 'text/html', 'no', { 'retry-after': '3600' }),
  'interim-flood': says(
    `${'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(5_000)}${head('Content-Length: 2')}ok`,
  ),
  'bad-location': (exchange) => send(exchange, 302, 'text/html', 'x', { location: 'http://[not-an-address/' }),
};

/** Where nobody may go; each is linked and redirected to. `<port>` is the web's own on loopback: reaching it is seen. */
const FORBIDDEN: readonly string[] = [
  'http://127.0.0.1:<port>/',
  'http://localhost:<port>/',
  'http://[::1]:<port>/',
  'http://[::ffff:127.0.0.1]:<port>/',
  'http://2130706433:<port>/',
  'http://0x7f.1:<port>/',
  'http://0177.0.0.1:<port>/',
  'http://127.0.0.1.:<port>/',
  'http://user:word@127.0.0.1:<port>/',
  'http://0.0.0.0:<port>/',
  'http://169.254.169.254/latest/meta-data/',
  'http://10.0.0.1/',
  'http://192.168.1.1/',
  'http://[fd00::1]/',
  'http://[64:ff9b::7f00:1]:<port>/',
  'file:///etc/hostname',
  'ftp://127.0.0.1/',
  'javascript:alert(1)',
  'data:text/html,x',
  'http://not-in-the-network.example/',
];

function forbiddenTargets(context: SiteContext): Site {
  const site = new SiteDraft(context, 'forbidden-targets');
  const target = (text: string) => text.replace('<port>', String(context.port()));
  const paths = FORBIDDEN.map((_, at) => `/to/${at}`);
  for (const [at, text] of FORBIDDEN.entries()) {
    site.route(paths[at] ?? '', (exchange) => send(exchange, 302, 'text/plain', 'x', { location: target(text) }));
  }
  const plant = site.plant('/front.jpg');
  site.route('/', (exchange) => {
    const linked = [...paths, ...FORBIDDEN.map(target)].map((each) => `<a href="${each}">on</a><img src="${each}">`);
    send(exchange, 200, 'text/html', html('Forbidden targets', `<img src="${plant}">${linked.join('\n')}`));
  });
  return site.finish('hostile');
}

/** Pictures that never come whole. */
function hostilePictures(context: SiteContext): Site {
  const site = new SiteDraft(context, 'hostile-pictures');
  const cut = site.plant('/cut.jpg', {
    unreachable: 'the connection ends in the middle of it',
    sender: (exchange, { bytes }) => {
      exchange.response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': bytes.length });
      exchange.leaving();
      exchange.response.write(bytes.subarray(0, bytes.length >> 1), () => exchange.response.destroy());
    },
  });
  const whole = site.plant('/whole.jpg');
  site.route(
    '/endless.jpg',
    flooded(
      function* () {
        yield JPEG_START;
        yield* endless(zeros);
      },
      { 'content-type': 'image/jpeg' },
    ),
  );
  const bombed = { 'content-encoding': 'gzip' };
  site.route('/bomb.jpg', async (exchange) => send(exchange, 200, 'image/jpeg', await bomb, bombed));
  site.route('/broken.jpg', (exchange) =>
    send(exchange, 200, 'image/jpeg', Buffer.concat([JPEG_START, Buffer.from('no picture at all '.repeat(900))])),
  );
  site.route('/empty.jpg', (exchange) => send(exchange, 200, 'image/jpeg', ''));
  site.route('/vast.png', (exchange) => send(exchange, 200, 'image/png', vastPng()));
  site.route('/drawing.svg', (exchange) =>
    send(
      exchange,
      200,
      'image/svg+xml',
      '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>',
    ),
  );
  const others = ['/endless.jpg', '/bomb.jpg', '/broken.jpg', '/empty.jpg', '/vast.png', '/drawing.svg'];
  site.page('/', [...others, cut, whole].map((path) => `<img src="${path}">`).join('\n'));
  return site.finish('hostile');
}

/** Says to be 60,000 pixels square, in some hundred bytes. */
function vastPng(): Buffer {
  const chunk = (type: string, body: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    return Buffer.concat([length, Buffer.from(type), body, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(60_000, 0);
  header.writeUInt32BE(60_000, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Labels of the sites, in the order of their addresses. */
export const HOSTILE_LABELS: readonly string[] = [...Object.keys(TROUBLES), 'forbidden-targets', 'hostile-pictures'];

/** Sets up all of them. */
export function makeHostile(context: SiteContext): readonly Site[] {
  const troubled = Object.entries(TROUBLES).map(([label, trouble]) => {
    const site = new SiteDraft(context, label);
    site.page('/', `<img src="${site.plant('/front.jpg')}"><a href="/trouble">on</a><img src="/trouble.jpg">`);
    site.route('/trouble', trouble);
    site.route('/trouble.jpg', trouble);
    if (label === 'endless-robots') {
      const rule = Buffer.from('Disallow: /nothing-here\n'.repeat(2_000));
      const start = Buffer.from('User-agent: *\nAllow: /\n');
      site.route(
        '/robots.txt',
        flooded(
          function* () {
            yield start;
            yield* endless(rule, 8 * MIB);
          },
          { 'content-type': 'text/plain' },
        ),
      );
    }
    return site.finish('hostile');
  });
  return [...troubled, forbiddenTargets(context), hostilePictures(context)];
}
