/** `npm run demo`: a hotline with everything around it, on this machine alone, gone again when it stops. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { House } from '../house.ts';
import { receiveTip } from '../intake/door.ts';
import { readConfig, SERVICES } from '../platform/config.ts';
import { openDatabase, transact } from '../platform/db.ts';
import { EMBEDDED_OWNER, embeddedConnection } from '../platform/embedded-postgres.ts';
import { createStaffMember, newestDeskKey } from '../staff/door.ts';
import { startWorld } from '../../stand-ins/world.ts';
import { crawlDemoWeb, startDemoWeb } from './demo-crawl.ts';
import { startDemoHub, type DemoPerson } from './demo-hub.tsx';
import { meetDemoPartners, startDemoPartners, type DemoPartners } from './demo-partners.ts';
import { demoTips } from './demo-tips.ts';
import { describeStart, untilToldToStop } from './greeting.ts';
import { startServices } from './start.ts';

const PASSWORD = 'a lighthouse in the dark';
const PEOPLE = [
  { name: 'Signe Supervisor', login: 'signe', role: 'supervisor' },
  { name: 'Anders Analyst', login: 'anders', role: 'analyst' },
  { name: 'Petra Police', login: 'petra', role: 'police' },
] as const;

/** Demo time runs faster: a provider acts within a minute, and visits come every few seconds. */
const TEMPO = { FYR_RECHECK_FIRST_MINUTES: '0.2', FYR_RECHECK_MOST_MINUTES: '0.5', FYR_LOG_LEVEL: 'warn' };
const TAKEDOWN_MS = 45_000;
/** What of its settings somebody may need to change: the ports may be taken. */
const LISTENERS = ['FYR_SITE_LISTEN', 'FYR_CONSOLE_LISTEN', 'FYR_CHECK_LISTEN', 'FYR_EXCHANGE_LISTEN'] as const;

/** Runs the demo until it is told to stop. @returns the exit code */
export async function runDemo(env: Readonly<Record<string, string | undefined>>): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-demo-'));
  const world = await startWorld({ folder, takedownMs: TAKEDOWN_MS });
  const toCrawl = await startDemoWeb(folder, world);
  const partners = await startDemoPartners();
  const listen = Object.fromEntries(LISTENERS.map((name) => [name, env[name]]));
  const config = readConfig({ FYR_DATA_DIR: folder, ...TEMPO, ...listen, ...world.env, ...toCrawl.env });
  const running = await startServices(config, SERVICES);
  // What fills the demo is typed at no terminal, and does what is typed there: as the owner, whose connections close again.
  const owner = openDatabase(
    { ...embeddedConnection(path.join(folder, 'postgres'), EMBEDDED_OWNER), max: 2 },
    running.house.log,
  );
  const house: House = { ...running.house, db: owner.db, pool: owner.pool };
  const people = await invitePeople(house, partners);
  await sendTips(house);
  await crawlDemoWeb(house, toCrawl, folder);
  await owner.close();
  const hub = await startDemoHub({ running, world, partners, people, password: PASSWORD });
  process.stdout.write(describeStart({ ...running, setUpUrl: undefined }, SERVICES));
  process.stdout.write(
    `\nBegin here: ${hub.url}\n(log-ins, today's codes, the mail, and the generated web to take offline)\n`,
  );
  await untilToldToStop();
  process.stdout.write('\nStopping ...\n');
  await hub.close();
  await running.stop();
  await world.close();
  await toCrawl.web.close();
  await partners.close();
  await rm(folder, { recursive: true, force: true });
  return 0;
}

async function invitePeople(house: House, partners: DemoPartners): Promise<readonly DemoPerson[]> {
  const people: DemoPerson[] = [];
  for (const person of PEOPLE) {
    const { staffId, totpSecret } = await transact(house.db, (tx) =>
      createStaffMember(tx, house.serviceKey, { ...person, password: PASSWORD, now: house.clock.now() }),
    );
    people.push({ ...person, totpSecret });
    if (person.role === 'supervisor') await meetDemoPartners(house, partners, staffId);
  }
  return people;
}

async function sendTips(house: House): Promise<void> {
  const deskKey = await newestDeskKey(house.db);
  if (deskKey === undefined) throw new Error('The demo has no desk key.');
  for (const tip of demoTips(house.clock.now())) {
    await receiveTip({ db: house.db, serviceKey: house.serviceKey, clock: house.clock, deskKey }, tip);
  }
}
