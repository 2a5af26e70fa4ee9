import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LANGUAGES } from '../../terms/categories.ts';
import { STATED_KINDS } from './answer.ts';
import { fingerprintOf, judgeMessage } from './judge-message.ts';
import { deliveryReport, mailWithParts, plainMail, type MailParts } from './mails-for-tests.ts';
import { cluesOf, idRangeOf } from './match-letter.ts';
import { readMessage } from './message.ts';
import { readMachineAnswer, readStatedWords, writtenPart } from './stated-answer.ts';
import { pageTextsIn } from './texts/texts.ts';

const read = (raw: string | Buffer) => readMessage(Buffer.from(raw));
const judge = async (parts: MailParts) => judgeMessage(await read(plainMail(parts)));
const LETTER = { messageId: '<6f1f4f5e-0c5b-4d80-b7f3-2f2d4a1c9a10@fyr.example.org>' };

test('judgeMessage knows a mail system’s report by its fields', async () => {
  const cases = [
    ['failed', '5.1.1', { kind: 'bounce', bounce: { isFinal: true, code: '5.1.1' } }],
    ['failed', '5.7.1', { kind: 'bounce', bounce: { isFinal: true, code: '5.7.1' } }],
    ['delayed', '4.4.1', { kind: 'bounce', bounce: { isFinal: false, code: '4.4.1' } }],
    ['failed', '4.2.2', { kind: 'bounce', bounce: { isFinal: false, code: '4.2.2' } }],
    ['relayed', '2.0.0', { kind: 'auto-reply', bounce: undefined }],
    ['delivered', '2.1.5', { kind: 'auto-reply', bounce: undefined }],
  ] as const;
  for (const original of ['headers', 'message'] as const) {
    for (const [action, status, expected] of cases) {
      const message = await read(deliveryReport(LETTER, { action, status }, original));
      const { kind, bounce } = judgeMessage(message);
      assert.deepEqual({ kind, bounce }, expected, `${action} ${status}`);
      assert.ok(cluesOf(message).messageIds.includes(LETTER.messageId.slice(1, -1)), original);
    }
  }
});

test('judgeMessage knows the reports of mail systems that follow no standard', async () => {
  const daemon = { From: 'MAILER-DAEMON@mx.example.net', 'Return-Path': '<>' };
  const cases: readonly (readonly [MailParts, boolean, string])[] = [
    [
      { headers: daemon, subject: 'failure notice', text: 'Remote host said: 550 5.1.1 <abuse@x.example>: unknown' },
      true,
      '5.1.1',
    ],
    [
      {
        headers: daemon,
        subject: 'Mail delivery failed: returning message to sender',
        text: 'SMTP error: 550 No such user',
      },
      true,
      '550',
    ],
    [{ headers: daemon, subject: 'Undeliverable: Please remove', text: 'The address was not found.' }, true, 'unknown'],
    [
      {
        headers: daemon,
        subject: 'Warning: message delayed 4 hours',
        text: 'We will keep trying. 451 4.7.1 greylisted',
      },
      false,
      '4.7.1',
    ],
    [
      {
        headers: { From: 'postmaster@mx.example.net' },
        subject: 'Delivery Status Notification (Failure)',
        text: '552 5.2.2 mailbox full',
      },
      true,
      '5.2.2',
    ],
    [
      {
        headers: { 'Return-Path': '<>', 'X-Failed-Recipients': 'abuse@x.example' },
        subject: 'Notice',
        text: '421 4.4.2 timeout',
      },
      false,
      '4.4.2',
    ],
  ];
  for (const [parts, isFinal, code] of cases) {
    const { kind, bounce } = await judge(parts);
    assert.deepEqual([kind, bounce], ['bounce', { isFinal, code }], parts.subject);
  }
});

