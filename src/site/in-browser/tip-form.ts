/**
 * Runs on the tip's form, where script is on: what is written is sealed here before it is sent. The server still makes each page and
 * judges it, by stand-ins that say only that there is an answer (terms/stand-in.ts); this script takes each page in place of the
 * last and puts the answers back. Without it, or where a browser lacks something it needs, the form works as ever and the
 * server seals on arrival. It stores nothing, and speaks to nobody but the server that the page came from.
 */
import { Answers } from './answers.ts';
import { bytesOf, focusOnNews, post, putInPlace, say, settlePage, showTrouble } from './page.ts';
import { seekWork } from './work.ts';

/** Finds it. */
export const FORM = 'form#tip';

/** A visit to the form: its pages follow each other in one document. */
export class TipFormPage {
  readonly #answers = new Answers();
  #recipient: Uint8Array;
  #isBusy = false;
  /** Which page of this visit is shown, for the browser's own Back and Forward. */
  #at = 0;
  #prefilled: string;
  #work: { readonly challenge: string; readonly bits: number; readonly nonce: Promise<number | undefined> } | undefined;

  constructor(recipient: Uint8Array) {
    this.#recipient = recipient;
    this.#prefilled = new URLSearchParams(location.hash.slice(1)).getAll('url').join('\n').slice(0, 15_000);
  }

  start(): void {
    history.replaceState({ at: 0 }, '', location.pathname);
    document.addEventListener('submit', (event) => {
      if (!(event.target instanceof HTMLFormElement) || !event.target.matches(FORM)) return;
      event.preventDefault();
      void this.#go(event.target, event.submitter);
    });
    addEventListener('popstate', (event) => this.#walkTo(placeOf(event.state)));
    this.#settle();
  }

  /** A button was pressed. */
  async #go(form: HTMLFormElement, button: HTMLElement | null, asked?: string): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    const pressed = button instanceof HTMLButtonElement ? button : undefined;
    const go = asked ?? pressed?.value ?? 'next';
    const body = this.#answers.remember(form);
    body.set('sealing', 'browser');
    body.set('go', go);
    const to = pressed?.hasAttribute('formaction') === true ? pressed.formAction : form.action;
    try {
      if (go === 'send') await this.#addTip(form, body);
      this.#show(await post(to, body), asked !== undefined);
    } catch {
      showTrouble();
    } finally {
      this.#isBusy = false;
    }
    await this.#sendAgainLater();
  }

  /** The tip itself: both parts sealed, or the words of an urgent one as they are. */
  async #addTip(form: HTMLFormElement, body: URLSearchParams): Promise<void> {
    say(form.dataset['sending'] ?? '');
    if (form.dataset['plain'] === 'report')
      for (const [name, text] of this.#answers.wordsOf('report')) body.set(name, text);
    else await this.#addPart(body, 'report', 'sealedReport');
    await this.#addPart(body, 'contact', 'sealedContact');
    const nonce = await Promise.race([this.#work?.nonce, Promise.resolve(undefined)]);
    if (nonce !== undefined) body.set('work', String(nonce));
  }

  async #addPart(body: URLSearchParams, part: 'report' | 'contact', name: string): Promise<void> {
    const box = await this.#answers.sealedPart(part, this.#recipient);
    if (box !== undefined) body.set(name, box);
  }

  /** The next page in place of this one. A page that leads on is a step of the browser's history, unless history led there. */
  #show(next: Document, isByHistory: boolean): void {
    const stepBefore = stepOf(document);
    putInPlace(next);
    const form = document.querySelector<HTMLFormElement>(FORM);
    const path = form === null ? location.pathname : new URL(form.action).pathname;
    if (form !== null && !isByHistory && stepOf(document) !== stepBefore) {
      this.#at += 1;
      history.pushState({ at: this.#at }, '', path);
    } else history.replaceState({ at: this.#at }, '', path);
    this.#settle();
    focusOnNews();
  }

  /** What every page needs once it is there. */
  #settle(): void {
    const form = document.querySelector<HTMLFormElement>(FORM);
    if (form !== null) {
      const { recipient } = form.dataset;
      if (recipient !== undefined) this.#recipient = bytesOf(recipient);
      this.#answers.putBack(form);
      this.#putPrefilled(form);
      this.#startWork(form);
    }
    settlePage();
  }

  /** An address that a link brought along behind its `#`, which no server sees. */
  #putPrefilled(form: HTMLFormElement): void {
    const field = form.elements.namedItem('addresses');
    if (this.#prefilled === '' || !(field instanceof HTMLTextAreaElement)) return;
    if (field.value === '') field.value = this.#prefilled;
    this.#prefilled = '';
  }

  /** Begun while the person writes, so that nobody waits for it. */
  #startWork(form: HTMLFormElement): void {
    const [challenge = '', bits = ''] = form.dataset['work']?.split('.') ?? [];
    if (challenge === '' || (this.#work?.challenge === challenge && this.#work.bits >= Number(bits))) return;
    const isStopped = () => this.#work?.nonce !== nonce;
    const nonce: Promise<number | undefined> = Promise.resolve().then(() =>
      seekWork(challenge, Number(bits), isStopped),
    );
    this.#work = { challenge, bits: Number(bits), nonce };
  }

  /** The server asked for patience: sent again once the work is done or the time is over, whichever comes first. */
  async #sendAgainLater(): Promise<void> {
    const form = document.querySelector<HTMLFormElement>(`${FORM}[data-wait]`);
    if (form === null) return;
    const seconds = Number(form.dataset['wait']);
    await Promise.race([this.#work?.nonce ?? wait(seconds), wait(seconds)]);
    if (form.isConnected) await this.#go(form, null, 'send');
  }

  /** The browser's Back is the form's Back. */
  #walkTo(at: number): void {
    const form = document.querySelector<HTMLFormElement>(FORM);
    if (form === null) {
      location.replace(`/${document.documentElement.lang}`);
      return;
    }
    const asked = at < this.#at ? 'back' : 'next';
    this.#at = at;
    void this.#go(form, null, asked);
  }
}

/** What `history` was given with a page. */
const placeOf = (state: unknown): number =>
  typeof state === 'object' && state !== null && 'at' in state ? Number(state.at) : 0;

const stepOf = (page: Document): string | undefined =>
  page.querySelector<HTMLInputElement>(`${FORM} input[name=step]`)?.value;
const wait = (seconds: number) => new Promise<undefined>((done) => setTimeout(() => done(undefined), seconds * 1_000));
