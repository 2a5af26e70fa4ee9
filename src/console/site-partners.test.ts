import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, test } from 'node:test';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { listSitePartners } from '../intake/door.ts';
import { openConsole, PASSWORD } from './console-for-tests.ts';
import { look, openPageOf } from './look-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const supervisor = await desk.logIn('signe', 'supervisor');
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
after(() => desk.http.close());
const { publicKey } = generateKeyPairSync('ed25519');
const key = publicKey.export({ format: 'pem', type: 'spki' }).toString();

test('a site is let in by its public key, told apart from one that is known, and ended for good', async () => {
  await supervisor.get('/partners/sites');
  const wrong = await supervisor.post('/partners/sites', { name: '', key: 'x' });
  assert.equal(wrong.statusCode, 400);
  assert.match(wrong.body, /href="#name"[^]*href="#key"/);
  const oneLine = key.replaceAll('\n', '');
  assert.equal(
    (await supervisor.post('/partners/sites', { name: 'An app', key: oneLine, password: PASSWORD })).statusCode,
    303,
  );
  const again = await supervisor.post('/partners/sites', { name: 'Again', key, password: PASSWORD });
  assert.match(again.body, /known here already/);
  assert.ok(again.body.includes(key.trim()), 'the key is kept as it was pasted, in its lines');
  const [partner] = await listSitePartners(db);
  assert.deepEqual([partner?.name, partner?.revokedAt], ['An app', undefined]);
  const path = `/partners/sites/${partner?.id ?? ''}/revoke`;
  assert.equal((await supervisor.post(path)).statusCode, 303);
  assert.equal((await supervisor.post(path)).statusCode, 404);
  assert.notEqual((await listSitePartners(db))[0]?.revokedAt, undefined);
});

test('the page fits a telephone and a large screen, and has no barrier', async () => {
  const browser = await openBrowser();
  await supervisor.post('/partners/sites', {
    password: PASSWORD,
    name: 'A school’s app with a rather long name',
    key: generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  });
  const page = await openPageOf(browser, site, supervisor, 'sv');
  await page.goto(`${site}/partners/sites`);
  await look(browser, 'site-partners', page, { widths: [390, 1280] });
  await browser.close();
});
