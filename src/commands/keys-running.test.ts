import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { readReceipt } from '../../lib/receipt/door.ts';
import { readReportedAddresses } from '../intake/door.ts';
import { mailboxKeyOfReceipt } from '../intake/mailbox-key.ts';
import { openTestSite, receiptOf, stateOf, tokenOf } from '../intake/site-for-tests.ts';
import { openMailbox } from '../intake/use-mailbox.ts';
import { readConfig } from '../platform/config.ts';
import { holdLastingSecret, settleLastingSecret } from '../platform/lasting-secret-store.ts';
import { loadServiceKey } from '../platform/service-key.ts';
import { runKeys } from './keys.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-keys-running-'));
after(() => rm(folder, { recursive: true, force: true }));
const file = path.join(folder, 'service.key');
const FIRST = randomBytes(32).toString('hex');
await writeFile(file, FIRST, { mode: 0o600 });
const site = await openTestSite({ serviceKey: async (pool) => settleLastingSecret(pool, await loadServiceKey(file)) });
const START_MS = Date.parse('2026-03-04T15:42:10Z');
const DAY_MS = 86_400_000;

async function rotate(afterMs = 0): Promise<void> {
  const config = readConfig({ FYR_DATA_DIR: folder, FYR_SERVICE_KEY_FILE: file });
  const house = { config, db: site.db, pool: site.pool, clock: { now: () => new Date(START_MS + afterMs) } };
  assert.equal(await runKeys(['rotate'], { house, write: () => undefined, seenAfterMs: 0 }), 0);
}

const FORM = '/sv/tip/other';
const words = (text: string) => ({ narrative: text });

/** A tip, its mailbox, and the same form sent once more: what anybody may do at any moment. @returns its receipt */
async function sendAndOpen(number: number): Promise<string> {
  const state = stateOf((await site.get(FORM)).body);
  const form = { state, step: 'review', go: 'send', ...words(`Number ${number}.`) };
  const [sent, again] = [await site.post(FORM, form), await site.post(FORM, form)];
  assert.deepEqual([sent.statusCode, again.statusCode], [200, 200]);
  const receipt = receiptOf(sent.body);
  assert.equal(receiptOf(again.body), receipt, 'no second tip');
  const opened = await site.post('/sv/mailbox', { receipt });
  assert.equal(opened.statusCode, 200);
  const written = await site.post('/sv/mailbox/message', { token: tokenOf(opened.body), text: 'More.' });
  assert.equal(written.statusCode, 200);
  return receipt;
}

test('while the service key is rotated, twice, nobody who is at it is refused, nothing is lost, and what was open before goes on', async () => {
  const first = await sendAndOpen(0);
  const form = stateOf((await site.get(FORM)).body);
  const mailbox = tokenOf((await site.post('/sv/mailbox', { receipt: first })).body);
  const receipts = [first];
  const state = { isRotating: true };
  const people = [1, 2].map(async (person) => {
    for (let number = 1; state.isRotating || number < 3; number += 1)
      receipts.push(await sendAndOpen(person * 1_000 + number));
  });
  await rotate();
  await rotate();
  state.isRotating = false;
  await Promise.all(people);

  const sent = await site.post(FORM, { state: form, step: 'review', go: 'send', ...words('Begun before.') });
  receipts.push(receiptOf(sent.body));
  assert.equal((await site.post('/sv/mailbox/message', { token: mailbox, text: 'Later.' })).statusCode, 200);
  for (const receipt of receipts) assert.equal((await site.post('/sv/mailbox', { receipt })).statusCode, 200);
  const { rows } = await site.pool.query<{ count: number }>('select count(*) as count from tip');
  assert.equal(rows[0]?.count, receipts.length);
  assert.equal((await readFile(file, 'utf8')).trim().split('\n').length, 3);
});

test('400 days after it was replaced the first service key is gone, and receipts from before still open', async () => {
  const receipt = await sendAndOpen(9);
  await rotate(401 * DAY_MS);
  assert.ok(!(await readFile(file, 'utf8')).includes(FIRST));
  const fresh = await holdLastingSecret(site.pool, await loadServiceKey(file));
  const read = readReceipt(receipt);
  assert.ok(read.ok);
  const opened = await openMailbox(site.db, mailboxKeyOfReceipt(read.receipt, fresh));
  assert.ok(opened && !opened.isErased);
  assert.deepEqual(await readReportedAddresses(site.db, fresh, opened.tipId), []);
  const stolen = await loadServiceKey({ kind: 'text', text: FIRST });
  await assert.rejects(readReportedAddresses(site.db, stolen, opened.tipId), 'whoever kept it reads nothing');
  await assert.rejects(holdLastingSecret(site.pool, stolen), 'and has no digest to try guesses with');
});
