import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { DocumentHead, PageReading } from './page-reading.ts';
import { openPageReader, readLinks } from './read-links.ts';
import { processorMs } from '../../platform/processor-time-for-tests.ts';

const url = 'https://www.example.org/albums/summer/';

function read(body: string | Uint8Array, head: Partial<DocumentHead> = {}): PageReading {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return readLinks(bytes, { url, contentType: 'text/html; charset=utf-8', agent: 'FyrHotline', markSeed: 1, ...head });
}

const paths = (found: readonly { url: string }[]) => found.map((one) => one.url.replace('https://www.example.org', ''));
const linksOf = (body: string, head: Partial<DocumentHead> = {}) => paths(read(body, head).links);
const mediaOf = (body: string, head: Partial<DocumentHead> = {}) =>
  read(body, head).media.map((one) => `${one.kind} ${paths([one])[0]}`);

test('readLinks finds links of every element, each address once, in order', () => {
  const { links } = read(
    '<a href="one">1</a><a href="one#part">again</a><map><area href="/two?b=1&amp;utm_source=x"></map>' +
      '<iframe src="three"></iframe><frameset><frame src="four"></frameset><link rel="next" href="five">' +
      '<link rel="stylesheet" href="style.css"><meta http-equiv="Refresh" content="5; URL=\'six\'"><object data="seven"></object>' +
      '<a name="nothing">x</a><a href="#here">x</a><a href="mailto:a@example.org">x</a><a href="javascript:void(0)">x</a><a href="">x</a>' +
      '<a href=" //other.example.net/eight ">8</a><base href="/too/late/"><embed src="nine"><noscript><a href="ten"></a></noscript>',
  );
  assert.deepEqual(
    links.map((link) => [link.url, link.kind]),
    [
      ['https://www.example.org/too/late/one', 'page'],
      ['https://www.example.org/two?b=1', 'page'],
      ['https://www.example.org/too/late/three', 'frame'],
      ['https://www.example.org/too/late/four', 'frame'],
      ['https://www.example.org/too/late/five', 'page'],
      ['https://www.example.org/too/late/style.css', 'style'],
      ['https://www.example.org/too/late/six', 'page'],
      ['https://www.example.org/too/late/seven', 'frame'],
      ['https://other.example.net/eight', 'page'],
      ['https://www.example.org/too/late/nine', 'frame'],
      ['https://www.example.org/too/late/ten', 'page'],
    ],
  );
});

test('readLinks finds media of every element, in every attribute that shows some', () => {
  assert.deepEqual(
    mediaOf(
      '<img src="a.jpg"><img srcset="b.jpg 1x, c.jpg 2x,d.jpg"><picture><source srcset="e.avif 100w, f.webp" type="image/avif"></picture>' +
        '<video src="g.mp4" poster="h.png"><source src="i.webm" type="video/webm"><source src="j"></video><audio src="k"><source src="l"></audio>' +
        '<object data="m" type="image/png"></object><embed src="n" type="video/mp4"><input type="image" src="o"><body background="p">' +
        '<meta property="og:image" content="q"><meta name="twitter:image" content="r"><meta property="og:video" content="s">' +
        '<link rel="icon" href="t.ico"><link rel="image_src" href="u"><link rel="preload" as="image" href="v" imagesrcset="w 1x">' +
        '<div style="background-image: url(\'x.gif\')"></div><style>.a { background: URL( y.gif ) } @import "z.css";</style>' +
        '<img src="data:image/png;base64,AAAA" data-src="/late.jpg" data-srcset="later.jpg 2x"><div data-bg="/bg.jpg" data-image="no address here"></div>' +
        '<svg><image href="in.svg.png"/><image xlink:href="in2.png"/></svg><a href="linked.JPEG?x=1">a</a><a href="linked.mp4">b</a>',
    ),
    [
      'a.jpg b.jpg c.jpg d.jpg e.avif f.webp',
      'g.mp4 h.png i.webm j k l m n o p q r s t.ico u w v x.gif',
      'later.jpg /late.jpg /bg.jpg in.svg.png in2.png linked.JPEG?x=1 linked.mp4 y.gif',
    ]
      .join(' ')
      .split(' ')
      .map((name) => {
        const kind = /^(?:[gijns]$|[gi]\.|linked.mp4)/.test(name) ? 'video' : /^[kl]$/.test(name) ? 'audio' : 'picture';
        return `${kind} ${name.startsWith('/') ? name : `/albums/summer/${name}`}`;
      }),
  );
  assert.deepEqual(linksOf('<style>@import "z.css"; @import url(y.css)</style>'), [
    '/albums/summer/z.css',
    '/albums/summer/y.css',
  ]);
});

