import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';
import { isInSet } from './imap/mailbox.ts';
import { openCommandReader, parseCommand } from './imap/read-commands.ts';
import { startImap, type ImapServer } from './imap.ts';
import { startMailCatcher } from './mail-catcher.ts';

const mail = (subject: string) => `From: abuse@provider.example.net\nSubject: ${subject}\n\nWords of ${subject}.\n`;

/** The password has a quote and a backslash in it, as people's have. */
const PASSWORD = 'a "word" \\ for tests';

function clientOf(server: ImapServer, password = PASSWORD): ImapFlow {
  const client = new ImapFlow({
    ...{ host: '127.0.0.1', port: server.port, secure: false, logger: false, socketTimeout: 1_000 },
    ...{ auth: { user: 'hotline@example.org', pass: password }, disableAutoIdle: true, greetingTimeout: 1_000 },
  });
  client.on('error', () => undefined);
  return client;
}

async function withServer(body: (server: ImapServer, client: ImapFlow) => Promise<void>): Promise<void> {
  const server = await startImap({ password: PASSWORD });
  const client = clientOf(server);
  try {
    await body(server, client);
  } finally {
    client.close();
    await server.close();
  }
}

test('startImap serves a client its messages by UID, in whole and in part, and keeps what it marks', async () => {
  await withServer(async (server, client) => {
    for (const subject of ['one', 'two', 'three']) server.deliver(mail(subject));
    await client.connect();
    const opened = await client.mailboxOpen('INBOX');
    assert.deepEqual([opened.exists, opened.uidNext, opened.permanentFlags?.has('\\*')], [3, 4, true]);
    assert.deepEqual(await client.search({ uid: '2:*' }, { uid: true }), [2, 3]);
    const whole = await client.fetchOne('2', { source: true }, { uid: true });
    assert.ok(whole !== false && whole.source?.toString('utf8').includes('Words of two.\r\n'));
    const part = await client.fetchOne('3', { source: { start: 0, maxLength: 10 } }, { uid: true });
    assert.ok(part !== false && part.source?.toString('utf8') === 'From: abus');
    await client.messageFlagsAdd('1:2', ['$FyrTaken'], { uid: true });
    assert.deepEqual(await client.search({ unKeyword: '$FyrTaken' }, { uid: true }), [3]);
    assert.deepEqual(
      server.messages().map(({ flags }) => flags.has('\\Seen')),
      [false, false, false],
    );
    await client.logout();
  });
});

test('startImap tells a client that idles of a new message', async () => {
  await withServer(async (server, client) => {
    await client.connect();
    await client.mailboxOpen('INBOX');
    const news = Promise.withResolvers<number>();
    client.on('exists', ({ count }) => news.resolve(count));
    void client.idle();
    while (!server.commands().includes('IDLE')) await new Promise((resolve) => setTimeout(resolve, 5));
    server.deliver(mail('new'));
    assert.equal(await news.promise, 1);
    assert.deepEqual(await client.search({ all: true }, { uid: true }), [1]);
  });
});

test('startImap takes what a mail catcher caught for its mailbox', async () => {
  const catcher = await startMailCatcher();
  const server = await startImap({ catcher, mailbox: 'desk@fyr.example.org' });
  const transport = nodemailer.createTransport({ url: catcher.smtpUrl });
  after(async () => {
    transport.close();
    await Promise.all([catcher.close(), server.close()]);
  });
  for (const to of ['desk@fyr.example.org', 'other@example.org'])
    await transport.sendMail({ from: 'abuse@provider.example.net', to, subject: `to ${to}`, text: 'Ordinary words.' });
  assert.equal(server.messages().length, 1);
  assert.match(server.messages()[0]?.raw ?? '', /^Return-Path: <abuse@provider\.example\.net>\r\n/);
});

test('startImap refuses, cuts, says bye and changes its UIDs as it is told to', async () => {
  await withServer(async (server, client) => {
    server.deliver(mail('one'));
    await assert.rejects(clientOf(server, 'another').connect());
    server.behave({ kind: 'refuse-login', times: 1 });
    await assert.rejects(clientOf(server).connect());
    server.behave({ kind: 'hang' });
    await assert.rejects(clientOf(server).connect());
    server.behave({ kind: 'cut-mid-literal', times: 1 });
    await client.connect();
    const before = (await client.mailboxOpen('INBOX')).uidValidity;
    await assert.rejects(client.fetchOne('1', { source: true }, { uid: true }));
    server.deliver(mail('two'));
    server.remove(1);
    server.renumber();
    const again = clientOf(server);
    await again.connect();
    const opened = await again.mailboxOpen('INBOX');
    assert.deepEqual([opened.uidValidity === before, opened.uidNext], [false, 2]);
    server.behave({ kind: 'bye', times: 1 });
    await assert.rejects(again.fetchOne('1', { source: true }, { uid: true }));
  });
});

test('openCommandReader puts literals into their line, in whatever pieces they come', () => {
  const lines: string[] = [];
  let asked = 0;
  const read = openCommandReader({ onLine: (line) => lines.push(line), needMore: () => void (asked += 1) });
  const bytes = Buffer.from('a1 LOGIN {5}\r\nh"llo {3+}\r\nx\\y\r\na2 NOOP\r\n', 'latin1');
  for (const byte of bytes) read(Buffer.from([byte]));
  assert.deepEqual(lines, ['a1 LOGIN "h\\"llo" "x\\\\y"', 'a2 NOOP']);
  assert.equal(asked, 1);
  assert.deepEqual(parseCommand(lines[0] ?? ''), { tag: 'a1', name: 'LOGIN', words: ['h"llo', 'x\\y'] });
  assert.deepEqual(parseCommand('7 uid fetch 1:2 (UID BODY.PEEK[]<0.5>)')?.name, 'UID FETCH');
  assert.equal(parseCommand('x'), undefined);
});

test('isInSet understands ranges in either order and the largest number', () => {
  assert.deepEqual(
    [1, 2, 5, 9, 12].filter((number) => isInSet('2,9:*,6:4', number, 12)),
    [2, 5, 9, 12],
  );
  assert.ok(isInSet('20:*', 12, 12));
});
