/** Why a picture has no PDQ. */
export type UndecodableReason =
  /** The decoder refused the bytes. */
  | 'broken'
  /** A picture in a format that is not decoded, on purpose (SVG) or for want of a decoder (BMP). */
  | 'unsupported-format'
  | 'too-many-pixels'
  | 'too-many-bytes'
  /** A progressive JPEG of hundreds of scans: a known bomb. */
  | 'too-many-scans'
  /** The worker was killed: it took too long. */
  | 'time-limit'
  /** The worker was killed: it took too much memory. */
  | 'memory-limit'
  /** The worker died, or answered nonsense. */
  | 'crash'
  /** No worker could be started, or the hasher was closed. */
  | 'no-worker';

/**
 * What became of a picture. `path` says how the hash was made: `exact` from decoded pixels, bit for bit the reference's;
 * `coefficients` from a JPEG's coefficients, which is to be confirmed before anybody acts on it.
 */
export type PdqVerdict =
  | {
      readonly kind: 'hashed';
      readonly hash: Uint8Array;
      readonly quality: number;
      readonly path: 'exact' | 'coefficients';
      /** The eight orientations, the picture as it is first, where they were asked for. */
      readonly orientations?: readonly Uint8Array[];
    }
  | { readonly kind: 'not-decodable'; readonly reason: UndecodableReason }
  | { readonly kind: 'not-a-picture' };

/** Reasons that a worker itself may give; the others are the parent's findings. Their order is the wire's. */
const workerReasons = [
  'broken',
  'unsupported-format',
  'too-many-pixels',
  'too-many-bytes',
  'too-many-scans',
] as const satisfies readonly UndecodableReason[];

/** A reason found in the worker. */
export type WorkerReason = (typeof workerReasons)[number];

const paths = ['exact', 'coefficients'] as const;
const hashBytes = 32;

// On the wire a verdict is: u8 kind (0 hashed, 1 not decodable), then for a hash u8 path, u8 quality and one or eight
// hashes of 32 bytes, else u8 reason.

/** Writes a worker's verdict for the pipe. */
export function encodeVerdict(verdict: Exclude<PdqVerdict, { kind: 'not-a-picture' }> | WorkerReason): Uint8Array {
  if (typeof verdict === 'string') return Uint8Array.of(1, workerReasons.indexOf(verdict));
  if (verdict.kind === 'not-decodable') {
    return Uint8Array.of(
      1,
      workerReasons.findIndex((reason) => reason === verdict.reason),
    );
  }
  const hashes = verdict.orientations ?? [verdict.hash];
  return Buffer.concat([Uint8Array.of(0, paths.indexOf(verdict.path), verdict.quality), ...hashes]);
}

/**
 * Reads a worker's verdict. A worker that met a hostile file may be under its control, so every field is checked;
 * undefined where it is not a verdict at all.
 */
export function decodeVerdict(frame: Uint8Array): PdqVerdict | undefined {
  const [kind, second, quality] = frame;
  if (kind === 1) {
    const reason = frame.length === 2 ? workerReasons[second ?? -1] : undefined;
    return reason === undefined ? undefined : { kind: 'not-decodable', reason };
  }
  const path = paths[second ?? -1];
  const count = (frame.length - 3) / hashBytes;
  if (kind !== 0 || path === undefined || quality === undefined || quality > 100) return undefined;
  if (count !== 1 && count !== 8) return undefined;
  const hashes = Array.from({ length: count }, (_, k) =>
    Uint8Array.from(frame.subarray(3 + k * hashBytes, 3 + (k + 1) * hashBytes)),
  );
  const [hash] = hashes;
  if (hash === undefined) return undefined;
  return { kind: 'hashed', hash, quality, path, ...(count === 8 ? { orientations: hashes } : {}) };
}