test('readLinks follows the first base alone, wherever it stands', () => {
  assert.deepEqual(linksOf('<base target="x"><base href="/one/"><base href="/two/"><a href="a">'), [
    '/albums/summer/a',
  ]);
  assert.deepEqual(linksOf('<a href="a"></a><base href="/one/"><base href="/two/">'), ['/one/a']);
  assert.deepEqual(linksOf('<base href="https://other.example.net/x/y"><a href="a">'), [
    'https://other.example.net/x/a',
  ]);
});

test('readLinks says what the page says of itself', () => {
  const { canonical, mayIndex, mayFollow } = read(
    '<link rel="canonical" href="/real?utm_medium=x"><link rel=canonical href=/other><meta name=robots content="noindex, nofollow">',
  );
  assert.deepEqual(
    { canonical, mayIndex, mayFollow },
    { canonical: 'https://www.example.org/real', mayIndex: false, mayFollow: false },
  );
  const rules = (body: string, robotsTag?: string) => {
    const reading = read(body, { robotsTag });
    return [reading.mayIndex, reading.mayFollow];
  };
  assert.deepEqual(rules(''), [true, true]);
  assert.deepEqual(rules('<meta name="ROBOTS" content="None">'), [false, false]);
  assert.deepEqual(rules('<meta name="robots" content="all, max-snippet:-1">'), [true, true]);
  assert.deepEqual(rules('<meta name="googlebot" content="nofollow">'), [true, true]);
  assert.deepEqual(rules('<meta name="fyrhotline" content="nofollow">'), [true, false]);
  assert.deepEqual(rules('', 'noindex'), [false, true]);
  assert.deepEqual(rules('', 'otherbot: none, FyrHotline: nofollow'), [true, false]);
  assert.deepEqual(rules('', 'otherbot: noindex, nofollow'), [true, true]);
  assert.deepEqual(rules('', 'unavailable_after: 25 Jun 2030 15:00:00 PST, nofollow'), [true, false]);
  assert.deepEqual(rules('<meta name=robots content=noindex>', 'nofollow'), [false, false]);
});

test('readLinks marks links that are not vouched for, unless another link to the same place is', () => {
  const flags = (body: string) => read(body).links.map((link) => link.isNofollow);
  assert.deepEqual(
    flags('<a rel=nofollow href=a><a rel="x UGC y" href=b><a rel=sponsored href=c><a rel=noopener href=d>'),
    [true, true, true, false],
  );
  assert.deepEqual(flags('<a rel=nofollow href=a><a href=a>'), [false]);
});

