import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { z } from 'zod';
import { freshDatabase } from '../../test/fresh-database.ts';
import { openLog } from '../platform/log.ts';
import { inviteFirstSupervisor, listStaff, totpCode } from '../staff/door.ts';
import { openConsole, PASSWORD, START, Visitor } from './console-for-tests.ts';

const { db } = await freshDatabase();
const console_ = await openConsole(db);

const countInvitations = async () =>
  (await sql<{ count: number }>`select count(*) as count from invitation`.execute(db)).rows[0]?.count;

test('a form is refused without its token, with another session’s, and from another site; and nothing is done', async () => {
  const [astrid, birger] = [await console_.logIn('astrid', 'supervisor'), await console_.logIn('birger', 'supervisor')];
  await astrid.get('/staff');
  await birger.get('/staff');
  const guest = new Visitor(console_.http);
  await guest.get('/log-in');
  const before = await countInvitations();
  const forged = [
    await astrid.post('/staff/invite', { 'form-token': '', role: 'supervisor' }),
    await astrid.post('/staff/invite', { 'form-token': birger.formToken, role: 'supervisor' }),
    await astrid.post('/staff/invite', { 'form-token': guest.formToken, role: 'supervisor' }),
    await astrid.post('/staff/invite', { role: 'supervisor' }, { 'sec-fetch-site': 'cross-site' }),
    await astrid.post('/staff/invite', { role: 'supervisor' }, { 'sec-fetch-site': 'same-site' }),
    await console_.http.inject({ method: 'POST', url: '/staff/invite', headers: { cookie: cookieOf(astrid) } }),
  ];
  for (const response of forged) assert.equal(response.statusCode, 403);
  assert.equal(await countInvitations(), before);
  assert.equal((await astrid.get('/staff')).statusCode, 200);
  assert.equal((await astrid.post('/staff/invite', { role: 'analyst', password: PASSWORD })).statusCode, 200);
  assert.equal(await countInvitations(), (before ?? 0) + 1);
});

test('a refused route and a forged form are in the log, by route and person, and nothing of what was sent', async () => {
  const lines: string[] = [];
  const watched = await openConsole(db, {}, {}, { log: openLog('info', { write: (line) => void lines.push(line) }) });
  const disa = await watched.logIn('disa', 'analyst');
  assert.equal((await disa.get('/staff?of=somebody')).statusCode, 403);
  assert.equal((await disa.post('/log-out', { 'form-token': 'not mine', words: 'A leaf' })).statusCode, 403);
  const refused = lines.filter((line) => line.includes('access.refused'));
  assert.deepEqual(
    refused.map((line) =>
      z.object({ route: z.string(), code: z.string(), staffId: z.string() }).parse(JSON.parse(line)),
    ),
    [
      { route: 'GET /staff', code: 'role', staffId: disa.staffId },
      { route: 'POST /log-out', code: 'form-token', staffId: disa.staffId },
    ],
  );
  assert.doesNotMatch(refused.join(''), /somebody|leaf|not mine/);
});

