import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalise, exactExpression, expressionsOf } from './canonical-address.ts';
import { openFeed } from './feed.ts';
import { fullHash, prefixOf, PrefixSet } from './prefix-set.ts';
import { decodeSorted, encodeSorted, FeedDamaged } from './rice.ts';
import { readFullHashes, readUpdate, type FullHash } from './wire.ts';

const whole = (text: string) => {
  const address = canonicalise(text);
  return address && `${address.scheme}://${address.host}${address.port}${address.path}${address.query}`;
};

/** The published examples of "URLs and Hashing"; one is left out, whose byte 0x80 no text of JavaScript holds by itself. */
const PUBLISHED: readonly (readonly [string, string])[] = [
  ['http://host/%25%32%35', 'http://host/%25'],
  ['http://host/%25%32%35%25%32%35', 'http://host/%25%25'],
  ['http://host/%2525252525252525', 'http://host/%25'],
  ['http://host/asdf%25%32%35asd', 'http://host/asdf%25asd'],
  ['http://host/%%%25%32%35asd%%', 'http://host/%25%25%25asd%25%25'],
  ['http://www.google.com/', 'http://www.google.com/'],
  [
    'http://%31%36%38%2e%31%38%38%2e%39%39%2e%32%36/%2E%73%65%63%75%72%65/%77%77%77%2E%65%62%61%79%2E%63%6F%6D/',
    'http://168.188.99.26/.secure/www.ebay.com/',
  ],
  [
    'http://host%23.com/%257Ea%2521b%2540c%2523d%2524e%25f%255E00%252611%252A22%252833%252944_55%252B',
    'http://host%23.com/~a!b@c%23d$e%25f^00&11*22(33)44_55+',
  ],
  ['http://3279880203/blah', 'http://195.127.0.11/blah'],
  ['http://www.google.com/blah/..', 'http://www.google.com/'],
  ['www.google.com/', 'http://www.google.com/'],
  ['www.google.com', 'http://www.google.com/'],
  ['http://www.evil.com/blah#frag', 'http://www.evil.com/blah'],
  ['http://www.GOOgle.com/', 'http://www.google.com/'],
  ['http://www.google.com.../', 'http://www.google.com/'],
  ['http://www.google.com/foo\tbar\rbaz\n2', 'http://www.google.com/foobarbaz2'],
  ['http://www.google.com/q?', 'http://www.google.com/q?'],
  ['http://www.google.com/q?r?', 'http://www.google.com/q?r?'],
  ['http://www.google.com/q?r?s', 'http://www.google.com/q?r?s'],
  ['http://evil.com/foo#bar#baz', 'http://evil.com/foo'],
  ['http://evil.com/foo;', 'http://evil.com/foo;'],
  ['http://evil.com/foo?bar;', 'http://evil.com/foo?bar;'],
  ['http://notrailingslash.com', 'http://notrailingslash.com/'],
  ['http://www.gotaport.com:1234/', 'http://www.gotaport.com:1234/'],
  ['  http://www.google.com/  ', 'http://www.google.com/'],
  ['http:// leadingspace.com/', 'http://%20leadingspace.com/'],
  ['http://%20leadingspace.com/', 'http://%20leadingspace.com/'],
  ['%20leadingspace.com/', 'http://%20leadingspace.com/'],
  ['https://www.securesite.com/', 'https://www.securesite.com/'],
  ['http://host.com/ab%23cd', 'http://host.com/ab%23cd'],
  ['http://host.com//twoslashes?more//slashes', 'http://host.com/twoslashes?more//slashes'],
];

test('canonicalise gives the published spelling of each published example', () => {
  for (const [given, expected] of PUBLISHED) assert.equal(whole(given), expected, given);
});

test('canonicalise knows foreign names, IPv6 and every spelling of IPv4, and refuses what is not of the web', () => {
  assert.equal(whole('http://bücher.example/ä?ö'), 'http://xn--bcher-kva.example/%C3%A4?%C3%B6');
  assert.equal(whole('http://[2001:0DB8:0::1]:80/x'), 'http://[2001:db8::1]/x');
  for (const same of ['0x7f.1', '017700000001', '127.0.0.1', '2130706433', '0x7f.0.0.0x1'])
    assert.equal(whole(`http://${same}/`), 'http://127.0.0.1/', same);
  for (const bad of ['news://a.example.org/', 'http://', 'http://.../', `http://a/${'x'.repeat(9000)}`])
    assert.equal(canonicalise(bad), undefined, bad);
});

test('canonicalise changes nothing the second time', () => {
  const piece = fc.stringMatching(/^[ -~]{0,30}$/);
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), piece, (url, tail) => {
      // A backslash that was escaped is one to us and a slash to a browser: such an address is canonical once.
      if (!URL.canParse(`${url}${tail}`) || /\\|5c/i.test(tail)) return;
      const first = whole(`${url}${tail}`);
      if (first !== undefined) assert.equal(whole(first), first);
    }),
    { numRuns: 2000 },
  );
});

