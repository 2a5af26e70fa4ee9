/**
 * Tips of what is hosted abroad, led from the public form to a closed case: one for each such row of DOMAIN.md's table
 * "Where a tip goes", a tip of what is known already, and a host that moved after the decision.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  answerCase,
  assess,
  BASELINE,
  claimNext,
  decide,
  goToCase,
  NATIONAL,
  NO_DANGER,
  proposal,
  waitForCase,
  waitUntilClosed,
} from './analyst.ts';
import { eventually, runsOnce } from './inside.ts';
import { countNotices, noticeMail, policeMail } from './received.ts';
import { openStage } from './stage.ts';
import { openMailbox, sendTip } from './tipster.ts';

const stage = await openStage();
const { world, browser } = stage;
const site = () => stage.app().siteUrl;
const swedish = await browser.visitor({ language: 'sv', script: 'on' });
const english = await browser.visitor({ language: 'en', script: 'off' });
const astrid = runsOnce(() => stage.analyst({ language: 'sv', script: 'on' }));
const anders = runsOnce(() => stage.analyst({ language: 'en', script: 'off' }));

const reportOf = (url: string) =>
  eventually('ICCAM has the report', () =>
    world.iccam.reports().find((report) => report.sent.urls.some((each) => each.urlString === url)),
  );

const shared = 'http://share.example.com/album/5';
let sharedCase = '';
let sharedReceipt = '';

test('what is hosted in a country with an INHOPE hotline goes there through ICCAM, and to nobody else', async () => {
  const analyst = await anders();
  const narrative = 'The address was posted in a public group by somebody I know.';
  sharedReceipt = await sendTip(english, site(), {
    category: 'online',
    words: { addresses: shared, narrative, email: 'someone@example.com' },
  });
  sharedCase = await claimNext(analyst);
  await assess(analyst, BASELINE);
  await answerCase(analyst, NO_DANGER);
  const follows = await proposal(analyst);
  assert.match(follows, /ICCAM[^]*United States/);
  assert.doesNotMatch(follows, /The police|The provider/);
  await decide(analyst);

  const report = await reportOf(shared);
  const [url] = report.sent.urls;
  assert.ok(url);
  assert.deepEqual([url.hostingCountryCode, url.hostingIpAddress], ['US', '23.92.20.30']);
  assert.deepEqual([url.assessment?.classification, url.assessment?.ageCategorization], [1, 3]);
  assert.ok(
    !/someone|public group/.test(JSON.stringify(report.sent)),
    'INHOPE learns nothing of the tip or its sender',
  );
  assert.equal(world.iccam.contents().at(-1)?.assignedCountryCode, 'US');
  const shown = await waitForCase(analyst, 'the report is sent', (words) => words.includes('Reference'));
  assert.ok(shown.includes(String(report.reportId)), 'the case names ICCAM’s reference');
  assert.equal(world.mail.messages().length, 0, 'no mail to the police or a provider');
  assert.deepEqual(await openMailbox(english, site(), sharedReceipt), ['Received', 'Being looked into', 'Passed on']);
});

test('a second tip of the same thing joins its case: nobody looks twice, and both mailboxes follow it to its end', async () => {
  const analyst = await anders();
  const receipt = await sendTip(swedish, site(), {
    category: 'online',
    words: { addresses: 'HTTP://Share.Example.com:80/album/5#bild-3', narrative: 'Samma sida som en vän visade.' },
  });
  await eventually('its mailbox says how far the case is', async () => {
    const told = await openMailbox(swedish, site(), receipt);
    return told.join() === 'Mottaget,Skickat vidare' ? true : undefined;
  });
  await goToCase(analyst, sharedCase);
  await waitForCase(analyst, 'the case has two tips', (words) => words.includes('Tip 2'));
  assert.equal(world.iccam.reports().length, 1, 'nothing is sent a second time');
  await goToCase(analyst, '/');
  assert.match(await analyst.page.getByRole('main').innerText(), /Nothing is waiting/);

  await goToCase(analyst, sharedCase);
  world.web.setState(shared, 'error503');
  await waitForCase(analyst, 'a visit has met the trouble', (words) => words.includes('the server has trouble'));
  await sleep(1_500);
  assert.doesNotMatch(
    await waitForCase(analyst, 'the case is shown', () => true),
    /Item 1 gone/,
    'an error is not a removal',
  );
  world.web.setState(shared, 'removed-page');
  await waitUntilClosed(analyst, 'removed');
  assert.equal((await openMailbox(english, site(), sharedReceipt)).at(-1), 'No longer online');
  assert.equal((await openMailbox(swedish, site(), receipt)).at(-1), 'Inte längre på nätet');
});

test('what is hosted in a country without an INHOPE hotline goes to the national police, for Interpol', async () => {
  const analyst = await astrid();
  const url = 'http://upload.example.org/album/2';
  const receipt = await sendTip(swedish, site(), { category: 'online', words: { addresses: url } });
  await claimNext(analyst);
  await assess(analyst, NATIONAL);
  await answerCase(analyst, NO_DANGER);
  assert.match(await proposal(analyst), /Polisen[^]*Interpol/);
  await decide(analyst);
  const police = await policeMail(world, (contents) => contents.items.some((item) => item.url === url));
  assert.equal(police.contents.rule.code, 'no-inhope');
  assert.deepEqual([police.contents.items[0]?.country, police.contents.items[0]?.outcome], ['VN', 'illegal-national']);
  world.web.setState(url, 'gone410');
  await waitUntilClosed(analyst, 'removed');
  assert.equal(countNotices(world, url), 0);
  assert.ok(!world.iccam.contents().some((content) => content.url.urlString === url));
  assert.equal((await openMailbox(swedish, site(), receipt)).at(-1), 'Inte längre på nätet');
});

test('what is hosted elsewhere in the EU goes through ICCAM and to the provider under DSA article 16', async () => {
  const analyst = await astrid();
  const url = 'http://pictures.example.org/album/6';
  const receipt = await sendTip(english, site(), { category: 'online', words: { addresses: url } });
  await claimNext(analyst);
  await assess(analyst, BASELINE);
  await answerCase(analyst, NO_DANGER);
  await decide(analyst);
  const report = await reportOf(url);
  assert.equal(report.sent.urls[0]?.hostingCountryCode, 'NL');
  const { mail, xarf } = await noticeMail(world, url);
  assert.match(mail.text, /Article 16|article 16/);
  assert.match(mail.text, /good faith/i);
  assert.equal(xarf.country_code, 'NL');
  assert.doesNotMatch(mail.raw, /astrid/i, 'a notice names no analyst');
  await waitUntilClosed(analyst, 'removed');
  assert.equal((await openMailbox(english, site(), receipt)).at(-1), 'No longer online');
});

test('when the host has moved since the decision nothing is sent to the provider, also after a restart', async () => {
  const analyst = await anders();
  const { page, texts } = analyst;
  const url = 'http://files.example.net/album/1';
  await sendTip(english, site(), { category: 'online', words: { addresses: url } });
  const casePath = await claimNext(analyst);
  await assess(analyst, BASELINE);
  await answerCase(analyst, NO_DANGER);
  await page.getByRole('button', { name: texts.proposal.setHold }).click();
  await page.getByText(texts.done.held).waitFor();
  await decide(analyst);
  await reportOf(url);
  assert.equal(countNotices(world, url), 0);

  world.web.moveHost('files.example.net', { ip: '41.204.160.99', country: 'KE' });
  await world.writeNames();
  await stage.restart();

  // The session, the case and what waited are all there again.
  await goToCase(analyst, casePath);
  await page.getByRole('button', { name: texts.proposal.releaseHold }).click();
  await page.getByText(texts.done['hold-released']).waitFor();
  const words = await waitForCase(analyst, 'the notice is refused', (shown) => shown.includes('refused'));
  assert.match(words, /The host has changed since the decision/);
  assert.equal(countNotices(world, url), 0, 'nothing has left');
  assert.doesNotMatch(words, /Closed:/, 'the case stays open for a person');
  await goToCase(analyst, '/partners');
  assert.match(await page.getByRole('main').innerText(), /the host has changed since the decision/);
  await stage.checkAccess('partners with a refusal', page);
});

test('no page has asked for anything beyond this machine, and the public site has set no cookie', async () => {
  assert.deepEqual(browser.strayRequests(), []);
  for (const { page } of [swedish, english]) assert.deepEqual(await page.context().cookies(), []);
});
