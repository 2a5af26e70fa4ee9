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
import { openSession, type Session } from '../staff/door.ts';
import { languageSchema, type Language } from '../terms/categories.ts';
import { BACKGROUND_ROUTES, homeOf, mayUse, type OpenRoute, type Route, type StaffRoute } from './access.ts';
import type { ConsoleDeps } from './console-deps.ts';
import { freshFormCookie, openCookies, type Cookies } from './cookies.ts';
import { FORM_TOKEN_FIELD, isSameToken, readForm, type Form } from './form.ts';
import { readShownPause } from './stop-switch.ts';
import { textsOf, type Texts } from './texts/texts.ts';
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
  | { readonly json: Readonly<Record<string, unknown>> }
  | { readonly type: string; readonly body: string; readonly maxAgeS: number }
  /** A file to keep: never shown in the browser, never kept by it. */
  | { readonly download: { readonly name: string; readonly bytes: Buffer } };

export interface Screens {
  open(route: OpenRoute, handle: (visit: Visit) => Promise<Answer> | Answer): void;
  staff(route: StaffRoute, handle: (visit: StaffVisit) => Promise<Answer> | Answer): void;
}

/** Ways to add routes to `http`. */
export function screensOn(http: FastifyInstance, deps: ConsoleDeps): Screens {
  const cookies = openCookies(deps.config.console.url?.startsWith('https:') ?? false);
  const add = (route: Route, handle: (visit: Visit) => Promise<Answer> | Answer) => {
    const space = route.indexOf(' ');
    http.route({
      method: route.startsWith('GET') ? 'GET' : 'POST',
      url: route.slice(space + 1),
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
  const session = await openSession(deps.db, cookies.read(request, 'session') ?? '', now, { isBackground });
  const language = languageOf(cookies.read(request, 'language'), request.headers['accept-language']);
  const texts = textsOf(language);
  const formToken = session?.formToken ?? guestToken(cookies, request, reply);
  return {
    ...{ deps, cookies, request, reply, now, language, texts, session, formToken },
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
    if (session === undefined) return { goTo: logInPath(visit) };
    if (route === 'GET /') return { goTo: homeOf(session.role) };
    const page = MessagePage({ page: visit.page, title: texts.refused.roleTitle, text: texts.refused.role });
    return { status: 403, page };
  }
  if (request.method !== 'POST') return undefined;
  const site = request.headers['sec-fetch-site'];
  const isForeign = site !== undefined && site !== 'same-origin';
  if (!isForeign && isSameToken(visit.form.get(FORM_TOKEN_FIELD), visit.formToken)) return undefined;
  const page = MessagePage({ page: visit.page, title: texts.refused.formTitle, text: texts.refused.form });
  return { status: 403, page };
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
  if ('json' in answer) return reply.header('cache-control', 'no-store').send(answer.json);
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
