/** `crawl ...` at the terminal, against a small web on loopback. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase, quietLog } from '../../test/fresh-database.ts';
import { DEFAULT_CRAWL_SETTINGS, openNetwork, readRuns, startCrawler, type CrawlWorker } from '../crawl/door.ts';
import { readConfig } from '../platform/config.ts';
import { transact } from '../platform/db.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { createStaffMember, totpCode } from '../staff/door.ts';
import { runCrawlCommand, type CrawlCommandDeps, type TerminalCrawler } from './crawl.ts';
import { durationText, sizeText } from './crawl-report.ts';
import { openTerminalCrawler } from './terminal-crawler.ts';

const { db } = await freshDatabase();
const serviceKey = serviceKeyFrom(Buffer.alloc(32, 5));
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-crawl-command-'));
after(() => rm(folder, { recursive: true, force: true }));

/** Hosts a to c: page n links to n + 1 up to 8, and to the next host's first page. */
const asked: string[] = [];
const web = createServer((request, response) => {
  const at = `${request.headers.host ?? ''}${request.url ?? ''}`;
  asked.push(at);
  if (request.url === '/robots.txt') return void response.writeHead(200).end('User-agent: *\nDisallow: /3\n');
  const page = Number(request.url?.slice(1));
  const next = { a: 'b', b: 'c', c: 'a' }[at.charAt(0)] ?? 'a';
  const links = [...(page < 8 ? [`/${page + 1}`] : []), `http://${next}.example.org/1`];
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end(links.map((href) => `<a href="${href}">on</a>`).join(''));
}).listen(0, '127.0.0.1');
await new Promise((resolve) => web.once('listening', resolve));
after(() => {
  web.closeAllConnections();
  web.close();
});
const address = web.address();
const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
const network = openNetwork({
  kind: 'test',
  network: {
    hosts: Object.fromEntries(
      ['a', 'b', 'c'].map((name, n) => [
        `${name}.example.org`,
        { ip: [`85.1.1.${n + 1}`], connectTo: { everyPort: { ip: '127.0.0.1', port }, byPort: new Map() } },
      ]),
    ),
    allowLoopback: false,
    extraCertificates: [],
  },
});

const PASSWORD = 'nine dry oars in a boathouse';
const secrets = new Map<string, string>();
for (const login of ['anna', 'bo']) {
  const { totpSecret } = await transact(db, (tx) =>
    createStaffMember(tx, serviceKey, { name: login, login, password: PASSWORD, role: 'analyst', now: new Date() }),
  );
  secrets.set(login, totpSecret);
}

const isTerminalLike = (stream: unknown): stream is NodeJS.WriteStream & PassThrough => stream instanceof PassThrough;

const clock = { now: () => new Date() };

function quickCrawler(): TerminalCrawler {
  const manners = { ...DEFAULT_CRAWL_SETTINGS.manners, delayMs: 5, slowFactor: 0 };
  let worker: CrawlWorker | undefined;
  return {
    start: async () => {
      worker = await startCrawler({
        ...{ db, serviceKey, network, log: quietLog, clock, userAgent: 'FyrTest/1.0' },
        settings: { ...DEFAULT_CRAWL_SETTINGS, manners },
      });
    },
    stop: async () => worker?.stop(),
  };
}

async function crawl(args: readonly string[], more: Partial<CrawlCommandDeps> = {}) {
  const out = new PassThrough().setEncoding('utf8');
  if (!isTerminalLike(out)) throw new Error('Not a stream.');
  let who = '';
  const deps: CrawlCommandDeps = {
    ...{ db, serviceKey, clock, config: readConfig({}) },
    ask: (question, isSecret) => {
      if (isSecret) who = /of (\w+)/.exec(question)?.[1] ?? '';
      return Promise.resolve(isSecret ? PASSWORD : totpCode(secrets.get(who) ?? '', new Date()));
    },
    openWorker: () => Promise.resolve(quickCrawler()),
    ...more,
  };
  const code = await runCrawlCommand(args, deps, out);
  const text: unknown = out.read();
  return { code, text: typeof text === 'string' ? text : '' };
}

test('crawl visits what is within reach, obeys robots.txt and reports counts without an address', async () => {
  const file = path.join(folder, 'seeds.txt');
  await writeFile(file, '# where to begin\nhttp://a.example.org/1\n\n');
  const { code, text } = await crawl([file, '--depth', '9']);
  assert.equal(code, 0, text);
  assert.match(text, /Run 1: 1 seeds\./);
  assert.match(text, /Run 1, done: everything within reach was visited/);
  assert.match(text, /hosts +3\n/);
  assert.match(text, /pages read +6\n/, 'two of each host: the third page is forbidden and leads on');
  assert.match(text, /robots +3\n/);
  assert.doesNotMatch(text, /example\.org/);
  assert.equal(asked.filter((at) => at.endsWith('/3')).length, 0);
});

