/** From a match that an analyst has judged to what NCMEC's hash sharing holds of us, against its stand-in. */
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import {
  startNcmecHashes,
  type NcmecBehaviour,
  type NcmecHashes,
  type NcmecHashesOptions,
} from '../../../stand-ins/ncmec-hashes.ts';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { assessItem, claimCase, listItems, openCaseForSighting, reopenCase } from '../../cases/door.ts';
import { BASELINE_ANSWERS, openScene, TEST_NOW } from '../../cases/test-support.ts';
import { openNcmecClient, openNcmecList, readReferredEntry, syncNcmec } from '../../known/door.ts';
import { transact } from '../../platform/db.ts';
import type { ItemAnswers } from '../../terms/answers.ts';
import { sightingIdSchema, type CaseId, type ItemId } from '../../terms/ids.ts';
import { listHealth } from '../settings/setting-store.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { openFeedbackDesk } from './feedback-desk.ts';
import { countFeedback } from './feedback-store.ts';
import { noteJudgements } from './note-judgements.ts';
import { sendDueFeedback } from './send-feedback.ts';

const { db, pool } = await freshDatabase();
const scene = await openScene(db);
const { serviceKey } = scene;
const digest = (kind: 'md5' | 'sha1' | 'sha256', text: string) => createHash(kind).update(text).digest('hex');
const REFUTED: ItemAnswers = {
  access: 'available',
  'baseline-1': 'no',
  'baseline-2': 'no',
  'baseline-3': 'no',
  national: 'no',
};
const REASON = 'Hits innocent pictures';

interface Match {
  readonly caseId: CaseId;
  readonly itemId: ItemId;
  readonly entryId: number;
  readonly id: string;
}

/** A list that follows the stand-in, and matches with its entries. */
async function withExchange(
  work: (tools: ReturnType<typeof toolsFor> extends Promise<infer T> ? T : never) => Promise<void>,
  options: NcmecHashesOptions = {},
  values: Readonly<Record<string, string>> = { reason: REASON },
) {
  await pool.query('delete from hash_feedback');
  const far = await startNcmecHashes(options);
  try {
    await work(await toolsFor(far, values));
  } finally {
    await far.close();
  }
}

async function toolsFor(far: NcmecHashes, more: Readonly<Record<string, string>>) {
  let nowMs = TEST_NOW.getTime();
  const clock = { now: () => new Date(nowMs) };
  const settings: { current: PartnerSettings } = {
    current: { mode: 'test', values: { url: far.url, user: far.user, password: far.password, ...more } },
  };
  const deps = {
    db,
    serviceKey,
    clock,
    log: quietLog,
    settings: () => Promise.resolve(settings.current),
    timeoutMs: 800,
  };
  const listId = await openNcmecList(deps, {
    ...{ account: `${far.user}@${far.url}`, name: 'NCMEC', source: 'NCMEC', trusted: [] },
    categoryMap: { '*': 'to-assess' },
  });
  const sync = async () => {
    const password = () => Promise.resolve(far.password);
    const pause = () => Promise.resolve();
    const client = openNcmecClient({ url: far.url, user: far.user, password, mode: 'test', pause });
    await syncNcmec(deps, listId, client, () => undefined);
    await client.close();
  };
  const match = async (kind: 'exact' | 'near' = 'exact', member = 42): Promise<Match> => {
    const id = `picture/${randomUUID()}&x=å`;
    const fingerprints = { md5: digest('md5', id), sha1: digest('sha1', id), pdq: digest('sha256', id) };
    far.put({ medium: 'image', member, id, at: new Date(nowMs - 60_000), classification: 'A1', fingerprints });
    await sync();
    const { rows } = await pool.query<{ number: number }>(
      'select max(number)::int as number from known_entry where list_id = $1',
      [listId],
    );
    const entryId = rows[0]?.number ?? 0;
    const url = `https://${randomUUID()}.example.org/a.jpg`;
    const hit = {
      ...{ sightingId: sightingIdSchema.parse(randomUUID()), listId, entryId, kind, category: 'to-assess' },
      ...{ source: 'NCMEC', isTrusted: false, distance: kind === 'near' ? 20 : 0, pageUrl: url, seenAt: clock.now() },
    };
    const caseId = await transact(db, async (tx) => {
      await openCaseForSighting(tx, serviceKey, { url, hit }, clock.now());
      const found = await sql<{ case_id: CaseId }>`select case_id from item where id in (
        select item_id from item_hit where list_id = ${listId} and entry_id = ${entryId})`.execute(tx);
      return found.rows[0]?.case_id;
    });
    assert.ok(caseId);
    const [item] = await listItems(db, serviceKey, caseId);
    assert.ok(item);
    return { caseId, itemId: item.id, entryId, id };
  };
  return {
    ...{ far, settings, match, listId },
    /** An analyst judges, the case is decided, and the house hears it, twice. */
    judge: async ({ caseId, itemId }: Match, answers: ItemAnswers) => {
      nowMs += 1_000;
      const now = clock.now();
      await transact(db, async (tx) => {
        await reopenCase(tx, caseId, now);
        await claimCase(tx, caseId, scene.analystId, now);
        await assessItem(tx, serviceKey, { itemId, staffId: scene.analystId, questionSet: 'x@1', answers, now });
      });
      for (let times = 0; times < 2; times += 1) await transact(db, (tx) => noteJudgements(tx, deps, caseId, now));
    },
    send: () => sendDueFeedback(deps),
    states: async () => (await countFeedback(db)).map(({ state, code, count }) => [state, code, count]),
    forward: (ms: number) => void (nowMs += ms),
  };
}

