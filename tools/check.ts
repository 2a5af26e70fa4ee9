/** The gate: types, lint, walls, docstrings, accepted advisories, format. Prints one line each; the first failure's output in full. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { measureDocstrings } from './docstrings.ts';
import { judgeFiles, readFiles } from './read-advisories.ts';

const ROOTS = ['src', 'lib', 'test', 'bench', 'stand-ins', 'tools'];
/**
 * What has not changed since it was found right is not read again; a fresh clone has no such memory and reads everything. Other
 * packages bring other types, so that each set of packages has a memory of its own.
 */
const CACHE = `node_modules/.cache/${createHash('sha256').update(readFileSync('package-lock.json')).digest('hex').slice(0, 12)}/`;
const bin = (name: string) => `node_modules/.bin/${name}`;
/** dependency-cruiser that parses nothing also finds nothing wrong: fewer modules than this means that it did not look. */
const FEWEST_MODULES = 100;
const LEAST_DOCSTRING_SHARE = 0.8;

interface Outcome {
  readonly ok: boolean;
  readonly detail: string;
}

const checks: readonly [string, () => Outcome | Promise<Outcome>][] = [
  ['types', () => run('tsc', ['--noEmit', '--incremental', '--tsBuildInfoFile', `${CACHE}tsc.json`, '-p', '.'])],
  [
    'lint',
    () =>
      run('eslint', [
        ...['--cache', '--cache-location', `${CACHE}eslint/`, '--cache-strategy', 'content'],
        ...['--max-warnings', '0', ...ROOTS],
      ]),
  ],
  ['walls', checkWalls],
  ['docstrings', checkDocstrings],
  ['advisories', checkAdvisories],
  [
    'format',
    () =>
      run('prettier', [
        '--check',
        '--cache',
        '--cache-strategy',
        'content',
        '--cache-location',
        `${CACHE}prettier`,
        '--log-level',
        'warn',
        '.',
      ]),
  ],
];

// Lint takes as long as the others together: all at once, on two cores, in half the time.
const running = checks.map(async ([name, check]) => {
  const startedAt = performance.now();
  const { ok, detail } = await check();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(
    `${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)${ok && detail !== '' ? `: ${detail}` : ''}\n`,
  );
  if (!ok) process.stdout.write(`${detail}\n`);
  return ok;
});
const areOk = await Promise.all(running);
process.exitCode = areOk.every((isOk) => isOk) ? 0 : 1;

async function run(program: string, args: readonly string[]): Promise<Outcome> {
  const { code, stdout, stderr } = await execute(program, args);
  return { ok: code === 0, detail: code === 0 ? '' : `${stdout}${stderr}` };
}

/** Ends with the program's code, 0 for all well; never rejects. */
function execute(program: string, args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(bin(program), args, { maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({
        code,
        stdout,
        stderr: error !== null && typeof error.code !== 'number' ? `${stderr}${error.message}` : stderr,
      });
    });
  });
}

async function checkWalls(): Promise<Outcome> {
  const result = await execute('depcruise', [
    ...['--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
    ...ROOTS,
  ]);
  const schema = z.object({
    summary: z.object({
      totalCruised: z.number(),
      totalDependenciesCruised: z.number(),
      violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
    }),
  });
  const parsed = schema.safeParse(parseJson(result.stdout));
  if (!parsed.success) return { ok: false, detail: `dependency-cruiser did not answer: ${result.stderr}` };
  const { totalCruised, violations } = parsed.data.summary;
  if (totalCruised < FEWEST_MODULES)
    return { ok: false, detail: `dependency-cruiser saw only ${totalCruised} modules: it did not look.` };
  const lines = violations.map((violation) => `  ${violation.rule.name}: ${violation.from} -> ${violation.to}`);
  return lines.length > 0 ? { ok: false, detail: lines.join('\n') } : { ok: true, detail: `${totalCruised} modules` };
}

function checkDocstrings(): Outcome {
  const { total, documented, missing } = measureDocstrings(['src', 'lib', 'stand-ins']);
  const share = documented / total;
  const detail = `${(share * 100).toFixed(0)} % of ${total} exports`;
  if (share >= LEAST_DOCSTRING_SHARE) return { ok: true, detail };
  return { ok: false, detail: `${detail}; without one:\n${missing.map((name) => `  ${name}`).join('\n')}` };
}

/** What is accepted in the files; nobody outside is asked (`npm run advisories` does). */
function checkAdvisories(): Outcome {
  const files = readFiles();
  const problems = judgeFiles(files, new Date().toISOString().slice(0, 10));
  if (problems.length > 0) return { ok: false, detail: problems.map((problem) => `  ${problem}`).join('\n') };
  return { ok: true, detail: `${files.accepted.accepted.length} accepted` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
