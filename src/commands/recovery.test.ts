import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recipientToText } from '../../lib/seal/door.ts';
import { readRecoveryKey, runRecovery } from './recovery.ts';

async function run(args: readonly string[], file = '') {
  const lines: string[] = [];
  const code = await runRecovery(args, { write: (line) => lines.push(line), readText: () => Promise.resolve(file) });
  return { code, text: lines.join('\n') };
}

const publicKeyIn = (text: string) => /^FYR_RECOVERY_KEYS=(age1\S+)$/m.exec(text)?.[1];

test('recovery make shows a key whole, and readRecoveryKey reads it', async () => {
  const { code, text } = await run(['make']);
  assert.equal(code, 0);
  const secret = /^AGE-SECRET-KEY-1\S+$/m.exec(text)?.[0] ?? '';
  assert.equal(recipientToText(readRecoveryKey(`# ours\n\n${secret}\n`).recipient), publicKeyIn(text));
});

test('recovery make shows shares, any M of which combine names the same public key of; fewer do not', async () => {
  const { text } = await run(['make', '--shares=3/5']);
  const shares = text.match(/^share \d of any 3, .*$/gm) ?? [];
  assert.equal(shares.length, 5);
  assert.doesNotMatch(text, /AGE-SECRET-KEY/);
  for (const some of [shares.slice(0, 3), shares.slice(2)]) {
    const combined = await run(['combine', 'FILE'], some.join('\n'));
    assert.equal(combined.text, publicKeyIn(text));
  }
  await assert.rejects(run(['combine', 'FILE'], shares.slice(0, 2).join('\n')), /It takes 3 different shares; 2/);
  await assert.rejects(run(['combine', 'FILE'], ''), /could not be read/);
});

test('recovery says how it is used when it was not understood', async () => {
  for (const args of [[], ['make', '--shares=x'], ['make', '--shares=2/3', 'more'], ['combine']])
    assert.equal((await run(args)).code, 2);
  await assert.rejects(run(['make', '--shares=5/3']), /At least 2 shares/);
});
