/** Codes from an app as the second factor (TOTP, RFC 6238: SHA-1, six digits, 30 s: what every such app can do). */
import { Secret, TOTP } from 'otpauth';

const PERIOD_S = 30;
const DIGITS = 6;
/** One step to each side: a code typed slowly, or a telephone's clock that is half a minute off. */
const WINDOW = 1;
const SECRET_BYTES = 20;

const totpOf = (secret: string, issuer?: string, label?: string): TOTP =>
  new TOTP({
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD_S,
    ...(issuer === undefined ? {} : { issuer }),
    ...(label === undefined ? {} : { label }),
  });

/** A fresh secret in base 32, 160 bits as RFC 4226 (section 4, R6) recommends. */
export const freshTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** `otpauth://totp/...`: what the app reads from the QR code. */
export const totpUri = (secret: string, issuer: string, label: string): string =>
  totpOf(secret, issuer, label).toString();

/** The code at an instant: for tests and the demo. */
export const totpCode = (secret: string, at: Date): string => totpOf(secret).generate({ timestamp: at.getTime() });

/** The time step that `code` is of, if it is one that is good now; whether it was used already is the caller's to know. */
export function totpStepOf(secret: string, code: string, now: Date): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = totpOf(secret).validate({ token, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? undefined : TOTP.counter({ period: PERIOD_S, timestamp: now.getTime() }) + delta;
}
