/** Gathers what a document names, in order and as written, and makes a reading of it: addresses are resolved once its `base` is known. */
import { contentMarkOf, mixInto, newMark } from './content-mark.ts';
import { mediaKindOfAddress } from './media-kind.ts';
import type { FoundLink, FoundMedia, PageReading, ReadingLimits } from './page-reading.ts';
import { AddressResolver } from './resolve-address.ts';

/**
 * How an address was written, as one number: a page has many, and an object for each of them would be most of its garbage.
 * Links come first, then media.
 */
const LINK_KINDS = ['page', 'frame', 'style', 'sitemap'] as const satisfies readonly FoundLink['kind'][];
const MEDIA_KINDS = ['picture', 'video', 'audio', 'unknown'] as const satisfies readonly FoundMedia['kind'][];
const FIRST_MEDIA = 8;
const NOFOLLOW = 4;

/** What one document has named so far. */
export class Found {
  readonly #addresses: string[] = [];
  readonly #writtenAs: number[] = [];
  readonly #resolver: AddressResolver;
  readonly #limits: ReadingLimits;
  readonly #mark;
  #links = 0;
  #media = 0;
  #hasBase = false;
  #canonical: string | undefined;
  mayIndex = true;
  mayFollow = true;
  isScriptShell = false;
  isCut = false;

  constructor(url: string, limits: ReadingLimits, markSeed: number) {
    this.#resolver = new AddressResolver(url);
    this.#limits = limits;
    this.#mark = newMark(markSeed);
  }

  /** Links and media together. */
  get count(): number {
    return this.#links + this.#media;
  }

  link(written: string, kind: FoundLink['kind'], isNofollow = false): void {
    const address = trimmed(written);
    if (address === '') return;
    if (this.#links === this.#limits.maxLinks) this.isCut = true;
    else {
      this.#links += 1;
      this.#add(address, LINK_KINDS.indexOf(kind) + (isNofollow ? NOFOLLOW : 0));
    }
  }

  media(written: string | undefined, kind: FoundMedia['kind']): void {
    if (written === undefined || written.startsWith('data:')) return;
    const address = trimmed(written);
    if (address === '') return;
    if (this.#media === this.#limits.maxMedia) this.isCut = true;
    else {
      this.#media += 1;
      this.#add(address, FIRST_MEDIA + MEDIA_KINDS.indexOf(kind));
    }
  }

  #add(address: string, writtenAs: number): void {
    mixInto(this.#mark, address);
    this.#addresses.push(address);
    this.#writtenAs.push(writtenAs);
  }

  /** The first one counts (HTML Standard, 4.2.3). */
  base(href: string): void {
    if (this.#hasBase) return;
    this.#hasBase = true;
    this.#resolver.setBase(trimmed(href));
  }

  canonical(href: string): void {
    this.#canonical ??= href;
  }

  /** What `isKnown` says yes to is left out. */
  reading(isKnown: (url: string) => boolean = () => false): PageReading {
    const links = new Map<string, FoundLink>();
    const media = new Map<string, FoundMedia>();
    this.#addresses.forEach((address, at) => {
      const url = this.#resolver.resolve(address);
      if (url === undefined || isKnown(url)) return;
      const writtenAs = this.#writtenAs[at] ?? 0;
      const linkKind = LINK_KINDS[writtenAs % NOFOLLOW] ?? 'page';
      const mediaKind =
        writtenAs >= FIRST_MEDIA ? MEDIA_KINDS[writtenAs - FIRST_MEDIA] : mediaKindOfLink(url, linkKind);
      if (mediaKind === undefined) addLink(links, url, linkKind, writtenAs >= NOFOLLOW);
      else if (!media.has(url)) media.set(url, { url, kind: mediaKind });
    });
    return {
      links: [...links.values()],
      media: [...media.values()],
      canonical: this.#canonical === undefined ? undefined : this.#resolver.resolve(trimmed(this.#canonical)),
      mayIndex: this.mayIndex,
      mayFollow: this.mayFollow,
      contentMark: contentMarkOf(this.#mark),
      isScriptShell: this.isScriptShell,
      isCut: this.isCut,
    };
  }
}

function mediaKindOfLink(url: string, kind: FoundLink['kind']): FoundMedia['kind'] | undefined {
  return kind === 'page' || kind === 'frame' ? mediaKindOfAddress(url) : undefined;
}

/** Of two links to one address, the one that may be followed counts. */
function addLink(links: Map<string, FoundLink>, url: string, kind: FoundLink['kind'], isNofollow: boolean): void {
  const known = links.get(url);
  if (known === undefined || (known.isNofollow && !isNofollow)) links.set(url, { url, kind, isNofollow });
}

/** White space around an address is no part of it (HTML Standard, 2.4.3); most have none. */
function trimmed(address: string): string {
  return address.charCodeAt(0) <= 32 || address.charCodeAt(address.length - 1) <= 32 ? address.trim() : address;
}
