import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { openAsTable } from './as-table.ts';
import { makeMmdb } from './mmdb-for-tests.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-as-'));
after(() => rm(folder, { recursive: true, force: true }));
const BUILT = new Date('2026-11-01T00:00:00Z');
const as = (asn: number, name: string) => ({ autonomous_system_number: asn, autonomous_system_organization: name });

async function fileOf(name: string, type: string, networks: Parameters<typeof makeMmdb>[1]): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, makeMmdb(type, networks, BUILT));
  return file;
}

test('openAsTable answers with number and name for what its file has, and with nothing else', async () => {
  const table = openAsTable(
    await fileOf('asn.mmdb', 'Example-ASN-Lite', {
      '5.9.0.0/16': as(64_500, 'Example Hosting, a company with a name of more than thirty letters'),
      '5.9.8.0/24': as(4_200_000_000, 'Somebody within'),
      '2a01:4f8::/32': as(64_501, 'Example Six'),
      '8.8.8.0/24': { autonomous_system_number: 64_502 },
      '9.9.9.0/24': { autonomous_system_number: 0 },
    }),
  );
  assert.deepEqual(table.networkOf('5.9.1.1'), {
    asn: 64_500,
    name: 'Example Hosting, a company with a name of more than thirty letters',
  });
  assert.deepEqual(table.networkOf('2a01:4f8:1::1'), { asn: 64_501, name: 'Example Six' });
  assert.deepEqual(table.networkOf('::ffff:5.9.1.1'), table.networkOf('5.9.1.1'));
  assert.deepEqual(table.networkOf('8.8.8.8'), { asn: 64_502, name: undefined });
  for (const nothing of ['9.9.9.9', '1.1.1.1', '10.0.0.1', '127.0.0.1', 'host.example.org', ''])
    assert.equal(table.networkOf(nothing), undefined, nothing);
  assert.deepEqual(table.describe(), { name: 'Example-ASN-Lite', builtAt: BUILT });
});

test('openAsTable refuses a file that is not there or of something else, in words', async () => {
  const countries = await fileOf('country.mmdb', 'Example-Country', { '5.9.0.0/16': { country_code: 'SE' } });
  assert.throws(() => openAsTable(countries), /no table of AS numbers, but Example-Country/);
  assert.throws(() => openAsTable(path.join(folder, 'none.mmdb')), /a file that is not there: .*none\.mmdb/);
});
