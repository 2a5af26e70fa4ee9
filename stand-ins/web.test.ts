import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { Reader, type CountryResponse } from 'mmdb-lib';
import { z } from 'zod';
import sharp from 'sharp';
import { testNetworkSchema } from '../src/crawl/door.ts';
import { INHOPE_COUNTRIES } from '../src/terms/countries.ts';
import { DEMO_HOSTS, makePicture, PLAIN_STATES, startWeb } from './web.ts';

const web = await startWeb();
after(() => web.close());

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Asks the web for a URL as the safe fetcher would: to the loopback port, with the name in the Host header. */
function get(url: string, userAgent = 'test'): Promise<Got> {
  const { hostname, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const headers = { host: hostname, 'user-agent': userAgent };
    const asked = request(
      { host: '127.0.0.1', port: web.port, path: pathname + search, headers, agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}
const textOf = (got: Got) => got.body.toString();

test('DEMO_HOSTS lie in the country they claim, by the offline country database', async () => {
  const file = createRequire(import.meta.url).resolve(
    '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb',
  );
  const reader = new Reader<CountryResponse>(await readFile(file));
  const countryOf = (ip: string) => z.object({ country_code: z.string() }).parse(reader.get(ip)).country_code;
  for (const host of DEMO_HOSTS) {
    assert.equal(countryOf(host.ip), host.country, host.name);
    if (host.origin !== undefined) assert.equal(countryOf(host.origin.ip), host.origin.country, host.name);
  }
});

test('DEMO_HOSTS cover the countries of the routing table, two without a hotline and one behind a CDN', () => {
  const countries = new Set(DEMO_HOSTS.map((host) => host.country));
  for (const country of ['SE', 'NL', 'DE', 'US', 'JP', 'CZ']) assert.ok(countries.has(country), country);
  assert.equal([...countries].filter((country) => !INHOPE_COUNTRIES.has(country)).length, 2);
  assert.equal(DEMO_HOSTS.filter((host) => host.origin !== undefined).length, 1);
  assert.ok(DEMO_HOSTS.length >= 12);
  for (const { name } of DEMO_HOSTS) assert.match(name, /\.example\.(org|net|com)$/);
});

test('networkFile is a test network that the crawl room accepts', () => {
  const network = testNetworkSchema.parse(JSON.parse(JSON.stringify(web.networkFile())));
  assert.deepEqual(
    Object.keys(network.hosts),
    DEMO_HOSTS.map((host) => host.name),
  );
  assert.equal(web.networkFile().hosts['pictures.example.org']?.connectTo, `127.0.0.1:${web.port}`);
});

test('a site has a front page, albums and pictures that link to each other, and nothing else', async () => {
  const front = textOf(await get('http://bilder.example.org/'));
  assert.match(front, /lang="sv"/);
  const album = /href="(\/album\/\d+)"/.exec(front)?.[1] ?? 'none';
  const page = textOf(await get(`http://bilder.example.org${album}`));
  const picture = /src="([^"]+)"/.exec(page)?.[1] ?? 'none';
  const file = await get(`http://bilder.example.org${picture}`);
  assert.equal(file.headers['content-type'], 'image/jpeg');
  const { width, height } = await sharp(file.body).metadata();
  assert.deepEqual([width, height], [640, 480]);
  assert.equal((await get('http://bilder.example.org/album/77')).status, 404);
  assert.equal((await get('http://bilder.example.org/picture/77-1.jpg')).status, 404);
  assert.equal((await get('http://nowhere.example.org/')).status, 421);
});

test('makePicture is the same when the seed is, and another when it is not', async () => {
  assert.deepEqual(await makePicture('one', 'png'), await makePicture('one', 'png'));
  assert.notDeepEqual(await makePicture('one', 'png'), await makePicture('two', 'png'));
});

test('setState changes what a resource answers, for each state', async () => {
  const url = 'http://pictures.example.org/view/42';
  const met: Record<string, string> = {};
  for (const state of PLAIN_STATES) {
    web.setState(url, state);
    assert.equal(web.stateOf(url)?.kind, state);
    met[state] = await get(url).then(
      (got) => `${got.status} ${/<title>([^<]*)/.exec(textOf(got))?.[1] ?? String(got.headers['location'])}`,
      (error: unknown) => (error instanceof Error ? error.message : 'failed'),
    );
  }
  assert.deepEqual(met, {
    online: '200 Album 42 – Picture shelf',
    gone404: '404 Page not found – Picture shelf',
    gone410: '410 Page not found – Picture shelf',
    parked: '200 pictures.example.org is for sale – Parked domain',
    'removed-page': '200 This page was removed – Picture shelf',
    error503: '503 The service is temporarily unavailable – Picture shelf',
    'redirect-front': '302 /',
    cut: 'aborted',
    changing: '200 Album 42 – Picture shelf',
    'login-wall': '200 Log in to continue – Picture shelf',
  });
});

test('setState redirect leads where it is told, and slow keeps the first byte back', async () => {
  web.setState('http://share.example.com/x', { kind: 'redirect', to: 'http://news.example.com/' });
  assert.equal((await get('http://share.example.com/x')).headers['location'], 'http://news.example.com/');
  web.setState('http://share.example.com/y', { kind: 'slow', delayMs: 120 });
  const startedAt = performance.now();
  assert.equal((await get('http://share.example.com/y')).status, 200);
  assert.ok(performance.now() - startedAt >= 115);
});

test('a changing page differs at each visit and keeps its pictures', async () => {
  const url = 'http://albums.example.com/album/2';
  const steady = [textOf(await get(url)), textOf(await get(url))];
  assert.equal(steady[0], steady[1]);
  web.setState(url, 'changing');
  const changing = [textOf(await get(url)), textOf(await get(url))];
  assert.notEqual(changing[0], changing[1]);
  const pictures = (text: string | undefined) => [...(text ?? '').matchAll(/src="([^"]+)"/g)].map((match) => match[1]);
  assert.equal(pictures(changing[0]).length, 3);
  assert.deepEqual(pictures(changing[0]), pictures(steady[0]));
  assert.deepEqual(pictures(changing[1]), pictures(steady[0]));
});

test('setState without a query holds for every query that has no state of its own', async () => {
  web.setState('http://board.example.org/thread', 'gone410');
  web.setState('http://board.example.org/thread?id=2', 'online');
  assert.equal((await get('http://board.example.org/thread?id=1')).status, 410);
  assert.equal((await get('http://board.example.org/thread?id=2')).status, 200);
  assert.throws(() => web.setState('http://nowhere.example.org/', 'online'), RangeError);
});

test('setHostState holds for the whole host but for what was set alone', async () => {
  web.setState('http://photos.example.net/kept', 'online');
  web.setHostState('photos.example.net', 'parked');
  assert.match(textOf(await get('http://photos.example.net/album/1')), /for sale/);
  assert.doesNotMatch(textOf(await get('http://photos.example.net/kept')), /for sale/);
});

test('log tells host, path, query, time and user agent of each visit', async () => {
  await get('http://news.example.com/album/1?from=log', 'Fyr-recheck');
  const visit = web.log().at(-1);
  assert.deepEqual(
    [visit?.host, visit?.path, visit?.userAgent],
    ['news.example.com', '/album/1?from=log', 'Fyr-recheck'],
  );
  assert.ok(visit?.at instanceof Date);
});

test('addHost and moveHost change hosts and the next network file', async () => {
  web.addHost('new.example.net', { ip: '85.24.180.41', country: 'SE' });
  assert.equal((await get('http://new.example.net/')).status, 200);
  web.moveHost('new.example.net', { ip: '94.75.200.11', country: 'NL' });
  assert.equal(web.networkFile().hosts['new.example.net']?.ip, '94.75.200.11');
  assert.equal(web.has('http://new.example.net/any'), true);
  assert.equal(web.has('http://other.example.net/any'), false);
});

test('a host behind a CDN says so in its headers', async () => {
  assert.equal((await get('http://cdn-gallery.example.com/')).headers['via'], '1.1 example-cdn');
  assert.equal((await get('http://news.example.com/')).headers['via'], undefined);
});
