import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openEmbeddedPostgres } from './embedded-postgres.ts';
import { SOURCES } from './sources.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-embedded-'));
after(() => rm(folder, { recursive: true, force: true }));

async function query(connection: pg.ClientConfig, sql: string): Promise<unknown[]> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function untilItAnswers(connection: pg.ClientConfig, sql: string): Promise<unknown[]> {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      return await query(connection, sql);
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(50);
    }
  }
}

test('openEmbeddedPostgres keeps what was committed over a stop and a start', async () => {
  const first = await openEmbeddedPostgres({ folder });
  assert.equal(first.firstStart, true);
  await query(first.connection, 'create table kept (n int); insert into kept values (1)');
  await first.stop();
  const second = await openEmbeddedPostgres({ folder });
  assert.equal(second.firstStart, false);
  assert.deepEqual(await query(second.connection, 'select n from kept'), [{ n: 1 }]);
  await second.stop();
});

test('openEmbeddedPostgres starts its server again when that is killed', async () => {
  const server = await openEmbeddedPostgres({ folder });
  await query(server.connection, 'insert into kept values (2)');
  for (let round = 0; round < 3; round += 1) {
    const { pid } = server;
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGKILL');
    await sleep(100);
    assert.deepEqual(await untilItAnswers(server.connection, 'select count(*)::int as n from kept'), [{ n: 2 }]);
  }
  await server.stop();
});

test('openEmbeddedPostgres takes over the files of an owner that was killed', async () => {
  const script = `
    import { openEmbeddedPostgres } from ${JSON.stringify(path.resolve(import.meta.dirname, 'embedded-postgres.ts'))};
    const server = await openEmbeddedPostgres({ folder: ${JSON.stringify(folder)} });
    process.stdout.write('up');
    setInterval(() => server.pid, 1000);`;
  const file = path.join(folder, 'owner.mts');
  await writeFile(file, script);
  const owner = spawn(process.execPath, [...SOURCES, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(owner.stdout, 'data');
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  const server = await openEmbeddedPostgres({ folder });
  assert.deepEqual(await query(server.connection, 'select count(*)::int as n from kept'), [{ n: 2 }]);
  await server.stop();
});

test('openEmbeddedPostgres says where to read when the server cannot start', async () => {
  await assert.rejects(
    openEmbeddedPostgres({ folder, settings: ['shared_buffers=nonsense'] }),
    /did not start \(it ended by itself\): see .*server\.log/,
  );
  assert.match(await readFile(path.join(folder, 'server.log'), 'utf8'), /shared_buffers/);
});
