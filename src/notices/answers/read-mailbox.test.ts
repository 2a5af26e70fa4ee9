import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startImap, type ImapServer } from '../../../stand-ins/imap.ts';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { openLog } from '../../platform/log.ts';
import { openTestClock, testServiceKey } from '../notices-for-tests.ts';
import { readWords } from './answer.ts';
import { insertLetter, recordingEffects, type TestLetter } from './answers-for-tests.ts';
import { openImapMailbox, TAKEN_FLAG } from './imap-mailbox.ts';
import { deliveryReport, mailWithParts, plainMail } from './mails-for-tests.ts';
import { mayReadMailbox, readBatch, startMailbox, type MailboxDeps } from './read-mailbox.ts';
import { listAnswersOfCase, listUnmatchedAnswers } from './shown-answers-store.ts';

const { db, pool } = await freshDatabase();
const clock = openTestClock('2026-03-01T13:00:00Z');
const QUICK = { idleMs: 50, failureMs: 20, timeoutMs: 700 };

interface Scene {
  readonly server: ImapServer;
  readonly deps: MailboxDeps;
  readonly told: ReturnType<typeof recordingEffects>;
  /** One session: connects, takes all that waits, leaves. */
  readonly readAll: () => Promise<void>;
}

const servers: ImapServer[] = [];
after(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

async function openScene(): Promise<Scene> {
  const server = await startImap();
  servers.push(server);
  const told = recordingEffects();
  const { effects } = told;
  const deps = { db, clock, log: quietLog, serviceKey: testServiceKey, effects, url: server.url };
  const readAll = async () => {
    const mailbox = await openImapMailbox(server.url);
    try {
      while (await readBatch(deps, mailbox));
    } finally {
      await mailbox.close();
    }
  };
  return { server, deps, told, readAll };
}

async function rowsOf(letter: TestLetter | undefined) {
  const { rows } = await pool.query<{ kind: string; ticket: string | null; shrouded_text: Buffer | null }>(
    `select kind, ticket, shrouded_text from provider_answer where via = 'mail' and letter_id is not distinct from $1
     order by received_at, kind`,
    [letter?.letterId ?? null],
  );
  return rows.map(({ kind, ticket, shrouded_text: text }) => ({
    kind,
    ticket,
    words: text === null ? undefined : readWords(testServiceKey.unshroud('note', text)),
  }));
}

const attentionOf = async ({ takedownId }: { readonly takedownId: string }) =>
  (await pool.query<{ attention: string | null }>('select attention from takedown where id = $1', [takedownId])).rows[0]
    ?.attention;

async function until(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await isTrue())) {
    assert.ok(Date.now() < end, 'it did not come to that within a minute');
    await sleep(10);
  }
}

test('a person’s answer is kept for a person, with its words shrouded, its ticket kept and no effect', async () => {
  const { server, told, readAll } = await openScene();
  const letter = await insertLetter(pool, testServiceKey);
  server.deliver(plainMail({ subject: 'Re: [#4411] Please remove', text: 'Whose account?\n\n> quoted' }, letter));
  await readAll();
  const [row] = await rowsOf(letter);
  assert.deepEqual(
    [row?.kind, row?.ticket, row?.words?.text, row?.words?.from],
    ['other', '4411', 'Whose account?', '"Abuse desk" <abuse@provider.example.net>'],
  );
  const [notice] = letter.notices;
  assert.ok(notice);
  assert.equal(await attentionOf(notice), 'reply');
  assert.deepEqual([told.answers, told.bounces], [[], []]);
  const { rows } = await pool.query('select ticket from letter where id = $1', [letter.letterId]);
  assert.deepEqual(rows, [{ ticket: '4411' }]);
  const dump = await pool.query<{ row: string }>('select provider_answer::text as row from provider_answer');
  assert.ok(dump.rows.every(({ row: text }) => !text.includes('account') && !text.includes('provider.example')));
});

