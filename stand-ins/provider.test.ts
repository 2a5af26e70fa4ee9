import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import { startMailCatcher } from './mail-catcher.ts';
import { addressesIn, startProvider, type Provider, type ProviderOptions } from './provider.ts';
import { startWeb } from './web.ts';

const catcher = await startMailCatcher();
const web = await startWeb();
const transport = nodemailer.createTransport({ url: catcher.smtpUrl, pool: true });
after(async () => {
  transport.close();
  await Promise.all([catcher.close(), web.close()]);
});

const MAILBOX = 'abuse@provider.example.net';
const notify = (url: string, to = MAILBOX) =>
  transport.sendMail({
    from: 'desk@fyr.example.org',
    to,
    subject: 'Notice',
    text: `Please remove\n${url}\nThank you.`,
  });

async function withProvider(
  options: Partial<ProviderOptions>,
  body: (provider: Provider) => Promise<void>,
): Promise<void> {
  const provider = startProvider({ mailbox: MAILBOX, hosts: ['pictures.example.org'], web, catcher, ...options });
  try {
    await body(provider);
  } finally {
    await provider.close();
  }
}

test('a prompt provider takes the item down when a notice names it', async () => {
  await withProvider({}, async (provider) => {
    await notify('http://pictures.example.org/album/1');
    await pause(30);
    assert.equal(web.stateOf('http://pictures.example.org/album/1')?.kind, 'gone404');
    const [taken] = provider.takedowns();
    assert.equal(taken?.url, 'http://pictures.example.org/album/1');
    assert.ok(taken.removedAt >= taken.noticedAt);
  });
});

test('a slow provider takes the item down only after its delay', async () => {
  await withProvider({ temper: 'slow', delayMs: 120, removedState: 'removed-page' }, async () => {
    await notify('http://pictures.example.org/album/2');
    await pause(20);
    assert.equal(web.stateOf('http://pictures.example.org/album/2'), undefined);
    await pause(160);
    assert.equal(web.stateOf('http://pictures.example.org/album/2')?.kind, 'removed-page');
  });
});

test('a deaf provider receives the notice and does nothing', async () => {
  await withProvider({ temper: 'deaf' }, async (provider) => {
    await notify('http://pictures.example.org/album/3');
    await pause(30);
    assert.equal(web.stateOf('http://pictures.example.org/album/3'), undefined);
    assert.deepEqual(provider.notices()[0]?.urls, ['http://pictures.example.org/album/3']);
  });
});

test('a provider leaves alone what is on a host of others, and mails to others', async () => {
  await withProvider({}, async (provider) => {
    await notify('http://albums.example.com/album/1');
    await notify('http://pictures.example.org/album/4', 'abuse@other.example.net');
    await pause(30);
    assert.equal(web.stateOf('http://albums.example.com/album/1'), undefined);
    assert.equal(web.stateOf('http://pictures.example.org/album/4'), undefined);
    assert.equal(provider.notices().length, 1);
  });
});

test('a repeated notice takes nothing down twice, and close stops what was begun', async () => {
  await withProvider({ temper: 'slow', delayMs: 60 }, async (provider) => {
    await notify('http://pictures.example.org/album/5');
    await notify('http://pictures.example.org/album/5');
    await pause(120);
    assert.equal(provider.notices().length, 2);
    assert.equal(provider.takedowns().length, 1);
    await notify('http://pictures.example.org/album/6');
    await provider.close();
    await pause(90);
    assert.equal(web.stateOf('http://pictures.example.org/album/6'), undefined);
  });
});

test('addressesIn prefers XARF reports and else reads the text as a person does', () => {
  const json = (value: unknown) => {
    const content = Buffer.from(JSON.stringify(value));
    return { filename: 'xarf.json', contentType: 'application/json', sizeBytes: content.length, content };
  };
  const text =
    'See hxxp://pictures[.]example[.]org/a, and https://files.example.net/b. Ours: <http://desk.example.org/x>';
  assert.deepEqual(addressesIn({ text, attachments: [] }), [
    'http://pictures.example.org/a',
    'https://files.example.net/b',
    'http://desk.example.org/x',
  ]);
  assert.deepEqual(
    addressesIn({ text, attachments: [json({ xarf_version: '4.0.0', url: 'http://a.example.org/1' })] }),
    ['http://a.example.org/1'],
  );
  assert.deepEqual(
    addressesIn({ text, attachments: [json([{ url: 'http://a.example.org/1' }, { url: 'http://a.example.org/1' }])] }),
    ['http://a.example.org/1'],
  );
});
