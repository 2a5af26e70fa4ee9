/** The public form as a browser without script uses it: its hidden fields read from the page, its answers posted back. */
import type { Pool } from 'undici';

export interface PublicForm {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
}

/** Reads the page at `path` and the first form in it that is posted. @throws Error when there is none */
export async function readForm(site: Pool, path: string): Promise<PublicForm> {
  const answer = await site.request({ method: 'GET', path });
  return parseForm(await answer.body.text(), path);
}

/** The first posted form of a page. @throws Error when there is none */
export function parseForm(html: string, path: string): PublicForm {
  const form = /<form[^>]*method="post"[^>]*>[\s\S]*?<\/form>/i.exec(html)?.[0];
  if (form === undefined) throw new Error(`There is no form at ${path}.`);
  const action = /action="([^"]*)"/.exec(form)?.[1] ?? path;
  const hidden: Record<string, string> = {};
  for (const [input] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1];
    if (name !== undefined) hidden[name] = /value="([^"]*)"/.exec(input)?.[1] ?? '';
  }
  return { action, hidden };
}

/** The receipt that a page shows, as its seven groups of four; undefined where it shows none. */
export function receiptIn(html: string): string | undefined {
  const words = html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  return /\b(?:[0-9A-Z]{4} ){6}[0-9A-Z]{4}\b/.exec(words)?.[0];
}

/**
 * A whole tip in one go: what the review page sends, with the answers beside the sealed state, which the site takes over
 * those inside. A person walks page by page (test/tipster.ts); floods and broken lines need no more than this.
 */
export const wholeTip = (form: PublicForm, answers: Readonly<Record<string, string>>): string =>
  tipFields(form, { ...answers, step: 'review', go: 'send' });

/** The form's answers as a browser encodes them. */
export function tipFields(form: PublicForm, answers: Readonly<Record<string, string>>): string {
  return new URLSearchParams({ ...form.hidden, ...answers }).toString();
}
