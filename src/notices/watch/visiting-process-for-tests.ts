/**
 * A process of its own that visits what is due until it is killed, for the test that kills it. Standard input gives one line
 * of JSON: the database, the test network, the service key.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { directEgress, openMissingAnswers, openNetwork, testNetworkSchema } from '../../crawl/door.ts';
import { systemClock } from '../../platform/clock.ts';
import { openDatabase } from '../../platform/db.ts';
import { openLog } from '../../platform/log.ts';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { visitDue } from './visit-due.ts';

const line: unknown = await once(createInterface(process.stdin), 'line');
const given = z
  .object({
    connection: z.object({ host: z.string(), user: z.string(), database: z.string() }),
    network: testNetworkSchema,
    secretHex: z.string(),
  })
  .parse(JSON.parse(z.tuple([z.string()]).parse(line)[0]));
const log = openLog('silent');
const { db } = openDatabase({ ...given.connection, max: 4 }, log);
const network = openNetwork({ kind: 'test', network: given.network });
for (;;) {
  await visitDue({
    ...{ db, log, clock: systemClock, serviceKey: serviceKeyFrom(Buffer.from(given.secretHex, 'hex')), batch: 6 },
    settings: { firstMs: 900_000, mostMs: 14_400_000, misses: 3, afterMs: 0 },
    tools: {
      egresses: [directEgress(network)],
      ...{ userAgent: 'FyrHotline/1.0', missingAnswers: openMissingAnswers(() => 'cannot-exist') },
    },
  });
}
