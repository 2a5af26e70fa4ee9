/**
 * `npm run bench -- site`: the first page made and answered by the public site, beside a bare Fastify that answers with the very same text, in
 * one process without a socket (light-my-request), rounds alternating. --requests=N a round (2,000), --rounds=R (5). Last line: `ratio R`,
 * the bare reply's median time over the page's.
 */
import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { errorPageOf, registerIntake, SHIPPED_SOURCE, SITE_BODY_LIMIT_BYTES } from '../src/intake/door.ts';
import { openDatabase } from '../src/platform/db.ts';
import { openHttp } from '../src/platform/http.ts';
import { openLog } from '../src/platform/log.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';
import { SITE_FILES } from '../src/site/site-files.ts';

const PAGE = '/sv';

/** Runs the benchmark. */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, byDefault: number) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? byDefault);
  const [requests, rounds] = [option('requests', 2_000), option('rounds', 5)];
  // The first page reads nothing from it.
  const database = openDatabase({ host: '/nonexistent', max: 1 }, openLog('silent'));
  const site = await openSite(database.db);
  const page = await site.inject(PAGE);
  const bare = Fastify({ logger: false });
  bare.get(PAGE, (_request, reply) => reply.type('text/html; charset=utf-8').send(page.body));
  await timesOf(site, requests);
  await timesOf(bare, requests);
  const times: { site: number[]; bare: number[] } = { site: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    times.site.push(...(await timesOf(site, requests)));
    times.bare.push(...(await timesOf(bare, requests)));
  }
  const [ours, theirs] = [describe('first page', times.site), describe('bare Fastify', times.bare)];
  const { stylesheet, script } = SITE_FILES;
  const bytes = page.rawPayload.length + Buffer.byteLength(stylesheet.text) + Buffer.byteLength(script.text);
  console.log(`the first page with its stylesheet and script: ${bytes} bytes, uncompressed`);
  await Promise.all([site.close(), bare.close(), database.close()]);
  console.log(`ratio ${(theirs / ours).toFixed(3)}`);
  if (ours > 2) throw new Error('The first page takes more than 2 ms.');
}

async function openSite(db: Parameters<typeof registerIntake>[1]['db']): Promise<FastifyInstance> {
  const log = openLog('silent');
  const hotline = { name: 'Fyr', email: 'hotline@example.org', homeCountry: 'SE' };
  const http = await openHttp({
    ...{ log, bodyLimitBytes: SITE_BODY_LIMIT_BYTES, errorPage: errorPageOf(hotline) },
    scriptHash: SITE_FILES.script.integrity,
  });
  registerIntake(http, {
    ...{ db, log, hotline, serviceKey: serviceKeyFrom(randomBytes(32)), clock: { now: () => new Date() } },
    deskKey: () => Promise.resolve(undefined),
    forms: SHIPPED_SOURCE,
    sendsNotices: false,
  });
  return http;
}

async function timesOf(http: FastifyInstance, requests: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < requests; n += 1) {
    const startedAt = performance.now();
    await http.inject(PAGE);
    times.push(performance.now() - startedAt);
  }
  return times;
}

/** Prints median and 99th percentile in ms. @returns the median */
function describe(name: string, times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  console.log(`${name}: median ${at(0.5).toFixed(3)} ms, p99 ${at(0.99).toFixed(3)} ms (${times.length} requests)`);
  return at(0.5);
}
