/** The time frames for packages with holes: pure rules, the project's own files, and npm itself against a registry on loopback. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import {
  acceptedSchema,
  daysFor,
  FRAMES,
  judgeAccepted,
  judgeFound,
  judgeUpdates,
  readAudit,
  readStated,
  type Severity,
} from './advisories.ts';
import { judgeFiles, readFiles } from './read-advisories.ts';

const DOCUMENT = readFileSync('docs/security/dependencies.md', 'utf8');
const stated = readStated(DOCUMENT);
const LOCKED = new Set(['sharp', 'kysely']);
const advisory = (severity: Severity, name = 'kysely') => ({ id: 'GHSA-aaaa-bbbb-cccc', package: name, severity });
const fileWith = (...changes: readonly Record<string, string>[]) =>
  acceptedSchema.parse({
    reviewedOn: '2026-11-01',
    accepted: changes.map((change) => ({
      ...{ ...advisory('high'), foundOn: '2026-11-01', mendBy: '2026-11-08' },
      ...{ why: 'Nothing of ours calls what has the hole.', ...change },
    })),
  });

test('readStated takes each frame and the exposed packages from the document, and misses none in silence', () => {
  assert.deepEqual([...stated.days.keys()], [...FRAMES]);
  assert.equal(stated.days.get('high'), 7);
  assert.ok(stated.exposed.has('sharp') && !stated.exposed.has('kysely'));
  for (const frame of FRAMES)
    assert.throws(() => readStated(DOCUMENT.replace(`\`${frame}\``, '`other`')), new RegExp(`no days for ${frame}`));
  assert.throws(() => readStated(DOCUMENT.replace('Strangers’', 'Their')), /no line/);
});

test('daysFor takes the shorter frame where strangers’ bytes reach the package', () => {
  const all = (['critical', 'high', 'moderate', 'low', 'info'] as const).map((severity) => severity);
  assert.deepEqual(
    all.map((severity) => daysFor(advisory(severity), stated)),
    [2, 7, 30, 90, 90],
  );
  assert.deepEqual(
    all.map((severity) => daysFor(advisory(severity, 'sharp'), stated)),
    [1, 1, 1, 90, 90],
  );
});

test('judgeAccepted lets an advisory stay until its day, and not a day longer', () => {
  const judge = (file: ReturnType<typeof fileWith>, today: string) => judgeAccepted(file, stated, LOCKED, today);
  assert.deepEqual(judge(fileWith({}), '2026-11-08'), []);
  assert.match(
    judge(fileWith({}), '2026-11-09').join(),
    /GHSA-aaaa-bbbb-cccc \(kysely\) was to be mended by 2026-11-08/,
  );
  assert.match(judge(fileWith({ mendBy: '2026-11-09' }), '2026-11-02').join(), /may stay 7 days .* 2026-11-08 at most/);
  assert.match(judge(fileWith({ package: 'sharp' }), '2026-11-02').join(), /may stay 1 days/);
  assert.match(judge(fileWith({}), '2026-10-31').join(), /is not yet/);
  assert.match(judge(fileWith({ package: 'gone' }), '2026-11-02').join(), /gone, so take its line out/);
});

test('the file takes no entry without a reason, and no day that is none', () => {
  for (const change of [
    { why: 'later' },
    { mendBy: '2026-02-30' },
    { id: 'CVE-2026-1' },
    { severity: 'grave' },
    { more: 'x' },
  ])
    assert.throws(() => fileWith(change), JSON.stringify(change));
});

test('judgeUpdates asks for a review of all packages within its frame', () => {
  assert.deepEqual(judgeUpdates(fileWith(), stated, '2027-01-30'), []);
  assert.match(
    judgeUpdates(fileWith(), stated, '2027-01-31').join(),
    /last gone through on 2026-11-01, more than 90 days/,
  );
});

test('the project’s own files are right on the day of their review, and name no package that is not there', () => {
  const files = readFiles();
  assert.deepEqual(judgeFiles(files, files.accepted.reviewedOn), []);
  const unknown = { ...files, stated: { ...files.stated, exposed: new Set(['never-heard-of']) } };
  assert.match(judgeFiles(unknown, files.accepted.reviewedOn).join(), /names never-heard-of/);
});

/** A registry that knows one advisory, of the package that this project reads strangers' HTML with; or offers no audits. */
let offersAudits = true;
let isAsked = 0;
const registry = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    if (request.url !== '/-/npm/v1/security/advisories/bulk' || !offersAudits) {
      response.writeHead(request.method === 'POST' ? 405 : 404).end();
      return;
    }
    isAsked += 1;
    const body = Buffer.concat(pieces);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const asked = z.record(z.string(), z.array(z.string())).parse(JSON.parse(text.toString('utf8')));
    const [version = ''] = asked['htmlparser2'] ?? [];
    const found = {
      ...{ id: 1, url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc', title: 'Invented', severity: 'high' },
      ...{ vulnerable_versions: `<=${version}`, cwe: [], cvss: { score: 7, vectorString: null } },
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ htmlparser2: [found] }));
  });
});
registry.listen(0, '127.0.0.1');
await once(registry, 'listening');
const address = registry.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;
after(() => registry.close());

const advisories = () =>
  new Promise<{ code: number; said: string }>((resolve) => {
    const env = { ...process.env, npm_config_registry: `http://127.0.0.1:${port}/`, npm_config_fetch_retries: '0' };
    const { execPath } = process;
    const args = ['--import', './src/platform/read-sources.ts', 'tools/audit.ts'];
    execFile(execPath, args, { env }, (error, stdout) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout }),
    );
  });

test('npm run advisories names what the registry knows of, with the day by which it must be mended', async () => {
  const { code, said } = await advisories();
  assert.equal(isAsked, 1, said);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  assert.match(said, new RegExp(`GHSA-aaaa-bbbb-cccc: htmlparser2, high: mend it by ${tomorrow}`));
  assert.equal(code, 1);
});

test('npm run advisories says that nothing was compared where the registry offers no audits, and does not fail for it', async () => {
  offersAudits = false;
  const { code, said } = await advisories();
  assert.match(said, /The registry offers no audit \(.*405.*\)\. Nothing was compared/);
  const { accepted, stated: frames } = readFiles();
  assert.equal(code, judgeUpdates(accepted, frames, new Date().toISOString().slice(0, 10)).length > 0 ? 1 : 0);
});

test('judgeFound passes over what is accepted, for its package alone; readAudit takes no other shape for silence', () => {
  const found = [advisory('high'), advisory('high', 'sharp')];
  assert.match(
    judgeFound(found, fileWith({}), stated, '2026-11-02').join(),
    /^GHSA-aaaa-bbbb-cccc: sharp, high: mend it by 2026-11-03/,
  );
  assert.throws(() => readAudit({ auditReportVersion: 3, advisories: {} }), z.ZodError);
  assert.deepEqual(readAudit({ auditReportVersion: 2, vulnerabilities: {} }), { kind: 'found', advisories: [] });
});
