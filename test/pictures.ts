/** Pictures for people, of one page as very different people have it. Nothing is made without a folder in FYR_LOOK_FOLDER. */
import path from 'node:path';
import type { Page } from 'playwright-core';

const FOLDER = process.env['FYR_LOOK_FOLDER'] ?? '';
/** A4 at 96 px an inch. */
const PAPER_WIDTH = 794;

/** Whether there is a folder for them. */
export const wantsPictures = FOLDER !== '';

/**
 * At 320, 768 and 1280 px in both colours; on paper; in forced colours, light and dark (Windows' high contrast); on a screen of 1280 x 720 px
 * at 400 %, as it is seen before anybody scrolls and whole; and on a telephone with letters twice as large.
 */
export async function takePictures(name: string, page: Page): Promise<void> {
  if (!wantsPictures) return;
  const take = async (as: string, fullPage = true) => {
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: path.join(FOLDER, `${name}-${as}.png`), fullPage });
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [320, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await take(`${width}-${colorScheme}`);
    }
    await page.setViewportSize({ width: 390, height: 800 });
    await page.emulateMedia({ colorScheme, forcedColors: 'active' });
    await take(`forced-${colorScheme}`);
    await page.emulateMedia({ forcedColors: 'none' });
  }
  await page.emulateMedia({ colorScheme: 'light', media: 'print' });
  await page.setViewportSize({ width: PAPER_WIDTH, height: 1_123 });
  await take('print');
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: 320, height: 180 });
  await take('zoomed-first', false);
  await take('zoomed');
  await page.setViewportSize({ width: 390, height: 800 });
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '225%'));
  await take('letters');
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
}