const cookieOf = (visitor: Visitor): string =>
  [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

test('log-in is refused when its form did not come from this browser', async () => {
  const [mine, theirs] = [new Visitor(console_.http), new Visitor(console_.http)];
  await mine.get('/log-in');
  await theirs.get('/log-in');
  const response = await mine.post('/log-in', { 'form-token': theirs.formToken, login: 'x', password: 'y', code: 'z' });
  assert.equal(response.statusCode, 403);
});

test('log-in answers a wrong password and a login that nobody has with the same page', async () => {
  await console_.logIn('cecilia', 'analyst');
  const pageFor = async (login: string) => {
    const visitor = new Visitor(console_.http);
    await visitor.get('/log-in');
    const response = await visitor.post('/log-in', { login, password: 'not the right password', code: '000000' });
    assert.equal(response.statusCode, 401);
    // A challenge is of chance, and the same in its field and in what the browser is asked.
    const fresh = /name="challenge" value="[\w-]+"|&quot;challenge&quot;:&quot;[\w-]+/g;
    return response.body.replaceAll(login, '').replaceAll(visitor.formToken, '').replace(fresh, '');
  };
  assert.equal(await pageFor('cecilia'), await pageFor('nobody-has'));
});

test('log-in goes on to the page that was asked for, and never to another site', async () => {
  const dagny = await console_.logIn('dagny', 'analyst');
  const visitor = new Visitor(console_.http);
  const sent = await visitor.get('/cases/1234?a=b');
  assert.equal(sent.headers.location, '/log-in?next=%2Fcases%2F1234%3Fa%3Db');
  const page = await visitor.get(sent.headers.location);
  assert.match(page.body, /name="next" value="\/cases\/1234\?a=b"/);
  for (const [next, expected] of [
    ['/partners', '/partners'],
    ['https://example.org/', '/'],
    ['//example.org/', '/'],
    ['/\\example.org', '/'],
  ] as const) {
    console_.waitMinutes(1);
    await visitor.get('/log-in');
    const code = totpCode(dagny.totpSecret, console_.deps.clock.now());
    const response = await visitor.post('/log-in', { login: 'dagny', password: PASSWORD, code, next });
    assert.equal(response.headers.location, expected);
    visitor.cookies.delete('fyr');
  }
});

test('a session ends by log-out, and after twelve hours however busy it was', async () => {
  const eir = await console_.logIn('eir', 'analyst');
  const stolen = new Visitor(console_.http);
  for (const [name, value] of eir.cookies) stolen.cookies.set(name, value);
  await eir.get('/');
  const left = await eir.post('/log-out');
  assert.equal(left.headers.location, '/log-in');
  assert.equal(left.headers['clear-site-data'], '"cache"');
  assert.ok(!eir.cookies.has('fyr'), 'the session’s cookie is gone');
  assert.equal((await stolen.get('/')).headers.location, '/log-in?ended=1');
  const frida = await console_.logIn('frida', 'analyst');
  for (let minutes = 0; minutes < 12 * 60 - 10; minutes += 10) {
    console_.waitMinutes(10);
    assert.equal((await frida.get('/')).statusCode, 200);
  }
  console_.waitMinutes(10);
  assert.equal((await frida.get('/')).headers.location, '/log-in?ended=1');
});

test('the session cookie is unreadable to script, of this site alone, and bound to the host when the console has https', async () => {
  const flagsOf = async (env: Record<string, string>, login: string) => {
    const one = await openConsole(db, env);
    await one.logIn(login, 'analyst');
    const visitor = new Visitor(one.http);
    const page = await visitor.get('/log-in');
    return String(page.headers['set-cookie']);
  };
  const plain = await flagsOf({}, 'gro');
  assert.match(plain, /^fyr-form=[\w-]+; Path=\/; HttpOnly; SameSite=Strict$/);
  const secure = await flagsOf({ FYR_CONSOLE_URL: 'https://console.example.org' }, 'hild');
  assert.match(secure, /^__Host-fyr-form=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
});

test('pages come in the browser’s language until one is chosen', async () => {
  const visitor = await console_.logIn('inga', 'analyst');
  assert.match((await visitor.get('/', { 'accept-language': 'sv-SE,sv;q=0.9' })).body, /<html lang="sv">/);
  assert.match((await visitor.get('/', { 'accept-language': 'de' })).body, /<html lang="en">/);
  assert.equal((await visitor.get('/language/sv?back=/partners')).headers.location, '/partners');
  assert.match((await visitor.get('/partners', { 'accept-language': 'en' })).body, /<html lang="sv">[^]*Mottagare/);
  assert.equal((await visitor.get('/language/sv?back=//example.org')).headers.location, '/');
});

test('set-up leads from the one-time link to the queue, keeps what was typed when something is wrong, and works once', async () => {
  const { db: own } = await freshDatabase();
  const fresh = await openConsole(own);
  const token = await inviteFirstSupervisor(own, { now: () => START });
  const visitor = new Visitor(fresh.http);
  const page = await visitor.get(`/set-up/${token ?? ''}`);
  assert.match(page.body, /<img class="qr" src="data:image\/png;base64,/);
  const secretOf = (body: string) => (/<code>([A-Z2-7 ]+)<\/code>/.exec(body)?.[1] ?? '').replaceAll(' ', '');
  const carriedIn = (body: string) => /name="secret" value="([^"]+)"/.exec(body)?.[1] ?? '';
  const typed = { name: 'Astrid Berg', login: 'astrid', password: PASSWORD, again: PASSWORD };
  const wrong = await visitor.post(`/set-up/${token ?? ''}`, {
    ...{ ...typed, password: 'fyrfyrfyrfyr', again: 'fyrfyrfyrfyr' },
    ...{ secret: carriedIn(page.body), code: '000000' },
  });
  assert.equal(wrong.statusCode, 400);
  assert.match(wrong.body, /href="#password">Choose a password that is harder to guess/);
  assert.match(wrong.body, /value="Astrid Berg"/);
  assert.ok(!wrong.body.includes('fyrfyrfyrfyr'), 'a password stands in the page');
  assert.equal(secretOf(wrong.body), secretOf(page.body));
  const differs = await visitor.post(`/set-up/${token ?? ''}`, {
    ...{ ...typed, again: `${PASSWORD}!` },
    ...{ secret: carriedIn(page.body), code: totpCode(secretOf(page.body), START) },
  });
  assert.match(differs.body, /The two passwords are not the same/);
  const right = { ...typed, secret: carriedIn(wrong.body), code: totpCode(secretOf(page.body), START) };
  assert.equal((await visitor.post(`/set-up/${token ?? ''}`, right)).headers.location, '/');
  assert.match((await visitor.get('/')).body, /Astrid Berg, supervisor/);
  assert.deepEqual(
    (await listStaff(own)).map((person) => person.login),
    ['astrid'],
  );
  assert.equal((await visitor.get(`/set-up/${token ?? ''}`)).statusCode, 410);
  assert.equal((await visitor.post(`/set-up/${token ?? ''}`, { ...right, login: 'second' })).statusCode, 410);
});

test('a secret for the app that was not made here, or an hour ago, is replaced by a new one', async () => {
  const { db: own } = await freshDatabase();
  const fresh = await openConsole(own);
  const token = await inviteFirstSupervisor(own, { now: () => START });
  const visitor = new Visitor(fresh.http);
  await visitor.get(`/set-up/${token ?? ''}`);
  const typed = { name: 'A', login: 'astrid', password: PASSWORD, again: PASSWORD, code: '123456' };
  const response = await visitor.post(`/set-up/${token ?? ''}`, { ...typed, secret: 'GEZDGNBVGY3TQOJQ' });
  assert.match(response.body, /scan the new picture/);
  assert.deepEqual(await listStaff(own), []);
});

test('the stylesheet is kept by browsers for a year under its content’s name, and no other name is answered', async () => {
  const visitor = new Visitor(console_.http);
  const path = /href="(\/style\/[^"]+)"/.exec((await visitor.get('/log-in')).body)?.[1] ?? '';
  const sheet = await visitor.get(path);
  assert.match(String(sheet.headers['cache-control']), /max-age=31536000, immutable/);
  assert.match(sheet.body, /--sea:/);
  assert.equal((await visitor.get('/style/another.css')).statusCode, 404);
});

test('an error page is told in both languages and quotes nothing of the request', async () => {
  const visitor = new Visitor(console_.http);
  const response = await visitor.get('/no-such-page?secret-words');
  assert.equal(response.statusCode, 404);
  assert.match(response.body, /There is no such page[^]*Sidan finns inte/);
  assert.ok(!response.body.includes('secret-words'));
});

test('the console lets in its own script by hash, which may ask the console alone, and only where something needs it', async () => {
  const visitor = await console_.logIn('gerd', 'analyst');
  const page = await visitor.get('/');
  const policy = String(page.headers['content-security-policy']);
  const [, href, integrity] = /<script src="([^"]+)" integrity="([^"]+)" defer/.exec(page.body) ?? [];
  assert.ok(href !== undefined && integrity !== undefined);
  assert.match(policy, /default-src 'none'/);
  assert.ok(policy.includes(`script-src '${integrity}'; connect-src 'self'`), policy);
  const script = await visitor.get(href);
  assert.equal(`sha256-${createHash('sha256').update(script.body).digest('base64')}`, integrity);
  assert.equal((await visitor.get('/script/other.js')).statusCode, 404);
  assert.doesNotMatch((await new Visitor(console_.http).get('/set-up/none')).body, /<script/);
});
