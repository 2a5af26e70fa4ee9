/**
 * How a route of the console is made, and the only way: it must be in the access table, its session is opened, its role
 * checked, and every form's token compared before the handler sees anything.
 *
 * Against forged forms (CSRF): each form carries a token that is derived from the session's cookie (before log-in from a cookie of
 * chance), so no other site can know it. `Origin` cannot be used: with `Referrer-Policy: no-referrer` browsers send
 * `Origin: null` on forms. `Sec-Fetch-Site`, where the browser sends it, must say `same-origin`.
 */
import { createHmac } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { z } from 'zod';
import { sendPage } from '../platform/http.ts';
import { openSession, readLockedSession, type LockedSession, type Session } from '../staff/door.ts';
import { languageSchema, type Language } from '../terms/categories.ts';
import { BACKGROUND_ROUTES, homeOf, mayUse, type OpenRoute, type Route, type StaffRoute } from './access.ts';
import type { ConsoleDeps } from './console-deps.ts';
import { freshFormCookie, openCookies, type Cookies } from './cookies.ts';
import { writeDraft } from './draft.ts';
import { FORM_TOKEN_FIELD, isSameToken, readForm, type Form } from './form.ts';
import { readShownPause } from './stop-switch.ts';
import { textsOf, type Texts } from './texts/texts.ts';
import { LockPage } from './views/lock.tsx';
import { MessagePage } from './views/message.tsx';
import type { PageContext } from './views/shell.tsx';

/** One request to the console. */
export interface Visit {
  readonly deps: ConsoleDeps;
  readonly cookies: Cookies;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly now: Date;
  readonly language: Language;
  readonly texts: Texts;
  readonly form: Form;
  /** The named parts of the path, and the query. */
  readonly params: ReadonlyMap<string, string>;
  readonly query: ReadonlyMap<string, string>;
  /** The token for this page's forms. */
  readonly formToken: string;
  readonly session: Session | undefined;
  /** There when the browser has a session that is locked; then `session` is not. */
  readonly locked: LockedSession | undefined;
  /** What every page's frame needs. */
  readonly page: PageContext;
}

/** One request of somebody who is logged in and may make it. */
export interface StaffVisit extends Visit {
  readonly session: Session;
}

/** A page, a page with a status, the address to go on to, or a file. */
export type Answer =
  | VNode
  | { readonly status: number; readonly page: VNode }
  | { readonly goTo: string }
  /** For the console's own script. */
  | { readonly json: Readonly<Record<string, unknown>>; readonly status?: number }
  | { readonly type: string; readonly body: string; readonly maxAgeS: number }
  /** A file to keep: never shown in the browser, never kept by it. */
  | { readonly download: { readonly name: string; readonly bytes: Buffer } };

export interface Screens {
  open(route: OpenRoute, handle: (visit: Visit) => Promise<Answer> | Answer): void;
  staff(route: StaffRoute, handle: (visit: StaffVisit) => Promise<Answer> | Answer): void;
}

/** An unlocking form may carry a whole sealed form along: a quarter larger in base64, and the console's own limit is 256 KiB. */
const UNLOCK_LIMIT_BYTES = 512 * 1024;

/** Ways to add routes to `http`. */
export function screensOn(http: FastifyInstance, deps: ConsoleDeps): Screens {
  const cookies = openCookies(deps.config.console.url?.startsWith('https:') ?? false);
  const add = (route: Route, handle: (visit: Visit) => Promise<Answer> | Answer) => {
    const space = route.indexOf(' ');
    http.route({
      method: route.startsWith('GET') ? 'GET' : 'POST',
      url: route.slice(space + 1),
      ...(route === 'POST /unlock' ? { bodyLimit: UNLOCK_LIMIT_BYTES } : {}),
      handler: async (request, reply) => {
        const visit = await openVisit(deps, cookies, request, reply, BACKGROUND_ROUTES.has(route));
        return send(reply, refusal(route, visit) ?? (await handle(visit)));
      },
    });
  };
  return {
    open: add,
    staff: (route, handle) =>
      add(route, (visit) => {
        // `refusal` has sent away everybody without a session; this says so to the compiler.
        if (visit.session === undefined) return { goTo: '/log-in' };
        return handle({ ...visit, session: visit.session });
      }),
  };
}

const stringsSchema = z.record(z.string(), z.string()).catch({});
const mapOf = (value: unknown): ReadonlyMap<string, string> =>
  new Map(Object.entries(stringsSchema.parse(value ?? {})));

