/** The demo's crawl: a generated web of its own, an invented list made active by the demo's two people, and a run over it. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { startRun } from '../crawl/door.ts';
import type { House } from '../house.ts';
import { confirmActivation, importList, proposeActivation } from '../known/door.ts';
import { recordAct } from '../ledger/door.ts';
import { transact } from '../platform/db.ts';
import { listStaff } from '../staff/door.ts';
import { startCrawlWeb, type CrawlWeb } from '../../stand-ins/crawl-web.ts';
import type { World } from '../../stand-ins/world.ts';

/** The web, and the settings that lead to it beside the rest of the demo's world. */
export interface DemoWeb {
  readonly web: CrawlWeb;
  readonly env: Readonly<Record<string, string>>;
}

const fileSchema = z.looseObject({ hosts: z.record(z.string(), z.unknown()) });

/** Starts the web and writes its names and contacts beside the world's. */
export async function startDemoWeb(folder: string, world: World): Promise<DemoWeb> {
  const web = await startCrawlWeb({
    ...{ seed: 'journey', hosts: 24, pages: 240, pictures: 200, known: 9, exactCopies: 18, nearCopies: 9, decoys: 4 },
    ...{ variety: 30, pictureWidth: 240, ways: false, traps: false, hostile: false },
  });
  await web.prepare();
  const read = async (setting: string) =>
    fileSchema.parse(JSON.parse(await readFile(world.env[setting] ?? '', 'utf8')));
  const [names, contacts] = [await read('FYR_TEST_NETWORK'), await read('FYR_NOTICE_CONTACTS')];
  const contact = { name: 'Example Hosting', email: 'abuse@hosting.example.net' };
  const own = Object.fromEntries(Object.keys(web.networkFile.hosts).map((host) => [host, contact]));
  const env = {
    ...{ FYR_TEST_NETWORK: path.join(folder, 'names.json'), FYR_NOTICE_CONTACTS: path.join(folder, 'contacts.json') },
    FYR_CRAWL_DELAY_SECONDS: '0.5',
  };
  const withHosts = (file: z.infer<typeof fileSchema>, hosts: object) =>
    JSON.stringify({ ...file, hosts: { ...file.hosts, ...hosts } });
  await writeFile(env.FYR_TEST_NETWORK, withHosts(names, web.networkFile.hosts));
  await writeFile(env.FYR_NOTICE_CONTACTS, withHosts(contacts, own));
  return { web, env };
}

/** Makes the list active and begins a run. @throws Error when the demo has no two people */
export async function crawlDemoWeb(house: House, { web }: DemoWeb, folder: string): Promise<void> {
  const { db, serviceKey, clock } = house;
  const truth = await web.truth();
  const file = path.join(folder, 'list.csv');
  const rows = truth.entries.map(({ md5 = '', sha1 = '', sha256 = '', pdq = '', pdqQuality = '', category }) =>
    [md5, sha1, sha256, pdq, pdqQuality, category].join(','),
  );
  await writeFile(file, ['md5,sha1,sha256,pdq,pdq_quality,category', ...rows, ''].join('\n'));
  const { listId } = await importList(
    { db, serviceKey, clock },
    {
      ...{ file, format: 'plain', name: 'demo', source: 'Example authority' },
      categoryMap: { a: 'illegal-baseline', b: 'illegal-national', c: 'to-assess' },
      trusted: ['illegal-baseline'],
    },
    () => undefined,
  );
  const [first, second] = await listStaff(db);
  if (first === undefined || second === undefined) throw new Error('The demo has no two people.');
  await transact(db, (tx) => proposeActivation(tx, listId, first.id, clock.now()));
  await transact(db, (tx) => confirmActivation(tx, listId, second.id, clock.now()));
  const seeds = truth.seeds.slice(0, 10);
  await transact(db, async (tx) => {
    const { runId } = await startRun(tx, serviceKey, {
      ...{ seeds, isWatch: false, askedBy: first.id, agreedBy: undefined, now: clock.now() },
      budget: { maxDepth: 30, maxHosts: undefined, maxPages: undefined, maxMinutes: undefined, rate: undefined },
      rules: { allow: [], deny: [], keepsToAllowed: false, maxPagesPerHost: 1_000 },
    });
    await recordAct(tx, {
      ...{ at: clock.now(), actor: `staff:${first.id}`, action: 'crawl.started', subject: `crawl:${runId}` },
      payload: { seeds: seeds.length },
    });
  });
}
