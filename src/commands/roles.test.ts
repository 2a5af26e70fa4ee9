import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { readConfig } from '../platform/config.ts';
import { runRoles } from './roles.ts';

test('runRoles grants what is listed, and says which services do not start for want of an address', async () => {
  const { pool } = await freshDatabase();
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  await pool.query('grant select on staff to fyr_check');
  const url = 'postgres://localhost/fyr';
  const config = readConfig({ DATABASE_URL: url, FYR_SITE_DATABASE_URL: url, FYR_CRAWL_DATABASE_URL: url });
  assert.equal(await runRoles([], { pool, config }, write), 0);
  const { rows } = await pool.query(`select has_table_privilege('fyr_check', 'staff', 'select') as sees`);
  assert.deepEqual(rows, [{ sees: false }]);
  assert.match(lines[0] ?? '', /^Granted as listed: fyr_site, .*, fyr_doctor\.$/);
  assert.deepEqual(
    lines.slice(1).map((line) => line.split(' ')[0]),
    ['ANSWERS', 'CONSOLE', 'JOBS', 'RECHECK', 'EXCHANGE', 'CHECK', 'ERASE', 'DOCTOR'].map(
      (name) => `FYR_${name}_DATABASE_URL`,
    ),
  );
  lines.length = 0;
  assert.equal(await runRoles([], { pool, config: readConfig({}) }, write), 0);
  assert.equal(lines.length, 1, 'with the embedded database nothing has to be set');
  assert.equal(await runRoles(['all'], { pool, config }, write), 2);
});
