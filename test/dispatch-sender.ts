/**
 * A process that sends dispatches until it is killed: `dispatch-sender.ts CONNECTION SETTINGS`. For dispatches.test.ts; the relay, the job queue and the
 * doors are those of `npm start`.
 */
import { z } from 'zod';
import { openNetwork } from '../src/crawl/door.ts';
import { openHotlineDoor } from '../src/exchange/door.ts';
import { openCybertip, openIccam, openPolice } from '../src/partners/door.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase } from '../src/platform/db.ts';
import { EVENT_TASK, startRelay } from '../src/platform/events.ts';
import { startJobs } from '../src/platform/jobs.ts';
import { openMailer } from '../src/platform/mail.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';
import { deliverDispatch, type PartnerDoor } from '../src/routing/door.ts';
import { houseEventSchema } from '../src/terms/events.ts';
import { quietLog } from './fresh-database.ts';

// As `npm start` has it: a library's promise that breaks with its connection is no reason to end.
process.on('unhandledRejection', () => undefined);
const [connection = '{}', given = '{}'] = process.argv.slice(2);
const accountSchema = z.object({ url: z.string(), user: z.string(), password: z.string() });
const settings = z
  .object({
    ...{ smtpUrl: z.string(), policeKey: z.string() },
    ...{ iccam: accountSchema, ncmec: accountSchema },
  })
  .parse(JSON.parse(given));
const parsed = z.record(z.string(), z.string()).parse(JSON.parse(connection));
const { db, pool } = openDatabase({ ...parsed, application_name: 'dispatch-sender', max: 10 }, quietLog);
const clock = systemClock;
const serviceKey = serviceKeyFrom(Buffer.alloc(32, 7));
const { smtpUrl, policeKey } = settings;
const hotline = { name: 'Hotline Example', email: 'desk@fyr.example.org', homeCountry: 'SE' };
const iccam = openIccam({
  ...{ db, serviceKey, clock, homeCountry: 'SE', timeoutMs: 2_000 },
  settings: () => Promise.resolve({ mode: 'test', values: settings.iccam }),
});
const ncmec = openCybertip({
  ...{ db, serviceKey, clock, hotline, timeoutMs: 2_000 },
  settings: () => Promise.resolve({ mode: 'test', values: settings.ncmec }),
});
const peers = openHotlineDoor({
  ...{ db, serviceKey, clock, log: quietLog, network: openNetwork({ kind: 'system' }), timeoutMs: 2_000 },
});
const police = openPolice({
  ...{ db, serviceKey, clock, smtpUrl, mailer: openMailer(smtpUrl, 'desk@fyr.example.org') },
  settings: () => Promise.resolve({ mode: 'test', values: { email: 'desk@police.example.org', key: policeKey } }),
  hotline,
  ...{ caseNumberOf: () => Promise.resolve(1), siteUrl: () => undefined },
});
const provider: PartnerDoor = { destination: 'provider', send: () => Promise.reject(new Error('not this one')) };
const delivery = {
  ...{ db, clock, log: quietLog },
  doors: { police, iccam, ncmec, hotline: peers, provider },
};
await startJobs(
  pool,
  [
    {
      task: EVENT_TASK,
      handle: async (payload) => {
        const event = houseEventSchema.parse(payload);
        if (event.kind === 'dispatch-ready') await deliverDispatch(delivery, event.dispatchId);
      },
    },
  ],
  // Alone: what a killed one held is free at once.
  { log: quietLog, concurrency: 8, isAlone: true },
);
startRelay(db, quietLog);
process.stdout.write('ready\n');
