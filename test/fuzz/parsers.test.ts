/**
 * Every parser of the house, fed with what is made to break parsers (`hostile-input.ts`), as long as FYR_FUZZ_SECONDS allows: some
 * seconds in CI, ten minutes by `npm run fuzz`. What was found so is kept as a case of its own beside the parser.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { FILE_TARGETS } from './file-targets.ts';
import { fuzz, holdsFor, FUZZ_SECONDS, FUZZ_SEED } from './fuzz.ts';
import { OUTSIDE_TARGETS } from './outside-targets.ts';
import { OWN_TARGETS } from './own-targets.ts';
import { WEB_TARGETS } from './web-targets.ts';

const TARGETS = [...WEB_TARGETS, ...OUTSIDE_TARGETS, ...OWN_TARGETS, ...FILE_TARGETS];
/** The rest is the endpoints'. */
const SHARE = 0.6;

test('every parser throws only what it states, in bounded time, and touches no prototype, whatever it is given', async (t) => {
  t.diagnostic(`FYR_FUZZ_SEED=${FUZZ_SEED}, ${FUZZ_SECONDS} s`);
  const problems: string[] = [];
  let inputs = 0;
  for (const target of TARGETS) {
    const read = await fuzz(target, (FUZZ_SECONDS * SHARE) / TARGETS.length).catch((error: unknown) => {
      problems.push(error instanceof Error ? error.message : String(error));
      return 0;
    });
    inputs += read;
  }
  t.diagnostic(`${inputs} inputs for ${TARGETS.length} parsers`);
  assert.deepEqual(problems, []);
  assert.ok(inputs >= TARGETS.length * 3, `only ${inputs} inputs were read`);
});

/** What a parser was once broken by, kept: its name and the bytes. */
const FOUND: readonly (readonly [string, string])[] = [
  ['readArchive (gzip)', ''],
  ['readArchive (tar)', 'no tar at all'],
  // The error quoted the field, which is what somebody told.
  ['readTipRows (csv)', '{"__proto__":{"polluted":1}}'],
  // The rule after the one that it broke could not read it either, and threw.
  [
    'parseProviderApis',
    '{"version":1,"accounts":{"near":{"adapter":"example","url":"!ttps://api.example.org/","tokenFile":"/t"}}}',
  ],
  ['readTipRows (csv)', 'received_at,narrative\n2026-01-01T10:00:00Z,a "secret" b\n'],
];

test('what was once found reads as it should', async () => {
  for (const [name, text] of FOUND) {
    const target = TARGETS.find((each) => each.name === name);
    assert.ok(target, name);
    await holdsFor(target, Buffer.from(text));
  }
});

/** Exported functions that are named as parsers are. */
const PARSER = /^export (?:async )?function\*? ((?:parse|decode|canonicalise|recognise)[A-Z]\w*|canonicalise)\b/gm;
/** Fed through another one, or reading nothing that comes from outside. */
const NOT_ALONE: ReadonlyMap<string, string> = new Map([
  ['parseKey', 'by parseVerifierKey and parseWitnessKey'],
  ['parseFields', 'by the readers of lists'],
  ['decodePicture', 'in worker processes alone, whose death is an answer (lib/pdq/hostile-pictures.test.ts)'],
]);

test('every exported function that is named as a parser is fed here', () => {
  const fed = new Set(TARGETS.map(({ name }) => name.split(' ')[0]));
  const missing = ['src', 'lib'].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/test|assembly|node_modules/.test(file))
      .flatMap((file) =>
        [...readFileSync(path.join(root, file), 'utf8').matchAll(PARSER)].map(([, name = '']) => name),
      ),
  );
  assert.ok(missing.length >= 20, `only ${missing.length} parsers were found`);
  assert.deepEqual(
    missing.filter((name) => !fed.has(name) && !NOT_ALONE.has(name)),
    [],
  );
});
