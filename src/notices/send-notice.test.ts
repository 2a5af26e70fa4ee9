import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { startMailCatcher } from '../../stand-ins/mail-catcher.ts';
import { freshDatabase, quietLog } from '../../test/fresh-database.ts';
import { openNetwork, openPlaces, testNetworkSchema } from '../crawl/door.ts';
import { transact } from '../platform/db.ts';
import { openMailer } from '../platform/mail.ts';
import {
  deliverDispatch,
  listDispatches,
  planDispatches,
  readDispatch,
  releaseHold,
  setHold,
  type PartnerDoor,
} from '../routing/door.ts';
import { staffIdSchema } from '../terms/ids.ts';
import { HOTLINE, testServiceKey, insertItemRow, openTestClock, type ItemRow } from './notices-for-tests.ts';
import type { NoticeInput } from './letters/notice.ts';
import { openNotices, type NoticeDeps } from './send-notice.ts';

const { db, pool } = await freshDatabase();
const catcher = await startMailCatcher();
const mailer = openMailer(catcher.smtpUrl, 'notices@fyr.example.org');
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-notices-'));
const contactsFile = path.join(folder, 'contacts.json');
const writeContacts = (hosts: object) => writeFile(contactsFile, JSON.stringify({ version: 1, ...hosts }));
const clock = openTestClock();
const to = (ip: string) => ({ ip, connectTo: '127.0.0.1:9' });
const network = openNetwork({
  kind: 'test',
  network: testNetworkSchema.parse({
    hosts: {
      'bilder.example.org': to('85.24.180.40'),
      'pictures.example.org': to('185.107.56.40'),
      'moved.example.org': to('88.198.60.20'),
      'troubled.example.org': { fails: 'resolver-failed' },
    },
  }),
});
const deps: NoticeDeps = {
  settings: { mode: 'test', contactsFile },
  ...{ smtpUrl: catcher.smtpUrl, mailer, hotline: HOTLINE, db, serviceKey: testServiceKey, network },
  places: openPlaces(),
};
await writeContacts({});
const provider = await openNotices(deps);
const staffId = staffIdSchema.parse('0c4a1b54-3a0e-4f0c-9e50-0d6f1d0c7a09');

after(async () => {
  mailer.close();
  await catcher.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  catcher.behave({ kind: 'ok' });
  catcher.clear();
  const contact = { name: 'Example Hosting', email: 'abuse@hosting.example.org' };
  await writeContacts({ domains: { 'example.org': contact } });
  await pool.query(
    `insert into staff (id, name, login, role, password_salt, password_check, recipient, sealed_identity, shrouded_totp, created_at)
     values ($1, 'A', 'a', 'analyst', '', '', '', '', '', now()) on conflict do nothing`,
    [staffId],
  );
});

const never: PartnerDoor = { destination: 'police', send: () => Promise.reject(new Error('not this one')) };

interface Changes {
  readonly item?: Partial<ItemRow>;
  readonly notice?: Partial<NoticeInput>;
  readonly door?: PartnerDoor;
  readonly isDsa16?: boolean;
  readonly isHeld?: boolean;
}

