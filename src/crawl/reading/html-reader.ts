/** From tags to links, media and rules: which attribute of which element means what. */
import type { Found } from './found.ts';
import { mediaKindOfType } from './media-kind.ts';
import type { FoundMedia } from './page-reading.ts';
import { readRobotsDirectives } from './robots-directives.ts';
import { findSrcsetAddresses, findStyleAddresses } from './style-addresses.ts';
import type { Tag, TagHandler } from './tag-scanner.ts';

/** Bytes of inline style sheets that are read in one page. */
const MAX_STYLE_LENGTH = 512 * 1024;
/** Where pages put the real address until their script has run. */
const LATE_PICTURES = [
  'data-src',
  'data-original',
  'data-lazy-src',
  'data-lazy',
  'data-bg',
  'data-full',
  'data-image',
] as const;
const MEDIA_PROPERTIES: ReadonlyMap<string, FoundMedia['kind']> = new Map([
  ...[
    'og:image',
    'og:image:url',
    'og:image:secure_url',
    'twitter:image',
    'twitter:image:src',
    'msapplication-tileimage',
  ].map((name) => [name, 'picture'] as const),
  ...['og:video', 'og:video:url', 'og:video:secure_url', 'twitter:player:stream'].map(
    (name) => [name, 'video'] as const,
  ),
  ...['og:audio', 'og:audio:url', 'og:audio:secure_url'].map((name) => [name, 'audio'] as const),
]);

/** Puts what an HTML document names into `Found`; `agent` is our product token, to which a page may speak by name. */
export class HtmlReader implements TagHandler {
  readonly #found: Found;
  readonly #agent: string;
  #styles = '';
  #isInMedia: FoundMedia['kind'] = 'picture';
  /** Scripts met, and style sheets linked to, which are no content. */
  scriptCount = 0;
  sheetCount = 0;

  constructor(found: Found, agent: string) {
    this.#found = found;
    this.#agent = agent;
  }

  onStyle(text: string): void {
    if (this.#styles.length < MAX_STYLE_LENGTH) this.#styles += text.slice(0, MAX_STYLE_LENGTH);
  }

  /** Style sheets come in pieces and are read whole. */
  end(): void {
    if (this.#styles !== '') this.#readStyle(Buffer.from(this.#styles, 'latin1').toString('utf8'));
    this.#styles = '';
  }

  onTag(tag: Tag): void {
    switch (tag.name) {
      case 'a':
      case 'area':
        this.#link(tag, 'page');
        break;
      case 'img':
      case 'image':
        this.#picture(tag);
        break;
      case 'iframe':
      case 'frame':
        this.#found.link(tag.attribute('src') ?? tag.attribute('data-src') ?? '', 'frame');
        break;
      case 'base':
        this.#found.base(tag.attribute('href') ?? '');
        break;
      case 'link':
        this.#linkElement(tag);
        break;
      case 'meta':
        this.#meta(tag);
        break;
      case 'script':
        this.scriptCount += 1;
        break;
      default:
        this.#mediaElement(tag);
    }
    this.#anyElement(tag);
  }

  #link(tag: Tag, kind: 'page' | 'frame'): void {
    const href = tag.attribute('href');
    if (href === undefined) return;
    const rel = tag.attribute('rel');
    this.#found.link(href, kind, rel !== undefined && /(?:^|\s)(?:nofollow|ugc|sponsored)(?:\s|$)/i.test(rel));
  }

  #picture(tag: Tag): void {
    this.#found.media(tag.attribute('src') ?? tag.attribute('href') ?? tag.attribute('xlink:href'), 'picture');
  }

