/** What somebody with a tip does on the public site, by its words alone. */
import { strict as assert } from 'node:assert';
import { STEPS } from '../src/intake/tip-form.ts';
import { textsIn } from '../src/site/texts.ts';
import type { TipCategory } from '../src/terms/categories.ts';
import type { SiteLanguage } from '../src/terms/site-languages.ts';
import type { Visitor } from './browser.ts';

/** Fields by their names in the form; the tipster finds them by their labels. */
type Words = Partial<
  Record<
    | ('addresses' | 'narrative' | 'pageReachedFrom' | 'accessNeeded' | 'seenWhen' | 'place' | 'travelCountry')
    | ('hotel' | 'dates' | 'suspect' | 'whySuspicious' | 'name' | 'email' | 'phone'),
    string
  >
>;

export interface TipToSend {
  readonly category: TipCategory;
  readonly words: Words;
  readonly isUrgent?: boolean;
  readonly wantsAnswer?: boolean;
}

/** From the first page to the receipt. @returns the receipt as it is shown */
export async function sendTip(
  { page, language }: Visitor<SiteLanguage>,
  siteUrl: string,
  tip: TipToSend,
): Promise<string> {
  await fillTipForm({ page, language }, siteUrl, tip);
  const texts = textsIn(language);
  await page.getByRole('button', { name: texts.form.send }).click();
  await page.getByRole('heading', { level: 1, name: texts.receipt.title }).waitFor();
  const receipt = (await page.locator('.receipt .code').innerText()).trim();
  assert.match(receipt, /^([0-9A-Z]{4} ){6}[0-9A-Z]{4}$/);
  return receipt;
}

/** As far as the review: page by page, each question where it is asked. @throws Error when a field is asked nowhere */
export async function fillTipForm(
  { page, language }: Visitor<SiteLanguage>,
  siteUrl: string,
  tip: TipToSend,
): Promise<void> {
  const texts = textsIn(language);
  await page.goto(new URL(`/${language}`, siteUrl).href);
  await page.getByRole('link', { name: texts.categories[tip.category].title }).click();
  await page.getByRole('heading', { level: 1, name: texts.categories[tip.category].heading }).waitFor();
  const unasked = new Map(Object.entries(tip.words));
  for (const group of STEPS[tip.category]) {
    await page.locator(`input[name="step"][value="${group}"]`).waitFor({ state: 'attached' });
    for (const [field, text] of unasked) {
      if ((await page.locator(`#${field}`).count()) === 0) continue;
      await page.locator(`#${field}`).fill(text);
      unasked.delete(field);
    }
    if (group === 'danger' && tip.isUrgent === true) await page.getByLabel(texts.fields.isUrgent.label).check();
    if (group === 'contact' && tip.wantsAnswer === true) await page.getByLabel(texts.fields.wantsAnswer.label).check();
    await page.getByRole('button', { name: texts.steps.next, exact: true }).click();
  }
  await page.getByRole('heading', { level: 1, name: texts.steps.reviewTitle }).waitFor();
  assert.deepEqual([...unasked.keys()], [], `not asked in ${tip.category}`);
}

/** Opens the mailbox by typing the receipt. @returns the headings of what has happened, oldest first */
export async function openMailbox({ page, language }: Visitor<SiteLanguage>, siteUrl: string, receipt: string) {
  const texts = textsIn(language);
  await page.goto(new URL(`/${language}/mailbox`, siteUrl).href);
  // Typed from a note: small letters, hyphens.
  await page.getByLabel(texts.mailbox.receiptLabel).fill(receipt.toLowerCase().replaceAll(' ', '-'));
  await page.getByRole('button', { name: texts.mailbox.open, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: texts.mailbox.title }).waitFor();
  return page.locator('.history h3').allInnerTexts();
}

/** Writes in the open mailbox. */
export async function writeMessage({ page, language }: Visitor<SiteLanguage>, text: string): Promise<void> {
  const texts = textsIn(language);
  await page.getByLabel(texts.mailbox.writeLabel).fill(text);
  await page.getByRole('button', { name: texts.mailbox.write }).click();
  await page.getByText(texts.mailbox.written).waitFor();
}
