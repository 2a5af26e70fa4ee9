import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { startMailCatcher } from '../../../stand-ins/mail-catcher.ts';
import { transact } from '../../platform/db.ts';
import { openMailer } from '../../platform/mail.ts';
import { textsIn } from '../../site/texts.ts';
import { staffIdSchema, tipIdSchema, type TipId } from '../../terms/ids.ts';
import { SITE_LANGUAGES } from '../../terms/site-languages.ts';
import { askTipster, postStatus } from '../post-to-mailbox.ts';
import { openTestSite, receiptOf, tokenOf } from '../site-for-tests.ts';
import { isMailAddress, noticeDueAt, noticeLetter, NOTICE_PAUSE_MS } from './notice.ts';
import { hasNotice } from './notice-store.ts';
import { sendNotice } from './send-notice.ts';
import { NOTICE_TASK } from './tell-news.ts';

const HOUR_MS = 3_600_000;
const site = await openTestSite();
const { db, pool } = site;
const catcher = await startMailCatcher();
const mailer = openMailer(catcher.smtpUrl, 'post@example.org');
after(async () => {
  mailer.close();
  await catcher.close();
  await site.http.close();
});
let nowMs = Date.parse('2026-03-04T15:42:10Z');
const clock = { now: () => new Date(nowMs) };
const pass = (ms: number) => {
  nowMs += ms;
  site.pass(ms);
};
const sender = { db, serviceKey: site.serviceKey, clock, mailer, siteUrl: 'https://tips.example.org/' };

/** A tip whose mailbox is open. */
async function tell(language = 'sv') {
  const sent = await site.sendTip(`/${language}/tip/offline`, { narrative: `Ett löv ${Math.random()}`, phone: '070' });
  const receipt = receiptOf(sent.body);
  const { rows } = await pool.query<{ id: string }>('select id from tip order by ctid desc limit 1');
  const tipId = tipIdSchema.parse(rows[0]?.id);
  const open = () => site.post(`/${language}/mailbox`, { receipt });
  const press = async (tail: string, fields: Record<string, string>) =>
    site.post(`/${language}/mailbox/${tail}`, { token: tokenOf((await open()).body), ...fields });
  return { receipt, tipId, open, press };
}
const news = (tipId: TipId, status: 'in-review' | 'sent-on' | 'removed' | 'closed' = 'in-review') =>
  transact(db, (tx) => postStatus(tx, tipId, status, clock.now()));
const jobs = async () =>
  (
    await pool.query<{ key: string; run_at: Date }>(
      `select key, run_at from graphile_worker.jobs where task_identifier = $1`,
      [NOTICE_TASK],
    )
  ).rows;

test('a mail says that there is something new, and nothing of the tip, its receipt or where it is', async () => {
  const { receipt, tipId, press } = await tell();
  const on = await press('notice', { want: 'on', address: ' Elsa@Example.org ' });
  assert.match(on.body, /högst ett om dagen/);
  assert.equal(await sendNotice(sender, tipId), 'nothing', 'nothing new, no mail');
  await news(tipId);
  const [job] = await jobs();
  assert.equal(job?.run_at.toISOString(), '2026-03-04T16:00:00.000Z', 'at the full hour');
  assert.equal(await sendNotice(sender, tipId), 'sent');
  const mail = await catcher.waitFor(() => true, 5_000);
  assert.deepEqual(mail.to, ['Elsa@example.org'], 'the name as it was typed, the domain in lower case');
  assert.equal(mail.subject, 'Något nytt att läsa');
  const stop = /https:\/\/tips\.example\.org\/sv\/notice\/[\w-]+/.exec(mail.text)?.[0] ?? '';
  assert.equal(mail.text.replace(stop, '…').trim().split('\n').at(-1), '…');
  const raw = mail.raw;
  for (const secret of [receipt, receipt.replaceAll(' ', ''), tipId, 'löv', 'offline', 'Fyr <prov>'])
    assert.ok(!raw.includes(secret), secret);
  assert.match(raw, /List-Unsubscribe-Post: List-Unsubscribe=One-Click/);
  assert.equal(await sendNotice(sender, tipId), 'nothing', 'a second delivery of the job sends nothing');
});

test('an address gets at most one mail a day, whatever happens to its tips, and a repeat has the same Message-ID', async () => {
  catcher.clear();
  const [one, other] = [await tell('en'), await tell('en')];
  for (const each of [one, other]) await each.press('notice', { want: 'on', address: 'nils@example.org' });
  await news(one.tipId);
  catcher.behave({ kind: 'drop-after-data', times: 1 });
  await assert.rejects(sendNotice(sender, one.tipId));
  assert.equal(await sendNotice(sender, one.tipId), 'sent');
  const ids = catcher.messages().map(({ raw }) => /^message-id: (.*)$/im.exec(raw)?.[1]);
  assert.equal(ids.length, 2);
  assert.equal(new Set(ids).size, 1, 'the mail server may have had it: a repeat is told by its id');
  await news(other.tipId);
  await news(one.tipId, 'sent-on');
  assert.equal(await sendNotice(sender, other.tipId), 'put-off');
  pass(NOTICE_PAUSE_MS);
  assert.equal(await sendNotice(sender, other.tipId), 'sent');
  assert.equal(await sendNotice(sender, one.tipId), 'nothing', 'one mail tells of both');
  assert.equal(catcher.messages().length, 3);
});

