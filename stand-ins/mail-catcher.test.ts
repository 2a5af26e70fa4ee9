import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, beforeEach, test } from 'node:test';
import nodemailer from 'nodemailer';
import { openAsPolice, startMailCatcher } from './mail-catcher.ts';
import { makePoliceKey, sealForPolice } from './police-key.ts';

const key = await makePoliceKey();
const catcher = await startMailCatcher({ policePrivateKey: key.privateKeyArmored, maxMails: 5 });
const transport = nodemailer.createTransport({ url: catcher.smtpUrl, socketTimeout: 5_000 });
after(async () => {
  transport.close();
  await catcher.close();
});
beforeEach(() => {
  catcher.behave({ kind: 'ok' });
  catcher.clear();
});

const send = (subject: string, more: object = {}) =>
  transport.sendMail({
    from: 'desk@fyr.example.org',
    to: 'abuse@host.example.net',
    subject,
    text: 'Hej då, åäö',
    ...more,
  });
const page = async (path: string) => {
  const response = await fetch(`${catcher.webUrl}${path}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const codeOf = (error: unknown) => (error instanceof Error && 'responseCode' in error ? error.responseCode : undefined);

test('messages holds a mail with envelope, text, headers and attachments when one was sent', async () => {
  await send('Notice ä', {
    headers: { 'X-Case': 'F-1' },
    messageId: '<n1@fyr.example.org>',
    attachments: [{ filename: 'xarf.json', contentType: 'application/json', content: '{"a":1}' }],
  });
  const [mail] = catcher.messages();
  assert.equal(mail?.subject, 'Notice ä');
  assert.equal(mail.from, 'desk@fyr.example.org');
  assert.deepEqual(mail.to, ['abuse@host.example.net']);
  assert.match(mail.text, /Hej då, åäö/);
  assert.equal(mail.headers.get('x-case'), 'F-1');
  assert.equal(mail.messageId, '<n1@fyr.example.org>');
  assert.deepEqual(
    mail.attachments.map((part) => [part.filename, part.contentType, part.content.toString()]),
    [['xarf.json', 'application/json', '{"a":1}']],
  );
  assert.match(mail.raw, /^Subject: /m);
});

test('messages gives the envelope recipients when a header says otherwise', async () => {
  await transport.sendMail({
    envelope: { from: 'a@example.org', to: ['real@example.net'] },
    ...{ from: 'a@example.org', to: 'shown@example.net', subject: 'Envelope', text: 'x' },
  });
  assert.deepEqual(catcher.messages()[0]?.to, ['real@example.net']);
});

test('waitFor resolves when the mail comes later, and names the count when none comes', async () => {
  const waiting = catcher.waitFor((mail) => mail.subject === 'Later', 2000);
  await send('Other');
  await send('Later');
  assert.equal((await waiting).subject, 'Later');
  await assert.rejects(
    catcher.waitFor((mail) => mail.subject === 'Never', 30),
    /within 30 ms; 2 others/,
  );
});

test('waitFor rejects when the catcher closes first', async () => {
  const other = await startMailCatcher();
  const waiting = assert.rejects(
    other.waitFor(() => true, 5000),
    /closed/,
  );
  await other.close();
  await waiting;
});

test('startMailCatcher keeps a bounded number of mails when more come', async () => {
  for (let count = 1; count <= 7; count += 1) await send(`Mail ${count}`);
  assert.deepEqual(
    catcher.messages().map((mail) => mail.subject),
    ['Mail 3', 'Mail 4', 'Mail 5', 'Mail 6', 'Mail 7'],
  );
});

test('behave refuse answers 550 and defer 451 at RCPT, and nothing is kept', async () => {
  catcher.behave({ kind: 'refuse' });
  await assert.rejects(send('Refused'), (error) => codeOf(error) === 550);
  catcher.behave({ kind: 'defer' });
  await assert.rejects(send('Deferred'), (error) => codeOf(error) === 451);
  assert.equal(catcher.messages().length, 0);
});

test('behave with times is well again when they are used up', async () => {
  catcher.behave({ kind: 'defer', times: 2 });
  await assert.rejects(send('One'));
  await assert.rejects(send('Two'));
  await send('Three');
  assert.deepEqual(
    catcher.messages().map((mail) => mail.subject),
    ['Three'],
  );
});

test('behave hang lets the sender run into its own time limit', async () => {
  catcher.behave({ kind: 'hang' });
  const startedAt = performance.now();
  await assert.rejects(
    send('Hanging'),
    (error) => error instanceof Error && 'code' in error && error.code === 'ETIMEDOUT',
  );
  assert.ok(performance.now() - startedAt >= 250);
  assert.equal(catcher.messages().length, 0);
});

test('behave drop-after-data keeps the mail and gives no 250 when it cuts before the reply', async () => {
  catcher.behave({ kind: 'drop-after-data', times: 1 });
  await assert.rejects(send('Repeated', { messageId: '<same@fyr.example.org>' }));
  await send('Repeated', { messageId: '<same@fyr.example.org>' });
  assert.deepEqual(
    catcher.messages().map((mail) => mail.messageId),
    ['<same@fyr.example.org>', '<same@fyr.example.org>'],
  );
});

test('behave drop-after-data gives the 250 and then cuts when asked to cut after the reply, and ok does not cut', async () => {
  const lines = [
    'EHLO x',
    'MAIL FROM:<a@example.org>',
    'RCPT TO:<b@example.net>',
    'DATA',
    'Subject: s\r\n\r\nx\r\n.',
    'QUIT',
  ];
  catcher.behave({ kind: 'drop-after-data', when: 'after-reply', times: 1 });
  const cut = await talk(lines);
  assert.match(cut, /^250 2\.0\.0 Taken as \d+/m);
  assert.doesNotMatch(cut, /^221 /m);
  assert.match(await talk(lines), /^250 2\.0\.0 Taken as \d+[^]*^221 /m);
  assert.equal(catcher.messages().length, 2);
});

/** Speaks SMTP line by line, one command for each reply, until the server closes the connection; all that it said. */
function talk(lines: readonly string[]): Promise<string> {
  const left = [...lines];
  let told = '';
  return new Promise((resolve, reject) => {
    const socket = connect(catcher.smtpPort, '127.0.0.1');
    socket.setTimeout(2000, () => socket.destroy(new Error('the server kept the connection open')));
    socket.on('data', (chunk) => {
      told += chunk.toString();
      if (!/^\d{3} [^\n]*\n$/m.test(chunk.toString())) return;
      const next = left.shift();
      if (next !== undefined) socket.write(`${next}\r\n`);
    });
    socket.on('error', (error) => ('code' in error ? undefined : reject(error)));
    socket.on('close', () => resolve(told));
  });
}

async function sendEncrypted(inner: string): Promise<void> {
  const armour = await sealForPolice(inner, key.publicKeyArmored);
  const body = [
    ...['From: desk@fyr.example.org', 'To: desk@police.example.org', 'Subject: Case', 'MIME-Version: 1.0'],
    'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="edge"',
    ...['', '--edge', 'Content-Type: application/pgp-encrypted', '', 'Version: 1', ''],
    ...['--edge', 'Content-Type: application/octet-stream; name="encrypted.asc"', '', armour, '--edge--', ''],
  ].join('\r\n');
  await transport.sendMail({ envelope: { from: 'desk@fyr.example.org', to: 'desk@police.example.org' }, raw: body });
}

const INNER = [
  ...['Content-Type: multipart/mixed; boundary="in"', '', '--in', 'Content-Type: text/plain; charset=utf-8', ''],
  ...['Påhittad text till polisen', '--in', 'Content-Type: application/json', ''],
  ...['{"case":"F-7"}', '--in--', ''],
].join('\r\n');

test('openAsPolice reads text and attachments when a PGP/MIME mail is encrypted to the key', async () => {
  await sendEncrypted(INNER);
  const [mail] = catcher.messages();
  assert.ok(mail !== undefined && !mail.raw.includes('Påhittad') && !mail.raw.includes('F-7'));
  const opened = await openAsPolice(mail, key.privateKeyArmored);
  assert.match(opened.text, /Påhittad text till polisen/);
  assert.equal(opened.attachments[0]?.content.toString().trim(), '{"case":"F-7"}');
  await assert.rejects(openAsPolice(mail, (await makePoliceKey()).privateKeyArmored));
});

test('the pages list mails, show one and open an encrypted one with the demo police key', async () => {
  await send('Hello <b>', { text: '<script>alert(1)</script>' });
  await sendEncrypted(INNER);
  const [plain, sealed] = catcher.messages();
  const list = await page('/');
  assert.match(list.text, /Hello &lt;b>/);
  assert.match(list.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  const one = await page(`/mail/${plain?.id ?? 0}`);
  assert.ok(one.text.includes('&lt;script>') && !one.text.includes('<script'));
  assert.equal((await page(`/mail/${plain?.id ?? 0}/police`)).status, 409);
  const closed = await page(`/mail/${sealed?.id ?? 0}`);
  assert.ok(closed.text.includes('Decrypt with the demo police key') && !closed.text.includes('Påhittad'));
  const opened = await page(`/mail/${sealed?.id ?? 0}/police`);
  assert.match(opened.text, /Påhittad text till polisen/);
  assert.match(opened.text, /&quot;case&quot;: &quot;F-7&quot;/);
  const part = await page(`/mail/${sealed?.id ?? 0}/police/part/0/download`);
  assert.equal(part.text.trim(), '{"case":"F-7"}');
  assert.match(part.headers.get('content-disposition') ?? '', /^attachment/);
  assert.equal((await page('/mail/999')).status, 404);
  assert.equal((await page('/style.css')).status, 200);
});
