import { createHash } from 'node:crypto';

/** The three hashes that known lists use, in lower-case hexadecimal. */
export interface ExactHashes {
  readonly md5: string;
  readonly sha1: string;
  readonly sha256: string;
}

/** What {@link hashStream} gives: `bytes` only where the whole file was no larger than asked to keep. */
export interface HashedStream extends ExactHashes {
  readonly sizeBytes: number;
  readonly bytes?: Uint8Array;
}

/** Bounds of {@link hashStream}. */
export interface HashStreamLimits {
  /** A longer stream is given up: the promise rejects with a {@link StreamTooLongError}. */
  readonly maxBytes: number;
  /** Bytes of a stream up to this size are kept, for hashing the picture itself. */
  readonly keepBytes: number;
}

/** The stream went on beyond its limit, so there is no exact hash. */
export class StreamTooLongError extends RangeError {
  readonly code = 'stream-too-long';

  constructor(maxBytes: number) {
    super(`the stream is longer than ${maxBytes} bytes`);
  }
}

function openHashes() {
  const [md5, sha1, sha256] = [createHash('md5'), createHash('sha1'), createHash('sha256')];
  return {
    update: (chunk: Uint8Array) => [md5, sha1, sha256].forEach((hash) => hash.update(chunk)),
    digest: (): ExactHashes => ({ md5: md5.digest('hex'), sha1: sha1.digest('hex'), sha256: sha256.digest('hex') }),
  };
}

/** Exact hashes of bytes already in memory. MD5 and SHA-1 are here because lists carry them, not for security. */
export function hashBytes(bytes: Uint8Array): ExactHashes {
  const hashes = openHashes();
  hashes.update(bytes);
  return hashes.digest();
}

/**
 * Hashes a file while it arrives, without a copy beyond `keepBytes` of memory. A file that no decoder can read still
 * matches by these.
 */
export async function hashStream(
  chunks: AsyncIterable<Uint8Array>,
  { maxBytes, keepBytes }: HashStreamLimits,
): Promise<HashedStream> {
  const hashes = openHashes();
  let kept: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw new StreamTooLongError(maxBytes);
    hashes.update(chunk);
    if (sizeBytes <= keepBytes) kept.push(chunk);
    else kept = [];
  }
  const exact = { ...hashes.digest(), sizeBytes };
  return sizeBytes <= keepBytes ? { ...exact, bytes: Buffer.concat(kept) } : exact;
}
