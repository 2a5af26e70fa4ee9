/**
 * ICCAM v3 (INHOPE) as its clients meet it: the routes and rules of DOMAIN.md over HTTP on loopback, for one hotline's account.
 * What other hotlines do is led by the test through `advance` and `fileReport`, under the same rules.
 */
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import Fastify, { type FastifyInstance } from 'fastify';
import { INHOPE_COUNTRIES } from '../src/terms/countries.ts';
import { advance, hotlineOf, type IccamStep } from './iccam/advance.ts';
import { fileReport, openBook, type ContentRecord, type Hotline, type ReportRecord } from './iccam/book.ts';
import { addMisbehaviour, type IccamBehaviour } from './iccam/misbehave.ts';
import { parseOrRefuse } from './iccam/refusal.ts';
import {
  addCatalogueRoutes,
  addContentRoutes,
  addReportRoutes,
  addSignInRoutes,
  answerErrors,
  type Desk,
} from './iccam/routes.ts';
import { reportSchema } from './iccam/sent.ts';
import { openSignIn } from './iccam/sign-in.ts';

export { makeAuthority, type IssuedCertificate, type TestAuthority } from './iccam/certificates.ts';
export type { IccamStep } from './iccam/advance.ts';
export type { ContentRecord, Hotline, RecordedAction, ReportRecord } from './iccam/book.ts';
export type { IccamBehaviour } from './iccam/misbehave.ts';
export { Refusal } from './iccam/refusal.ts';

/** What the far side is like. Only the country must be given: who signs in decides what may be done. */
export interface IccamOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** The country of the hotline that signs in: ISO 3166-1 alpha-2, one with a hotline. */
  readonly country: string;
  /** `fyr` and `stand-in only` by default. */
  readonly username?: string;
  readonly password?: string;
  /** Names that may stand for an analyst; any name by default. */
  readonly analysts?: readonly string[];
  /** All hotlines; by default one for each INHOPE country and a second one in DE. */
  readonly hotlines?: readonly Hotline[];
  /** How long a bearer token lasts; 3,600,000 by default. */
  readonly tokenLifetimeMs?: number;
  /** How long after its filing a report takes no actions; 1,000 by default. */
  readonly settleMs?: number;
  readonly now?: () => Date;
  /** TLS that asks for a client certificate of the authority `ca`, as INHOPE's servers do; all in PEM. Plain HTTP by default. */
  readonly tls?: { readonly certificate: string; readonly privateKey: string; readonly ca: string };
}

/** For tests that assert what was asked; bodies and tokens are not kept. */
export interface IccamRequest {
  readonly at: Date;
  readonly method: string;
  /** Path and query, without a leading slash. */
  readonly path: string;
}

/** The far side in the hands of a test: what arrived, what the others do, and how it fails. */
export interface Iccam {
  /** `http://127.0.0.1:PORT/`: what `Authentication` and `rest/...` are appended to. */
  readonly url: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  reports(): readonly ReportRecord[];
  contents(): readonly ContentRecord[];
  /** What was asked, oldest first, the newest 10,000. */
  requests(): readonly IccamRequest[];
  /** @throws Refusal when the rules forbid the step */
  advance(step: IccamStep): void;
  /** Another country's hotline files a report (the body of `POST rest/Reports`). Returns its id. @throws Refusal */
  fileReport(country: string, body: unknown): number;
  behave(behaviour: IccamBehaviour): void;
  /** From now on its clock is so far off: what it writes down and when tokens end. */
  skewClock(ms: number): void;
  close(): Promise<void>;
}

const REQUEST_LIMIT = 10_000;

/** Opens ICCAM on 127.0.0.1. @throws RangeError when the country has no hotline; Error when the port is taken */
export async function startIccam(options: IccamOptions): Promise<Iccam> {
  const trueNow = options.now ?? (() => new Date());
  let skewMs = 0;
  const now = () => new Date(trueNow().getTime() + skewMs);
  const book = openBook(options.hotlines ?? defaultHotlines(), options.settleMs ?? 1000);
  const account = { username: options.username ?? 'fyr', password: options.password ?? 'stand-in only' };
  const signIn = openSignIn(account, options.tokenLifetimeMs ?? 3_600_000, now);
  const own = hotlineOf(book, options.country);
  const desk: Desk = { book, own, username: account.username, signIn, now, analysts: options.analysts };
  const requests: IccamRequest[] = [];
  const closing = new AbortController();
  const http = openServer(options.tls);

  answerErrors(http);
  http.addHook('onRequest', (request, _reply, done) => {
    requests.push({ at: now(), method: request.method, path: request.url.slice(1) });
    if (requests.length > REQUEST_LIMIT) requests.shift();
    done();
  });
  const behave = addMisbehaviour(
    http,
    (request) => signIn.revoke(request.headers.authorization, false),
    closing.signal,
  );
  addSignInRoutes(http, desk);
  await http.register(
    (rest, _options, done) => {
      rest.addHook('onRequest', (request, _reply, next) => {
        signIn.check(request.headers.authorization);
        next();
      });
      addCatalogueRoutes(rest, desk);
      addContentRoutes(rest, desk);
      addReportRoutes(rest, desk);
      done();
    },
    { prefix: '/rest' },
  );
  await http.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const address = http.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    ...{ url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/`, port, ...account, behave },
    skewClock: (ms) => {
      skewMs = ms;
    },
    reports: () => [...book.reports.values()],
    contents: () => [...book.contents.values()],
    requests: () => [...requests],
    advance: (step) => advance(book, step, now()),
    fileReport: (country, body) => fileReport(book, hotlineOf(book, country), parseOrRefuse(reportSchema, body), now()),
    close: async () => {
      closing.abort();
      await http.close();
    },
  };
}

/** With TLS: a client without a certificate of the authority gets no further than the handshake. */
function openServer(tls: IccamOptions['tls']): FastifyInstance {
  const common = { logger: false, forceCloseConnections: true, bodyLimit: 8 * 1024 * 1024 } as const;
  if (tls === undefined) return Fastify(common);
  const { certificate: cert, privateKey: key, ca } = tls;
  const factory = (handler: RequestListener) =>
    createServer({ cert, key, ca, requestCert: true, rejectUnauthorized: true }, handler);
  return Fastify({ ...common, serverFactory: (handler) => factory(handler) });
}

function defaultHotlines(): readonly Hotline[] {
  const countries = [...INHOPE_COUNTRIES].sort();
  const first = countries.map((country, index) => ({ id: index + 1, name: `Hotline ${country}`, country }));
  return [...first, { id: first.length + 1, name: 'Second hotline DE', country: 'DE' }];
}