test('crawl keeps to its depth and to the seeds own hosts', async () => {
  const { text } = await crawl(['http://a.example.org/4', '--depth', '2', '--stay']);
  assert.match(text, /pages read +3\n/, '4, 5 and 6');
  assert.match(text, /hosts +1\n/);
});

test('crawl renders on named domains only, and says what it needs for it', async () => {
  const without = await crawl(['http://a.example.org/4', '--render-hosts', 'a.example.org']);
  assert.equal(without.code, 1);
  assert.match(without.text, /FYR_CHROMIUM is not set/);
  const config = readConfig({ FYR_CHROMIUM: '/usr/bin/chromium' });
  const wrong = await crawl(['http://a.example.org/4', '--render-hosts', 'http://a.example.org'], { config });
  assert.equal(wrong.code, 2);
  assert.match(wrong.text, /takes domains with commas between/);
});

test('a bulk of seeds needs two people, each with password and code', async () => {
  const file = path.join(folder, 'bulk.txt');
  const lines = Array.from({ length: 21 }, (_, n) => `http://a.example.org/bulk-${n}`);
  await writeFile(file, lines.join('\n'));
  const alone = await crawl([file]);
  assert.equal(alone.code, 1);
  assert.match(alone.text, /two people/);
  assert.match((await crawl([file, '--as', 'anna', '--with', 'anna'])).text, /must be two people/);
  const wrong = await crawl([file, '--as', 'anna', '--with', 'bo'], { ask: () => Promise.resolve('wrong') });
  assert.match(wrong.text, /wrong/);
  const before = (await readRuns(db, { limit: 10 })).length;
  const both = await crawl([file, '--as', 'anna', '--with', 'bo', '--depth', '0']);
  assert.equal(both.code, 0, both.text);
  assert.equal((await readRuns(db, { limit: 10 })).length, before + 1);
});

test('Ctrl-C pauses a run; status shows it; stop ends it', async () => {
  const interrupt = new AbortController();
  const crawling = crawl(['http://a.example.org/1', '--rate', '2', '--depth', '9'], { interrupted: interrupt.signal });
  await sleep(1_500);
  interrupt.abort();
  const { text } = await crawling;
  const runId = /Run (\d+) is paused; `crawl resume \1`/.exec(text)?.[1] ?? '';
  assert.notEqual(runId, '', text);
  assert.match((await crawl(['status'])).text, new RegExp(` ${runId}  paused `));
  assert.match((await crawl(['status', runId])).text, /still queued +[1-9]/);
  assert.equal((await crawl(['resume', runId, '--detach'])).code, 0);
  assert.match((await crawl(['pause', runId])).text, /is paused/);
  assert.match((await crawl(['stop', runId])).text, /is stopped/);
  const again = await crawl(['resume', runId]);
  assert.deepEqual([again.code, /is stopped: this cannot be done/.test(again.text)], [1, true]);
});

test('nothing is begun where no crawler can work on it, unless another process is to', async () => {
  const begun = async () => (await readRuns(db, { limit: 100 })).length;
  const before = await begun();
  const openWorker = () => Promise.reject(new Error('its database cannot be reached'));
  await assert.rejects(crawl(['http://a.example.org/1'], { openWorker }), /cannot be reached/);
  assert.equal(await begun(), before);
  const { code, text } = await crawl(['http://a.example.org/1', '--detach'], { openWorker });
  assert.equal(code, 0, text);
  const runId = /Run (\d+):/.exec(text)?.[1] ?? '';
  assert.match((await crawl(['stop', runId])).text, /is stopped/);
});

test('on a server of your own the crawler needs the address of its own role', async () => {
  const config = readConfig({ DATABASE_URL: 'postgres://fyr@127.0.0.1:1/fyr' });
  await assert.rejects(openTerminalCrawler(config, quietLog), /Not set: FYR_CRAWL_DATABASE_URL/);
});

test('what is not understood is explained without repeating it', async () => {
  for (const [args, expected] of [
    [[], /crawl SEEDS/],
    [['status', 'x'], /Which RUN/],
    [['pause', '99999'], /no run of this number/],
    [['ftp://files.example.org/'], /Argument 1 is no address that can be visited: only http and https/],
    [['http://127.0.0.1/'], /a host of a private network/],
    [['http://a.example.org/', '--depth', '-1'], /--depth|ambiguous/],
    [['http://a.example.org/', '--pages', '1.5'], /--pages is a whole number/],
    [['http://a.example.org/', '--allow', 'https://a.example.org'], /--allow and --deny take/],
    [['http://a.example.org/', '--nonsense'], /crawl SEEDS/],
  ] as const) {
    const { code, text } = await crawl(args);
    assert.ok(code > 0, text);
    assert.match(text, expected);
    assert.doesNotMatch(text, /files\.example/);
  }
});

test('sizeText and durationText write for people', () => {
  assert.deepEqual([0, 999, 1_500, 123_456_789].map(sizeText), ['0 B', '999 B', '1.5 kB', '123 MB']);
  assert.deepEqual([0, 59_400, 61_000, 3_600_000].map(durationText), ['0 s', '59 s', '1 min 1 s', '1 h 0 s']);
});
