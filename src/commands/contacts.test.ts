import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { startRdap } from '../../stand-ins/rdap.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { openNetwork, openPlaces, testNetworkSchema } from '../crawl/door.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { ageInWords, runContactsCommand, type ContactCommandDeps } from './contacts.ts';

const { db } = await freshDatabase();
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-contacts-command-'));
const rdap = await startRdap({ published: new Date('2031-01-01T00:00:00Z') });
await rdap.writeFiles(folder);
const contactsFile = path.join(folder, 'contacts.json');
await writeFile(
  contactsFile,
  JSON.stringify({ version: 1, owners: { 'example.net': { channel: 'api', name: 'Forum', account: 'forum' } } }),
);
after(async () => {
  await rdap.close();
  await rm(folder, { recursive: true });
});

rdap.putNetwork({ cidr: '85.24.180.0/24', name: 'North', country: 'SE', abuseEmail: 'abuse@north.example' });
rdap.putNetwork({ cidr: '2a02:4780:1::/48', name: 'Six', country: 'NL', abuseEmail: 'abuse@six.example' });
rdap.putDomain({ name: 'example.org', registrar: { name: 'Names', abuseEmail: 'abuse@names.example' } });

const web = {
  'bilder.example.org': { ip: '85.24.180.40', connectTo: '127.0.0.1:9' },
  'troubled.example.org': { fails: 'resolver-failed' },
};
const network = openNetwork({
  kind: 'test',
  network: testNetworkSchema.parse({ hosts: { ...rdap.networkHosts(), ...web } }),
});
const deps: ContactCommandDeps = {
  settings: { mode: 'test', contactsFile, rdap: 'ask', rdapFolder: folder },
  ...{ db, serviceKey: serviceKeyFrom(Buffer.alloc(32, 7)), network, places: openPlaces(), userAgent: 'Fyr/test' },
  clock: { now: () => new Date('2031-06-01T12:00:00Z') },
  refreshFrom: 'http://data.iana.example.net/rdap/',
};

async function run(args: readonly string[], more: Partial<ContactCommandDeps> = {}) {
  const out = new PassThrough();
  const printed = text(out);
  const code = await runContactsCommand(args, { ...deps, ...more }, out);
  out.end();
  return { code, printed: await printed };
}

test('contacts find shows the ladder with its sources and their age', async () => {
  const { code, printed } = await run(['find', 'https://bilder.example.org/album/7']);
  assert.equal(code, 0);
  assert.match(printed, /^bilder\.example\.org, 85\.24\.180\.40, SE\n/);
  assert.match(printed, /^ {2}hosting +North <abuse@north\.example> +registration data, asked just now$/m);
  assert.match(printed, /^ {2}registrar +Names <abuse@names\.example>/m);
  assert.match(printed, /nothing outside of this machine was asked/);
  const later = await run(['find', 'bilder.example.org'], { clock: { now: () => new Date('2031-06-04T13:00:00Z') } });
  assert.match(later.printed, /North .* asked 3 days ago$/m);
});

test('contacts find takes IP addresses in any spelling, and hosts that do not resolve', async () => {
  assert.match((await run(['find', '85.24.180.40'])).printed, /hosting +North/);
  for (const spelling of ['2a02:4780:1:0:0::7', '[2a02:4780:1::7]'])
    assert.match((await run(['find', spelling])).printed, /hosting +Six/);
  const forum = await run(['find', 'forum.example.net']);
  assert.match(forum.printed, /^forum\.example\.net, no address\n {2}owner +Forum \(API forum\) +by hand$/m);
  assert.match((await run(['find', 'troubled.example.org'])).printed, /registrar +Names/);
});

test('contacts find says when nobody is known, and who has not answered', async () => {
  const nobody = await run(['find', 'pages.example.de']);
  assert.equal(nobody.code, 1);
  assert.match(nobody.printed, /Nobody is known/);
  rdap.behave({ kind: 'status', status: 500 });
  const silent = await run(['find', 'shop.example.com']);
  rdap.behave({ kind: 'ok' });
  assert.match(silent.printed, /No answer this time: the domain's registration; it is asked again later/);
  const off = await run(['find', 'bilder.example.org'], { settings: { ...deps.settings, rdap: 'off' } });
  assert.match(off.printed, /FYR_NOTICE_RDAP is off/);
});

test('contacts refresh says of each list whether it is new, and why one stays', async () => {
  assert.deepEqual(await run(['refresh']), {
    code: 0,
    printed: ['dns', 'ipv4', 'ipv6', 'asn']
      .map((file) => `  ${file.padEnd(5)} of 2031-01-01  is the newest\n`)
      .join(''),
  });
  rdap.behave({ kind: 'not-json' });
  const kept = await run(['refresh']);
  rdap.behave({ kind: 'ok' });
  assert.equal(kept.code, 1);
  assert.match(kept.printed, /dns {3}of 2031-01-01 {2}stays: not-json/);
});

test('contacts explains itself when it is not understood', async () => {
  for (const args of [[], ['find'], ['find', 'a.example.org', 'b'], ['refresh', 'x'], ['other']]) {
    const { code, printed } = await run(args);
    assert.equal(code, 2);
    assert.match(printed, /contacts find HOST\|IP/);
  }
  assert.equal((await run(['find', 'no host at all'])).code, 2);
});

test('ageInWords counts in the largest whole unit', () => {
  const now = new Date('2031-06-01T12:00:00Z');
  const ago = (ms: number) => ageInWords(new Date(now.getTime() - ms), now);
  assert.deepEqual([0, 59_999, 60_000, 7_200_000, 86_400_000, 200_000_000].map(ago), [
    ...['just now', 'just now', '1 minute ago', '2 hours ago', '1 day ago', '2 days ago'],
  ]);
});
