/**
 * The pictures of a generated web and the known list that some of them are on. Everything is made when it is first asked for
 * and kept in memory. What resembles what is decided by a plain port of PDQ that shares nothing with the crawler's engine.
 */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { hammingDistance } from '../../lib/pdq/door.ts';
import { hashPlainly } from '../../lib/pdq/reference-port.ts';
import {
  changed,
  encode,
  FAR_CHANGES,
  marked,
  NEAR_CHANGES,
  type Change,
  type Coding,
  type NearKind,
} from './copies.ts';
import { cropPhotograph, drawFlat, drawScene, type RawPicture } from './draw.ts';
import type { WebOptions } from './options.ts';

/** What a picture file is. Numbers of entries count from 0. */
export type PictureSpec =
  | { readonly kind: 'ordinary'; readonly visual: number; readonly coding: Coding; readonly remark: string }
  | { readonly kind: 'exact'; readonly entry: number }
  | {
      readonly kind: 'near';
      readonly entry: number;
      readonly change: NearKind;
      readonly coding: Coding;
    }
  | { readonly kind: 'far'; readonly entry: number; readonly coding: Coding }
  /** Of the flat entry: its hash is on the list, but too little is in the picture for a near hit to count. */
  | { readonly kind: 'flat'; readonly coding: Coding };

/** An entry of the known list, hashes in hexadecimal; which it has differs from entry to entry. */
export interface KnownEntry {
  readonly number: number;
  readonly category: 'a' | 'b' | 'c';
  readonly md5?: string;
  readonly sha1?: string;
  readonly sha256?: string;
  readonly pdq?: string;
  readonly pdqQuality?: number;
}

/** A file, and what a right check of it says. */
export interface PictureFile {
  readonly bytes: Buffer;
  readonly coding: Coding;
  readonly hit: { readonly entry: number; readonly kind: 'exact' | 'near'; readonly distance: number } | undefined;
}

/** A copy at this distance or less is surely found, whichever way its hash is made (DESIGN.md, "PDQ": within 10 bits). */
const SURELY_NEAR = 20;
/** And a decoy at this distance or more surely not. */
const SURELY_FAR = 45;
const KNOWN_CODING: Coding = 'jpeg';
const KNOWN_QUALITY = 92;
const MAX_CACHED_BYTES = 400 * 2 ** 20;

/** Makes and keeps the pictures of one web. */
export class Pictures {
  readonly #options: WebOptions;
  readonly #files = new Map<string, Promise<PictureFile>>();
  readonly #originals = new Map<number, Promise<Original>>();
  readonly #drawn = new Map<string, Promise<Buffer>>();
  #cachedBytes = 0;

  constructor(options: WebOptions) {
    this.#options = options;
  }

