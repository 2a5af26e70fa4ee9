import { Fragment, type ComponentChildren, type VNode } from 'preact';
import { directionOf, languageName, SITE_LANGUAGES, type SiteLanguage } from '../../terms/site-languages.ts';
import { CARD } from '../card.ts';
import type { SiteContext } from '../site-context.ts';
import { Lighthouse } from './lighthouse.tsx';
import { Still } from './still.tsx';

/**
 * How a page is had in another language. `link`: at the same path after the language, `/mailbox`. `form`: the form on the
 * page is sent there with all that is in it. `none`: it would lose what is on the page.
 */
export type InOtherLanguages =
  | { readonly kind: 'link'; readonly path: string }
  | { readonly kind: 'form'; readonly formId: string; readonly path: string }
  | { readonly kind: 'none' };

export interface ShellProps {
  readonly site: SiteContext;
  readonly title: string;
  readonly elsewhere: InOtherLanguages;
  readonly hasErrors?: boolean;
  /** Only for who has its address: search engines are asked to keep out, and nobody needs to leave it in haste. */
  readonly isUnlisted?: boolean;
  /** Those the page exists in; all of the site's, unless said. */
  readonly languages?: readonly SiteLanguage[];
  /** Somebody writes here: the script that seals what is written comes along. */
  readonly seals?: boolean;
  /** The browser may offer to keep the site on the home screen: only where somebody looks for that, never as a surprise. */
  readonly isInstallable?: boolean;
  readonly children: ComponentChildren;
}

/** The frame of every page of the public site. */
export function Shell(props: ShellProps): VNode {
  const { site, elsewhere, isUnlisted = false, languages = SITE_LANGUAGES } = props;
  const { texts, language, hotline, preview } = site;
  const Frame = preview === undefined ? Fragment : Still;
  return (
    <html lang={language} dir={directionOf(language)}>
      <Head {...props} languages={languages} />
      <body>
        <a class="skip" href="#content">
          {texts.skipToContent}
        </a>
        {preview?.bar}
        <Frame>
          {!isUnlisted && (
            <nav class="exit" aria-label={texts.exit}>
              <a href={site.guidance.exitUrl} rel="noreferrer" data-exit="">
                {texts.exit}
              </a>
            </nav>
          )}
          <header class="top">
            <div class="wide">
              <a class="brand" href={`/${language}`} aria-label={`${hotline.name}. ${texts.toStart}`}>
                <Lighthouse />
                <span dir="auto">{hotline.name}</span>
              </a>
              {elsewhere.kind === 'form' && <EnterButton formId={elsewhere.formId} />}
              <LanguageMenu site={site} elsewhere={elsewhere} languages={languages} />
            </div>
          </header>
          <main id="content" class="wide">
            {props.children}
          </main>
          <Footer site={site} />
        </Frame>
      </body>
    </html>
  );
}

function Head(props: ShellProps): VNode {
  const { site, title, elsewhere, hasErrors = false, isUnlisted = false, languages = [] } = props;
  const { seals = false, isInstallable = false } = props;
  const { texts, hotline, stylesheet, script, preview } = site;
  const before = preview === undefined ? (hasErrors ? texts.errorTitlePrefix : '') : `${preview.title}: `;
  return (
    <head>
      <meta charset="utf-8" />
      <title>{`${before}${title} – ${hotline.name}`}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="format-detection" content="telephone=no" />
      {isUnlisted && <meta name="robots" content="noindex, nofollow" />}
      {elsewhere.kind === 'link' &&
        !isUnlisted &&
        languages.map((each) => (
          <link
            key={each}
            rel="alternate"
            hreflang={each}
            href={`${hotline.siteUrl?.replace(/\/$/, '') ?? ''}/${each}${elsewhere.path}`}
          />
        ))}
      {elsewhere.kind === 'link' && !isUnlisted && <ShareTags site={site} title={title} path={elsewhere.path} />}
      <link rel="icon" href="data:," />
      {isInstallable && <link rel="manifest" href={`/${site.language}/manifest.webmanifest`} />}
      {isInstallable && <link rel="apple-touch-icon" href="/icon-192.png" />}
      <link rel="stylesheet" href={stylesheet.href} />
      {!isUnlisted && <script src={script.href} integrity={script.integrity} defer />}
      {seals && <script src={site.formScript.href} integrity={site.formScript.integrity} defer />}
    </head>
  );
}

