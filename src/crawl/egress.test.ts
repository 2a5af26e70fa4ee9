import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { egressFileSchema, openEgress, type EgressSetting } from './egress.ts';
import { serveHttp, serveRaw, type LoopbackServer } from './loopback-for-tests.ts';
import { openNetwork, testNetworkSchema, type Network } from './network.ts';

const OPTIONS = { userAgent: 'FyrHotline/1.0', limits: { totalMs: 3000 } };

/** A web server that only a proxy leads to, and the network that resolves its name. */
async function openWeb(t: TestContext, ip = '85.24.180.40') {
  const server = await serveHttp(t, (_request, response) => response.end('there'));
  const hosts = { 'pictures.example.org': { ip, connectTo: `127.0.0.1:${server.port}` } };
  return { server, network: openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts }) }) };
}

const fetchThrough = (network: Network, kind: 'socks5' | 'http-connect', proxy: LoopbackServer) =>
  openEgress(network, { name: 'away', kind, address: { ip: '127.0.0.1', port: proxy.port } }).fetch(
    'http://pictures.example.org/a',
    OPTIONS,
  );

function join(socket: Socket, port: number, first?: Buffer): void {
  const onward = connect(port, '127.0.0.1', () => {
    if (first !== undefined) onward.write(first);
    socket.pipe(onward).pipe(socket);
  });
  onward.on('error', () => socket.destroy());
}

/** A SOCKS 5 proxy (RFC 1928) that keeps what it was asked for. */
async function serveSocks(t: TestContext, reply = 0) {
  const asked: string[] = [];
  const server = await serveRaw(t, (socket) => {
    socket.once('data', (greeting) => {
      assert.deepEqual([...greeting.subarray(0, 2)], [5, greeting.length - 2]);
      socket.write(Buffer.of(5, 0));
      socket.once('data', (request) => {
        // Address type 1: an IPv4 literal. A name would be 3.
        assert.deepEqual([...request.subarray(0, 4)], [5, 1, 0, 1]);
        const port = request.readUInt16BE(8);
        asked.push(`${request.subarray(4, 8).join('.')}:${port}`);
        socket.write(Buffer.of(5, reply, 0, 1, 0, 0, 0, 0, 0, 0));
        if (reply === 0) join(socket, port);
        else socket.end();
      });
    });
  });
  return { ...server, asked };
}

/** An HTTP proxy whose answer to CONNECT is `head`; then it joins both ends. */
async function serveConnect(t: TestContext, head = 'HTTP/1.1 200 Connection established\r\nVia: 1.1 away\r\n\r\n') {
  const asked: string[] = [];
  const server = await serveRaw(t, (socket) => {
    socket.once('data', (request) => {
      const [line = ''] = request.toString('latin1').split('\r\n');
      asked.push(line);
      const port = Number(/:(\d+) HTTP/.exec(line)?.[1]);
      socket.write(head);
      if (head.startsWith('HTTP/1.1 200')) join(socket, port);
    });
  });
  return { ...server, asked };
}

test('openEgress goes through a SOCKS proxy, which is asked for a literal address only', async (t) => {
  const { network, server } = await openWeb(t);
  const proxy = await serveSocks(t);
  const outcome = await fetchThrough(network, 'socks5', proxy);
  assert.equal(outcome.kind === 'answered' && Buffer.from(outcome.body).toString(), 'there');
  assert.equal(outcome.kind === 'answered' && outcome.ip, '85.24.180.40');
  assert.deepEqual(proxy.asked, [`127.0.0.1:${server.port}`]);
});

test('openEgress goes through an HTTP proxy by CONNECT to a literal address', async (t) => {
  const { network, server } = await openWeb(t);
  const proxy = await serveConnect(t);
  const outcome = await fetchThrough(network, 'http-connect', proxy);
  assert.equal(outcome.kind === 'answered' && Buffer.from(outcome.body).toString(), 'there');
  assert.deepEqual(proxy.asked, [`CONNECT 127.0.0.1:${server.port} HTTP/1.1`]);
});

test('openEgress asks no proxy for an address that our own rules forbid', async (t) => {
  for (const ip of ['127.0.0.1', '10.0.0.7', '169.254.169.254', '::1', '::ffff:192.168.0.1']) {
    const { network, server } = await openWeb(t, ip);
    const [socks, http] = [await serveSocks(t), await serveConnect(t)];
    for (const outcome of [
      await fetchThrough(network, 'socks5', socks),
      await fetchThrough(network, 'http-connect', http),
    ]) {
      assert.deepEqual([outcome.kind, 'reason' in outcome && outcome.reason], ['refused', 'forbidden-address'], ip);
    }
    assert.deepEqual([socks.acceptedCount(), http.acceptedCount(), server.acceptedCount()], [0, 0, 0]);
  }
});

