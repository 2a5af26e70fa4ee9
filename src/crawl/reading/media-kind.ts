/** Which addresses are media by their name alone, so that a link to a picture is looked at as one. */
import type { FoundMedia } from './page-reading.ts';

const KINDS: ReadonlyMap<string, FoundMedia['kind']> = new Map([
  ...'jpg jpeg jpe jfif png apng gif webp avif bmp heic heif jxl tif tiff'
    .split(' ')
    .map((ending) => [ending, 'picture'] as const),
  ...'mp4 m4v mov webm mkv avi wmv flv mpg mpeg 3gp ogv ts m2ts divx'
    .split(' ')
    .map((ending) => [ending, 'video'] as const),
  ...'mp3 m4a ogg oga wav flac opus aac wma'.split(' ').map((ending) => [ending, 'audio'] as const),
]);
const LONGEST_ENDING = 4;
const CAPITALS = /[A-Z]/;

/** By the ending of the path's last segment; undefined for everything that looks like a page. */
export function mediaKindOfAddress(url: string): FoundMedia['kind'] | undefined {
  const mark = url.indexOf('?');
  const end = mark === -1 ? url.length : mark;
  const dot = url.lastIndexOf('.', end - 1);
  const length = end - dot - 1;
  if (dot === -1 || length > LONGEST_ENDING || length < 2) return undefined;
  // `http://example.ts` has no path: its dot belongs to the host.
  if (url.indexOf('/', 8) === -1 || url.indexOf('/', 8) > dot) return undefined;
  const ending = url.slice(dot + 1, end);
  return KINDS.get(CAPITALS.test(ending) ? ending.toLowerCase() : ending);
}

/** By a media type (`Content-Type`, `type`, `as`); undefined where it is none of media. */
export function mediaKindOfType(type: string | undefined): FoundMedia['kind'] | undefined {
  switch (/^(image|video|audio)(?:\/|$)/i.exec(type ?? '')?.[1]?.toLowerCase()) {
    case 'image':
      return 'picture';
    case 'video':
      return 'video';
    case 'audio':
      return 'audio';
    default:
      return undefined;
  }
}
