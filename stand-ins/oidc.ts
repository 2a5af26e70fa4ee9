/**
 * An identity provider (OpenID Connect Core 1.0) for one client: discovery, authorization code with PKCE (S256 is required), tokens
 * signed RS256, and its keys. Whoever comes is logged in at once as the account it was told. It can be told to misbehave:
 *
 * | kind           | what the client is given                                                     |
 * |----------------|------------------------------------------------------------------------------|
 * | ok             | what it should be                                                            |
 * | wrong-nonce    | an ID token of another log-in                                                |
 * | wrong-audience | one that was made for another client                                         |
 * | wrong-issuer   | one that says to be of another provider                                      |
 * | expired        | one that was good until an hour ago                                          |
 * | alg-none       | one without a signature (RFC 8725, 2.1)                                      |
 * | foreign-key    | one that somebody else has signed, under the name of the provider's own key  |
 * | wrong-state    | a code that comes back with a state the client never sent                    |
 * | denied         | `error=access_denied` in place of a code                                     |
 * | broken         | 500 from the token endpoint                                                  |
 */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

export type OidcBehaviour =
  | 'ok'
  | 'wrong-nonce'
  | 'wrong-audience'
  | 'wrong-issuer'
  | 'expired'
  | 'alg-none'
  | 'foreign-key'
  | 'wrong-state'
  | 'denied'
  | 'broken';

/** A running provider. */
export interface OidcProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who comes next is this account. */
  logInAs(subject: string): void;
  behave(behaviour: OidcBehaviour): void;
  /** What its ID tokens say of how people logged in (`acr`, `amr`); nothing at first. */
  say(strength: Readonly<Record<string, unknown>>): void;
  close(): Promise<void>;
}

interface Grant {
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | null;
  readonly subject: string;
}

interface Answer {
  readonly status: number;
  readonly location?: string;
  readonly json?: unknown;
}

interface State {
  issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly own: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  readonly foreign: { readonly privateKey: KeyObject };
  readonly grants: Map<string, Grant>;
  subject: string;
  behaviour: OidcBehaviour;
  strength: Readonly<Record<string, unknown>>;
  readonly now: () => Date;
}

const KEY_ID = 'stand-in-1';
const TOKEN_LIFE_S = 300;

const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Starts one on a free port of loopback. `now` is its clock. */
export async function startOidcProvider(now: () => Date = () => new Date()): Promise<OidcProvider> {
  const state: State = {
    ...{ issuer: '', clientId: 'fyr', clientSecret: randomBytes(16).toString('hex') },
    ...{
      own: newKey(),
      foreign: newKey(),
      grants: new Map(),
      subject: 'account-1',
      behaviour: 'ok',
      strength: {},
      now,
    },
  };
  const server = createServer((request, response) => {
    answer(state, request)
      .then(({ status, location, json }) => {
        response.writeHead(status, {
          'content-type': 'application/json',
          'cache-control': 'no-store',
          ...(location === undefined ? {} : { location }),
        });
        response.end(json === undefined ? '' : JSON.stringify(json));
      })
      .catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  state.issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    ...{ issuer: state.issuer, clientId: state.clientId, clientSecret: state.clientSecret },
    logInAs: (subject) => {
      state.subject = subject;
    },
    behave: (behaviour) => {
      state.behaviour = behaviour;
    },
    say: (strength) => {
      state.strength = strength;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(state: State, request: IncomingMessage): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', state.issuer);
  switch (`${request.method ?? ''} ${pathname}`) {
    case 'GET /.well-known/openid-configuration':
      return { status: 200, json: metadataOf(state.issuer) };
    case 'GET /jwks': {
      const key = { ...state.own.publicKey.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256' };
      return { status: 200, json: { keys: [key] } };
    }
    case 'GET /authorize':
      return authorize(state, searchParams);
    case 'POST /token':
      return exchange(state, new URLSearchParams(await readText(request)));
    default:
      return { status: 404 };
  }
}

function authorize(state: State, query: URLSearchParams): Answer {
  const redirectUri = query.get('redirect_uri') ?? '';
  const challenge = query.get('code_challenge') ?? '';
  const isRight =
    query.get('client_id') === state.clientId &&
    query.get('response_type') === 'code' &&
    query.get('code_challenge_method') === 'S256' &&
    (query.get('scope') ?? '').split(' ').includes('openid');
  if (!isRight || challenge === '' || !URL.canParse(redirectUri)) return { status: 400 };
  const redirect = new URL(redirectUri);
  redirect.searchParams.set('state', state.behaviour === 'wrong-state' ? 'of-nobody' : (query.get('state') ?? ''));
  redirect.searchParams.set('iss', state.issuer);
  if (state.behaviour === 'denied') {
    redirect.searchParams.set('error', 'access_denied');
  } else {
    const code = randomBytes(24).toString('base64url');
    state.grants.set(code, { redirectUri, challenge, nonce: query.get('nonce'), subject: state.subject });
    redirect.searchParams.set('code', code);
  }
  return { status: 302, location: redirect.href };
}

function exchange(state: State, form: URLSearchParams): Answer {
  if (state.behaviour === 'broken') return { status: 500 };
  const code = form.get('code') ?? '';
  const grant = state.grants.get(code);
  // A code is good once (RFC 6749, 4.1.2).
  state.grants.delete(code);
  const verifier = form.get('code_verifier') ?? '';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  if (form.get('client_id') !== state.clientId || form.get('client_secret') !== state.clientSecret)
    return { status: 401, json: { error: 'invalid_client' } };
  if (grant?.challenge !== challenge || grant.redirectUri !== form.get('redirect_uri'))
    return { status: 400, json: { error: 'invalid_grant' } };
  const accessToken = randomBytes(16).toString('hex');
  return { status: 200, json: { access_token: accessToken, token_type: 'Bearer', id_token: idTokenOf(state, grant) } };
}

function idTokenOf({ behaviour, issuer, clientId, own, foreign, strength, now }: State, grant: Grant): string {
  const issuedAt = Math.floor(now().getTime() / 1000) - (behaviour === 'expired' ? 3_600 + TOKEN_LIFE_S : 0);
  const header = behaviour === 'alg-none' ? { alg: 'none' } : { alg: 'RS256', kid: KEY_ID };
  const payload = {
    ...strength,
    ...{ iss: behaviour === 'wrong-issuer' ? 'http://127.0.0.1:1' : issuer, sub: grant.subject },
    ...{ aud: behaviour === 'wrong-audience' ? 'another-client' : clientId },
    ...{ iat: issuedAt, exp: issuedAt + TOKEN_LIFE_S },
    ...(grant.nonce === null ? {} : { nonce: behaviour === 'wrong-nonce' ? 'of-another' : grant.nonce }),
  };
  const signed = `${encode(header)}.${encode(payload)}`;
  if (behaviour === 'alg-none') return `${signed}.`;
  const key = behaviour === 'foreign-key' ? foreign.privateKey : own.privateKey;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

const metadataOf = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['client_secret_post'],
  authorization_response_iss_parameter_supported: true,
});

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += String(chunk);
  return text;
}
