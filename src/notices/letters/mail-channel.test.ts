import assert from 'node:assert/strict';
import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { startMailCatcher, type CaughtMail } from '../../../stand-ins/mail-catcher.ts';
import { readDkimKey } from '../../platform/dkim.ts';
import { openMailer } from '../../platform/mail.ts';
import type { OutgoingLetter } from './channel.ts';
import { composeLetter } from './compose-letter.ts';
import { contactIn, inputOf, itemOf, LETTER, NOTICE, TEST_HOTLINE } from './letters-for-tests.ts';
import { openMailChannel } from './mail-channel.ts';
import { SHIPPED_TEMPLATES } from './shipped-templates.ts';

const FROM = 'notices@fyr.example.org';
const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-dkim-'));
const keyFile = path.join(folder, 'dkim.pem');
await writeFile(keyFile, keys.privateKey);
const dkim = await readDkimKey({ domain: 'fyr.example.org', selector: 'fyr2026', keyFile });
const catcher = await startMailCatcher();
const mailer = openMailer(catcher.smtpUrl, FROM, dkim);
const channel = openMailChannel({ mode: 'test', smtpUrl: catcher.smtpUrl, mailer, hotline: TEST_HOTLINE });

after(async () => {
  mailer.close();
  await catcher.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  catcher.behave({ kind: 'ok' });
  catcher.clear();
});

const messageId = `<${LETTER}@fyr.example.org>`;
const outgoing = (
  changes: Partial<OutgoingLetter> = {},
  input: Parameters<typeof inputOf>[0] = {},
): OutgoingLetter => ({
  ...composeLetter(inputOf(input), SHIPPED_TEMPLATES),
  ...{ letterId: LETTER, contact: contactIn(), messageId, idempotencyKey: LETTER },
  writtenAt: new Date('2026-03-01T12:03:00Z'),
  ...changes,
});
async function sent(letter: OutgoingLetter): Promise<CaughtMail> {
  assert.deepEqual(await channel.send(letter), { kind: 'sent', reference: letter.messageId });
  const mail = catcher.messages().at(-1);
  assert.ok(mail);
  return mail;
}

test('send mails text, HTML and one XARF file an item, with our id, date and reply address', async () => {
  const items = [itemOf(), itemOf({ url: 'https://pictures.example.org/album/4' }, { noticeId: LETTER })];
  const letter = outgoing({}, { items });
  const mail = await sent(letter);
  assert.equal(mail.messageId, messageId);
  assert.equal(mail.headers.get('date'), 'Sun, 01 Mar 2026 12:03:00 +0000');
  assert.equal(mail.headers.get('reply-to'), TEST_HOTLINE.email);
  assert.equal(mail.headers.get('from'), `Hotline Exempel <${FROM}>`);
  assert.deepEqual([mail.from, mail.to], [FROM, ['abuse@hosting.example.org']]);
  assert.equal(mail.text.trimEnd(), letter.text);
  assert.equal(mail.html?.trimEnd(), letter.html.trimEnd());
  assert.deepEqual(
    mail.attachments.map(({ filename, contentType, content }) => [filename, contentType, content.toString('utf8')]),
    letter.reports.map(({ filename, json }) => [filename, 'application/json', json]),
  );
  assert.equal(mail.attachments.length, 2);
});

test('send claims neither to be an automatic reply nor a list, and marks only what is urgent', async () => {
  const mail = await sent(outgoing());
  for (const name of ['auto-submitted', 'precedence', 'list-id', 'list-unsubscribe', 'importance', 'in-reply-to'])
    assert.equal(mail.headers.get(name), undefined, name);
  assert.equal((await sent(outgoing({ isUrgent: true }))).headers.get('importance'), 'high');
});

test('send refers to the earlier letters about the same items, the first and the newest of many', async () => {
  const earlier = Array.from({ length: 14 }, (_, index) => `<letter-${index + 1}@fyr.example.org>`);
  const mail = await sent(outgoing({ references: [...earlier, 'no message id\r\nBcc: x@example.org'] }));
  assert.equal(mail.headers.get('in-reply-to'), '<letter-14@fyr.example.org>');
  const named = mail.headers.get('references')?.split(/\s+/) ?? [];
  assert.deepEqual(named, [earlier[0], ...earlier.slice(-9)]);
  assert.equal(mail.headers.get('bcc'), undefined);
});

