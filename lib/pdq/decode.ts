import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Pixels } from './engine.ts';
import type { PictureFormat } from './sniff.ts';
import type { WorkerReason } from './verdict.ts';

/** Thrown where a picture cannot be decoded; `reason` is what the hasher reports. */
export class UndecodableError extends Error {
  readonly reason: WorkerReason;

  constructor(reason: WorkerReason) {
    super(reason);
    this.name = 'UndecodableError';
    this.reason = reason;
  }
}

/** A progressive JPEG of more scans than this is not decoded: each one is a pass over the whole picture. */
const maxJpegScans = 200;

/**
 * Pixels of an untrusted picture, as they are stored: a turn that EXIF asks for is not made (the reference makes none),
 * colour profiles are ignored, animations give their first frame. Meant to run in a worker process only, since it
 * touches native decoders. Throws {@link UndecodableError}, or whatever a decoder throws.
 */
export async function decodePicture(bytes: Uint8Array, format: PictureFormat, maxPixels: number): Promise<Pixels> {
  switch (format) {
    case 'jpeg':
      if (countScans(bytes) > maxJpegScans) throw new UndecodableError('too-many-scans');
      return decodeWithSharp(bytes, maxPixels);
    case 'png':
    case 'gif':
    case 'webp':
    case 'tiff':
    case 'avif':
      return decodeWithSharp(bytes, maxPixels);
    case 'heic':
      return decodeHeic(bytes, maxPixels);
    case 'jxl':
      return decodeJxl(bytes, maxPixels);
    case 'bmp':
    case 'svg':
    case 'other':
      throw new UndecodableError('unsupported-format');
  }
}

/** Start-of-scan markers in the bytes. In entropy-coded data 0xff is never followed by one, so few are counted wrongly. */
function countScans(bytes: Uint8Array): number {
  const marker = Buffer.of(0xff, 0xda);
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let at = file.indexOf(marker); at >= 0 && count <= maxJpegScans; at = file.indexOf(marker, at + 2)) count++;
  return count;
}

/** The only loaders of libvips that may run, each from memory; all others, SVG and PDF among them, are blocked. */
const allowedLoaders = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map((name) => `VipsForeignLoad${name}Buffer`);

async function openSharp() {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: allowedLoaders });
  return sharp;
}

let sharpOpening: ReturnType<typeof openSharp> | undefined;

async function decodeWithSharp(bytes: Uint8Array, maxPixels: number): Promise<Pixels> {
  sharpOpening ??= openSharp();
  const sharp = await sharpOpening;
  const picture = sharp(bytes, {
    // A viewer shows what can be read of a damaged file, so that is what is hashed; only errors stop it.
    failOn: 'error',
    limitInputPixels: maxPixels,
    limitInputChannels: 5,
    unlimited: false,
    sequentialRead: true,
    autoOrient: false,
    ignoreIcc: true,
    page: 0,
    pages: 1,
  });
  try {
    const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height, channels: info.channels };
  } catch (error) {
    const isTooLarge = error instanceof Error && error.message.includes('pixel limit');
    throw new UndecodableError(isTooLarge ? 'too-many-pixels' : 'broken');
  }
}

/** libheif in WebAssembly. It makes the turns that the file's own structure asks for, as every HEIC decoder does. */
async function decodeHeic(bytes: Uint8Array, maxPixels: number): Promise<Pixels> {
  const { default: decode } = await import('heic-decode');
  const pictures = await decode.all({ buffer: bytes });
  const [first] = pictures;
  if (first === undefined) throw new UndecodableError('broken');
  if (first.width * first.height > maxPixels) throw new UndecodableError('too-many-pixels');
  const { data, width, height } = await first.decode();
  return { data: asBytes(data), width, height, channels: 4 };
}

async function openJxl() {
  const { default: decode, init } = await import('@jsquash/jxl/decode.js');
  const entrance = import.meta.resolve('@jsquash/jxl/decode.js');
  const wasmBinary = await readFile(fileURLToPath(new URL('codec/dec/jxl_dec.wasm', entrance)));
  await init({ wasmBinary });
  return decode;
}

let jxlOpening: ReturnType<typeof openJxl> | undefined;

/** libjxl in WebAssembly. It allocates before it tells the size, so the pixel limit bites after the memory limit. */
async function decodeJxl(bytes: Uint8Array, maxPixels: number): Promise<Pixels> {
  jxlOpening ??= openJxl();
  const decode = await jxlOpening;
  const { data, width, height } = await decode(Uint8Array.from(bytes).buffer);
  if (width * height > maxPixels) throw new UndecodableError('too-many-pixels');
  return { data: asBytes(data), width, height, channels: 4 };
}

function asBytes(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
