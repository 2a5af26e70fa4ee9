/**
 * The web that the workers of the kill test visit, a process of its own with a log of its own: each request with the moments
 * at which it came and at which its answer was out or its visitor gone. Page n of a host links to the next pages of it.
 */
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

const [hostsText = '10', pagesText = '10'] = process.argv.slice(2);
const hosts = Number(hostsText);
const pages = Number(pagesText);
const LEAST_MS = 5;
const log: { host: string; path: string; agent: string; from: number; to: number; isWhole: boolean }[] = [];

function pageOf(host: number, page: number): string {
  const links = [page + 1, page + 2, page + 3].filter((next) => next < pages).map((next) => `/${next}`);
  // The first page of the first host leads to all others.
  if (host === 0 && page === 0) {
    for (let other = 1; other < hosts; other += 1) links.push(`http://h${other}.site${other}.example/0`);
  }
  return `<!doctype html><title>${page}</title>${links.map((href) => `<p><a href="${href}">on</a></p>`).join('')}`;
}

const server = createServer((request, response) => {
  const from = performance.now();
  const host = request.headers.host ?? '';
  const path = request.url ?? '/';
  const agent = /\((.*)\)/.exec(request.headers['user-agent'] ?? '')?.[1] ?? '';
  const number = Number(/^h(\d+)\./.exec(host)?.[1]);
  let answeredAt: number | undefined;
  response.on('close', () =>
    log.push({ host, path, agent, from, to: answeredAt ?? performance.now(), isWhole: response.writableFinished }),
  );
  setTimeout(
    () => {
      answeredAt = performance.now();
      if (path === '/robots.txt') response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': 'text/html' }).end(pageOf(number, Number(path.slice(1))));
    },
    LEAST_MS + (number % 7) * 4,
  );
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? (address?.port ?? 0) : 0}\n`);
});
// Whoever asks gets the log as one line.
createInterface(process.stdin)
  .on('line', () => process.stdout.write(`${JSON.stringify(log)}\n`))
  .on('close', () => process.exit(0));
