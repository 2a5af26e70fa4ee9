/** What the tests of media share: pictures that come with lib/pdq, a checker on a real database, and visits in a few chunks. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import sharp from 'sharp';
import { hashPlainly } from '../../../lib/pdq/reference-port.ts';
import type { Db } from '../../platform/db.ts';
import { countryCodeSchema } from '../../terms/countries.ts';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import type { AnswerHead } from '../fetching/page-client.ts';
import type { MediaChecker, MediaFinding, MediaPlace } from './media-finding.ts';
import { openMediaChecker, type MediaCheckerDeps, type MediaCheckerOptions } from './media-checker.ts';

export const serviceKey = serviceKeyFrom(Buffer.alloc(32, 9));
export const SWEDEN = countryCodeSchema.parse('SE');
export const SEEN_AT = new Date('2026-11-02T10:00:00Z');

const vector = (name: string) => readFileSync(new URL(`../../../lib/pdq/test-vectors/${name}`, import.meta.url));
/** A photograph of high quality, and one that resembles it in nothing that a hash sees. */
export const photograph = vector('square-256x256.jpg');
export const other = await sharp(vector('aaa-orig.jpg')).flop().jpeg({ quality: 90 }).toBuffer();

/** Digests as an entry of a list has them. */
export const digestsOf = (bytes: Uint8Array) => ({
  md5: createHash('md5').update(bytes).digest(),
  sha1: createHash('sha1').update(bytes).digest(),
  sha256: createHash('sha256').update(bytes).digest(),
});

/** PDQ by the plain port. */
export async function pdqOf(bytes: Uint8Array): Promise<Uint8Array> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return hashPlainly({ data, width: info.width, height: info.height, channels: info.channels }).hash;
}

export const headOf = (more: Partial<AnswerHead> = {}): AnswerHead => ({
  ...{ status: 200, headers: { 'content-type': 'image/jpeg', server: 'test' }, contentType: 'image/jpeg' },
  ip: '85.24.180.40',
  ...more,
});

export const place = (path = '/a.jpg'): MediaPlace => ({
  url: `http://pictures.example.org${path}`,
  pageUrl: 'http://pictures.example.org/page',
});

/** A checker with one worker, closed with the test. */
export function openTestChecker(
  t: TestContext,
  deps: Partial<MediaCheckerDeps> & Pick<MediaCheckerDeps, 'matcher'> & { readonly db: Db },
  options: MediaCheckerOptions = {},
): MediaChecker {
  const places = { countryOf: () => SWEDEN };
  const checker = openMediaChecker({ serviceKey, places, ...deps }, { workers: 1, ...options });
  t.after(() => checker.close());
  return checker;
}

/** Sends bytes through a visit in pieces, over one buffer that is written anew, as a client's is. */
export async function visit(
  checker: MediaChecker,
  bytes: Uint8Array,
  where: MediaPlace = place(),
  options: { readonly head?: AnswerHead; readonly isWhole?: boolean; readonly pieceBytes?: number } = {},
): Promise<MediaFinding> {
  const body = checker.open(where);
  body.start(options.head ?? headOf());
  const size = options.pieceBytes ?? 16_384;
  const buffer = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    buffer.set(piece);
    if (!body.write(buffer.subarray(0, piece.length))) break;
  }
  return body.finish(options.isWhole ?? true, SEEN_AT);
}
