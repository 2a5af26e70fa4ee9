import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { replaceKeyFile } from './key-source.ts';
import { reshroudOnce } from './reshroud-store.ts';
import { loadServiceKey } from './service-key.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-reshroud-'));
after(() => rm(folder, { recursive: true, force: true }));

const held = (secret: Buffer) => ({ secret, retiredAt: undefined });

test('reshroudOnce moves every box in whatever table to the newest key beside writers, and leaves all other bytes alone', async () => {
  const { pool } = await freshDatabase();
  const file = path.join(folder, 'service.key');
  const [older, newer] = [randomBytes(32), randomBytes(32)];
  await writeFile(file, older.toString('hex'));
  const serviceKey = await loadServiceKey(file);
  await pool.query('create table strange (id int primary key, one bytea, "Two words" bytea, plain text)');
  const rows = Array.from({ length: 400 }, (_, id) => id);
  const boxOf = (id: number) => serviceKey.shroud(id % 2 === 0 ? 'url' : 'note', `value ${id}`);
  await pool.query(
    `insert into strange select id, one, two, 'plain' from unnest($1::int[], $2::bytea[], $3::bytea[]) v (id, one, two)`,
    [rows, rows.map(boxOf), rows.map(() => randomBytes(40))],
  );
  const { rows: otherBefore } = await pool.query<{ two: Buffer }>('select "Two words" as two from strange order by id');
  await replaceKeyFile(file, [held(newer), held(older)]);
  assert.match(await readFile(file, 'utf8'), new RegExp(`^${newer.toString('hex')}\n${older.toString('hex')}\n$`));

  const state = { isWriting: true };
  const writer = (async () => {
    // Somebody changes rows meanwhile, with a key that was read before.
    for (let id = 0; state.isWriting; id = (id + 7) % 400)
      await pool.query('update strange set one = $2 where id = $1', [id, boxOf(id)]);
  })();
  const first = await reshroudOnce(pool, await loadServiceKey(file));
  state.isWriting = false;
  await writer;
  assert.ok(first >= 400, `${first}`);
  const ring = await loadServiceKey(file);
  for (let moved = await reshroudOnce(pool, ring); moved > 0; moved = await reshroudOnce(pool, ring));

  const alone = await loadServiceKey({ kind: 'text', text: newer.toString('hex') });
  const { rows: read } = await pool.query<{ id: number; one: Buffer; two: Buffer }>(
    'select id, one, "Two words" as two from strange order by id',
  );
  for (const { id, one } of read) assert.equal(alone.unshroud(id % 2 === 0 ? 'url' : 'note', one), `value ${id}`);
  assert.deepEqual(
    read.map((row) => row.two),
    otherBefore.map((row) => row.two),
  );
});