test('readLinks decodes documents by mark, header and meta, in that order', () => {
  const link = (encoding: 'latin1' | 'utf16le', text: string) => Buffer.from(text, encoding);
  const inLatin1 = link('latin1', '<meta charset=iso-8859-1><a href="/g\u00e5">');
  assert.deepEqual(paths(read(inLatin1, { contentType: 'text/html' }).links), ['/g%C3%A5']);
  assert.deepEqual(paths(read(inLatin1, { contentType: 'text/html; charset="windows-1251"' }).links), ['/g%D0%B5']);
  const oldMeta = link(
    'latin1',
    '<meta http-equiv=content-type content="text/html; charset=windows-1252"><a href="/g\u00e5">',
  );
  assert.deepEqual(paths(read(oldMeta, { contentType: undefined }).links), ['/g%C3%A5']);
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), link('utf16le', '<a href="/gå">')]);
  assert.deepEqual(paths(read(utf16, { contentType: 'text/html' }).links), ['/g%C3%A5']);
  assert.deepEqual(
    paths(read(Buffer.from('\ufeff<a href="/gå">'), { contentType: 'text/html; charset=latin1' }).links),
    ['/g%C3%A5'],
  );
  assert.deepEqual(
    linksOf('<meta charset="no-such-thing"><a href="/gå">', { contentType: 'text/html; charset=nor-this' }),
    ['/g%C3%A5'],
  );
  assert.deepEqual(linksOf('<meta charset=utf-16><a href="/gå">', { contentType: 'text/html' }), ['/g%C3%A5']);
  const japanese = Buffer.from([
    ...Buffer.from('<a href="/a">'),
    0x1b,
    0x24,
    0x42,
    0x3c,
    0x61,
    0x1b,
    0x28,
    0x42,
    ...Buffer.from('<a href="/b">'),
  ]);
  assert.deepEqual(paths(read(japanese, { contentType: 'text/html; charset=iso-2022-jp' }).links), ['/a', '/b']);
});

test('readLinks reads sitemaps, indexes of them, plain lists, feeds, and packed ones', () => {
  const sitemap =
    '\ufeff<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="x" xmlns:video="y">' +
    '<url><loc> https://www.example.org/a?x=1&amp;y=2 </loc><lastmod>2026-01-01</lastmod><image:image><image:loc>https://www.example.org/p.jpg</image:loc></image:image>' +
    '<video:video><video:thumbnail_loc>https://www.example.org/t.jpg</video:thumbnail_loc><video:content_loc>https://www.example.org/v</video:content_loc></video:video></url>' +
    '<url><loc><![CDATA[https://www.example.org/b]]></loc></url><url><loc>/relative</loc></url></urlset>';
  for (const head of [
    { contentType: 'application/xml' },
    { contentType: 'text/html', isSitemap: true },
    { contentType: undefined },
  ]) {
    const reading = read(sitemap, head);
    assert.deepEqual(paths(reading.links), ['/a?x=1&y=2', '/b'], JSON.stringify(head));
    assert.deepEqual(
      reading.media.map((one) => one.kind),
      ['picture', 'picture', 'video'],
    );
  }
  const packed = read(gzipSync(sitemap), { contentType: 'application/gzip', isSitemap: true });
  assert.deepEqual(paths(packed.links), ['/a?x=1&y=2', '/b']);
  const index = '<sitemapindex><sitemap><loc>https://www.example.org/s1.xml</loc></sitemap></sitemapindex>';
  assert.deepEqual(
    read(index, { contentType: 'text/xml' }).links.map((link) => link.kind),
    ['sitemap'],
  );
  const lines = 'https://www.example.org/a\r\n\nnot an address\nhttps://www.example.org/b';
  assert.deepEqual(linksOf(lines, { contentType: 'text/plain', isSitemap: true }), ['/a', '/b']);
  assert.deepEqual(linksOf(lines, { contentType: 'text/plain' }), []);
  const feed =
    '<?xml version="1.0"?><rss><channel><item><link>https://www.example.org/post</link><enclosure url="https://www.example.org/e" type="video/mp4"/>' +
    '<media:content url="https://www.example.org/m" medium="image"/></item></channel></rss>';
  assert.deepEqual(linksOf(feed, { contentType: 'application/rss+xml' }), ['/post']);
  assert.deepEqual(mediaOf(feed, { contentType: 'application/rss+xml' }), ['video /e', 'picture /m']);
  const atom = '<feed><entry><link href="/entry"/><link rel="enclosure" type="image/png" href="/pic"/></entry></feed>';
  assert.deepEqual(linksOf(atom, { contentType: 'application/atom+xml' }), ['/entry']);
});