test('a match that an analyst confirms is affirmed at its source, once, on the file’s own hash', async () => {
  await withExchange(async ({ far, match, judge, send, states, listId }) => {
    const one = await match();
    assert.deepEqual((await readReferredEntry(db, serviceKey, listId, one.entryId))?.reference, `image/42/${one.id}`);
    await judge(one, BASELINE_ANSWERS);
    assert.deepEqual(await states(), [['waiting', undefined, 1]]);
    assert.equal(await send(), 1);
    assert.equal(await send(), 0);
    await judge(one, BASELINE_ANSWERS);
    assert.equal(await send(), 0, 'the same judgement again is no news');
    assert.deepEqual(far.feedback(), [
      { member: '42', id: one.id, fingerprint: 'MD5', verdict: 'affirmative', because: [] },
    ]);
    assert.deepEqual(await states(), [['settled', undefined, 1]]);
    const acts = await sql<{ action: string }>`select action from ledger_act
      where subject = ${`known-entry:${listId}/${one.entryId}`} order by arrival`.execute(db);
    assert.deepEqual(
      acts.rows.map(({ action }) => action),
      ['hash-feedback.wanted', 'hash-feedback.sent'],
    );
    const stored = await sql<{ row: string }>`select known_reference::text as row from known_reference`.execute(db);
    for (const { row } of stored.rows) assert.doesNotMatch(row, /picture/);
  });
});

test('a match that an analyst refutes is denied with the reason of the settings, and a reversal takes its place', async () => {
  await withExchange(async ({ far, match, judge, send }) => {
    const one = await match();
    await judge(one, REFUTED);
    await send();
    assert.deepEqual(
      far.feedback().map(({ verdict, because }) => [verdict, because]),
      [['negative', [REASON]]],
    );
    await judge(one, BASELINE_ANSWERS);
    await send();
    assert.deepEqual(
      far.feedback().map(({ verdict, because }) => [verdict, because]),
      [['affirmative', []]],
    );
  });
});

test('without a reason to give a no is not said, an earlier yes is withdrawn, and the operator is told why', async () => {
  await withExchange(
    async ({ far, match, judge, send, states, settings }) => {
      const one = await match();
      await judge(one, BASELINE_ANSWERS);
      await send();
      assert.equal(far.feedback().length, 1);
      await judge(one, REFUTED);
      await send();
      assert.deepEqual(far.feedback(), []);
      assert.deepEqual(await states(), [['refused', 'hash-feedback-no-reason', 1]]);
      const other = await match();
      await judge(other, REFUTED);
      await send();
      assert.deepEqual(far.feedback(), []);
      assert.deepEqual(await states(), [['refused', 'hash-feedback-no-reason', 2]]);
      assert.equal(settings.current.values['reason'], undefined);
    },
    {},
    {},
  );
  await withExchange(
    async ({ far, match, judge, send }) => {
      await judge(await match(), REFUTED);
      await send();
      assert.deepEqual(
        far.feedback().map(({ because }) => because),
        [['The only one']],
      );
    },
    { reasons: ['The only one'] },
    {},
  );
});

test('a match that was not seen says nothing, nor does a likeness unless the settings want it', async () => {
  await withExchange(async ({ far, match, judge, send, settings }) => {
    const one = await match();
    await judge(one, { access: 'not-found' });
    const near = await match('near');
    await judge(near, REFUTED);
    await send();
    assert.deepEqual(far.feedback(), []);
    settings.current = { ...settings.current, values: { ...settings.current.values, near: 'yes' } };
    await judge(near, REFUTED);
    await send();
    assert.deepEqual(
      far.feedback().map(({ fingerprint, verdict }) => [fingerprint, verdict]),
      [['PDQ', 'negative']],
    );
    await judge(one, BASELINE_ANSWERS);
    await judge(one, { access: 'not-found' });
    await send();
    assert.equal(far.feedback().length, 2, 'that it is gone now takes nothing back');
  });
});

test('a yes carries the category of the answers where the settings want it, and a change of it is sent', async () => {
  await withExchange(
    async ({ far, match, judge, send }) => {
      const one = await match();
      await judge(one, BASELINE_ANSWERS);
      await send();
      assert.deepEqual(
        far.feedback().map(({ because }) => because),
        [['A1']],
      );
      await judge(one, { ...BASELINE_ANSWERS, severity: 'C' });
      await send();
      assert.deepEqual(
        far.feedback().map(({ because }) => because),
        [['A2']],
      );
    },
    {},
    { categorise: 'yes' },
  );
});

