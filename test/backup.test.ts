/**
 * A backup of a working house, and a house made of it on an empty folder: every row, the ledger, the mailboxes, by the commands that an
 * operator types. What a restore refuses, and what was erased in between, is in src/backup/backup.test.ts.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { Pool } from 'undici';
import { readArchive } from '../src/backup/archive.ts';
import { LEFT_OUT } from '../src/backup/format.ts';
import { readRecoveryKey } from '../src/commands/recovery.ts';
import type { Db } from '../src/platform/db.ts';
import { freeListeners, runCli, startApp, type App } from './app.ts';
import { findIn, needlesOf } from './canary.ts';
import { addPerson, eventually, lookInside } from './inside.ts';
import { readForm, receiptIn, tipFields, wholeTip } from './public-form.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-backup-'));
const at = (name: string) => path.join(folder, name);
const [dataDir, restoredDir] = [at('data'), at('restored')];
await writeFile(at('network.json'), JSON.stringify({ hosts: {} }));
const env: Record<string, string> = { ...(await freeListeners()), FYR_TEST_NETWORK: at('network.json') };
let app: App = await startApp({ dataDir, env });
after(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

const words = { narrative: 'Somebody at the old harbour.', name: 'Karin Kanarie', email: 'karin@kanarie.example.org' };
const address = 'http://backup-canary.example.org/album/1';
const receipts: string[] = [];

async function sendTip(n: number): Promise<string> {
  const site = new Pool(app.siteUrl);
  const form = await readForm(site, '/en/tip/online');
  const answer = await site.request({
    method: 'POST',
    path: form.action,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: wholeTip(form, { ...words, narrative: `${words.narrative} ${n}`, addresses: `${address}?${n}` }),
  });
  const receipt = receiptIn(await answer.body.text());
  await site.close();
  assert.ok(receipt !== undefined);
  return receipt;
}

async function openMailbox(receipt: string): Promise<{ status: number; html: string }> {
  const site = new Pool(app.siteUrl);
  const form = await readForm(site, '/en/mailbox');
  const answer = await site.request({
    method: 'POST',
    path: form.action,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: tipFields(form, { receipt }),
  });
  const html = await answer.body.text();
  await site.close();
  return { status: answer.statusCode, html };
}

/** Each kept table's rows as one number, so that two houses can be compared. */
async function fingerprint(db: Db): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'graphile_worker')`.execute(
    db,
  );
  const prints = new Map<string, string>();
  for (const { name } of tables.filter((table) => !LEFT_OUT.includes(table.name))) {
    const { rows } = await sql<{ print: string }>`
      select count(*) || ':' || md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as print
      from ${sql.raw(name)} t`.execute(db);
    prints.set(name, rows[0]?.print ?? '');
  }
  return prints;
}

const restore = (into: string, data: string) =>
  runCli({ dataDir: into, env, args: ['restore', at(data), `--recovery-key=${at('shares.txt')}`] });

let before: ReadonlyMap<string, string>;

test('backup writes both files of a working house, which nobody else on the machine can read, and reads them again', async () => {
  const inside = await lookInside(dataDir);
  await addPerson(inside, 'signe');
  for (const n of [1, 2, 3]) receipts.push(await sendTip(n));
  await eventually('each tip has its case and its place on the ledger', async () => {
    const { rows } = await sql<{ done: boolean }>`
      select (select count(*) from case_tip) = 3 and not exists (select from ledger_act) and not exists (select from outbox)
        and not exists (select from graphile_worker.jobs) as done`.execute(inside.db);
    return rows[0]?.done === true ? true : undefined;
  });
  const made = await runCli({ dataDir, args: ['recovery', 'make', '--shares=2/3'] });
  const key = /^FYR_RECOVERY_KEYS=(age1\S+)$/m.exec(made.output)?.[1];
  const shares = made.output.match(/^share \d of any 2, .*$/gm) ?? [];
  assert.ok(key !== undefined && shares.length === 3, made.output);
  env['FYR_RECOVERY_KEYS'] = key;
  await writeFile(at('shares.txt'), `# two of three\n${shares[2]}\n\n${shares[0]}\n`);

  before = await fingerprint(inside.db);
  const written = await runCli({ dataDir, env, args: ['backup', at('monday.age')] });
  assert.equal(written.code, 0, written.output);
  assert.match(written.output, /Backed up \d+ rows of \d+ tables .* read again and the same/);
  for (const name of ['monday.age', 'fyr-keys.age']) assert.equal((await stat(at(name))).mode & 0o777, 0o600, name);
  await inside.close();
});

