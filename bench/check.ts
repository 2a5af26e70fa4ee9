/**
 * `npm run bench -- check`: pictures a second through the whole check API, over HTTP on loopback, keys and quotas and all,
 * beside a plain path in the same run: each picture decoded by sharp, hashed by the straight port of the reference and
 * compared with every entry, one after the other. Both look in the same 1,000,000 random PDQ entries with planted ones
 * among them. Last line: `ratio R`, API over plain.
 *
 * Options: --pictures=N (300), --entries=N (1000000), --seconds=S (6), --connections=N (8), --plain=N pictures (60).
 */
import { createHash, randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import sharp from 'sharp';
import { z } from 'zod';
import { buildIndex } from '../lib/nearest/door.ts';
import { hashPlainly } from '../lib/pdq/reference-port.ts';
import { makeSampleJpeg } from '../lib/pdq/test-pictures.ts';
import { openNetwork, testNetworkSchema } from '../src/crawl/door.ts';
import {
  createApiKey,
  openCheckHttp,
  openCheckService,
  registerCheckApi,
  type KnownHit,
  type Matcher,
} from '../src/known/door.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase, transact } from '../src/platform/db.ts';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { openLog } from '../src/platform/log.ts';
import { migrate } from '../src/platform/migrate.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';
import { reportSchema, type Order, type Report } from './check/order.ts';

const HASH_BYTES = 32;
const RADIUS = 31;

/** Runs the benchmark. */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, byDefault: number) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? byDefault);
  const [seconds, connections] = [option('seconds', 6), option('connections', 8)];
  const pictures = await Promise.all(
    Array.from({ length: option('pictures', 300) }, async (_, at) => new Uint8Array((await makeSampleJpeg(at)).bytes)),
  );
  const lists = await plantLists(pictures, option('entries', 1_000_000));
  const bytes = pictures.reduce((sum, picture) => sum + picture.length, 0);
  console.log(
    `${pictures.length} JPEGs of ${(bytes / pictures.length / 1000).toFixed(0)} kB, ${lists.pdqs.length / HASH_BYTES} entries, ` +
      `${lists.plantedNear} pictures planted by PDQ and ${lists.exact.size} by SHA-1`,
  );
  const api = await openApi(lists, pictures);
  try {
    await api.send({ connections, seconds: 2 });
    const many = await api.send({ connections, seconds });
    const alone = await api.send({ connections: 1, seconds: seconds / 2 });
    row(`check API, ${connections} connections`, many);
    row('check API, 1 connection', alone);
    const plain = await checkPlainly(pictures.slice(0, option('plain', 60)), lists);
    row('plain, one after the other', plain);
    const differing = plain.matches.filter((match, at) => match !== many.matches[at]).length;
    const found = many.matches.filter((match) => match !== 'none').length;
    console.log(
      `${found} of ${pictures.length} pictures known; API and plain path differ on ${differing} of ${plain.matches.length}`,
    );
    console.log(`ratio ${(rateOf(many) / rateOf(plain)).toFixed(1)}`);
  } finally {
    await api.close();
  }
}

const rateOf = (run: Report): number => run.latenciesMs.length / (run.elapsedMs / 1000);

function row(title: string, run: Report): void {
  const sorted = run.latenciesMs.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1).padStart(7);
  console.log(
    `${title.padEnd(30)} ${rateOf(run).toFixed(0).padStart(6)} pictures/s   p50 ${at(0.5)} ms   p99 ${at(0.99)} ms`,
  );
}

interface Lists {
  /** All PDQ entries, 32 bytes each. */
  readonly pdqs: Uint8Array;
  readonly plantedNear: number;
  /** SHA-1 in hexadecimal. */
  readonly exact: ReadonlySet<string>;
}

/** Random entries; every fiftieth picture is planted by its PDQ with a few bits turned, every hundredth by its SHA-1. */
async function plantLists(pictures: readonly Uint8Array[], count: number): Promise<Lists> {
  const pdqs = randomFillSync(new Uint8Array(count * HASH_BYTES));
  const near = pictures.filter((_, at) => at % 50 === 7);
  for (const [at, picture] of near.entries()) {
    const { hash } = hashPlainly(await decode(picture));
    hash[3] = (hash[3] ?? 0) ^ 0b1011;
    pdqs.set(hash, at * 1000 * HASH_BYTES);
  }
  return { pdqs, plantedNear: near.length, exact: new Set(pictures.filter((_, at) => at % 100 === 13).map(sha1Of)) };
}

