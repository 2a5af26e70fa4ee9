import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { startProviderApi } from '../../../stand-ins/provider-api.ts';
import type { OutgoingLetter } from './channel.ts';
import { composeLetter } from './compose-letter.ts';
import { contactIn, inputOf, itemOf, LETTER, TEST_HOTLINE } from './letters-for-tests.ts';
import { openApiChannel, parseProviderApis } from './provider-apis.ts';
import { SHIPPED_TEMPLATES } from './shipped-templates.ts';

const server = await startProviderApi();
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-apis-'));
const tokenFile = path.join(folder, 'token');
const apisFile = path.join(folder, 'apis.json');
await writeFile(tokenFile, `${server.token}\n`);
after(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const near = { adapter: 'example', url: server.url, tokenFile, mostItems: 2 };
const far = { adapter: 'example', url: 'https://api.example.org/', tokenFile };
await writeFile(
  apisFile,
  JSON.stringify({ version: 1, accounts: { near, far, 'far-live': { ...far, mode: 'live' } } }),
);

const letterTo = (account: string, count = 1): OutgoingLetter => ({
  ...composeLetter(inputOf({ items: Array.from({ length: count }, () => itemOf()) }), SHIPPED_TEMPLATES),
  ...{ letterId: LETTER, messageId: `<${LETTER}@fyr.example.org>`, idempotencyKey: LETTER },
  contact: { channel: 'api', name: 'Example Hosting', account },
});

test('send goes to the account that the contact names, and an API elsewhere is rehearsed in test mode', async () => {
  const channel = await openApiChannel({ mode: 'test', apisFile, hotline: TEST_HOTLINE });
  assert.deepEqual(await channel.send(letterTo('near')), { kind: 'sent', reference: 's-1' });
  assert.deepEqual(await channel.send(letterTo('far')), { kind: 'rehearsed', because: 'test-mode' });
  assert.deepEqual(await channel.send(letterTo('far-live')), { kind: 'rehearsed', because: 'test-mode' });
  assert.deepEqual(await channel.send(letterTo('none')), { kind: 'refused', code: 'api-not-configured' });
  assert.deepEqual(await channel.send(letterTo('near', 3)), { kind: 'refused', code: 'api-too-many-items' });
  assert.deepEqual(await channel.send({ ...letterTo('near'), contact: contactIn() }), {
    ...{ kind: 'refused', code: 'api-not-configured' },
  });
  assert.equal(channel.reachable('far'), undefined);
  assert.equal((await channel.reachable('near')?.readStatus('s-1'))?.length, 1);
  await channel.close();
});

test('an account begins in test mode by itself: it is live only when the notices are too', async () => {
  const channel = await openApiChannel({ mode: 'live', apisFile, hotline: TEST_HOTLINE });
  assert.deepEqual(await channel.send(letterTo('far')), { kind: 'rehearsed', because: 'test-mode' });
  assert.equal(channel.reachable('far'), undefined);
  assert.notEqual(channel.reachable('far-live'), undefined);
  await channel.close();
});

test('openApiChannel without a file refuses every account', async () => {
  const channel = await openApiChannel({ mode: 'test', apisFile: undefined, hotline: TEST_HOTLINE });
  assert.deepEqual(await channel.send(letterTo('near')), { kind: 'refused', code: 'api-not-configured' });
  await channel.close();
});

test('openApiChannel does not start with a token that is missing or none', async () => {
  const wrongFile = path.join(folder, 'wrong.json');
  const open = async (file: string) => {
    await writeFile(wrongFile, JSON.stringify({ version: 1, accounts: { a: { ...near, tokenFile: file } } }));
    return openApiChannel({ mode: 'test', apisFile: wrongFile, hotline: TEST_HOTLINE });
  };
  await assert.rejects(open(path.join(folder, 'none')), /FYR_NOTICE_APIS, a > tokenFile is not right \(ENOENT\)/);
  const twoLines = path.join(folder, 'two');
  await writeFile(twoLines, 'one-token\r\nX-Injected: 1');
  await assert.rejects(open(twoLines), /a > tokenFile is not right/);
  await assert.rejects(openApiChannel({ mode: 'test', apisFile: path.join(folder, 'no.json'), hotline: TEST_HOTLINE }));
});

test('parseProviderApis names what is wrong', () => {
  const wrong: readonly [object, RegExp][] = [
    [{ version: 2, accounts: {} }, /version/],
    [{ version: 1, accounts: { 'Upper Case': near } }, /small letters/],
    [
      { version: 1, accounts: { a: { ...near, url: 'http://api.example.org/' } } },
      /a > url: must be an address that begins with https/,
    ],
    [{ version: 1, accounts: { a: { ...near, url: '!ttps://api.example.org/' } } }, /a > url: must be an address/],
    [{ version: 1, accounts: { a: { ...near, url: 'file:///etc/passwd' } } }, /https/],
    [{ version: 1, accounts: { a: { ...near, adapter: 'other' } } }, /adapter/],
    [{ version: 1, accounts: { a: { ...near, token: 'in the file' } } }, /token/],
    [{ version: 1, accounts: { a: { ...near, mostItems: 0 } } }, /mostItems/],
  ];
  for (const [file, message] of wrong) assert.throws(() => parseProviderApis(JSON.stringify(file)), message);
  assert.throws(() => parseProviderApis('{'), /not JSON/);
  assert.equal(parseProviderApis(JSON.stringify({ version: 1, accounts: { a: far } })).accounts['a']?.mode, 'test');
});
