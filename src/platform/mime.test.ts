import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { composeMime, type MimeMail } from './mime.ts';

const MAIL: MimeMail = {
  from: { name: 'Hotline Example', address: 'notices@fyr.example.org' },
  to: 'abuse@hosting.example.org',
  subject: 'Reported material',
  messageId: '<7@fyr.example.org>',
  date: new Date('2026-03-01T12:00:00Z'),
  headers: {},
  text: 'Please remove it.',
  attachments: [],
};
const parse = (mail: MimeMail) => simpleParser(composeMime(mail), { skipTextToHtml: true });
const tidy = (text: string) => text.replace(/\r\n|\r|\n/g, '\n').trimEnd();
/** Anything that can be written in UTF-8; a NUL is no text. */
const words = fc.string({ unit: 'grapheme', maxLength: 300 }).map((text) => text.toWellFormed().replaceAll('\0', ''));
const anyText = fc
  .array(fc.oneof(words, fc.constantFrom('.', '--', 'From x', '=', ' ', '\t', 'å'.repeat(90))))
  .map((some) => some.join('\n'));

test('composeMime makes a mail that a reader takes apart into what it was made of, whatever stands in it', async () => {
  const bytes = fc.uint8Array({ maxLength: 400 }).map((some) => Buffer.from(some));
  await fc.assert(
    fc.asyncProperty(
      anyText,
      anyText,
      fc.array(bytes, { maxLength: 3 }),
      fc.boolean(),
      async (text, html, files, isRich) => {
        const attachments = files.map((content, index) => ({
          ...{ filename: `xarf-${index}.json`, contentType: 'application/json', content },
        }));
        const parsed = await parse({ ...MAIL, text, attachments, ...(isRich ? { html } : {}) });
        assert.equal(tidy(parsed.text ?? ''), tidy(text));
        if (isRich) assert.equal(tidy(typeof parsed.html === 'string' ? parsed.html : ''), tidy(html));
        assert.deepEqual(
          parsed.attachments.map(({ content, filename }) => [filename, content.toString('hex')]),
          attachments.map(({ content, filename }) => [filename, content.toString('hex')]),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test('composeMime keeps headers whole in any writing, and lets nothing in them become another header', async () => {
  const spoken = words.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
  await fc.assert(
    fc.asyncProperty(spoken, spoken, async (subject, name) => {
      const mail = { ...MAIL, subject: `${subject}\r\nBcc: x@example.org`, from: { ...MAIL.from, name } };
      const parsed = await parse(mail);
      assert.equal(parsed.subject?.replace(/\s+/g, ' '), `${subject} Bcc: x@example.org`.replace(/\s+/g, ' '));
      assert.equal(parsed.from?.value[0]?.address, MAIL.from.address);
      assert.equal(parsed.bcc, undefined);
    }),
    { numRuns: 60 },
  );
});

test('composeMime writes ASCII lines of at most 76 characters and CRLF alone, and the same bytes each time', () => {
  const long = {
    ...MAIL,
    subject: 'å'.repeat(300),
    text: `${'x'.repeat(500)}\nend \nåäö ${'ö'.repeat(100)}`,
    html: '<p>å',
  };
  const headers = { References: Array.from({ length: 10 }, (_, n) => `<${'a'.repeat(36)}${n}@example.org>`).join(' ') };
  const attachments = [{ filename: 'a.json', contentType: 'application/json', content: '{"a":1}'.repeat(50) }];
  const raw = composeMime({ ...long, headers, attachments }).toString('latin1');
  const lines = raw.split('\r\n');
  assert.match(raw, /^[\x20-\x7e\r\n\t]*$/);
  assert.ok(
    lines.every((line) => !/[\r\n]/.test(line) && line.length <= 78),
    String(Math.max(...lines.map(({ length }) => length))),
  );
  assert.equal(composeMime({ ...long, headers, attachments }).toString('latin1'), raw);
  assert.match(raw, /^Date: Sun, 01 Mar 2026 12:00:00 \+0000$/m);
});

test('composeMime names a file in any writing, and an address by its ASCII domain', async () => {
  const attachments = [{ filename: 'ärende 1.zip', contentType: 'application/zip', content: 'x' }];
  const parsed = await parse({ ...MAIL, to: 'abuse@hjälp.example', attachments });
  assert.equal(parsed.attachments[0]?.filename, 'ärende 1.zip');
  assert.match(composeMime({ ...MAIL, to: 'abuse@hjälp.example' }).toString(), /^To: abuse@xn--hjlp-moa\.example\r$/m);
});
