/**
 * A process that sends notices until it is killed: `notice-sender.ts CONNECTION SMTP_URL`. For notices-kill.test.ts; its leases are
 * short, so that a test need not wait long for what a killed one held.
 */
import {
  openMailChannel,
  readTimetable,
  startTakedownLoops,
  type Ladder,
  type SendingDeps,
} from '../src/notices/door.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase } from '../src/platform/db.ts';
import { openMailer } from '../src/platform/mail.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';
import { quietLog } from './fresh-database.ts';

// As `npm start` has it: a library's promise that breaks with its connection is no reason to end.
process.on('unhandledRejection', () => undefined);
const [connection = '{}', smtpUrl = ''] = process.argv.slice(2);
const settings: unknown = JSON.parse(connection);
const { db } = openDatabase(
  { ...(typeof settings === 'object' ? settings : {}), application_name: 'notice-sender', max: 6 },
  quietLog,
);
const hotline = { name: 'Hotline Example', email: 'desk@fyr.example.org', homeCountry: 'SE' };
const mailer = openMailer(smtpUrl, 'notices@fyr.example.org');
const mail = openMailChannel({ mode: 'test', smtpUrl, mailer, hotline });
/** A failed letter is tried again within the test's time: minutes here are seconds. */
const startedAt = Date.now();
const clock = { now: () => new Date(startedAt + (systemClock.now().getTime() - startedAt) * 60) };

const ladderOf = (host: string): Ladder => ({
  rungs: [
    {
      ...{ rung: 'hosting', source: 'rule', fetchedAt: new Date(startedAt) },
      contact: { channel: 'mail', name: 'Example Hosting', email: `abuse@${host}` },
    },
  ],
  silent: [],
});
const deps: SendingDeps = {
  ...{ db, clock, log: quietLog, serviceKey: serviceKeyFrom(Buffer.alloc(32, 7)), hotline },
  timetable: await readTimetable(undefined),
  settings: { newContacts: 'use', groupMs: 0, isConfigured: true },
  network: { resolve: () => Promise.resolve(['192.0.2.7']) },
  places: { countryOf: () => undefined },
  findLadder: (place) => Promise.resolve(ladderOf(place.host)),
  sights: {
    read: (ids) =>
      Promise.resolve(
        new Map(ids.map((id) => [id, { verdict: 'online', at: clock.now(), isMissOpen: false, ips: ['192.0.2.7'] }])),
      ),
    hasten: () => Promise.resolve(),
    noteSent: () => Promise.resolve(),
  },
  channelFor: () => mail,
  mailDomain: 'fyr.example.org',
  pageUrlOf: (token) => `https://fyr.example.org/n/${token}`,
  pageMs: 90 * 86_400_000,
  // Few at a time, so that a sending goes on for long enough to be cut off.
  limits: { leaseMs: 5 * 60_000, batch: 4, concurrency: 2 },
};
startTakedownLoops(deps);
process.stdout.write('ready\n');
