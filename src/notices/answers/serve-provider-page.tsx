/**
 * The provider's page over HTTP: `/n/TOKEN` in the language of the provider's country, `/sv/n/TOKEN` and `/en/n/TOKEN` as
 * chosen. No account, no script, no cookie; a look changes nothing, so that a mail filter that opens every link does not
 * answer for the provider.
 */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { transact, type Db } from '../../platform/db.ts';
import { sendPage } from '../../platform/http.ts';
import { codeOf, type Log } from '../../platform/log.ts';
import { languageOfPath, preferredLanguage } from '../../site/language.ts';
import { readField } from '../../site/read-field.ts';
import type { SiteContext } from '../../site/site-context.ts';
import { LANGUAGES, languageSchema, type Language } from '../../terms/categories.ts';
import type { ItemId } from '../../terms/ids.ts';
import { noteAnswer, type NoteAnswerDeps } from './note-answer.ts';
import { readLetterPage, readPageAnswer, type LetterPage } from './page-store.ts';
import { digestOfPageToken } from './page-token.ts';
import {
  chosenNotices,
  EMPTY_ANSWER_FORM,
  findAnswerProblems,
  readAnswerForm,
  type AnswerFormValues,
} from './provider-form.ts';
import { byLook, isStillAsked, standingOf, type Sight } from './standing.ts';
import { pageTextsIn } from './texts/texts.ts';
import type { PageState, ShownNotice } from './views/page-props.ts';
import { ProviderPage } from './views/provider-page.tsx';
import { AwayPage, MissingPage, RefusedPage } from './views/short-pages.tsx';

/** What the page needs from the house. */
export interface ProviderPageDeps extends NoteAnswerDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  /** The public site in a language. */
  readonly siteIn: (language: Language) => SiteContext<Language>;
  /** The newest visit of each item. */
  readonly readSights: (db: Db, itemIds: readonly ItemId[]) => Promise<ReadonlyMap<ItemId, Sight>>;
}

const FORM_LIFE_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const SUBMISSION_BYTES = 16;
const paramsSchema = z.object({ token: z.string() });
const querySchema = z.object({ answer: z.uuid() });

interface Route {
  readonly deps: ProviderPageDeps;
  /** Undefined: the provider's own. */
  readonly language: Language | undefined;
}

/** Registers it on the public site's server. */
export function registerProviderPage(http: FastifyInstance, deps: ProviderPageDeps): void {
  for (const language of [undefined, ...LANGUAGES]) {
    const path = `${language === undefined ? '' : `/${language}`}/n/:token`;
    const route = { deps, language };
    http.get(path, (request, reply) => show(request, reply, route));
    http.post(path, (request, reply) => take(request, reply, route));
  }
}

