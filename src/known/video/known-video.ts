/** A video of a known list: its frames' hashes, and what else its source gave. */
import { z } from 'zod';
import type { Frame } from './read-frames.ts';

/** Frames of lower quality are not compared, so they are not kept. */
export const MIN_FRAME_QUALITY = 50;
/** Two hours of distinct seconds; a source's longer film is cut. */
export const MAX_KEPT_FRAMES = 7_200;

/** Held in memory by the checker, one object a video: frames are compared there and not in the database. */
export interface KnownVideo {
  readonly id: number;
  readonly listId: number;
  readonly source: string;
  readonly category: string;
  readonly isTrusted: boolean;
  readonly listedAt: Date | undefined;
  readonly hashes: VideoHashes;
}

/** What is shrouded of a video: usable frames in order, 32 bytes each, and the file's exact hashes in lower-case hexadecimal. */
export interface VideoHashes {
  readonly frames: readonly Uint8Array[];
  readonly sha1?: string | undefined;
  readonly sha256?: string | undefined;
}

const writtenSchema = z.object({
  frames: z.base64(),
  sha1: z.string().optional(),
  sha256: z.string().optional(),
});

/** The hashes as text, for the shroud. */
export function writeHashes({ frames, sha1, sha256 }: VideoHashes): string {
  return JSON.stringify({ frames: Buffer.concat(frames).toString('base64'), sha1, sha256 });
}

/** The text back as hashes. @throws Error when it is not what `writeHashes` made */
export function readHashes(text: string): VideoHashes {
  const written = writtenSchema.parse(JSON.parse(text));
  const bytes = Buffer.from(written.frames, 'base64');
  const frames = Array.from({ length: bytes.length / 32 }, (_, at) => bytes.subarray(at * 32, (at + 1) * 32));
  return { frames, sha1: written.sha1, sha256: written.sha256 };
}

/** The frames worth comparing: of enough quality, each hash once, in their order. */
export function usableFrames<T extends Pick<Frame, 'hash' | 'quality'>>(frames: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return frames.filter(({ hash, quality }) => {
    const text = Buffer.from(hash).toString('latin1');
    if (quality < MIN_FRAME_QUALITY || seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
