/** `npm run invent-tips -- FILE.csv|FILE.ndjson [COUNT]`: a file of invented tips to try the import with (one hotline's year by default). */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { inventTips } from '../stand-ins/tips.ts';

/** ECPAT Hotline's tips in 2018. */
const ONE_YEAR = 5_383;

const [file, count = String(ONE_YEAR)] = process.argv.slice(2);
if (file === undefined || !/^\d+$/.test(count)) {
  process.stderr.write('npm run invent-tips -- FILE.csv|FILE.ndjson [COUNT]\n');
  process.exitCode = 2;
} else {
  const tips = Readable.from(inventTips({ count: Number(count) }));
  const out = createWriteStream(file);
  if (file.endsWith('.csv')) await pipeline(tips, stringify({ header: true }), out);
  else await pipeline(tips, ndjson, out);
}

async function* ndjson(tips: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const tip of tips) yield `${JSON.stringify(tip)}\n`;
}
