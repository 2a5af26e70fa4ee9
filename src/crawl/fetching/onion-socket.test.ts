import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { layTrap, serveRaw } from '../loopback-for-tests.ts';
import { openNetwork } from '../network.ts';
import { openPageClient } from './open-page-client.ts';
import { isOnion } from './onion-socket.ts';

const onion = `${'a'.repeat(55)}d.onion`;

/** A SOCKS5 proxy (RFC 1928) that answers every connection itself, and notes where it was asked to go. */
async function serveProxy(t: TestContext, answer: (asked: string, socket: Socket) => void) {
  const asked: string[] = [];
  const server = await serveRaw(t, (socket) => {
    let step = 0;
    socket.on('data', (bytes: Buffer) => {
      step += 1;
      if (step === 1) socket.write(Buffer.from([5, 0]));
      else if (step === 2) {
        const length = bytes[4] ?? 0;
        const name = `${bytes[3]} ${bytes.toString('latin1', 5, 5 + length)}:${bytes.readUInt16BE(5 + length)}`;
        asked.push(name);
        answer(name, socket);
      } else socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nonion`);
    });
  });
  return { asked, proxy: { ip: '127.0.0.1', port: server.port } };
}

const granted = Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);

test('get reaches an onion address through the proxy, which resolves it, and keeps the connection', async (t) => {
  const { asked, proxy } = await serveProxy(t, (_name, socket) => socket.write(granted));
  const client = openPageClient(openNetwork({ kind: 'system' }), { userAgent: 'FyrTest/1.0', onionProxy: proxy });
  t.after(() => client.close());
  for (const path of ['/a', '/b']) {
    const answer = await client.get({ url: `http://${onion}${path}` });
    assert.equal(answer.kind === 'answered' && Buffer.from(answer.body).toString(), 'onion');
  }
  assert.deepEqual(asked, [`3 ${onion}:80`]);
});

test('get sends nothing but onion addresses through the proxy', async (t) => {
  const trap = await layTrap(t);
  const { asked, proxy } = await serveProxy(t, (_name, socket) => socket.write(granted));
  const client = openPageClient(openNetwork({ kind: 'system' }), { userAgent: 'FyrTest/1.0', onionProxy: proxy });
  t.after(() => client.close());
  for (const host of ['127.0.0.1', 'localhost', '10.0.0.1', `${onion}.localhost`, 'short.onion', 'onion']) {
    const answer = await client.get({ url: `http://${host}:${trap.port}/` });
    assert.notEqual(answer.kind, 'answered', host);
  }
  assert.deepEqual(asked, []);
  assert.equal(trap.acceptedCount(), 0);
});

test('get fails clearly when the proxy refuses, hangs or is not there', async (t) => {
  const refusing = await serveProxy(t, (_name, socket) => socket.write(Buffer.from([5, 4, 0, 1, 0, 0, 0, 0, 0, 0])));
  const hanging = await serveProxy(t, () => undefined);
  for (const [proxy, expected] of [
    [refusing.proxy, 'connect'],
    [hanging.proxy, 'timeout'],
    [{ ip: '127.0.0.1', port: 1 }, 'connect'],
  ] as const) {
    const network = openNetwork({ kind: 'system' });
    const client = openPageClient(network, { userAgent: 'FyrTest/1.0', onionProxy: proxy, limits: { totalMs: 300 } });
    t.after(() => client.close());
    const answer = await client.get({ url: `http://${onion}/` });
    assert.equal(answer.kind === 'failed' && answer.reason, expected);
  }
});

test('isOnion knows version 3 addresses alone', () => {
  assert.equal(isOnion(onion), true);
  assert.equal(isOnion(`www.${onion}`), true);
  for (const host of [
    'a.onion',
    `${'a'.repeat(16)}.onion`,
    `${onion}.example.org`,
    onion.toUpperCase(),
    `${'1'.repeat(56)}.onion`,
  ])
    assert.equal(isOnion(host), false, host);
});
