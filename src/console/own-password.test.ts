/** The page for one's own password, and one's own other sessions: without script, in both languages, and how it looks. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { ROLES, totpCode } from '../staff/door.ts';
import { openConsole, PASSWORD, Visitor } from './console-for-tests.ts';
import { look, openPageOf } from './look-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const CHOSEN = 'a new kettle on the old stove';
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
});

/** The same person at another browser. */
async function elsewhere(visitor: Visitor, login: string, password = PASSWORD): Promise<Visitor> {
  desk.waitMinutes(1);
  const other = new Visitor(desk.http, visitor.staffId, visitor.totpSecret);
  await other.get('/log-in');
  const code = totpCode(visitor.totpSecret, desk.deps.clock.now());
  assert.equal((await other.post('/log-in', { login, password, code })).statusCode, 303);
  return other;
}
const change = (visitor: Visitor, password: string, chosen: string, again = chosen) =>
  visitor.post('/password', { password, chosen, again });

test('everybody who is logged in has a page for their own password, and nobody else', async () => {
  for (const role of ROLES) {
    const visitor = await desk.logIn(`own-${role}`, role);
    assert.match((await visitor.get('/sessions')).body, /href="\/password"/, role);
    assert.match((await visitor.get('/password')).body, /<h1>Your password<\/h1>/, role);
  }
  const nobody = new Visitor(desk.http);
  assert.match((await nobody.get('/password')).headers.location ?? '', /^\/log-in/);
});

test('whoever stands at an open desk cannot change the password without the present one', async () => {
  const astrid = await desk.logIn('astrid', 'analyst');
  await astrid.get('/password');
  for (const present of ['', 'not the right password', CHOSEN]) {
    const refused = await change(astrid, present, present === CHOSEN ? `${CHOSEN} again` : CHOSEN);
    assert.equal(refused.statusCode, 400);
    assert.match(refused.body, /That is not your present password, so nothing was changed/);
    assert.doesNotMatch(refused.body, /kettle/);
  }
  await change(astrid, 'not the right password', CHOSEN);
  await change(astrid, 'not the right password', CHOSEN);
  const paused = await change(astrid, PASSWORD, CHOSEN);
  assert.equal(paused.statusCode, 429);
  assert.match(paused.body, /too many wrong tries/);
  desk.waitMinutes(2);
  assert.ok(await elsewhere(astrid, 'astrid'), 'the old password still lets in');
});

test('a changed password lets in, the old one does not, and sessions elsewhere are over', async () => {
  const birger = await desk.logIn('birger', 'analyst');
  const other = await elsewhere(birger, 'birger');
  await birger.get('/password');
  const done = await change(birger, PASSWORD, CHOSEN);
  assert.equal(done.headers.location, '/sessions?done=password-changed');
  assert.match((await birger.get('/sessions?done=password-changed')).body, /has been changed[^]*1 open session/);
  assert.match((await other.get('/')).headers.location ?? '', /^\/log-in/);
  await elsewhere(birger, 'birger', CHOSEN);
});

test('what may not be a password is said at its field, with what to do instead, in both languages', async () => {
  const cecilia = await desk.logIn('cecilia', 'analyst');
  const refusals = [
    ['short', 'short', /at least 12 characters/, /minst 12 tecken/],
    ['1234567890123', '1234567890123', /many people have this one[^]*Several words/, /många har det här[^]*Flera ord/],
    ['cecilia cecilia', 'cecilia cecilia', /harder to guess/, /svårare att gissa/],
    [PASSWORD, PASSWORD, /the password you have: choose another/, /det lösenord du har: välj ett annat/],
    [CHOSEN, `${CHOSEN}!`, /not the same/, /inte lika/],
  ] as const;
  for (const [at, language] of (['en', 'sv'] as const).entries()) {
    await cecilia.get(`/language/${language}`);
    await cecilia.get('/password');
    for (const [chosen, again, ...said] of refusals) {
      const refused = await change(cecilia, PASSWORD, chosen, again);
      assert.equal(refused.statusCode, 400, chosen);
      assert.match(refused.body, said[at] ?? /never/, `${language} ${chosen}`);
    }
  }
});

