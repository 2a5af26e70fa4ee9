import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { startProviderApi } from '../../../stand-ins/provider-api.ts';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { insertLetter, type TestLetter } from '../answers/answers-for-tests.ts';
import type { StatedKind } from '../answers/answer.ts';
import { noteAnswer } from '../answers/note-answer.ts';
import { openTestClock, testServiceKey } from '../notices-for-tests.ts';
import { askApis, startAskingApis, type AskApisDeps } from './ask-apis.ts';
import { composeLetter } from './compose-letter.ts';
import { openExampleApi } from './example-api.ts';
import { inputOf, itemOf, TEST_HOTLINE } from './letters-for-tests.ts';
import { SHIPPED_TEMPLATES } from './shipped-templates.ts';

const { db, pool } = await freshDatabase();
const clock = openTestClock('2026-03-01T13:00:00Z');
const server = await startProviderApi({ now: clock.now });
const token = () => Promise.resolve(server.token);
const api = openExampleApi({ url: server.url, hotline: TEST_HOTLINE, mostItems: 10, token });
after(async () => {
  await api.close();
  await server.close();
});

const applied: (readonly [StatedKind, readonly string[]])[] = [];
const deps: AskApisDeps = {
  ...{ db, serviceKey: testServiceKey, log: quietLog, clock },
  reachable: (account) => (account === 'example' ? api : undefined),
  noteAnswer: (tx, answer, now) =>
    noteAnswer(
      tx,
      {
        serviceKey: testServiceKey,
        effects: {
          applyAnswer: (_tx, { kind, noticeIds }) => Promise.resolve(void applied.push([kind, noticeIds])),
          applyBounce: () => Promise.reject(new Error('not by an API')),
        },
      },
      answer,
      now,
    ),
};
beforeEach(async () => {
  applied.length = 0;
  server.behave({ kind: 'ok' });
  await pool.query(`update letter set state = 'cancelled'`);
});

/** A letter about two items that left by the API of `account`, as the provider has it. */
async function sentByApi(account = 'example', leftAt = new Date('2026-03-01T12:00:00Z')): Promise<TestLetter> {
  const urls = ['https://pictures.example.org/1', 'https://pictures.example.org/2'];
  const letter = await insertLetter(pool, testServiceKey, { urls, leftAt });
  const { letterId } = letter;
  const items = letter.notices.map(({ noticeId, url }) => itemOf({ url }, { noticeId }));
  const outcome = await api.send({
    ...composeLetter(inputOf({ letterId, items }), SHIPPED_TEMPLATES),
    ...{ letterId, messageId: letter.messageId, idempotencyKey: letterId },
    contact: { channel: 'api', name: 'Example Hosting', account },
  });
  assert.ok(outcome.kind === 'sent');
  const contact = JSON.stringify({ channel: 'api', name: 'Example Hosting', account });
  await pool.query(`update provider set channel = 'api', shrouded_contact = $2 where id = $1`, [
    letter.providerId,
    testServiceKey.shroud('contact', contact),
  ]);
  await pool.query('update letter set ticket = $2 where id = $1', [letterId, outcome.reference]);
  return letter;
}
const ask = () => askApis(deps, clock.now());

test('askApis hands on what a provider says of each item, once', async () => {
  const letter = await sentByApi();
  const [first, second] = letter.notices.map(({ noticeId }) => noticeId);
  assert.ok(first !== undefined && second !== undefined);
  assert.equal(await ask(), 0);
  server.setStatus(second, 'handling');
  assert.equal(await ask(), 1);
  await ask();
  assert.deepEqual(applied, [['handling', [second]]]);
  server.setStatus(second, 'removed');
  server.setStatus(first, 'not-ours');
  await ask();
  assert.deepEqual(
    applied.slice(1).toSorted(([a], [b]) => a.localeCompare(b)),
    [
      ['not-ours', [first]],
      ['removed', [second]],
    ],
  );
  const { rows } = await pool.query<{ kind: string; via: string }>(
    'select kind, via from provider_answer where letter_id = $1 order by kind',
    [letter.letterId],
  );
  assert.deepEqual(rows, [
    { kind: 'handling', via: 'api' },
    { kind: 'not-ours', via: 'api' },
    { kind: 'removed', via: 'api' },
  ]);
});

test('askApis asks no more about letters whose takedowns have ended, that are old, or whose account is out of reach', async () => {
  const ended = await sentByApi();
  await pool.query(`update takedown set state = 'ended' where id = any($1)`, [
    ended.notices.map(({ takedownId }) => takedownId),
  ]);
  await sentByApi('example', new Date('2026-01-01T00:00:00Z'));
  await sentByApi('elsewhere');
  const before = server.requests().length;
  assert.equal(await ask(), 0);
  assert.equal(server.requests().length, before);
});

test('askApis leaves an account that does not answer alone for this round, and loses nothing by it', async () => {
  const letters = [await sentByApi(), await sentByApi()];
  for (const { notices } of letters) server.setStatus(notices[0]?.noticeId ?? '', 'removed');
  server.behave({ kind: '5xx' });
  const before = server.requests().length;
  assert.equal(await ask(), 0);
  assert.equal(server.requests().length, before + 1);
  server.behave({ kind: 'malformed', times: 1 });
  assert.equal(await ask(), 0);
  assert.equal(await ask(), 2);
  assert.equal(applied.length, 2);
});

test('of several processes that ask at the same time one does, and the others nothing', async () => {
  const letter = await sentByApi();
  server.setStatus(letter.notices[0]?.noticeId ?? '', 'removed');
  server.behave({ kind: 'slow', delayMs: 200 });
  const before = server.requests().length;
  const handedOn = await Promise.all([ask(), ask(), ask()]);
  assert.deepEqual(handedOn.toSorted(), [0, 0, 1]);
  assert.equal(server.requests().length, before + 1);
});

test('startAskingApis asks at once and stops when it is told to', async () => {
  const letter = await sentByApi();
  server.setStatus(letter.notices[0]?.noticeId ?? '', 'need-more');
  const loop = startAskingApis(deps);
  for (let tries = 0; applied.length === 0 && tries < 100; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await loop.stop();
  assert.deepEqual(
    applied.map(([kind]) => kind),
    ['need-more'],
  );
});