const sha1Of = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');

/** The plain path's pixels: all of them, by sharp. */
export async function decode(bytes: Uint8Array) {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** What the lists' own matcher does, over the same index, without a database of a million rows to load first. */
function matcherOf({ pdqs, exact }: Lists): Matcher {
  const index = buildIndex(pdqs);
  const hit = (entryId: number, distance: number, kind: KnownHit['kind']): KnownHit => ({
    ...{ listId: 1, entryId, source: 'benchmark', category: 'illegal-baseline', isTrusted: true },
    ...{ kind, by: kind === 'near' ? 'pdq' : 'sha1', distance },
  });
  return {
    matchExact: ({ sha1 }) =>
      sha1 !== undefined && exact.has(Buffer.from(sha1).toString('hex')) ? [hit(0, 0, 'exact')] : [],
    matchNear: (pdq) => index.search(pdq).map(({ id, distance }) => hit(id, distance, 'near')),
    matchNearBatch: (many) => many.map((pdq) => index.search(pdq).map(({ id, distance }) => hit(id, distance, 'near'))),
    size: () => ({ entries: index.size, lists: 1 }),
    refresh: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

async function openApi(lists: Lists, pictures: readonly Uint8Array[]) {
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-bench-'));
  const server = await openEmbeddedPostgres({ folder });
  const log = openLog('silent');
  const database = openDatabase({ ...server.connection, max: 4 }, log);
  await migrate(database.pool);
  const { db } = database;
  const quota = { quotaPerMinute: 1_000_000, quotaPerDay: 1_000_000_000 };
  const key = await transact(db, (tx) => createApiKey(tx, { name: 'benchmark', ...quota, now: systemClock.now() }));
  const network = openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts: {} }) });
  const deps = {
    db,
    clock: systemClock,
    log,
    network,
    userAgent: 'benchmark',
    serviceKey: serviceKeyFrom(Buffer.alloc(32, 1)),
  };
  const service = await openCheckService(deps, {
    matcher: matcherOf(lists),
    video: { sandbox: { off: 'not measured' } },
  });
  const http = openCheckHttp();
  registerCheckApi(http, service.tools);
  const base = await http.listen({ host: '127.0.0.1', port: 0 });
  const authorization = `Basic ${Buffer.from(`${key.id}:${key.secret}`).toString('base64')}`;
  const client = new Worker(new URL('./check/send-pictures.ts', import.meta.url), {
    workerData: { base, authorization, pictures },
  });
  return {
    send: async (order: Order): Promise<Report> => {
      client.postMessage(order);
      const answer: unknown = await once(client, 'message');
      return z.tuple([reportSchema]).parse(answer)[0];
    },
    close: async () => {
      await client.terminate();
      await http.close();
      await service.close();
      await database.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The plain path: all three exact hashes, sharp, the port in doubles, and every entry in turn. */
async function checkPlainly(pictures: readonly Uint8Array[], { pdqs, exact }: Lists): Promise<Report> {
  const words = new Uint32Array(pdqs.buffer);
  const latenciesMs: number[] = [];
  const matches: string[] = [];
  const startedAtMs = performance.now();
  for (const picture of pictures) {
    const sentAtMs = performance.now();
    for (const kind of ['md5', 'sha256']) createHash(kind).update(picture).digest();
    const isKnown = exact.has(sha1Of(picture));
    const { hash, quality } = hashPlainly(await decode(picture));
    const isNear = quality >= 50 && scan(words, new Uint32Array(hash.buffer));
    matches.push(isKnown ? 'exact' : isNear ? 'near' : 'none');
    latenciesMs.push(performance.now() - sentAtMs);
  }
  return { latenciesMs, elapsedMs: performance.now() - startedAtMs, matches };
}

/** Whether any of the entries (eight words each) lies within 31 bits, by looking at every one. */
export function scan(entries: Uint32Array, query: Uint32Array): boolean {
  let isFound = false;
  for (let at = 0; at < entries.length; at += 8) {
    let distance = 0;
    for (let word = 0; word < 8; word += 1) {
      let bits = (entries[at + word] ?? 0) ^ (query[word] ?? 0);
      bits -= (bits >>> 1) & 0x55555555;
      bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
      distance += (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
    }
    if (distance <= RADIUS) isFound = true;
  }
  return isFound;
}