test('send keeps every header in one line whatever stands in the subject', async () => {
  const before = [...(await sent(outgoing())).headers.keys()].toSorted();
  const mail = await sent(outgoing({ subject: 'One\r\nBcc: other@example.org\r\n\r\nBody \u2028 two' }));
  assert.deepEqual([...mail.headers.keys()].toSorted(), before);
  assert.equal(mail.subject, 'One Bcc: other@example.org Body two');
  assert.deepEqual(mail.to, ['abuse@hosting.example.org']);
});

test('send keeps a hotline’s name in its place, whatever stands in it', async () => {
  const hotline = { ...TEST_HOTLINE, name: 'Barn & "Trygg" <x@example.org>,\r\nBcc: y@example.org å' };
  const odd = openMailChannel({ mode: 'test', smtpUrl: catcher.smtpUrl, mailer, hotline });
  assert.equal((await odd.send(outgoing())).kind, 'sent');
  const mail = catcher.messages().at(-1);
  assert.deepEqual([mail?.from, mail?.to], [FROM, ['abuse@hosting.example.org']]);
  assert.equal(mail?.headers.get('bcc'), undefined);
  assert.match(mail?.headers.get('from') ?? '', /^[^<>]* <notices@fyr\.example\.org>$/);
});

test('send rehearses without a mail server, and in test mode towards one that is not on this machine', async () => {
  const none = openMailChannel({ mode: 'test', smtpUrl: undefined, mailer: undefined, hotline: TEST_HOTLINE });
  assert.deepEqual(await none.send(outgoing()), { kind: 'rehearsed', because: 'no-mail-server' });
  const far = { mode: 'test', smtpUrl: 'smtp://mail.example.org', mailer, hotline: TEST_HOTLINE } as const;
  assert.deepEqual(await openMailChannel(far).send(outgoing()), { kind: 'rehearsed', because: 'test-mode' });
  assert.equal(catcher.messages().length, 0);
  const api = outgoing({ contact: { channel: 'api', name: 'X', account: 'x' } });
  assert.deepEqual(await channel.send(api), { kind: 'refused', code: 'no-such-channel' });
});

test('send is refused by a final no, throws for any other trouble, and repeats the same mail after a cut', async () => {
  catcher.behave({ kind: 'refuse', times: 1 });
  assert.deepEqual(await channel.send(outgoing()), { kind: 'refused', code: 'smtp-550' });
  catcher.behave({ kind: 'defer', times: 1 });
  await assert.rejects(channel.send(outgoing()));
  catcher.behave({ kind: 'drop-in-data', times: 1 });
  await assert.rejects(channel.send(outgoing()));
  assert.deepEqual(catcher.messages(), [], 'half a mail is none');
  catcher.behave({ kind: 'drop-after-data', when: 'before-reply', times: 1 });
  await assert.rejects(channel.send(outgoing()));
  await sent(outgoing());
  const [first, second] = catcher.messages();
  const same = (mail?: CaughtMail) => [mail?.messageId, mail?.subject, mail?.text, mail?.headers.get('date')];
  assert.deepEqual(same(first), same(second));
  assert.equal(catcher.messages().length, 2);
});

