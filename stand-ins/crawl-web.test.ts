import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { Agent, get as httpGet, type IncomingHttpHeaders } from 'node:http';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { hammingDistance } from '../lib/pdq/door.ts';
import { hashPlainly } from '../lib/pdq/reference-port.ts';
import { openPlaces, testNetworkSchema } from '../src/crawl/door.ts';
import { certificateFor } from '../src/crawl/certificate-for-tests.ts';
import { EMBEDS } from './crawl-web/embeds.ts';
import { startCrawlWeb, tlsNamesOf } from './crawl-web.ts';

const SIZES = { hosts: 24, pages: 400, pictures: 500 };
const tls = certificateFor(tlsNamesOf(SIZES), new Date());
const web = await startCrawlWeb({ ...SIZES, tls });
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
after(async () => {
  agent.destroy();
  await web.close();
});

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Asks for an address over plain HTTP, as the network file leads there; a cut answer has status 0. */
function get(address: string, headers: Record<string, string> = {}): Promise<Got> {
  const { host, pathname, search } = new URL(address);
  return new Promise((resolve) => {
    const none = { status: 0, headers: {}, body: Buffer.alloc(0) };
    const options = { agent, host: '127.0.0.1', port: web.port, path: pathname + search };
    httpGet({ ...options, headers: { host, 'user-agent': 'test', ...headers } }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', () => resolve(none));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces) }),
      );
    }).on('error', () => resolve(none));
  });
}

const pdqOf = async (bytes: Buffer) => {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return hashPlainly({ data, width: info.width, height: info.height, channels: info.channels });
};

const truth = await web.truth();

test('every host lies in the country that it claims, and the network file is one that the crawl room accepts', () => {
  const places = openPlaces();
  for (const { name, ip, country } of truth.hosts) {
    assert.equal(places.countryOf(ip), country, name);
    assert.match(name, /\.(example|test)$/);
  }
  const network = testNetworkSchema.parse(JSON.parse(JSON.stringify(web.networkFile)));
  assert.deepEqual(
    Object.keys(network.hosts),
    truth.hosts.map(({ name }) => name),
  );
  assert.equal(new Set(truth.hosts.map(({ ip }) => ip)).size, truth.hosts.length);
  assert.ok(truth.hosts.some(({ scheme }) => scheme === 'https'));
});

test('pages are of a real size, and every ordinary page and host is reached by links from the first', async () => {
  const wanted = new Set(truth.pageUrls);
  const [first] = truth.seeds;
  assert.ok(first !== undefined);
  const queue = [first];
  const met = new Set(queue);
  let bytes = 0;
  for (let at = 0; at < queue.length; at += 1) {
    const url: string = queue[at] ?? first;
    const { status, body } = await get(url);
    assert.equal(status, 200, url);
    bytes += body.length;
    for (const [, href = ''] of body.toString().matchAll(/<a class="n" href="([^"]*)"/g)) {
      const link = new URL(href.replaceAll('&amp;', '&'), url);
      link.hash = '';
      link.searchParams.delete('utm_campaign');
      if (!wanted.has(link.href) || met.has(link.href)) continue;
      met.add(link.href);
      queue.push(link.href);
    }
  }
  assert.equal(met.size, wanted.size);
  assert.ok(Math.abs(bytes / queue.length - 13_900) < 800, String(bytes / queue.length));
});

test('what is planted is what the truth says: exact files by digest, near ones within 20 bits, decoys beyond 44', async () => {
  const kinds = { exact: 0, near: 0, none: 0 };
  const pdqs = truth.entries.flatMap(({ number, pdq, pdqQuality }) =>
    pdq === undefined || pdqQuality === undefined ? [] : [{ number, hash: Buffer.from(pdq, 'hex') }],
  );
  const flat = truth.entries.length - 1;
  for (const { url, hit, how, isReachable } of truth.planted) {
    if (!isReachable && how !== 'nothing links to its page') continue;
    const { status, body } = await get(url);
    if (status !== 200) {
      assert.match(how, /after 503/);
      continue;
    }
    const entry = truth.entries.find(({ number }) => number === hit?.entry);
    kinds[hit?.kind ?? 'none'] += 1;
    const digest = (name: string) => createHash(name).update(body).digest('hex');
    const isFile = (['md5', 'sha1', 'sha256'] as const).some((name) =>
      truth.entries.some((each) => each[name] === digest(name)),
    );
    assert.equal(isFile, hit?.kind === 'exact', url);
    const { hash, quality } = await pdqOf(body);
    if (hit?.kind === 'exact' && entry?.pdq === undefined) continue;
    const near = pdqs
      .filter((each) => each.number !== flat && hammingDistance(each.hash, hash) < 45)
      .map(({ number }) => number);
    if (quality < 50) assert.equal(hit, undefined, url);
    else assert.deepEqual(near, hit === undefined ? [] : [hit.entry], `${how} ${url}`);
  }
  assert.ok(kinds.exact > 30 && kinds.near > 60 && kinds.none > 25, JSON.stringify(kinds));
});

