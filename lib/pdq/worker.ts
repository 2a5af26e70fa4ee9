import { Socket } from 'node:net';
import { UndecodableError, decodePicture } from './decode.ts';
import { PdqEngine } from './engine.ts';
import { FrameReader, frameHeader } from './frames.ts';
import { defaultJpegLimits, hashJpeg } from './jpeg-hash.ts';
import { sniffPicture } from './sniff.ts';
import { encodeVerdict } from './verdict.ts';
import { type WorkerSettings, exactFlag, orientationsFlag, pipeFd } from './worker-protocol.ts';

// The program of one worker process. It reads a picture from the pipe, answers with a verdict, and waits for the next.
// It has nothing of the parent's: no environment, no way to write a file, and limits on memory and time set from outside.

const settings: WorkerSettings = readSettings(process.argv[2]);
const engine = new PdqEngine();
const pipe = new Socket({ fd: pipeFd, readable: true, writable: true });
const reader = new FrameReader(settings.maxBytes + 1);

function readSettings(text: string | undefined): WorkerSettings {
  const value: unknown = JSON.parse(text ?? '{}');
  const numberOf = (name: string) => {
    const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    if (typeof found !== 'number') throw new TypeError(`worker.ts wants a number ${name}`);
    return found;
  };
  return { maxBytes: numberOf('maxBytes'), maxPixels: numberOf('maxPixels') };
}

async function judge(flags: number, bytes: Uint8Array): Promise<Uint8Array> {
  const orientations = () => ((flags & orientationsFlag) === 0 ? {} : { orientations: engine.orientations() });
  const format = sniffPicture(bytes);
  if (format === undefined) return encodeVerdict('unsupported-format');
  if (format === 'jpeg' && (flags & exactFlag) === 0) {
    const quick = hashJpeg(engine, bytes, { ...defaultJpegLimits, maxPixels: settings.maxPixels });
    if (quick.kind === 'hashed') return encodeVerdict({ ...quick, path: 'coefficients', ...orientations() });
  }
  try {
    const pixels = await decodePicture(bytes, format, settings.maxPixels);
    return encodeVerdict({ kind: 'hashed', ...engine.hashPixels(pixels), path: 'exact', ...orientations() });
  } catch (error) {
    return encodeVerdict(error instanceof UndecodableError ? error.reason : 'broken');
  }
}

function send(frame: Uint8Array): void {
  pipe.write(Buffer.concat([frameHeader(frame.length), frame]));
}

pipe.on('data', (chunk: Uint8Array) => {
  for (const frame of reader.push(chunk)) void judge(frame[0] ?? 0, frame.subarray(1)).then(send);
});
// The parent is gone: so are we.
pipe.on('close', () => process.exit());
pipe.on('error', () => process.exit(1));
// An empty frame says that the worker is ready.
send(new Uint8Array(0));
