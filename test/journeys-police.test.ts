/**
 * Tips led from the public form to a closed case, one for each row of DOMAIN.md's table "Where a tip goes" that begins or
 * ends at home: danger, home crime with and without a hold, no address, and cases with nothing to send.
 * (journeys-abroad.test.ts has the rest. Rows about known lists and proxies need what no screen offers yet: they are
 * tested where they are decided, in src/routing/route.test.ts.)
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import {
  answerCase,
  askTipster,
  assess,
  BASELINE,
  claimNext,
  decide,
  goToCase,
  NO_DANGER,
  NOT_ILLEGAL,
  proposal,
  readTip,
  waitForCase,
  waitUntilClosed,
} from './analyst.ts';
import { eventually, runsOnce } from './inside.ts';
import { countNotices, noticeMail, policeMail } from './received.ts';
import { openStage } from './stage.ts';
import { openMailbox, sendTip, writeMessage } from './tipster.ts';

const stage = await openStage();
const { world, browser } = stage;
const site = () => stage.app().siteUrl;
const swedish = await browser.visitor({ language: 'sv', script: 'off' });
const english = await browser.visitor({ language: 'en', script: 'on' });

test('a tip of a child in danger reaches the police before anybody has logged in, and again with what an analyst knows', async () => {
  const narrative = 'En vuxen vill träffa min systers dotter i morgon vid badhuset.';
  const receipt = await sendTip(swedish, site(), {
    category: 'grooming',
    isUrgent: true,
    wantsAnswer: true,
    words: { narrative, suspect: 'Användarnamnet börjar på fjäril.', phone: '070-000 00 01' },
  });
  await stage.checkAccess('receipt of an urgent tip', swedish.page);
  const first = await policeMail(world, (contents) => contents.kind === 'urgent-tip');
  const sessions = await sql<{ count: number }>`select count(*)::int as count from session`.execute(stage.inside.db);
  assert.equal(sessions.rows[0]?.count, 0, 'nobody has logged in yet');
  assert.equal(first.contents.tips[0]?.report.narrative, narrative);
  assert.equal(first.contents.rule.code, 'danger');
  assert.match(first.text, /ingen på hotlinen har läst det ännu/);
  assert.ok(!first.mail.raw.includes('badhuset'), 'in the mail as it was sent, nothing of it is in clear');
  await eventually('the mailbox says that it has gone on', async () => {
    const told = await openMailbox(swedish, site(), receipt);
    return told.join() === 'Mottaget,Skickat vidare' ? true : undefined;
  });

  const analyst = await stage.analyst({ language: 'sv', script: 'off' });
  await claimNext(analyst);
  assert.match(await analyst.page.getByRole('heading', { level: 1 }).innerText(), /Brådskande/);
  assert.match(await readTip(analyst), /vid badhuset/);
  await analyst.page.goBack();
  await answerCase(analyst, { danger: 'yes', identifiable: 'yes', home: 'yes', outcome: 'suspected-crime' });
  assert.match(await proposal(analyst), /Polisen[^]*genast/);
  await decide(analyst, { contact: true });
  const second = await policeMail(world, (contents) => contents.kind === 'case');
  assert.equal(second.contents.rule.code, 'danger');
  assert.equal(second.contents.tips[0]?.contact?.phone, '070-000 00 01');
  await waitUntilClosed(analyst, 'handed-over');
  assert.equal((await openMailbox(swedish, site(), receipt)).at(-1), 'Avslutat');
  await stage.checkAccess('mailbox', swedish.page);
  await analyst.page.context().close();
});

/** Logs in when first asked for: nobody may be there while the first test runs. */
const anders = runsOnce(() => stage.analyst({ language: 'en', script: 'on' }));