test('judgeMessage tells what a system sent by itself from what a person wrote', async () => {
  const byItself: readonly MailParts[] = [
    { headers: { 'Auto-Submitted': 'auto-replied' } },
    { headers: { 'Auto-Submitted': 'auto-generated (ticket)' } },
    { headers: { 'X-Autoreply': 'yes' } },
    { headers: { Precedence: 'bulk' } },
    { headers: { 'Return-Path': '<>' } },
    { headers: { 'X-JIRA-FingerPrint': 'abc' } },
    { headers: { 'X-FC-MachineGenerated': 'true' } },
    { subject: 'Automatic reply: Please remove illegal material' },
    { subject: 'Autosvar: Ta bort olagligt material' },
    { subject: 'We have received your request (#44)' },
  ];
  for (const parts of byItself) assert.equal((await judge(parts)).kind, 'auto-reply', JSON.stringify(parts));
  const byPeople: readonly MailParts[] = [
    {},
    { headers: { 'Auto-Submitted': 'no', Precedence: 'bulk' } },
    {
      headers: { From: 'Postmaster of Example <postmaster@provider.example.net>' },
      text: 'Which account do you mean?',
    },
    { subject: 'Re: failure to remove', text: 'We did remove it: 550 files were deleted.' },
    { text: 'The material was removed, but the user says it is 404 anyway.' },
  ];
  for (const parts of byPeople) assert.equal((await judge(parts)).kind, 'other', JSON.stringify(parts));
});

test('judgeMessage keeps the ticket number of the larger systems, and never takes our own reference for one', async () => {
  const cases: readonly (readonly [string, string | undefined, Record<string, string>?])[] = [
    ['[example.net #12345] Please remove', '12345'],
    ['[Ticket#2026030112000017] Please remove', '2026030112000017'],
    ['[#88213] Please remove', '88213'],
    ['(ABUSE-4711) Please remove', 'ABUSE-4711'],
    ['[ABUSE-4711] Please remove', 'ABUSE-4711'],
    ['[K7Q2ZX-9PLM] Please remove', 'K7Q2ZX-9PLM'],
    ['Your case 00123456 has been received', '00123456'],
    ['Re: request #551 Please remove', '551'],
    ['INC0012345 opened', 'INC0012345'],
    ['Re: Please remove [ ref:_00D0Y35.5000g1:ref ]', 'ref:_00D0Y35.5000g1:ref'],
    ['Please remove', '77', { 'RT-Ticket': 'example.net #77' }],
    ['Please remove', '4021', { 'X-Zendesk-Ticket-Id': '4021' }],
    ['Re: Please remove (Fyr-38ba2012a6c1)', undefined],
    ['Re: Please remove illegal material', undefined],
  ];
  for (const [subject, ticket, headers = {}] of cases)
    assert.equal((await judge({ subject, headers })).ticket, ticket, subject);
});

test('judgeMessage understands the page’s own words and nothing that resembles them', async () => {
  for (const language of LANGUAGES) {
    for (const kind of STATED_KINDS) {
      const words = `\n${pageTextsIn(language).kinds[kind].label}!\n\n> quoted`;
      assert.equal(readStatedWords(words), kind === 'appeal' ? undefined : kind, words);
    }
  }
  assert.equal(readStatedWords('> It is removed\nREMOVED.\nRegards'), 'removed');
  for (const words of ['It is removed from our list of priorities', 'Is it removed?no', 'not removed', '> removed', ''])
    assert.equal(readStatedWords(words), undefined, words);
  assert.equal((await judge({ text: 'not-ours\n' })).kind, 'not-ours');
});

test('judgeMessage takes a XARF report that was sent back with an answer, and no other JSON', async () => {
  const id = '0c5b6f1f-4f5e-4d80-b7f3-2f2d4a1c9a10';
  const report = (more: object) => JSON.stringify({ xarf_version: '4.0.0', report_id: id, ...more });
  const mail = mailWithParts([{ type: 'application/json', content: report({ answer: 'removed' }) }]);
  const judged = judgeMessage(await read(mail));
  assert.deepEqual([judged.kind, judged.namedNotices], ['removed', [id]]);
  assert.equal(readMachineAnswer([report({}), '{"answer":"removed"}', 'no json', '[1]']), undefined);
  assert.equal(readMachineAnswer([report({ answer: 'removed' }), report({ answer: 'appeal' })]), undefined);
});