test('expressionsOf gives the published ones', () => {
  const of = (text: string) => {
    const address = canonicalise(text);
    assert.ok(address);
    assert.equal(expressionsOf(address)[0], exactExpression(address));
    return [...expressionsOf(address)].sort();
  };
  assert.deepEqual(
    of('http://a.b.c/1/2.html?param=1'),
    ['a.b.c/1/2.html?param=1', 'a.b.c/1/2.html', 'a.b.c/', 'a.b.c/1/']
      .concat(['b.c/1/2.html?param=1', 'b.c/1/2.html', 'b.c/', 'b.c/1/'])
      .sort(),
  );
  const five = ['a.b.c.d.e.f.g', 'c.d.e.f.g', 'd.e.f.g', 'e.f.g', 'f.g'];
  assert.deepEqual(of('http://a.b.c.d.e.f.g/1.html'), five.flatMap((host) => [`${host}/1.html`, `${host}/`]).sort());
  assert.deepEqual(of('http://1.2.3.4/1/'), ['1.2.3.4/1/', '1.2.3.4/'].sort());
});

test('expressionsOf never gives more than 30, and never a top-level domain alone', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
      const address = canonicalise(url);
      if (address === undefined) return;
      const found = expressionsOf(address);
      assert.ok(found.length <= 30);
      for (const each of found) assert.ok(/^[^/]*\.[^/]*\/|^\[/.test(each) || !address.host.includes('.'), each);
    }),
  );
});

test('encodeSorted and decodeSorted agree for any numbers', () => {
  const numbers = fc.uniqueArray(fc.nat(2 ** 32 - 1), { maxLength: 300 });
  fc.assert(
    fc.property(numbers, fc.boolean(), (given, isDense) => {
      const sorted = Uint32Array.from(isDense ? given.map((each) => each % 1000) : given).sort();
      const unique = sorted.filter((each, at) => at === 0 || each !== sorted[at - 1]);
      const sent: unknown = JSON.parse(JSON.stringify(encodeSorted(unique)));
      assert.deepEqual(decodeSorted(readUpdate(updateOf(sent)).additions), unique);
    }),
  );
  assert.throws(() => encodeSorted(Uint32Array.of(2, 2)), RangeError);
});

const NONE = encodeSorted(new Uint32Array(0));
const updateOf = (additions: unknown, change = {}) => ({
  ...{ kind: 'full', state: 's', checksum: '', waitSeconds: 1, removals: NONE, additions },
  ...change,
});

test('decodeSorted throws FeedDamaged, and nothing else, for whatever is cut or altered', () => {
  const good = encodeSorted(Uint32Array.from({ length: 100 }, (_, at) => at * 40_000_000 + 5));
  assert.throws(() => decodeSorted({ ...good, data: good.data.slice(0, -8) }), FeedDamaged);
  assert.throws(() => decodeSorted({ ...good, count: 4_000_000_000 }), FeedDamaged);
  assert.throws(() => decodeSorted({ ...good, rice: 0 }), FeedDamaged);
  fc.assert(
    fc.property(fc.integer(), fc.double(), fc.integer(), fc.base64String(), (count, first, rice, data) => {
      try {
        decodeSorted({ count, first, rice, data });
      } catch (error) {
        assert.ok(error instanceof FeedDamaged);
      }
    }),
  );
});

test('PrefixSet has what was put in, and changed is taking out and adding', () => {
  const numbers = fc.uniqueArray(fc.nat(2 ** 32 - 1), { maxLength: 200 });
  const sortedOf = (given: readonly number[]) => Uint32Array.from(given).sort();
  fc.assert(
    fc.property(numbers, numbers, numbers, (given, added, removed) => {
      const set = new PrefixSet(sortedOf(given)).changed(sortedOf(added), sortedOf(removed));
      const expected = new Set([...given.filter((each) => !removed.includes(each)), ...added]);
      assert.deepEqual([...set.sorted], [...sortedOf([...expected])]);
      for (const each of [...given, ...added, ...removed]) assert.equal(set.has(each), expected.has(each));
    }),
  );
  assert.equal(PrefixSet.EMPTY.has(0), false);
  assert.equal(PrefixSet.EMPTY.checksum(), createHash('sha256').digest('hex'));
});

test('prefixOf and fullHash are those of the published example', () => {
  // FIPS 180-4: SHA-256("abc") begins with ba7816bf.
  assert.equal(prefixOf(fullHash('abc')), 0xba7816bf);
});