test('a crime at home goes to the police and to the provider, who takes it down; visits see it and the case closes', async () => {
  const analyst = await anders();
  const url = 'http://bilder.example.org/album/3';
  const receipt = await sendTip(english, site(), { category: 'online', words: { addresses: url } });
  const { page, texts } = analyst;
  await stage.checkAccess('queue', page);
  await claimNext(analyst);
  assert.deepEqual(await openMailbox(english, site(), receipt), ['Received', 'Being looked into']);
  await stage.checkAccess('case, just claimed', page);
  await page.getByRole('link', { name: texts.case.assessItem(1) }).click();
  await stage.checkAccess('assessment form', page);
  await page.goBack();
  await assess(analyst, BASELINE);
  await answerCase(analyst, NO_DANGER);
  const follows = await proposal(analyst);
  assert.match(follows, /The police[^]*The provider/);
  assert.doesNotMatch(follows, /ICCAM/);
  await decide(analyst);

  const police = await policeMail(world, (contents) => contents.items.some((item) => item.url === url));
  assert.equal(police.contents.rule.code, 'home-crime');
  assert.deepEqual(police.contents.items[0]?.country, 'SE');
  assert.deepEqual(police.contents.tips[0]?.contactStatus, 'none');
  const notice = await noticeMail(world, url);
  assert.equal(notice.xarf.classification, 'baseline');
  assert.equal(notice.xarf.source_identifier, '85.24.180.40');
  assert.match(notice.mail.text, /Vi ber er att utan dröjsmål/);
  const closed = await waitUntilClosed(analyst, 'removed');
  assert.match(closed, /Item 1 gone/);
  await stage.checkAccess('closed case', page);
  assert.ok(world.provider.takedowns().some((takedown) => takedown.url === url));
  assert.deepEqual(await openMailbox(english, site(), receipt), [
    ...['Received', 'Being looked into', 'Passed on', 'No longer online'],
  ]);
  assert.equal(countNotices(world, url), 1, 'one notice about one item');
});

test('while the police ask to wait no provider is told; when they no longer do, the notice leaves', async () => {
  const analyst = await anders();
  const url = 'http://forum.example.net/album/4';
  const receipt = await sendTip(swedish, site(), {
    category: 'online',
    words: { addresses: url, narrative: 'Jag såg det av misstag.' },
  });
  const { page, texts } = analyst;
  const casePath = await claimNext(analyst);
  await assess(analyst, BASELINE);
  await answerCase(analyst, { ...NO_DANGER, home: 'yes' });
  await page.getByRole('button', { name: texts.proposal.setHold }).click();
  await page.getByText(texts.done.held).waitFor();
  assert.match(await proposal(analyst), /held/);
  await decide(analyst);
  await policeMail(world, (contents) => contents.items.some((item) => item.url === url));
  await waitForCase(analyst, 'it has been visited twice', (words) => /[2-9] visits/.test(words));
  await sleep(1_500);
  const waiting = await waitForCase(analyst, 'the notice waits', (words) => words.includes('held for the police'));
  assert.doesNotMatch(waiting, /Item 1 gone/);
  assert.equal(countNotices(world, url), 0, 'nothing has left while the hold stands');
  await stage.checkAccess('case on hold', page);

  await page.getByRole('button', { name: texts.proposal.releaseHold }).click();
  await page.getByText(texts.done['hold-released']).waitFor();
  await noticeMail(world, url);
  await goToCase(analyst, casePath);
  await waitUntilClosed(analyst, 'removed');
  assert.equal((await openMailbox(swedish, site(), receipt)).at(-1), 'Inte längre på nätet');
});