const MISBEHAVIOURS: readonly NcmecBehaviour[] = [
  { kind: 'slow', delayMs: 1_500, times: 1 },
  { kind: 'status', status: 503, times: 1 },
  { kind: 'status', status: 429, times: 1 },
  { kind: 'status', status: 401, times: 1 },
  { kind: 'status', status: 403, times: 1 },
  { kind: 'cut', times: 1 },
];
for (const after of [0, 1])
  for (const behaviour of MISBEHAVIOURS)
    test(`one no stands and the trouble is told when ${after === 0 ? 'reasons' : 'feedback'} is once ${JSON.stringify(behaviour)}`, async () => {
      await withExchange(async ({ far, match, judge, send, states, forward }) => {
        const one = await match();
        await judge(one, REFUTED);
        far.behave({ ...behaviour, after });
        await send();
        const [state, code] = (await states())[0] ?? [];
        assert.equal(state, 'waiting');
        assert.ok(code);
        assert.equal((await listHealth(db)).get('ncmec-hashes')?.failureCode, code);
        assert.equal(await send(), 0, 'it is not tried again at once');
        forward(61_000);
        assert.equal(await send(), 1);
        assert.deepEqual(await states(), [['settled', undefined, 1]]);
        assert.deepEqual(
          far.feedback().map(({ verdict }) => verdict),
          ['negative'],
        );
      });
    });

test('an answer to feedback that is no document still counts: its status says that it was taken', async () => {
  for (const kind of ['malformed', 'half'] as const)
    await withExchange(async ({ far, match, judge, send, states }) => {
      await judge(await match(), BASELINE_ANSWERS);
      far.behave({ kind, times: 1 });
      await send();
      assert.deepEqual([far.feedback().length, await states()], [1, [['settled', undefined, 1]]]);
    });
});

test('an entry that the source no longer has, or of another account, is refused with words for the operator', async () => {
  await withExchange(async ({ far, match, judge, send, states, settings }) => {
    const one = await match();
    await judge(one, BASELINE_ANSWERS);
    far.put({ medium: 'image', member: 42, id: one.id, at: TEST_NOW, isDeleted: true, fingerprints: {} });
    await send();
    assert.deepEqual(await states(), [['refused', 'hash-feedback-404', 1]]);
    const other = await match();
    await judge(other, BASELINE_ANSWERS);
    settings.current = { ...settings.current, values: { ...settings.current.values, user: 'somebody' } };
    await send();
    assert.deepEqual((await states()).map(([, code]) => code).sort(), [
      'hash-feedback-404',
      'hash-feedback-other-account',
    ]);
  });
});

test('a process that dies after its call, and two at once, leave one statement', async () => {
  await withExchange(async ({ far, match, judge, send, states, forward }) => {
    await judge(await match(), BASELINE_ANSWERS);
    await Promise.all([send(), send(), send()]);
    const puts = () => far.requests().filter(({ path }) => path.endsWith('/feedback')).length;
    assert.equal(puts(), 1, 'what one has claimed no other sends');
    // As if the process had died between the source's answer and ours being written.
    await pool.query(
      `update hash_feedback set state = 'waiting', held = 'none', next_at = now() + interval '10 years'`,
    );
    await pool.query(`update hash_feedback set next_at = $1`, [new Date(TEST_NOW.getTime() + 1)]);
    forward(10_000);
    await send();
    assert.equal(puts(), 2);
    assert.deepEqual([far.feedback().length, await states()], [1, [['settled', undefined, 1]]]);
  });
});

test('nothing is noted while it is off, and test mode rehearses for another machine', async () => {
  await withExchange(async ({ far, match, judge, send, states, settings }) => {
    const one = await match();
    const on = settings.current;
    settings.current = { ...on, mode: 'off' };
    await judge(one, BASELINE_ANSWERS);
    assert.deepEqual([await send(), await states()], [0, []]);
    settings.current = { ...on, values: { ...on.values, url: 'https://hashsharing.example.org/npo' } };
    await judge(one, BASELINE_ANSWERS);
    await send();
    assert.deepEqual(await states(), [['rehearsed', 'test-mode', 1]]);
    settings.current = on;
    assert.equal(await send(), 0, 'what was rehearsed does not leave later by itself');
    assert.deepEqual(far.feedback(), []);
  });
});

test('the connection test asks who we are and whether the members list us', async (t) => {
  const desk = openFeedbackDesk();
  const far = await startNcmecHashes();
  t.after(() => far.close());
  const settings = (password: string): PartnerSettings => ({
    mode: 'test',
    values: { url: far.url, user: far.user, password },
  });
  assert.deepEqual(await desk.test(settings(far.password)), { ok: true });
  assert.deepEqual(await desk.test(settings('wrong')), { ok: false, code: 'hash-feedback-401' });
  assert.deepEqual(await desk.test({ ...settings('x'), mode: 'off' }), { ok: false, code: 'partner-off' });
  assert.deepEqual(far.feedback(), []);
});
