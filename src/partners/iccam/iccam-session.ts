/** ICCAM's bearer token: one for all calls of a process, refreshed before it ends, made anew when the other side ends it. */
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { PartnerUnavailable } from '../partner.ts';
import { jsonOf } from './iccam-answers.ts';
import type { Answer, Ask, IccamAccess } from './iccam-http.ts';

const TOKEN_MARGIN_MS = 30_000;

const tokenSchema = z.object({
  bearerToken: z.string().min(1),
  refreshToken: z.string().min(1),
  /** Seconds. */
  bearerTokenExpiresIn: z.number().nonnegative(),
});

interface Token {
  readonly bearer: string;
  readonly refresh: string;
  readonly expiresAt: number;
}

/** The session of one account. */
export interface IccamSession {
  /** Asks with a token. One that is refused is replaced once; a second 401 is the caller's answer. @throws PartnerUnavailable */
  ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<Answer>;
  /** Gets a token. @throws PartnerUnavailable */
  logIn(): Promise<void>;
  /** Ends the token there, where there is one. Whatever is answered, it is forgotten here. */
  logOut(): Promise<void>;
}

/** Those that need a new token at the same time wait for the same log-in. */
export function openSession(access: IccamAccess, clock: Clock, ask: Ask): IccamSession {
  let token: Token | undefined;
  let renewing: Promise<Token> | undefined;
  const logIn = async (): Promise<Token> => {
    const answer = await ask('POST', 'Authentication', { username: access.user, password: access.password });
    if (answer.status !== 200) throw new PartnerUnavailable(`iccam-login-${answer.status}`);
    return readToken(answer, clock);
  };
  const refresh = async (old: Token): Promise<Token> => {
    const answer = await ask('POST', 'Authentication/refresh', { refreshToken: old.refresh });
    return answer.status === 200 ? readToken(answer, clock) : logIn();
  };
  const isFresh = (one: Token) => one.expiresAt - clock.now().getTime() > TOKEN_MARGIN_MS;
  /** A bearer token that is not `refused`: one that the other side turned down is neither used again nor refreshed. */
  const bearer = async (refused?: string): Promise<string> => {
    if (token !== undefined && token.bearer !== refused && isFresh(token)) return token.bearer;
    const old = token;
    renewing ??= (old === undefined || old.bearer === refused ? logIn() : refresh(old)).finally(() => {
      renewing = undefined;
    });
    try {
      token = await renewing;
    } catch (error) {
      // A refresh that came to nothing may have used the refresh token up: the next try logs in.
      token = undefined;
      throw error;
    }
    return token.bearer;
  };
  return {
    ask: async (method, path, body) => {
      const used = await bearer();
      const first = await ask(method, path, body, used);
      // A token can end on the other side before its time: 401 is an answer about the matter only to a second one.
      return first.status === 401 ? ask(method, path, body, await bearer(used)) : first;
    },
    logIn: async () => {
      await bearer();
    },
    logOut: async () => {
      const old = token;
      token = undefined;
      if (old !== undefined) await ask('POST', 'Authentication/logout', undefined, old.bearer);
    },
  };
}

function readToken(answer: Answer, clock: Clock): Token {
  const parsed = tokenSchema.safeParse(jsonOf(answer.text));
  if (!parsed.success) throw new PartnerUnavailable('iccam-login-malformed');
  const { bearerToken, refreshToken, bearerTokenExpiresIn } = parsed.data;
  return {
    bearer: bearerToken,
    refresh: refreshToken,
    expiresAt: clock.now().getTime() + bearerTokenExpiresIn * 1000,
  };
}
