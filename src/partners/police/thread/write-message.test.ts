import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { readReceipt } from '../../../../lib/receipt/door.ts';
import { freshDatabase } from '../../../../test/fresh-database.ts';
import { listCasesOfTip, openCaseForTip } from '../../../cases/door.ts';
import { receiveTip } from '../../../intake/door.ts';
import { mailboxKeyOfReceipt } from '../../../intake/mailbox-key.ts';
import { openMailbox, writeToMailbox } from '../../../intake/use-mailbox.ts';
import { transact } from '../../../platform/db.ts';
import { newestDeskKey } from '../../../staff/door.ts';
import { tipIdSchema } from '../../../terms/ids.ts';
import { testServiceKey } from '../../partner-for-tests.ts';
import { openPoliceScene } from '../police-for-tests.ts';
import { listMessages, listUnseenCases, markSeen } from './message-store.ts';
import { openText } from './seal-text.ts';
import { listWaitingAnswers, passToTipster, releaseAnswer, writeMessage } from './write-message.ts';

const { db, pool } = await freshDatabase();
const scene = await openPoliceScene(db, pool);
const astrid = await scene.analyst('astrid-2');
const olga = await scene.officer('olga');
const desk = await newestDeskKey(db);
assert.ok(desk);

async function openCase() {
  const { receipt } = await receiveTip(
    { db, serviceKey: testServiceKey, clock: scene.deps.clock, deskKey: desk ?? assert.fail() },
    {
      ...{ submissionKey: randomBytes(16), category: 'travel', language: 'sv', source: 'form' },
      ...{ isUrgent: false, wantsAnswer: true, addresses: [], report: { narrative: 'Påhittat.' } },
    },
  );
  const { rows } = await sql<{ id: string }>`select id from tip order by received_hour desc, ctid desc limit 1`.execute(
    db,
  );
  const tipId = tipIdSchema.parse(rows[0]?.id);
  await transact(db, (tx) => openCaseForTip(tx, testServiceKey, tipId, scene.now));
  const [caseId] = await listCasesOfTip(db, tipId);
  assert.ok(caseId);
  return { caseId, tipId, mailbox: mailboxKeyOfReceipt(receiptOf(receipt), testServiceKey) };
}
function receiptOf(text: string) {
  const read = readReceipt(text);
  assert.ok(read.ok);
  return read.receipt;
}

type Case = Awaited<ReturnType<typeof openCase>>;

const ask = ({ caseId }: Case, text: string, submission = randomUUID()) =>
  transact(db, (tx) =>
    writeMessage(tx, { caseId, author: 'police', staffId: olga.session.staffId, text, submission }, scene.now),
  );

test('writeMessage is read by both sides and by nobody else, and a form that is sent twice is one message', async () => {
  const found = await openCase();
  const submission = randomUUID();
  await Promise.all([ask(found, 'Vilken dag var det?', submission), ask(found, 'Vilken dag var det?', submission)]);
  const [message, ...more] = await listMessages(db, found.caseId);
  assert.ok(message && more.length === 0);
  assert.equal(message.sealedText.includes('dag'), false);
  for (const { session } of [astrid, olga, scene.supervisor])
    assert.equal(await openText(session, message.sealedText), 'Vilken dag var det?');
  const late = await scene.officer('late');
  assert.equal(await openText(late.session, message.sealedText), undefined);
  await assert.rejects(ask(found, '  '), RangeError);
  await assert.rejects(ask(found, 'x'.repeat(10_001)), RangeError);
});

test('listUnseenCases names a case until somebody at the hotline has read what the police wrote', async () => {
  const found = await openCase();
  await ask(found, 'Ett');
  await ask(found, 'Två');
  const unseen = async () => (await listUnseenCases(db)).find(({ caseId }) => caseId === found.caseId)?.count;
  assert.equal(await unseen(), 2);
  await transact(db, (tx) => markSeen(tx, found.caseId, scene.now));
  assert.equal(await unseen(), undefined);
});

test('a question goes to the tipster in the analyst’s words, and the answer to the police only when an analyst releases it', async () => {
  const found = await openCase();
  const { caseId, tipId, mailbox } = found;
  await writeToMailbox({ db, serviceKey: testServiceKey }, mailbox, {
    submissionKey: randomBytes(16),
    text: 'Skrivet långt före frågan',
    now: scene.now,
  });
  scene.waitMinutes(120);
  await ask(found, 'Fråga honom om bilen; vi spanar på garaget');
  const [question] = await listMessages(db, caseId);
  assert.ok(question);
  const pass = (text: string, to = tipId) =>
    transact(db, (tx) =>
      passToTipster(
        tx,
        { caseId, messageId: question.id, tipId: to, text, staffId: astrid.session.staffId },
        scene.now,
      ),
    );
  const stranger = await openCase();
  assert.equal(await pass('Vilken färg?', stranger.tipId), 'not-here');
  const both = await Promise.all([pass('Vilken färg hade bilen?'), pass('Vilken färg hade bilen?')]);
  assert.deepEqual(both.toSorted(), ['earlier', 'passed']);
  const box = await openMailbox(db, mailbox);
  const questions = box?.entries.flatMap((entry) => (entry.kind === 'question' ? [entry.text] : []));
  assert.deepEqual(questions, ['Vilken färg hade bilen?'], 'in the analyst’s words, once');

  assert.deepEqual(await listWaitingAnswers(db, astrid.session, caseId), [], 'what came before is no answer');
  await writeToMailbox({ db, serviceKey: testServiceKey }, mailbox, {
    submissionKey: randomBytes(16),
    text: 'Den var röd',
    now: scene.now,
  });
  const [waiting, ...others] = await listWaitingAnswers(db, astrid.session, caseId);
  assert.ok(waiting && others.length === 0);
  assert.equal(waiting.text, 'Den var röd');
  assert.equal((await listMessages(db, caseId)).length, 1, 'nothing has reached the police');
  const release = () => releaseAnswer(db, astrid.session, { caseId, tipId, number: waiting.number }, scene.now);
  const released = await Promise.all([release(), release()]);
  assert.deepEqual(released.toSorted(), [false, true]);
  const answer = (await listMessages(db, caseId)).find(({ kind }) => kind === 'tipster-answer');
  assert.ok(answer);
  assert.equal(await openText(olga.session, answer.sealedText), 'Den var röd');
  assert.deepEqual(await listWaitingAnswers(db, astrid.session, caseId), []);
  const acts = await sql<{ action: string }>`
    select action from ledger_act where subject = ${`case:${caseId}`} and action like 'police.%' order by arrival`.execute(
    db,
  );
  assert.deepEqual(
    acts.rows.map(({ action }) => action),
    ['police.asked', 'police.question-passed', 'police.answer-released'],
  );
});

test('listWaitingAnswers gives an officer nothing: they hold no desk key', async () => {
  const found = await openCase();
  await ask(found, 'En fråga');
  const [question] = await listMessages(db, found.caseId);
  assert.ok(question);
  const { caseId, tipId } = found;
  await transact(db, (tx) =>
    passToTipster(
      tx,
      { caseId, messageId: question.id, tipId, text: 'Ord', staffId: astrid.session.staffId },
      scene.now,
    ),
  );
  await writeToMailbox({ db, serviceKey: testServiceKey }, found.mailbox, {
    submissionKey: randomBytes(16),
    text: 'Hemligt',
    now: scene.now,
  });
  assert.deepEqual(await listWaitingAnswers(db, olga.session, caseId), []);
  assert.equal(await releaseAnswer(db, olga.session, { caseId, tipId, number: 2 }, scene.now), false);
});
