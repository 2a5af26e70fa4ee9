/**
 * The page behind the link in a package, `/confirm/TOKEN` on the public site: a button by which the police say that they have it.
 * A look changes nothing, so that a mail filter that opens every link does not confirm for them. No account, no script, no cookie.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { z } from 'zod';
import type { Clock } from '../../../platform/clock.ts';
import { transact, type Db } from '../../../platform/db.ts';
import { sendPage } from '../../../platform/http.ts';
import { codeOf, type Log } from '../../../platform/log.ts';
import type { ServiceKey } from '../../../platform/service-key.ts';
import { languageOfPath, preferredLanguage } from '../../../site/language.ts';
import type { SiteContext } from '../../../site/site-context.ts';
import { Shell } from '../../../site/views/shell.tsx';
import { LANGUAGES, languageSchema, type Language } from '../../../terms/categories.ts';
import { digestOfConfirmToken } from './confirm-token.ts';
import { confirmationTextsIn, type ConfirmationTexts } from './confirmation-texts.ts';
import type { Delivery } from './delivery.ts';
import { findDelivery } from './delivery-store.ts';
import { noteConfirmed } from './note-confirmed.ts';

/** What the page needs from the house. */
export interface ConfirmationDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly log: Log;
  /** The public site in a language. */
  readonly siteIn: (language: Language) => SiteContext<Language>;
}

const paramsSchema = z.object({ token: z.string() });

/** Registers the page on the public site's server. */
export function registerConfirmation(http: FastifyInstance, deps: ConfirmationDeps): void {
  for (const fixed of [undefined, ...LANGUAGES]) {
    const path = `${fixed === undefined ? '' : `/${fixed}`}/confirm/:token`;
    const languageFor = (accepted: string | undefined) =>
      fixed ?? preferredLanguage(accepted, deps.siteIn('sv').hotline.homeCountry === 'SE' ? 'sv' : 'en', LANGUAGES);
    http.get(path, async (request, reply) => {
      const frame = frameOf(deps, languageFor(request.headers['accept-language']));
      const { token } = paramsSchema.parse(request.params);
      const delivery = await findDelivery(deps.db, digestOfConfirmToken(deps.serviceKey, token));
      return sendDelivery(reply, frame, token, delivery);
    });
    http.post(path, async (request, reply) => {
      const frame = frameOf(deps, languageFor(request.headers['accept-language']));
      const { token } = paramsSchema.parse(request.params);
      return confirm(reply, deps, frame, token);
    });
  }
}

/** The error page for a path of this page; undefined for another path. */
export function confirmationErrorPage(
  path: string,
  siteIn: (language: Language) => SiteContext<Language>,
): VNode | undefined {
  if (!/^\/(?:[a-z]{2}\/)?confirm\//.test(path)) return undefined;
  const language = languageSchema.safeParse(languageOfPath(path)).data ?? 'en';
  const texts = confirmationTextsIn(language);
  return <ShortPage site={siteIn(language)} title={texts.awayTitle} text={texts.away} isBad />;
}

interface Frame {
  readonly site: SiteContext<Language>;
  readonly texts: ConfirmationTexts;
}
const frameOf = (deps: ConfirmationDeps, language: Language): Frame => ({
  site: deps.siteIn(language),
  texts: confirmationTextsIn(language),
});

async function confirm(
  reply: FastifyReply,
  deps: ConfirmationDeps,
  frame: Frame,
  token: string,
): Promise<FastifyReply> {
  try {
    const found = await findDelivery(deps.db, digestOfConfirmToken(deps.serviceKey, token));
    if (found === undefined) return await sendDelivery(reply, frame, token, undefined);
    await transact(deps.db, (tx) => noteConfirmed(tx, found.dispatchId, { how: 'link' }, deps.clock.now()));
    return await reply.redirect(`/${frame.site.language}/confirm/${encodeURIComponent(token)}`, 303);
  } catch (error) {
    deps.log.error('http.failed', { route: 'police-confirmation', status: 503, code: codeOf(error) });
    const { site, texts } = frame;
    return sendUnlisted(reply, <ShortPage site={site} title={texts.awayTitle} text={texts.away} isBad />, 503);
  }
}

function sendDelivery(reply: FastifyReply, frame: Frame, token: string, delivery: Delivery | undefined): FastifyReply {
  const { site, texts } = frame;
  if (delivery === undefined)
    return sendUnlisted(reply, <ShortPage site={site} title={texts.missingTitle} text={texts.missing} isBad />, 404);
  if (delivery.confirmed === undefined) return sendUnlisted(reply, <AskPage {...frame} token={token} />, 200);
  const when = momentIn(site.language, delivery.confirmed.at);
  return sendUnlisted(reply, <ShortPage site={site} title={texts.doneTitle} text={texts.done(when)} />, 200);
}

const sendUnlisted = (reply: FastifyReply, page: VNode, status: number): FastifyReply =>
  sendPage(reply.header('x-robots-tag', 'noindex, noarchive'), page, status);

function AskPage({ site, texts, token }: Frame & { readonly token: string }): VNode {
  return (
    <Shell
      site={site}
      title={texts.title}
      elsewhere={{ kind: 'link', path: `/confirm/${encodeURIComponent(token)}` }}
      languages={LANGUAGES}
      isUnlisted
    >
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <form method="post" action={`/${site.language}/confirm/${encodeURIComponent(token)}`}>
        <button type="submit">{texts.submit}</button>
      </form>
    </Shell>
  );
}

interface ShortProps {
  readonly site: SiteContext<Language>;
  readonly title: string;
  readonly text: string;
  readonly isBad?: boolean;
}

function ShortPage({ site, title, text, isBad = false }: ShortProps): VNode {
  return (
    <Shell site={site} title={title} elsewhere={{ kind: 'none' }} hasErrors={isBad} isUnlisted>
      <h1>{title}</h1>
      <p>{text}</p>
    </Shell>
  );
}

const LOCALES: Readonly<Record<Language, string>> = { sv: 'sv-SE', en: 'en-GB' };

/** In UTC and saying so: the reader compares it with a log. */
function momentIn(language: Language, at: Date): string {
  const options = { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(LOCALES[language], options).format(at)} UTC`;
}
