import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quietLog } from '../../test/fresh-database.ts';
import { openDatabase } from '../platform/db.ts';
import { TIP_CATEGORIES } from '../terms/categories.ts';
import { tipIdSchema } from '../terms/ids.ts';
import { openTip, readReportedAddresses, readTip } from './door.ts';
import { openTestSite, receiptOf, stateOf } from './site-for-tests.ts';
import { GROUPS, isTextField, STEPS, type QuestionGroup } from './tip-form.ts';

const site = await openTestSite();
const HOUR_MS = 3_600_000;

async function newestTip() {
  const result = await site.pool.query<{ id: string }>('select id from tip order by ctid desc limit 1');
  const record = await readTip(site.db, tipIdSchema.parse(result.rows[0]?.id));
  return { record, ...openTip(record, site.deskIdentities) };
}

async function countTips(): Promise<number> {
  const result = await site.pool.query<{ count: number }>('select count(*)::int as count from tip');
  return result.rows[0]?.count ?? -1;
}

const stepOf = (html: string) => /name="step" value="([^"]+)"/.exec(html)?.[1];
const freshState = async (path: string) => stateOf((await site.get(path)).body);

/** Sends the page that `html` is, as a browser does: its hidden fields, what was typed, the button. */
const sendPageOf = (html: string, path: string, go: string, typed: Readonly<Record<string, string>> = {}) =>
  site.post(path, { state: stateOf(html), step: stepOf(html) ?? '', ...typed, go });

const textFieldsOf = (group: QuestionGroup) => GROUPS[group].filter(isTextField);

test('every category is asked page by page, danger first, and takes every one of its answers', async () => {
  for (const category of TIP_CATEGORIES) {
    const path = `/en/tip/${category}`;
    let { body } = await site.get(path);
    const seen = [];
    const contact = { name: 'A', email: 'a@example.org', phone: '070' };
    const answers: Record<string, string> = {};
    for (const group of STEPS[category]) {
      seen.push(stepOf(body));
      const fields = textFieldsOf(group);
      for (const field of fields) assert.ok(body.includes(`name="${field}"`), `${category} asks ${field}`);
      const typed = Object.fromEntries(
        fields.map((field) => [field, field === 'addresses' ? 'https://a.example.org/' : `about ${field}`]),
      );
      if (group !== 'contact') Object.assign(answers, typed);
      const ticks = {
        ...(group === 'danger' && { isUrgent: 'yes' }),
        ...(group === 'contact' && { wantsAnswer: 'yes' }),
      };
      const reply = await sendPageOf(body, path, 'next', { ...typed, ...ticks, ...(group === 'contact' && contact) });
      assert.equal(reply.statusCode, 200, `${category} ${group}`);
      body = reply.body;
    }
    assert.deepEqual(seen, STEPS[category]);
    assert.equal(stepOf(body), 'review');
    for (const answer of Object.values({ ...answers, ...contact })) assert.ok(body.includes(answer), answer);
    const reply = await sendPageOf(body, path, 'send');
    assert.match(reply.body, /Have you called 112/);
    const tip = await newestTip();
    delete answers['addresses'];
    assert.deepEqual(tip.report, answers);
    assert.deepEqual(tip.contact, contact);
    assert.equal(tip.record.category, category);
    assert.ok(tip.record.isUrgent && tip.record.wantsAnswer && tip.record.hasContact);
    assert.equal(tip.record.language, 'en');
  }
});

test('an online tip is taken with its address alone, and a double click shows the same receipt', async () => {
  const before = await countTips();
  const state = await freshState('/sv/tip/online');
  const fields = { state, step: 'review', go: 'send' };
  const addresses = 'hxxps://sida.example[.]org/a?utm_source=x\r\nannan.example.com/b';
  const first = await site.post('/sv/tip/online', { ...fields, addresses });
  assert.match(receiptOf(first.body), /^(?:[0-9A-HJKMNP-TVXYZ]{4} ){6}[0-9A-HJKMNP-TVXYZ]{4}$/);
  const second = await site.post('/en/tip/online', { ...fields, addresses });
  assert.equal(receiptOf(second.body), receiptOf(first.body), 'in another language too');
  assert.equal(await countTips(), before + 1);
  const tip = await newestTip();
  assert.deepEqual(tip.report, {});
  assert.equal(tip.contact, undefined);
  assert.deepEqual(await readReportedAddresses(site.db, site.serviceKey, tip.record.id), [
    'https://sida.example.org/a',
    'http://annan.example.com/b',
  ]);
});