test('neither file has a word of a tip, an address or the service key in clear; opened, the data file has none of them either', async () => {
  const serviceKey = (await readFile(path.join(dataDir, 'keys', 'service.key'), 'utf8')).trim();
  const needles = needlesOf({ ...words, address: 'backup-canary.example.org', receipt: receipts[0] ?? '', serviceKey });
  const identity = readRecoveryKey(await readFile(at('shares.txt'), 'utf8'));
  const opened = { data: '', keys: '' };
  for (const [kind, name] of [
    ['data', 'monday.age'],
    ['keys', 'fyr-keys.age'],
  ] as const) {
    assert.deepEqual(findIn(name, await readFile(at(name)), needles), []);
    for await (const entry of readArchive(at(name), [identity])) {
      opened[kind] += `${entry.name}\n`;
      const found = findIn(entry.name, entry.bytes, needles);
      if (entry.name === 'service.key') assert.ok(found.length > 0, 'the search can find');
      else assert.deepEqual(found, []);
    }
  }
  assert.match(opened.data, /^tables\/public\.tip\/000000\.copy$/m);
  assert.match(opened.data, /^checkpoints\/\d{4}-\d\d-\d\d\.\d{12}\.txt$/m);
  assert.doesNotMatch(opened.data, /service\.key/);
  assert.match(opened.keys, /^service\.key$/m);
});

test('a fresh house of it has every row, a whole ledger, mailboxes that open, and goes on from there', async () => {
  assert.equal(await app.stop(), 0);
  const restored = await restore(restoredDir, 'monday.age');
  assert.equal(restored.code, 0, restored.output);
  assert.match(restored.output, /The ledger is whole: \d+ entries/);
  assert.doesNotMatch(restored.output, /cannot be read/);

  app = await startApp({ dataDir: restoredDir, env });
  const inside = await lookInside(restoredDir);
  const now = await fingerprint(inside.db);
  // What the house itself has done since: the act about the restore, and its place on the ledger.
  const own = [/^public\.ledger_/, /^graphile_worker\._private_known_crontabs$/];
  for (const [name, print] of before)
    if (!own.some((each) => each.test(name))) assert.equal(now.get(name), print, name);
  assert.deepEqual([...now.keys()].sort(), [...before.keys()].sort());
  const { status, html } = await openMailbox(receipts[0] ?? '');
  assert.equal(status, 200);
  assert.match(html, /received/i);
  receipts.push(await sendTip(4));
  await eventually('a new tip has a new case', async () => {
    const { rows } = await sql<{ numbers: number }>`select count(distinct number) as numbers from case_file`.execute(
      inside.db,
    );
    return rows[0]?.numbers === 4 ? true : undefined;
  });
  await eventually('the restore is on the record', async () => {
    const { rows } = await sql`select 1 from ledger_entry where action = 'house.restored'`.execute(inside.db);
    return rows.length === 1 ? true : undefined;
  });
  const verified = await runCli({ dataDir: restoredDir, env, args: ['ledger', 'verify'] });
  assert.equal(verified.code, 0, verified.output);

  await inside.close();
  const taken = await restore(restoredDir, 'monday.age');
  assert.equal(taken.code, 1);
  assert.match(taken.output, /is there already: a restore overwrites nothing/);
});
