/** Parsers of what strangers' web servers and people's own words hold. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { ZodError } from 'zod';
import { canonicalise } from '../../lib/feed-client/canonical-address.ts';
import { readRetryAfter } from '../../src/crawl/crawler/politeness.ts';
import { requestTargetOf } from '../../src/crawl/fetching/request-target.ts';
import { parseResponseHead } from '../../src/crawl/fetching/response-head.ts';
import { ResponseReader } from '../../src/crawl/fetching/response-reader.ts';
import { BadEncoding, codingsOf, readBody } from '../../src/crawl/read-body.ts';
import { readPage } from '../../src/crawl/read-page.ts';
import { ODD_MARKUP } from '../../src/crawl/reading/markup-for-tests.ts';
import type { DocumentHead } from '../../src/crawl/reading/page-reading.ts';
import { readLinks } from '../../src/crawl/reading/read-links.ts';
import { readRobotsDirectives } from '../../src/crawl/reading/robots-directives.ts';
import { parseRobots } from '../../src/crawl/reading/robots.ts';
import { findSrcsetAddresses, findStyleAddresses } from '../../src/crawl/reading/style-addresses.ts';
import { readExclusions } from '../../src/crawl/scope/exclusions.ts';
import { findTrap } from '../../src/crawl/scope/traps.ts';
import { readRunPlan } from '../../src/crawl/steering/run-plan.ts';
import { canonicaliseUrl, recogniseAddresses } from '../../src/terms/web-address.ts';
import type { Target } from './fuzz.ts';
import { inPieces, readsBytes, readsJson, readsText } from './targets.ts';

const ADDRESSES = [
  'http://example.org/',
  'https://user:secret@sub.example.co.uk:8443/a/b/../c.html?x=1&y=%C3%A5#part',
  'hxxp://example[.]org/forum/topic-12.html',
  'http://[2001:db8::1]:80/',
  'http://0x7f.1/ http://2130706433/ http://exämple.org/å',
  'Seen on www.example.org and at\nexample.net/gallery, also http://abcdefghijklmnop.onion/x',
  'mailto:a@example.org tel:+46 8 555 01 00 ftp://example.org/',
];
const PAGE = `<!doctype html><html><head><title>A page</title><meta charset=utf-8><meta name=robots content="noindex">
<base href="/b/"><link rel=stylesheet href=s.css><style>@import "x.css"; a{background:url( 'p.png' )}</style></head>
<body><a href="../c?x=1&amp;y=2">c</a><img src=a.jpg srcset="b.jpg 2x, c.jpg 100w"><video poster=p.jpg><source src=v.mp4></video>
<script>if (a < b) { "</scr" + "ipt>" }</script><svg><image href="i.png"/></svg><iframe src=//example.net/f></iframe><plaintext>end`;
const SITEMAP = `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://example.org/a</loc></url>
<url><loc><![CDATA[http://example.org/b?x&y]]></loc></url></urlset>`;
const FEED =
  '<rss><channel><item><link>http://example.org/i</link><enclosure url="http://example.org/e.jpg"/></item></channel></rss>';
const ROBOTS = `User-agent: *\nDisallow: /a*b$\nAllow: /a\nCrawl-delay: 10\nSitemap: http://example.org/s.xml\n\nUser-agent: FyrHotline\nDisallow:\n`;
const CSS = `@import url("a.css") screen; @import 'b.css'; .x{background:url( "p\\"q.png" )} /* url(c.png) */ @font-face{src:url(f.woff2)}`;
const HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset="utf-8"\r\nTransfer-Encoding: chunked\r\nX-Robots-Tag: noindex\r\nLocation: /x';
const ANSWERS = [
  `${HEAD}\r\n\r\n5\r\nhello\r\n3;x=y\r\nabc\r\n0\r\nTrailer: x\r\n\r\n`,
  'HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody',
  'HTTP/1.0 301 Moved\r\nLocation: http://example.org/\r\nConnection: close\r\n\r\nuntil the end',
];
const PLAN = ['http://example.org/\nexample.net/forum/\n# a remark', '10', '2', 'example.org/forum/', '2026-12-01'];

function readAnswer(bytes: Buffer): unknown {
  const reader = new ResponseReader({ onHead: () => true, onBody: () => true }, 16_384);
  for (let at = 0; at < bytes.length; at += 61) {
    const state = reader.push(bytes.subarray(at, at + 61));
    if (state !== 'more') return state;
  }
  return reader.finish();
}

const asHead = (contentType: string | undefined, more: Partial<DocumentHead> = {}): DocumentHead => ({
  url: 'http://example.org/d/p.html',
  contentType,
  agent: 'FyrHotline',
  markSeed: 7,
  ...more,
});

const exclusionsFile: unknown = JSON.parse(
  readFileSync(new URL('../../config/crawl-exclusions.json', import.meta.url), 'utf8'),
);

/** Addresses, robots.txt, pages, styles, sitemaps, HTTP itself, what bodies are packed in. */
export const WEB_TARGETS: readonly Target[] = [
  readsText('canonicaliseUrl', ADDRESSES, canonicaliseUrl),
  readsText('recogniseAddresses', ADDRESSES, recogniseAddresses),
  readsText('canonicalise', ADDRESSES, canonicalise),
  readsText('requestTargetOf', ADDRESSES, requestTargetOf),
  readsText('findTrap', ADDRESSES, (text) => findTrap(text, 2026)),
  readsBytes('parseRobots', [ROBOTS, `\ufeff${ROBOTS}`], (bytes) =>
    parseRobots(bytes, 'FyrHotline').isAllowed('/a/b?c'),
  ),
  readsText('readRobotsDirectives', ['noindex, googlebot: nofollow, FyrHotline: none, max-snippet: 3'], (text) =>
    readRobotsDirectives(text, 'FyrHotline'),
  ),
  readsBytes('readLinks', [PAGE, ...ODD_MARKUP.slice(0, 40)], (bytes) => readLinks(bytes, asHead('text/html'))),
  readsBytes('readLinks (any kind)', [SITEMAP, FEED, gzipSync(SITEMAP), 'http://example.org/a\n'], (bytes) =>
    readLinks(bytes, asHead(undefined, { isSitemap: true })),
  ),
  readsBytes('readLinks (styles)', [CSS], (bytes) => readLinks(bytes, asHead('text/css; charset=utf-16le'))),
  readsBytes('readPage', [PAGE, ...ODD_MARKUP.slice(0, 40)], (bytes) => readPage(bytes, 'text/html')),
  readsText('findStyleAddresses', [CSS], (text) =>
    findStyleAddresses(text, { onPicture: () => undefined, onImport: () => undefined }),
  ),
  readsText('findSrcsetAddresses', ['a.jpg 1x, b.jpg 2x', 'data:,a 1x,,, (b 2w) c'], (text) =>
    findSrcsetAddresses(text, () => undefined),
  ),
  readsText('parseResponseHead', [HEAD], parseResponseHead),
  readsBytes('ResponseReader', ANSWERS, readAnswer),
  ...(['gzip', 'deflate', 'br', 'gzip, br', 'identity'] as const).map((coding) =>
    readsBytes(
      `readBody (${coding})`,
      [gzipSync(PAGE), deflateSync(PAGE), brotliCompressSync(PAGE), gzipSync(Buffer.alloc(5_000_000))],
      (bytes) => readBody(inPieces(bytes), codingsOf(coding), { wireBytes: 65_536, inflatedBytes: 262_144 }),
      [BadEncoding],
    ),
  ),
  readsText('readRetryAfter', ['120', 'Wed, 21 Oct 2026 07:28:00 GMT'], (text) => readRetryAfter(text, new Date(0))),
  readsText('readRunPlan', PLAN, (text) => readRunPlan(() => text)),
  readsJson('readExclusions', [exclusionsFile], readExclusions, [ZodError]),
];
