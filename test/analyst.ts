/** What an analyst does in the console, by its words alone. */
import { strict as assert } from 'node:assert';
import { textsOf, type Texts } from '../src/console/texts/texts.ts';
import { totpCode } from '../src/staff/door.ts';
import type { CaseAnswers, ItemAnswers } from '../src/terms/answers.ts';
import type { Visitor } from './browser.ts';
import { eventually, STAFF_PASSWORD } from './inside.ts';

const DESCRIBED: Partial<ItemAnswers> = {
  ...{ severity: 'B', age: '7-10', gender: 'female', virtual: 'no', 'self-generated': 'no', modelling: 'unknown' },
  ...{ 'content-type': 'website', 'site-type': 'image-host', commercial: 'no' },
};
/** Fictional answers, in the form's order: what one answer hides or shows stands below it. */
export const BASELINE: ItemAnswers = {
  access: 'available',
  ...{ 'baseline-1': 'yes', 'baseline-2': 'yes', 'baseline-3': 'yes' },
  ...DESCRIBED,
};
export const NATIONAL: ItemAnswers = {
  access: 'available',
  ...{ 'baseline-1': 'yes', 'baseline-2': 'no', 'baseline-3': 'yes', national: 'yes' },
  ...{ ...DESCRIBED, age: '14-15' },
};
export const NOT_ILLEGAL: ItemAnswers = {
  access: 'available',
  ...{ 'baseline-1': 'yes', 'baseline-2': 'no', 'baseline-3': 'no', national: 'no' },
};
export const NO_DANGER: CaseAnswers = { danger: 'no', identifiable: 'no', home: 'no' };

export interface Analyst extends Visitor {
  readonly consoleUrl: string;
  readonly texts: Texts;
}

/** Logs in with password and code. A code is good once: one log-in a person in half a minute. */
export async function logIn(
  visitor: Visitor,
  consoleUrl: string,
  person: { readonly login: string; readonly totpSecret: string; readonly password?: string },
): Promise<Analyst> {
  const texts = textsOf(visitor.language);
  const { page } = visitor;
  await page.goto(consoleUrl);
  await page.getByLabel(texts.logIn.login, { exact: true }).fill(person.login);
  await page.getByLabel(texts.logIn.password).fill(person.password ?? STAFF_PASSWORD);
  await page.getByLabel(texts.logIn.code).fill(totpCode(person.totpSecret, new Date()));
  await page.getByRole('button', { name: texts.logIn.submit }).click();
  await page.getByRole('heading', { level: 1, name: texts.queue.title }).waitFor();
  return { ...visitor, consoleUrl, texts };
}

/** Waits for a case in the queue and takes the next one. @returns its page's address */
export async function claimNext({ page, consoleUrl, texts }: Analyst): Promise<string> {
  const next = page.getByRole('button', { name: texts.queue.next });
  await eventually('a case waits in the queue', async () => {
    await page.goto(consoleUrl);
    return (await next.isEnabled()) ? true : undefined;
  });
  await next.click();
  await page.getByText(texts.done.claimed).waitFor();
  return new URL(page.url()).pathname;
}

/** Goes to a case that is known. */
export async function goToCase({ page, consoleUrl }: Analyst, casePath: string): Promise<void> {
  await page.goto(new URL(casePath, consoleUrl).href);
}

/** Opens the case's first tip from its page. @returns the words on the page */
export async function readTip({ page, texts }: Analyst, number = 1): Promise<string> {
  await page.getByRole('button', { name: texts.tip.readTip(number) }).click();
  await page.getByRole('heading', { level: 1, name: texts.tip.title(number) }).waitFor();
  return page.getByRole('main').innerText();
}

/** From the opened tip: asks its sender. */
export async function askTipster({ page, texts }: Analyst, question: string): Promise<void> {
  await page.getByLabel(texts.tip.ask).fill(question);
  await page.getByRole('button', { name: texts.tip.send }).click();
  await page.getByText(texts.done.asked).waitFor();
}

/** From the case's page: the form of its item, answered and saved. Waits until the host has been looked up. */
export async function assess(analyst: Analyst, answers: ItemAnswers, number = 1): Promise<void> {
  const { page, texts } = analyst;
  await waitForCase(analyst, 'the host is looked up', (words) => !words.includes(texts.looking));
  await page.getByRole('link', { name: texts.case.assessItem(number) }).click();
  await answer(analyst, answers);
  await page.getByRole('button', { name: texts.item.save }).click();
  await page.getByText(texts.done.assessed).waitFor();
}

/** From the case's page: the questions about the case as a whole. */
export async function answerCase(analyst: Analyst, answers: CaseAnswers): Promise<void> {
  const { page, texts } = analyst;
  await answer(analyst, answers);
  await page.getByRole('button', { name: texts.case.saveAnswers }).click();
  await page.getByText(texts.done.answered).waitFor();
}

/** Clicks an answer's label for each question: what a person sees is what is clicked. */
async function answer({ page }: Analyst, answers: ItemAnswers | CaseAnswers): Promise<void> {
  for (const [code, value] of Object.entries(answers)) {
    await page.locator(`label:has(input[name="${code}"][value="${value}"])`).click();
    assert.ok(await page.locator(`input[name="${code}"][value="${value}"]`).isChecked(), `${code}: ${value}`);
  }
}

/** From the case's page: what follows is decided. */
export async function decide({ page, texts }: Analyst, options: { readonly contact?: boolean } = {}): Promise<void> {
  if (options.contact === true) await page.getByLabel(texts.proposal.contact).check();
  const { decide: send, decideNothing } = texts.proposal;
  await page
    .getByRole('button', { name: send })
    .or(page.getByRole('button', { name: decideNothing }))
    .click();
  await page.getByText(texts.done.decided).waitFor();
}

/** The words of the section `What follows`. */
export const proposal = ({ page }: Analyst): Promise<string> => page.locator('section.proposal').innerText();

/** Reloads the case's page until its words are as expected. @returns them */
export async function waitForCase(
  { page }: Analyst,
  what: string,
  isSo: (words: string) => boolean,
  limitMs = 60_000,
): Promise<string> {
  let words = '';
  try {
    return await eventually(
      what,
      async () => {
        await page.goto(page.url().replace(/[?#].*$/, ''));
        words = await page.getByRole('main').innerText();
        return isSo(words) ? words : undefined;
      },
      limitMs,
    );
  } catch (error) {
    throw new Error(`${what}, in vain. The page says:\n${words}`, { cause: error });
  }
}

/** Waits until the case that is shown is closed for this reason. */
export const waitUntilClosed = (analyst: Analyst, reason: keyof Texts['closeReasons']): Promise<string> => {
  const { caseStates, closeReasons } = analyst.texts;
  const said = `${caseStates.closed}: ${closeReasons[reason].toLowerCase()}`;
  return waitForCase(analyst, `the case is closed (${reason})`, (words) => words.includes(said));
};
