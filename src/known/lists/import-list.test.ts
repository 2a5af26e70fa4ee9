import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { z } from 'zod';
import { freshConnection, quietLog } from '../../../test/fresh-database.ts';
import { openDatabase, transact } from '../../platform/db.ts';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { proposeActivation } from './activate-list.ts';
import { findEntries } from './find-entry.ts';
import { importList } from './import-list.ts';
import { clock, importText, invented, PLAIN, plainCsv, serviceKey, testFolder, twoPeople } from './lists-for-tests.ts';
import { readList } from './read-list-store.ts';
import { entryKeysFrom } from './shrouded-entry.ts';
import { SOURCES } from '../../platform/sources.ts';

const connection = await freshConnection();
const database = openDatabase({ ...connection, max: 8 }, quietLog);
const { db } = database;
after(() => database.close());
const folder = await testFolder();
const CHILD = new URL('import-in-child-for-tests.ts', import.meta.url).pathname;

const rejectedSchema = z.object({ line: z.number(), problems: z.array(z.string()), row: z.string() });
const rejectedOf = async (file: string) =>
  (await readFile(`${file}.rejected.ndjson`, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => rejectedSchema.parse(JSON.parse(line)));

test('importList counts every row, keeps equal ones once, and sets bad ones aside by line for the owner alone', async () => {
  const [header, ...rows] = plainCsv(0, 6).trimEnd().split('\n');
  const extra = [
    '7,zz,,,,,a,',
    rows[0],
    `8,,,,${invented('pdq', 8).toString('hex')},49,b,`,
    `9,${invented('md5', 9).toString('hex')},,,,,other,`,
    '10,,,,,,a,',
  ];
  const { file, counts, listId, rejectedFile } = await importText(db, folder, [header, ...rows, ...extra].join('\n'), {
    categoryMap: { a: 'illegal-baseline', b: 'illegal-national', c: 'skip' },
  });
  assert.deepEqual(counts, {
    ...{ rows: 11, added: 5, repeated: 1, skipped: 2, photoDnaOnly: 0, unusable: 1, withdrawn: 0, rejected: 2 },
    ...{ photoDnaDropped: 0, lowQualityPdq: 1 },
  });
  assert.equal(rejectedFile, `${file}.rejected.ndjson`);
  assert.deepEqual(
    (await rejectedOf(file)).map(({ line, problems }) => [line, problems]),
    [
      [8, ['md5: must be 16 bytes in hexadecimal, base64 or base32']],
      [11, ['category: the mapping does not name it']],
    ],
  );
  assert.equal((await stat(`${file}.rejected.ndjson`)).mode & 0o777, 0o600);
  const list = await readList(db, listId);
  assert.deepEqual([list?.state, list?.entries, list?.source], ['draft', 5, 'Example authority']);
  const again = await importList(
    { db, serviceKey, clock },
    { ...PLAIN, file, categoryMap: { a: 'illegal-baseline', b: 'illegal-national', c: 'skip' } },
    () => undefined,
  );
  assert.deepEqual([again.wasDone, again.listId, again.counts], [true, listId, counts]);
  await assert.rejects(
    importList({ db, serviceKey, clock }, { ...PLAIN, file }, () => undefined),
    /other settings/,
  );
});

test('importList takes a further file into a draft, and none into what two people agreed upon', async () => {
  const first = await importText(db, folder, plainCsv(100, 110));
  const second = await importText(db, folder, plainCsv(105, 120), { intoListId: first.listId });
  assert.deepEqual([second.listId, second.counts.added, second.counts.repeated], [first.listId, 10, 5]);
  const people = await twoPeople(db);
  await transact(db, (tx) => proposeActivation(tx, first.listId, people[0], clock.now()));
  await importText(db, folder, plainCsv(120, 121), { intoListId: first.listId });
  assert.equal((await readList(db, first.listId))?.state, 'draft', 'a proposal is over once the list has grown');
  await assert.rejects(importText(db, folder, plainCsv(0, 1), { intoListId: 999 }), /no-such-list/);
});

test('importList applies what ThreatExchange takes back, in whatever order', async () => {
  const row = (id: number, n: number, at: number, more = {}) =>
    JSON.stringify({
      id: String(id),
      indicator: invented('md5', n).toString('hex'),
      type: 'HASH_MD5',
      status: 'MALICIOUS',
      last_updated: 1_700_000_000 + at,
      ...more,
    });
  const text = [
    row(1, 201, 0),
    row(2, 202, 0),
    row(2, 202, 9, { should_delete: true }),
    row(3, 203, 9, { should_delete: true }),
    row(3, 203, 1),
    row(1, 204, 5),
  ].join('\n');
  const { listId, counts } = await importText(db, folder, text, {
    format: 'threatexchange',
    categoryMap: { malicious: 'to-assess' },
  });
  assert.equal((await readList(db, listId))?.entries, 1);
  assert.equal(counts.rows, 6);
  const states = await Promise.all(
    [201, 202, 203, 204].map((n) => findEntries({ db, serviceKey }, 'md5', invented('md5', n))),
  );
  assert.deepEqual(
    states.map((found) => found.filter((each) => each.withdrawnAt === undefined).length),
    [0, 0, 0, 1],
  );
});

test('importList leaves no hash in clear in any table, and a box moved to another row is refused', async () => {
  const { listId } = await importText(db, folder, plainCsv(300, 320));
  const tables = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
  let dump = '';
  for (const { name } of tables.rows) {
    const rows = await sql<{ row: string }>`select row_to_json(t)::text as row from ${sql.table(name)} t`.execute(db);
    dump += rows.rows.map(({ row }) => row).join('\n');
  }
  assert.ok(dump.length > 10_000);
  const looked = dump.toLowerCase();
  for (const kind of ['md5', 'sha1', 'sha256', 'pdq'] as const) {
    for (let n = 300; n < 320; n++) {
      const hash = invented(kind, n);
      // As bytes, as text, as the bytes of a text, and half of it, as a digest cut short would show.
      for (const text of [
        hash.toString('hex'),
        hash.subarray(0, 8).toString('hex'),
        hash.toString('base64'),
        Buffer.from(hash.toString('hex')).toString('hex'),
        hash.readBigInt64BE(0).toString(),
      ]) {
        assert.ok(!looked.includes(text.toLowerCase()), `${kind} ${n}`);
      }
    }
  }
  const boxes = await sql<{
    key: Buffer;
    box: Buffer;
  }>`select key_digest as key, shrouded as box from known_entry where list_id = ${listId} order by number limit 2`.execute(
    db,
  );
  const [first, second] = boxes.rows;
  assert.ok(first !== undefined && second !== undefined);
  const keys = entryKeysFrom(serviceKey);
  assert.deepEqual(keys.unshroud(first.key, first.box).hashes.md5, invented('md5', 300));
  assert.throws(() => keys.unshroud(first.key, second.box), /another entry/);
  const altered = Buffer.from(first.box);
  altered[20] = (altered[20] ?? 0) ^ 1;
  assert.throws(() => keys.unshroud(first.key, altered));
  assert.throws(() => entryKeysFrom(serviceKeyFrom(randomBytes(32))).unshroud(first.key, first.box));
  assert.deepEqual(
    (await findEntries({ db, serviceKey }, 'sha256', invented('sha256', 303))).map(({ entryNumber }) => entryNumber),
    [4],
  );
  assert.deepEqual(await findEntries({ db, serviceKey }, 'sha256', invented('sha256', 9_999)), []);
});

/** Runs an import in another process; kills it with SIGKILL once it has said so many rows. */
async function runChild(file: string, format: string, key: string, killAfterRows = Infinity) {
  const child = spawn(process.execPath, [...SOURCES, CHILD, JSON.stringify({ connection, file, format, key })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const rows = Number(/rows (\d+)\n(?!.*rows)/s.exec(text)?.[1] ?? 0);
    if (rows >= killAfterRows) child.kill('SIGKILL');
  });
  await once(child, 'exit');
  return { wasKilled: child.signalCode === 'SIGKILL', last: /[^\n]*$/.exec(text.trimEnd())?.[0] ?? '' };
}
const reportSchema = z.object({ listId: z.number(), counts: z.record(z.string(), z.number()), peakBytes: z.number() });

test('importList goes on after kill -9 in the middle, and again: no entry is lost, doubled or set aside twice', async () => {
  const key = randomBytes(32).toString('hex');
  const file = path.join(folder, 'killed.csv');
  const [header, ...rows] = plainCsv(50_000, 62_000).trimEnd().split('\n');
  const mixed = rows.flatMap((row, n) => (n % 100 === 0 ? [`${n},damaged,,,,,a,`, row] : [row]));
  await writeFile(file, `${[header, ...mixed].join('\n')}\n`);
  for (const killAfter of [4_000, 8_000]) {
    assert.ok((await runChild(file, 'plain', key, killAfter)).wasKilled);
    const part = await sql<{
      n: number;
      done: number;
    }>`select (select count(*)::int from known_entry e where e.list_id = i.list_id) as n,
      done_rows as done from known_import i where ended_at is null`.execute(db);
    const stored = part.rows[0]?.n ?? 0;
    assert.ok(stored > 0 && stored < 12_000, `in the middle: ${stored}`);
    // What a killed process wrote last may be torn.
    await appendFile(`${file}.rejected.ndjson`, '{"line":');
  }
  const { last } = await runChild(file, 'plain', key);
  const { counts, listId } = reportSchema.parse(JSON.parse(last));
  assert.deepEqual([counts['rows'], counts['added'], counts['repeated'], counts['rejected']], [12_120, 12_000, 0, 120]);
  const rejected = await rejectedOf(file);
  assert.deepEqual(
    rejected.map(({ line }) => line),
    Array.from({ length: 120 }, (_, n) => n * 101 + 2),
  );
  const stored = await sql<{
    n: number;
    keys: number;
  }>`select count(*)::int as n, count(distinct md5_digest)::int as keys
    from known_entry where list_id = ${listId}`.execute(db);
  assert.deepEqual(stored.rows[0], { n: 12_000, keys: 12_000 });
  assert.equal((await readList(db, listId))?.entries, 12_000);
});

test('importList reads a file of any size in under 300 MB', async () => {
  const file = path.join(folder, 'large.json');
  const block = (from: number) =>
    Array.from({ length: 1_000 }, (_, n) =>
      JSON.stringify({
        MediaID: from + n,
        Category: n % 3,
        MD5: invented('md5', from + n).toString('hex'),
        SHA1: invented('sha1', from + n).toString('hex'),
        MediaFiles: [{ FileName: 'x'.repeat(600) }],
      }),
    ).join(',');
  await writeFile(file, '{"value":[');
  for (let from = 0; from < 100_000; from += 1_000) await appendFile(file, `${from === 0 ? '' : ','}${block(from)}`);
  await appendFile(file, ']}');
  const { size } = await stat(file);
  const { last } = await runChild(file, 'vics', randomBytes(32).toString('hex'));
  const { counts, peakBytes } = reportSchema.parse(JSON.parse(last));
  assert.equal(counts['added'], 100_000);
  assert.ok(peakBytes < 300e6, `${(peakBytes / 1e6).toFixed(0)} MB for a file of ${(size / 1e6).toFixed(0)} MB`);
  assert.equal(existsSync(`${file}.rejected.ndjson`), false);
});