/** An item, and a notice about it that was planned with the decision. */
async function plannedNotice(changes: Changes = {}) {
  const row = { url: 'https://bilder.example.org/album/7', ip: '85.24.180.40', country: 'SE', ...changes.item };
  const { caseId, itemId } = await insertItemRow(pool, testServiceKey, row);
  const payload = provider.prepareNotice({
    ...{ caseNumber: 7, itemId, url: row.url, host: new URL(row.url).hostname, ip: row.ip, country: row.country },
    ...{ target: 'host', outcome: 'illegal-baseline', classification: 'baseline', detection: 'manual_review' },
    assessedAt: clock.now(),
    ...changes.notice,
  });
  const plan = { caseId, itemId, tipId: undefined, destination: 'provider' as const, target: 'host' as const, payload };
  const more = { isDsa16: changes.isDsa16 ?? false, isHeld: changes.isHeld ?? false, isAtOnce: false };
  const why = { rule: 'home-notice' as const, occasion: 'r1' };
  const [id] = await transact(db, (tx) => planDispatches(tx, 'system', [{ ...plan, ...more, ...why }], clock.now()));
  assert.ok(id);
  const doors = { police: never, iccam: never, provider: changes.door ?? provider };
  return {
    ...{ id, caseId, itemId, payload },
    deliver: () => deliverDispatch({ db, clock, log: quietLog, doors }, id),
    ended: async () => {
      const [dispatch] = await listDispatches(db, caseId);
      return [dispatch?.state, dispatch?.failureCode];
    },
  };
}

test('send mails a notice with XARF to the contact when the item stands where it stood', async () => {
  const { deliver, ended, payload, id } = await plannedNotice({ isDsa16: true });
  assert.doesNotMatch(payload.toString('latin1'), /bilder/);
  await deliver();
  assert.deepEqual(await ended(), ['sent', undefined]);
  const [mail] = catcher.messages();
  assert.ok(mail);
  assert.deepEqual(mail.to, ['abuse@hosting.example.org']);
  assert.equal(mail.headers.get('reply-to'), HOTLINE.email);
  assert.match(mail.text, /Vi ber er att utan dröjsmål[^]*https:\/\/bilder\.example\.org\/album\/7[^]*article 16/);
  const [xarf] = mail.attachments;
  assert.equal(xarf?.filename, 'xarf.json');
  assert.match(xarf.content.toString('utf8'), new RegExp(`"report_id": "${id}"`));
  assert.match(mail.html ?? '', /Vi ber er att utan dröjsmål/);
});

test('send refuses for a person to look at when nobody is known to tell, and serves the next once somebody is', async () => {
  await writeContacts({});
  const first = await plannedNotice();
  await first.deliver();
  assert.deepEqual(await first.ended(), ['refused', 'no-contact']);
  await writeContacts({ countries: { SE: { name: 'National desk', email: 'desk@national.example.org' } } });
  const second = await plannedNotice();
  await second.deliver();
  assert.deepEqual(await second.ended(), ['sent', undefined]);
  assert.deepEqual(
    catcher.messages().map((mail) => mail.to),
    [['desk@national.example.org']],
  );
});

test('send sends nothing when the host changed since the decision, or its name is gone', async () => {
  const moved = await plannedNotice({ item: { url: 'https://moved.example.org/a', ip: '85.24.180.40' } });
  await moved.deliver();
  assert.deepEqual(await moved.ended(), ['refused', 'host-changed']);
  const away = await plannedNotice({ item: { url: 'https://none.example.org/a' } });
  await away.deliver();
  assert.deepEqual(await away.ended(), ['refused', 'host-gone']);
  assert.equal(catcher.messages().length, 0);
});

test('send takes an address without a name as it stands: nothing is asked of a resolver', async () => {
  await writeContacts({ networks: { '85.24.180.0/24': { name: 'Network', email: 'abuse@network.example.org' } } });
  const literal = await plannedNotice({ item: { url: 'https://85.24.180.40/a' } });
  await literal.deliver();
  assert.deepEqual(await literal.ended(), ['sent', undefined]);
});

test('send sends nothing when the item is gone, or was judged anew and is not illegal', async () => {
  const gone = await plannedNotice({ item: { state: 'gone' } });
  await gone.deliver();
  assert.deepEqual(await gone.ended(), ['refused', 'item-gone']);
  const cleared = await plannedNotice({ item: { outcome: 'not-illegal' } });
  await cleared.deliver();
  assert.deepEqual(await cleared.ended(), ['refused', 'no-longer-illegal']);
  assert.equal(catcher.messages().length, 0);
});

