/** Settings of the organisation's identity provider (config.ts reads them with all others). */
import * as z from 'zod';

/** Undefined in the settings: nobody logs in by a provider. */
export interface OidcConfig {
  /** `test`: only a provider on this machine is reached. */
  readonly mode: 'test' | 'live';
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecretFile: string | undefined;
  /** As people know it; its host where they do not say. */
  readonly name: string;
  /** How somebody must have logged in there; both empty: whatever the provider did is taken as the weakest. */
  readonly strength: {
    /** Authentication context classes (`acr`, OpenID Connect Core 1.0, 2), of which the ID token must name one. */
    readonly acr: readonly string[];
    /** Methods (`amr`, RFC 8176) that the ID token must name, each of them. */
    readonly amr: readonly string[];
  };
}

const listSchema = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
  .default([]);

/** Each as an environment variable. */
export const OIDC_SETTINGS = {
  FYR_OIDC_MODE: z.enum(['test', 'live'], { error: 'must be test or live' }).default('test'),
  FYR_OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with http: or https:' })
    .optional(),
  FYR_OIDC_CLIENT_ID: z.string().min(1).optional(),
  FYR_OIDC_CLIENT_SECRET_FILE: z.string().min(1).optional(),
  FYR_OIDC_NAME: z.string().min(1).max(60).optional(),
  FYR_OIDC_ACR: listSchema,
  FYR_OIDC_AMR: listSchema,
};

/** Put together; `notTogether` is told of settings that need each other. */
export function oidcOf(
  env: z.infer<z.ZodObject<typeof OIDC_SETTINGS>>,
  notTogether: (names: string) => never,
): OidcConfig | undefined {
  const { FYR_OIDC_ISSUER: issuer, FYR_OIDC_CLIENT_ID: clientId, FYR_OIDC_CLIENT_SECRET_FILE: clientSecretFile } = env;
  if (issuer === undefined && clientId === undefined) return undefined;
  if (issuer === undefined || clientId === undefined) return notTogether('FYR_OIDC_ISSUER and FYR_OIDC_CLIENT_ID');
  const name = env.FYR_OIDC_NAME ?? new URL(issuer).hostname;
  const strength = { acr: env.FYR_OIDC_ACR, amr: env.FYR_OIDC_AMR };
  return { mode: env.FYR_OIDC_MODE, issuer, clientId, clientSecretFile, name, strength };
}
