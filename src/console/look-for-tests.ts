/** What the tests that look at the console's pages share: a page as somebody sees it, and whether it fits and has no barrier. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { TestBrowser } from '../../test/browser.ts';
import type { Language } from '../terms/categories.ts';
import type { Visitor } from './console-for-tests.ts';

/** A page without script for somebody who is logged in, in a language of the console. `site`: the console's address. */
export async function openPageOf(
  browser: TestBrowser,
  site: string,
  visitor: Visitor,
  language: Language,
): Promise<Page> {
  const { page } = await browser.visitor({ language, script: 'off' });
  const cookies = [...visitor.cookies].filter(([name]) => name !== 'language');
  await page
    .context()
    .addCookies([...cookies, ['language', language] as const].map(([name, value]) => ({ name, value, url: site })));
  return page;
}

/** How a page is looked at: the widths in px, and what may be wider because it scrolls by itself (a selector). */
export interface LookOptions {
  readonly widths: readonly number[];
  readonly scrolling?: string;
}

/**
 * Nothing reaches beyond the screen at any width, and axe finds no barrier in either colour. A folder in FYR_LOOK_FOLDER gets
 * pictures in both colours for people. @throws AssertionError naming what is too wide, or the barriers
 */
export async function look(
  browser: TestBrowser,
  name: string,
  page: Page,
  { widths, scrolling }: LookOptions,
): Promise<void> {
  const folder = process.env['FYR_LOOK_FOLDER'];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const wide = await page.locator('body').evaluate(
      (body, { most, apart }) =>
        // What a drawing holds is cut off at its edge; the drawing itself is measured.
        [...body.querySelectorAll('*:not(svg *)')]
          .filter((each) => apart === undefined || each.closest(apart) === null)
          .filter((each) => each.getBoundingClientRect().right > most)
          .map((each) => each.outerHTML.slice(0, 200)),
      { most: width, apart: scrolling },
    );
    assert.deepEqual(wide, [], `${name} is wider than a screen of ${width} px`);
    for (const colorScheme of folder === undefined ? [] : (['light', 'dark'] as const)) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder ?? ''}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  assert.deepEqual(await browser.findBarriers(name, page), []);
}
