/** Logging in by an identity provider through the console's own pages: it says who, the password opens the keys. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startOidcProvider } from '../../stand-ins/oidc.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { openOidc } from '../staff/door.ts';
import { openConsole, PASSWORD, Visitor } from './console-for-tests.ts';

const { db } = await freshDatabase();
const provider = await startOidcProvider();
after(() => provider.close());
const { issuer, clientId, clientSecret } = provider;
const settings = { mode: 'test', issuer, clientId, clientSecret, name: 'Example login' } as const;
const oidc = openOidc({ ...settings, strength: { acr: [], amr: [] } });
const desk = await openConsole(db, {}, {}, { oidc });
const astrid = await desk.logIn('astrid', 'analyst');
await desk.logIn('birger', 'analyst');

/** To the provider and back, as a browser goes: the request that comes back has the trip's cookie alone. */
async function goThere(visitor: Visitor, path: string, headers: Record<string, string> = {}): Promise<string> {
  const there = (await visitor.get(path)).headers.location ?? '';
  assert.ok(there.startsWith(issuer), there);
  const back = new URL((await fetch(there, { redirect: 'manual' })).headers.get('location') ?? '');
  const strict = [...visitor.cookies].filter(([name]) => name !== 'fyr-oidc');
  for (const [name] of strict) visitor.cookies.delete(name);
  const page = await visitor.get(`${back.pathname}${back.search}`, headers);
  for (const [name, value] of strict) if (!visitor.cookies.has(name)) visitor.cookies.set(name, value);
  return page.body;
}

const proofIn = (body: string) => /name="proof" value="([^"]+)"/.exec(body)?.[1] ?? '';

async function logInThere(login: string, password = PASSWORD) {
  const visitor = new Visitor(desk.http);
  assert.match((await visitor.get('/log-in')).body, /Log in with Example login/);
  const page = await goThere(visitor, '/log-in/oidc?next=%2Fsearch');
  assert.match(page, /Example login knows you/);
  const fields = { login, password, proof: proofIn(page), next: '/search' };
  return { visitor, fields, answer: await visitor.post('/log-in', fields) };
}

test('nobody is let in by a provider before they have tied their account there, whatever their password', async () => {
  const { answer } = await logInThere('astrid');
  assert.equal(answer.statusCode, 401);
  assert.match(answer.body, /name="proof"/, 'they can mend their password without going there again');
});

test('an account is tied with the password, and then stands in for the code, once a time', async () => {
  provider.logInAs('account-of-astrid');
  assert.match((await astrid.get('/sessions')).body, /Not connected/);
  assert.match(await goThere(astrid, '/log-in/oidc?for=link'), /href="\/oidc\/connect"/);
  const page = await astrid.get('/oidc/connect');
  const proof = proofIn(page.body);
  const wrong = await astrid.post('/oidc/link', { proof, password: 'not the right password' });
  assert.equal(wrong.headers.location, '/sessions?not=password-wrong');
  const right = await astrid.post('/oidc/link', { proof, password: PASSWORD });
  assert.equal(right.headers.location, '/sessions?done=oidc-linked');
  assert.match((await astrid.get('/sessions?done=oidc-linked')).body, /has been connected[^]*Connected since/);
  const { visitor, fields, answer } = await logInThere('astrid');
  assert.equal(answer.headers.location, '/search');
  assert.equal((await visitor.get('/search')).statusCode, 200);
  const second = new Visitor(desk.http);
  await second.get('/log-in');
  assert.equal((await second.post('/log-in', fields)).statusCode, 401, 'a proof is good once');
});

test('a provider’s word lets in nobody else, and opens nothing without the password', async () => {
  assert.equal((await logInThere('birger')).answer.statusCode, 401);
  assert.equal((await logInThere('astrid', 'not the right password')).answer.statusCode, 401);
  provider.logInAs('account-of-somebody');
  assert.equal((await logInThere('astrid')).answer.statusCode, 401);
  desk.waitMinutes(1);
});

test('what did not begin here, or came back wrong, is refused in words', async () => {
  const visitor = new Visitor(desk.http);
  for (const path of ['/log-in/oidc/back', '/log-in/oidc/back?code=a&state=b']) {
    const page = await visitor.get(path);
    assert.equal(page.statusCode, 403);
    assert.match(page.body, /Example login did not let you in/);
  }
  provider.behave('wrong-nonce');
  assert.match(await goThere(visitor, '/log-in/oidc'), /proves nothing/);
  provider.behave('ok');
  const without = await openConsole(db);
  assert.equal((await new Visitor(without.http).get('/log-in/oidc')).statusCode, 404);
  assert.doesNotMatch((await new Visitor(without.http).get('/log-in')).body, /log-in\/oidc/);
});

test('whoever logged in there more weakly than the settings ask is refused in words, and a strong log-in is let in', async () => {
  const strong = openOidc({ ...settings, strength: { acr: ['urn:example:loa:3'], amr: [] } });
  const strict = await openConsole(db, {}, {}, { oidc: strong, serviceKey: desk.deps.serviceKey });
  for (const said of [{}, { acr: 'urn:example:loa:1' }]) {
    provider.say(said);
    const page = await goThere(new Visitor(strict.http), '/log-in/oidc');
    assert.match(page, /did not let you in[^]*as strongly as this console asks[^]*second factor/);
    assert.doesNotMatch(page, /name="proof"|loa:1/);
  }
  const swedish = { 'accept-language': 'sv' };
  assert.match(
    await goThere(new Visitor(strict.http), '/log-in/oidc', swedish),
    /så starkt som den här konsolen kräver/,
  );
  provider.say({ acr: 'urn:example:loa:3' });
  assert.match(await goThere(new Visitor(strict.http), '/log-in/oidc'), /knows you[^]*name="proof"/);
  provider.say({});
});

test('an account there is untied again', async () => {
  await astrid.get('/sessions');
  const unlink = async (password: string) => (await astrid.post('/oidc/unlink', { password })).headers.location;
  assert.equal(await unlink('not the right password'), '/sessions?not=password-wrong');
  assert.equal(await unlink(PASSWORD), '/sessions?done=oidc-unlinked');
  assert.equal(await unlink(PASSWORD), '/sessions?not=oidc-not-linked');
  provider.logInAs('account-of-astrid');
  assert.equal((await logInThere('astrid')).answer.statusCode, 401);
});