/** A hotline in a few lines: a list of expressions, and what it was asked. */
function hotline(entries: readonly (readonly [string, FullHash['scope']])[]) {
  const asked: string[] = [];
  const sorted = Uint32Array.from(new Set(entries.map(([expression]) => prefixOf(fullHash(expression))))).sort();
  const answer: typeof fetch = (input, init) => {
    const path = new URL(input instanceof Request ? input.url : input).pathname;
    const body = typeof init?.body === 'string' ? init.body : '';
    asked.push(path.endsWith('update') ? 'update' : body);
    const update = updateOf(encodeSorted(sorted), { checksum: new PrefixSet(sorted).checksum() });
    const hashes = entries.map(([expression, scope]) => ({
      ...{ hash: fullHash(expression).toString('base64'), scope, category: 'illegal-baseline' },
    }));
    return Promise.resolve(Response.json(path.endsWith('update') ? update : { hashes, cacheSeconds: 60 }));
  };
  return { asked, answer };
}
const ACCESS = { url: 'https://hotline.example.org/feed/', id: 'fyr-1', secret: 's' };

test('lookUp finds a listed address in any spelling, a listed folder from below, and asks once while the answer is kept', async () => {
  const { asked, answer } = hotline([
    ['pictures.example.org/album/7?page=2', 'address'],
    ['bad.example.org/all/', 'below'],
  ]);
  let nowMs = 0;
  const feed = openFeed(ACCESS, { fetch: answer, now: () => nowMs });
  assert.deepEqual(await feed.lookUp('http://pictures.example.org/album/7?page=2'), { kind: 'clear' }, 'nothing yet');
  await feed.update();
  for (const spelling of [
    'https://PICTURES.example.org:444/x/../album//7?page=2#top',
    'pictures.example.org/album/%37?page=2',
  ])
    assert.equal((await feed.lookUp(spelling)).kind, 'listed', spelling);
  assert.equal(asked.length, 2);
  nowMs = 60_000;
  await feed.lookUp('http://pictures.example.org/album/7?page=2');
  assert.equal(asked.length, 3);
  assert.deepEqual(await feed.lookUp('http://bad.example.org/all/x/y.jpg'), {
    ...{ kind: 'listed', category: 'illegal-baseline', expression: 'bad.example.org/all/' },
  });
  assert.equal((await feed.lookUp('http://pictures.example.org/album/7')).kind, 'clear');
  assert.equal((await feed.lookUp('http://pictures.example.org/')).kind, 'clear');
});

test('lookUp takes a listed address for that address alone: what lies below it is clear', async () => {
  const { answer } = hotline([['pictures.example.org/', 'address']]);
  const feed = openFeed(ACCESS, { fetch: answer });
  await feed.update();
  assert.equal((await feed.lookUp('http://pictures.example.org')).kind, 'listed');
  assert.equal((await feed.lookUp('http://pictures.example.org/garden.jpg')).kind, 'clear');
});

test('lookUp and glance let nothing out of an address that is not listed', async () => {
  const { asked, answer } = hotline([['pictures.example.org/album/7', 'address']]);
  const feed = openFeed(ACCESS, { fetch: answer });
  await feed.update();
  for (const other of ['http://other.example.org/secret/path?who=me', 'not an address', 'http://']) {
    assert.equal(feed.glance(other), 'clear');
    assert.deepEqual(await feed.lookUp(other), { kind: 'clear' });
  }
  await feed.lookUp('http://pictures.example.org/album/7');
  const sent = asked.slice(1).join();
  assert.equal(asked.length, 2);
  assert.ok(!sent.includes('example') && !sent.includes('album'), 'a prefix and nothing else');
});

test('update refuses a set that does not come to the checksum, keeps the old one, and asks for all the next time', async () => {
  const sorted = Uint32Array.of(1, 2, 3);
  const right = updateOf(encodeSorted(sorted), { state: 'one', checksum: new PrefixSet(sorted).checksum() });
  const states: string[] = [];
  let next: unknown = right;
  const feed = openFeed(ACCESS, {
    fetch: (_, init) => {
      states.push(typeof init?.body === 'string' ? init.body : '');
      return Promise.resolve(Response.json(next));
    },
  });
  await feed.update();
  next = updateOf(encodeSorted(Uint32Array.of(9)), { kind: 'delta', checksum: 'wrong' });
  await assert.rejects(feed.update(), FeedDamaged);
  assert.deepEqual([...feed.snapshot().sorted], [1, 2, 3]);
  next = right;
  await feed.update();
  assert.deepEqual(states, ['{"state":""}', '{"state":"one"}', '{"state":""}']);
});

test('a feed goes on from a snapshot, and an error of the hotline is an error and no verdict', async () => {
  const { answer } = hotline([['pictures.example.org/', 'address']]);
  const first = openFeed(ACCESS, { fetch: answer });
  await first.update();
  const again = openFeed(ACCESS, {
    snapshot: first.snapshot(),
    fetch: () => Promise.resolve(new Response('', { status: 503 })),
  });
  assert.equal(again.glance('http://pictures.example.org/'), 'maybe');
  await assert.rejects(again.lookUp('http://pictures.example.org/'), /503/);
  await assert.rejects(again.update(), /503/);
});

test('readUpdate and readFullHashes throw FeedDamaged, and nothing else, for any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const read of [readUpdate, readFullHashes]) {
        try {
          read(value);
        } catch (error) {
          assert.ok(error instanceof FeedDamaged);
        }
      }
    }),
  );
});
