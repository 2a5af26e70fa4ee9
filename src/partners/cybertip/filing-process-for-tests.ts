/**
 * A process of its own that delivers what is planned for NCMEC until nothing is, for the test that kills it. Standard input gives one line of
 * JSON: the database, the far side, the service key. It ends with 0 when all has been delivered.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { systemClock } from '../../platform/clock.ts';
import { openDatabase } from '../../platform/db.ts';
import { openLog } from '../../platform/log.ts';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { deliverDispatch, type PartnerDoor } from '../../routing/door.ts';
import { dispatchIdSchema } from '../../terms/ids.ts';
import { HOTLINE } from '../partner-for-tests.ts';
import { settingsFor } from './cybertip-for-tests.ts';
import { openCybertip } from './cybertip.ts';

const line: unknown = await once(createInterface(process.stdin), 'line');
const given = z
  .object({
    connection: z.object({ host: z.string(), user: z.string(), database: z.string() }),
    far: z.object({ url: z.string(), user: z.string(), password: z.string() }),
    secretHex: z.string(),
  })
  .parse(JSON.parse(z.tuple([z.string()]).parse(line)[0]));
const log = openLog('silent');
const { db, pool } = openDatabase({ ...given.connection, max: 8 }, log);
const settings = settingsFor(given.far, { hashes: 'file-details' });
const serviceKey = serviceKeyFrom(Buffer.from(given.secretHex, 'hex'));
const ncmec = openCybertip({
  ...{ db, serviceKey, clock: systemClock, hotline: HOTLINE },
  settings: () => Promise.resolve(settings),
});
const never: PartnerDoor = { destination: 'police', send: () => Promise.reject(new Error('not this one')) };
const deps = {
  db,
  log,
  clock: systemClock,
  doors: { police: never, iccam: never, ncmec, hotline: never, provider: never },
};

const planned = async () =>
  (await pool.query<{ id: string }>(`select id from dispatch where state = 'planned' order by random() limit 400`))
    .rows;
for (let rows = await planned(); rows.length > 0; rows = await planned()) {
  const worker = async () => {
    for (let row = rows.pop(); row !== undefined; row = rows.pop())
      await deliverDispatch(deps, dispatchIdSchema.parse(row.id)).catch(() => undefined);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}
process.exit(0);
