/**
 * `npm test`: every test, on a PostgreSQL of its own. Starts what it needs, ends it again, and closes with the line
 * `N passed, N failed`. Arguments are parts of file names to run only those: `npm test -- intake`.
 */
import { rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { run } from 'node:test';
import { spec, type TestEvent } from 'node:test/reporters';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { SOURCES } from '../src/platform/sources.ts';
import { openRunFolder } from './run-folder.ts';

const ROOTS = ['lib', 'src', 'stand-ins', 'tools', 'test'];
/** Files that start whole houses with browsers and kill them: they wait much, and the others seldom for anything but the processor. */
const HOUSES = /^test\//;
/** How many files run at once: two of the others beside one house, then the last houses by twos (docs/decisions/tests-quicker.md). */
const OTHERS_AT_ONCE = 2;
const HOUSES_AT_ONCE = { besideOthers: 1, alone: 2 };
const QUICK_PASSWORDS = ['--import', import.meta.resolve('./quick-passwords.ts')];
const FILE_LIMIT_MS = (process.env['FYR_LONG_TESTS'] === 'yes' ? 90 : 15) * 60_000;
const SLOWEST_SHOWN = 12;
/** More than so many files that fail are no matter of a busy machine. */
const MOST_TRIED_AGAIN = 3;
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

const { folder, whyOnDisk } = await openRunFolder();
if (whyOnDisk !== undefined)
  process.stdout.write(`Databases and data folders lie on disk, which takes longer: ${whyOnDisk}.\n`);
// Tests of rooms need no durability; tests of durability start a server of their own.
const server = await openEmbeddedPostgres({
  folder,
  settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
});
process.env['FYR_TEST_POSTGRES'] = server.connection.host;
// Ended by hand, it leaves no memory taken.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void server.stop().finally(() => {
      rmSync(folder, { recursive: true, force: true });
      process.exit(1);
    });
  });

const startedAt = performance.now();
const results = new Map<string, FileResult>();
const unsteady: string[] = [];
try {
  await runAll();
  await tryAgainAlone();
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
const all = [...results.values()];
const sum = (count: (result: FileResult) => number) => all.reduce((total, result) => total + count(result), 0);
const counts = {
  passed: sum(({ passed }) => passed),
  failed: sum(({ failures }) => failures.length),
  skipped: sum(({ skipped }) => skipped),
};
const failures = all.flatMap((result) => result.failures);
list('Failed', failures);
list(
  'Unsteady: failed while the machine did much else, and passed when tried once more, alone. To be mended',
  unsteady,
);
const slowest = [...results].sort(([, a], [, b]) => b.ms - a.ms).slice(0, SLOWEST_SHOWN);
process.stdout.write('\nThe slowest files:\n');
for (const [file, { ms }] of slowest) process.stdout.write(`  ${(ms / 1000).toFixed(1).padStart(6)} s  ${file}\n`);
process.stdout.write(`\n${files.length} files in ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
process.stdout.write(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}\n`,
);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

/** What the tests of a file came to. */
interface FileResult {
  passed: number;
  skipped: number;
  ms: number;
  /** Each with its name and the beginning of why. */
  readonly failures: string[];
}

function resultOf(file: string | undefined): FileResult {
  const name = path.relative('.', file ?? '');
  const result = results.get(name) ?? { passed: 0, skipped: 0, ms: 0, failures: [] };
  results.set(name, result);
  return result;
}

function list(title: string, lines: readonly string[]): void {
  if (lines.length > 0) process.stdout.write(`\n${title}:\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
}

/** Each file is taken when there is room for it, and its report is printed whole when it has ended. */
async function runAll(): Promise<void> {
  const houses = files.filter((file) => HOUSES.test(file));
  const others = files.filter((file) => !HOUSES.test(file));
  const running = { houses: 0, others: 0 };
  const next = (): { file: string; kind: keyof typeof running } | undefined => {
    const areOthersLeft = others.length + running.others > 0;
    if (running.houses < (areOthersLeft ? HOUSES_AT_ONCE.besideOthers : HOUSES_AT_ONCE.alone)) {
      const file = houses.shift();
      if (file !== undefined) return { file, kind: 'houses' };
    }
    const file = running.others < OTHERS_AT_ONCE ? others.shift() : undefined;
    return file === undefined ? undefined : { file, kind: 'others' };
  };
  const takeMore = async (): Promise<void> => {
    const started: Promise<void>[] = [];
    for (let taken = next(); taken !== undefined; taken = next()) started.push(runTaken(taken));
    await Promise.all(started);
  };
  const runTaken = async ({ file, kind }: { file: string; kind: keyof typeof running }): Promise<void> => {
    running[kind] += 1;
    await runFile(file);
    running[kind] -= 1;
    await takeMore();
  };
  await takeMore();
}

/** Whatever fails once more has failed; the rest is named for what it is (docs/decisions/tests-tried-again.md). */
async function tryAgainAlone(): Promise<void> {
  const failed = [...results].filter(([, { failures }]) => failures.length > 0);
  if (failed.length === 0 || failed.length > MOST_TRIED_AGAIN) return;
  for (const [file, first] of failed) {
    results.delete(file);
    await runFile(file);
    if (resultOf(file).failures.length === 0) unsteady.push(...first.failures);
  }
}

/** In a process of its own. */
async function runFile(file: string): Promise<void> {
  const stream = run({
    files: [file],
    concurrency: 1,
    timeout: FILE_LIMIT_MS,
    execArgv: [...SOURCES, ...QUICK_PASSWORDS],
  });
  stream.on('test:pass', (event) => {
    if (event.details.type === 'suite' || event.name === event.file) return;
    if (event.skip !== undefined && event.skip !== false) resultOf(event.file).skipped += 1;
    else resultOf(event.file).passed += 1;
  });
  stream.on('test:fail', (event) => {
    if (event.details.type === 'suite') return;
    const { error } = event.details;
    const why = (error.cause instanceof Error ? error.cause.message : error.message).split('\n').slice(0, WHY_LINES);
    resultOf(event.file).failures.push(
      [`${path.relative('.', event.file ?? '')}: ${event.name}`, ...why].join('\n    '),
    );
  });
  // A report is printed when its file has ended; whoever waits for it learns of a failure when it happens.
  stream.on('test:complete', ({ name, file, details }) => {
    if (!details.passed && details.type !== 'suite')
      process.stderr.write(`failed just now: ${path.relative('.', file ?? '')}: ${name}\n`);
  });
  stream.on('test:summary', (event) => {
    if (event.file !== undefined) resultOf(event.file).ms = event.duration_ms;
  });
  const report = Readable.from(withoutSums(stream)).compose(spec);
  report.setEncoding('utf8');
  let text = '';
  report.on('data', (piece: string) => (text += piece));
  await new Promise((resolve, reject) => report.on('end', resolve).on('error', reject));
  process.stdout.write(text);
}

/** The sums of each file are left out: the run's own stand at its end. */
async function* withoutSums(events: AsyncIterable<TestEvent>): AsyncGenerator<TestEvent> {
  for await (const event of events) if (event.type !== 'test:diagnostic' || event.data.file !== undefined) yield event;
}
