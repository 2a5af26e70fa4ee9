/**
 * How addresses lie in the frontier: encrypted, and found through keyed digests (DESIGN.md, secrecy level 2). One address is
 * `AES-256-GCM(address)` with a nonce that is the beginning of its HMAC, as in a synthetic IV (RFC 5297's idea): the digest
 * is stored anyway, equal addresses of one run are one row anyway, so nothing is told by it, and 28 bytes are saved.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { hmacSha256 } from '../../../lib/seal/door.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { registrableDomainOf } from '../../terms/web-address.ts';

/** As many as migration 0090 makes; the most workers that can share a frontier. */
export const PARTITIONS = 128;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Host numbers are JavaScript's safe integers. Two hosts with one number would merely share a politeness. */
const HOST_DIVISOR = 2 ** 11;
const HOSTS_REMEMBERED = 50_000;

/** Where an address belongs. */
export interface UrlPlace {
  readonly hostId: number;
  readonly partition: number;
}

/** An address as it is stored. */
export interface SealedUrl {
  /** 128 bits as hexadecimal digits. */
  readonly key: string;
  readonly box: Buffer;
}

/** The frontier's subkeys at work. */
export interface FrontierKeys {
  /** By the address' host; ports and schemes of a host share it. */
  placeOf(url: string): UrlPlace;
  seal(runId: number, url: string, fromUrl: string | undefined): SealedUrl;
  /** @throws Error when the bytes were altered or belong to another key */
  open(key: string, box: Uint8Array): { readonly url: string; readonly fromUrl: string | undefined };
  /** For the filter in memory. */
  readonly filterKey: Uint8Array;
}

/** Derives them; every worker of a hotline gets the same ones. */
export function frontierKeysFrom(serviceKey: ServiceKey): FrontierKeys {
  const subkey = (use: string) => serviceKey.digest('fingerprint', `crawl-frontier/${use}`);
  const digestKey = subkey('digest');
  const placeKey = subkey('place');
  const cipherKey = subkey('cipher');
  const places = new Map<string, UrlPlace>();
  return {
    placeOf: (url) => {
      const host = hostOf(url);
      const known = places.get(host);
      if (known !== undefined) return known;
      if (places.size >= HOSTS_REMEMBERED) places.clear();
      const place = {
        hostId: Number(keyedDigest(placeKey, `host ${host}`).readBigUInt64BE() / BigInt(HOST_DIVISOR)),
        partition: keyedDigest(placeKey, `domain ${registrableDomainOf(host)}`).readUInt32BE() % PARTITIONS,
      };
      places.set(host, place);
      return place;
    },
    seal: (runId, url, fromUrl) => {
      const digest = keyedDigest(digestKey, `${runId} ${url}`);
      const cipher = createCipheriv('aes-256-gcm', cipherKey, digest.subarray(0, NONCE_BYTES));
      const body = cipher.update(fromUrl === undefined ? url : `${url} ${fromUrl}`, 'latin1');
      cipher.final();
      return { key: digest.toString('hex', 0, 16), box: Buffer.concat([body, cipher.getAuthTag()]) };
    },
    open: (key, box) => openBox(cipherKey, key, box),
    filterKey: subkey('filter').subarray(0, 8),
  };
}

function openBox(cipherKey: Uint8Array, key: string, box: Uint8Array) {
  const nonce = Buffer.from(key.replaceAll('-', ''), 'hex').subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', cipherKey, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  const text = decipher.update(box.subarray(0, box.length - TAG_BYTES)).toString('latin1');
  decipher.final();
  const space = text.indexOf(' ');
  return space === -1
    ? { url: text, fromUrl: undefined }
    : { url: text.slice(0, space), fromUrl: text.slice(space + 1) };
}

const keyedDigest = (key: Uint8Array, text: string): Buffer => hmacSha256(key, Buffer.from(text, 'latin1'));

/** The host of a canonical address, without port and brackets, cut out of the text. */
export function hostOf(url: string): string {
  const start = url.indexOf('//') + 2;
  let end = url.indexOf('/', start);
  if (end === -1) end = url.length;
  if (url.charCodeAt(start) === 91) return url.slice(start + 1, url.indexOf(']', start));
  const colon = url.indexOf(':', start);
  return url.slice(start, colon !== -1 && colon < end ? colon : end);
}
