import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Egress } from './egress.ts';
import type { FetchOutcome } from './safe-fetch.ts';
import { openMissingAnswers, probeOf, visitAddress, type VisitTools } from './visit-address.ts';
import type { VisitBefore } from './visit.ts';

const URL_OF_ITEM = 'http://pictures.example.org/gallery/7.html';
const NOW = new Date('2026-03-01T12:00:00Z');
const HOUR_MS = 3_600_000;
const PAGE = `<title>Album</title><p>${'en lång text om sjöar och skogar i dalen vid kusten '.repeat(9)}</p>`;
const JPEG = Buffer.from('ffd8ffe000104a46494600010101', 'hex');
const key = Buffer.alloc(32, 1);
const fresh: VisitBefore = { url: URL_OF_ITEM, kind: 'unknown', fingerprint: undefined, lastBecause: undefined, key };

type Reply = { status?: number; body?: string | Buffer } | 'timeout' | 'connect' | 'no-such-name';

function outcomeOf(reply: Reply, url: string, ip: string): FetchOutcome {
  if (typeof reply === 'string') return { kind: 'failed', reason: reply, hops: [], ip: undefined };
  const body = Buffer.from(reply.body ?? PAGE);
  return {
    ...{ kind: 'answered', status: reply.status ?? 200, finalUrl: url, body, ip, hops: [], contentType: undefined },
    ...{ headers: {}, wireBytes: body.length, isTruncated: false },
  };
}

/** A way out that shows `reply`, and `missing` at an address that cannot exist. */
function egressOf(name: string, reply: Reply, missing: Reply = { status: 404 }): Egress & { asked: string[] } {
  const asked: string[] = [];
  return {
    ...{ name, isDirect: !name.startsWith('proxy'), asked },
    fetch: (url) => {
      asked.push(url);
      return Promise.resolve(
        outcomeOf(url.includes('cannot-exist') ? missing : reply, url, `85.24.180.${name.length}`),
      );
    },
  };
}

const toolsOf = (first: Egress, ...others: readonly Egress[]): VisitTools => ({
  ...{ egresses: [first, ...others], userAgent: 'FyrHotline/1.0' },
  missingAnswers: openMissingAnswers(() => 'cannot-exist'),
});

async function said(...egresses: readonly [Egress, ...Egress[]]): Promise<string> {
  const { verdict, because } = await visitAddress(toolsOf(...egresses), fresh, NOW);
  return `${verdict} ${because}`;
}

test('visitAddress believes a miss when another way out misses too or cannot tell, and not when it sees the item', async () => {
  const gone = () => egressOf('here', { status: 404 });
  assert.equal(await said(gone()), 'gone not-found');
  assert.equal(await said(gone(), egressOf('proxy-a', { status: 404 })), 'gone not-found');
  assert.equal(await said(gone(), egressOf('proxy-a', 'timeout')), 'gone not-found');
  assert.equal(await said(gone(), egressOf('proxy-a', {})), 'online geo-blocked');
  assert.equal(await said(gone(), egressOf('proxy-a', 'connect'), egressOf('proxy-b', {})), 'online geo-blocked');
});

test('visitAddress finds what is withheld or denied here and shown elsewhere', async () => {
  assert.equal(await said(egressOf('here', { status: 451 }), egressOf('proxy-a', {})), 'online geo-blocked');
  assert.equal(await said(egressOf('here', { status: 403 }), egressOf('proxy-a', {})), 'online geo-blocked');
  assert.equal(
    await said(egressOf('here', { status: 403 }), egressOf('proxy-a', { status: 404 })),
    'unclear access-denied',
  );
});

test('visitAddress gives the fingerprint of what was seen elsewhere, and the address that answered here', async () => {
  const tools = toolsOf(egressOf('here', { status: 404 }), egressOf('proxy-elsewhere', {}));
  const visit = await visitAddress(tools, fresh, NOW);
  assert.equal(visit.fingerprint?.kind, 'page');
  assert.equal(visit.ip, '85.24.180.4');
});

