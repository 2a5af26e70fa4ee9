import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE_MS, openScene } from '../notices/takedown/takedown-for-tests.ts';
import { isSendingPaused } from '../notices/door.ts';
import { runNoticesCommand } from './notices.ts';

const scene = await openScene();

async function run(...args: string[]): Promise<{ code: number; out: string; wrong: string }> {
  let [out, wrong] = ['', ''];
  const code = await runNoticesCommand(args, scene.deps, {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (wrong += text) },
  });
  return { code, out, wrong };
}

test('notices due says what would go and why anything would not, with addresses only when they are asked for', async () => {
  const url = 'https://bilder.example.org/secret-page';
  const going = await scene.start({ item: { url } });
  const missed = await scene.start();
  await scene.settle();
  scene.sights.set(missed.itemId, { verdict: 'gone', at: scene.clock.now(), isMissOpen: true, ips: [] });
  const before = await scene.pool.query('select id, state, send_at from letter');
  const { code, out } = await run('due');
  assert.equal(code, 0);
  assert.match(out, /Letters leave\.\nOpen takedowns:\n {2}running: 2\n/);
  assert.match(out, /Abuse hosting: due 2026-03-01 12:03 UTC; 1 of 2 would go; 1 not: seems-gone/);
  assert.doesNotMatch(out, /secret-page|@/);
  const shown = await run('due', '--show-addresses');
  assert.match(shown.out, /Abuse hosting <abuse@hosting\.example\.org>[^]*secret-page\n/);
  assert.deepEqual((await scene.pool.query('select id, state, send_at from letter')).rows, before.rows);
  assert.deepEqual(await going.notices(), ['hosting first waiting']);
});

test('notices run-dry composes what would go and sends nothing', async () => {
  const { out } = await run('run-dry');
  assert.match(out, /^Abuse hosting: .*\(sv\+en, 1 reports, \d+ bytes\)\n1 letters composed, none sent\.\n$/);
  assert.doesNotMatch(out, /secret-page/);
  assert.match((await run('run-dry', '--show-addresses')).out, /https:\/\/bilder\.example\.org\/secret-page/);
  assert.equal(scene.catcher.messages().length, 0);
});

test('notices stop and release pause everything and let it go on; both need to be understood', async () => {
  assert.equal((await run('stop')).code, 2, 'a reason is needed');
  assert.equal((await run('stop', '--reason', 'A wrong list.')).code, 0);
  assert.equal(await isSendingPaused(scene.db), true);
  assert.match((await run('due')).out, /^Sending is stopped since 2026-03-01 12:00 UTC: A wrong list\./);
  await scene.forward(10 * MINUTE_MS);
  assert.equal(scene.catcher.messages().length, 0);
  assert.match((await run('release')).out, /Letters leave again/);
  assert.match((await run('release')).out, /Nothing had been stopped/);
  await scene.forward(MINUTE_MS);
  assert.equal(scene.catcher.messages().length, 1);
  for (const wrong of [[], ['due', 'now'], ['due', '--what'], ['release', '--reason', 'x']]) {
    const refused = await run(...wrong);
    assert.deepEqual([refused.code, /notices due/.test(refused.wrong)], [2, true]);
  }
});
