import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { quietLog } from '../../../test/fresh-database.ts';
import { openNetwork, testNetworkSchema } from '../../crawl/door.ts';
import { transact } from '../../platform/db.ts';
import { openMailer } from '../../platform/mail.ts';
import {
  deliverDispatch,
  listDispatches,
  planDispatches,
  releaseHold,
  setHold,
  type PartnerDoor,
} from '../../routing/door.ts';
import { openContactsFile } from '../contacts/contacts-file.ts';
import { findLadder } from '../contacts/find-ladder.ts';
import { readProxyNetworks } from '../contacts/proxy-networks.ts';
import { openMailChannel } from '../letters/mail-channel.ts';
import type { NoticeInput } from '../letters/notice.ts';
import { HOTLINE, testServiceKey, insertItemRow, type ItemRow } from '../notices-for-tests.ts';
import { endTakedownsOfItems } from './end-takedown.ts';
import { openNotices } from './open-notices.ts';
import { runDueTakedowns } from './run-takedowns.ts';
import { sendDueLetters } from './send-letters.ts';
import { HOUR_MS, MINUTE_MS, openScene } from './takedown-for-tests.ts';
import type { SendingDeps } from './takedown-deps.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-notices-'));
const contactsFile = path.join(folder, 'contacts.json');
const writeContacts = (hosts: object) => writeFile(contactsFile, JSON.stringify({ version: 1, ...hosts }));
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
const contacts = { readRules: openContactsFile(contactsFile), proxies: readProxyNetworks(), registries: undefined };
const scene = await openScene({ network, findLadder: (place, now) => findLadder(contacts, place, now) });
const { db, pool, clock, catcher, staffId } = scene;
const provider = openNotices({ db, serviceKey: testServiceKey, clock });

after(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  catcher.behave({ kind: 'ok' });
  catcher.clear();
  const contact = { name: 'Example Hosting', email: 'abuse@hosting.example.org' };
  await writeContacts({ domains: { 'example.org': contact } });
  await pool.query(`update provider set delivery = 'working', bounced_at = null, bounces = 0`);
  await pool.query(`update takedown set state = 'ended', next_at = null, seek_at = null where state <> 'ended'`);
});

const never: PartnerDoor = { destination: 'police', send: () => Promise.reject(new Error('not this one')) };

interface Changes {
  readonly item?: Partial<ItemRow>;
  readonly notice?: Partial<NoticeInput>;
  readonly deps?: Partial<SendingDeps>;
  readonly isDsa16?: boolean;
  readonly targets?: readonly ('host' | 'proxy')[];
}

/** An item, and a notice about it that was planned with the decision. */
async function plannedNotice(changes: Changes = {}) {
  const row = { url: 'https://bilder.example.org/album/7', ip: '85.24.180.40', country: 'SE', ...changes.item };
  const { caseId, itemId } = await insertItemRow(pool, testServiceKey, row);
  const facts = {
    ...{ caseNumber: 7, itemId, url: row.url, host: new URL(row.url).hostname, ip: row.ip, country: row.country },
    ...({ outcome: 'illegal-baseline', classification: 'baseline', detection: 'manual_review' } as const),
    assessedAt: clock.now(),
    ...changes.notice,
  };
  const plans = (changes.targets ?? ['host']).map((target) => ({
    ...{ caseId, itemId, tipId: undefined, destination: 'provider' as const, target },
    payload: provider.prepareNotice({ target, ...facts }),
    ...{
      isDsa16: changes.isDsa16 ?? false,
      isHeld: false,
      isAtOnce: false,
      rule: 'home-notice' as const,
      occasion: 'r1',
    },
  }));
  const plan = () => transact(db, (tx) => planDispatches(tx, 'system', plans, clock.now()));
  let ids = await plan();
  const deps = { ...scene.deps, settings: { ...scene.deps.settings, groupMs: 0 }, ...changes.deps };
  const run = async () => {
    while ((await runDueTakedowns(deps, clock.now())) + (await sendDueLetters(deps, clock.now())) > 0);
  };
  const doors = { police: never, iccam: never, ncmec: never, hotline: never, provider };
  return {
    ...{ caseId, itemId, run, payload: plans[0]?.payload },
    planAgain: async () => {
      ids = await plan();
    },
    deliver: async () => {
      for (const id of ids) await deliverDispatch({ db, clock, log: quietLog, doors }, id);
      await run();
    },
    ended: async () => {
      const dispatches = await listDispatches(db, caseId);
      const dispatch = dispatches.find(({ state }) => state !== 'cancelled') ?? dispatches.at(-1);
      return [dispatch?.state, dispatch?.failureCode];
    },
    dispatches: () => listDispatches(db, caseId),
  };
}

