/**
 * What is wrong with a page for those who see, hear or hold a screen in another way: axe, and whether the page fits. It is looked at as HTML: what a
 * visitor's tab has at that moment, or what the server answers. axe needs script, which our policy forbids, so the HTML is put into a
 * tab without that policy, where axe is read once: reading it takes three times as long as looking at a page.
 */
import { createHash } from 'node:crypto';
import axe from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';

export type ColorScheme = 'light' | 'dark';

/** A page to look at: its HTML, and the address that its stylesheet's path is seen from. */
export interface SeenPage {
  readonly name: string;
  readonly html: string;
  readonly address: string;
}

/** A screen in CSS px. `textPercent`: letters that somebody has set larger in their browser, the page as it is. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly textPercent?: number;
}

/** Of all that axe knows only these depend on colours: in a second scheme a page is otherwise the same. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** One page after another, in tabs that stay. */
export class Inspector {
  readonly #context: BrowserContext;
  readonly #tabs = new Map<string, Promise<Page>>();
  readonly #knownBuilds = new Set<string>();

  /** @param context one without the pages' own policy */
  constructor(context: BrowserContext) {
    this.#context = context;
  }

  /**
   * What axe finds, as `page, scheme: rule (place)`. It is asked once of all pages that are built alike: the same elements in the same order with the
   * same attributes, differing in words and addresses alone, as a page does in another language. Set FYR_AXE=every to have it asked of each.
   */
  async findBarriers(page: SeenPage, colorSchemes: readonly ColorScheme[]): Promise<readonly string[]> {
    const tab = await this.#tab('axe', page.address, undefined);
    const build = await tab.evaluate(showPage, page.html);
    const { origin } = new URL(page.address);
    const mark = createHash('sha256')
      .update(JSON.stringify([colorSchemes, origin, build]))
      .digest('base64');
    if (this.#knownBuilds.has(mark) && process.env['FYR_AXE'] !== 'every') return [];
    const found: string[] = [];
    for (const [index, colorScheme] of colorSchemes.entries()) {
      await tab.emulateMedia({ colorScheme });
      const violations = await tab.evaluate(violationsOf, index === 0 ? undefined : COLOUR_RULES);
      found.push(
        ...violations.flatMap(({ id, places }) =>
          places.map((place) => `${page.name}, ${colorScheme}: ${id} (${place})`),
        ),
      );
    }
    if (found.length === 0) this.#knownBuilds.add(mark);
    return found;
  }

  /** Screens on which something reaches beyond the edge, so that one has to scroll sideways, as `page: 345 px wide at 320`. */
  async findOverflow(page: SeenPage, screens: readonly Screen[]): Promise<readonly string[]> {
    const found: string[] = [];
    for (const screen of screens) {
      const tab = await this.#tab(JSON.stringify(screen), page.address, screen);
      await tab.evaluate(showPage, page.html);
      const wide = await tab.evaluate(widthOf, screen.textPercent);
      if (wide > screen.width) found.push(`${page.name}: ${wide} px wide at ${screen.width}${letters(screen)}`);
    }
    return found;
  }

  #tab(use: string, address: string, screen: Screen | undefined): Promise<Page> {
    const { origin } = new URL(address);
    const key = `${use} ${origin}`;
    const tab = this.#tabs.get(key) ?? this.#openTab(origin, screen);
    this.#tabs.set(key, tab);
    return tab;
  }

  async #openTab(origin: string, screen: Screen | undefined): Promise<Page> {
    const tab = await this.#context.newPage();
    const empty = `${origin}/looked-at`;
    await tab.route(empty, (route) => route.fulfill({ body: EMPTY_PAGE, contentType: 'text/html; charset=utf-8' }));
    await tab.goto(empty);
    if (screen === undefined) await tab.evaluate(axe.source);
    else await tab.setViewportSize({ width: screen.width, height: screen.height });
    return tab;
  }
}

const EMPTY_PAGE = '<!doctype html><title>Looked at</title><body>';
const letters = ({ textPercent }: Screen): string => (textPercent === undefined ? '' : `, letters ${textPercent} %`);

/** Runs in the tab. Puts the page there, with its stylesheets read; its scripts do not run (again). @returns how it is built, without words */
async function showPage(html: string): Promise<string> {
  const next = new DOMParser().parseFromString(html, 'text/html');
  document.documentElement.replaceWith(document.importNode(next.documentElement, true));
  const sheets = Array.from(document.querySelectorAll('link')).filter(
    ({ rel, sheet }) => rel === 'stylesheet' && !sheet,
  );
  await Promise.all(
    sheets.map(
      (link) =>
        new Promise((done, fail) => {
          link.onload = done;
          link.onerror = () => fail(new Error(`No stylesheet at ${link.href}.`));
        }),
    ),
  );
  const ofWords =
    /^(data-.*|aria-label|(form)?action|href(lang)?|name|value|content|alt|title|lang|d|download|integrity)$/;
  return Array.from(document.querySelectorAll('*'), (element) => {
    const attributes = Array.from(element.attributes, ({ name, value }) => (ofWords.test(name) ? name : name + value));
    const hasWords = Array.from(element.childNodes).some((node) => node instanceof Text && node.data.trim() !== '');
    return [element.tagName, element.childElementCount, hasWords, ...attributes].join();
  }).join(';');
}

/** Runs in the tab, where `axe` has been made known. */
async function violationsOf(rules: readonly string[] | undefined) {
  const only = rules === undefined ? {} : { runOnly: { type: 'rule' as const, values: [...rules] } };
  const { violations } = await window.axe.run(document, { ...only, resultTypes: ['violations'] });
  return violations.map(({ id, nodes }) => ({ id, places: nodes.map(({ target }) => target.join(' ')) }));
}

/** Runs in the tab. Larger letters are set as a browser sets them: on the root, which every other size follows. */
function widthOf(textPercent: number | undefined): number {
  const root = document.documentElement;
  if (textPercent !== undefined)
    root.style.fontSize = `${(parseFloat(getComputedStyle(root).fontSize) * textPercent) / 100}px`;
  return root.scrollWidth;
}

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}