test('visitAddress says of what is shown elsewhere alone whether it is the same as before', async () => {
  const first = await visitAddress(toolsOf(egressOf('here', {})), fresh, NOW);
  assert.equal(first.isSame, false);
  const before = { ...fresh, fingerprint: first.fingerprint };
  const seen = async (body: string) =>
    visitAddress(toolsOf(egressOf('here', { status: 404 }), egressOf('proxy-a', { body })), before, NOW);
  assert.deepEqual([(await seen(PAGE)).because, (await seen(PAGE)).isSame], ['geo-blocked', true]);
  assert.equal((await seen('<title>Annat</title><p>något annat</p>')).isSame, false);
});

test('visitAddress asks no other way out when the first one sees the item, or when a server is merely in trouble', async () => {
  for (const reply of [{}, { status: 503 }, 'timeout'] as const) {
    const other = egressOf('proxy-a', {});
    await said(egressOf('here', reply), other);
    assert.deepEqual(other.asked, []);
  }
});

test('visitAddress goes by another way out when the first is a proxy that leads nowhere', async () => {
  assert.equal(await said(egressOf('proxy-a', 'connect'), egressOf('here', {})), 'online first-look');
  assert.equal(await said(egressOf('proxy-a', 'connect'), egressOf('here', { status: 404 })), 'unclear no-answer');
});

test('visitAddress takes the address of the first hop: where a redirect leads is another host', async () => {
  const egress: Egress = {
    ...{ name: 'here', isDirect: true },
    fetch: (url) => {
      const outcome = outcomeOf({}, url, '203.0.113.9');
      return Promise.resolve({ ...outcome, hops: [{ url, status: 302, ip: '85.24.180.40' }] });
    },
  };
  assert.equal((await visitAddress(toolsOf(egress), fresh, NOW)).ip, '85.24.180.40');
  assert.equal((await visitAddress(toolsOf(egressOf('here', 'timeout')), fresh, NOW)).ip, undefined);
});

test('visitAddress asks a host once for what cannot exist, and again after some hours or of another kind', async () => {
  const egress = egressOf('here', {});
  const tools = toolsOf(egress);
  const probes = () => egress.asked.filter((url) => url.includes('cannot-exist'));
  await visitAddress(tools, fresh, NOW);
  assert.deepEqual(probes(), ['http://pictures.example.org/gallery/cannot-exist.html']);
  await visitAddress(tools, fresh, new Date(NOW.getTime() + HOUR_MS));
  assert.equal(probes().length, 1);
  await visitAddress(tools, { ...fresh, url: 'http://pictures.example.org/gallery/b/9.html' }, NOW);
  assert.equal(probes().length, 1, 'the first part of the path is the same');
  for (const url of ['http://pictures.example.org/other/8.html', 'http://pictures.example.org/gallery/8'])
    await visitAddress(tools, { ...fresh, url }, NOW);
  assert.equal(probes().length, 3);
  await visitAddress(tools, fresh, new Date(NOW.getTime() + 7 * HOUR_MS));
  assert.equal(probes().length, 4);
});

test('visitAddress keeps no answer of a host that did not say what it shows for nothing', async () => {
  for (const missing of ['timeout', { status: 503 }, { status: 403 }] as const) {
    const egress = egressOf('here', {}, missing);
    const tools = toolsOf(egress);
    const first = await visitAddress(tools, fresh, NOW);
    assert.deepEqual([first.because, first.fingerprint?.isDistinct], ['first-look', false]);
    await visitAddress(tools, fresh, NOW);
    assert.equal(egress.asked.length, 4);
  }
  const proper = await visitAddress(toolsOf(egressOf('here', {})), fresh, NOW);
  assert.equal(proper.fingerprint?.isDistinct, true);
});

test('visitAddress tells a page apart later when its host could not be asked at first, though its bytes stay the same', async () => {
  const soft = { body: '<title>Oj</title><p>Här finns det inget att se just nu</p>' };
  const first = await visitAddress(toolsOf(egressOf('here', {}, 'timeout')), fresh, NOW);
  assert.equal(first.fingerprint?.isDistinct, false);
  const again = { ...fresh, fingerprint: first.fingerprint };
  const second = await visitAddress(toolsOf(egressOf('here', {}, soft)), again, NOW);
  assert.deepEqual([second.because, second.fingerprint?.isDistinct], ['same-bytes', true]);
  const apart = { ...fresh, fingerprint: second.fingerprint };
  assert.equal((await visitAddress(toolsOf(egressOf('here', soft, soft)), apart, NOW)).because, 'soft-404');
});

