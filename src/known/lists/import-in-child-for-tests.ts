/** Imports a file in a process of its own, to be killed or measured: argv is JSON {connection, file, key}; says `rows N` as it goes and at the end its peak memory. */
import { z } from 'zod';
import { quietLog } from '../../../test/fresh-database.ts';
import { openDatabase } from '../../platform/db.ts';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { listFormatSchema } from './formats/formats.ts';
import { importList } from './import-list.ts';

const asked = z
  .object({
    connection: z.object({ host: z.string(), user: z.string(), database: z.string() }),
    file: z.string(),
    format: listFormatSchema,
    key: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));
const database = openDatabase({ ...asked.connection, max: 4 }, quietLog);
const { counts, listId } = await importList(
  { db: database.db, serviceKey: serviceKeyFrom(Buffer.from(asked.key, 'hex')), clock: { now: () => new Date() } },
  {
    ...{ file: asked.file, format: asked.format, name: 'child', source: 'Example authority', trusted: [] },
    categoryMap: { '*': 'to-assess' },
  },
  ({ rows }) => process.stdout.write(`rows ${rows}\n`),
);
await database.close();
process.stdout.write(`${JSON.stringify({ counts, listId, peakBytes: process.resourceUsage().maxRSS * 1024 })}\n`);
