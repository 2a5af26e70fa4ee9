/** The pure parts of the frontier. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { canonicaliseUrl } from '../../terms/web-address.ts';
import { FAR } from './crawl-task.ts';
import { Fingerprinter } from './fingerprint.ts';
import { frontierKeysFrom, hostOf, PARTITIONS } from './frontier-keys.ts';
import { elapsedMs, maySend, mustStop, OWN_STOP_SHARE, SEND_GRACE_MS, shareOf } from './lease.ts';
import { rankOf, readRank } from './rank.ts';
import { nextIntervalMs, DEFAULT_RECRAWL } from './recrawl.ts';
import { endOf, statesBefore, type OpenRun } from './run.ts';
import { SeenFilter } from './seen-filter.ts';
import { CounterCipher, KeyedDigest } from './url-cipher.ts';

const keys = frontierKeysFrom(serviceKeyFrom(Buffer.alloc(32, 1)));
const url = fc.webUrl({ withQueryParameters: true }).map((text) => {
  const found = canonicaliseUrl(text);
  return found.ok ? found.address.canonical : 'https://example.org/';
});

test('Fingerprinter is HalfSipHash-2-4 when told to: the first of the published 64-bit vectors', () => {
  // halfsiphash's vectors.h: key 00..07, input 00..(n-1).
  const hash = new Fingerprinter(Buffer.from([0, 1, 2, 3, 4, 5, 6, 7]), 2);
  const expected = ['218d1f59b9b83cc8', 'be55241 2f8387315'.replace(' ', '')];
  const found = [0, 1].map((length) => {
    hash.read(String.fromCharCode(...Array.from({ length }, (_, n) => n)));
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(hash.low, 0);
    bytes.writeUInt32LE(hash.high, 4);
    return bytes.toString('hex');
  });
  assert.deepEqual(found, expected);
});

test('Fingerprinter tells texts, keys and salts apart', () => {
  const read = (hash: Fingerprinter, text: string, salt?: number) => {
    hash.read(text, salt);
    return `${hash.low} ${hash.high}`;
  };
  const one = new Fingerprinter(Buffer.alloc(8, 1));
  const other = new Fingerprinter(Buffer.alloc(8, 2));
  fc.assert(
    fc.property(url, url, (a, b) => {
      assert.equal(read(one, a), read(one, a));
      assert.equal(read(one, a) === read(one, b), a === b);
      assert.notEqual(read(one, a), read(other, a));
      assert.notEqual(read(one, a, 1), read(one, a, 2));
    }),
  );
  const seen = new Set(Array.from({ length: 100_000 }, (_, n) => read(one, `https://example.org/${n}`)));
  assert.equal(seen.size, 100_000);
  assert.throws(() => new Fingerprinter(Buffer.alloc(7)), RangeError);
});

test('SeenFilter knows what was added, for each run apart, and forgets older ones when it is full', () => {
  const filter = new SeenFilter(Buffer.alloc(8, 3), 1_024);
  assert.equal(filter.add(1, 'https://example.org/'), false);
  assert.equal(filter.add(1, 'https://example.org/'), true);
  assert.equal(filter.add(2, 'https://example.org/'), false);
  let wrong = 0;
  for (let n = 0; n < 50_000; n += 1) if (filter.add(1, `https://example.org/${n}`)) wrong += 1;
  assert.equal(wrong, 0, 'nothing is called known that is not');
  let known = 0;
  for (let n = 49_900; n < 50_000; n += 1) if (filter.add(1, `https://example.org/${n}`)) known += 1;
  assert.ok(known >= 85, `most of the newest are known: ${known}`);
  filter.clear();
  assert.equal(filter.add(1, 'https://example.org/49999'), false);
});

test('SeenFilter takes memory by what it knows, up to its capacity, and forgets next to nothing as it grows', () => {
  const filter = new SeenFilter(Buffer.alloc(8, 3), 65_536);
  const sizes: number[] = [filter.sizeBytes];
  for (let n = 0; n < 32_000; n += 1) {
    assert.equal(filter.add(1, `https://example.org/${n}`), false);
    if (filter.sizeBytes !== sizes.at(-1)) sizes.push(filter.sizeBytes);
  }
  assert.deepEqual(
    sizes,
    [4_096, 8_192, 16_384, 32_768, 65_536].map((places) => places * 8),
  );
  let forgotten = 0;
  for (let n = 0; n < 32_000; n += 1) if (!filter.has(1, `https://example.org/${n}`)) forgotten += 1;
  assert.ok(forgotten < 640, `at half of its capacity nearly all is known: ${forgotten} are not`);
  for (let n = 32_000; n < 300_000; n += 1) filter.add(1, `https://example.org/${n}`);
  assert.equal(filter.sizeBytes, 65_536 * 8, 'it never takes more than it may');
});

test('sealAll and openAll are each other turned round, and nothing of an address shows', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ url, fromUrl: fc.option(url, { nil: undefined }), runId: fc.nat() })), (found) => {
      const rows = keys.sealAll(found).map((sealed, n) => ({ ...sealed, runId: found[n]?.runId ?? 0 }));
      const opened = keys.openAll(rows);
      assert.deepEqual(
        opened.map((each) => [each.url, each.fromUrl]),
        found.map((each) => [each.url, each.fromUrl]),
      );
      rows.forEach(({ box }, n) => assert.equal(box.includes(hostOf(found[n]?.url ?? '')), false));
    }),
  );
});

test('one address has one key in a run and another in another run, wherever it was found', () => {
  const at = 'https://example.org/a';
  const [plain, from, other] = keys.sealAll([
    { runId: 1, url: at },
    { runId: 1, url: at, fromUrl: 'https://example.org/' },
    { runId: 2, url: at },
  ]);
  assert.equal(plain?.key, from?.key);
  assert.notEqual(plain?.key, other?.key);
  assert.notDeepEqual(plain?.box, from?.box.subarray(16));
});

test('openAll refuses what was altered, moved to another row or another run', () => {
  const [one, two] = keys.sealAll([
    { runId: 1, url: 'https://example.org/a' },
    { runId: 1, url: 'https://example.org/b', fromUrl: 'https://example.org/' },
  ]);
  assert.ok(one && two);
  for (const sealed of [one, two]) {
    for (let at = 1; at < sealed.box.length; at += 7) {
      const box = Buffer.from(sealed.box);
      box[at] = (box[at] ?? 0) ^ 1;
      assert.throws(() => keys.openAll([{ ...sealed, box, runId: 1 }]), /altered/);
    }
    assert.throws(() => keys.openAll([{ ...sealed, runId: 2 }]), /altered/);
  }
  assert.throws(() => keys.openAll([{ key: two.key, box: one.box, runId: 1 }]), /altered/);
});

test('CounterCipher is AES-256 in counter mode (NIST SP 800-38A, F.5.5)', () => {
  const key = Buffer.from('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4', 'hex');
  // The standard's counter block ends in fcfdfeff, ours counts from 0: one block of zeros shows the same AES.
  const text = Buffer.alloc(20);
  new CounterCipher(key).apply([Buffer.alloc(12)], [text]);
  assert.equal(text.toString('hex', 0, 16), 'e568f68194cf76d6174d4cc04310a854');
  assert.notEqual(text.toString('hex', 16), '00000000');
});

test('KeyedDigest is HMAC-SHA-256 (RFC 4231, case 2)', () => {
  assert.equal(
    new KeyedDigest(Buffer.from('Jefe')).of('what do ya want for nothing?').toString('hex'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('placeOf puts all of a registrable domain in one partition, each host apart, ports and schemes together', () => {
  const place = (text: string) => keys.placeOf(text);
  assert.deepEqual(place('https://a.example.org/x'), place('http://a.example.org:8080/y?z'));
  assert.equal(place('https://a.example.org/').partition, place('https://b.example.org/').partition);
  assert.notEqual(place('https://a.example.org/').hostId, place('https://b.example.org/').hostId);
  const used = new Set(Array.from({ length: 2_000 }, (_, n) => place(`https://site${n}.example/`).partition));
  assert.equal(used.size, PARTITIONS);
  assert.ok([...used].every((partition) => partition >= 0 && partition < PARTITIONS));
});

test('hostOf cuts out what URL finds', () => {
  fc.assert(fc.property(url, (text) => assert.equal(hostOf(text), new URL(text).hostname)));
  assert.equal(hostOf('http://[2001:db8::1]:8080/a:b'), '2001:db8::1');
  assert.equal(hostOf('http://example.org'), 'example.org');
});

test('shareOf gives each partition to exactly one of the living, and moves only what must move', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 8 }), (workers) => {
      const shares = workers.map((worker) => shareOf(worker, workers, PARTITIONS));
      assert.deepEqual(
        shares.flat().sort((a, b) => a - b),
        Array.from({ length: PARTITIONS }, (_, n) => n),
      );
      const [gone, ...rest] = workers;
      rest.forEach((worker, n) => {
        const after = new Set(shareOf(worker, rest, PARTITIONS));
        assert.ok(
          (shares[n + 1] ?? []).every((partition) => after.has(partition)),
          `${gone ?? ''} left`,
        );
      });
    }),
  );
});

test('a worker stops sending, then breaks off, well before its lease is over, by the clock that says more', () => {
  const beat = { steadyMs: 1_000, wallMs: 50_000 };
  const after = (ms: number, wallMs = ms) => ({ steadyMs: 1_000 + ms, wallMs: 50_000 + wallMs });
  assert.equal(maySend(beat, after(SEND_GRACE_MS - 1), 3_000), true);
  assert.equal(maySend(beat, after(SEND_GRACE_MS), 3_000), false);
  assert.equal(mustStop(beat, after(3_000 * OWN_STOP_SHARE - 1), 3_000), false);
  assert.equal(mustStop(beat, after(3_000 * OWN_STOP_SHARE), 3_000), true);
  // The machine slept: its steady clock stood still. Or the wall clock was set back.
  assert.equal(mustStop(beat, after(5, 60_000), 3_000), true);
  assert.equal(mustStop(beat, after(60_000, -60_000), 3_000), true);
  assert.equal(elapsedMs(beat, after(7, 3)), 7);
});

test('rankOf orders by closeness, then depth, what is tried again last; readRank reads it back', () => {
  fc.assert(
    fc.property(fc.nat(FAR), fc.nat(1_023), fc.boolean(), (closeness, depth, isRetry) => {
      const rank = rankOf(closeness, depth, isRetry);
      assert.ok(rank >= 0 && rank < 2 ** 15);
      assert.deepEqual(readRank(rank), { closeness, depth });
    }),
  );
  const order = [
    rankOf(0, 9, false),
    rankOf(1, 0, false),
    rankOf(1, 1, false),
    rankOf(FAR, 5_000, false),
    rankOf(0, 0, true),
  ];
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    order,
  );
});

test('nextIntervalMs shortens after a change, lengthens without, within bounds', () => {
  const plan = DEFAULT_RECRAWL;
  assert.equal(nextIntervalMs(plan, undefined, true), plan.firstMs);
  assert.equal(nextIntervalMs(plan, 10 * plan.leastMs, true), 5 * plan.leastMs);
  assert.equal(nextIntervalMs(plan, 10 * plan.leastMs, false), 15 * plan.leastMs);
  assert.equal(nextIntervalMs(plan, plan.leastMs, true), plan.leastMs);
  assert.equal(nextIntervalMs(plan, plan.mostMs, false), plan.mostMs);
});

test('endOf ends a running run by pages, time or completeness, a watched one by its budget alone', () => {
  const totals = {
    offered: 9,
    over: 5,
    visits: 5,
    pages: 5,
    media: 0,
    sitemaps: 0,
    unchanged: 0,
    sightings: 0,
    bytes: 0,
    rate: 0,
  };
  const none = {
    maxDepth: undefined,
    maxHosts: undefined,
    maxPages: undefined,
    maxMinutes: undefined,
    rate: undefined,
  };
  const run: Parameters<typeof endOf>[0] = {
    state: 'running',
    budget: none,
    isWatch: false,
    runningMs: 60_000,
    totals,
  };
  const complete: OpenRun['totals'] = { ...totals, over: 9 };
  assert.equal(endOf(run), undefined);
  assert.equal(endOf({ ...run, totals: complete }), 'complete');
  assert.equal(endOf({ ...run, totals: complete, isWatch: true }), undefined);
  assert.equal(endOf({ ...run, totals: complete, state: 'paused' }), undefined);
  assert.equal(endOf({ ...run, budget: { ...none, maxPages: 5 } }), 'pages');
  assert.equal(endOf({ ...run, budget: { ...none, maxMinutes: 1 }, isWatch: true }), 'time');
  assert.deepEqual([statesBefore('running'), statesBefore('paused')], [['paused'], ['running']]);
});