test('another session of one’s own ends with the password alone, one or all; the one at hand without', async () => {
  const dagny = await desk.logIn('dagny', 'analyst');
  const [first, second] = [await elsewhere(dagny, 'dagny'), await elsewhere(dagny, 'dagny')];
  const list = await dagny.get('/sessions');
  const actions = [...list.body.matchAll(/action="(\/sessions\/[0-9a-f]{32}\/end)"/g)].map(([, path = '']) => path);
  assert.equal(actions.length, 3);
  for (const path of [...actions.slice(0, 2), '/sessions/end-others'])
    for (const password of ['', 'not the right password'].slice(0, path === '/sessions/end-others' ? 1 : 2))
      assert.equal((await dagny.post(path, { password })).headers.location, '/sessions?not=password-wrong', path);
  assert.equal((await first.get('/')).statusCode, 200);
  assert.equal((await second.get('/')).statusCode, 200);
  desk.waitMinutes(2);
  const [newest = ''] = actions;
  assert.equal((await dagny.post(newest, { password: PASSWORD })).headers.location, '/sessions?done=session-ended');
  assert.match((await second.get('/')).headers.location ?? '', /^\/log-in/);
  const all = await dagny.post('/sessions/end-others', { password: PASSWORD });
  assert.equal(all.headers.location, '/sessions?done=others-ended');
  assert.match((await first.get('/')).headers.location ?? '', /^\/log-in/);
  assert.match((await dagny.get('/sessions?done=others-ended')).body, /other sessions have ended[^]*1 open session/);
  const left = await dagny.post(actions.at(-1) ?? '');
  assert.equal(left.headers.location, '/log-in');
  assert.equal(left.headers['clear-site-data'], '"cache"');
});

test('an account is taken away with the password alone; a colleague’s sessions end at once, without', async () => {
  const torun = await desk.logIn('torun', 'supervisor');
  const unn = await desk.logIn('unn', 'analyst');
  await torun.get('/staff');
  for (const password of ['', 'not the right password']) {
    const refused = await torun.post(`/staff/${unn.staffId ?? ''}/disable`, { password });
    assert.equal(refused.headers.location, '/staff?not=password-wrong');
  }
  assert.equal((await unn.get('/')).statusCode, 200);
  assert.equal(
    (await torun.post(`/staff/${unn.staffId ?? ''}/end-sessions`)).headers.location,
    '/staff?done=sessions-ended',
  );
  assert.match((await unn.get('/')).headers.location ?? '', /^\/log-in/);
  const own = await torun.post(`/staff/${torun.staffId ?? ''}/end-sessions`);
  assert.equal(
    own.headers.location,
    '/staff?not=password-wrong',
    'one’s own, all of them, are not ended by a stranger',
  );
  const done = await torun.post(`/staff/${unn.staffId ?? ''}/disable`, { password: PASSWORD });
  assert.equal(done.headers.location, '/staff?done=disabled');
});

test('the pages fit a telephone and a desk, in both languages, and have no barrier', async () => {
  const elin = await desk.logIn('elin', 'analyst');
  await elsewhere(elin, 'elin');
  const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
  for (const language of ['en', 'sv'] as const) {
    const page = await openPageOf(browser, site, elin, language);
    await page.goto(`${site}/password`);
    await look(browser, `own-password-${language}`, page, { widths: [320, 1280] });
    await page.locator('#password').fill(PASSWORD);
    await page.locator('#chosen').fill('1234567890123');
    await page.locator('#again').fill('1234567890123');
    await page.locator('form[action="/password"] button').click();
    await page.locator('#chosen-problem').waitFor();
    await look(browser, `own-password-common-${language}`, page, { widths: [320, 1280] });
    await page.goto(`${site}/sessions`);
    for (const summary of await page.locator('details.once-more > summary').all()) await summary.click();
    await look(browser, `sessions-${language}`, page, { widths: [320, 1280] });
  }
});
