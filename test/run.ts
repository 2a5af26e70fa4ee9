/**
 * `npm test`: every test, on a PostgreSQL of its own. Starts what it needs, ends it again, and closes with the line
 * `N passed, N failed`. Arguments are parts of file names to run only those: `npm test -- intake`.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { SOURCES } from '../src/platform/sources.ts';

const ROOTS = ['lib', 'src', 'stand-ins', 'tools', 'test'];
/** Files that start whole houses with browsers and kill them: one at a time, beside two of the others, which seldom wait for anything but the processor. */
const HOUSES = /^test\//;
const FILE_LIMIT_MS = (process.env['FYR_LONG_TESTS'] === 'yes' ? 90 : 15) * 60_000;
const SLOWEST_SHOWN = 12;
/** Of what a failure says: it stands at the end once more, where whoever gets the end alone reads it. */
const WHY_LINES = 12;

const wanted = process.argv.slice(2);
const files = (
  await Promise.all(
    ROOTS.map((root) => readdir(root, { recursive: true }).then((names) => names.map((name) => path.join(root, name)))),
  )
)
  .flat()
  .filter((file) => /\.test\.tsx?$/.test(file) && !file.includes('node_modules'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-test-'));
// Tests of rooms need no durability; tests of durability start a server of their own.
const server = await openEmbeddedPostgres({
  folder,
  settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
});
process.env['FYR_TEST_POSTGRES'] = server.connection.host;

// The browser's package unpacks itself when first asked for its path; two test files at once would start one half written.
await chromium.executablePath();

const startedAt = performance.now();
const counts = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];
const durations = new Map<string, number>();
try {
  const houses: string[] = [];
  await Promise.all([
    runFiles(
      files.filter((file) => !HOUSES.test(file)),
      2,
      (text) => process.stdout.write(text),
    ),
    runFiles(
      files.filter((file) => HOUSES.test(file)),
      1,
      (text) => houses.push(text),
    ),
  ]);
  process.stdout.write(houses.join(''));
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
if (failures.length > 0) process.stdout.write(`\nFailed:\n${failures.map((name) => `  ${name}`).join('\n')}\n`);
const slowest = [...durations].sort(([, a], [, b]) => b - a).slice(0, SLOWEST_SHOWN);
process.stdout.write('\nThe slowest files:\n');
for (const [file, ms] of slowest) process.stdout.write(`  ${(ms / 1000).toFixed(1).padStart(6)} s  ${file}\n`);
process.stdout.write(`\n${files.length} files in ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
process.stdout.write(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}\n`,
);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

/** `tell` gets the report, piece by piece. */
async function runFiles(some: readonly string[], concurrency: number, tell: (text: string) => void): Promise<void> {
  if (some.length === 0) return;
  const stream = run({ files: [...some], concurrency, timeout: FILE_LIMIT_MS, execArgv: [...SOURCES] });
  stream.on('test:pass', (event) => {
    if (event.details.type === 'suite' || event.name === event.file) return;
    if (event.skip !== undefined && event.skip !== false) counts.skipped += 1;
    else counts.passed += 1;
  });
  stream.on('test:fail', (event) => {
    if (event.details.type === 'suite') return;
    counts.failed += 1;
    const { error } = event.details;
    const why = (error.cause instanceof Error ? error.cause.message : error.message).split('\n').slice(0, WHY_LINES);
    failures.push([`${path.relative('.', event.file ?? '')}: ${event.name}`, ...why].join('\n    '));
  });
  // The report keeps to the order of the files; whoever waits for it learns of a failure when it happens.
  stream.on('test:complete', ({ name, file, details }) => {
    if (!details.passed && details.type !== 'suite')
      process.stderr.write(`failed just now: ${path.relative('.', file ?? '')}: ${name}\n`);
  });
  stream.on('test:summary', (event) => {
    if (event.file !== undefined) durations.set(path.relative('.', event.file), event.duration_ms);
  });
  const report = stream.compose(spec);
  report.setEncoding('utf8');
  report.on('data', tell);
  await new Promise((resolve, reject) => report.on('end', resolve).on('error', reject));
}
