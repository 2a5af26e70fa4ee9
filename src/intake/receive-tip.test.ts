import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { readReceipt } from '../../lib/receipt/door.ts';
import { generateIdentity, seal, type Recipient } from '../../lib/seal/door.ts';
import { transact } from '../platform/db.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { hourOf } from '../terms/hour.ts';
import { deskKeyIdSchema, staffIdSchema, tipIdSchema } from '../terms/ids.ts';
import {
  askTipster,
  clearUrgentPackage,
  listUnansweredTips,
  openTip,
  postStatus,
  readMailbox,
  readReportedAddresses,
  readTip,
  receiveTip,
  takeUrgentPackage,
  TipClosed,
  type TipContent,
  type TipSubmission,
} from './door.ts';
import { mailboxKeyOfReceipt } from './mailbox-key.ts';
import { markOf, MAX_TIPSTER_MESSAGES } from './mailbox.ts';
import { openMailbox, writeToMailbox } from './use-mailbox.ts';

const CANARY = 'kanariefågel-7f3e';
const now = new Date('2026-03-04T15:42:10Z');
/** Of acts that are not the public's, so that the public's moment can be searched for. */
const staffNow = new Date('2026-03-05T09:00:00Z');
const clock = { now: () => now };
const serviceKey = serviceKeyFrom(randomBytes(32));
const desk = generateIdentity();
const deskId = deskKeyIdSchema.parse(randomUUID());
const deskIdentities = new Map([[deskId, desk]]);
const { db, pool } = await freshDatabase();
await pool.query('insert into desk_key (id, recipient, created_at) values ($1, $2, $3)', [
  deskId,
  desk.recipient.bytes,
  staffNow,
]);
const deps = { db, serviceKey, clock, deskKey: { id: deskId, recipient: desk.recipient } };

function submission(changes: Partial<TipSubmission> = {}): TipSubmission {
  return {
    submissionKey: randomBytes(16),
    category: 'online',
    language: 'sv',
    isUrgent: false,
    wantsAnswer: true,
    source: 'form',
    addresses: [`http://${CANARY}.example/${CANARY}`],
    report: { narrative: `Jag såg det här. ${CANARY}`, suspect: CANARY },
    contact: { name: CANARY, email: `${CANARY}@example.org` },
    ...changes,
  };
}

async function tipIdOf(receipt: string) {
  const opened = await openMailbox(db, keyOf(receipt));
  assert.ok(opened);
  return opened.tipId;
}

function keyOf(receipt: string) {
  const read = readReceipt(receipt);
  assert.ok(read.ok);
  return mailboxKeyOfReceipt(read.receipt, serviceKey);
}

async function countOf(table: string): Promise<number> {
  const result = await pool.query<{ count: number }>(`select count(*)::int as count from ${table}`);
  return result.rows[0]?.count ?? -1;
}