test('readLinks reads style sheets, and nothing out of what is neither', () => {
  const css =
    '@import "more.css"; @import url(other.css); .a{background:url(a.png)} @font-face{src:url(f.woff2)} .b{background:url("data:image/png;base64,A")} .c{x:url(#y)}';
  assert.deepEqual(linksOf(css, { contentType: 'text/css' }), ['/albums/summer/more.css', '/albums/summer/other.css']);
  assert.deepEqual(mediaOf(css, { contentType: 'text/css' }), ['picture /albums/summer/a.png']);
  for (const contentType of [
    'application/json',
    'text/plain',
    'application/octet-stream',
    'image/png',
    'application/pdf',
  ])
    assert.deepEqual(linksOf('<a href="/a">', { contentType }), [], contentType);
  const reader = openPageReader({ url, contentType: 'application/pdf', agent: 'FyrHotline', markSeed: 1 });
  assert.equal(reader.write(Buffer.alloc(2000)), false, 'says that it wants no more');
});

test('contentMark stays when only words change, and differs when a link or picture does', () => {
  const page = (words: string, more = '') => read(`<p>${words}</p><a href=a></a><img src=b>${more}`).contentMark;
  assert.equal(page('one'), page('two three'));
  assert.notEqual(page('one'), page('one', '<img src=c>'));
  assert.notEqual(read('<a href=ab><a href=c>').contentMark, read('<a href=a><a href=bc>').contentMark);
  assert.notEqual(read('<a href=a><a href=b>').contentMark, read('<a href=b><a href=a>').contentMark);
  assert.notEqual(read('<a href=a>').contentMark, read('<a href=a>', { markSeed: 2 }).contentMark);
  assert.match(read('').contentMark, /^[0-9a-f]{16}$/);
});

test('isScriptShell tells a page that its scripts fill from one that has words or links', () => {
  const shell = '<title>Site</title><link rel=stylesheet href=a.css><div id=root></div><script src=app.js></script>';
  assert.equal(read(shell).isScriptShell, true);
  assert.equal(read('<div>nothing</div>').isScriptShell, false);
  assert.equal(read(`${shell}<p>${'words '.repeat(50)}</p>`).isScriptShell, false);
  assert.equal(read(`${shell}<a href=a><a href=b><a href=c><a href=d>`).isScriptShell, false);
});

test('readLinks keeps to its limits and says that it was cut', () => {
  const limits = { maxLinks: 10, maxMedia: 5, maxBytes: 10_000 };
  const head: DocumentHead = { url, contentType: 'text/html', agent: 'FyrHotline', markSeed: 1 };
  const many = Array.from({ length: 50 }, (_, at) => `<a href=${at}><img src=${at}.png>`).join('');
  const cut = readLinks(Buffer.from(many), head, limits);
  assert.deepEqual([cut.links.length, cut.media.length, cut.isCut], [10, 5, true]);
  const late = readLinks(Buffer.from(`${' '.repeat(10_000)}<a href=a>`), head, limits);
  assert.deepEqual([late.links.length, late.isCut], [0, true]);
  assert.equal(readLinks(Buffer.from('<a href=a>'), head, limits).isCut, false);
});

test('readLinks does not unpack a bomb', () => {
  const startedAt = processorMs();
  const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, ' '));
  const packedMs = processorMs() - startedAt;
  const reading = read(bomb, { contentType: 'application/gzip', isSitemap: true });
  assert.deepEqual([reading.links.length, reading.isCut], [0, true]);
  assert.ok(processorMs() - startedAt - packedMs < 2000);
});

