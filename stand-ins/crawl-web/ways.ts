/** Sites on which a listed picture stands, or is reached, in one of the many ways of the web; and some where it must not be reached. */
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { html, send, SiteDraft, trickle, type Site, type SiteContext } from './site.ts';

const img = (path: string): string => `<img src="${path}" alt="">`;

/** How each way writes its site. */
const WAYS: Readonly<Record<string, (site: SiteDraft, context: SiteContext) => void>> = {
  'base-href': (site) => {
    site.plant('/deep/folder/below.jpg');
    site.page('/', img('below.jpg'), { head: '<base href="/deep/folder/">' });
  },
  'meta-refresh': (site) => {
    site.page('/', '<p>One moment.</p>', { head: '<meta http-equiv="refresh" content="3; url=/next">' });
    site.page('/next', img(site.plant('/refreshed.png')));
  },
  frames: (site) => {
    site.page('/', '<iframe src="/inner"></iframe>');
    site.page('/inner', img(site.plant('/framed.jpg')));
  },
  sitemap: (site) => {
    site.robots(`User-agent: *\nAllow: /\nSitemap: ${site.at('/sitemap-index.xml')}\n`);
    site.page('/', '<p>Nothing is linked from here.</p>');
    const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`;
    const space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
    const index = xml(`<sitemapindex ${space}><sitemap><loc>${site.at('/part.xml.gz')}</loc></sitemap></sitemapindex>`);
    const part = xml(`<urlset ${space}><url><loc>${site.at('/only-in-the-map')}</loc></url></urlset>`);
    site.route('/sitemap-index.xml', (exchange) => send(exchange, 200, 'application/xml', index));
    site.route('/part.xml.gz', (exchange) => send(exchange, 200, 'application/gzip', gzipSync(part)));
    site.page('/only-in-the-map', img(site.plant('/mapped.jpg')));
  },
  'redirected-picture': (site) => {
    site.plant('/real/place.jpg');
    site.redirect('/short.jpg', '/real/place.jpg');
    site.redirect('/long.jpg', '/longer.jpg', 301);
    site.redirect('/longer.jpg', site.plant('/real/second.png'), 307);
    site.page('/', img('/short.jpg') + img('/long.jpg'));
  },
  'to-another-host': (site, context) => {
    site.page('/', `${img('/away.jpg')}<a href="/leave">on</a>`);
    const other = context.hostOf('arrivals');
    site.redirect('/away.jpg', `${other.scheme}://${other.name}/arrived.jpg`, 301);
    site.redirect('/leave', `${other.scheme}://${other.name}/hall`, 308);
  },
  arrivals: (site) => {
    site.page('/', '<p>Nothing is linked from here.</p>');
    site.plant('/arrived.jpg');
    site.page('/hall', img(site.plant('/hall.webp')));
  },
  'page-chain': (site) => {
    site.page('/', '<a href="/one">on</a>');
    site.redirect('/one', '/two', 301);
    site.redirect('/two', '/three', 303);
    site.page('/three', img(site.plant('/chained.gif')));
  },
  charsets: (site) => {
    site.page('/', '<a href="/utf-16">1</a> <a href="/latin">2</a> <a href="/declared">3</a>');
    const [wide, latin, declared] = [
      site.plant('/bred/sj%C3%B6.jpg', { how: 'utf-16 page' }),
      site.plant('/smal/%C3%A5.jpg', { how: 'windows-1252 page, by its header' }),
      site.plant('/smal/%C3%A4.png', { how: 'windows-1252 page, by its meta' }),
    ].map((path) => decodeURIComponent(path));
    const wideText = Buffer.from(`\ufeff${html('Wide', img(wide ?? ''))}`, 'utf16le');
    site.route('/utf-16', (exchange) => send(exchange, 200, 'text/html', wideText));
    const narrow = (text: string) => Buffer.from(text.replace('<meta charset="utf-8">', ''), 'latin1');
    const latinText = narrow(html('Narrow', img(latin ?? '')));
    site.route('/latin', (exchange) => send(exchange, 200, 'text/html; charset=windows-1252', latinText));
    const meta = '<meta http-equiv="content-type" content="text/html; charset=iso-8859-1">';
    const declaredText = narrow(html('Declared', img(declared ?? ''), meta));
    site.route('/declared', (exchange) => send(exchange, 200, 'text/html', declaredText));
  },
  codings: (site) => {
    site.page('/', ['gzip', 'br', 'deflate', 'chunked'].map((name) => `<a href="/${name}">${name}</a>`).join(' '));
    for (const [name, encode] of [
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
      // Without the zlib wrapper, as some servers send it.
      ['deflate', deflateRawSync],
    ] as const) {
      const body = encode(Buffer.from(html(name, img(site.plant(`/${name}.jpg`, { how: `${name} page` })))));
      site.route(`/${name}`, (exchange) => send(exchange, 200, 'text/html', body, { 'content-encoding': name }));
    }
    const pieces = Buffer.from(html('chunked', img(site.plant('/chunked.jpg', { how: 'chunked page' }))));
    site.route('/chunked', (exchange) => {
      exchange.response.writeHead(200, { 'content-type': 'text/html' });
      // Pieces of seven bytes: a tag and a character may be cut anywhere.
      const parts = Array.from({ length: Math.ceil(pieces.length / 7) }, (_, at) =>
        pieces.subarray(at * 7, at * 7 + 7),
      );
      return trickle(exchange, parts, 0);
    });
  },
  'lying-types': (site) => {
    const plants = ['text/plain', 'text/html', 'application/octet-stream', 'image/png', ''].map((type, at) =>
      site.plant(`/lie-${at}.jpg`, {
        how: `picture sent as ${type === '' ? 'nothing' : type}`,
        sender: (exchange, { bytes }) => {
          const headers = type === '' ? {} : { 'content-type': type };
          exchange.leaving();
          exchange.response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
        },
      }),
    );
    site.route('/page.jpg', (exchange) => send(exchange, 200, 'image/jpeg', html('No picture', '<p>Words.</p>')));
    site.page('/', [...plants, '/page.jpg'].map(img).join(''));
  },
  'slow-but-whole': (site) => {
    const slow = site.plant('/slow.jpg', {
      sender: (exchange, { bytes, coding }) => {
        exchange.response.writeHead(200, { 'content-type': `image/${coding}`, 'content-length': bytes.length });
        const size = Math.ceil(bytes.length / 10);
        return trickle(
          exchange,
          Array.from({ length: 10 }, (_, at) => bytes.subarray(at * size, (at + 1) * size)),
          30,
        );
      },
    });
    site.page('/', img(slow));
  },
  busy: (site) => {
    // A second is the least that Retry-After can ask for.
    const first = (status: number, then: (exchange: Parameters<typeof send>[0]) => void) => {
      return (exchange: Parameters<typeof send>[0]) =>
        exchange.earlier === 0
          ? send(exchange, status, 'text/plain', 'later\n', { 'retry-after': '1' })
          : then(exchange);
    };
    const late = site.plant('/late.jpg', {
      how: 'after 503',
      sender: (exchange, { bytes }) => first(503, (again) => send(again, 200, 'image/jpeg', bytes))(exchange),
    });
    const page = html('after 429', img(late));
    site.route(
      '/often',
      first(429, (exchange) => send(exchange, 200, 'text/html', page)),
    );
    site.page('/', '<a href="/often">on</a>');
  },
  robots: (site) => {
    site.robots('User-agent: *\nDisallow: /private/\nAllow: /private/open/\nDisallow: /*.cgi$\nDisallow: /search?\n', [
      /^\/private\/(?!open\/)/,
      /\.cgi$/,
      /^\/search\?/,
    ]);
    site.page(
      '/',
      `${img(site.plant('/private/hidden.jpg', { unreachable: 'robots.txt forbids it' }))}<a href="/private/page">1</a>
      <a href="/private/open/page">2</a> <a href="/go.cgi">3</a> <a href="/search?q=boat">4</a>`,
    );
    site.page('/private/page', img(site.plant('/behind.jpg', { unreachable: 'linked from a forbidden page' })));
    site.page('/private/open/page', img(site.plant('/private/open/seen.jpg', { how: 'the longer rule allows' })));
    site.page('/go.cgi', 'no');
    site.page('/search?q=boat', 'no');
  },
  'crawl-delay': (site) => {
    site.crawlDelayMs = 300;
    site.robots('User-agent: *\nCrawl-delay: 0.3\n');
    site.page('/', '<a href="/a">1</a> <a href="/b">2</a>');
    site.page('/a', img(site.plant('/a.jpg')));
    site.page('/b', img(site.plant('/b.jpg')));
  },
  'robots-down': (site) => {
    site.route('/robots.txt', (exchange) => send(exchange, 503, 'text/plain', 'later\n'));
    site.page('/', img(site.plant('/down.jpg', { unreachable: 'robots.txt cannot be had: nothing may be visited' })));
  },
  'link-to-picture': (site) => {
    site.page('/', `<a href="${site.plant('/photo/12', { how: 'link without an ending' })}">a photograph</a>`);
  },
  'campaign-links': (site) => {
    const variants = Array.from({ length: 30 }, (_, at) => `<a href="/story?utm_source=letter${at}#part${at}">on</a>`);
    site.page('/', variants.join(' '));
    site.page('/story', img(site.plant('/story.jpg')), { head: `<link rel="canonical" href="${site.at('/story')}">` });
    site.otherwise = (path) =>
      path.startsWith('/story?') ? (exchange) => send(exchange, 200, 'text/html', 'same') : undefined;
  },
  'hostile-markup': (site) => {
    const plant = site.plant('/deep.jpg', { how: 'before hostile markup' });
    const deep = '<div><span><b>'.repeat(30_000);
    const attribute = `<p title="${'x'.repeat(300_000)}">`;
    site.page('/', `${img(plant)}${deep}${attribute}<a href="/after"><table><tr><td><!-- never closed`);
  },
  unlinked: (site) => {
    site.page('/', '<p>Nothing is linked from here.</p><!-- <img src="/commented.jpg"> -->');
    site.page('/nobody-knows', img(site.plant('/alone.jpg', { unreachable: 'nothing links to its page' })));
    site.plant('/commented.jpg', { unreachable: 'named in a comment only' });
  },
  'log-in': (site) => {
    site.page(
      '/',
      img(
        site.plant('/members.jpg', {
          unreachable: 'asks for an account',
          sender: (exchange) => send(exchange, 401, 'text/html', html('Log in', ''), { 'www-authenticate': 'Basic' }),
        }),
      ),
    );
  },
  cookies: (site) => {
    const headers = { 'set-cookie': 'visitor=1; path=/' };
    site.page('/', img(site.plant('/plain.jpg')), { headers });
  },
};

/** Labels of the sites, in the order of their addresses. */
export const WAY_LABELS: readonly string[] = Object.keys(WAYS);

/** Writes all of them. */
export function makeWays(context: SiteContext): readonly Site[] {
  return Object.entries(WAYS).map(([label, write]) => {
    const site = new SiteDraft(context, label);
    write(site, context);
    return site.finish('way');
  });
}
