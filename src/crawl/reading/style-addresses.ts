/** Addresses in style sheets and in `srcset`, as written. Each walks its text once. */

/** What a style sheet names: pictures, and further sheets. */
export interface StyleAddresses {
  onPicture(written: string): void;
  onImport(written: string): void;
}

const MAX_LENGTH = 4096;
const NO_PICTURE = /^(?:data:|#|about:)|\.(?:woff2?|ttf|otf|eot)(?:[?#]|$)/i;

/** Finds `url(…)` and `@import` (CSS Syntax, 4.3.6); escapes other than of quotes, brackets and spaces are left as they are. */
export function findStyleAddresses(css: string, found: StyleAddresses): void {
  // Latin letters alone change, one for one: places in the copy are places in the text.
  const lower = css.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
  const imported = findImports(css, lower, found);
  let at = lower.indexOf('url(');
  while (at !== -1) {
    const { value, end } = urlAt(css, at + 4);
    if (value !== undefined && !imported.has(at) && !NO_PICTURE.test(value)) found.onPicture(value);
    at = lower.indexOf('url(', end);
  }
}

function findImports(css: string, lower: string, found: StyleAddresses): ReadonlySet<number> {
  const places = new Set<number>();
  let at = lower.indexOf('@import');
  while (at !== -1) {
    const start = skipSpace(css, at + 7);
    const isUrl = lower.startsWith('url(', start);
    const { value, end } = isUrl ? urlAt(css, start + 4) : quotedAt(css, start);
    if (isUrl) places.add(start);
    if (value !== undefined && value !== '' && !value.startsWith('data:')) found.onImport(value);
    at = lower.indexOf('@import', Math.max(end, at + 7));
  }
  return places;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at += 1;
  return at;
}

interface Found {
  readonly value: string | undefined;
  /** Where to go on looking. */
  readonly end: number;
}

function urlAt(css: string, from: number): Found {
  const start = skipSpace(css, from);
  const first = css.charAt(start);
  if (first === '"' || first === "'") return quotedAt(css, start);
  let end = start;
  while (end < css.length && !/[\s()"']/.test(css.charAt(end))) end += css.charAt(end) === '\\' ? 2 : 1;
  const isClosed = css.charAt(skipSpace(css, end)) === ')';
  return { value: isClosed && end - start <= MAX_LENGTH ? unescaped(css.slice(start, end)) : undefined, end };
}

/** A string ends at its line's end where it is not closed before (CSS Syntax, 4.3.5). */
function quotedAt(css: string, start: number): Found {
  const quote = css.charAt(start);
  if (quote !== '"' && quote !== "'") return { value: undefined, end: start };
  let end = start + 1;
  for (; end < css.length; end += 1) {
    const c = css.charAt(end);
    if (c === quote)
      return { value: end - start <= MAX_LENGTH ? unescaped(css.slice(start + 1, end)) : undefined, end };
    if (c === '\n') break;
    if (c === '\\') end += 1;
  }
  return { value: undefined, end };
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\([^0-9a-f\n])/gi, '$1') : text;
}

const MAX_CANDIDATES = 200;

/** Every candidate of a `srcset` (HTML Standard, 4.8.4.2.2), whatever its width: the same picture may differ between them. */
export function findSrcsetAddresses(srcset: string, onPicture: (written: string) => void): void {
  let at = 0;
  for (let count = 0; count < MAX_CANDIDATES; count += 1) {
    while (at < srcset.length && (srcset.charCodeAt(at) <= 32 || srcset.charAt(at) === ',')) at += 1;
    if (at >= srcset.length) return;
    const start = at;
    while (at < srcset.length && srcset.charCodeAt(at) > 32) at += 1;
    let end = at;
    while (srcset.charAt(end - 1) === ',') end -= 1;
    onPicture(srcset.slice(start, end));
    if (end === at) at = afterDescriptors(srcset, at);
  }
}

function afterDescriptors(srcset: string, from: number): number {
  let depth = 0;
  for (let at = from; at < srcset.length; at += 1) {
    const c = srcset.charAt(at);
    if (c === '(') depth += 1;
    else if (c === ')') depth = Math.max(0, depth - 1);
    else if (c === ',' && depth === 0) return at + 1;
  }
  return srcset.length;
}
