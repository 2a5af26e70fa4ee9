import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { openAcceptances } from './note-accepted.ts';
import { openScene } from './takedown-for-tests.ts';

const scene = await openScene();

/** Letters that are leaving. */
async function leaving(count: number): Promise<readonly string[]> {
  await scene.startSeen();
  await scene.settle();
  const { rows } = await scene.pool.query<{ id: string }>(
    `insert into letter (id, provider_id, is_urgent, state, send_at, token_digest)
     select gen_random_uuid(), (select id from provider limit 1), false, 'leaving', now(), sha256(n::text::bytea)
     from generate_series(1, $1) n returning id`,
    [count],
  );
  return rows.map(({ id }) => id);
}

async function noticesOf(id: string): Promise<readonly string[] | null | undefined> {
  const { rows } = await scene.pool.query<{ accepted_notices: string[] | null }>(
    'select accepted_notices::text[] from letter where id = $1 and (accepted_at is null) = (accepted_notices is null)',
    [id],
  );
  return rows[0]?.accepted_notices;
}

test('note writes letters together that are taken while another is written, each before it answers, and one failure is its own', async () => {
  const letters = await leaving(5);
  const acceptances = openAcceptances(scene.db);
  const at = scene.clock.now();
  const noticeIds: readonly (readonly string[])[] = letters.map(() => [randomUUID(), randomUUID()]);
  const note = (n: number, ids = noticeIds[n] ?? []) => acceptances.note({ id: letters[n] ?? '', noticeIds: ids, at });

  const first = note(0);
  // The first is on its way to the database now; those that come meanwhile share the next write.
  await Promise.resolve();
  const [second, third] = [note(1), note(2)];
  assert.equal(second, third);
  assert.notEqual(first, second);
  await first;
  assert.deepEqual(await noticesOf(letters[0] ?? ''), noticeIds[0]);
  await second;
  assert.deepEqual(await Promise.all([1, 2].map((n) => noticesOf(letters[n] ?? ''))), [noticeIds[1], noticeIds[2]]);

  const failing = note(3, ['no id']);
  await Promise.resolve();
  const after = note(4);
  await assert.rejects(failing, /uuid/);
  await after;
  assert.equal(await noticesOf(letters[3] ?? ''), null);
  assert.deepEqual(await noticesOf(letters[4] ?? ''), noticeIds[4]);
});
