import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase, quietLog } from '../../test/fresh-database.ts';
import { transact } from './db.ts';
import { addJob, countJobs, startJobs } from './jobs.ts';

const { db, pool } = await freshDatabase();

test('addJob leaves nothing behind when its transaction rolls back', async () => {
  await assert.rejects(
    transact(db, async (tx) => {
      await addJob(tx, 'nothing', { n: 1 });
      throw new Error('rolled back');
    }),
    /rolled back/,
  );
  assert.deepEqual(await countJobs(db), []);
});

test('startJobs tries a failing job again and keeps its message out of the database', async () => {
  let tries = 0;
  const jobs = await startJobs(
    pool,
    [
      {
        task: 'shaky',
        handle: () => {
          tries += 1;
          return tries === 1 ? Promise.reject(new TypeError('http://secret.example.org/')) : Promise.resolve();
        },
      },
    ],
    { log: quietLog },
  );
  await transact(db, (tx) => addJob(tx, 'shaky', {}));
  while (tries < 1) await sleep(20);
  await sleep(100);
  const stored = await pool.query<{ last_error: string | null }>('select last_error from graphile_worker.jobs');
  assert.match(stored.rows[0]?.last_error ?? '', /TypeError/);
  assert.doesNotMatch(stored.rows[0]?.last_error ?? '', /secret/);
  await pool.query('select graphile_worker.reschedule_jobs(array_agg(id), now()) from graphile_worker.jobs');
  while (tries < 2) await sleep(20);
  await jobs.stop();
  assert.deepEqual(await countJobs(db), []);
});

test('startJobs gives the jobs of a dead worker to the living', async () => {
  await transact(db, (tx) => addJob(tx, 'orphan', {}));
  await pool.query(`select graphile_worker.get_job('worker-dead', array['orphan'])`).catch(() => undefined);
  await pool.query(
    `update graphile_worker._private_jobs set locked_by = 'worker-dead', locked_at = now() - interval '1 minute', attempts = 1`,
  );
  let done = 0;
  const jobs = await startJobs(pool, [{ task: 'orphan', handle: () => Promise.resolve(void (done += 1)) }], {
    log: quietLog,
  });
  const until = Date.now() + 30_000;
  while (done < 1 && Date.now() < until) await sleep(20);
  await jobs.stop();
  assert.equal(done, 1);
});

test('startJobs stops also when its connections break just before, or while it begins anew', async () => {
  for (const pauseMs of [0, 100, 510, 700]) {
    const jobs = await startJobs(pool, [{ task: 'any', handle: () => Promise.resolve() }], { log: quietLog });
    await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'LISTEN %' and pid <> pg_backend_pid()`);
    await sleep(pauseMs);
    const limit = new AbortController();
    const hangs = sleep(20_000, 'hangs', { signal: limit.signal, ref: false }).catch(() => 'ended');
    assert.equal(await Promise.race([jobs.stop().then(() => 'stopped'), hangs]), 'stopped', `after ${pauseMs} ms`);
    limit.abort();
  }
});
