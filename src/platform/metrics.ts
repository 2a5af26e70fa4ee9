/**
 * Metrics in Prometheus' text format, on a listener of their own: off unless configured, since even counts are nobody else's
 * business. Labels are codes of the house; no address, host, name or id is ever one.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { codeOf, type Log } from './log-events.ts';
import type { MetricsAt } from './metrics-config.ts';

/** One value with its labels. */
export interface Sample {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A family of values that is read anew for each scrape. */
export interface MetricSource {
  /** `fyr_thing_unit`, in Prometheus' way (prometheus.io/docs/practices/naming). */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  read(): Promise<readonly Sample[]>;
}

export interface RunningMetrics {
  readonly url: string;
  close(): Promise<void>;
}

/** Label values are codes and short words: this is all that a code can hold, so that nothing else can slip into a label. */
const LABEL = /^[a-z0-9_.-]{1,60}$/i;
const SCRAPE_LIMIT_MS = 10_000;
const READY_LIMIT_MS = 1_000;

/**
 * Serves `GET /metrics`, `/healthz` and `/readyz`. A source that fails is left out of that scrape and counted in `fyr_metrics_failed`: a
 * database that is away must not hide the process's own figures. Healthy is a process that answers; ready one whose `check` (the database
 * asked, within a second) resolves: 200, else 503. Over TLS 1.2 or
 * 1.3 where `at` has a certificate. @throws Error when the address cannot be listened on, or a file of the certificate's cannot be read
 */
export async function startMetrics(
  at: MetricsAt,
  sources: readonly MetricSource[],
  log: Log,
  check: () => Promise<unknown> = () => Promise.resolve(),
): Promise<RunningMetrics> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'fyr_' });
  const failed = new Gauge({
    name: 'fyr_metrics_failed',
    help: 'Sources that gave nothing in this scrape.',
    registers: [registry],
  });
  const gauges = sources.map((source) => ({
    source,
    gauge: new Gauge({
      name: source.name,
      help: source.help,
      labelNames: [...(source.labels ?? [])],
      registers: [registry],
    }),
  }));
  const refresh = async () => {
    const results = await Promise.allSettled(gauges.map(async ({ source, gauge }) => fill(gauge, await source.read())));
    const failures = results.filter((result) => result.status === 'rejected');
    failed.set(failures.length);
    for (const { reason } of failures) log.warn('metrics.failed', { code: codeOf(reason) });
  };
  const server = await openServer(at, (request, response) => {
    const path = request.method === 'GET' ? request.url : undefined;
    if (path === '/healthz') {
      answer(response, 200, 'ok');
      return;
    }
    if (path === '/readyz') {
      within(check(), READY_LIMIT_MS).then(
        () => answer(response, 200, 'ready'),
        () => answer(response, 503, 'not ready'),
      );
      return;
    }
    if (path !== '/metrics' && path !== '/metrics/') {
      response.writeHead(404).end();
      return;
    }
    refresh()
      .then(() => registry.metrics())
      .then((text) =>
        response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(text),
      )
      .catch((error: unknown) => {
        log.warn('metrics.failed', { code: codeOf(error) });
        response.writeHead(500).end();
      });
  });
  server.requestTimeout = SCRAPE_LIMIT_MS;
  return { url: await listen(server, at), close: () => close(server) };
}

async function openServer({ tls }: MetricsAt, listener: RequestListener): Promise<Server> {
  if (tls === undefined) return createServer(listener);
  const [cert, key] = await Promise.all([readFile(tls.certificateFile), readFile(tls.keyFile)]);
  return createTlsServer({ cert, key, minVersion: 'TLSv1.2' }, listener);
}

const answer = (response: ServerResponse, status: number, text: string) =>
  void response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(`${text}\n`);

/** @throws RangeError when it takes longer, or whatever it throws */
async function within(work: Promise<unknown>, limitMs: number): Promise<void> {
  const over = new AbortController();
  const tooLong = wait(limitMs, undefined, { signal: over.signal }).then(() => {
    throw new RangeError(`no answer within ${limitMs} ms`);
  });
  try {
    await Promise.race([work, tooLong]);
  } finally {
    over.abort();
    tooLong.catch(() => undefined);
  }
}

function fill(gauge: Gauge, samples: readonly Sample[]): void {
  gauge.reset();
  for (const { value, labels = {} } of samples) {
    for (const label of Object.values(labels))
      if (!LABEL.test(label))
        throw new RangeError('A metric label is a code: letters, digits, dot, dash and underscore.');
    gauge.set({ ...labels }, value);
  }
}

async function listen(server: Server, at: MetricsAt): Promise<string> {
  server.listen(at.port, at.host);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : at.port;
  return `${at.tls === undefined ? 'http' : 'https'}://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}/metrics`;
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