/** What a messenger shows of a link (ogp.me). Whole addresses are needed, so there are none before the site's own is known. */
function ShareTags(props: { readonly site: SiteContext; readonly title: string; readonly path: string }): VNode | null {
  const { site, title, path } = props;
  const { texts, hotline, language } = site;
  const origin = hotline.siteUrl?.replace(/\/$/, '');
  if (origin === undefined) return null;
  return (
    <>
      <meta name="description" content={texts.start.lead} />
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content={hotline.name} />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={texts.start.lead} />
      <meta property="og:url" content={`${origin}/${language}${path}`} />
      <meta property="og:locale" content={language} />
      <meta property="og:image" content={`${origin}${CARD.href}`} />
      <meta property="og:image:width" content={String(CARD.width)} />
      <meta property="og:image:height" content={String(CARD.height)} />
      <meta property="og:image:alt" content={texts.spread.cardAlt(hotline.name)} />
      <meta name="twitter:card" content="summary_large_image" />
    </>
  );
}

function Footer({ site }: { readonly site: SiteContext }): VNode {
  const { footer } = site.texts;
  return (
    <footer class="bottom">
      <nav class="wide" aria-label={footer.label}>
        {FOOTER_PAGES.map((name) => (
          <a key={name} href={`/${site.language}/${name}`}>
            {name === 'figures' ? site.texts.figures.title : footer[name]}
          </a>
        ))}
      </nav>
    </footer>
  );
}

const FOOTER_PAGES = [
  'help',
  'young',
  'after',
  'scope',
  'spread',
  'figures',
  'privacy',
  'accessibility',
  'contact',
] as const;

/**
 * What Enter in a field presses: the first button in the page that sends its form (HTML, "implicit submission"), which would be one of the
 * languages'.
 */
function EnterButton({ formId }: { readonly formId: string }): VNode {
  return <button type="submit" class="unseen" form={formId} name="go" value="next" tabIndex={-1} aria-hidden="true" />;
}

/** Every language by its own name, in its own script; closed it says which one this is. */
function LanguageMenu(props: {
  readonly site: SiteContext;
  readonly elsewhere: InOtherLanguages;
  readonly languages: readonly SiteLanguage[];
}): VNode | null {
  const { site, elsewhere, languages } = props;
  if (elsewhere.kind === 'none') return null;
  const others = languages.filter((language) => language !== site.language);
  const [only] = others;
  if (only !== undefined && others.length === 1)
    return (
      <p class="languages">
        <LanguageChoice language={only} elsewhere={elsewhere} />
      </p>
    );
  return (
    <details class="languages">
      <summary>
        <span class="unseen">{site.texts.language}: </span>
        {ownName(site.language)}
      </summary>
      <ul>
        {others.map((language) => (
          <li key={language}>
            <LanguageChoice language={language} elsewhere={elsewhere} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function LanguageChoice(props: {
  readonly language: SiteLanguage;
  readonly elsewhere: Exclude<InOtherLanguages, { kind: 'none' }>;
}): VNode {
  const { language, elsewhere } = props;
  const common = { lang: language, dir: directionOf(language), children: ownName(language) };
  const address = `/${language}${elsewhere.path}`;
  if (elsewhere.kind === 'link') return <a {...common} href={address} hreflang={language} />;
  return <button {...common} type="submit" form={elsewhere.formId} formaction={address} name="go" value="stay" />;
}

/** Made once: the menu of every page names all of them. */
const OWN_NAMES: ReadonlyMap<SiteLanguage, string> = new Map(
  SITE_LANGUAGES.map((language) => {
    const name = languageName(language, language);
    return [language, name.charAt(0).toLocaleUpperCase(language) + name.slice(1)];
  }),
);
const ownName = (language: SiteLanguage): string => OWN_NAMES.get(language) ?? language;
