/** Picture formats that are told apart by their first bytes. Only the first group is decoded. */
export type PictureFormat =
  'jpeg' | 'png' | 'gif' | 'webp' | 'tiff' | 'avif' | 'heic' | 'jxl' | 'bmp' | 'svg' | 'other';

const brandsOfAvif = new Set(['avif', 'avis']);
const brandsOfHeic = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1']);
const headBytes = 256;

/**
 * The format of a file by its magic numbers, undefined where it is no picture. A name or a media type that came with the
 * file says nothing: only bytes count. Files that viewers show although their start is odd are beyond this.
 */
export function sniffPicture(bytes: Uint8Array): PictureFormat | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headBytes)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'gif';
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return 'webp';
  if (head.startsWith('II*\0') || head.startsWith('MM\0*')) return 'tiff';
  if (head.startsWith('\xff\x0a') || head.startsWith('\0\0\0\x0cJXL \r\n\x87\n')) return 'jxl';
  if (head.startsWith('ftyp', 4)) return sniffIsoMedia(head);
  if (head.startsWith('BM') && head.length >= 26) return 'bmp';
  if (/^\s*(<\?xml[^]*?)?(<!--[^]*?-->\s*)*(<!DOCTYPE svg|<svg)/.test(head)) return 'svg';
  if (head.startsWith('8BPS') || head.startsWith('\0\0\x01\0') || head.startsWith('\0\0\0\x0cjP  ')) return 'other';
  return undefined;
}

/** Still pictures in the ISO base media format by their brands; videos in it are not pictures. */
function sniffIsoMedia(head: string): PictureFormat | undefined {
  const boxBytes = Math.min(head.length, Buffer.from(head.slice(0, 4), 'latin1').readUInt32BE());
  const brands = [head.slice(8, 12)];
  for (let at = 16; at + 4 <= boxBytes; at += 4) brands.push(head.slice(at, at + 4));
  if (brands.some((brand) => brandsOfAvif.has(brand))) return 'avif';
  return brands.some((brand) => brandsOfHeic.has(brand)) ? 'heic' : undefined;
}
