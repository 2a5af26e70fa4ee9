/** How a picture is changed and written: copies that must be found, decoys that must not, and files told apart by a mark. */
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import type { RawPicture } from './draw.ts';

/** A file format and how it is written. */
export type Coding = 'jpeg' | 'progressive' | 'png' | 'webp' | 'gif' | 'avif';

/** File names and media types by coding. */
export const CODINGS: Readonly<Record<Coding, { readonly ending: string; readonly type: string }>> = {
  jpeg: { ending: 'jpg', type: 'image/jpeg' },
  progressive: { ending: 'jpg', type: 'image/jpeg' },
  png: { ending: 'png', type: 'image/png' },
  webp: { ending: 'webp', type: 'image/webp' },
  gif: { ending: 'gif', type: 'image/gif' },
  avif: { ending: 'avif', type: 'image/avif' },
};

/** One change; fractions are of the side. */
export interface Change {
  readonly scale?: number;
  /** Cut off on each side. */
  readonly crop?: number;
  /** JPEG quality. */
  readonly quality?: number;
  readonly turn?: 'mirrored' | 'upside-down' | 'negative';
}

/** For each kind of near copy, from bold to mild: the first that still resembles its original is taken. */
export const NEAR_CHANGES: Readonly<Record<NearKind, readonly Change[]>> = {
  size: [{ scale: 0.5 }, { scale: 0.7 }, { scale: 0.85 }, { scale: 1.4 }],
  quality: [{ quality: 25 }, { quality: 45 }, { quality: 70 }],
  crop: [{ crop: 0.02 }, { crop: 0.012 }, { crop: 0.006 }, { crop: 0.003 }],
  format: [{}],
  all: [
    { scale: 0.6, crop: 0.008, quality: 60 },
    { scale: 0.7, crop: 0.004, quality: 70 },
    { scale: 0.8, quality: 80 },
  ],
};
/** All of them. */
export const NEAR_KINDS = ['size', 'quality', 'crop', 'format', 'all'] as const;
export type NearKind = (typeof NEAR_KINDS)[number];
/** Resemblances beyond what a near hit is: the first that lies far enough away is taken. */
export const FAR_CHANGES: readonly Change[] = [
  { turn: 'mirrored' },
  { turn: 'negative' },
  { crop: 0.25 },
  { turn: 'upside-down' },
];

const pixelsOf = ({ data, width, height }: RawPicture): Sharp => sharp(data, { raw: { width, height, channels: 3 } });

/** The changed pixels, as an image that is still to be written. */
export function changed(picture: RawPicture, change: Change): Sharp {
  let image = pixelsOf(picture);
  const { crop = 0, scale, turn } = change;
  if (crop > 0) {
    const [left, top] = [Math.round(picture.width * crop), Math.round(picture.height * crop)];
    image = image.extract({ left, top, width: picture.width - 2 * left, height: picture.height - 2 * top });
  }
  if (scale !== undefined) image = image.resize(Math.round(picture.width * (1 - 2 * crop) * scale));
  if (turn === 'mirrored') image = image.flop();
  if (turn === 'upside-down') image = image.flip();
  if (turn === 'negative') image = image.negate();
  return image;
}

/** Writes an image. @returns the file's bytes */
export function encode(image: Sharp, coding: Coding, quality = 88): Promise<Buffer> {
  switch (coding) {
    case 'jpeg':
    case 'progressive':
      return image.jpeg({ quality, progressive: coding === 'progressive' }).toBuffer();
    case 'png':
      return image.png({ compressionLevel: 3 }).toBuffer();
    case 'webp':
      return image.webp({ quality, effort: 1 }).toBuffer();
    case 'gif':
      return image.gif({ effort: 1 }).toBuffer();
    case 'avif':
      return image.avif({ quality: 70, effort: 0 }).toBuffer();
  }
}

/** The same picture in another file: a remark of its own is written into it, where the format has room for one. */
export function marked(file: Buffer, coding: Coding, remark: string): Buffer {
  const text = Buffer.from(remark, 'latin1');
  switch (coding) {
    case 'jpeg':
    case 'progressive': {
      const head = Buffer.from([0xff, 0xfe, (text.length + 2) >> 8, (text.length + 2) & 0xff]);
      return Buffer.concat([file.subarray(0, 2), head, text, file.subarray(2)]);
    }
    case 'png': {
      const body = Buffer.concat([Buffer.from('tEXtremark\0', 'latin1'), text]);
      const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
      length.writeUInt32BE(body.length - 4);
      check.writeUInt32BE(crc32(body));
      // After the header chunk: 8 bytes of signature, 25 of IHDR.
      return Buffer.concat([file.subarray(0, 33), length, body, check, file.subarray(33)]);
    }
    default:
      // Readers of these formats pass over what follows the picture.
      return Buffer.concat([file, text]);
  }
}
