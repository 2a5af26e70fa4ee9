/** The generated web's pages: sober invented text in Swedish or English, links between them, a few generated pictures. */
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { pick, seededRandom } from './random.ts';
import type { WebHost } from './web-hosts.ts';

/** Albums that a front page links to; they exist from the start, without a state of their own. */
export const ALBUM_COUNT = 6;
/** On each album page; `picturePathsOf` names them. */
export const PICTURES_AN_ALBUM = 3;

const TEXTS = {
  sv: {
    album: 'Album',
    all: 'Alla album',
    about: 'Om sidan',
    aboutText: 'Sidan är påhittad och innehåller bara genererade bilder.',
    visited: 'Besök nummer',
    missing: 'Sidan finns inte',
    removed: 'Den här sidan har tagits bort',
    removedText: 'Innehållet bröt mot våra villkor och är borttaget.',
    busy: 'Tjänsten är tillfälligt otillgänglig',
    login: 'Logga in för att fortsätta',
    name: 'Användarnamn',
    password: 'Lösenord',
    enter: 'Logga in',
    advert: 'Annons',
  },
  en: {
    album: 'Album',
    all: 'All albums',
    about: 'About this site',
    aboutText: 'This site is invented and holds generated pictures only.',
    visited: 'Visit number',
    missing: 'Page not found',
    removed: 'This page was removed',
    removedText: 'The content broke our terms and is no longer available.',
    busy: 'The service is temporarily unavailable',
    login: 'Log in to continue',
    name: 'User name',
    password: 'Password',
    enter: 'Log in',
    advert: 'Advertisement',
  },
} as const;

const SENTENCES = {
  sv: [
    'Bilderna togs under en promenad längs ån.',
    'Ljuset var mjukt den morgonen.',
    'Bryggan renoverades förra våren.',
    'Vi samlar bilder av former och färger.',
    'Nästa utställning öppnar i biblioteket.',
    'Kaffet serverades på gården.',
    'Färgerna valdes för hand.',
  ],
  en: [
    'The pictures were taken on a walk by the river.',
    'The light was soft that morning.',
    'The bridge was repaired last spring.',
    'We collect pictures of shapes and colours.',
    'The next exhibition opens in the library.',
    'Coffee was served in the yard.',
    'The colours were chosen by hand.',
  ],
} as const;

const ADVERTS = ['Bicycles', 'Garden chairs', 'Rain coats', 'Tea', 'Notebooks', 'Wool', 'Lamps', 'Ladders'] as const;

function render(host: Pick<WebHost, 'language' | 'title'>, title: string, children: ComponentChildren): string {
  const page: VNode = (
    <html lang={host.language}>
      <head>
        <meta charSet="utf-8" />
        <title>{`${title} – ${host.title}`}</title>
      </head>
      <body>{children}</body>
    </html>
  );
  return `<!doctype html>${renderToString(page)}`;
}

function paragraph(host: WebHost, seed: string): string {
  const random = seededRandom(`${host.name}${seed}`);
  const sentences = SENTENCES[host.language];
  return Array.from({ length: 3 }, () => pick(random, sentences)).join(' ');
}

/** The front page: links to every album and to the page about the site. */
export function frontPage(host: WebHost): string {
  const texts = TEXTS[host.language];
  return render(
    host,
    texts.all,
    <>
      <h1>{host.title}</h1>
      <p>{paragraph(host, '/')}</p>
      <ul>
        {Array.from({ length: ALBUM_COUNT }, (_, index) => (
          <li key={index}>
            <a href={`/album/${index + 1}`}>{`${texts.album} ${index + 1}`}</a>
          </li>
        ))}
      </ul>
      <a href="/about">{texts.about}</a>
    </>,
  );
}

/** A page without pictures: what a crawler meets beside the albums. */
export function aboutPage(host: WebHost): string {
  const texts = TEXTS[host.language];
  return render(host, texts.about, <p>{texts.aboutText}</p>);
}

/** The paths of the pictures on a page; they depend on the page's path alone. */
export function picturePathsOf(path: string): readonly string[] {
  const album = /^\/album\/(\d+)$/.exec(path)?.[1];
  const base = album === undefined ? path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') : album;
  return Array.from({ length: PICTURES_AN_ALBUM }, (_, index) => `/picture/${base}-${index + 1}.jpg`);
}

/** A page with pictures. With `visit` it is a changing page: the pictures stay, most of the rest differs each time. */
export function albumPage(host: WebHost, path: string, visit?: { readonly count: number; readonly at: Date }): string {
  const texts = TEXTS[host.language];
  const title = `${texts.album} ${path.slice(path.lastIndexOf('/') + 1)}`;
  const random = seededRandom(`${host.name}${path}#${visit?.count ?? 0}`);
  return render(
    host,
    title,
    <>
      {visit === undefined ? null : (
        <aside>{`${texts.advert}: ${pick(random, ADVERTS)} ${Math.floor(random() * 1e6)}`}</aside>
      )}
      <h1>{title}</h1>
      <p>{paragraph(host, visit === undefined ? path : `${path}#${visit.count}`)}</p>
      {picturePathsOf(path).map((picture, index) => (
        <p key={picture}>
          <img src={picture} alt={`${title}, ${index + 1}`} width="640" height="480" />
        </p>
      ))}
      {visit === undefined ? null : <footer>{`${texts.visited} ${visit.count}, ${visit.at.toISOString()}`}</footer>}
      <a href="/">{texts.all}</a>
    </>,
  );
}

/** The body of 404 and 410 alike: only the status tells them apart. */
export function missingPage(host: WebHost): string {
  const texts = TEXTS[host.language];
  return render(host, texts.missing, <h1>{texts.missing}</h1>);
}

/** The page that must not count as the item being online, although its status is 200. */
export function removedPage(host: WebHost): string {
  const texts = TEXTS[host.language];
  return render(
    host,
    texts.removed,
    <>
      <h1>{texts.removed}</h1>
      <p>{texts.removedText}</p>
    </>,
  );
}

/** The body of a 503. */
export function busyPage(host: WebHost): string {
  const texts = TEXTS[host.language];
  return render(host, texts.busy, <h1>{texts.busy}</h1>);
}

/** A domain parking page: nothing of the old site, links that lead to sellers. */
export function parkedPage(host: WebHost): string {
  const title = `${host.name} is for sale`;
  return render(
    { language: 'en', title: 'Parked domain' },
    title,
    <>
      <h1>{title}</h1>
      <p>This domain is parked. It may be for sale by its owner.</p>
      <ul>
        {ADVERTS.slice(0, 5).map((advert) => (
          <li key={advert}>
            <a href={`/related?q=${encodeURIComponent(advert)}`}>{advert}</a>
          </li>
        ))}
      </ul>
    </>,
  );
}

/** Sent with 200, as many real sites do: only its form says that something is wanted first. */
export function loginPage(host: WebHost): string {
  const texts = TEXTS[host.language];
  return render(
    host,
    texts.login,
    <>
      <h1>{texts.login}</h1>
      <form method="post" action="/login">
        <label>
          {texts.name} <input name="name" autocomplete="username" />
        </label>
        <label>
          {texts.password} <input name="password" type="password" autocomplete="current-password" />
        </label>
        <button>{texts.enter}</button>
      </form>
    </>,
  );
}