test('back and forward lose nothing, right or wrong, and the page carries no answer in clear but its own', async () => {
  const path = '/sv/tip/offline';
  const first = await sendPageOf((await site.get(path)).body, path, 'next', { isUrgent: 'yes' });
  const long = 'å'.repeat(5_100);
  const wrong = await sendPageOf(first.body, path, 'next', { narrative: long });
  assert.equal(wrong.statusCode, 422);
  const back = await sendPageOf(wrong.body, path, 'back', { narrative: long });
  assert.equal(stepOf(back.body), 'danger');
  assert.match(back.body, /id="isUrgent"[^>]*checked/);
  assert.ok(!back.body.includes('ååå'), 'sealed');
  const again = await sendPageOf(back.body, path, 'next', { isUrgent: 'yes' });
  assert.ok(again.body.includes(long));
  const third = await sendPageOf(again.body, path, 'next', { narrative: 'Kortare' });
  const unticked = await sendPageOf((await sendPageOf(third.body, path, 'back')).body, path, 'back');
  const untick = await sendPageOf(unticked.body, path, 'next');
  assert.equal(stepOf(untick.body), 'narrative');
  assert.doesNotMatch(untick.body, /tel:112/, 'what was unticked is not urgent any more');
});

test('from the review each page can be changed, and leads back to it', async () => {
  const path = '/sv/tip/travel';
  let { body } = await site.get(path);
  for (const group of STEPS.travel)
    ({ body } = await sendPageOf(body, path, 'next', group === 'narrative' ? { narrative: 'Ett <b>' } : {}));
  assert.ok(body.includes('Ett &lt;b>') && body.includes('Inget svar'));
  const edit = await sendPageOf(body, path, 'edit-journey');
  assert.equal(stepOf(edit.body), 'journey');
  assert.ok(edit.body.includes('Till granskningen'));
  const changed = await sendPageOf(edit.body, path, 'next', { place: 'Torget' });
  assert.equal(stepOf(changed.body), 'review');
  assert.ok(changed.body.includes('Torget') && changed.body.includes('Ett &lt;b>'));
});

test('another language midway keeps the page and everything on it', async () => {
  const first = await sendPageOf((await site.get('/sv/tip/other')).body, '/sv/tip/other', 'next');
  assert.match(first.body, /<button[^>]*form="tip"[^>]*formaction="\/en\/tip\/other"[^>]*value="stay"/);
  const english = await sendPageOf(first.body, '/en/tip/other', 'stay', { narrative: 'Halvfärd' });
  assert.ok(english.body.includes('What has happened?') && english.body.includes('Halvfärd'));
  const next = await sendPageOf(english.body, '/en/tip/other', 'next', { narrative: 'Halvfärdig' });
  assert.equal(stepOf(next.body), 'placeTime');
});

test('a page with problems says them on top, links to the fields and keeps everything typed', async () => {
  const path = '/sv/tip/online';
  const state = await freshState(path);
  const reply = await site.post(path, {
    state,
    step: 'contact',
    go: 'next',
    email: 'inget <b>snabel-a',
    wantsAnswer: 'yes',
  });
  assert.equal(reply.statusCode, 422);
  assert.match(reply.body, /<title>Fel: /);
  const summary = /<div class="summary".*?<\/div>/s.exec(reply.body)?.[0] ?? '';
  assert.ok(summary.includes('href="#email"'));
  assert.ok(reply.body.includes('aria-describedby="email-problem"') && reply.body.includes('id="email-problem"'));
  assert.ok(reply.body.includes('value="inget &lt;b>snabel-a"'));
  assert.match(reply.body, /id="wantsAnswer"[^>]*checked/);
});