test('send tries again later when the resolver is in trouble: that says nothing of the host', async () => {
  const notice = await plannedNotice({ item: { url: 'https://troubled.example.org/a' } });
  await assert.rejects(notice.deliver(), { code: 'host-not-resolved' });
  assert.deepEqual(await notice.ended(), ['planned', 'host-not-resolved']);
});

test('send sends nothing while the police ask to wait, even when the hold comes during its checks', async () => {
  const notice = await plannedNotice();
  const slowNetwork = {
    ...network,
    resolve: async (host: string, signal: AbortSignal) => {
      await transact(db, (tx) => setHold(tx, notice.caseId, staffId, clock.now()));
      return network.resolve(host, signal);
    },
  };
  const door = await openNotices({ ...deps, network: slowNetwork });
  const dispatch = await readDispatch(db, notice.id);
  assert.ok(dispatch);
  await assert.rejects(door.send(dispatch), { code: 'on-hold' });
  await notice.deliver();
  assert.deepEqual(await notice.ended(), ['held', undefined]);
  assert.equal(catcher.messages().length, 0);
  await transact(db, (tx) => releaseHold(tx, notice.caseId, staffId, clock.now()));
  await notice.deliver();
  assert.deepEqual(await notice.ended(), ['sent', undefined]);
  assert.equal(catcher.messages().length, 1);
});

test('send sends nothing when the dispatch was cancelled during its checks', async () => {
  const notice = await plannedNotice();
  const dispatch = await readDispatch(db, notice.id);
  assert.ok(dispatch);
  await pool.query(`update dispatch set state = 'cancelled' where id = $1`, [notice.id]);
  await assert.rejects(provider.send(dispatch), { code: 'not-planned' });
  assert.equal(catcher.messages().length, 0);
});

test('send rehearses when nothing is configured, and in test mode when the mail server is not on this machine', async () => {
  const cases: readonly [Partial<NoticeDeps>, string][] = [
    [{ settings: { mode: 'test', contactsFile: undefined } }, 'not-configured'],
    [{ smtpUrl: undefined, mailer: undefined }, 'no-mail-server'],
    [{ smtpUrl: 'smtp://mail.example.org' }, 'test-mode'],
  ];
  for (const [changes, because] of cases) {
    const notice = await plannedNotice({ door: await openNotices({ ...deps, ...changes }) });
    await notice.deliver();
    assert.deepEqual(await notice.ended(), ['rehearsed', because]);
  }
  assert.equal(catcher.messages().length, 0);
});

test('deliverDispatch loses and doubles no notice when the mail server misbehaves', async () => {
  const deferred = await plannedNotice();
  catcher.behave({ kind: 'defer', times: 2 });
  await assert.rejects(deferred.deliver());
  await assert.rejects(deferred.deliver());
  await deferred.deliver();
  await deferred.deliver();
  assert.deepEqual(await deferred.ended(), ['sent', undefined]);
  assert.equal(catcher.messages().length, 1);

  catcher.clear();
  const dropped = await plannedNotice();
  catcher.behave({ kind: 'drop-after-data', when: 'before-reply', times: 1 });
  await assert.rejects(dropped.deliver());
  await dropped.deliver();
  assert.deepEqual(await dropped.ended(), ['sent', undefined]);
  const mails = catcher.messages();
  assert.deepEqual(
    [new Set(mails.map((mail) => mail.messageId)).size, new Set(mails.map((mail) => mail.text)).size],
    [1, 1],
  );

  catcher.behave({ kind: 'refuse' });
  const refused = await plannedNotice();
  await refused.deliver();
  assert.deepEqual(await refused.ended(), ['refused', 'smtp-550']);
});

test('openNotices names the fault when the contacts file is not right', async () => {
  await writeFile(contactsFile, '{"version": 1, "countries": {"Sweden": {}}}');
  await assert.rejects(openNotices(deps), /a country is two capital letters/);
});