test('send mails a letter with XARF to the contact when the item stands where it stood, and ends the dispatch', async () => {
  const { deliver, ended, dispatches, payload } = await plannedNotice({ isDsa16: true });
  assert.doesNotMatch(payload?.toString('latin1') ?? 'bilder', /bilder/);
  await deliver();
  assert.deepEqual(await ended(), ['sent', undefined]);
  const [mail] = catcher.messages();
  assert.ok(mail);
  assert.deepEqual(mail.to, ['abuse@hosting.example.org']);
  assert.equal(mail.headers.get('reply-to'), HOTLINE.email);
  assert.match(mail.text, /Vi ber er att utan dröjsmål[^]*https:\/\/bilder\.example\.org\/album\/7[^]*article 16/);
  const [xarf] = mail.attachments;
  assert.equal(xarf?.filename, 'xarf.json');
  const notice = await pool.query<{ id: string }>(
    `select id from notice where state = 'sent' order by ended_at desc limit 1`,
  );
  assert.match(xarf.content.toString('utf8'), new RegExp(`"report_id": "${notice.rows[0]?.id ?? ''}"`));
  const [dispatch] = await dispatches();
  assert.deepEqual([dispatch?.reference, dispatch?.payload], [mail.messageId, undefined]);
  const acts = await pool.query<{ action: string }>(`select action from ledger_act order by happened_at`);
  for (const action of ['takedown.started', 'letter.sent', 'dispatch.sent'])
    assert.ok(
      acts.rows.some((act) => act.action === action),
      action,
    );
});

