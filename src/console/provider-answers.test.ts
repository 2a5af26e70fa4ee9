import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { noteAnswer, type AnswerInput } from '../notices/door.ts';
import { insertLetter, recordingEffects } from '../notices/answers/answers-for-tests.ts';
import { transact } from '../platform/db.ts';
import type { CaseId } from '../terms/ids.ts';
import { openConsole, START, type Visitor } from './console-for-tests.ts';

const { db, pool } = await freshDatabase();
const desk = await openConsole(db);
const analyst = await desk.logIn('astrid', 'analyst');
const other = await desk.logIn('birger', 'analyst');
const supervisor = await desk.logIn('signe', 'supervisor');
const { serviceKey } = desk.deps;

/** A decided case of the analyst's about which a provider objects, with words that hold an address. */
async function objectedCase(why: 'appeal' | 'reply' = 'appeal') {
  const letter = await insertLetter(pool, serviceKey);
  const [notice] = letter.notices;
  assert.ok(notice);
  const text = 'See https://pictures.example.org/rules & <b>think</b>.';
  const input = {
    ...{ letterId: letter.letterId, noticeIds: [], via: 'page' },
    kind: why === 'appeal' ? 'appeal' : 'other',
    ...{ words: { text }, ticket: 'T-1', sourceKey: letter.letterId },
  } as const satisfies AnswerInput;
  await transact(db, (tx) => noteAnswer(tx, { serviceKey, effects: recordingEffects().effects }, input, START));
  const state = why === 'appeal' ? 'stopped' : 'running';
  await pool.query('update takedown set state = $2, attention = $3 where id = $1', [notice.takedownId, state, why]);
  await pool.query('update case_file set claimed_by = $2 where id = $1', [notice.caseId, analyst.staffId]);
  return { ...notice, path: `/cases/${notice.caseId}` };
}

async function takedownOf(caseId: CaseId) {
  const { rows } = await pool.query<{ state: string; attention: string | null; end_reason: string | null }>(
    'select state, attention, end_reason from takedown where case_id = $1',
    [caseId],
  );
  return rows[0];
}

const decide = async (visitor: Visitor, path: string, takedownId: string, how: 'resume' | 'end') => {
  await visitor.get(path);
  return (await visitor.post(`${path}/takedowns/${takedownId}/${how}`)).headers.location ?? '';
};

test('the case page shows a provider’s words to whoever has the case and to supervisors, and nothing in them can be opened', async () => {
  const { path } = await objectedCase();
  for (const visitor of [analyst, supervisor]) {
    const { body, statusCode } = await visitor.get(path);
    assert.equal(statusCode, 200);
    assert.match(body, /hxxps:\/\/pictures\[\.\]example\[\.\]org\/rules &amp; &lt;b>think&lt;\/b>/);
    assert.doesNotMatch(body, /https:\/\/pictures/);
    assert.match(body, /Objects|Invänder/);
    assert.match(body, /takedowns\/[0-9a-f-]+\/resume/);
  }
  const { body } = await other.get(path);
  assert.match(body, /Objects|Invänder/);
  assert.doesNotMatch(body, /think|takedowns\//);
});

test('a decision about an objection goes on or ends, once, and is the decider’s on the ledger', async () => {
  const standing = await objectedCase();
  assert.match(await decide(analyst, standing.path, standing.takedownId, 'resume'), /done=takedown-resumed/);
  assert.match((await takedownOf(standing.caseId))?.state ?? '', /^(running|seeking)$/);
  assert.match(await decide(analyst, standing.path, standing.takedownId, 'end'), /not=not-found/);

  const accepted = await objectedCase();
  assert.match(await decide(supervisor, accepted.path, accepted.takedownId, 'end'), /done=takedown-ended/);
  const { state, end_reason: reason } = (await takedownOf(accepted.caseId)) ?? {};
  assert.deepEqual([state, reason], ['ended', 'appeal-accepted']);
  const { rows } = await pool.query<{ actor: string }>(
    'select actor from ledger_act where subject = $1 and actor <> $2',
    [`takedown:${accepted.takedownId}`, 'system'],
  );
  assert.deepEqual(rows, [{ actor: `staff:${supervisor.staffId ?? ''}` }]);
});

test('a reply that has been read clears what waited, and somebody else cannot decide', async () => {
  const replied = await objectedCase('reply');
  assert.match(await decide(other, replied.path, replied.takedownId, 'end'), /not=not-yours/);
  assert.match(await decide(analyst, replied.path, replied.takedownId, 'resume'), /done=takedown-resumed/);
  assert.deepEqual(await takedownOf(replied.caseId), { state: 'running', attention: null, end_reason: null });
});

test('a takedown of another case is not decided through this one', async () => {
  const [one, another] = [await objectedCase(), await objectedCase()];
  assert.match(await decide(analyst, one.path, another.takedownId, 'end'), /not=not-found/);
  assert.equal((await takedownOf(another.caseId))?.state, 'stopped');
});
