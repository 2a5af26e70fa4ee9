/**
 * The answers of a form while a person writes: in this page's memory and nowhere else. They never leave it but sealed (or, for the
 * words of an urgent tip, on its sending).
 */
import { base64Of, sealInBrowser } from '../../../lib/seal/in-browser/age-box.ts';
import { standInFor } from '../../terms/stand-in.ts';

export type Part = 'report' | 'contact';
type Field = HTMLInputElement | HTMLTextAreaElement;

/** Boxes are filled up to a multiple of this, so that their length says little of what is in them. */
const FILL_BYTES = 1_024;

/** What was answered, by the names of fields, and the boxes made of it. */
export class Answers {
  readonly #given = new Map<string, { readonly part: Part; readonly text: string }>();
  readonly #boxes = new Map<string, Promise<string>>();

  /** Takes what stands on the page; returns what is sent in its place. */
  remember(form: HTMLFormElement): URLSearchParams {
    const sent = new URLSearchParams();
    for (const element of form.elements) {
      if (!isField(element) || element.name === '') continue;
      const isChosen = element.type !== 'checkbox' && element.type !== 'radio';
      if (!isChosen && element instanceof HTMLInputElement && !element.checked) continue;
      const part = partOf(element);
      if (part === undefined) sent.append(element.name, element.value);
      else sent.append(element.name, this.#keep(element, part));
    }
    return sent;
  }

  #keep(field: Field, part: Part): string {
    const text = field.value.trim();
    this.#given.set(field.name, { part, text });
    return standInFor(text, { most: Number(field.dataset['most']), isEmail: field.type === 'email' });
  }

  /** Puts the answers back: into fields, and where a page shows what was answered. */
  putBack(root: ParentNode): void {
    for (const element of root.querySelectorAll('[data-part]'))
      if (isField(element)) element.value = this.#given.get(element.name)?.text ?? element.value;
    for (const element of root.querySelectorAll<HTMLElement>('[data-answer]'))
      element.textContent = this.#given.get(element.dataset['answer'] ?? '')?.text ?? '';
  }

  /** What was answered is no longer wanted: it has been sent. */
  forget(): void {
    this.#given.clear();
  }

  /** The answers of a part in clear. */
  wordsOf(part: Part): readonly (readonly [name: string, text: string])[] {
    return [...this.#given]
      .filter(([, given]) => given.part === part && given.text !== '')
      .map(([name, given]) => [name, given.text] as const);
  }

  /** A part sealed, in base64; undefined when nothing of it was answered. The same answers are the same box, so that sending again is the same tip. */
  async sealedPart(part: Part, recipient: Uint8Array): Promise<string | undefined> {
    const words = this.wordsOf(part);
    if (words.length === 0) return undefined;
    const json = JSON.stringify(Object.fromEntries(words));
    const key = `${recipient.join()} ${part} ${json}`;
    const made = this.#boxes.get(key) ?? seal(json, recipient);
    this.#boxes.set(key, made);
    return made;
  }
}

/** JSON takes spaces behind it (RFC 8259, 2). */
async function seal(json: string, recipient: Uint8Array): Promise<string> {
  const bytes = new TextEncoder().encode(json);
  const filled = new Uint8Array(Math.ceil((bytes.length + 1) / FILL_BYTES) * FILL_BYTES).fill(0x20);
  filled.set(bytes);
  return base64Of(await sealInBrowser(filled, recipient));
}

const isField = (element: Element): element is Field =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

function partOf(field: Field): Part | undefined {
  const part = field.dataset['part'];
  return part === 'report' || part === 'contact' ? part : undefined;
}