/** The error page for a path of the provider's page; undefined for another path. */
export function providerErrorPage(
  path: string,
  siteIn: (language: Language) => SiteContext<Language>,
): VNode | undefined {
  if (!/^\/(?:[a-z]{2}\/)?n\//.test(path)) return undefined;
  const language = languageSchema.safeParse(languageOfPath(path)).data ?? 'en';
  return <RefusedPage site={siteIn(language)} texts={pageTextsIn(language)} />;
}

async function show(request: FastifyRequest, reply: FastifyReply, route: Route): Promise<FastifyReply> {
  const { deps } = route;
  const { token } = paramsSchema.parse(request.params);
  const letter = await openLetter(deps, token);
  if (letter === undefined) return sendMissing(request, reply, route);
  const query = querySchema.safeParse(request.query).data;
  const answer = query === undefined ? undefined : await readPageAnswer(deps.db, letter.letterId, query.answer);
  const shown = await shownOf(deps, letter);
  const numbers = shown.filter(({ notice }) => answer?.noticeIds.includes(notice.id)).map(({ number }) => number);
  const state: PageState =
    answer === undefined ? { kind: 'fresh' } : { kind: 'answered', answer: answer.kind, at: answer.at, numbers };
  return sendLetter(reply, route, { token, letter, shown, state, values: EMPTY_ANSWER_FORM });
}

async function take(request: FastifyRequest, reply: FastifyReply, route: Route): Promise<FastifyReply> {
  const { deps } = route;
  const { token } = paramsSchema.parse(request.params);
  const values = readAnswerForm(request.body);
  const submission = readField(request.body, 'submission');
  try {
    const letter = await openLetter(deps, token);
    if (letter === undefined) return await sendMissing(request, reply, route);
    return await takeForLetter(reply, route, { token, letter, values, submission });
  } catch (error) {
    deps.log.error('http.failed', { route: 'provider-page', status: 503, code: codeOf(error) });
    const language = route.language ?? 'en';
    // The same submission again: if the answer did get through, sending it once more changes nothing.
    const page = <AwayPage {...frameOf(deps, language)} {...{ token, values, submission }} />;
    return sendPage(reply, page, 503);
  }
}

/** In this order: nothing typed is lost to an old page; what must change; then the answer is taken. */
async function takeForLetter(
  reply: FastifyReply,
  route: Route,
  sent: { readonly token: string; readonly letter: LetterPage; values: AnswerFormValues; submission: string },
): Promise<FastifyReply> {
  const { deps } = route;
  const { token, letter, values, submission } = sent;
  const now = deps.clock.now();
  const shown = await shownOf(deps, letter);
  const again = (state: PageState, kept?: string) =>
    sendLetter(reply, route, { token, letter, shown, state, values, submission: kept }, 422);
  const key = deps.serviceKey.readToken('provider-form', submission, now);
  if (key === undefined) return again({ kind: 'expired' });
  const answerable = shown.filter(({ standing }) => standing.kind !== 'withdrawn').map(({ notice }) => notice.id);
  const asked = shown.filter(({ standing }) => isStillAsked(standing)).map(({ notice }) => notice.id);
  const problems = findAnswerProblems(values, answerable, asked);
  const { kind } = values;
  if (problems.length > 0 || kind === undefined) return again({ kind: 'problems', problems }, submission);
  const { answerId, outcome } = await transact(deps.db, (tx) =>
    noteAnswer(
      tx,
      deps,
      {
        ...{ letterId: letter.letterId, noticeIds: chosenNotices(values, answerable, asked), kind, via: 'page' },
        words: { text: values.text, ...(kind === 'not-ours' ? otherOf(values) : {}) },
        untilAt: kind === 'handling' ? new Date(now.getTime() + values.withinHours * HOUR_MS) : undefined,
        ticket: values.ticket === '' ? undefined : values.ticket,
        sourceKey: Buffer.concat([Buffer.from(`page ${letter.letterId} `), key]),
      },
      now,
    ),
  );
  if (outcome === 'noted') deps.log.info('answer.noted', { via: 'page', kind });
  return reply.redirect(`/${languageOf(route, letter)}/n/${token}?answer=${answerId}`, 303);
}

const otherOf = ({ otherName, otherEmail }: AnswerFormValues) => ({ otherName, otherEmail });

/** One look-up by digest, whatever the token looks like: wrong, unknown and expired ones cost the same. */
const openLetter = (deps: ProviderPageDeps, token: string): Promise<LetterPage | undefined> =>
  readLetterPage(deps.db, deps.serviceKey, digestOfPageToken(deps.serviceKey, token), deps.clock.now());

async function shownOf(deps: ProviderPageDeps, letter: LetterPage): Promise<readonly ShownNotice[]> {
  const sights = await deps.readSights(
    deps.db,
    letter.notices.map(({ itemId }) => itemId),
  );
  const numbered = letter.notices.map((notice, index) => ({
    number: index + 1,
    notice,
    standing: standingOf(notice, sights.get(notice.itemId)),
  }));
  return byLook(numbered);
}

function sendLetter(
  reply: FastifyReply,
  route: Route,
  page: {
    readonly token: string;
    readonly letter: LetterPage;
    readonly shown: readonly ShownNotice[];
    readonly state: PageState;
    readonly values: AnswerFormValues;
    readonly submission?: string | undefined;
  },
  status = 200,
): FastifyReply {
  const { deps } = route;
  const { submission = freshSubmission(deps), ...shown } = page;
  const frame = frameOf(deps, languageOf(route, page.letter));
  return sendUnlisted(reply, <ProviderPage {...frame} {...shown} submission={submission} />, status);
}

function sendMissing(request: FastifyRequest, reply: FastifyReply, route: Route): FastifyReply {
  const language = route.language ?? preferredLanguage(request.headers['accept-language'], 'en', LANGUAGES);
  return sendUnlisted(reply, <MissingPage {...frameOf(route.deps, language)} />, 404);
}

const sendUnlisted = (reply: FastifyReply, page: VNode, status: number): FastifyReply =>
  sendPage(reply.header('x-robots-tag', 'noindex, noarchive'), page, status);

const frameOf = (deps: ProviderPageDeps, language: Language) => ({
  site: deps.siteIn(language),
  texts: pageTextsIn(language),
});

/** Swedish to a provider in Sweden, English to all others, as in the letter; the page's own link changes it. */
const languageOf = (route: Route, letter: LetterPage): Language =>
  route.language ?? (letter.country === 'SE' ? 'sv' : 'en');

function freshSubmission({ serviceKey, clock }: ProviderPageDeps): string {
  const expiresAt = new Date(clock.now().getTime() + FORM_LIFE_MS);
  return serviceKey.issueToken('provider-form', randomBytes(SUBMISSION_BYTES), expiresAt);
}
