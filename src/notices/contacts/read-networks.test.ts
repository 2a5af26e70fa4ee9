import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { keepRegistries } from './keep-registries.ts';
import type { Heard } from './lookup-age.ts';
import { readAnnouncedNetworks } from './read-networks.ts';
import type { Registration } from './registration.ts';

const { db } = await freshDatabase();
const serviceKey = serviceKeyFrom(Buffer.alloc(32, 9));
const NOW = new Date('2026-11-24T12:00:00Z');
const found = (value: Partial<Registration>): Heard<Registration> => ({
  kind: 'found',
  value: { networks: [], asns: [], ...value },
});
const registries = keepRegistries({
  ...{ db, serviceKey },
  source: {
    rdap: (question) => {
      if (question.kind === 'asn')
        return Promise.resolve(found({ abuse: { name: 'Example Hosting', email: 'abuse@example.org' } }));
      const isNamed = question.kind === 'ip' && question.ip.startsWith('5.9.8.');
      return Promise.resolve(found(isNamed ? { networks: ['5.9.8.0/24'], asns: [64_501] } : {}));
    },
    ripeAbuse: () => Promise.resolve({ kind: 'none' }),
    ripeOrigin: () => Promise.resolve(found({ asns: [64_500] })),
  },
});

test('readAnnouncedNetworks says what registries have said of an address or its block, and asks nobody', async () => {
  const ips = ['5.9.1.1', '5.9.8.7', '2a01:4f8::1', '10.0.0.1', 'no address'];
  assert.deepEqual([...(await readAnnouncedNetworks(db, serviceKey, ips))], []);
  await registries.rdap({ kind: 'ip', ip: '5.9.1.1' }, NOW);
  await registries.ripeOrigin({ kind: 'ip', ip: '5.9.1.1' }, NOW);
  await registries.rdap({ kind: 'ip', ip: '5.9.8.9' }, NOW);
  await registries.rdap({ kind: 'asn', asn: 64_500 }, NOW);
  assert.deepEqual(
    [...(await readAnnouncedNetworks(db, serviceKey, ips))],
    [
      ['5.9.1.1', { asn: 64_500, name: 'Example Hosting' }],
      ['5.9.8.7', { asn: 64_501, name: undefined }],
    ],
  );
});
