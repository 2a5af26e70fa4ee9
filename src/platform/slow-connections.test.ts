import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { keepRoom } from './slow-connections.ts';

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.end('here'));
});
keepRoom(server, 5);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
after(() => server.close());

const portOf = (address: string | AddressInfo | null) => (typeof address === 'object' ? (address?.port ?? 0) : 0);

async function open(): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: portOf(server.address()) });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

const isClosed = (socket: Socket) => once(socket, 'close').then(() => true);

test('keepRoom closes the connection that has waited longest, and never one that was answered meanwhile', async () => {
  const [first, second] = [await open(), await open()];
  second.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(second, 'data');
  const closed = isClosed(first);
  const others = [];
  for (let n = 0; n < 4; n += 1) others.push(await open());
  assert.ok(await closed);
  assert.ok(!second.destroyed && others.every((socket) => !socket.destroyed));
  const secondClosed = isClosed(second);
  others.push(await open());
  assert.ok(await secondClosed, 'the answered one began to wait again, and is the oldest now');
  for (const socket of others) socket.destroy();
});

test('keepRoom takes a request whose body is not all here for one that waits', async () => {
  const slow = await open();
  slow.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf');
  const closed = isClosed(slow);
  const others = [];
  for (let n = 0; n < 5; n += 1) others.push(await open());
  assert.ok(await closed);
  for (const socket of others) socket.destroy();
});
