/**
 * Runs on an open mailbox, where script is on: a message is sealed to the desk here before it is sent, so that the server can neither read it
 * nor show it again. This page alone, which has it in memory, goes on showing it. All of the mailbox's forms but Close are sent from here, so that
 * nothing that was written is lost between them. It stores nothing, and speaks to nobody but the server that the page came from.
 */
import { Answers } from './answers.ts';
import { bytesOf, focusOnNews, post, putInPlace, say, settlePage, showTrouble } from './page.ts';

/** Finds the form that a message is written in. */
export const MESSAGE_FORM = 'form#message';

/** A visit to a mailbox. */
export class MailboxVisit {
  readonly #answers = new Answers();
  /** Words by the marks of the boxes that they were sealed in (intake/mailbox.ts). */
  readonly #written = new Map<string, string>();
  #recipient: Uint8Array;
  #isBusy = false;

  constructor(recipient: Uint8Array) {
    this.#recipient = recipient;
  }

  start(): void {
    document.addEventListener('submit', (event) => {
      if (!(event.target instanceof HTMLFormElement) || !event.target.matches('form[data-mailbox]')) return;
      event.preventDefault();
      void this.#send(event.target, event.submitter);
    });
    settlePage();
  }

  async #send(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    const isMessage = form.matches(MESSAGE_FORM);
    const draft = isMessage ? '' : (messageField()?.value ?? '');
    try {
      const body = this.#answers.remember(form);
      body.set('sealing', 'browser');
      if (button instanceof HTMLButtonElement && button.name !== '') body.set(button.name, button.value);
      if (isMessage) await this.#addBox(form, body);
      this.#show(await post(form.action, body));
      const field = messageField();
      if (draft !== '' && field?.value === '') field.value = draft;
    } catch {
      showTrouble();
    } finally {
      this.#isBusy = false;
    }
  }

  async #addBox(form: HTMLFormElement, body: URLSearchParams): Promise<void> {
    say(form.dataset['sending'] ?? '');
    const box = await this.#answers.sealedPart('report', this.#recipient);
    if (box === undefined) return;
    body.set('sealedText', box);
    for (const [, text] of this.#answers.wordsOf('report')) this.#written.set(await markOf(box), text);
  }

  #show(next: Document): void {
    putInPlace(next);
    const form = document.querySelector<HTMLFormElement>(MESSAGE_FORM);
    const { recipient } = form?.dataset ?? {};
    if (recipient !== undefined) this.#recipient = bytesOf(recipient);
    // The server gives back a stand-in for what it did not take; where it gives back nothing the message is on its way.
    if (messageField()?.value === '') this.#answers.forget();
    this.#answers.putBack(document);
    for (const element of document.querySelectorAll<HTMLElement>('[data-box]')) this.#showWritten(element);
    settlePage();
    focusOnNews();
  }

  #showWritten(element: HTMLElement): void {
    const text = this.#written.get(element.dataset['box'] ?? '');
    if (text === undefined) return;
    element.textContent = text;
    element.className = 'words';
  }
}

/** The field on whichever form has it: the message's own, or the receipt's where a message waits for the mailbox to be opened again. */
const messageField = (): HTMLTextAreaElement | null =>
  document.querySelector<HTMLTextAreaElement>('form[data-mailbox] textarea[name=text]');

/** As the server tells boxes apart. */
async function markOf(box: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(box)));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