  /** The whole known list; the last entry is the flat one. */
  async entries(): Promise<readonly KnownEntry[]> {
    const entries: KnownEntry[] = [];
    for (let number = 0; number < this.#options.known; number += 1) entries.push((await this.#original(number)).entry);
    const flat = await hashOf(await this.file({ kind: 'flat', coding: 'png' }).then(({ bytes }) => bytes));
    return [...entries, { number: this.#options.known, category: 'a', pdq: hex(flat.hash), pdqQuality: 100 }];
  }

  file(spec: PictureSpec): Promise<PictureFile> {
    const key = JSON.stringify(spec);
    const cached = this.#files.get(key);
    if (cached !== undefined) return cached;
    const made = this.#make(spec);
    this.#files.set(key, made);
    void made.then(({ bytes }) => this.#noteSize(bytes.length));
    return made;
  }

  #noteSize(bytes: number): void {
    this.#cachedBytes += bytes;
    if (this.#cachedBytes <= MAX_CACHED_BYTES) return;
    this.#files.clear();
    this.#cachedBytes = 0;
  }

  async #make(spec: PictureSpec): Promise<PictureFile> {
    switch (spec.kind) {
      case 'ordinary': {
        const bytes = marked(await this.#ordinary(spec.visual, spec.coding), spec.coding, spec.remark);
        return { bytes, coding: spec.coding, hit: undefined };
      }
      case 'flat': {
        const image = changed(drawFlat(this.#options.seed, this.#options.pictureWidth), {});
        return { bytes: await encode(image, spec.coding), coding: spec.coding, hit: undefined };
      }
      case 'exact': {
        const { entry, bytes } = await this.#original(spec.entry);
        const isExact = entry.sha256 !== undefined || entry.sha1 !== undefined || entry.md5 !== undefined;
        const hit = { entry: spec.entry, kind: isExact ? 'exact' : 'near', distance: 0 } as const;
        return { bytes, coding: KNOWN_CODING, hit };
      }
      case 'near':
        return this.#near(spec);
      case 'far':
        return this.#far(spec);
    }
  }

  /** One of `variety` pictures, before its mark. */
  #ordinary(visual: number, coding: Coding): Promise<Buffer> {
    const key = `${visual} ${coding}`;
    const known = this.#drawn.get(key);
    if (known !== undefined) return known;
    const seed = `${this.#options.seed} ordinary ${visual}`;
    const made = encode(changed(drawScene(seed, this.#options.pictureWidth), {}), coding);
    this.#drawn.set(key, made);
    return made;
  }

  #original(number: number): Promise<Original> {
    const known = this.#originals.get(number);
    if (known !== undefined) return known;
    const made = makeOriginal(number, this.#options);
    this.#originals.set(number, made);
    return made;
  }

  async #near(spec: Extract<PictureSpec, { kind: 'near' }>): Promise<PictureFile> {
    const { entry, pixels, hash } = await this.#original(spec.entry);
    for (const change of NEAR_CHANGES[spec.change]) {
      const bytes = await written(pixels, change, spec.coding);
      const distance = hammingDistance((await hashOf(bytes)).hash, hash);
      if (distance > SURELY_NEAR) continue;
      const hit = entry.pdq === undefined ? undefined : ({ entry: spec.entry, kind: 'near', distance } as const);
      return { bytes, coding: spec.coding, hit };
    }
    throw new Error(`No near copy of entry ${spec.entry} (${spec.change}, ${spec.coding}) lies near enough.`);
  }

  async #far(spec: Extract<PictureSpec, { kind: 'far' }>): Promise<PictureFile> {
    const { pixels, hash } = await this.#original(spec.entry);
    for (const change of FAR_CHANGES) {
      const bytes = await written(pixels, change, spec.coding);
      const distance = hammingDistance((await hashOf(bytes)).hash, hash);
      if (distance >= SURELY_FAR) return { bytes, coding: spec.coding, hit: undefined };
    }
    throw new Error(`No decoy of entry ${spec.entry} lies far enough away.`);
  }
}

interface Original {
  readonly entry: KnownEntry;
  readonly pixels: RawPicture;
  readonly bytes: Buffer;
  readonly hash: Uint8Array;
}

/** Entries differ in the hashes they have, as lists from different bodies do. */
async function makeOriginal(number: number, options: WebOptions): Promise<Original> {
  const seed = `${options.seed} known ${number}`;
  const width = Math.round(options.pictureWidth * 1.2);
  const pixels = number % 3 === 0 ? await cropPhotograph(seed, width) : drawScene(seed, width);
  const bytes = await written(pixels, { quality: KNOWN_QUALITY }, KNOWN_CODING);
  const { hash, quality } = await hashOf(bytes);
  const digest = (name: string) => createHash(name).update(bytes).digest('hex');
  const pdq = { pdq: hex(hash), pdqQuality: quality };
  const hashes = [
    { md5: digest('md5'), sha1: digest('sha1'), sha256: digest('sha256'), ...pdq },
    { sha1: digest('sha1'), ...pdq },
    { md5: digest('md5') },
    pdq,
  ][number % 4];
  const category = (['a', 'b', 'c'] as const)[number % 3] ?? 'a';
  return { entry: { number, category, ...hashes }, pixels, bytes, hash };
}

const written = (pixels: RawPicture, change: Change, coding: Coding): Promise<Buffer> =>
  encode(changed(pixels, change), coding, change.quality);

async function hashOf(bytes: Buffer): Promise<{ readonly hash: Uint8Array; readonly quality: number }> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return hashPlainly({ data, width: info.width, height: info.height, channels: info.channels });
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
