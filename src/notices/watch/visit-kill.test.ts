import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startWeb } from '../../../stand-ins/web.ts';
import { freshConnection, quietLog } from '../../../test/fresh-database.ts';
import { directEgress, openNetwork, testNetworkSchema } from '../../crawl/door.ts';
import { openDatabase } from '../../platform/db.ts';
import { TEST_SECRET } from '../notices-for-tests.ts';
import { CLAIM_MS, visitDue } from './visit-due.ts';
import { openWatchScene } from './watch-for-tests.ts';
import { SOURCES } from '../../platform/sources.ts';

const PROGRAM = new URL('visiting-process-for-tests.ts', import.meta.url).pathname;

test('visitDue loses no visit and counts none twice when processes that share the work are killed at any moment', async (t) => {
  const connection = await freshConnection();
  const database = openDatabase({ ...connection, max: 4 }, quietLog);
  const web = await startWeb();
  t.after(async () => {
    await web.close();
    await database.close();
  });
  const scene = openWatchScene(database);
  scene.clock.set(new Date());
  const hosts = Array.from({ length: 30 }, (_, index) => `site-${index}.example.net`);
  for (const host of hosts) web.addHost(host, { ip: '85.24.180.40', country: 'SE' });
  const items = [];
  for (let index = 0; index < 60; index += 1) {
    const url = `http://${hosts[index % hosts.length] ?? ''}/kept/${index}`;
    web.setState(url, { kind: 'slow', delayMs: 60 });
    items.push(await scene.add(undefined, { url }));
  }
  const given = JSON.stringify({ connection, network: web.networkFile(), secretHex: TEST_SECRET.toString('hex') });
  const asked = () => web.log().filter(({ path }) => path.startsWith('/kept/') && !path.includes('cannot-exist'));
  for (let round = 0; round < 2; round += 1) {
    const before = asked().length;
    const processes = [0, 1].map(() =>
      spawn(process.execPath, [...SOURCES, PROGRAM], { stdio: ['pipe', 'ignore', 'inherit'] }),
    );
    for (const each of processes) each.stdin.write(`${given}\n`);
    const until = Date.now() + 20_000;
    while (asked().length < before + 3 && Date.now() < until) await sleep(5);
    await sleep(Math.random() * 60);
    const ended = processes.map((each) => once(each, 'exit'));
    for (const each of processes) each.kill('SIGKILL');
    await Promise.all(ended);
    assert.ok(asked().length > before);
  }
  const { rows } = await database.pool.query<{ left: number }>('select count(*)::int as left from visited_host');
  assert.ok((rows[0]?.left ?? 0) > 0, 'visits were under way when their process was killed');

  scene.clock.set(new Date(Date.now() + CLAIM_MS + 1));
  const network = openNetwork({ kind: 'test', network: testNetworkSchema.parse(web.networkFile()) });
  const deps = { ...scene.deps, tools: { ...scene.deps.tools, egresses: [directEgress(network)] as const } };
  while ((await visitDue(deps)) > 0);
  for (const { watch } of items) {
    const { visits, lastBecause, nextVisitAt } = await watch();
    assert.deepEqual([visits, lastBecause], [1, 'first-look']);
    assert.ok(nextVisitAt !== undefined && nextVisitAt > new Date());
  }
  const times = Map.groupBy(asked(), ({ host, path }) => `${host}${path}`);
  assert.equal(times.size, 60);
  const again = [...times.values()].reduce((sum, each) => sum + each.length - 1, 0);
  assert.ok(again <= 2 * 2 * 6, 'only what was claimed by a killed process was asked for again');
});