/** Every table's every row, text as it stands and bytes also as the text they might be. */
async function dumpEverything(): Promise<string> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`.execute(db);
  const parts: string[] = [];
  for (const { name } of tables.rows) {
    const rows = await pool.query<Record<string, unknown>>(`select * from ${name}`);
    for (const row of rows.rows) {
      for (const value of Object.values(row))
        parts.push(Buffer.isBuffer(value) ? value.toString('utf8') + value.toString('utf16le') : JSON.stringify(value));
    }
  }
  return parts.join('\n');
}

test('receiveTip writes tip, first status, act and event once for the same submission', async () => {
  const before = {
    tips: await countOf('tip'),
    acts: await countOf('ledger_act'),
    events: await countOf('outbox'),
  };
  const same = submission();
  const first = await receiveTip(deps, same);
  const again = await receiveTip({ ...deps, clock: { now: () => new Date(now.getTime() + 7_200_000) } }, same);
  assert.equal(first.isNew, true);
  assert.deepEqual(again, { receipt: first.receipt, isNew: false });
  assert.equal(await countOf('tip'), before.tips + 1);
  assert.equal(await countOf('ledger_act'), before.acts + 1);
  assert.equal(await countOf('outbox'), before.events + 1);
  const opened = await openMailbox(db, keyOf(first.receipt));
  const postedHour = new Date('2026-03-04T15:00:00Z');
  assert.deepEqual(opened?.entries, [{ kind: 'status', number: 1, postedHour, status: 'received' }]);
});

test('receiveTip makes one tip of many equal submissions at once', async () => {
  const before = await countOf('tip');
  const same = submission();
  const results = await Promise.all(Array.from({ length: 16 }, () => receiveTip(deps, same)));
  assert.equal(new Set(results.map((result) => result.receipt)).size, 1);
  assert.equal(results.filter((result) => result.isNew).length, 1);
  assert.equal(await countOf('tip'), before + 1);
});

test('receiveTip gives another receipt for other content or another key', async () => {
  const one = submission();
  const first = await receiveTip(deps, one);
  const edited = await receiveTip(deps, { ...one, report: { ...one.report, narrative: 'Jag såg det igår.' } });
  const otherKey = await receiveTip(deps, { ...one, submissionKey: randomBytes(16) });
  assert.equal(new Set([first.receipt, edited.receipt, otherKey.receipt]).size, 3);
  assert.ok(edited.isNew && otherKey.isNew);
});

test('receiveTip refuses a submission key that could be guessed', async () => {
  await assert.rejects(receiveTip(deps, submission({ submissionKey: randomBytes(15) })), RangeError);
});

test('receiveTip leaves none of the words in any table, and the receipt in none', async () => {
  const { receipt } = await receiveTip(deps, submission({ report: { narrative: CANARY.repeat(50), place: CANARY } }));
  const key = keyOf(receipt);
  await writeToMailbox(deps, key, { submissionKey: randomBytes(16), text: `Mer om ${CANARY}`, now });
  await transact(db, async (tx) => {
    const staffId = staffIdSchema.parse(randomUUID());
    await askTipster(tx, { tipId: await tipIdOf(receipt), text: `Vad menas med ${CANARY}?`, staffId, now: staffNow });
  });
  const dump = await dumpEverything();
  assert.ok(dump.includes('tip.received') && dump.includes('mailbox.asked'), 'the dump sees the tables');
  assert.ok(!dump.includes(CANARY) && !dump.includes('7f3e'));
  assert.ok(!dump.includes(receipt) && !dump.includes(receipt.replaceAll(' ', '')));
  const bytes = Buffer.from(dump, 'utf8');
  assert.ok(!bytes.includes(Buffer.from(key.secret)));
  assert.ok(!dump.includes('15:42:10'), 'no moment of the public is kept, only the hour');
});

test('openTip gives back what was told, with the desk key only', async () => {
  const told = submission();
  const tipId = await tipIdOf((await receiveTip(deps, told)).receipt);
  const record = await readTip(db, tipId);
  const opened = openTip(record, deskIdentities);
  assert.deepEqual(opened.report, told.report);
  assert.deepEqual(opened.contact, told.contact);
  assert.deepEqual(await readReportedAddresses(db, serviceKey, tipId), told.addresses);
  assert.equal(record.hasContact, true);
  assert.throws(() => openTip(record, new Map()), { code: 'no-desk-key' });
  assert.throws(() => openTip(record, new Map([[deskId, generateIdentity()]])), { code: 'not-for-us' });
  assert.throws(() => openTip({ ...record, sealedKeyDesk: undefined }, deskIdentities), TipClosed);
});

test('receiveTip takes an anonymous tip, NUL bytes and lone surrogates', async () => {
  const narrative = `a\0b${String.fromCharCode(0xd800)}c`;
  const told = submission({ contact: { name: '' }, report: { narrative }, addresses: [] });
  const tipId = await tipIdOf((await receiveTip(deps, told)).receipt);
  const record = await readTip(db, tipId);
  assert.equal(record.hasContact, false);
  assert.equal(record.sealedContact, undefined);
  assert.equal(openTip(record, deskIdentities).report.narrative, narrative);
});

test('receiveTip makes the message to the police for urgent tips, and takes the tip when that fails', async () => {
  const seen: TipContent[] = [];
  const sealUrgent = (content: TipContent) => {
    seen.push(content);
    return Promise.resolve(Buffer.from('sealed elsewhere'));
  };
  const urgent = await tipIdOf((await receiveTip({ ...deps, sealUrgent }, submission({ isUrgent: true }))).receipt);
  assert.deepEqual(await takeUrgentPackage(db, urgent), Buffer.from('sealed elsewhere'));
  assert.equal(seen[0]?.tipId, urgent);
  await transact(db, (tx) => clearUrgentPackage(tx, urgent));
  assert.equal(await takeUrgentPackage(db, urgent), undefined);
  await receiveTip({ ...deps, sealUrgent }, submission());
  assert.equal(seen.length, 1);
  const failing = () => Promise.reject(new Error('no police key'));
  const taken = await receiveTip({ ...deps, sealUrgent: failing }, submission({ isUrgent: true }));
  assert.equal(await takeUrgentPackage(db, await tipIdOf(taken.receipt)), undefined);
  assert.equal(await countOf('outbox where is_urgent'), 2);
});

test('mailbox carries question and answer both ways, each once', async () => {
  const { receipt } = await receiveTip(deps, submission());
  const key = keyOf(receipt);
  const tipId = await tipIdOf(receipt);
  const staffId = staffIdSchema.parse(randomUUID());
  await transact(db, (tx) => askTipster(tx, { tipId, text: 'När såg du sidan?', staffId, now }));
  assert.deepEqual(await listUnansweredTips(db, [tipId]), new Set());
  const answer = { submissionKey: randomBytes(16), text: 'I går kväll.', now };
  assert.equal(await writeToMailbox(deps, key, answer), 'written');
  assert.equal(await writeToMailbox(deps, key, answer), 'written');
  assert.deepEqual(await listUnansweredTips(db, [tipId]), new Set([tipId]));
  const byTipster = (await openMailbox(db, key))?.entries ?? [];
  const { tipIdentity } = openTip(await readTip(db, tipId), deskIdentities);
  assert.deepEqual(byTipster, await readMailbox(db, tipId, { tipIdentity, deskIdentities }));
  assert.deepEqual(
    byTipster.map((entry) => ('text' in entry ? [entry.author, entry.text] : entry.kind === 'status' && entry.status)),
    ['received', ['hotline', 'När såg du sidan?'], ['tipster', 'I går kväll.']],
  );
});

test('a message that the sender’s browser sealed is opened by the desk, and with the receipt alone only seen to be there', async () => {
  const { receipt } = await receiveTip(deps, submission());
  const key = keyOf(receipt);
  const tipId = await tipIdOf(receipt);
  const boxTo = (recipient: Recipient, content: unknown) => seal(Buffer.from(JSON.stringify(content)), [recipient]);
  const stranger = generateIdentity().recipient;
  const good = boxTo(deps.deskKey.recipient, { text: 'I går\u0000 kväll.\r\nSent.' });
  const boxes = [
    good,
    boxTo(stranger, { text: 'x' }),
    boxTo(deps.deskKey.recipient, ['x']),
    boxTo(deps.deskKey.recipient, {}),
  ];
  for (const box of boxes) {
    const message = { submissionKey: randomBytes(16), sealed: { deskKeyId: deps.deskKey.id, box }, now };
    for (const outcome of [await writeToMailbox(deps, key, message), await writeToMailbox(deps, key, message)])
      assert.equal(outcome, 'written');
  }
  const place = { author: 'tipster', postedHour: hourOf(now) } as const;
  const closed = (from: number) =>
    boxes.slice(from).map((box, at) => ({ ...place, kind: 'closed', number: from + at + 2, mark: markOf(box) }));
  assert.deepEqual((await openMailbox(db, key))?.entries.slice(1), closed(0));
  const { tipIdentity } = openTip(await readTip(db, tipId), deskIdentities);
  assert.deepEqual((await readMailbox(db, tipId, { tipIdentity, deskIdentities })).slice(1), [
    { ...place, kind: 'message', number: 2, text: 'I går kväll.\nSent.' },
    ...closed(1),
  ]);
  const { rows } = await pool.query<{ box: Buffer }>('select sealed_text as box from mailbox_entry where number = 2');
  assert.ok(
    rows.every(({ box }) => !box.includes(good)),
    'the box lies under the tip’s own key',
  );
});

test('postStatus tells each status once', async () => {
  const tipId = await tipIdOf((await receiveTip(deps, submission())).receipt);
  const told = await transact(db, async (tx) => [
    await postStatus(tx, tipId, 'in-review', now),
    await postStatus(tx, tipId, 'in-review', now),
    await postStatus(tx, tipId, 'received', now),
    await postStatus(tx, tipId, 'sent-on', now),
  ]);
  assert.deepEqual(told, [true, false, false, true]);
  await assert.rejects(
    transact(db, (tx) => postStatus(tx, tipIdSchema.parse(randomUUID()), 'closed', now)),
    RangeError,
  );
});

test('writeToMailbox opens nothing with another receipt, and stops at a full or erased mailbox', async () => {
  const message = { submissionKey: randomBytes(16), text: 'Hej', now };
  const { receipt } = await receiveTip(deps, submission());
  const stranger = keyOf((await receiveTip({ ...deps, db }, submission())).receipt);
  assert.notEqual(stranger.digest.toString('hex'), keyOf(receipt).digest.toString('hex'));
  const unknown = mailboxKeyOfReceipt(
    (() => {
      const read = readReceipt('0000 0000 0000 0000 0000 0000 0000');
      assert.ok(read.ok);
      return read.receipt;
    })(),
    serviceKey,
  );
  assert.equal(await openMailbox(db, unknown), undefined);
  assert.equal(await writeToMailbox(deps, unknown, message), 'no-mailbox');
  const tipId = await tipIdOf(receipt);
  await pool.query(
    `insert into mailbox_entry (tip_id, number, posted_hour, author, kind, sealed_text)
     select $1, n + 1, now(), 'tipster', 'message', '' from generate_series(1, $2::int) n`,
    [tipId, MAX_TIPSTER_MESSAGES],
  );
  assert.equal(await writeToMailbox(deps, keyOf(receipt), message), 'full');
  await pool.query('update tip set sealed_key_desk = null, sealed_key_mailbox = null, erased_at = $2 where id = $1', [
    tipId,
    now,
  ]);
  assert.equal(await writeToMailbox(deps, keyOf(receipt), message), 'erased');
  const opened = await openMailbox(db, keyOf(receipt));
  assert.equal(opened?.isErased, true);
  assert.deepEqual(
    opened.entries.map((entry) => entry.kind),
    ['status'],
  );
});