async function openVisit(
  deps: ConsoleDeps,
  cookies: Cookies,
  request: FastifyRequest,
  reply: FastifyReply,
  isBackground: boolean,
): Promise<Visit> {
  const now = deps.clock.now();
  const cookie = cookies.read(request, 'session') ?? '';
  const { lockAfterMs } = deps.config.console;
  const session = await openSession(deps.db, cookie, now, { isBackground, lockAfterMs });
  const locked = session === undefined ? await readLockedSession(deps.db, cookie, now) : undefined;
  const language = languageOf(cookies.read(request, 'language'), request.headers['accept-language']);
  const texts = textsOf(language);
  const formToken = (session ?? locked)?.formToken ?? guestToken(cookies, request, reply);
  return {
    ...{ deps, cookies, request, reply, now, language, texts, session, locked, formToken },
    form: readForm(request.body),
    params: mapOf(request.params),
    query: mapOf(request.query),
    page: {
      texts,
      language,
      formToken,
      hotlineName: deps.config.hotline.name,
      path: request.method === 'GET' ? request.url : '/',
      person: session === undefined ? undefined : { name: session.name, role: session.role },
      lockAfterMs,
      // What leaves for providers is the hotline's own affair.
      pause: mayUse('GET /notices', session?.role) ? await readShownPause(deps.db) : undefined,
    },
  };
}

/** The language that was chosen, else the browser's first that we have. */
function languageOf(chosen: string | undefined, accepted: string | undefined): Language {
  const known = languageSchema.safeParse(chosen);
  if (known.success) return known.data;
  const first = /\b(sv|en)\b/i.exec(accepted ?? '')?.[1]?.toLowerCase();
  return first === 'sv' ? 'sv' : 'en';
}

function guestToken(cookies: Cookies, request: FastifyRequest, reply: FastifyReply): string {
  let secret = cookies.read(request, 'form');
  if (secret === undefined && request.method === 'GET') {
    secret = freshFormCookie();
    cookies.set(reply, 'form', secret);
  }
  return createHmac('sha256', secret ?? freshFormCookie())
    .update('form')
    .digest('base64url');
}

/** Why a request is not let through; undefined when it is. */
function refusal(route: Route, visit: Visit): Answer | undefined {
  const { request, session, texts } = visit;
  if (!mayUse(route, session?.role)) {
    if (visit.locked !== undefined) return refuseLocked(visit, visit.locked);
    if (session === undefined) return { goTo: logInPath(visit) };
    if (route === 'GET /') return { goTo: homeOf(session.role) };
    noteRefused(route, visit, 'role');
    const page = MessagePage({ page: visit.page, title: texts.refused.roleTitle, text: texts.refused.role });
    return { status: 403, page };
  }
  if (request.method !== 'POST' || !isForged(visit)) return undefined;
  noteRefused(route, visit, 'form-token');
  return refuseForged(visit);
}

/** Whoever tries what their role may not, or sends a form that is not theirs, is in the log; the address that they sent is not. */
function noteRefused(route: Route, { deps, session }: Visit, code: 'role' | 'form-token'): void {
  deps.log.warn('access.refused', { route, code, staffId: session?.staffId ?? 'none' });
}

function isForged({ request, form, formToken }: Visit): boolean {
  const site = request.headers['sec-fetch-site'];
  const isForeign = site !== undefined && site !== 'same-origin';
  return isForeign || !isSameToken(form.get(FORM_TOKEN_FIELD), formToken);
}

function refuseForged(visit: Visit): Answer {
  const { texts } = visit;
  const page = MessagePage({ page: visit.page, title: texts.refused.formTitle, text: texts.refused.form });
  return { status: 403, page };
}

/** The lock's page in place of any other. What was sent is carried along, sealed, and offered again once the password is given. */
function refuseLocked(visit: Visit, locked: LockedSession): Answer {
  const { request, form } = visit;
  if (request.method !== 'POST') return { status: 401, page: LockPage({ ...visit, locked, next: request.url }) };
  // What another site made the browser send is not kept: whoever comes back would send it on unawares.
  if (isForged(visit)) return refuseForged(visit);
  const kept = locked.keepDraft(writeDraft({ path: request.url, fields: form.entries }));
  return { status: 401, page: LockPage({ ...visit, locked, next: '/', kept }) };
}

function logInPath(visit: Visit): string {
  const hadSession = visit.cookies.read(visit.request, 'session') !== undefined;
  const next = visit.request.method === 'GET' && visit.request.url !== '/' ? visit.request.url : undefined;
  const query = new URLSearchParams({ ...(hadSession ? { ended: '1' } : {}), ...(next === undefined ? {} : { next }) });
  return query.size === 0 ? '/log-in' : `/log-in?${query.toString()}`;
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  // 303: the next request is a GET, and going back never sends a form again (RFC 9110, 15.4.4).
  if ('goTo' in answer) return reply.redirect(answer.goTo, 303);
  if ('json' in answer)
    return reply
      .status(answer.status ?? 200)
      .header('cache-control', 'no-store')
      .send(answer.json);
  if ('maxAgeS' in answer) {
    return reply
      .header('cache-control', `public, max-age=${answer.maxAgeS}, immutable`)
      .type(answer.type)
      .send(answer.body);
  }
  if ('download' in answer) {
    // The name is ours, of letters, digits, dots and hyphens (RFC 6266, 4.3 needs no more for such).
    return reply
      .header('content-disposition', `attachment; filename="${answer.download.name}"`)
      .header('cache-control', 'no-store')
      .type('application/octet-stream')
      .send(answer.download.bytes);
  }
  return 'page' in answer ? sendPage(reply, answer.page, answer.status) : sendPage(reply, answer);
}
