/**
 * Loaded before each test file, and never by Fyr: passwords cost little in the test's own process (docs/decisions/tests-quicker.md). Houses that
 * tests start are processes of their own, with the cost that Fyr has. So have the tests of passwords themselves.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const FULL = 'const COST: Argon2Cost = { memoryKib: 65_536, passes: 3, parallelism: 1 };';
const QUICK = 'const COST: Argon2Cost = { memoryKib: 1_024, passes: 1, parallelism: 1 };';
/** What they say holds for the cost that Fyr has. */
const WITH_FULL_COST = /\/src\/staff\/(password|log-in)\.test\.ts$/;
const PASSWORD = new URL('../src/staff/password.ts', import.meta.url).href;

if (!WITH_FULL_COST.test(process.argv[1] ?? ''))
  registerHooks({
    load(url, context, nextLoad) {
      if (url !== PASSWORD) return nextLoad(url, context);
      const parts = readFileSync(fileURLToPath(url), 'utf8').split(FULL);
      if (parts.length !== 2)
        throw new Error(`${url} has its cost in other words: test/quick-passwords.ts must follow.`);
      return { format: 'module-typescript', source: parts.join(QUICK), shortCircuit: true };
    },
  });
