/** kill -9 at any moment, and one call in five that goes wrong: every report counts once, and none is lost. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCybertip } from '../../../stand-ins/cybertip.ts';
import { mulberry32 } from '../../../stand-ins/tips.ts';
import { freshConnection, quietLog } from '../../../test/fresh-database.ts';
import { openDatabase } from '../../platform/db.ts';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { insertCaseRow } from '../partner-for-tests.ts';
import { finishedIn, INPUT } from './cybertip-for-tests.ts';
import { writeFacts } from './report.ts';
import { SOURCES } from '../../platform/sources.ts';

const PROGRAM = new URL('filing-process-for-tests.ts', import.meta.url).pathname;
/** More of them take longer and try nothing else. */
const DISPATCHES = Number(process.env['FYR_CYBERTIP_DISPATCHES'] ?? 250);
const KILLS = DISPATCHES <= 250 ? 12 : 60;

test('each of many dispatches counts once when its process is killed at any moment and one call in five goes wrong', async (t) => {
  const connection = await freshConnection();
  const database = openDatabase({ ...connection, max: 4 }, quietLog);
  const far = await startCybertip();
  t.after(async () => {
    await far.close();
    await database.close();
  });
  const random = mulberry32(20_261_126);
  far.behave({ kind: 'chance', share: 0.2, random });
  const secretHex = '07'.repeat(32);
  const key = serviceKeyFrom(Buffer.from(secretHex, 'hex'));
  const caseId = await insertCaseRow(database.pool);
  const keys = Array.from({ length: DISPATCHES }, () => `ncmec.${randomUUID()}.r1`);
  for (const each of keys)
    await database.pool.query(
      `insert into dispatch (id, idempotency_key, case_id, destination, rule, state, payload, planned_at)
       values ($1, $2, $3, 'ncmec', 'ncmec', 'planned', $4, now())`,
      [randomUUID(), each, caseId, key.shroud('payload', writeFacts(INPUT))],
    );
  const given = JSON.stringify({
    connection,
    far: { url: far.url, user: far.user, password: far.password },
    secretHex,
  });
  const begin = () => {
    const child = spawn(process.execPath, [...SOURCES, PROGRAM], { stdio: ['pipe', 'ignore', 'inherit'] });
    child.stdin.write(`${given}\n`);
    return { child, ended: once(child, 'exit') };
  };
  const killedIn: Record<string, number> = {};
  let kills = 0;
  for (; kills < KILLS; kills += 1) {
    const { child, ended } = begin();
    const before = far.calls().length;
    while (far.calls().length < before + 5 + random() * ((3 * DISPATCHES) / KILLS) && child.exitCode === null)
      await sleep(2);
    const last = far.calls().at(-1) ?? 'none';
    killedIn[last] = (killedIn[last] ?? 0) + 1;
    child.kill('SIGKILL');
    await ended;
  }
  const left = await database.pool.query(
    `select f.state, count(*)::int as count from dispatch d left join cybertip_filing f on f.dispatch_id = d.id
     where d.state = 'planned' group by 1`,
  );
  assert.ok(left.rowCount !== null && left.rowCount > 0, 'work was left when the last one was killed');
  const { ended } = begin();
  const last: unknown = await ended;
  assert.deepEqual(last, [0, null]);
  const finished = finishedIn(far);
  assert.deepEqual([...finished].sort(), [...keys].sort(), 'each counts, and once');
  const { rows } = await database.pool.query(
    `select state, count(*)::int as count, count(reference)::int as numbered from dispatch group by 1`,
  );
  assert.deepEqual(rows, [{ state: 'sent', count: DISPATCHES, numbered: DISPATCHES }]);
  const counts = Map.groupBy(far.reports(), ({ state }) => state);
  t.diagnostic(
    `${DISPATCHES} dispatches, ${kills} kills (last call before: ${JSON.stringify(killedIn)}), ${far.calls().length} calls; ` +
      [...counts].map(([state, each]) => `${each.length} ${state}`).join(', '),
  );
});