test('ordinary pictures resemble no entry, and stand in pages in every way of embedding', async () => {
  const pdqs = truth.entries.flatMap(({ pdq }) => (pdq === undefined ? [] : [Buffer.from(pdq, 'hex')]));
  const planted = new Set(truth.planted.map(({ url }) => url));
  const types = new Set<string>();
  const seen = new Set<string>();
  for (const page of truth.pageUrls.slice(0, 160)) {
    const text = (await get(page)).body.toString();
    for (const [, src = ''] of text.matchAll(/<img src="([^"]+)" alt="A picture">/g)) {
      const url = new URL(src, page).href;
      const { status, body, headers } = await get(url);
      assert.equal(status, 200, url);
      types.add(String(headers['content-type']));
      seen.add(createHash('sha256').update(body).digest('hex'));
      if (planted.has(url)) continue;
      const { hash, quality } = await pdqOf(body);
      assert.ok(quality >= 50, `${url}: ${quality}`);
      for (const pdq of pdqs) assert.ok(hammingDistance(pdq, hash) >= 45, url);
    }
  }
  assert.ok(types.size >= 4 && seen.size > 5, [...types].join());
  const hows = new Set(truth.planted.map(({ how }) => how));
  for (const embed of Object.keys(EMBEDS)) assert.ok(hows.has(embed), embed);
});

test('the same options give the same web', async (t) => {
  const again = await startCrawlWeb({ ...SIZES, tls });
  t.after(() => again.close());
  assert.deepEqual(await again.truth(), truth);
});

test('the log tells every request with its connection, and faults what no visitor may do', async () => {
  await web.forget();
  agent.destroy();
  const [page = ''] = truth.pageUrls;
  await get(page);
  await get(page, { cookie: 'a=b' });
  await get('http://robots-site.test/private/page');
  await get('http://127.0.0.1/');
  await get('http://unknown.example/');
  const log = await web.log();
  assert.deepEqual(
    log.map(({ host, path, status }) => [host, path, status]),
    [
      [new URL(page).host, '/', 200],
      [new URL(page).host, '/', 200],
      ['robots-site.test', '/private/page', 200],
      ['127.0.0.1', '/', 421],
      ['unknown.example', '/', 421],
    ],
  );
  assert.ok(log.every(({ at, endedAt, connection }) => endedAt >= at && connection > 0));
  assert.equal(new Set(log.map(({ connection }) => connection)).size, 1);
  assert.deepEqual(
    (await web.faults()).map(({ kind }) => kind),
    ['cookie', 'robots', 'forbidden-address', 'unknown-host'],
  );
  assert.deepEqual(await web.log(4), log.slice(4));
});

test('pages that have not changed say so to whoever asks with their validators', async () => {
  const [page = ''] = truth.pageUrls;
  const { headers } = await get(page);
  assert.equal((await get(page, { 'if-none-match': headers.etag ?? '' })).status, 304);
});

test('traps have no end: thirty steps into each lead to thirty addresses', async () => {
  for (const { name } of truth.hosts.filter(({ purpose }) => purpose === 'trap')) {
    const met = new Set<string>();
    let url = `http://${name}/`;
    for (let step = 0; step < 30; step += 1) {
      const { status, headers, body } = await get(url);
      assert.ok(status === 200 || status === 302, url);
      const links = [...body.toString().matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href);
      const next = headers.location ?? links.find((href) => !met.has(new URL(href, url).href)) ?? '';
      url = new URL(next, url).href;
      met.add(url);
    }
    assert.equal(met.size, 30, name);
  }
});

test('hostile servers do what their names say', { timeout: 60_000 }, async () => {
  /** What comes over the wire in half a second, at most a mebibyte. */
  const wire = (host: string, path: string) =>
    new Promise<{ bytes: number; text: string; isClosed: boolean }>((resolve) => {
      const socket = connect(web.port, '127.0.0.1', () =>
        socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\nuser-agent: t\r\n\r\n`),
      );
      let [bytes, text] = [0, ''];
      const end = (isClosed: boolean) => {
        clearTimeout(timer);
        socket.destroy();
        resolve({ bytes, text, isClosed });
      };
      const timer = setTimeout(() => end(false), 500);
      socket.on('data', (piece) => {
        bytes += piece.length;
        if (text.length < 5_000) text += piece.toString('latin1');
        if (bytes > 2 ** 20) end(false);
      });
      socket.on('error', () => undefined).on('close', () => end(true));
    });
  const trouble = (label: string) => wire(`${label}-site.test`, '/trouble');
  assert.deepEqual(await trouble('hang'), { bytes: 0, text: '', isClosed: false });
  assert.match((await trouble('hang-after-head')).text, /content-length: 1000\r\n[^]*\r\n\r\n$/i);
  const drip = await trouble('drip');
  assert.ok(!drip.isClosed && drip.bytes < 400);
  assert.deepEqual(await trouble('closes-at-once'), { bytes: 0, text: '', isClosed: true });
  assert.doesNotMatch((await trouble('garbage')).text, /^HTTP/);
  assert.ok((await trouble('huge-header')).bytes > 2 ** 20);
  assert.ok((await trouble('endless-headers')).bytes > 100_000);
  assert.ok((await trouble('endless-page')).bytes > 2 ** 20);
  assert.match((await trouble('long-length')).text, /Content-Length: 100000/);
  assert.match((await trouble('bad-chunk')).text, /zz\r\n/);
  assert.match((await trouble('always-busy')).text, /retry-after: 3600/i);
  assert.match(
    (await wire('forbidden-targets-site.test', '/to/0')).text,
    new RegExp(`location: http://127.0.0.1:${web.port}/`, 'i'),
  );
  assert.ok((await wire('hostile-pictures-site.test', '/endless.jpg')).bytes > 2 ** 20);
  assert.equal((await get('http://hostile-pictures-site.test/cut.jpg')).status, 0);
});

test('close ends the process', async () => {
  const brief = await startCrawlWeb({
    hosts: 1,
    pages: 2,
    pictures: 0,
    known: 4,
    exactCopies: 0,
    nearCopies: 0,
    decoys: 0,
    ways: false,
    traps: false,
    hostile: false,
  });
  await brief.close();
  await assert.rejects(brief.totals());
});