test('the mailbox turns it off, and so does the link in the mail, but not by being opened', async () => {
  catcher.clear();
  const { tipId, open, press } = await tell('en');
  await press('notice', { want: 'on', address: 'ada@example.org' });
  assert.match((await open()).body, /You get an e-mail when/);
  assert.ok(!(await open()).body.includes('ada@example.org'), 'the address is not shown again');
  assert.match((await press('notice', { want: 'off' })).body, /the address is erased/);
  assert.equal(await hasNotice(db, tipId), false);
  await press('notice', { want: 'on', address: 'ada@example.org' });
  await news(tipId);
  await sendNotice(sender, tipId);
  const mail = await catcher.waitFor(() => true, 5_000);
  const stop = new URL(/https:\S+/.exec(mail.text)?.[0] ?? '').pathname;
  assert.match((await site.get(stop)).body, /<button type="submit">Stop e-mailing me/);
  assert.equal(await hasNotice(db, tipId), true, 'a mail server that opens links turns nothing off');
  await press('notice', { want: 'on', address: 'new@example.org' });
  await site.post(stop, { 'List-Unsubscribe': 'One-Click' });
  assert.equal(await hasNotice(db, tipId), true, 'an old mail stops its own address alone');
  await press('notice', { want: 'on', address: 'ADA@example.org' });
  assert.match((await site.post(stop, {})).body, /No more e-mails will come/);
  assert.equal(await hasNotice(db, tipId), false);
  assert.match((await site.post('/en/notice/nothing-of-ours', {})).body, /No more e-mails will come/);
});

test('the address goes with the contact details and with the tip, and is nowhere in clear', async () => {
  for (const what of ['contact', 'all']) {
    const { tipId, press } = await tell('en');
    await press('notice', { want: 'on', address: 'mara@example.org' });
    const { rows } = await pool.query<{ row: string }>(
      `select string_agg(t::text, '') as row from (select mailbox_notice::text as t from mailbox_notice
         union all select ledger_act::text from ledger_act union all select payload::text from graphile_worker._private_jobs) rows`,
    );
    const hex = Buffer.from('mara@example.org').toString('hex');
    assert.ok(!rows[0]?.row.includes('mara') && !rows[0]?.row.includes(hex));
    await news(tipId);
    await press('remove', { what, sure: 'yes' });
    assert.equal(await hasNotice(db, tipId), false);
    assert.equal(await sendNotice(sender, tipId), 'nothing');
  }
});

test('the address goes with the tip whoever erases it, the retention time as well', async () => {
  const { tipId, press } = await tell('en');
  await press('notice', { want: 'on', address: 'ida@example.org' });
  await pool.query('update tip set erased_at = now() where id = $1', [tipId]);
  assert.equal(await hasNotice(db, tipId), false);
});

test('what was seen in the mailbox is not told again; a question is', async () => {
  const { tipId, open, press } = await tell('en');
  await press('notice', { want: 'on', address: 'liv@example.org' });
  await news(tipId);
  await open();
  for (let tries = 0; tries < 200; tries += 1) {
    const { rows } = await pool.query('select 1 from mailbox_notice where tip_id = $1 and waits_since is null', [
      tipId,
    ]);
    if (rows.length > 0) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(await sendNotice(sender, tipId), 'nothing');
  const staffId = staffIdSchema.parse('4b1d0a5e-2c1f-4f0a-9a58-0d5d0c7f7a11');
  await transact(db, (tx) => askTipster(tx, { tipId, text: 'When was it?', staffId, now: clock.now() }));
  assert.equal(await sendNotice(sender, tipId), 'sent');
});

test('an address that mail cannot be sent to is refused in words, and what was typed is kept', async () => {
  const { tipId, press } = await tell('en');
  for (const address of [
    '',
    'nobody',
    'a@b',
    'a@example.org, b@example.org',
    'Ann <a@example.org>',
    'a@example.org\r\nBcc: b@x.org',
  ])
    assert.equal((await press('notice', { want: 'on', address })).statusCode, 422, address);
  assert.match((await press('notice', { want: 'on', address: 'nobody' })).body, /value="nobody"/);
  assert.equal(await hasNotice(db, tipId), false);
});

test('isMailAddress takes every ordinary address, and nothing with which a header or a second address begins', () => {
  fc.assert(fc.property(fc.emailAddress(), (address) => isMailAddress(address) || /["\\()<>[\]:;,]/.test(address)));
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const text = `${a}@${b}.org`;
      return !isMailAddress(text) || !/[\s<>,;]/.test(text);
    }),
  );
});

test('noticeDueAt is a full hour to come, and a day after the last mail', () => {
  const day = { min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(day), fc.option(fc.date(day), { nil: undefined }), (now, sentAt) => {
      const due = noticeDueAt(now, sentAt).getTime();
      assert.ok(due > now.getTime());
      assert.ok(sentAt === undefined ? due - now.getTime() <= HOUR_MS : due >= sentAt.getTime() + NOTICE_PAUSE_MS);
    }),
  );
});

test('noticeLetter is written in the language of the sender, with the link on a line of its own', () => {
  const letters = SITE_LANGUAGES.map((language) => noticeLetter(textsIn(language).notice, 'https://x.example.org/n'));
  assert.equal(new Set(letters.map(({ subject }) => subject)).size, SITE_LANGUAGES.length);
  for (const { text } of letters) assert.match(text, /\nhttps:\/\/x\.example\.org\/n\n$/);
});
