/**
 * Passkeys as a second factor (W3C Web Authentication, Level 3): what a browser sends, verified. A passkey answers only on the console's own
 * address, so that it cannot be talked out of somebody by a page that looks like the console, as a code can.
 */
import { isIP } from 'node:net';
import { z } from 'zod';

/** The console as browsers know it: passkeys are made for `id` and answer on `origin`. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** Read when the first passkey is, not by every process and command at its start: it costs a third of a second. */
const webAuthn = () => import('@simplewebauthn/server');

/**
 * From the address that people type, else the machine's own. undefined where browsers have no passkeys: without TLS except on
 * `localhost` (Secure Contexts), and on bare IP addresses (an RP ID is a domain, WebAuthn 5.1.2).
 */
export function relyingPartyOf(console_: {
  readonly url: string | undefined;
  readonly port: number;
}): RelyingParty | undefined {
  const { protocol, hostname, origin } = new URL(console_.url ?? `http://localhost:${console_.port}`);
  const isSecure = protocol === 'https:' || hostname === 'localhost';
  return isSecure && isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? { id: hostname, origin } : undefined;
}

/** What the browser sent (JSON), to which challenge, on which site it should have been. */
export interface PasskeyAnswer {
  readonly text: string;
  readonly challenge: Uint8Array;
  readonly site: RelyingParty;
}

/** A passkey as it is kept. */
export interface Passkey {
  readonly credentialId: Buffer;
  /** COSE. */
  readonly publicKey: Buffer;
  readonly counter: number;
}

const base = { id: z.string(), rawId: z.string(), type: z.literal('public-key') };
const extensions = z.object({}).transform(() => ({}));
const newSchema = z.object({
  ...base,
  clientExtensionResults: extensions,
  response: z.object({ clientDataJSON: z.string(), attestationObject: z.string() }),
});
const answerSchema = z.object({
  ...base,
  clientExtensionResults: extensions,
  response: z.object({ clientDataJSON: z.string(), authenticatorData: z.string(), signature: z.string() }),
});

/** Whether a counter says that an authenticator has a copy somewhere (WebAuthn 7.2, step 22): it should have grown, if it is kept at all. */
export const isCounterBehind = (stored: number, answered: number): boolean =>
  (stored > 0 || answered > 0) && answered <= stored;

/** The new passkey that an answer proves; undefined when it proves none. */
export async function verifyNewPasskey({ text, challenge, site }: PasskeyAnswer): Promise<Passkey | undefined> {
  const response = parseJson(newSchema, text);
  if (response === undefined) return undefined;
  const { verifyRegistrationResponse } = await webAuthn();
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      ...{ response, expectedChallenge: Buffer.from(challenge).toString('base64url') },
      ...{ expectedOrigin: site.origin, expectedRPID: site.id, requireUserVerification: false },
    });
    if (!verified) return undefined;
    const { id, publicKey, counter } = registrationInfo.credential;
    return { credentialId: Buffer.from(id, 'base64url'), publicKey: Buffer.from(publicKey), counter };
  } catch {
    return undefined;
  }
}

/** Which passkey an answer names; undefined when it is no answer. Nothing is proved by this. */
export function credentialIdIn(text: string): Buffer | undefined {
  const response = parseJson(answerSchema, text);
  return response === undefined ? undefined : Buffer.from(response.id, 'base64url');
}

/** The counter of an answer that this passkey has signed; undefined when it has not. Whether the counter may be is the caller's to judge. */
export async function verifyPasskey(
  { text, challenge, site }: PasskeyAnswer,
  passkey: Passkey,
): Promise<number | undefined> {
  const response = parseJson(answerSchema, text);
  if (response === undefined) return undefined;
  const { verifyAuthenticationResponse } = await webAuthn();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      ...{ response, expectedChallenge: Buffer.from(challenge).toString('base64url') },
      ...{ expectedOrigin: site.origin, expectedRPID: site.id, requireUserVerification: false },
      // With 0 the library leaves the judgement of the counter to us, who tell it apart from a wrong signature.
      credential: {
        ...{ id: passkey.credentialId.toString('base64url'), publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
      },
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    return undefined;
  }
}

function parseJson<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
