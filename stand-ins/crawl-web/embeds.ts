/** The ways in which an ordinary picture stands in an ordinary page. Each names the picture once, in its own spelling. */

/** What an embedding is told: the picture's absolute address and whether its host is the page's own. */
export interface Embedded {
  readonly url: string;
  /** The path alone, where the picture lies on the page's own host; else the address. */
  readonly near: string;
  readonly number: number;
}

/** Markup for the head and for the body. */
export interface Markup {
  readonly head: string;
  readonly body: string;
}

const inBody = (body: string): Markup => ({ head: '', body });
const inHead = (head: string): Markup => ({ head, body: '' });
/** An address that is no picture of this web, where an embedding needs a second one. */
const NOTHING = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';

/** Named, so that a test can tell which were found. */
export const EMBEDS: Readonly<Record<string, (picture: Embedded) => Markup>> = {
  img: ({ near }) => inBody(`<img src="${near}" alt="A picture">`),
  srcset: ({ near }) => inBody(`<img src="${NOTHING}" srcset="${NOTHING} 1x, ${near} 2x" alt="">`),
  'picture-source': ({ near }) =>
    inBody(`<picture><source srcset="${near} 640w" sizes="50vw"><img src="${NOTHING}" alt=""></picture>`),
  'style-attribute': ({ near }) => inBody(`<div style="height:9em;background-image:url('${near}')"></div>`),
  'style-element': ({ near, number }) =>
    inHead(`<style>/* ${number} */ .b${number}{background:#fff url(${near}) no-repeat}</style>`),
  stylesheet: ({ number }) => inHead(`<link rel="stylesheet" href="/css/${number}.css">`),
  poster: ({ near }) => inBody(`<video poster="${near}" controls></video>`),
  object: ({ near }) => inBody(`<object data="${near}" type="image/jpeg"></object>`),
  embed: ({ near }) => inBody(`<embed src="${near}">`),
  'og-image': ({ url }) => inHead(`<meta property="og:image" content="${url}">`),
  link: ({ near }) => inBody(`<a href="${near}">The picture in full</a>`),
  entities: ({ near }) => inBody(`<img src="${near}?size=large&amp;v=2" alt="">`),
  unquoted: ({ near }) => inBody(`<img alt=x src=${near} width=90>`),
  'upper-case': ({ near }) => inBody(`<IMG ALT='x' SRC='${near}'>`),
  spaces: ({ near }) => inBody(`<img src = "\n   ${near}\t" alt="">`),
  absolute: ({ url }) => inBody(`<img src="${url}#whole" loading="lazy" alt="">`),
};

const NAMES = Object.keys(EMBEDS);

/** How picture number `number` stands in its page. */
export const embedOf = (number: number): string => NAMES[number % NAMES.length] ?? 'img';

/** The query that an embedding adds to the picture's path. */
export const queryOf = (embed: string): string => (embed === 'entities' ? '?size=large&v=2' : '');
