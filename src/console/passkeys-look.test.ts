/** Passkeys in a real browser with an authenticator of the DevTools protocol: added, used, copied, removed; and how their pages look. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, test } from 'node:test';
import type { CDPSession, Page } from 'playwright-core';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { totpCode } from '../staff/door.ts';
import { openConsole, PASSWORD, type Visitor } from './console-for-tests.ts';
import { look } from './look-for-tests.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const { db } = await freshDatabase();
const port = await freePort();
const site = `http://localhost:${port}`;
const desk = await openConsole(db, { FYR_CONSOLE_URL: site });
const astrid = await desk.logIn('astrid', 'analyst');
await desk.http.listen({ host: '127.0.0.1', port });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
});

interface Key {
  readonly cdp: CDPSession;
  readonly authenticatorId: string;
}

async function plugIn(page: Page): Promise<Key> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return { cdp, authenticatorId };
}

async function openSessions(page: Page, of: Visitor, at = site): Promise<void> {
  const cookies = [...of.cookies].filter(([name]) => name !== 'fyr-language');
  await page
    .context()
    .addCookies([...cookies, ['fyr-language', 'en'] as const].map(([name, value]) => ({ name, value, url: at })));
  await page.goto(`${at}/sessions`);
}

async function addKey(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.locator('#name').fill(name);
  await page.locator('#password').fill(password);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
}

/** Opens an act by its name, gives the password, does it. */
async function confirm(page: Page, act: string, password = PASSWORD): Promise<void> {
  const part = page.locator('details').filter({ has: page.getByRole('button', { name: act, includeHidden: true }) });
  if ((await part.getAttribute('open')) === null) await part.locator('summary').click();
  await part.locator('input[type=password]').fill(password);
  await part.getByRole('button', { name: act }).click();
}

async function logInWithKey(page: Page, password = PASSWORD): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${site}/log-in`);
  await page.locator('#login').fill('astrid');
  await page.locator('#password').fill(password);
  await page.getByRole('button', { name: 'Use a passkey in place of the code' }).click();
}

const isIn = (page: Page) => page.getByRole('button', { name: 'Log out' }).waitFor();
const isRefused = (page: Page) => page.getByRole('alert').filter({ hasText: 'is not right' }).waitFor();

const { page } = await browser.visitor({ language: 'en', script: 'on' });
const key = await plugIn(page);

test('a passkey is added with the password alone, once, and lets its person in with their password in place of a code', async () => {
  await openSessions(page, astrid);
  await addKey(page, 'My key ring', 'not the right password');
  await page.getByText('That is not your password, so nothing was changed').waitFor();
  await addKey(page, 'My key ring');
  await page.getByText('The passkey has been added.').waitFor();
  await page.getByRole('row', { name: /My key ring/ }).waitFor();
  await look(browser, 'passkeys', page, { widths: [390, 1280] });
  await addKey(page, 'The same again');
  await page.getByText('The browser made no passkey').waitFor();
  await logInWithKey(page);
  await isIn(page);
  await logInWithKey(page, 'not the right password');
  await isRefused(page);
  await look(browser, 'log-in-passkey', page, { widths: [390, 1280] });
});

test('what the browser once answered lets nobody in a second time', async () => {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(request.postData() ?? '');
  });
  await logInWithKey(page);
  await isIn(page);
  const [fields = ''] = sent;
  assert.match(fields, /passkey=%7B/);
  await page.context().clearCookies();
  await page.goto(`${site}/log-in`);
  const token = await page.locator('input[name=form-token]').inputValue();
  const again = new URLSearchParams(fields);
  again.set('form-token', token);
  const status = await page.evaluate(
    async (body) => (await fetch('/log-in', { method: 'POST', body: new URLSearchParams(body) })).status,
    again.toString(),
  );
  assert.equal(status, 401);
});

test('codes can be left behind once there is a passkey, and come back with the last one’s removal', async () => {
  await logInWithKey(page);
  await isIn(page);
  await page.goto(`${site}/sessions`);
  await confirm(page, 'Let me in by passkey alone', 'not the right password');
  await page.getByText('so nothing was changed').waitFor();
  await page.getByText('Codes of your app let you in as well.').waitFor();
  await confirm(page, 'Let me in by passkey alone');
  await page.getByText('Codes of your app do not let you in').waitFor();
  const byCode = async () => {
    desk.waitMinutes(1);
    await astrid.get('/log-in');
    astrid.cookies.delete('fyr');
    await astrid.get('/log-in');
    const code = totpCode(astrid.totpSecret, desk.deps.clock.now());
    return (await astrid.post('/log-in', { login: 'astrid', password: PASSWORD, code })).statusCode;
  };
  assert.equal(await byCode(), 401);
  await confirm(page, 'Remove My key ring', 'not the right password');
  await page.getByText('so nothing was changed').waitFor();
  await page.getByRole('row', { name: /My key ring/ }).waitFor();
  await page.getByLabel('Remove My key ring').first().click();
  await look(browser, 'passkey-removal', page, { widths: [390, 1280] });
  await confirm(page, 'Remove My key ring');
  await page.getByText('You have no passkey yet.').waitFor();
  assert.equal(await byCode(), 303);
  await logInWithKey(page);
  await isRefused(page);
  await key.cdp.send('WebAuthn.clearCredentials', { authenticatorId: key.authenticatorId });
});

test('a passkey whose counter goes back is let in no more, since somebody may have a copy', async () => {
  await openSessions(page, astrid);
  await addKey(page, 'Copied');
  await page.getByText('The passkey has been added.').waitFor();
  await logInWithKey(page);
  await isIn(page);
  const { authenticatorId, cdp } = key;
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
  const [credential] = credentials;
  assert.ok(credential && credential.signCount > 0);
  await cdp.send('WebAuthn.clearCredentials', { authenticatorId });
  await cdp.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount: 0 } });
  await logInWithKey(page);
  await isRefused(page);
  await logInWithKey(page);
  await isRefused(page);
  await openSessions(page, astrid);
  await page.getByText('its counter went back').waitFor();
});

test('a passkey answers for its own site alone: another origin is refused by the server, too', async () => {
  const other = await openConsole(db, { FYR_CONSOLE_URL: `http://localhost:${await freePort()}` });
  const dagny = await other.logIn('dagny', 'analyst');
  const at = (await other.http.listen({ host: '127.0.0.1', port: 0 })).replace('127.0.0.1', 'localhost');
  try {
    await openSessions(page, dagny, at);
    await addKey(page, 'Elsewhere');
    await page.getByText('What the browser sent proves no passkey for this console').waitFor();
  } finally {
    await other.http.close();
  }
});
