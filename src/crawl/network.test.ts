import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { test, type TestContext } from 'node:test';
import { addressesOrFailure, NameNotResolved, openNetwork, testNetworkSchema } from './network.ts';

const never = new AbortController().signal;

/** A resolver that answers A and AAAA from a table, or with a response code (RFC 1035, 4.1); silent for `undefined`. */
async function serveDns(
  t: TestContext,
  records: Record<string, { rcode: number; v4?: readonly number[] } | undefined>,
): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
      labels.push(question.subarray(at + 1, at + 1 + length).toString());
      at += length + 1;
    }
    const record = records[labels.join('.').toLowerCase()];
    if (record === undefined) return;
    const isForV4 = question.readUInt16BE(at + 1) === 1;
    const answer =
      isForV4 && record.v4 !== undefined
        ? Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...record.v4])
        : Buffer.alloc(0);
    const header = Buffer.from(question.subarray(0, 12));
    header.writeUInt16BE(0x8180 | record.rcode, 2);
    header.writeUInt16BE(answer.length > 0 ? 1 : 0, 6);
    header.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([header, question.subarray(12, at + 5), answer]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  t.after(() => socket.close());
  return `127.0.0.1:${socket.address().port}`;
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'resolved';
  } catch (error) {
    return error instanceof NameNotResolved ? error.code : 'other';
  }
}

test('openNetwork asks the resolver and tells its failures apart', async (t) => {
  const server = await serveDns(t, {
    'found.example.org': { rcode: 0, v4: [85, 1, 2, 3] },
    'empty.example.org': { rcode: 0 },
    'missing.example.org': { rcode: 3 },
    'broken.example.org': { rcode: 2 },
    'refused.example.org': { rcode: 5 },
    'silent.example.org': undefined,
  });
  const network = openNetwork({ kind: 'system', dnsServers: [server] });
  assert.deepEqual(await network.resolve('found.example.org', never), ['85.1.2.3']);
  assert.equal(await codeOf(network.resolve('empty.example.org', never)), 'no-address');
  assert.equal(await codeOf(network.resolve('missing.example.org', never)), 'no-such-name');
  assert.equal(await codeOf(network.resolve('broken.example.org', never)), 'resolver-failed');
  assert.equal(await codeOf(network.resolve('refused.example.org', never)), 'resolver-failed');
  const startedAt = performance.now();
  await assert.rejects(network.resolve('silent.example.org', AbortSignal.timeout(100)), { name: 'TimeoutError' });
  assert.ok(performance.now() - startedAt < 30_000);
});

test('addressesOrFailure lets any address win and a resolver failure leave the matter open', () => {
  assert.deepEqual(addressesOrFailure([['85.1.2.3'], ['2606:4700::1']]), ['85.1.2.3', '2606:4700::1']);
  assert.deepEqual(addressesOrFailure(['resolver-failed', ['2606:4700::1']]), ['2606:4700::1']);
  assert.equal(addressesOrFailure(['no-such-name', 'resolver-failed']), 'resolver-failed');
  assert.equal(addressesOrFailure(['no-such-name', 'no-such-name']), 'no-such-name');
  assert.equal(addressesOrFailure(['no-address', 'no-such-name']), 'no-address');
  assert.equal(addressesOrFailure([[], []]), 'no-address');
});

test('mayDial forbids the ranges of the configuration beside the reserved ones', () => {
  const network = openNetwork({ kind: 'system', forbiddenRanges: ['85.1.0.0/16', '2606:4700::/32'] });
  const answers = ['85.1.2.3', '::ffff:85.1.2.3', '2606:4700::1', '10.0.0.1', '85.2.0.1', '2606:4701::1'].map((ip) =>
    network.mayDial(ip),
  );
  assert.deepEqual(answers, [false, false, false, false, true, true]);
  assert.throws(() => openNetwork({ kind: 'system', forbiddenRanges: ['everything'] }));
});

test('a test network knows its own hosts and nothing else', async () => {
  const network = openNetwork({
    kind: 'test',
    network: testNetworkSchema.parse({
      hosts: {
        'Pictures.example.org': { ip: ['85.1.2.3', '2606:4700::1'], connectTo: '127.0.0.1:4500' },
        'ports.example.org': { ip: '85.1.2.4', connectTo: { 80: '127.0.0.1:4501', 443: '[::1]:4502' } },
        'lost.example.org': { fails: 'resolver-failed' },
      },
    }),
  });
  assert.deepEqual(await network.resolve('pictures.EXAMPLE.org', never), ['85.1.2.3', '2606:4700::1']);
  assert.equal(await codeOf(network.resolve('lost.example.org', never)), 'resolver-failed');
  assert.equal(await codeOf(network.resolve('www.iana.org', never)), 'no-such-name');
  assert.deepEqual(network.dialTarget('pictures.example.org', '85.1.2.3', 8080), { ip: '127.0.0.1', port: 4500 });
  assert.deepEqual(network.dialTarget('ports.example.org', '85.1.2.4', 443), { ip: '::1', port: 4502 });
  assert.equal(network.dialTarget('ports.example.org', '85.1.2.4', 8080), undefined);
  assert.deepEqual(network.dialTarget('2606:4700:0::1', '2606:4700:0::1', 80), { ip: '127.0.0.1', port: 4500 });
  assert.equal(network.dialTarget('8.8.8.8', '8.8.8.8', 80), undefined);
  assert.equal(network.dialTarget('127.0.0.1', '127.0.0.1', 80), undefined);
  assert.equal(network.mayDial('127.0.0.1'), false);
});

test('a test network dials loopback literals only when it allows them', () => {
  const network = openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts: {}, allowLoopback: true }) });
  assert.equal(network.mayDial('127.0.0.1'), true);
  assert.equal(network.mayDial('::1'), true);
  assert.equal(network.mayDial('10.0.0.1'), false);
  assert.deepEqual(network.dialTarget('127.0.0.1', '127.0.0.1', 4500), { ip: '127.0.0.1', port: 4500 });
  assert.equal(network.dialTarget('8.8.8.8', '8.8.8.8', 80), undefined);
});

test('testNetworkSchema refuses targets outside loopback and misspelt fields', () => {
  const withHost = (host: unknown) => testNetworkSchema.safeParse({ hosts: { 'a.example.org': host } }).success;
  assert.equal(withHost({ ip: '85.1.2.3', connectTo: '127.0.0.1:1' }), true);
  for (const connectTo of [
    '85.1.2.3:80',
    'localhost:80',
    '127.0.0.1',
    '10.0.0.1:80',
    '[::2]:80',
    { 80: '8.8.8.8:53' },
  ]) {
    assert.equal(withHost({ ip: '85.1.2.3', connectTo }), false, JSON.stringify(connectTo));
  }
  assert.equal(withHost({ ip: 'here', connectTo: '127.0.0.1:1' }), false);
  assert.equal(withHost({ ip: '85.1.2.3', connectTo: '127.0.0.1:1', conectTo: 1 }), false);
  assert.equal(withHost({ fails: 'sometimes' }), false);
});