test('a form sent without what it needs leads to the page that asks it', async () => {
  const online = await site.sendTip('/sv/tip/online', { narrative: 'Jag såg det.' });
  assert.equal(online.statusCode, 422);
  assert.ok(online.body.includes('href="#addresses"') && stepOf(online.body) === 'addresses');
  const kept = await sendPageOf(online.body, '/sv/tip/online', 'next', { addresses: 'https://a.example.org/' });
  assert.ok((await sendPageOf(kept.body, '/sv/tip/online', 'next')).body.includes('Jag såg det.'));
  const travel = await site.sendTip('/en/tip/travel', { isUrgent: 'yes' });
  assert.ok(travel.body.includes('href="#travelCountry"'));
});

test('lines that are no address are shown in the review, and go along as they were written', async () => {
  const path = '/sv/tip/online';
  const state = await freshState(path);
  const addresses = 'https://a.example.org/\nden där sidan <i>\nhttps://kalle:hemligt@b.example.org/';
  const asked = await site.post(path, { state, step: 'review', go: 'stay', addresses, narrative: 'Min text.' });
  assert.ok(asked.body.includes('Rad 2') && asked.body.includes('den där sidan &lt;i>'));
  assert.ok(asked.body.includes('Vi hittade 2 adresser') && asked.body.includes('Min text.'));
  const taken = await sendPageOf(asked.body, path, 'send');
  assert.equal(taken.statusCode, 200);
  const tip = await newestTip();
  assert.match(
    tip.report.narrative ?? '',
    /^Min text\.\n\n.+:\nden där sidan <i>\nhttps:\/\/kalle:hemligt@b\.example\.org\/$/,
  );
  assert.deepEqual(await readReportedAddresses(site.db, site.serviceKey, tip.record.id), [
    'https://a.example.org/',
    'https://b.example.org/',
  ]);
});

test('hundreds of lines are read without loss, and no recognisable address is no hindrance', async () => {
  const lines = Array.from({ length: 400 }, (_, i) => `https://a.example.org/${i}`);
  const taken = await site.sendTip('/en/tip/online', { addresses: lines.join('\n') });
  assert.equal(taken.statusCode, 200);
  const tip = await newestTip();
  const addresses = await readReportedAddresses(site.db, site.serviceKey, tip.record.id);
  const narrative = tip.report.narrative ?? '';
  assert.equal(addresses.length, 50);
  assert.deepEqual(
    lines.filter((line) => !addresses.includes(line) && !narrative.split('\n').includes(line)),
    [],
  );
  const blank = await site.sendTip('/en/tip/online', { addresses: '\n'.repeat(10_000), narrative: 'x' });
  assert.ok(blank.body.includes('href="#addresses"'));
  await site.sendTip('/en/tip/online', { addresses: 'the group called X' });
  assert.match((await newestTip()).report.narrative ?? '', /the group called X$/);
});

test('every answer at its limit in the widest letters fits the page and is taken', async () => {
  const path = '/sv/tip/trafficking';
  let { body } = await site.get(path);
  const wide = '\u0e01';
  for (const group of STEPS.trafficking) {
    const typed = Object.fromEntries(
      textFieldsOf(group).map((field) => [
        field,
        field === 'email' ? 'a@example.org' : field === 'addresses' ? 'x '.repeat(7_400) : wide.repeat(50),
      ]),
    );
    if (group === 'narrative')
      typed['narrative'] = Array.from({ length: 5_000 }, (_, i) => String.fromCharCode(0xe01 + (i % 58))).join('');
    const reply = await sendPageOf(body, path, 'next', typed);
    assert.equal(reply.statusCode, 200, group);
    ({ body } = reply);
  }
  assert.equal((await sendPageOf(body, path, 'send')).statusCode, 200);
  assert.equal((await newestTip()).report.narrative?.slice(0, 5_000).length, 5_000);
});

