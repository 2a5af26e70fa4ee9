/** What a page hands to the browser so that it can ask for a passkey, and what comes back with the form. */
import { randomBytes } from 'node:crypto';
import { relyingPartyOf, type PasskeyAnswer, type RelyingParty } from '../staff/door.ts';
import type { Visit } from './screens.ts';

/** A form's fields: the challenge, which only this service can make and read, and the browser's answer. */
export const CHALLENGE_FIELD = 'challenge';
export const PASSKEY_FIELD = 'passkey';

const KIND = 'passkey-challenge';
/** As long as somebody may leave the page open before answering. */
const LIFE_MS = 3_600_000;
/** How long the browser waits for its person. */
const PATIENCE_MS = 120_000;
/** COSE algorithms, the best first: Ed25519, ES256, RS256 (RFC 9053; the last for Windows Hello). */
const ALGORITHMS = [-8, -7, -257];

/** A button's: the form's challenge, and the options in the JSON of WebAuthn Level 3 (5.1.8, 5.1.9). */
export interface PasskeyOffer {
  readonly challengeToken: string;
  readonly options: string;
}

const siteOf = ({ deps }: Visit): RelyingParty | undefined => relyingPartyOf(deps.config.console);

function freshChallenge({ deps, now }: Visit): { readonly token: string; readonly challenge: string } {
  const challenge = randomBytes(32);
  const token = deps.serviceKey.issueToken(KIND, challenge, new Date(now.getTime() + LIFE_MS));
  return { token, challenge: challenge.toString('base64url') };
}

/** For a log-in: any passkey that the browser has for this console. undefined where there are no passkeys. */
export function offerLogIn(visit: Visit): PasskeyOffer | undefined {
  const site = siteOf(visit);
  if (site === undefined) return undefined;
  const { token, challenge } = freshChallenge(visit);
  const options = {
    challenge,
    rpId: site.id,
    timeout: PATIENCE_MS,
    userVerification: 'preferred',
    allowCredentials: [],
  };
  return { challengeToken: token, options: JSON.stringify(options) };
}

/** For a new passkey of somebody who is logged in. undefined where there are none. */
export function offerNew(
  visit: Visit,
  person: { readonly staffId: string; readonly name: string; readonly known: readonly Buffer[] },
): PasskeyOffer | undefined {
  const site = siteOf(visit);
  if (site === undefined) return undefined;
  const { token, challenge } = freshChallenge(visit);
  const options = {
    challenge,
    rp: { id: site.id, name: visit.page.hotlineName },
    user: { id: Buffer.from(person.staffId).toString('base64url'), name: person.name, displayName: person.name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: PATIENCE_MS,
    attestation: 'none',
    // Found without knowing whose it is: the log-in's page must not say which login has a passkey.
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'preferred' },
    excludeCredentials: person.known.map((id) => ({ type: 'public-key', id: id.toString('base64url') })),
  };
  return { challengeToken: token, options: JSON.stringify(options) };
}

/** What came with the form; undefined when nothing did, or its challenge is foreign or too old. */
export function passkeyIn(visit: Visit): PasskeyAnswer | undefined {
  const { deps, form, now } = visit;
  const site = siteOf(visit);
  const text = form.get(PASSKEY_FIELD);
  const challenge = deps.serviceKey.readToken(KIND, form.get(CHALLENGE_FIELD), now);
  return site === undefined || text === '' || challenge === undefined ? undefined : { text, challenge, site };
}