test('openEgress says that the connection failed when the proxy refuses, breaks off, talks nonsense or is not there', async (t) => {
  const { network, server } = await openWeb(t);
  const bare = await serveRaw(t, (socket) => socket.destroy());
  const nonsense = await serveRaw(t, (socket) => {
    socket.once('data', () => socket.end('SSH-2.0-nothing of the kind\r\n\r\n'));
  });
  const endless = await serveRaw(t, (socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n'.padEnd(20_000, 'x: y\r\n')));
  });
  const forward = await serveRaw(t, (socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nearly'));
  });
  const closed = { port: 1, acceptedCount: () => 0 };
  const outcomes = [
    await fetchThrough(network, 'socks5', await serveSocks(t, 2)),
    await fetchThrough(network, 'http-connect', await serveConnect(t, 'HTTP/1.1 403 Forbidden\r\n\r\n')),
    await fetchThrough(network, 'socks5', bare),
    await fetchThrough(network, 'http-connect', bare),
    await fetchThrough(network, 'socks5', nonsense),
    await fetchThrough(network, 'http-connect', nonsense),
    await fetchThrough(network, 'http-connect', endless),
    await fetchThrough(network, 'http-connect', forward),
    await fetchThrough(network, 'socks5', closed),
    await fetchThrough(network, 'http-connect', closed),
  ];
  for (const [index, outcome] of outcomes.entries())
    assert.deepEqual([outcome.kind, 'reason' in outcome && outcome.reason], ['failed', 'connect'], String(index));
  assert.equal(server.acceptedCount(), 0);
});

test('openEgress ends at the deadline when a proxy says nothing', async (t) => {
  const { network } = await openWeb(t);
  const silent = await serveRaw(t, () => undefined);
  for (const kind of ['socks5', 'http-connect'] as const) {
    const startedAt = performance.now();
    const address = { ip: '127.0.0.1', port: silent.port };
    const outcome = await openEgress(network, { name: 'away', kind, address }).fetch('http://pictures.example.org/a', {
      ...OPTIONS,
      limits: { totalMs: 300 },
    });
    assert.deepEqual([outcome.kind, 'reason' in outcome && outcome.reason], ['failed', 'timeout']);
    assert.ok(performance.now() - startedAt < 30_000);
  }
});

test('openEgress goes straight where the way out is direct', async (t) => {
  const { network } = await openWeb(t);
  const egress = openEgress(network, { name: 'here', kind: 'direct' });
  assert.deepEqual([egress.name, egress.isDirect], ['here', true]);
  assert.equal((await egress.fetch('http://pictures.example.org/a', OPTIONS)).kind, 'answered');
});

test('egressFileSchema takes ways out in order, with addresses of both families', () => {
  const parsed: readonly EgressSetting[] = egressFileSchema.parse([
    { name: 'here', kind: 'direct' },
    { name: 'away', kind: 'socks5', address: '192.0.2.7:1080' },
    { name: 'far.away', kind: 'http-connect', address: '[2001:db8::7]:3128' },
  ]);
  assert.deepEqual(parsed.slice(1), [
    { name: 'away', kind: 'socks5', address: { ip: '192.0.2.7', port: 1080 } },
    { name: 'far.away', kind: 'http-connect', address: { ip: '2001:db8::7', port: 3128 } },
  ]);
});

test('egressFileSchema refuses what is no way out, and two of one name', () => {
  const wrong: readonly unknown[] = [
    [],
    {},
    [{ name: 'a', kind: 'socks5' }],
    [{ name: 'a', kind: 'socks5', address: 'proxy.example.org:1080' }],
    [{ name: 'a', kind: 'socks5', address: '192.0.2.700:1080' }],
    [{ name: 'a', kind: 'socks5', address: '192.0.2.7:0' }],
    [{ name: 'a', kind: 'socks5', address: '192.0.2.7:99999' }],
    [{ name: 'a', kind: 'ftp', address: '192.0.2.7:21' }],
    [{ name: 'a b', kind: 'direct' }],
    [{ name: 'a', kind: 'direct', address: '192.0.2.7:1080' }],
    [
      { name: 'a', kind: 'direct' },
      { name: 'a', kind: 'direct' },
    ],
    Array.from({ length: 9 }, (_, index) => ({ name: `a${index}`, kind: 'direct' })),
  ];
  for (const each of wrong) assert.equal(egressFileSchema.safeParse(each).success, false, JSON.stringify(each));
});
