/** `npm run fyr -- import-tips`: one hotline's year, killed in the middle and started again, with bad rows among the good. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { stringify } from 'csv-stringify/sync';
import { sql } from 'kysely';
import { z } from 'zod';
import { inventTips } from '../stand-ins/tips.ts';
import { freeListeners, runCli, startApp } from './app.ts';
import { addPerson, eventually, lookInside } from './inside.ts';

const ONE_YEAR = 5_383;
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-import-'));
const dataDir = path.join(folder, 'data');
const app = await startApp({ dataDir, env: await freeListeners(), args: ['--services=web'] });
const inside = await lookInside(dataDir);
after(async () => {
  await inside.close();
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

const importFile = (file: string) => runCli({ dataDir, args: ['import-tips', file] });
const count = async (table: string): Promise<number> => {
  const found = await sql<{ count: number }>`select count(*)::int as count from ${sql.raw(table)}`.execute(inside.db);
  return found.rows[0]?.count ?? -1;
};

test('import-tips refuses to begin before there is a key to seal to, and says what to do', async () => {
  const file = path.join(folder, 'early.ndjson');
  await writeFile(file, '{"received_at":"2026-01-01T00:00:00Z","category":"other"}\n');
  const { code, output } = await importFile(file);
  assert.equal(code, 1);
  assert.match(output, /Set up the first supervisor before importing/);
});

test('import-tips takes in a year of tips once each, over a kill in the middle, and sets bad rows aside by line', async () => {
  await addPerson(inside, 'supervisor');
  const tips = [...inventTips({ count: ONE_YEAR })];
  const bad = { ...tips[0], received_at: '2026-01-01 10:00', category: 'gossip' };
  const withoutAddress = { ...tips[0], urls: 'no address here at all' };
  const file = path.join(folder, 'year.csv');
  await writeFile(
    file,
    stringify([...tips.slice(0, 3000), bad, ...tips.slice(3000), withoutAddress], { header: true }),
  );

  const killed = await runCli({
    dataDir,
    args: ['import-tips', file],
    onSpawn: (child) =>
      void eventually('some tips are in', async () => ((await count('tip')) > 900 ? true : undefined)).then(() =>
        child.kill('SIGKILL'),
      ),
  });
  assert.equal(killed.code, null, 'it was killed before it was done');
  const before = await count('tip');
  assert.ok(before < ONE_YEAR);

  const { code, output } = await importFile(file);
  assert.equal(code, 1, 'some rows were set aside');
  assert.match(output, /2 rows set aside/);
  for (const table of ['tip', 'mailbox_entry', 'ledger_act']) {
    // The ledger also holds the person's own acts.
    if (table === 'ledger_act') assert.ok((await count(table)) >= ONE_YEAR);
    else assert.equal(await count(table), ONE_YEAR, table);
  }
  const rejected = (await readFile(`${file}.rejected.ndjson`, 'utf8')).trim().split('\n');
  const lineSchema = z.object({ line: z.number(), problems: z.array(z.string()) });
  const lines = new Map(
    rejected.map((line) => lineSchema.parse(JSON.parse(line))).map((each) => [each.line, each.problems.join('; ')]),
  );
  assert.equal(lines.size, 2);
  assert.match([...lines.values()].join('\n'), /received_at: must be a date and time with its UTC offset/);
  assert.match([...lines.values()].join('\n'), /an online tip needs at least one web address/);
  assert.equal((await stat(`${file}.rejected.ndjson`)).mode & 0o777, 0o600);

  const again = await importFile(file);
  assert.match(again.output, /^.*0 tips imported/m);
  assert.equal(await count('tip'), ONE_YEAR);
});

test('import-tips says which columns it does not know', async () => {
  const file = path.join(folder, 'wrong.csv');
  await writeFile(file, 'recieved_at,category\n2026-01-01T00:00:00Z,other\n');
  const { code, output } = await importFile(file);
  assert.equal(code, 1);
  assert.match(output, /Unknown columns: recieved_at/);
});