test('a tip without an address is asked about in its mailbox, answered, and goes to the police without who sent it', async () => {
  const analyst = await anders();
  const receipt = await sendTip(swedish, site(), {
    category: 'travel',
    wantsAnswer: true,
    words: {
      travelCountry: 'Thailand',
      hotel: 'Example Beach Hotel',
      whySuspicious: 'Han reser ofta ensam och talar om barn på ett sätt som oroar mig.',
      name: 'Greta Granne',
    },
  });
  const { page, texts } = analyst;
  const casePath = await claimNext(analyst);
  const told = await readTip(analyst);
  assert.match(told, /talar om barn/);
  assert.doesNotMatch(told, /Greta/, 'who sent it is sealed apart');
  await stage.checkAccess('tip', page);
  await askTipster(analyst, 'Vet du ungefär när han reser nästa gång?');

  assert.deepEqual(await openMailbox(swedish, site(), receipt), [
    ...['Mottaget', 'Under utredning', 'Fråga eller svar från oss'],
  ]);
  assert.match(await swedish.page.getByRole('main').innerText(), /Vet du ungefär när han reser nästa gång\?/);
  await writeMessage(swedish, 'I början av mars, tror jag.');
  await goToCase(analyst, casePath);
  assert.match(await readTip(analyst), /I början av mars, tror jag\./);

  await goToCase(analyst, casePath);
  await answerCase(analyst, { ...NO_DANGER, outcome: 'suspected-crime' });
  assert.match(await proposal(analyst), /no address to act on/);
  await decide(analyst);
  const mail = await policeMail(world, (contents) => contents.tips.some((tip) => tip.category === 'travel'));
  assert.equal(mail.contents.rule.code, 'no-address');
  assert.equal(mail.contents.tips[0]?.contactStatus, 'withheld');
  assert.ok(!JSON.stringify(mail.contents).includes('Greta'), 'without the tick no contact detail leaves');
  await waitUntilClosed(analyst, 'handed-over');
  assert.deepEqual((await openMailbox(swedish, site(), receipt)).slice(-2), ['Skickat vidare', 'Avslutat']);
  assert.equal(await page.getByText(texts.destinations.provider).count(), 0);
});

for (const { what, url, answers, reason } of [
  {
    what: 'not illegal',
    url: 'http://news.example.com/album/1',
    answers: NOT_ILLEGAL,
    reason: 'not-illegal',
  },
  {
    what: 'not found',
    url: 'http://news.example.com/nowhere',
    answers: { access: 'not-found' },
    reason: 'not-found',
  },
  {
    what: 'not public',
    url: 'http://news.example.com/album/2',
    answers: { access: 'not-public' },
    reason: 'not-public',
  },
] as const) {
  test(`a tip of something ${what} is closed with that reason, nothing is sent, and the mailbox says what can be said`, async () => {
    const analyst = await anders();
    const before = world.mail.messages().length;
    const receipt = await sendTip(english, site(), { category: 'online', words: { addresses: url } });
    await claimNext(analyst);
    await assess(analyst, answers);
    await answerCase(analyst, NO_DANGER);
    assert.match(await proposal(analyst), /Nothing is sent/);
    await decide(analyst);
    await waitUntilClosed(analyst, reason);
    assert.deepEqual(await openMailbox(english, site(), receipt), ['Received', 'Being looked into', 'Closed']);
    assert.equal(world.mail.messages().length, before, 'no mail has left');
    assert.equal(world.iccam.reports().length, 0, 'no report was filed');
  });
}

test('the pages around the work have no barrier that axe finds, in light and dark', async () => {
  const analyst = await anders();
  const { page } = analyst;
  for (const place of ['/figures', '/partners', '/ledger', '/staff', '/sessions', '/?lane=closed']) {
    await goToCase(analyst, place);
    await stage.checkAccess(`console ${place}`, page);
  }
  for (const place of [
    '',
    '/tip/online',
    '/tip/travel',
    '/mailbox',
    '/help',
    '/privacy',
    '/accessibility',
    '/contact',
  ]) {
    await swedish.page.goto(new URL(`/sv${place}`, site()).href);
    await stage.checkAccess(`site ${place}`, swedish.page);
  }
  await swedish.page.goto(new URL('/sv/tip/online', site()).href);
  // From the first page to the addresses, and on without any.
  for (const step of ['danger', 'addresses']) {
    await swedish.page.locator(`input[name="step"][value="${step}"]`).waitFor({ state: 'attached' });
    await swedish.page.getByRole('button', { name: 'Fortsätt' }).click();
  }
  await swedish.page.locator('.summary').waitFor();
  await stage.checkAccess('site, a form with a problem', swedish.page);
});

test('no page has asked for anything beyond this machine, and the public site has set no cookie', async () => {
  assert.deepEqual(browser.strayRequests(), []);
  for (const { page } of [swedish, english]) assert.deepEqual(await page.context().cookies(), []);
});
