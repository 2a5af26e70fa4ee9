/** The public site's routes. Nothing here sets a cookie, keeps an IP address or takes a file. */
import type { FastifyInstance } from 'fastify';
import type { VNode } from 'preact';
import { sendPage } from '../platform/http.ts';
import { serveCard } from '../site/card.ts';
import { languageOfPath, preferredLanguage } from '../site/language.ts';
import { serveScript } from '../site/script.ts';
import { SITE_FILES } from '../site/site-files.ts';
import type { Hotline } from '../site/site-context.ts';
import { serveStylesheet } from '../site/stylesheet.ts';
import { SITE_LANGUAGES, type SiteLanguage } from '../terms/site-languages.ts';
import { serveHandover } from './handover/serve-handover.ts';
import { Doorkeeper } from './pressure/doorkeeper.ts';
import { SameWords } from './pressure/same-words.ts';
import { serveInstall } from './serve-install.ts';
import { serveNotice } from './notice/serve-notice.tsx';
import { serveMailbox } from './serve-mailbox.tsx';
import { serveReceipt } from './serve-receipt.tsx';
import { serveSpread } from './serve-spread.tsx';
import { serveTipForms } from './serve-tip-form.tsx';
import { languageAtHome, siteOf, type IntakeDeps } from './site-deps.ts';
import { AfterPage, ScopePage, YoungPage } from './views/guidance-pages.tsx';
import { AccessibilityPage, ContactPage, ErrorPage, HelpPage, PrivacyPage } from './views/quiet-pages.tsx';
import { StartPage } from './views/start-page.tsx';

/** Bytes of a request's body: a page filled to its limits in the widest letters, the rest of the form sealed with it. */
export const SITE_BODY_LIMIT_BYTES = 160 * 1024;

const QUIET_PAGES = {
  help: HelpPage,
  young: YoungPage,
  after: AfterPage,
  scope: ScopePage,
  privacy: PrivacyPage,
  accessibility: AccessibilityPage,
  contact: ContactPage,
} as const;

/** Registers the public site on a server from `openHttp`. */
export function registerIntake(http: FastifyInstance, deps: IntakeDeps): void {
  const { hotline } = deps;
  serveStylesheet(http, SITE_FILES.stylesheet);
  serveScript(http, SITE_FILES.script);
  serveScript(http, SITE_FILES.formScript);
  serveCard(http);
  http.get('/', (request, reply) => {
    const wished = request.headers['accept-language'];
    const language = preferredLanguage<SiteLanguage>(wished, languageAtHome(hotline), SITE_LANGUAGES);
    return sendPage(
      reply.header('vary', 'Accept-Language'),
      <StartPage site={siteOf(hotline, language)} forms={deps.forms.inUse()} />,
    );
  });
  for (const language of SITE_LANGUAGES) {
    const site = siteOf(hotline, language);
    http.get(`/${language}`, (_request, reply) =>
      sendPage(reply, <StartPage site={site} forms={deps.forms.inUse()} />),
    );
    for (const [name, Page] of Object.entries(QUIET_PAGES))
      http.get(`/${language}/${name}`, (_request, reply) => sendPage(reply, <Page site={site} />));
  }
  const sameWords = new SameWords();
  const doorkeeper = deps.asksEffort === false ? undefined : new Doorkeeper(deps.serviceKey);
  serveTipForms(http, deps, { doorkeeper, sameWords });
  serveHandover(http, deps, sameWords);
  serveInstall(http, deps);
  serveReceipt(http, deps);
  serveMailbox(http, deps);
  serveSpread(http, deps);
  serveNotice(http, deps);
}

/** The error pages of the public site, for `openHttp`: in the language that the path begins with. */
export function errorPageOf(hotline: Hotline): (status: number, path: string) => VNode {
  return (status, path) => {
    const language = languageOfPath(path) ?? languageAtHome(hotline);
    return <ErrorPage site={siteOf(hotline, language)} status={status} />;
  };
}
