/**
 * A generated web for crawling, served from a process of its own: many hosts told apart by the Host header, pages and
 * pictures with listed ones planted among them, endless spaces and hostile servers. It keeps a log of every request, and
 * tells the truth about itself to whoever started it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { specialHost } from './crawl-web/hosts.ts';
import { webOptionsSchema, type CrawlWebOptions } from './crawl-web/options.ts';
import {
  faultSchema,
  portsSchema,
  totalsSchema,
  truthSchema,
  visitSchema,
  type ServedVisit,
  type WebTruth,
} from './crawl-web/protocol.ts';
import { CrawlWebInside } from './crawl-web/web.ts';
import { SOURCES } from '../src/platform/sources.ts';

export { tlsNamesOf } from './crawl-web/hosts.ts';
export { BENCH_WEB, type CrawlWebOptions } from './crawl-web/options.ts';
export { type ServedVisit, type WebTruth } from './crawl-web/protocol.ts';
export { specialHost };

/** How the serving process is started, beside what it serves. */
export interface CrawlWebStart {
  /** Put before the program: `['taskset', '-c', '1']` pins the web to a core. */
  readonly launcher?: readonly string[];
}

/** The test network that `src/crawl` reads: names to public-looking addresses, connections to loopback. */
export interface CrawlNetworkFile {
  readonly hosts: Readonly<
    Record<string, { readonly ip: string; readonly connectTo: Record<string, string> | string }>
  >;
  readonly extraCertificates: readonly string[];
}

/** A running web. */
export interface CrawlWeb {
  readonly port: number;
  readonly networkFile: CrawlNetworkFile;
  /** What is where, and what a right crawl finds. The first call draws every planted picture: a second or two. */
  truth(): Promise<WebTruth>;
  /** Draws every picture now, so that no answer waits for it later. */
  prepare(): Promise<void>;
  /** Bytes of a planted picture, without a visit to it. @throws RangeError when none is planted there */
  plantedFile(url: string): Promise<Buffer>;
  /** Every request so far, or from number `from` on, in order of arrival. */
  log(from?: number): Promise<readonly ServedVisit[]>;
  /** What no visitor may do: forbidden by robots.txt, a forbidden address, a cookie sent ... */
  faults(): Promise<readonly z.infer<typeof faultSchema>[]>;
  totals(): Promise<z.infer<typeof totalsSchema>>;
  /** Empties log and faults, and answers "the first time" again. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a web. @throws Error when its process does not come up */
export async function startCrawlWeb(options: CrawlWebOptions = {}, start: CrawlWebStart = {}): Promise<CrawlWeb> {
  const parsed = webOptionsSchema.parse(options);
  const program = fileURLToPath(new URL('crawl-web/serve.ts', import.meta.url));
  const [command, ...before] = [...(start.launcher ?? []), process.execPath];
  const child = spawn(command, [...before, ...SOURCES, program, JSON.stringify(parsed)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { port, tlsPort, adminPort } = portsSchema.parse(JSON.parse(await firstLine(child)));
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${adminPort}${path}`);
    if (!response.ok) throw new Error(`The generated web answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const hosts = new CrawlWebInside(parsed, () => port).hosts().map(({ name, ip }) => {
    const plain = `127.0.0.1:${port}`;
    const connectTo = tlsPort === undefined ? plain : { 80: plain, 443: `127.0.0.1:${tlsPort}` };
    return [name, { ip, connectTo }] as const;
  });
  return {
    port,
    networkFile: {
      hosts: Object.fromEntries(hosts),
      extraCertificates: parsed.tls === undefined ? [] : [parsed.tls.certificate],
    },
    truth: async () => truthSchema.parse(await ask('/truth')),
    prepare: async () => {
      await ask('/prepare');
    },
    plantedFile: async (url) => {
      const response = await fetch(`http://127.0.0.1:${adminPort}/file?url=${encodeURIComponent(url)}`);
      const bytes = Buffer.from(await response.arrayBuffer());
      if (bytes.length === 0) throw new RangeError('No picture is planted there.');
      return bytes;
    },
    log: async (from = 0) => z.array(visitSchema).parse(await ask(`/log?from=${from}`)),
    faults: async () => z.array(faultSchema).parse(await ask('/faults')),
    totals: async () => totalsSchema.parse(await ask('/totals')),
    forget: async () => {
      await ask('/forget');
    },
    close: async () => {
      // Ctrl-C reaches it too, and then it has ended by a signal.
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}

async function firstLine(child: ChildProcess & { readonly stdout: NodeJS.ReadableStream }): Promise<string> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('The process of the generated web ended before it was ready.');
  });
  const line = once(createInterface(child.stdout), 'line').then(([text]) => z.string().parse(text));
  return Promise.race([line, ended]);
}
