/**
 * The web that both crawlers visit: hosts told apart by their loopback address, pages of realistic size and links, all made
 * beforehand, so that serving costs next to nothing. Run as a process of its own: `web.ts OPTIONS`, prints its port.
 */
import { createServer, type Socket } from 'node:net';
import { z } from 'zod';

/** Size of the web; the whole of it can be reached from the first page of the first host. */
export const webSchema = z.object({
  hosts: z.int().min(2).max(250),
  pages: z.int().min(2),
  /** Bytes of one page, about. */
  pageBytes: z.int(),
  linksPerPage: z.int().min(4),
});
export type BenchWeb = z.infer<typeof webSchema>;

/** As the figures in DESIGN.md were taken. */
export const DESIGN_WEB: BenchWeb = { hosts: 200, pages: 10_000, pageBytes: 13_600, linksPerPage: 34 };

const hostOf = (host: number) => `127.1.0.${host + 1}`;
/** Where a crawl begins. */
export const firstAddress = (port: number): string => `http://${hostOf(0)}:${port}/`;

/** mulberry32 (public domain): the same web for the same numbers. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const WORDS =
  'river stone lamp winter market garden window story letter bridge forest signal copper evening harbour paper'.split(
    ' ',
  );

function pathOf(page: number, hosts: number): string {
  const own = Math.floor(page / hosts);
  return own === 0 ? '/' : `/articles/${own % 20}/page-${own}.html`;
}

/** One page: two links that make everything reachable, the others anywhere, half of them on the same host. */
function makePage(web: BenchWeb, page: number, port: number): Buffer {
  const random = randomFrom(page + 1);
  const host = page % web.hosts;
  const own = Math.ceil(web.pages / web.hosts);
  const link = (target: number) => {
    const path = pathOf(target, web.hosts);
    return target % web.hosts === host && random() < 0.8 ? path : `http://${hostOf(target % web.hosts)}:${port}${path}`;
  };
  const targets = [(page + web.hosts) % web.pages, (page + 1) % web.pages];
  while (targets.length < web.linksPerPage) {
    const sameHost = random() < 0.5;
    const target = sameHost ? host + web.hosts * Math.floor(random() * own) : Math.floor(random() * web.pages);
    targets.push(target % web.pages);
  }
  const words = (count: number) =>
    Array.from({ length: count }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
  const paragraphs = targets.map(
    (target, at) =>
      `<div class="article teaser" id="block-${at}"><h2 class="title">${words(4)}</h2><p>${words(12)} ` +
      `<a class="more" href="${link(target)}" title="${words(3)}">${words(3)}</a> ${words(10)}.</p></div>\n`,
  );
  const head =
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${words(5)}</title>` +
    `<meta name="viewport" content="width=device-width"><style>.article{margin:1em}.title{color:#333}</style>` +
    `<script>window.page = ${page}; document.documentElement.className = "js";</script></head><body><main>\n`;
  const body = head + paragraphs.join('');
  const filler = words(Math.max(0, Math.ceil((web.pageBytes - body.length - 40) / 7)));
  const html = Buffer.from(`${body}<p>${filler}</p></main></body></html>\n`);
  const header = `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${html.length}\r\nETag: "${page}"\r\n\r\n`;
  return Buffer.concat([Buffer.from(header), html]);
}

const NOT_FOUND = Buffer.from(
  'HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nnot found',
);

function serve(web: BenchWeb): void {
  const pages = new Map<string, Buffer>();
  const onSocket = (socket: Socket) => {
    let pending = '';
    socket.setNoDelay(true).on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      pending += bytes.toString('latin1');
      for (let end = pending.indexOf('\r\n\r\n'); end !== -1; end = pending.indexOf('\r\n\r\n')) {
        const head = pending.slice(0, end);
        pending = pending.slice(end + 4);
        const path = head.split(' ', 2)[1] ?? '';
        const host = /^host: *([\d.]+)/im.exec(head)?.[1] ?? '';
        socket.write(pages.get(host + path) ?? NOT_FOUND);
      }
    });
  };
  const server = createServer(onSocket).listen({ port: 0, host: '0.0.0.0', backlog: 1024 }, () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port');
    for (let page = 0; page < web.pages; page += 1)
      pages.set(hostOf(page % web.hosts) + pathOf(page, web.hosts), makePage(web, page, address.port));
    process.stdout.write(`${address.port}\n`);
  });
  // Whoever started it lets go of it by closing its input.
  process.stdin.on('end', () => process.exit()).resume();
}

const [options] = process.argv.slice(2);
if (import.meta.filename === process.argv[1] && options !== undefined) serve(webSchema.parse(JSON.parse(options)));
