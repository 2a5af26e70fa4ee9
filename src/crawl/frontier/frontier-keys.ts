/**
 * How addresses lie in the frontier: encrypted, and found through keyed digests (DESIGN.md, secrecy level 2).
 *
 * | box                              | holds                                                                            |
 * |----------------------------------|----------------------------------------------------------------------------------|
 * | `0`, ciphertext                  | an address; the row's key is its MAC and the vector                               |
 * | `1`, MAC (16 bytes), ciphertext  | an address and the page it was found on: the MAC is of both                       |
 */
import type { ServiceKey } from '../../platform/service-key.ts';
import { registrableDomainOf } from '../../terms/web-address.ts';
import { checkMac, CounterCipher, KeyedDigest } from './url-cipher.ts';

/** As many as migration 0090 makes; the most workers that can share a frontier. */
export const PARTITIONS = 128;
const MAC_BYTES = 16;
/** Host numbers are JavaScript's safe integers. Two hosts with one number would merely share a politeness. */
const HOST_DIVISOR = 2 ** 11;
const HOSTS_REMEMBERED = 50_000;

/** Where an address belongs. */
export interface UrlPlace {
  readonly hostId: number;
  readonly partition: number;
}

/** An address of a run, and for media the page it was found on. */
export interface FoundUrl {
  readonly runId: number;
  readonly url: string;
  readonly fromUrl?: string | undefined;
}

/** An address as it is stored. */
export interface SealedUrl {
  /** 128 bits as hexadecimal digits; read back from the database it has dashes. */
  readonly key: string;
  readonly box: Buffer;
}

/** The frontier's subkeys at work. */
export interface FrontierKeys {
  /** By the address' host; ports and schemes of a host share it. */
  placeOf(url: string): UrlPlace;
  sealAll(found: readonly FoundUrl[]): readonly SealedUrl[];
  /** @throws Error when any of the bytes were altered or belong to another key or run */
  openAll(rows: readonly (SealedUrl & { readonly runId: number })[]): readonly Omit<FoundUrl, 'runId'>[];
  /** For the filter in memory. */
  readonly filterKey: Uint8Array;
}

/** Derives them; every worker of a hotline gets the same ones. */
export function frontierKeysFrom(serviceKey: ServiceKey): FrontierKeys {
  const subkey = (use: string) => serviceKey.digest('fingerprint', `crawl-frontier/${use}`);
  const place = new KeyedDigest(subkey('place'));
  const places = new Map<string, UrlPlace>();
  const boxes = new UrlBoxes(subkey('digest'), subkey('page'), subkey('cipher'));
  return {
    placeOf: (url) => {
      const host = hostOf(url);
      const known = places.get(host);
      if (known !== undefined) return known;
      if (places.size >= HOSTS_REMEMBERED) places.clear();
      const found = {
        hostId: Number(place.of(`host ${host}`).readBigUInt64BE() / BigInt(HOST_DIVISOR)),
        partition: place.of(`domain ${registrableDomainOf(host)}`).readUInt32BE() % PARTITIONS,
      };
      places.set(host, found);
      return found;
    },
    sealAll: (found) => boxes.sealAll(found),
    openAll: (rows) => boxes.openAll(rows),
    filterKey: subkey('filter').subarray(0, 8),
  };
}

class UrlBoxes {
  readonly #digest: KeyedDigest;
  readonly #pageDigest: KeyedDigest;
  readonly #cipher: CounterCipher;

  constructor(digestKey: Uint8Array, pageKey: Uint8Array, cipherKey: Uint8Array) {
    this.#digest = new KeyedDigest(digestKey);
    this.#pageDigest = new KeyedDigest(pageKey);
    this.#cipher = new CounterCipher(cipherKey);
  }

  sealAll(found: readonly FoundUrl[]): readonly SealedUrl[] {
    const vectors: Buffer[] = [];
    const texts: Buffer[] = [];
    const sealed = found.map(({ runId, url, fromUrl }): SealedUrl => {
      const mac = this.#digest.of(`${runId} ${url}`).subarray(0, MAC_BYTES);
      const text = fromUrl === undefined ? url : `${url} ${fromUrl}`;
      const vector = fromUrl === undefined ? mac : this.#pageMac(runId, text);
      const start = fromUrl === undefined ? 1 : 1 + MAC_BYTES;
      const box = Buffer.allocUnsafe(start + text.length);
      box[0] = fromUrl === undefined ? 0 : 1;
      if (fromUrl !== undefined) box.set(vector, 1);
      box.write(text, start, 'latin1');
      vectors.push(vector);
      texts.push(box.subarray(start));
      return { key: mac.toString('hex'), box };
    });
    this.#cipher.apply(vectors, texts);
    return sealed;
  }

  openAll(rows: readonly (SealedUrl & { readonly runId: number })[]): readonly Omit<FoundUrl, 'runId'>[] {
    const keys = rows.map(({ key }) => Buffer.from(key.replaceAll('-', ''), 'hex'));
    const vectors = rows.map(({ box }, n) => (box[0] === 1 ? box.subarray(1, 1 + MAC_BYTES) : (keys[n] ?? box)));
    // A copy: what came from the database is not written over.
    const texts = rows.map(({ box }) => Buffer.from(box.subarray(box[0] === 1 ? 1 + MAC_BYTES : 1)));
    this.#cipher.apply(vectors, texts);
    return rows.map(({ runId, box }, n) => {
      const text = texts[n]?.toString('latin1') ?? '';
      const space = text.indexOf(' ');
      const url = space === -1 ? text : text.slice(0, space);
      checkMac(this.#digest.of(`${runId} ${url}`).subarray(0, MAC_BYTES), keys[n] ?? box);
      if (box[0] !== 1) return { url };
      checkMac(this.#pageMac(runId, text), vectors[n] ?? box);
      return { url, fromUrl: text.slice(space + 1) };
    });
  }

  #pageMac(runId: number, text: string): Buffer {
    return this.#pageDigest.of(`${runId} ${text}`).subarray(0, MAC_BYTES);
  }
}

/** The host of a canonical address, without port and brackets, cut out of the text. */
export function hostOf(url: string): string {
  const start = url.indexOf('//') + 2;
  let end = url.indexOf('/', start);
  if (end === -1) end = url.length;
  if (url.charCodeAt(start) === 91) return url.slice(start + 1, url.indexOf(']', start));
  const colon = url.indexOf(':', start);
  return url.slice(start, colon !== -1 && colon < end ? colon : end);
}
