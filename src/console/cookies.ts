/**
 * The console's cookies. With https they carry the `__Host-` prefix (RFC 6265bis, 4.1.3.2): no other host and no plain
 * connection can have set them. All are gone when the browser closes.
 */
import type {} from '@fastify/cookie';
import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * `session`: opens the person's key. `form`: ties the log-in form to this browser. `language`: sv or en. `oidc`: what is remembered of
 * a trip to the identity provider. */
export type CookieKind = 'session' | 'form' | 'language' | 'oidc';

const NAMES: Readonly<Record<CookieKind, string>> = {
  session: 'fyr',
  form: 'fyr-form',
  language: 'fyr-language',
  oidc: 'fyr-oidc',
};

export interface Cookies {
  read(request: FastifyRequest, kind: CookieKind): string | undefined;
  set(reply: FastifyReply, kind: CookieKind, value: string): void;
  clear(reply: FastifyReply, kind: CookieKind): void;
}

/** The cookies of a console that is reached over https or (in a trial on one's own machine) not. */
export function openCookies(isHttps: boolean): Cookies {
  const nameOf = (kind: CookieKind) => (isHttps ? `__Host-${NAMES[kind]}` : NAMES[kind]);
  // A trip to another site comes back from there: its cookie must be sent with that request, the others never are.
  const attributesOf = (kind: CookieKind) =>
    ({ path: '/', httpOnly: true, sameSite: kind === 'oidc' ? 'lax' : 'strict', secure: isHttps }) as const;
  return {
    read: (request, kind) => request.cookies[nameOf(kind)],
    set: (reply, kind, value) => void reply.setCookie(nameOf(kind), value, attributesOf(kind)),
    clear: (reply, kind) => void reply.clearCookie(nameOf(kind), attributesOf(kind)),
  };
}

/** What the form cookie holds: nothing but chance. */
export const freshFormCookie = (): string => randomBytes(32).toString('base64url');
