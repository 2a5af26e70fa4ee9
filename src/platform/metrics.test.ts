import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { TLSSocket } from 'node:tls';
import { quietLog } from '../../test/fresh-database.ts';
import { certificateFor } from '../crawl/certificate-for-tests.ts';
import { startMetrics, type MetricSource } from './metrics.ts';

const AT = { host: '127.0.0.1', port: 0, tls: undefined };
const source = (name: string, read: MetricSource['read'], labels: readonly string[] = []): MetricSource => ({
  name,
  help: 'Invented.',
  labels,
  read,
});

async function scrape(sources: readonly MetricSource[]): Promise<string> {
  const metrics = await startMetrics(AT, sources, quietLog);
  const response = await fetch(metrics.url);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
  const text = await response.text();
  await metrics.close();
  return text;
}

test('startMetrics tells values with their labels, and the process itself', async () => {
  const text = await scrape([
    source('fyr_cases', () => Promise.resolve([{ value: 3, labels: { state: 'new' } }]), ['state']),
    source('fyr_outbox_age_seconds', () => Promise.resolve([{ value: 0.5 }])),
  ]);
  assert.match(text, /^fyr_cases\{state="new"\} 3$/m);
  assert.match(text, /^fyr_outbox_age_seconds 0\.5$/m);
  assert.match(text, /^fyr_process_resident_memory_bytes \d+/m);
  assert.match(text, /^fyr_metrics_failed 0$/m);
});

test('startMetrics leaves a failing source out and says that it failed', async () => {
  const text = await scrape([
    source('fyr_broken', () => Promise.reject(new Error('http://reported.example.org/ is down'))),
    source('fyr_fine', () => Promise.resolve([{ value: 1 }])),
  ]);
  assert.match(text, /^fyr_fine 1$/m);
  assert.match(text, /^fyr_metrics_failed 1$/m);
  assert.doesNotMatch(text, /example\.org/);
});

test('startMetrics refuses a label that is no code, so that no address can become one', async () => {
  for (const label of ['http://a.example.org/', 'somebody@example.org', '', 'x'.repeat(61)]) {
    const text = await scrape([
      source('fyr_leak', () => Promise.resolve([{ value: 1, labels: { host: label } }]), ['host']),
    ]);
    assert.match(text, /^fyr_metrics_failed 1$/m);
    assert.ok(label === '' || !text.includes(label));
  }
});

test('startMetrics forgets a label that is no longer told, and answers nothing but /metrics', async () => {
  let states = ['new', 'closed'];
  const metrics = await startMetrics(
    AT,
    [source('fyr_cases', () => Promise.resolve(states.map((state) => ({ value: 1, labels: { state } }))), ['state'])],
    quietLog,
  );
  assert.match(await (await fetch(metrics.url)).text(), /state="closed"/);
  states = ['new'];
  assert.doesNotMatch(await (await fetch(metrics.url)).text(), /state="closed"/);
  assert.equal((await fetch(new URL('/', metrics.url))).status, 404);
  assert.equal((await fetch(metrics.url, { method: 'POST' })).status, 404);
  await metrics.close();
});

test('startMetrics says that a process is ready only while its check holds, and healthy all the same', async () => {
  let holds = true;
  const check = () => (holds ? Promise.resolve() : Promise.reject(new Error('away')));
  const metrics = await startMetrics({ host: '127.0.0.1', port: 0, tls: undefined }, [], quietLog, check);
  try {
    const statusOf = async (path: string) => (await fetch(new URL(path, metrics.url))).status;
    assert.deepEqual([await statusOf('/readyz'), await statusOf('/healthz')], [200, 200]);
    holds = false;
    assert.deepEqual([await statusOf('/readyz'), await statusOf('/healthz')], [503, 200]);
    holds = true;
    assert.equal(await statusOf('/readyz'), 200);
    assert.equal(await statusOf('/ready'), 404);
  } finally {
    await metrics.close();
  }
});

test('startMetrics speaks TLS and nothing else where it has a certificate, and starts not at all without its files', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-metrics-'));
  const { certificate, privateKey } = certificateFor(['localhost'], new Date());
  const tls = { certificateFile: path.join(folder, 'metrics.crt'), keyFile: path.join(folder, 'metrics.key') };
  await assert.rejects(startMetrics({ ...AT, tls }, [], quietLog), { code: 'ENOENT' });
  await writeFile(tls.certificateFile, certificate);
  await writeFile(tls.keyFile, privateKey, { mode: 0o600 });
  const metrics = await startMetrics({ ...AT, tls }, [], quietLog);
  const { port, protocol } = new URL(metrics.url);
  assert.equal(protocol, 'https:');
  const ask = (options: object) =>
    new Promise<{ status: number | undefined; version: string | null }>((resolve, reject) => {
      get({ host: 'localhost', port, path: '/metrics', ca: certificate, ...options }, (response) => {
        const { socket } = response;
        const version = socket instanceof TLSSocket ? socket.getProtocol() : null;
        response.resume().once('end', () => resolve({ status: response.statusCode, version }));
      }).once('error', reject);
    });
  assert.deepEqual(await ask({}), { status: 200, version: 'TLSv1.3' });
  await assert.rejects(ask({ ca: [] }), /self-signed|unable to verify/);
  await assert.rejects(ask({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }));
  await assert.rejects(fetch(`http://127.0.0.1:${port}/metrics`), 'plain HTTP gets no answer');
  await metrics.close();
  await rm(folder, { recursive: true });
});