  #mediaElement(tag: Tag): void {
    switch (tag.name) {
      case 'video':
      case 'audio':
        this.#isInMedia = tag.name;
        this.#found.media(tag.attribute('src') ?? tag.attribute('data-src'), tag.name);
        this.#found.media(tag.attribute('poster') ?? tag.attribute('data-poster'), 'picture');
        break;
      case 'source':
        // In a picture `srcset` counts; `src` belongs to the video or audio that was opened last.
        this.#found.media(tag.attribute('src'), mediaKindOfType(tag.attribute('type')) ?? this.#isInMedia);
        break;
      case 'embed':
        this.#embedded(tag, tag.attribute('src'));
        break;
      case 'object':
        this.#embedded(tag, tag.attribute('data'));
        break;
      case 'input':
        if (tag.attribute('type')?.toLowerCase() === 'image') this.#found.media(tag.attribute('src'), 'picture');
    }
  }

  #embedded(tag: Tag, address: string | undefined): void {
    if (address === undefined) return;
    const type = tag.attribute('type');
    const kind = mediaKindOfType(type);
    if (kind !== undefined) this.#found.media(address, kind);
    else this.#found.link(address, 'frame');
  }

  #linkElement(tag: Tag): void {
    const href = tag.attribute('href');
    const relations = (tag.attribute('rel') ?? '').toLowerCase().split(/\s+/);
    const srcset = tag.attribute('imagesrcset');
    if (srcset !== undefined) findSrcsetAddresses(srcset, (written) => this.#found.media(written, 'picture'));
    if (href === undefined) return;
    const kind = mediaKindOfType(tag.attribute('as'));
    if (relations.includes('canonical')) this.#found.canonical(href);
    else if (relations.includes('stylesheet')) {
      this.sheetCount += 1;
      this.#found.link(href, 'style');
    } else if (relations.includes('preload') || relations.includes('prefetch')) {
      if (kind !== undefined) this.#found.media(href, kind);
    } else if (relations.some((relation) => /^(?:icon|apple-touch-icon.*|image_src|mask-icon)$/.test(relation)))
      this.#found.media(href, 'picture');
    else if (
      relations.some((relation) =>
        /^(?:next|prev|alternate|amphtml|author|help|search|up|first|last|index)$/.test(relation),
      )
    )
      this.#found.link(href, 'page', relations.includes('nofollow'));
  }

  #meta(tag: Tag): void {
    const content = tag.attribute('content');
    if (content === undefined) return;
    const name = (tag.attribute('name') ?? tag.attribute('property') ?? '').toLowerCase();
    if (name === 'robots' || name === this.#agent.toLowerCase()) {
      const directives = readRobotsDirectives(content, this.#agent);
      this.#found.mayIndex &&= directives.mayIndex;
      this.#found.mayFollow &&= directives.mayFollow;
      return;
    }
    const kind = MEDIA_PROPERTIES.get(name);
    if (kind !== undefined) this.#found.media(content, kind);
    if (tag.attribute('http-equiv')?.toLowerCase() === 'refresh') this.#refresh(content);
  }

  /** `5; url=/next` (HTML Standard, 4.2.5.3, shared declarative refresh steps). */
  #refresh(content: string): void {
    const target = /^\s*[\d.]*\s*[;,\s]\s*(?:url\s*=\s*)?(\S[^]*)$/i.exec(content.slice(0, 4096))?.[1];
    if (target === undefined) return;
    const quote = target.charAt(0);
    const isQuoted = quote === '"' || quote === "'";
    this.#found.link(isQuoted ? (target.slice(1).split(quote, 1)[0] ?? '') : target, 'page');
  }

  #anyElement(tag: Tag): void {
    if (tag.name === 'a' || tag.name === 'meta') {
      // The two most frequent elements carry nothing but a style beside their own.
      const style = tag.attribute('style');
      if (style !== undefined) this.#readStyle(style);
      return;
    }
    for (const name of ['srcset', 'data-srcset'] as const) {
      const srcset = tag.attribute(name);
      if (srcset !== undefined) findSrcsetAddresses(srcset, (written) => this.#found.media(written, 'picture'));
    }
    for (const name of LATE_PICTURES) this.#late(tag.attribute(name));
    if (tag.name !== 'script') this.#found.media(tag.attribute('background'), 'picture');
    const style = tag.attribute('style');
    if (style !== undefined) this.#readStyle(style);
  }

  /** Such attributes hold anything: only what looks like an address of media or a path is taken. */
  #late(value: string | undefined): void {
    if (value !== undefined && /^(?:https?:\/)?\/\S+$|^\S+\.(?:jpe?g|png|gif|webp|avif)$/i.test(value))
      this.#found.media(value, 'picture');
  }

  #readStyle(css: string): void {
    findStyleAddresses(css, {
      onPicture: (written) => this.#found.media(written, 'picture'),
      onImport: (written) => this.#found.link(written, 'style'),
    });
  }
}
