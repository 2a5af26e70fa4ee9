/** Letters that the engine sent, answered as providers do: on the page, by mail and by the mail system; with the real effects. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startImap } from '../../../stand-ins/imap.ts';
import { startProvider, type ProviderManner } from '../../../stand-ins/provider.ts';
import { quietLog } from '../../../test/fresh-database.ts';
import { openHttp } from '../../platform/http.ts';
import { foundRung, MINUTE_MS, openScene } from '../takedown/takedown-for-tests.ts';
import { answerEffectsOf } from './answer-effects.ts';
import { testSiteIn } from './answers-for-tests.ts';
import { openImapMailbox } from './imap-mailbox.ts';
import { readBatch } from './read-mailbox.ts';
import { registerProviderPage } from './serve-provider-page.tsx';
import { pageTextsIn } from './texts/texts.ts';
import { RefusedPage } from './views/short-pages.tsx';

const errorPage = () => RefusedPage({ site: testSiteIn('en'), texts: pageTextsIn('en') });
const http = await openHttp({ log: quietLog, bodyLimitBytes: 65_536, errorPage });
let siteUrl = 'http://127.0.0.1:1';
const scene = await openScene({ pageUrlOf: (token) => new URL(`/n/${token}`, siteUrl).href });
const { db, pool, deps, clock } = scene;
const effects = answerEffectsOf(deps);
registerProviderPage(http, {
  ...{ db, serviceKey: deps.serviceKey, clock, log: quietLog, siteIn: testSiteIn, effects },
  readSights: () => Promise.resolve(scene.sights),
});
siteUrl = await http.listen({ host: '127.0.0.1', port: 0 });
const imap = await startImap();
after(async () => {
  await http.close();
  await imap.close();
});

let count = 0;

/** A notice to a provider of this manner, who answers it; then all that has come by mail is read. */
async function noticeTo(manner: ProviderManner) {
  count += 1;
  const host = `pictures-${count}.example.org`;
  const mailbox = `abuse@hosting-${count}.example.org`;
  const next = `abuse@upstream-${count}.example.org`;
  scene.ladders.set(host, { rungs: [foundRung('hosting', mailbox), foundRung('upstream', next)], silent: [] });
  const removed: string[] = [];
  const provider = startProvider({
    ...{ mailbox, hosts: [host], catcher: scene.catcher, manner, mailBack: imap.deliver },
    web: { setState: (url) => void removed.push(url) },
    other: { name: 'The other one', email: `abuse@other-${count}.example.org` },
  });
  const started = await scene.start({ item: { url: `https://${host}/album/1` } });
  await scene.forward(5 * MINUTE_MS);
  await provider.saidAll();
  await provider.close();
  await readMail();
  await scene.forward(5 * MINUTE_MS);
  const told = () => scene.catcher.messages().filter(({ to }) => to.some((one) => one.includes(`-${count}.`)));
  const mailed = told().map(({ to }) => to[0]);
  const [row, notices] = [() => started.row(), () => started.notices()];
  return { itemId: started.itemId, row, notices, removed, told: mailed, next, mailbox };
}

async function readMail(): Promise<void> {
  const mailbox = await openImapMailbox(imap.url);
  while (await readBatch({ db, clock, log: quietLog, serviceKey: deps.serviceKey, effects, url: imap.url }, mailbox));
  await mailbox.close();
}

test('"removed" on the page has the item visited now, also when it is a lie', async () => {
  for (const manner of ['removed', 'lie'] as const) {
    const { itemId, row, told, mailbox, removed } = await noticeTo(manner);
    assert.ok(scene.hastened.includes(itemId));
    assert.deepEqual(told, [mailbox]);
    assert.equal((await row())['state'], 'running');
    assert.equal(removed.length, manner === 'lie' ? 0 : 1);
  }
});

test('an appeal on the page stops the item until a person has looked', async () => {
  const { row, told, mailbox } = await noticeTo('appeal');
  const { state, attention } = await row();
  assert.deepEqual([state, attention, told], ['stopped', 'appeal', [mailbox]]);
});

test('"not ours" on the page has the next rung told now', async () => {
  const { told, mailbox, next } = await noticeTo('not-ours');
  assert.deepEqual([told[0], told.includes(next)], [mailbox, true]);
});

test('a letter that bounces has the next rung told now, and its contact marked', async () => {
  const { told, mailbox, next, notices } = await noticeTo('bounce');
  assert.deepEqual(told, [mailbox, next]);
  assert.match((await notices())[0] ?? '', /hosting first bounced/);
  const { rows } = await pool.query(`select count(*)::int as count from provider where delivery = 'bouncing'`);
  assert.deepEqual(rows, [{ count: 1 }]);
});

test('a person’s mail waits for a person, an automatic reply only leaves its number', async () => {
  const written = await noticeTo('mail');
  assert.deepEqual([(await written.row())['attention'], written.told], ['reply', [written.mailbox]]);
  const automatic = await noticeTo('auto-reply');
  assert.deepEqual([(await automatic.row())['attention'], automatic.told], [null, [automatic.mailbox]]);
  const { rows } = await pool.query('select ticket from letter where ticket is not null');
  assert.equal(rows.length, 1);
});
