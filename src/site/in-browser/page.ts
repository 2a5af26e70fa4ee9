/** One page in place of another, in the same document: what the tip's form and the mailbox do alike where script is on. */

/** Shows it, in its own language and direction, with none of the last page left but its scripts. */
export function putInPlace(next: Document): void {
  document.title = next.title;
  document.documentElement.lang = next.documentElement.lang;
  document.documentElement.dir = next.documentElement.dir;
  document.body.replaceWith(document.importNode(next.body, true));
}

/** What every page needs once it is there: it says what is true with script, and the site's other script goes on. */
export function settlePage(): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-with-script]')) element.hidden = false;
  for (const element of document.querySelectorAll<HTMLElement>('[data-without-script]')) element.hidden = true;
  document.dispatchEvent(new Event('fyr-page'));
}

/** To what a new page has to say first: what is wrong, what has happened, or its heading. */
export function focusOnNews(): void {
  scrollTo(0, 0);
  const news = ['.summary', '[role=alert]', '.notice.good', 'h1'].map((each) => document.querySelector(each));
  focusOn(news.find((element) => element !== null) ?? null);
}

/** What the server answers, as a page. @throws Error when nothing came, or something that is no page */
export function post(to: string, body: URLSearchParams): Promise<Document> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', to);
    request.responseType = 'document';
    request.timeout = 60_000;
    const fail = () => reject(new Error('The server was not reached.'));
    request.onerror = fail;
    request.ontimeout = fail;
    request.onload = () => {
      const page = request.responseXML;
      if (page?.querySelector('main') instanceof Element) resolve(page);
      else fail();
    };
    request.send(body);
  });
}

/** What the page has ready for a broken connection; everything written stays where it is. */
export function showTrouble(): void {
  const template = document.querySelector<HTMLTemplateElement>('template#trouble');
  document.querySelector('#trouble-shown')?.remove();
  say('');
  if (template === null) return;
  const box = document.createElement('div');
  box.id = 'trouble-shown';
  box.setAttribute('role', 'alert');
  box.append(document.importNode(template.content, true));
  document.querySelector('main')?.prepend(box);
  scrollTo(0, 0);
  focusOn(box);
}

/** To those who wait; read aloud too. */
export function say(text: string): void {
  const status = document.querySelector('#sending');
  if (status !== null) status.textContent = text;
}

function focusOn(element: Element | null): void {
  if (!(element instanceof HTMLElement)) return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** Bytes of base64 (RFC 4648, 4). */
export const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
