/** The hash by which a picture is known again after it was shrunk or saved anew: PDQ, made in worker processes. */
import { openPictureHasher, type PictureHasher } from '../../lib/pdq/door.ts';
import { NO_PICTURE } from './read-page.ts';

/** Pictures of lower quality are too plain to be told from others (DOMAIN.md, known lists). */
const MIN_QUALITY = 50;

/** Makes `Fingerprint.picture`. The bytes are in memory only. */
export interface PictureMarks {
  /** 64 hex digits, or `NO_PICTURE`; undefined when it could not be tried, so that it is tried again the next time. */
  markOf(bytes: Uint8Array): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Opens the way to the hasher; its worker processes start with the first picture. */
export function openPictureMarks(workers = 1): PictureMarks {
  let hasher: PictureHasher | undefined;
  return {
    async markOf(bytes) {
      hasher ??= openPictureHasher({ workers });
      // From pixels: a verdict may rest on it, and most visits meet the same bytes and need no hash.
      const { pdq } = await hasher.confirm(bytes);
      if (pdq.kind === 'hashed') return pdq.quality < MIN_QUALITY ? NO_PICTURE : Buffer.from(pdq.hash).toString('hex');
      return pdq.kind === 'not-decodable' && pdq.reason === 'no-worker' ? undefined : NO_PICTURE;
    },
    close: async () => {
      await hasher?.close();
    },
  };
}
