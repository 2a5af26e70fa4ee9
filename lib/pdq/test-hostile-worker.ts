import { Socket } from 'node:net';
import { FrameReader, frameHeader } from './frames.ts';
import { pipeFd } from './worker-protocol.ts';

// A worker that a hostile picture has taken over, for tests: the byte after the four of a JPEG's start says what it does.

const pipe = new Socket({ fd: pipeFd, readable: true, writable: true });
const reader = new FrameReader(1 << 20);
const hoard: Uint8Array[] = [];

function send(frame: Uint8Array): void {
  pipe.write(Buffer.concat([frameHeader(frame.length), frame]));
}

function act(order: number): void {
  switch (order) {
    case 0:
      send(Buffer.concat([Uint8Array.of(0, 0, 77), new Uint8Array(32).fill(5)]));
      return;
    case 1:
      for (;;) Math.random();
    case 2:
      process.abort();
    case 3:
      for (;;) hoard.push(new Uint8Array(1 << 24).fill(1));
    case 4:
      send(Uint8Array.of(9, 9, 9));
      return;
    case 5:
      pipe.write(frameHeader(0xffffffff));
      return;
    case 6:
      send(Buffer.concat([Uint8Array.of(0, 0, 200), new Uint8Array(32)]));
      return;
    case 7:
      pipe.end();
      return;
    case 8:
      // Silence: alive, and never an answer.
      return;
    default:
      process.exit(0);
  }
}

pipe.on('data', (chunk: Uint8Array) => {
  for (const frame of reader.push(chunk)) act(frame[5] ?? 0);
});
pipe.on('close', () => process.exit());
send(new Uint8Array(0));
