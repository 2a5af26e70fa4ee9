/**
 * A video's frames as PDQ hashes, one for each second (the idea of vPDQ: Meta, "vPDQ: Video PDQ", threatexchange/vpdq).
 * ffmpeg decodes in the sandbox and scales each frame to 512 x 512 by area; luma and hash are ours, of lib/pdq, from RGB.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { PdqEngine } from '../../../lib/pdq/door.ts';
import { withMemoryFile } from './memory-file.ts';
import { decoderEnv, type Sandbox } from './sandbox.ts';

/** One second of a video. */
export interface Frame {
  readonly hash: Uint8Array;
  /** PDQ quality, 0 to 100. */
  readonly quality: number;
  /** Seconds since the beginning. */
  readonly atSeconds: number;
}

/** A file that cannot be decoded is an answer: its exact hashes still count. */
export type ReadVideo =
  /** `isWhole` is false where a limit or damage ended it early. */
  | { readonly kind: 'read'; readonly frames: readonly Frame[]; readonly isWhole: boolean }
  | { readonly kind: 'not-decodable'; readonly reason: 'broken' | 'time-limit' | 'no-memory' };

/** `wallMs` is for the whole decoding; whatever was read by then is used. */
export interface ReadLimits {
  readonly wallMs: number;
  /** Seconds of video that are looked at, from the beginning. */
  readonly maxFrames: number;
}

const SIDE = 512;
const FRAME_BYTES = SIDE * SIDE * 3;
/**
 * Containers that are one file in themselves. Playlists (HLS, DASH, concat) name other files and addresses, and are not
 * among them; the whitelist of protocols forbids those a second time.
 */
const FORMATS = 'mov,matroska,avi,mpeg,mpegts,mpegvideo,flv,asf,ogg';

const ffmpegCommand = (maxFrames: number): readonly string[] => [
  ...['ffmpeg', '-nostdin', '-hide_banner', '-loglevel', 'quiet'],
  ...['-protocol_whitelist', 'file,pipe', '-format_whitelist', FORMATS, '-threads', '1'],
  ...['-i', '/dev/stdin', '-map', '0:v:0', '-an', '-sn', '-dn', '-frames:v', String(maxFrames)],
  ...['-vf', `fps=1,scale=${SIDE}:${SIDE}:flags=area`, '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'],
];

/** Reads a video's frames. Rejects only when the sandbox itself cannot be started; whatever the bytes are is an outcome. */
export async function readFrames(
  sandbox: Sandbox,
  engine: PdqEngine,
  bytes: Uint8Array,
  limits: ReadLimits,
): Promise<ReadVideo> {
  try {
    return await withMemoryFile(bytes, (fd) => decode(sandbox, engine, fd, limits));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
      return { kind: 'not-decodable', reason: 'no-memory' };
    }
    throw error;
  }
}

async function decode(sandbox: Sandbox, engine: PdqEngine, fd: number, limits: ReadLimits): Promise<ReadVideo> {
  const { file, args } = sandbox.wrap(ffmpegCommand(limits.maxFrames));
  const deadline = AbortSignal.timeout(limits.wallMs);
  const child = spawn(file, [...args], {
    stdio: [fd, 'pipe', 'ignore'],
    env: decoderEnv,
    detached: true,
  });
  deadline.addEventListener('abort', () => killGroup(child), { once: true });
  const ended = once(child, 'close').catch((error: unknown) => error);
  const frames: Frame[] = [];
  for await (const data of wholeFrames(child.stdout ?? [])) {
    const pixels = { data, width: SIDE, height: SIDE, channels: 3 };
    frames.push({ ...engine.hashPixels(pixels), atSeconds: frames.length });
    // What was decoded before the decoder died may lie in the pipe still.
    if (deadline.aborted) break;
  }
  const end = await ended;
  if (end instanceof Error && !deadline.aborted) throw end;
  if (frames.length === 0) return { kind: 'not-decodable', reason: deadline.aborted ? 'time-limit' : 'broken' };
  return {
    kind: 'read',
    frames,
    isWhole: child.exitCode === 0 && !deadline.aborted && frames.length < limits.maxFrames,
  };
}

/**
 * Ends all of a decoder. A sandbox that loses its first process while it starts would leave the second one waiting for it for good, with the
 * video's memory and the pipe in its hands (bubblewrap's child waits for its parent's word before it asks to die with it): so both are killed.
 */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Cuts a pipe's chunks into frames; what is left of an unfinished one is dropped. The buffer is used again for the next. */
async function* wholeFrames(chunks: AsyncIterable<unknown> | readonly unknown[]): AsyncIterable<Uint8Array> {
  const frame = new Uint8Array(FRAME_BYTES);
  let filled = 0;
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) continue;
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + FRAME_BYTES - filled);
      frame.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < FRAME_BYTES) continue;
      yield frame;
      filled = 0;
    }
  }
}