/** The parts of RFC 6376 that a receiver runs: 3.4.2 and 3.4.4 (relaxed), 3.5 (tags), 3.7 (hashes). */
function verifyDkim(
  raw: string,
  publicKey: string,
): { readonly tags: ReadonlyMap<string, string>; readonly isGood: boolean } {
  const end = raw.indexOf('\r\n\r\n');
  const fields = raw.slice(0, end).split(/\r\n(?![ \t])/);
  const signature = fields.find((field) => /^DKIM-Signature:/i.test(field)) ?? '';
  const unfolded = signature.slice(signature.indexOf(':') + 1).replace(/\r\n/g, '');
  const tags = new Map(
    unfolded.split(';').flatMap((tag): [string, string][] => {
      const at = tag.indexOf('=');
      return at < 0 ? [] : [[tag.slice(0, at).trim(), tag.slice(at + 1).replace(/\s+/g, '')]];
    }),
  );
  const relaxed = (field: string) => {
    const at = field.indexOf(':');
    const value = field
      .slice(at + 1)
      .replace(/\r\n/g, '')
      .replace(/[ \t]+/g, ' ')
      .trim();
    return `${field.slice(0, at).trim().toLowerCase()}:${value}`;
  };
  const body = raw
    .slice(end + 4)
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
    .join('\r\n')
    .replace(/(\r\n)*$/, '\r\n');
  const bodyHash = createHash('sha256').update(body, 'latin1').digest('base64');
  const names = (tags.get('h') ?? '').split(':');
  const left = [...fields];
  const signed = names.flatMap((name) => {
    const at = left.findLastIndex((field) => field.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    return at < 0 ? [] : left.splice(at, 1).map(relaxed);
  });
  const own = relaxed(signature).replace(/([;\s]b=)[^;]*/, '$1');
  const verifier = createVerify('RSA-SHA256').update([...signed, own].join('\r\n'), 'latin1');
  const isGood = verifier.verify(publicKey, tags.get('b') ?? '', 'base64') && tags.get('bh') === bodyHash;
  return { tags, isGood };
}

test('send signs with DKIM: the signature holds under the public key, covers what matters, and breaks with any change', async () => {
  const mail = await sent(outgoing({ references: ['<earlier@fyr.example.org>'] }, { contact: contactIn('SE') }));
  const { tags, isGood } = verifyDkim(mail.raw, keys.publicKey);
  assert.equal(isGood, true);
  assert.deepEqual([tags.get('d'), tags.get('s'), tags.get('a')], ['fyr.example.org', 'fyr2026', 'rsa-sha256']);
  const covered = (tags.get('h') ?? '').toLowerCase().split(':');
  for (const name of ['from', 'to', 'subject', 'date', 'message-id', 'reply-to', 'references', 'content-type'])
    assert.ok(covered.includes(name), name);
  for (const changed of [
    mail.raw.replace('abuse@hosting', 'other@hosting'),
    mail.raw.replace(/Fyr-[0-9a-f]{4}/g, 'Fyr-0000'),
    mail.raw.replace('application/json', 'application/html'),
  ]) {
    assert.notEqual(changed, mail.raw);
    assert.equal(verifyDkim(changed, keys.publicKey).isGood, false);
  }
});

test('readDkimKey says which setting is not right and what it allows', async () => {
  const write = async (name: string, text: string) => {
    const file = path.join(folder, name);
    await writeFile(file, text);
    return file;
  };
  const ec = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const right = { domain: 'fyr.example.org', selector: 'fyr', keyFile };
  const wrong: readonly [Partial<typeof right>, RegExp][] = [
    [{ keyFile: path.join(folder, 'none.pem') }, /FYR_DKIM_KEY_FILE cannot be read \(ENOENT\)/],
    [{ keyFile: await write('text.pem', 'no key') }, /must hold an RSA private key[^]*this is none/],
    [{ keyFile: await write('public.pem', keys.publicKey) }, /this is none/],
    [{ keyFile: await write('ec.pem', ec) }, /this one is ed25519/],
    [{ keyFile: await write('short.pem', short.toString()) }, /at least 2048 bits[^]*this one has 1024/],
    [{ domain: 'example' }, /FYR_DKIM_DOMAIN/],
    [{ selector: 'two words' }, /FYR_DKIM_SELECTOR/],
  ];
  for (const [change, message] of wrong) await assert.rejects(readDkimKey({ ...right, ...change }), message);
  assert.equal(await readDkimKey(undefined), undefined);
  assert.equal((await readDkimKey(right))?.privateKeyPem, keys.privateKey);
});

test('an item’s notice is in the mail once as a report and once as a reference in each form', async () => {
  const mail = await sent(outgoing());
  const inReports = mail.attachments.filter((part) => part.content.toString('utf8').includes(NOTICE)).length;
  assert.equal(inReports, 1);
  assert.equal(mail.text.split('Our reference: Fyr-5f0c1b543a0e').length, 2);
});