test('openPageReader reads the same however the document is cut', () => {
  const page =
    '<!doctype html><meta charset=utf-8><base href="/x/"><a href="å">1</a><img srcset="a 1x, b 2x"><style>.a{background:url(c)}</style>' +
    `<script>"<a href=no>"</script>${'<p>words</p>'.repeat(100)}<a href="last&amp;x">2</a>`;
  const whole = read(page);
  fc.assert(
    fc.property(fc.array(fc.nat(Buffer.byteLength(page)), { maxLength: 8 }), (places) => {
      const reader = openPageReader({ url, contentType: 'text/html', agent: 'FyrHotline', markSeed: 1 });
      const bytes = Buffer.from(page);
      const cuts = [0, ...places.sort((one, other) => one - other), bytes.length];
      for (const [at, cut] of cuts.entries()) reader.write(bytes.subarray(cuts[at - 1] ?? 0, cut));
      assert.deepEqual(reader.end(), whole);
    }),
    { numRuns: 300 },
  );
});

/** Content that makes careless readers slow, for each place where text is read again. */
const HOSTILE: Record<string, (filler: number) => string> = {
  'one srcset': (n) => `<img srcset="${'a,'.repeat(n / 2)}">`,
  'srcset of brackets': (n) => `<img srcset="a ${'('.repeat(n)}">`,
  'many styles': (n) => '<p style="background:url(a)">'.repeat(n / 29),
  'unclosed urls': (n) => `<style>${'url('.repeat(n / 4)}</style>`,
  'unclosed strings': (n) => `<style>${'url("'.repeat(n / 5)}</style>`,
  'urls of spaces': (n) => `<style>url(${' '.repeat(n)}</style>`,
  imports: (n) => `<style>${'@import '.repeat(n / 8)}</style>`,
  'long links': (n) => `<a href="${'x/'.repeat(n / 2)}">`,
  'links of dots': (n) => `<a href="${'../'.repeat(1000)}">`.repeat(n / 3010),
  'odd hosts': (n) => Array.from({ length: n / 40 }, (_, at) => `<a href="http://h${at}.example.org:80/%">`).join(''),
  entities: (n) => `<a href="${'&amp;&lt;&#x41;'.repeat(n / 15)}">`,
  refreshes: (n) => `<meta http-equiv=refresh content="${'0;'.repeat(n / 2)}">`,
  robots: (n) => `<meta name=robots content="${'a:b,'.repeat(n / 4)}">`,
  relations: (n) => `<link href=a rel="${'a '.repeat(n / 2)}">`,
  bases: (n) => '<base href="/a/">'.repeat(n / 17),
  'one deep tree': (n) => '<div>'.repeat(n / 5),
};

test('readLinks takes time that grows with the size of a document, whatever it holds', () => {
  for (const [name, make] of Object.entries(HOSTILE)) {
    const page = Buffer.from(make(1024 * 1024));
    const startedAt = processorMs();
    read(page);
    const ms = processorMs() - startedAt;
    assert.ok(ms < 1500, `${name}: ${ms.toFixed(0)} ms for ${page.length} bytes`);
  }
  const bomb = `<?xml version="1.0"?><!DOCTYPE x [${'<!ENTITY a "&b;&b;&b;">'.repeat(1000)}]><urlset>${'<url><loc>&a;</loc></url>'.repeat(20_000)}</urlset>`;
  const startedAt = processorMs();
  assert.deepEqual(read(bomb, { contentType: 'text/xml' }).links, []);
  assert.ok(processorMs() - startedAt < 1500);
});

test('openPageReader leaves out what is known, links and media alike, and marks the same content', () => {
  const body = Buffer.from(
    '<base href="/b/"><a href="one">1</a><a href="two">2</a><img src="/three.png"><img src="four.png">',
  );
  const read = (isKnown?: (url: string) => boolean) =>
    readLinks(body, { url: 'https://site.example/', agent: 'Fyr', markSeed: 1, contentType: 'text/html', isKnown });
  const asked: string[] = [];
  const known = new Set(['https://site.example/b/one', 'https://site.example/three.png']);
  const reading = read((url) => {
    asked.push(url);
    return known.has(url);
  });
  assert.deepEqual(
    [...reading.links, ...reading.media].map(({ url }) => url),
    ['https://site.example/b/two', 'https://site.example/b/four.png'],
  );
  assert.equal(asked.length, 4);
  assert.equal(reading.contentMark, read().contentMark);
});
