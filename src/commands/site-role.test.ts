import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import pg from 'pg';
import { freshConnection, quietLog } from '../../test/fresh-database.ts';
import { receiveTip } from '../intake/door.ts';
import { mailboxKeyOfReceipt } from '../intake/mailbox-key.ts';
import { openMailbox, removeFromMailbox, writeToMailbox } from '../intake/use-mailbox.ts';
import { hasNotice, markSeen } from '../intake/notice/notice-store.ts';
import { addressDigestOf, stopByToken, stopToken, turnNoticeOff, turnNoticeOn } from '../intake/notice/use-notice.ts';
import { openDatabase } from '../platform/db.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { newestDeskKey } from '../staff/door.ts';
import { openScene } from '../cases/test-support.ts';
import { readReceipt } from '../../lib/receipt/door.ts';

const owner = await freshConnection();
const house = openDatabase({ ...owner, max: 2 }, quietLog);
const site = openDatabase({ ...owner, user: 'fyr_site', max: 2 }, quietLog);
after(async () => {
  await site.close();
  await house.close();
});

async function isRefused(statement: string): Promise<boolean> {
  try {
    await site.pool.query(statement);
    return false;
  } catch (error) {
    return error instanceof pg.DatabaseError && error.code === '42501';
  }
}

test('the site does all that it does for the public with its own role: receive, open, write, take back', async () => {
  const scene = await openScene(house.db);
  const serviceKey = serviceKeyFrom(Buffer.alloc(32, 9));
  const now = new Date();
  const deskKey = await newestDeskKey(house.db);
  assert.ok(deskKey && scene.analystId);
  const received = await receiveTip(
    { db: site.db, serviceKey, clock: { now: () => now }, deskKey },
    {
      ...{
        submissionKey: randomBytes(16),
        category: 'online',
        language: 'sv',
        isUrgent: false,
        wantsAnswer: true,
        source: 'form',
      },
      ...{ addresses: ['http://example.org/'], report: { narrative: 'Words.' }, contact: { name: 'Nobody' } },
    },
  );
  const read = readReceipt(received.receipt);
  assert.ok(read.ok);
  const key = mailboxKeyOfReceipt(read.receipt, serviceKey);
  assert.equal((await openMailbox(site.db, key))?.hasContact, true);
  const message = { submissionKey: randomBytes(16), text: 'More.', now };
  assert.equal(await writeToMailbox({ db: site.db, serviceKey }, key, message), 'written');
  const deps = { db: site.db, serviceKey };
  const told = { address: 'somebody@example.org', language: 'sv', now } as const;
  assert.equal(await turnNoticeOn(deps, key, told), 'on');
  assert.equal(await turnNoticeOn(deps, key, told), 'on', 'replaced');
  const opened = await openMailbox(site.db, key);
  assert.ok(opened);
  await markSeen(site.db, opened.tipId);
  assert.equal(await turnNoticeOff(deps, key, now), 'off');
  assert.equal(await turnNoticeOn(deps, key, told), 'on');
  const token = stopToken(serviceKey, opened.tipId, addressDigestOf(serviceKey, told.address), now);
  await stopByToken(deps, token, now);
  assert.equal(await hasNotice(site.db, opened.tipId), false);
  assert.equal(await turnNoticeOn(deps, key, told), 'on');
  assert.ok(await removeFromMailbox({ db: site.db }, key, { what: 'contact', now }));
  assert.equal((await openMailbox(site.db, key))?.hasContact, false);
  assert.ok(await removeFromMailbox({ db: site.db }, key, { what: 'all', now }));
  assert.equal((await openMailbox(site.db, key))?.isErased, true);
});

test("the site's role reads no tip's words, contact, addresses or desk key", async () => {
  for (const column of [
    'sealed_report',
    'sealed_contact',
    'shrouded_addresses',
    'sealed_key_desk',
    'urgent_package',
    '*',
  ])
    assert.ok(await isRefused(`select ${column} from tip`), column);
  for (const statement of [
    'delete from tip',
    'update tip set sealed_report = null',
    'update mailbox_entry set status = null',
    'delete from mailbox_entry',
    'select shrouded_address from mailbox_notice',
    'truncate tip',
  ])
    assert.ok(await isRefused(statement), statement);
});
