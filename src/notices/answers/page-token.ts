/**
 * The token that opens the provider's page of one letter. It follows from the letter's id and the service key, so that the
 * same letter always carries the same link and only the token's digest has to be stored.
 */
import type { ServiceKey } from '../../platform/service-key.ts';

/** 160 bits as base32 (RFC 4648, 6) in small letters: 32 characters that survive any mail program and can be read aloud. */
export const PAGE_TOKEN_PATTERN = /^[a-z2-7]{32}$/;
const TOKEN_BYTES = 20;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** The token of a letter's page. */
export const pageTokenOf = (serviceKey: ServiceKey, letterId: string): string =>
  base32(serviceKey.digest('token', `letter-page ${letterId.toLowerCase()}`).subarray(0, TOKEN_BYTES));

/** What is stored of a token (`letter.token_digest`), 32 bytes. Takes whatever was typed: what is no token has a digest too. */
export const digestOfPageToken = (serviceKey: ServiceKey, token: string): Buffer =>
  serviceKey.digest('token', `letter-page-digest ${token.trim().toLowerCase()}`);

/** The link in a letter. `siteUrl` is where people reach the public site. */
export const pageUrlOf = (siteUrl: string, token: string): string =>
  new URL(`n/${token}`, siteUrl.endsWith('/') ? siteUrl : `${siteUrl}/`).href;

/** Five bits a character, the first bit first; 20 bytes come to 32 characters without padding. */
function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return text;
}
