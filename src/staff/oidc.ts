/**
 * Logging in with the organisation's own accounts (OpenID Connect Core 1.0: authorization code with PKCE, RFC 7636). The provider says
 * who somebody is, in place of a code or a passkey; it opens nothing: the person's key is sealed under their password.
 */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretPost,
  discovery,
  enableNonRepudiationChecks,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client';
import { z } from 'zod';

/** How this hotline is known to its provider. */
export interface OidcSettings {
  /** `test`: a provider on loopback, and no other. */
  readonly mode: 'test' | 'live';
  readonly issuer: string;
  readonly clientId: string;
  /** undefined: a public client, which PKCE alone protects. */
  readonly clientSecret: string | undefined;
  /** As people know it, on the log-in's button. */
  readonly name: string;
  /** Of `acr` the ID token must name one, of `amr` all; empty lists ask for nothing (platform/oidc-config.ts). */
  readonly strength: { readonly acr: readonly string[]; readonly amr: readonly string[] };
}

/** Thrown when the provider knows somebody and does not say that they logged in there as strongly as the settings ask. */
export class OidcTooWeakError extends Error {
  override readonly name = 'OidcTooWeakError';
  readonly code = 'oidc-too-weak';
}

/** What has to be remembered between going there and coming back; nobody but the browser that went may have it. */
export const oidcTripSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });
export type OidcTrip = z.infer<typeof oidcTripSchema>;

/** Whom the provider has vouched for. */
export interface VouchedFor {
  readonly issuer: string;
  /** The provider's own name for them, which never changes (Core, 2). */
  readonly subject: string;
}

/** The way to the provider and back. */
export interface OidcDoor {
  readonly name: string;
  /** Where to send the browser. @throws Error when the provider does not answer */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly trip: OidcTrip }>;
  /**
   * Whom it has vouched for, from the address that the browser came back with. State, nonce, audience, issuer, times, signature and
   * its algorithm are checked, and how they logged in there. @throws OidcTooWeakError when that was not strong enough or is not said;
   * Error when any of the others is wrong, or the provider does not answer
   */
  finish(cameBackTo: URL, trip: OidcTrip): Promise<VouchedFor>;
}

const TIMEOUT_S = 10;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** @throws RangeError when the issuer is not one that its mode allows */
export function openOidc(settings: OidcSettings): OidcDoor {
  const issuer = new URL(settings.issuer);
  const isLoopback = LOOPBACK.has(issuer.hostname);
  if (settings.mode === 'test' && !isLoopback)
    throw new RangeError('In test mode the identity provider must be on this machine (127.0.0.1).');
  if (settings.mode === 'live' && issuer.protocol !== 'https:')
    throw new RangeError('A live identity provider is reached over https.');
  let found: Promise<Configuration> | undefined;
  /** Asked once; after a failure, again. */
  const find = (): Promise<Configuration> => {
    found ??= discover(settings, issuer).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
  return {
    name: settings.name,
    begin: async (redirectUri) => {
      const configuration = await find();
      const trip = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(configuration, {
        ...{ redirect_uri: redirectUri, scope: 'openid', state: trip.state, nonce: trip.nonce },
        ...{ code_challenge: await calculatePKCECodeChallenge(trip.verifier), code_challenge_method: 'S256' },
        // Asked for; what decides is what the ID token says (Core, 3.1.2.1: it is a voluntary claim).
        ...(settings.strength.acr.length === 0 ? {} : { acr_values: settings.strength.acr.join(' ') }),
      });
      return { url: url.href, trip };
    },
    finish: async (cameBackTo, trip) => {
      const tokens = await authorizationCodeGrant(await find(), cameBackTo, {
        ...{ expectedState: trip.state, expectedNonce: trip.nonce, pkceCodeVerifier: trip.verifier },
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('The identity provider sent no ID token.');
      requireStrength(settings.strength, { acr: claims['acr'], amr: claims['amr'] });
      return { issuer: claims.iss, subject: claims.sub };
    },
  };
}

/** A claim that is missing, or of another shape, says nothing. @throws OidcTooWeakError */
function requireStrength(
  asked: OidcSettings['strength'],
  said: { readonly acr: unknown; readonly amr: unknown },
): void {
  const methods: readonly unknown[] = Array.isArray(said.amr) ? said.amr : [];
  const isOneOf = asked.acr.length === 0 || asked.acr.some((each) => each === said.acr);
  if (!isOneOf || !asked.amr.every((each) => methods.includes(each)))
    throw new OidcTooWeakError(
      'The ID token does not say that its person logged in as FYR_OIDC_ACR and FYR_OIDC_AMR ask.',
    );
}

function discover({ mode, clientId, clientSecret }: OidcSettings, issuer: URL): Promise<Configuration> {
  return discovery(issuer, clientId, undefined, clientSecret === undefined ? None() : ClientSecretPost(clientSecret), {
    timeout: TIMEOUT_S,
    // Signatures are checked although TLS would do here (Core, 3.1.3.7, 6): a proxy that opens TLS must not be able to vouch for anybody.
    execute: [enableNonRepudiationChecks, ...(mode === 'test' ? [allowPlainLoopback] : [])],
  });
}

/** In test mode alone, where `openOidc` has seen to it that the provider is on this machine. */
// eslint-disable-next-line @typescript-eslint/no-deprecated -- not deprecated but marked so by its authors, to stand out
const allowPlainLoopback = allowInsecureRequests;
