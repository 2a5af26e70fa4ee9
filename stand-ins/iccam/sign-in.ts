/** ICCAM's sign-in: a bearer token that expires, and a refresh token that works once. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { refuse } from './refusal.ts';

/** The body of `Authentication`. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The answer to a sign-in or a refresh. */
export interface Tokens {
  readonly bearerToken: string;
  readonly refreshToken: string;
  /** Seconds (inferred: the source names no unit). */
  readonly bearerTokenExpiresIn: number;
}

/** How many refresh tokens' lives a refresh token lasts beside the bearer token's (inferred). */
const REFRESH_LIVES = 24;

/** Tokens of one account. Each refresh makes the refresh token that it used, and its bearer token, invalid. */
export interface SignIn {
  signIn(given: Credentials): Tokens;
  refresh(refreshToken: string): Tokens;
  /** @throws Refusal 401 when the header carries no token that is valid now */
  check(authorization: string | undefined): void;
  /** Makes the token of this header invalid, and its refresh token where asked. */
  revoke(authorization: string | undefined, withRefresh: boolean): void;
}

/**
 * `lifetimeMs` is a bearer token's; a test makes it short to see a client log in anew. Each refusal is a `Refusal`
 * 401.
 */
export function openSignIn(account: Credentials, lifetimeMs: number, now: () => Date): SignIn {
  const bearers = new Map<string, { expiresAtMs: number; refreshToken: string }>();
  const refreshes = new Map<string, number>();
  const bearerOf = (authorization: string | undefined) => /^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '';
  const issue = (): Tokens => {
    const [bearerToken, refreshToken] = [randomToken(), randomToken()];
    const nowMs = now().getTime();
    bearers.set(bearerToken, { expiresAtMs: nowMs + lifetimeMs, refreshToken });
    refreshes.set(refreshToken, nowMs + lifetimeMs * REFRESH_LIVES);
    return { bearerToken, refreshToken, bearerTokenExpiresIn: Math.floor(lifetimeMs / 1000) };
  };
  return {
    signIn: (given) => {
      const right = isSame(given.username, account.username) && isSame(given.password, account.password);
      if (!right) throw refuse(401, 'InvalidCredentials', 'The user name or the password is wrong.');
      return issue();
    },
    refresh: (refreshToken) => {
      const expiresAtMs = refreshes.get(refreshToken) ?? 0;
      refreshes.delete(refreshToken);
      if (expiresAtMs <= now().getTime()) throw refuse(401, 'InvalidRefreshToken', 'Sign in again.');
      for (const [bearer, held] of bearers) if (held.refreshToken === refreshToken) bearers.delete(bearer);
      return issue();
    },
    check: (authorization) => {
      const held = bearers.get(bearerOf(authorization));
      if (held === undefined) throw refuse(401, 'Unauthorized', 'A valid bearer token is needed.');
      if (held.expiresAtMs <= now().getTime()) throw refuse(401, 'TokenExpired', 'The bearer token has expired.');
    },
    revoke: (authorization, withRefresh) => {
      const bearer = bearerOf(authorization);
      if (withRefresh) refreshes.delete(bearers.get(bearer)?.refreshToken ?? '');
      bearers.delete(bearer);
    },
  };
}

const randomToken = (): string => randomBytes(32).toString('base64url');

function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
