import { sniffPicture } from '../../../lib/pdq/door.ts';

const ISO_MEDIA = /^....(?:ftyp|moov|mdat|wide|free|skip)/s;
const ASF = '\x30\x26\xb2\x75\x8e\x66\xcf\x11';
const MPEG_TS_PACKET = 188;

/**
 * Whether a file is a video by its first bytes (some hundreds are enough): MP4, MOV and 3GP, Matroska and WebM, AVI, MPEG
 * program and transport streams, FLV, ASF/WMV, Ogg. Animated GIF and WebP are pictures to us: their first frame counts.
 */
export function sniffVideo(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
  if (ISO_MEDIA.test(head)) return sniffPicture(bytes) === undefined;
  if (head.startsWith('RIFF') && head.startsWith('AVI ', 8)) return true;
  if (head.startsWith('\x47') && head.startsWith('\x47', MPEG_TS_PACKET)) return true;
  return ['\x1a\x45\xdf\xa3', '\0\0\x01\xba', '\0\0\x01\xb3', 'FLV\x01', ASF, 'OggS'].some((magic) =>
    head.startsWith(magic),
  );
}