test('visitAddress keeps its measure of a page when its host could not be asked as the page changed', async () => {
  const soft = { body: '<title>Oj</title><p>Här finns det inget att se just nu</p>' };
  const first = await visitAddress(toolsOf(egressOf('here', {}, soft)), fresh, NOW);
  const before = { ...fresh, fingerprint: first.fingerprint };
  const unproven = await visitAddress(toolsOf(egressOf('here', soft, 'timeout')), before, NOW);
  assert.deepEqual([unproven.because, unproven.fingerprint], ['changed', undefined]);
  assert.equal((await visitAddress(toolsOf(egressOf('here', soft, soft)), before, NOW)).because, 'soft-404');
});

test('visitAddress calls gone what turned into the page that the host shows for nothing', async () => {
  const soft = { body: '<title>Oj</title><p>Här finns det inget att se just nu</p>' };
  const first = await visitAddress(toolsOf(egressOf('here', {}, soft)), fresh, NOW);
  assert.deepEqual([first.verdict, first.because], ['online', 'first-look']);
  const before = { ...fresh, fingerprint: first.fingerprint };
  const later = await visitAddress(toolsOf(egressOf('here', soft, soft)), before, NOW);
  assert.deepEqual([later.verdict, later.because, later.fingerprint], ['gone', 'soft-404', undefined]);
});

test('visitAddress has a picture hashed once, and again when nobody could or its bytes are others', async () => {
  const hashed: string[] = [];
  let mark: string | undefined = '0f'.repeat(32);
  const tools = {
    ...toolsOf(egressOf('here', { body: JPEG })),
    pictureMarkOf: (bytes: Uint8Array) => {
      hashed.push(Buffer.from(bytes).toString('hex'));
      return Promise.resolve(mark);
    },
  };
  const first = await visitAddress(tools, fresh, NOW);
  assert.deepEqual([first.because, first.fingerprint?.picture], ['first-look', mark]);
  const before = { ...fresh, fingerprint: first.fingerprint };
  assert.equal((await visitAddress(tools, before, NOW)).because, 'same-bytes');
  assert.equal(hashed.length, 1);

  const others = { ...tools, egresses: [egressOf('here', { body: Buffer.concat([JPEG, Buffer.of(1)]) })] as const };
  assert.equal((await visitAddress(others, before, NOW)).because, 'same-picture');
  mark = undefined;
  const unhashed = await visitAddress(tools, fresh, NOW);
  assert.deepEqual([unhashed.because, unhashed.fingerprint?.picture], ['first-look', undefined]);
  assert.equal((await visitAddress(others, before, NOW)).because, 'media-not-comparable');
  mark = '0f'.repeat(32);
  const again = await visitAddress(tools, { ...fresh, fingerprint: unhashed.fingerprint }, NOW);
  assert.deepEqual([again.because, again.fingerprint?.picture], ['same-bytes', mark]);
});

test('openMissingAnswers forgets the oldest when it is full', () => {
  const kept = openMissingAnswers();
  for (let index = 0; index <= 20_000; index += 1) kept.keep(`host-${index}`, 'proper', NOW);
  assert.equal(kept.read('host-0', NOW), undefined);
  assert.equal(kept.read('host-1', NOW), 'proper');
  assert.match(kept.randomName(), /^a[0-9a-f]{24}$/);
});

test('probeOf stays in the item’s folder with its extension, for any address', () => {
  assert.equal(probeOf('http://a.example/b/c/d.JPG?x=1#y', 'n')?.url, 'http://a.example/b/c/n.jpg');
  assert.equal(probeOf('http://a.example/b', 'n')?.url, 'http://a.example/n');
  assert.equal(probeOf('http://a.example/b/c.d/', 'n')?.url, 'http://a.example/b/c.d/n');
  assert.equal(probeOf('not an address', 'n'), undefined);
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const probe = probeOf(url, 'cannot-exist');
      assert.ok(probe);
      const [asked, item] = [new URL(probe.url), new URL(url)];
      assert.equal(asked.origin, item.origin);
      assert.equal(
        asked.pathname.slice(0, asked.pathname.lastIndexOf('/')),
        item.pathname.slice(0, item.pathname.lastIndexOf('/')),
      );
      assert.notEqual(asked.pathname, item.pathname);
    }),
  );
});
