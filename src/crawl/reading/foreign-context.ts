/**
 * Whether markup stands in SVG or MathML, where `title`, `style` and their like are ordinary elements: `<svg><title/>` must not
 * swallow the rest of a page. Follows the HTML Standard (13.2.6.5) as far as a scanner without a tree can, in bounded memory.
 */

const FOREIGN_ROOTS: ReadonlySet<string> = new Set(['svg', 'math']);
/** Where HTML begins again inside (integration points). */
const HTML_AGAIN: ReadonlySet<string> = new Set(['foreignobject', 'desc', 'title', 'annotation-xml']);
/** Start tags that end foreign content. */
const BREAK_OUT: ReadonlySet<string> = new Set(
  (
    'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol ' +
    'p pre ruby s small span strong strike sub sup table tt u ul var'
  ).split(' '),
);
const MAX_NESTING = 64;

/** Follows start and end tags; names are in lower case. */
export class ForeignContext {
  readonly #open: string[] = [];
  #isForeign = false;

  get isForeign(): boolean {
    return this.#isForeign;
  }

  /** Whether any end tag matters now. */
  get hasAny(): boolean {
    return this.#open.length > 0;
  }

  start(name: string, isSelfClosing: boolean): void {
    if (FOREIGN_ROOTS.has(name) || (this.#isForeign && HTML_AGAIN.has(name))) {
      if (!isSelfClosing && this.#open.length < MAX_NESTING) this.#open.push(name);
    } else if (this.#isForeign && BREAK_OUT.has(name)) {
      while (FOREIGN_ROOTS.has(this.#open.at(-1) ?? '')) this.#open.pop();
    } else return;
    this.#isForeign = FOREIGN_ROOTS.has(this.#open.at(-1) ?? '');
  }

  end(name: string): void {
    if (this.#open.length === 0) return;
    const at = this.#open.lastIndexOf(name);
    if (at === -1) return;
    this.#open.length = at;
    this.#isForeign = FOREIGN_ROOTS.has(this.#open.at(-1) ?? '');
  }
}