test('a page that lay about for a day loses nothing: it is shown again before it is sent', async () => {
  const path = '/sv/tip/other';
  const second = await sendPageOf((await site.get(path)).body, path, 'next');
  const third = await sendPageOf(second.body, path, 'next', { narrative: 'Viktigt & långt' });
  site.pass(25 * HOUR_MS);
  const again = await sendPageOf(third.body, path, 'next', { place: 'Torget' });
  assert.equal(again.statusCode, 422);
  assert.ok(again.body.includes('öppen länge') && again.body.includes('Torget') && stepOf(again.body) === 'placeTime');
  const stale = await sendPageOf(third.body, path, 'send');
  assert.equal(stale.statusCode, 422, 'nothing is sent from an old page');
  const sent = await site.post(path, { state: stateOf(again.body), step: 'review', go: 'send' });
  assert.equal(sent.statusCode, 200);
  const { report } = await newestTip();
  assert.deepEqual(report, { narrative: 'Viktigt & långt', place: 'Torget' });
});

test('a foreign, altered or missing state keeps what the page itself says, and says so', async () => {
  const path = '/sv/tip/other';
  const state = await freshState(path);
  const elsewhere = await freshState('/sv/tip/travel');
  const before = await countTips();
  for (const foreign of ['', 'x'.repeat(500), `${state.slice(0, -2)}AA`, elsewhere]) {
    const again = await site.post(path, { state: foreign, step: 'narrative', go: 'send', narrative: 'Viktigt' });
    assert.equal(again.statusCode, 422);
    assert.ok(again.body.includes('Viktigt') && again.body.includes('kunde inte läsa'));
    const next = await sendPageOf(again.body, path, 'next', { narrative: 'Viktigt' });
    assert.equal(stepOf(next.body), 'placeTime');
  }
  assert.equal(await countTips(), before);
});

test('hostile input neither crashes nor is lost', async () => {
  const state = await freshState('/sv/tip/other');
  const post = (payload: string) =>
    site.http.inject({
      url: '/sv/tip/other',
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload,
    });
  const sent = `state=${state}&step=review&go=send`;
  const nul = await post(`${sent}&narrative=a%00b%1B%5B31m%EF%BF%BE&narrative=d&__proto__=x&constructor=y&suspect=%`);
  assert.equal(nul.statusCode, 200);
  const { report } = await newestTip();
  assert.match(report.narrative ?? '', /^ab\[31m\uFFFE\nd$/);
  const broken = await post(`${sent}&narrative=e%ED%A0%80f`);
  assert.equal(broken.statusCode, 200);
  assert.equal((await newestTip()).report.narrative, 'e%ED%A0%80f', 'what is not UTF-8 stays as it was sent');
  assert.equal((await post('')).statusCode, 422);
  assert.equal((await post('&=&=%%%&&state')).statusCode, 422);
  assert.equal((await post(`narrative[a]=1&state[]=${state}`)).statusCode, 422);
  assert.equal((await post(`state=${state}&step=toString&go=__proto__`)).statusCode, 200);
});

test('while nobody can read tips, the form says so and keeps what was typed', async () => {
  site.answerDeskKey(() => Promise.resolve(undefined));
  const before = await countTips();
  const reply = await site.sendTip('/sv/tip/other', { narrative: 'Kvar här.' });
  assert.equal(reply.statusCode, 503);
  assert.ok(reply.body.includes('Kvar här.') && reply.body.includes('inte mottaget') && reply.body.includes('tel:112'));
  assert.equal(await countTips(), before);
  site.answerDeskKey(() => Promise.resolve(site.deskRecipient));
  assert.equal((await sendPageOf(reply.body, '/sv/tip/other', 'send')).statusCode, 200);
});

test('with the database away, the page says that nothing was received, keeps the text and shows the police', async () => {
  const away = openDatabase({ host: '/nonexistent-socket-folder', connectionTimeoutMillis: 500 }, quietLog);
  const dark = await openTestSite({ db: away.db });
  const answers = { addresses: 'https://a.example.org/x', narrative: 'Min text' };
  const reply = await dark.sendTip('/sv/tip/online', answers);
  assert.equal(reply.statusCode, 503);
  assert.ok(reply.body.includes('har inte tagit emot ditt tips'));
  assert.ok(reply.body.includes('https://a.example.org/x') && reply.body.includes('Min text'));
  assert.ok(reply.body.includes('tel:112') && reply.body.includes('tel:11414'));
  assert.equal(stepOf(reply.body), 'review');
  await away.close();
});
