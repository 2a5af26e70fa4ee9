import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recipientToText } from '../../lib/seal/door.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { TEST_PASSWORD } from '../cases/test-support.ts';
import { readConfig } from '../platform/config.ts';
import { transact } from '../platform/db.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { createStaffMember, totpCode } from '../staff/door.ts';
import { runRecoverDesk } from './recover-desk.ts';
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

test('recovery trust takes two supervisors at the terminal, and recovery invite then prints a link that carries the keys', async () => {
  const { db } = await freshDatabase();
  const serviceKey = serviceKeyFrom(Buffer.alloc(32, 6));
  const secrets = new Map<string, string>();
  const now = new Date();
  for (const [login, role] of [
    ['ada', 'supervisor'],
    ['bo', 'supervisor'],
    ['cy', 'analyst'],
  ] as const) {
    const made = await transact(db, (tx) =>
      createStaffMember(tx, serviceKey, { name: login, login, password: TEST_PASSWORD, role, now }),
    );
    secrets.set(login, made.totpSecret);
  }
  const { text } = await run(['make']);
  const secret = /^AGE-SECRET-KEY-1\S+$/m.exec(text)?.[0] ?? '';
  const config = readConfig({ FYR_RECOVERY_KEYS: publicKeyIn(text) });
  let asked = '';
  // A code is good once: each log-in comes half a minute after the one before.
  let later = 0;
  const clock = { now: () => new Date(now.getTime() + later * 30_000) };
  const lines: string[] = [];
  const desk = (args: readonly string[], file = secret) =>
    runRecoverDesk(args, {
      ...{ db, serviceKey, clock, config, readText: () => Promise.resolve(file) },
      write: (line) => lines.push(line),
      ask: (question, isSecret) => {
        if (!isSecret) return Promise.resolve(totpCode(secrets.get(asked) ?? '', clock.now()));
        asked = /Password of (\w+)/.exec(question)?.[1] ?? '';
        later += 1;
        return Promise.resolve(TEST_PASSWORD);
      },
    });
  await assert.rejects(desk(['invite', 'FILE']), /never trusted it/);
  await assert.rejects(desk(['trust', '--as=ada', '--and=ada']), /two different people/);
  await assert.rejects(desk(['trust', '--as=ada', '--and=cy']), /Both have to be supervisors/);
  assert.equal(await desk(['trust', '--as=ada', '--and=bo']), 0);
  assert.equal(await desk(['invite', 'FILE']), 0);
  assert.match(lines.at(-1) ?? '', /^http:\/\/127\.0\.0\.1:8081\/set-up\/[\w-]{43}$/);
  for (const args of [['trust', '--as=ada'], ['invite'], ['invite', 'FILE', 'more']]) assert.equal(await desk(args), 2);
});

test('recovery says how it is used when it was not understood', async () => {
  for (const args of [[], ['make', '--shares=x'], ['make', '--shares=2/3', 'more'], ['combine']])
    assert.equal((await run(args)).code, 2);
  await assert.rejects(run(['make', '--shares=5/3']), /At least 2 shares/);
});