test('readMessage passes attachments over and keeps nothing of them', async () => {
  const picture = Buffer.alloc(300_000, 'PICTURE ');
  const mail = mailWithParts([
    { type: 'image/jpeg', content: picture, name: 'evidence.jpg' },
    { type: 'text/plain', content: 'PICTURE list', name: 'list.txt' },
    { type: 'application/zip', content: picture, name: 'all.zip' },
  ]);
  const message = await read(mail);
  assert.equal(message.text.trim(), 'See attached.');
  assert.deepEqual([message.deliveryStatus, message.machineParts], [undefined, []]);
  assert.ok(!JSON.stringify(judgeMessage(message)).includes('PICTURE'));
});

test('readMessage takes any bytes without an error, also those of a mail that was cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      assert.equal(typeof judgeMessage(await readMessage(bytes)).kind, 'string');
    }),
    { numRuns: 60 },
  );
  const whole = Buffer.from(deliveryReport(LETTER, { action: 'failed', status: '5.1.1' }, 'message'));
  for (let length = 0; length < whole.length; length += 37) judgeMessage(await read(whole.subarray(0, length)));
});

test('fingerprintOf is one for a mail that took two ways, and another for another mail', async () => {
  const mail = plainMail({ text: 'Which account?' });
  const again = `Received: from elsewhere\r\nX-Spam: no\r\n${mail}`;
  const print = async (raw: string) => Buffer.from(fingerprintOf(await read(raw))).toString('hex');
  assert.equal(await print(mail), await print(again));
  assert.notEqual(await print(mail), await print(mail.replace('Which', 'What')));
  assert.notEqual(await print(plainMail({})), await print(plainMail({})));
});

test('cluesOf finds the thread, the token and the reference, the newest of a thread first', async () => {
  const token = 'abcdefghijklmnopqrstuvwxyz234567';
  const message = await read(
    plainMail({
      headers: { 'In-Reply-To': '<c@x.example>', References: '<a@x.example>\r\n <b@x.example>' },
      subject: 'Re: (Fyr-38BA2012A6C1)',
      text: `> https://hotline.example.org/n/${token}\n> Our reference: Fyr-0123456789ab`,
    }),
  );
  const { messageIds, tokens, references } = cluesOf(message);
  assert.deepEqual(messageIds, ['c@x.example', 'b@x.example', 'a@x.example']);
  assert.deepEqual([tokens, references], [[token], ['38ba2012a6c1', '0123456789ab']]);
});

test('idRangeOf holds exactly the ids that begin with the reference', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), (one, other) => {
      const reference = one.replaceAll('-', '').slice(0, 12);
      const { from, to } = idRangeOf(reference);
      assert.ok(from <= one && one <= to);
      assert.equal(from <= other && other <= to, other.replaceAll('-', '').startsWith(reference));
    }),
  );
});

test('writtenPart leaves quotations out, and never adds anything', () => {
  assert.equal(writtenPart('Done.\n\nOn Sun, 1 Mar 2026 at 12:00, Desk wrote:\n> Please\n'), 'Done.');
  assert.equal(writtenPart('Klart.\n\nDen 1 mars 2026 12:00 skrev Desk:\nAllt'), 'Klart.');
  assert.equal(writtenPart('A\n-----Original Message-----\nB'), 'A');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      const lines = new Set(
        text
          .replace(/\r\n?/g, '\n')
          .split('\n')
          .map((line) => line.trim()),
      );
      for (const line of writtenPart(text).split('\n')) assert.ok(line.trim() === '' || lines.has(line.trim()));
    }),
  );
});
