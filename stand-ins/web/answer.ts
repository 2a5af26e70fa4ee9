/** What the generated web answers to one request: decided without sockets or clock, so that it can be read and tested alone. */
import { makePicture, type PictureFormat } from './picture.ts';
import type { ResourceState } from './resource-state.ts';
import type { WebHost } from './web-hosts.ts';
import {
  aboutPage,
  ALBUM_COUNT,
  albumPage,
  busyPage,
  frontPage,
  loginPage,
  missingPage,
  parkedPage,
  PICTURES_AN_ALBUM,
  removedPage,
} from './web-pages.tsx';

/** An answer before it goes over a socket, misbehaviour included. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Wait so long before the first byte. */
  readonly delayMs: number;
  /** Cut the connection after half the body. */
  readonly cut: boolean;
}

/** All that an answer depends on: the same request gets the same bytes. */
export interface Request {
  readonly host: WebHost;
  /** Path without the query. */
  readonly path: string;
  /** What was set for this resource; undefined where nothing was: then only the site's own pages exist. */
  readonly state: ResourceState | undefined;
  /** How often this resource was asked for, this time included. */
  readonly visitCount: number;
  readonly at: Date;
}

const HTML = 'text/html; charset=utf-8';
const FORMATS: Readonly<Partial<Record<string, PictureFormat>>> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  png: 'png',
  webp: 'webp',
};

const answer = (status: number, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': HTML, ...headers },
  body: Buffer.from(body),
  delayMs: 0,
  cut: false,
});

/** Decides the answer. */
export async function answerTo(request: Request): Promise<Answer> {
  const { host, state } = request;
  const kind = state?.kind ?? 'online';
  switch (kind) {
    case 'gone404':
      return answer(404, missingPage(host));
    case 'gone410':
      return answer(410, missingPage(host));
    case 'parked':
      return answer(200, parkedPage(host));
    case 'removed-page':
      return answer(200, removedPage(host));
    case 'error503':
      return answer(503, busyPage(host), { 'retry-after': '120' });
    case 'redirect-front':
      return answer(302, '', { location: '/' });
    case 'redirect':
      return answer(302, '', { location: state?.kind === 'redirect' ? state.to : '/' });
    case 'login-wall':
      return answer(200, loginPage(host));
    case 'slow':
      return { ...(await content(request)), delayMs: state?.kind === 'slow' ? state.delayMs : 0 };
    case 'cut':
      return { ...(await content(request)), cut: true };
    case 'changing':
    case 'online':
      return content(request);
  }
}

/** The resource itself, where it exists. */
async function content(request: Request): Promise<Answer> {
  const { host, path, state } = request;
  const format = FORMATS[/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''];
  const changes = state?.kind === 'changing';
  if (format !== undefined && (state !== undefined || isSitePicture(path))) {
    const seed = `${host.name}${path}${changes ? `#${request.visitCount}` : ''}`;
    return answer(200, await makePicture(seed, format), { 'content-type': `image/${format}` });
  }
  if (path === '/robots.txt') return answer(200, 'User-agent: *\nDisallow: /admin\n', { 'content-type': 'text/plain' });
  if (path === '/' && !changes) return answer(200, frontPage(host));
  if (path === '/about' && !changes) return answer(200, aboutPage(host));
  if (state === undefined && !isAlbum(path)) return answer(404, missingPage(host));
  return answer(200, albumPage(host, path, changes ? { count: request.visitCount, at: request.at } : undefined));
}

function isAlbum(path: string): boolean {
  return isUpTo(/^\/album\/([1-9]\d?)$/.exec(path)?.[1], ALBUM_COUNT);
}

function isSitePicture(path: string): boolean {
  const [, album, picture] = /^\/picture\/([1-9]\d?)-([1-9]\d?)\.jpg$/.exec(path) ?? [];
  return isUpTo(album, ALBUM_COUNT) && isUpTo(picture, PICTURES_AN_ALBUM);
}

const isUpTo = (number: string | undefined, limit: number): boolean => number !== undefined && Number(number) <= limit;
