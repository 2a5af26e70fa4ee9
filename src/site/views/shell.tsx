import type { ComponentChildren, VNode } from 'preact';
import { otherLanguages } from '../language.ts';
import type { SiteContext } from '../site-context.ts';
import { textsIn } from '../texts.ts';
import { Lighthouse } from './lighthouse.tsx';

export interface ShellProps {
  readonly site: SiteContext;
  readonly title: string;
  /** The page's path after the language, `/mailbox`; undefined where another language would lose what is on the page. */
  readonly path: string | undefined;
  readonly hasErrors?: boolean;
  /** Only for who has its address: search engines are asked to keep out. */
  readonly isUnlisted?: boolean;
  readonly children: ComponentChildren;
}

/** The frame of every page of the public site. */
export function Shell({ site, title, path, hasErrors = false, isUnlisted = false, children }: ShellProps): VNode {
  const { texts, language, hotline, stylesheet } = site;
  const home = `/${language}`;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <title>{`${hasErrors ? texts.errorTitlePrefix : ''}${title} – ${hotline.name}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        {isUnlisted && <meta name="robots" content="noindex, nofollow" />}
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={stylesheet.href} />
      </head>
      <body>
        <a class="skip" href="#content">
          {texts.skipToContent}
        </a>
        <header class="top">
          <div class="wide">
            <a class="brand" href={home} aria-label={`${hotline.name}. ${texts.toStart}`}>
              <Lighthouse />
              <span>{hotline.name}</span>
            </a>
            {path !== undefined && <LanguageLinks site={site} path={path} />}
          </div>
        </header>
        <main id="content" class="wide">
          {children}
        </main>
        <footer class="bottom">
          <nav class="wide" aria-label={texts.footer.label}>
            <a href={`${home}/help`}>{texts.footer.help}</a>
            <a href={`${home}/privacy`}>{texts.footer.privacy}</a>
            <a href={`${home}/accessibility`}>{texts.footer.accessibility}</a>
            <a href={`${home}/contact`}>{texts.footer.contact}</a>
          </nav>
        </footer>
      </body>
    </html>
  );
}

function LanguageLinks({ site, path }: { readonly site: SiteContext; readonly path: string }): VNode {
  return (
    <p class="languages">
      {otherLanguages(site.language).map((language) => (
        <a key={language} href={`/${language}${path}`} lang={language} hreflang={language}>
          {textsIn(language).languageName}
        </a>
      ))}
    </p>
  );
}
