/** `npm run demo` as somebody runs it at a terminal: it comes up whole, and is gone again after Ctrl-C. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { test } from 'node:test';
import { freeListeners, runCli } from './app.ts';

const BEGIN = /Begin here: (http:\S+)/;

test('the demo says where to begin, and Ctrl-C ends all of it and leaves nothing', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-demo-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const spawned = Promise.withResolvers<ChildProcess>();
  const env = { ...(await freeListeners()), TMPDIR: folder };
  const ran = runCli({ dataDir: folder, env, args: ['demo'], hasOwnGroup: true, onSpawn: spawned.resolve });
  const child = await spawned.promise;
  t.after(() => child.kill('SIGKILL'));
  const begin = await urlSaidBy(child);
  const hub = await fetch(begin);
  assert.equal(hub.status, 200);
  const links = [...(await hub.text()).matchAll(/href="(http:[^"]+)"/g)].flatMap(([, href]) => href ?? []);
  assert.ok(links.length >= 2, 'the site and the console at least');
  for (const link of links) assert.ok((await fetch(link)).status < 500, link);
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  const { code, output } = await ran;
  assert.equal(code, 0, output);
  assert.deepEqual(await readdir(folder), [], 'its data are gone');
});

/** @throws Error when it ends before */
function urlSaidBy(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    const url = BEGIN.exec(text)?.[1];
    if (url !== undefined) resolve(url);
  });
  child.once('exit', () => reject(new Error(`The demo ended before it was ready:\n${text}`)));
  return promise;
}
