/** Gathers what a document names, in order and as written, and makes a reading of it: addresses are resolved once its `base` is known. */
import { contentMarkOf, mixInto, newMark } from './content-mark.ts';
import { mediaKindOfAddress } from './media-kind.ts';
import type { FoundLink, FoundMedia, PageReading, ReadingLimits } from './page-reading.ts';
import { AddressResolver } from './resolve-address.ts';

type Written =
  | { readonly to: 'link'; readonly address: string; readonly kind: FoundLink['kind']; readonly isNofollow: boolean }
  | { readonly to: 'media'; readonly address: string; readonly kind: FoundMedia['kind'] };

/** What one document has named so far. */
export class Found {
  readonly #written: Written[] = [];
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
      this.#add({ to: 'link', address, kind, isNofollow });
    }
  }

  media(written: string | undefined, kind: FoundMedia['kind']): void {
    if (written === undefined || written.startsWith('data:')) return;
    const address = trimmed(written);
    if (address === '') return;
    if (this.#media === this.#limits.maxMedia) this.isCut = true;
    else {
      this.#media += 1;
      this.#add({ to: 'media', address, kind });
    }
  }

  #add(written: Written): void {
    mixInto(this.#mark, written.address);
    this.#written.push(written);
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

  reading(): PageReading {
    const links = new Map<string, FoundLink>();
    const media = new Map<string, FoundMedia>();
    for (const written of this.#written) {
      const url = this.#resolver.resolve(written.address);
      if (url === undefined) continue;
      const mediaKind = written.to === 'media' ? written.kind : mediaKindOfLink(url, written.kind);
      if (mediaKind !== undefined) {
        if (!media.has(url)) media.set(url, { url, kind: mediaKind });
      } else if (written.to === 'link') addLink(links, url, written.kind, written.isNofollow);
    }
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