test('a mail is matched by its thread, by the token or by the reference, and effects need more than a reference', async () => {
  const { server, told, readAll } = await openScene();
  const letters: TestLetter[] = [];
  for (let count = 0; count < 4; count++) letters.push(await insertLetter(pool, testServiceKey));
  const [byThread, byToken, byReference, byXarf] = letters;
  assert.ok(byThread && byToken && byReference && byXarf);
  const referenceOf = (letter: TestLetter) =>
    `Fyr-${letter.notices[0]?.noticeId.replaceAll('-', '').slice(0, 12) ?? ''}`;
  server.deliver(plainMail({ headers: { References: `<x@y.example> ${byThread.messageId}` }, text: 'Removed.' }));
  server.deliver(plainMail({ text: `We are on it\n\n> https://hotline.example.org/n/${byToken.token}` }));
  server.deliver(plainMail({ subject: `Re: (${referenceOf(byReference)})`, text: 'It is not ours' }));
  const xarf = { xarf_version: '4.0.0', report_id: byXarf.notices[0]?.noticeId, answer: 'removed' };
  const headers = { 'Auto-Submitted': 'auto-generated' };
  server.deliver(mailWithParts([{ type: 'application/json', content: JSON.stringify(xarf) }]));
  server.deliver(plainMail({ text: 'Words about nothing of ours.' }));
  server.deliver(plainMail({ headers, text: 'I am away.' }));
  await readAll();
  assert.deepEqual(
    told.answers.map(({ letterId, kind }) => [letterId, kind]),
    [
      [byThread.letterId, 'removed'],
      [byToken.letterId, 'handling'],
      [byXarf.letterId, 'removed'],
    ],
  );
  assert.deepEqual(
    (await rowsOf(byReference)).map(({ kind }) => kind),
    ['other'],
  );
  const aside = await rowsOf(undefined);
  assert.deepEqual(
    aside.map(({ kind, words }) => [kind, words?.text]),
    [
      ['auto-reply', undefined],
      ['other', 'Words about nothing of ours.'],
    ],
  );
  const shown = await listUnmatchedAnswers(db, { serviceKey: testServiceKey, mayReadWords: true }, 10);
  assert.deepEqual(
    shown.map(({ words }) => words?.text),
    ['Words about nothing of ours.'],
  );
});

test('a bounce is told to the engine as final or not, and an automatic reply has no effect', async () => {
  const { server, told, readAll } = await openScene();
  const letter = await insertLetter(pool, testServiceKey);
  server.deliver(deliveryReport(letter, { action: 'delayed', status: '4.4.1' }));
  server.deliver(deliveryReport(letter, { action: 'failed', status: '5.1.1' }, 'message'));
  server.deliver(plainMail({ headers: { 'Auto-Submitted': 'auto-replied' }, subject: '[T#1] [#99] received' }, letter));
  await readAll();
  assert.deepEqual(told.bounces, [
    { letterId: letter.letterId, isFinal: false, code: '4.4.1' },
    { letterId: letter.letterId, isFinal: true, code: '5.1.1' },
  ]);
  assert.deepEqual(
    (await rowsOf(letter)).map(({ kind, ticket }) => [kind, ticket]),
    [
      ['auto-reply', '99'],
      ['bounce', null],
      ['bounce', null],
    ],
  );
  const [notice] = letter.notices;
  assert.ok(notice);
  assert.equal(await attentionOf(notice), null);
});

test('each mail counts once: when read again, delivered twice, or when the UIDs change', async () => {
  const { server, told, readAll } = await openScene();
  const letter = await insertLetter(pool, testServiceKey);
  const mail = plainMail({ text: 'removed' }, letter);
  for (let count = 0; count < 45; count++)
    server.deliver(plainMail({ text: `Newsletter ${count}`, headers: { Precedence: 'bulk' } }));
  server.deliver(mail);
  server.deliver(`Received: by another way\n${mail}`);
  await Promise.all([readAll(), readAll()]);
  assert.deepEqual(told.answers.length, 1);
  assert.ok(server.messages().every(({ flags }) => flags.has(TAKEN_FLAG) && !flags.has('\\Seen')));
  const fetches = server.commands().filter((name) => name === 'UID FETCH').length;
  await readAll();
  assert.equal(server.commands().filter((name) => name === 'UID FETCH').length, fetches, 'nothing was fetched again');
  server.renumber();
  server.deliver(plainMail({ text: 'handling' }, letter));
  await readAll();
  assert.deepEqual(
    told.answers.map(({ kind }) => kind),
    ['removed', 'handling'],
  );
  assert.equal(server.messages().length, 48, 'nothing is deleted');
});

test('a server without keywords gets its own mark', async () => {
  const { server, readAll } = await openScene();
  server.behave({ kind: 'no-keywords' });
  server.deliver(plainMail());
  await readAll();
  assert.deepEqual([...(server.messages()[0]?.flags ?? [])], ['\\Seen']);
});

