import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fingerprintOf, kindOfBody, readPage, wordsDistance, type Fingerprint } from './read-page.ts';
import { processorMs } from '../platform/processor-time-for-tests.ts';

const key = Buffer.alloc(32, 7);
const bytes = (text: string) => Buffer.from(text);
const page = (html: string) => readPage(bytes(html), 'text/html; charset=utf-8');

/** Invented sober prose, different for each seed (a linear congruential generator chooses the words). */
function prose(seed: number, count: number): string {
  const words = 'hav skog sjö berg väg bro hus torg park stad by kust älv dal fält äng stig lada kvarn hamn'.split(' ');
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return words[Math.floor((state / 2147483648) * words.length)];
  }).join(' ');
}
function fingerprint(html: string, withKey: Uint8Array = key, domain = 'example.org'): Fingerprint {
  return fingerprintOf({ body: bytes(html), kind: 'page', page: page(html), domain }, withKey);
}

test('kindOfBody goes by the bytes when the named type is wrong', () => {
  const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex');
  const mp4 = Buffer.from('0000001c6674797069736f6d', 'hex');
  const webp = Buffer.from('524946460000000057454250', 'hex');
  for (const media of [jpeg, mp4, webp]) assert.equal(kindOfBody(media, 'text/html'), 'media');
  assert.equal(kindOfBody(bytes('\ufeff <!DOCTYPE html><p>x'), 'image/jpeg'), 'page');
  assert.equal(kindOfBody(bytes('<!-- a --><html>'), undefined), 'page');
  assert.equal(kindOfBody(bytes('words'), 'text/plain'), 'page');
  assert.equal(kindOfBody(bytes('????'), 'video/mp2t'), 'media');
  assert.equal(kindOfBody(bytes('????'), 'application/zip'), 'other');
  assert.equal(kindOfBody(Buffer.alloc(0), undefined), 'other');
});

test('readPage gives title, headings, visible text and pictures, without scripts and styles', () => {
  const read = page(
    '<html><head><title>En &aring;</title><style>p{}</style></head><body><h1>Rubrik</h1><script>var hidden</script>' +
      '<p>Te<b>xt</b> h&auml;r</p><noscript>nej</noscript><img src=a><img src=b><video></video><h2>Två</h2></body>',
  );
  assert.deepEqual(read, { title: 'En å', headings: 'Rubrik Två', text: 'Rubrik Text här Två', mediaCount: 3 });
});

test('readPage decodes by header, then by meta, then as UTF-8', () => {
  const latin = Buffer.from('<meta charset="iso-8859-1"><p>å</p>', 'latin1');
  assert.equal(readPage(latin, 'text/html').text, 'å');
  assert.equal(readPage(Buffer.from('<p>å</p>', 'latin1'), 'text/html; charset="windows-1252"').text, 'å');
  assert.equal(readPage(bytes('<p>å</p>'), 'text/html; charset=no-such').text, 'å');
  assert.equal(readPage(bytes('<p>å</p>'), undefined).text, 'å');
});

test('readPage ends soon and keeps little when markup is hostile', () => {
  const hostile = [
    '<div>'.repeat(400_000),
    '<'.repeat(2_000_000),
    '<a b='.repeat(400_000),
    '&amp'.repeat(500_000),
    '<!--'.repeat(500_000),
    '<title>'.repeat(280_000),
    '<p a="'.repeat(300_000),
    ' '.repeat(2_000_000),
    '<svg>'.repeat(400_000),
    '</p>'.repeat(500_000),
    '<p>a</p>'.repeat(250_000),
    '&#x10ffff;'.repeat(200_000),
  ];
  for (const html of hostile) {
    const startedAt = processorMs();
    const read = page(html);
    assert.ok(processorMs() - startedAt < 2000, html.slice(0, 7));
    assert.ok(read.text.length <= 200_000 && read.title.length <= 10_000);
  }
});

test('readPage and kindOfBody never throw, for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.option(fc.string(), { nil: undefined }), (body, type) => {
      const kind = kindOfBody(body, type);
      assert.ok(['page', 'media', 'other'].includes(kind));
      fingerprintOf({ body, kind, page: readPage(body, type), domain: '' }, key);
    }),
  );
});

test('fingerprintOf tells the same bytes, and hides them behind the key', () => {
  const one = fingerprint('<p>a</p>');
  assert.equal(one.exact, fingerprint('<p>a</p>').exact);
  assert.notEqual(one.exact, fingerprint('<p>b</p>').exact);
  assert.notEqual(one.exact, fingerprint('<p>a</p>', Buffer.alloc(32, 8)).exact);
  assert.notEqual(one.place, fingerprint('<p>a</p>', key, 'example.net').place);
  assert.match(one.exact, /^[0-9a-f]{64}$/);
  assert.equal(one.words, undefined, 'hardly any words');
});

test('fingerprintOf gives near words to pages that differ in little, and far words to others', () => {
  const text = prose(3, 600);
  const before = fingerprint(`<title>a</title><p>${text} visad 1042 gånger</p>`);
  const counted = fingerprint(`<title>b</title><div>${text} visad 1043 gånger</div><script>9</script>`);
  const edited = fingerprint(`<p>${text.replace('skog', 'hage')} visad 1044 gånger</p>`);
  assert.equal(wordsDistance(before.words, counted.words), 0);
  assert.ok(wordsDistance(before.words, edited.words) <= 6);
  const others = [5, 7, 11, 13].map((seed) =>
    wordsDistance(before.words, fingerprint(`<p>${prose(seed, 600)}</p>`).words),
  );
  assert.ok(Math.min(...others) > 12, others.join(' '));
  assert.ok(wordsDistance(before.words, fingerprint(`<p>${text}</p>`, Buffer.alloc(32, 9)).words) > 12, 'another key');
});

test('wordsDistance counts bits and is far when either side is missing', () => {
  assert.equal(wordsDistance('0000000000000000', 'ffffffffffffffff'), 64);
  assert.equal(wordsDistance('0000000000000001', '0000000000000003'), 1);
  assert.equal(wordsDistance(undefined, '0000000000000003'), 64);
});