test('send is under way until the first notice has left, and two dispatches of one item share a takedown', async () => {
  const notice = await plannedNotice({ targets: ['host', 'proxy'], deps: { settings: scene.deps.settings } });
  await notice.deliver();
  assert.deepEqual(
    (await notice.dispatches()).map((each) => each.state),
    ['under-way', 'under-way'],
  );
  assert.equal(catcher.messages().length, 0);
  clock.forward(3 * MINUTE_MS);
  await notice.run();
  assert.deepEqual(
    (await notice.dispatches()).map((each) => each.state),
    ['sent', 'sent'],
  );
  assert.equal(catcher.messages().length, 1, 'one contact hears once');
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
  await first.planAgain();
  await first.deliver();
  assert.deepEqual(await first.ended(), ['sent', undefined], 'and the first, decided again, in the same round');
  assert.deepEqual(
    catcher.messages().map((mail) => mail.to),
    [['desk@national.example.org'], ['desk@national.example.org']],
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

test('send waits while the resolver is in trouble, since that says nothing of the host, but not for ever', async () => {
  const notice = await plannedNotice({ item: { url: 'https://troubled.example.org/a' } });
  await notice.deliver();
  assert.deepEqual(await notice.ended(), ['under-way', undefined]);
  for (let minutes = 0; minutes < 190; minutes += 5) {
    clock.forward(5 * MINUTE_MS);
    await notice.run();
    if (minutes < 170) assert.equal(catcher.messages().length, 0);
  }
  assert.deepEqual(await notice.ended(), ['sent', undefined]);
});

test('send sends nothing while the police ask to wait, even when the hold comes during its checks', async () => {
  let isHeld = false;
  const slowNetwork = {
    resolve: async (host: string, signal: AbortSignal) => {
      if (!isHeld) await transact(db, (tx) => setHold(tx, notice.caseId, staffId, clock.now()));
      isHeld = true;
      return network.resolve(host, signal);
    },
  };
  const notice = await plannedNotice({ deps: { network: slowNetwork } });
  await notice.deliver();
  assert.ok(isHeld);
  assert.deepEqual(await notice.ended(), ['held', undefined]);
  clock.forward(3 * 24 * HOUR_MS);
  await notice.deliver();
  assert.equal(catcher.messages().length, 0);
  await transact(db, (tx) => releaseHold(tx, notice.caseId, staffId, clock.now()));
  scene.sights.set(notice.itemId, { verdict: 'online', at: clock.now(), isMissOpen: false, ips: ['85.24.180.40'] });
  await notice.deliver();
  assert.deepEqual(await notice.ended(), ['sent', undefined]);
  assert.equal(catcher.messages().length, 1, 'only the nearest rung: the timetable stood still with it');
});

test('send sends nothing when the item went during its checks', async () => {
  const slowNetwork = {
    resolve: async (host: string, signal: AbortSignal) => {
      await transact(db, (tx) => endTakedownsOfItems(tx, [notice.itemId], 'item-gone', clock.now()));
      return network.resolve(host, signal);
    },
  };
  const notice = await plannedNotice({ deps: { network: slowNetwork } });
  await notice.deliver();
  assert.equal(catcher.messages().length, 0);
  const left = await pool.query(`select 1 from letter where state in ('gathering', 'leaving')`);
  assert.equal(left.rowCount, 0, 'the emptied letter is closed');
});

test('send rehearses when nothing is configured, and in test mode when the mail server is not on this machine', async () => {
  const hotline = HOTLINE;
  const remote = openMailer('smtp://mail.example.org', 'notices@fyr.example.org');
  const channel = (more: object) => () =>
    openMailChannel({ mode: 'test', smtpUrl: undefined, mailer: undefined, hotline, ...more });
  const nobody = { findLadder: () => Promise.resolve({ rungs: [], silent: [] }) };
  const settings = { ...scene.deps.settings, groupMs: 0 };
  const cases: readonly [Partial<SendingDeps>, string][] = [
    [{ ...nobody, settings: { ...settings, isConfigured: false } }, 'not-configured'],
    [{ channelFor: channel({}) }, 'no-mail-server'],
    [{ channelFor: channel({ smtpUrl: 'smtp://mail.example.org', mailer: remote }) }, 'test-mode'],
  ];
  for (const [changes, because] of cases) {
    const notice = await plannedNotice({ deps: changes });
    await notice.deliver();
    assert.deepEqual(await notice.ended(), ['rehearsed', because]);
  }
  remote.close();
  assert.equal(catcher.messages().length, 0);
});

test('send loses and doubles no notice when the mail server misbehaves', async () => {
  const deferred = await plannedNotice();
  catcher.behave({ kind: 'defer', times: 2 });
  await deferred.deliver();
  assert.deepEqual(await deferred.ended(), ['under-way', undefined]);
  clock.forward(MINUTE_MS);
  await deferred.run();
  assert.equal(catcher.messages().length, 0);
  clock.forward(2 * MINUTE_MS);
  await deferred.run();
  await deferred.run();
  assert.deepEqual(await deferred.ended(), ['sent', undefined]);
  assert.equal(catcher.messages().length, 1);

  catcher.clear();
  const dropped = await plannedNotice();
  catcher.behave({ kind: 'drop-after-data', when: 'before-reply', times: 1 });
  await dropped.deliver();
  assert.deepEqual(await dropped.ended(), ['under-way', undefined]);
  clock.forward(MINUTE_MS);
  await dropped.run();
  assert.deepEqual(await dropped.ended(), ['sent', undefined]);
  const mails = catcher.messages();
  assert.equal(mails.length, 2);
  assert.deepEqual(
    [new Set(mails.map((mail) => mail.messageId)).size, new Set(mails.map((mail) => mail.text)).size],
    [1, 1],
  );

  catcher.behave({ kind: 'refuse' });
  const refused = await plannedNotice();
  await refused.deliver();
  assert.deepEqual(await refused.ended(), ['refused', 'smtp-550']);
});