test('startMailbox hears of new mail, and goes on when the server refuses, hangs up, cuts or talks nonsense', async () => {
  const { server, deps, told } = await openScene();
  server.behave({ kind: 'refuse-login', times: 2 });
  const loop = startMailbox(deps, QUICK);
  try {
    const letter = await insertLetter(pool, testServiceKey);
    server.deliver(plainMail({ text: 'handling' }, letter));
    await until(() => told.answers.length === 1);
    for (const kind of ['cut-mid-literal', 'bye', 'garbage'] as const) {
      const before = told.answers.length;
      server.behave({ kind, times: 1 });
      server.deliver(plainMail({ text: 'removed' }, letter));
      await until(() => told.answers.length === before + 1);
    }
    server.cut();
    server.deliver(plainMail({ text: 'not ours' }, letter));
    await until(() => told.answers.length === 5);
  } finally {
    await loop.stop();
  }
  assert.deepEqual(
    told.answers.map(({ kind }) => kind),
    ['handling', 'removed', 'removed', 'removed', 'not-ours'],
  );
});

test('startMailbox stops at once while it waits for news', async () => {
  const { server, deps } = await openScene();
  const loop = startMailbox(deps, { idleMs: 60_000, failureMs: 60_000, timeoutMs: 60_000 });
  await until(() => server.commands().includes('IDLE'));
  const startedAt = performance.now();
  await loop.stop();
  assert.ok(performance.now() - startedAt < 15_000);
});

test('a mail whose effect fails for good is set aside, and those behind it are taken', async () => {
  const { server, deps, told } = await openScene();
  const letter = await insertLetter(pool, testServiceKey);
  const effects = {
    ...told.effects,
    applyBounce: () => Promise.reject(new RangeError('an invented fault')),
  };
  server.deliver(deliveryReport(letter, { action: 'failed', status: '5.1.1' }));
  server.deliver(plainMail({ text: 'removed' }, letter));
  const loop = startMailbox({ ...deps, effects }, QUICK);
  await until(() => told.answers.length === 1);
  await loop.stop();
  assert.deepEqual(
    (await rowsOf(letter)).map(({ kind }) => kind),
    ['removed'],
  );
  assert.ok((await rowsOf(undefined)).some(({ kind, words }) => kind === 'other' && words === undefined));
});

test('nothing of a mail is logged', async () => {
  const lines: string[] = [];
  const { server, deps, told } = await openScene();
  const log = openLog('debug', { write: (line: string) => void lines.push(line) });
  const letter = await insertLetter(pool, testServiceKey);
  server.deliver(plainMail({ subject: 'Secret subject', text: 'removed' }, letter));
  const loop = startMailbox({ ...deps, log }, QUICK);
  await until(() => told.answers.length === 1);
  server.behave({ kind: 'refuse-login' });
  server.cut();
  await until(() => lines.some((line) => line.includes('mailbox.failed')));
  await loop.stop();
  const text = lines.join('');
  assert.match(text, /"event":"answer\.noted","via":"mail","kind":"removed"/);
  assert.doesNotMatch(text, /Secret|subject|@|127\.0\.0\.1|hotline%40|word for tests/i);
});

test('mayReadMailbox reads a stand-in in test mode and a real server only when notices are live', () => {
  const may = (imapUrl: string | undefined, mode: 'test' | 'live') => mayReadMailbox({ imapUrl, notices: { mode } });
  assert.deepEqual(
    [
      may(undefined, 'live'),
      may('imaps://a:b@mail.example.org', 'test'),
      may('imaps://a:b@mail.example.org', 'live'),
      may('imap://a:b@127.0.0.1:1143', 'test'),
    ],
    [false, false, true, true],
  );
});

test('listAnswersOfCase gives the words to the one who has the case alone, and never those of another case', async () => {
  const { server, readAll } = await openScene();
  const urls = ['https://one.example.org/a', 'https://two.example.org/b'];
  const letter = await insertLetter(pool, testServiceKey, { urls });
  const [first, second] = letter.notices;
  assert.ok(first && second);
  const reference = `Fyr-${second.noticeId.replaceAll('-', '').slice(0, 12)}`;
  server.deliver(plainMail({ text: `About ${reference}: whose is it?` }, letter));
  server.deliver(plainMail({ headers: { 'X-Autoreply': 'yes' }, text: 'We have it.' }, letter));
  await readAll();
  const list = (caseId: typeof first.caseId, mayReadWords: boolean) =>
    listAnswersOfCase(db, { serviceKey: testServiceKey, mayReadWords }, caseId);
  assert.deepEqual(
    (await list(first.caseId, true)).map(({ kind }) => kind),
    ['auto-reply'],
  );
  const ofSecond = await list(second.caseId, true);
  assert.deepEqual(ofSecond.map(({ kind }) => kind).toSorted(), ['auto-reply', 'other']);
  const reply = ofSecond.find(({ kind }) => kind === 'other');
  assert.deepEqual([reply?.provider, reply?.itemIds], ['Example Hosting', [second.itemId]]);
  assert.match(reply?.words?.text ?? '', /whose is it/);
  assert.ok((await list(second.caseId, false)).every(({ words }) => words === undefined));
});
