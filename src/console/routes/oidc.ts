/** To the identity provider and back, to log in or to tie one's account there to oneself. */
import { z } from 'zod';
import { codeOf } from '../../platform/log.ts';
import {
  linkOidc,
  OidcTooWeakError,
  oidcTripSchema,
  subjectDigestOf,
  unlinkOidc,
  type OidcDoor,
  type OidcProof,
} from '../../staff/door.ts';
import { localPath } from '../form.ts';
import type { Answer, Screens, Visit } from '../screens.ts';
import { ConnectPage, KnownPage, PROOF_FIELD, RefusedPage, WelcomePage, type RefusedWhy } from '../views/oidc.tsx';
import type { Problem } from '../views/shell.tsx';
import { notFound } from './case.ts';

const TRIP_KIND = 'oidc-trip';
const PROOF_KIND = 'oidc-proof';
/** As long as logging in there may take. */
const TRIP_MS = 10 * 60_000;
/** From there to the password here. */
const PROOF_MS = 5 * 60_000;

const tripSchema = oidcTripSchema.extend({ purpose: z.enum(['log-in', 'link']), next: z.string() });

/** All of its routes; none answers where the settings name no provider. */
export function addOidc(screens: Screens): void {
  screens.open('GET /log-in/oidc', (visit) => withDoor(visit, begin));
  screens.open('GET /log-in/oidc/back', (visit) => withDoor(visit, comeBack));

  screens.staff('GET /oidc/connect', (visit) =>
    withDoor(visit, ({ cookies, request, page }, { name }) => {
      const proof = cookies.read(request, 'oidc');
      return proof === undefined ? { goTo: '/sessions?not=oidc-old' } : ConnectPage({ page, name, proof });
    }),
  );

  screens.staff('POST /oidc/link', async (visit): Promise<Answer> => {
    const { deps, session, form, now } = visit;
    const proof = proofIn(visit);
    visit.cookies.clear(visit.reply, 'oidc');
    if (proof === undefined) return { goTo: '/sessions?not=oidc-old' };
    const result = await linkOidc(deps, session, { proof, password: form.get('password') }, now);
    return { goTo: `/sessions?${result === 'oidc-linked' ? 'done' : 'not'}=${result}` };
  });

  screens.staff('POST /oidc/unlink', async ({ deps, session, form, now }) => {
    const result = await unlinkOidc(deps, session, form.get('password'), now);
    return { goTo: `/sessions?${result === 'oidc-unlinked' ? 'done' : 'not'}=${result}` };
  });
}

const withDoor = (
  visit: Visit,
  work: (visit: Visit, door: OidcDoor) => Promise<Answer> | Answer,
): Answer | Promise<Answer> => (visit.deps.oidc === undefined ? notFound(visit) : work(visit, visit.deps.oidc));

/** Where the provider sends people back to: registered there, so it comes from the settings and never from the request. */
function backTo({ deps }: Visit): URL {
  const { url, port } = deps.config.console;
  return new URL('/log-in/oidc/back', url ?? `http://127.0.0.1:${port}`);
}

async function begin(visit: Visit, door: OidcDoor): Promise<Answer> {
  const { deps, query, cookies, reply, now } = visit;
  try {
    const { url, trip } = await door.begin(backTo(visit).href);
    const purpose = query.get('for') === 'link' ? 'link' : 'log-in';
    const remembered = JSON.stringify({ ...trip, purpose, next: localPath(query.get('next') ?? '/') });
    const until = new Date(now.getTime() + TRIP_MS);
    cookies.set(reply, 'oidc', deps.serviceKey.issueToken(TRIP_KIND, Buffer.from(remembered), until));
    return { goTo: url };
  } catch (error) {
    return refuse(visit, door, error, 'away');
  }
}

/** The request comes from another site: it has this trip's cookie and no other, the session's neither. What follows is asked for by our own pages. */
async function comeBack(visit: Visit, door: OidcDoor): Promise<Answer> {
  const { deps, cookies, reply, request, page, now } = visit;
  const remembered = deps.serviceKey.readToken(TRIP_KIND, cookies.read(request, 'oidc') ?? '', now);
  cookies.clear(reply, 'oidc');
  if (remembered === undefined) return refuse(visit, door, undefined, 'unproved');
  const trip = tripSchema.parse(JSON.parse(remembered.toString('utf8')));
  const cameBackTo = backTo(visit);
  cameBackTo.search = new URL(request.url, cameBackTo).search;
  try {
    const subjectDigest = subjectDigestOf(deps.serviceKey, await door.finish(cameBackTo, trip));
    const proof = deps.serviceKey.issueToken(PROOF_KIND, subjectDigest, new Date(now.getTime() + PROOF_MS));
    const props = { page: { ...page, path: '/log-in' }, name: door.name };
    if (trip.purpose === 'log-in') return WelcomePage({ ...props, proof, login: '', next: trip.next, problems: [] });
    cookies.set(reply, 'oidc', proof);
    return KnownPage(props);
  } catch (error) {
    return refuse(visit, door, error, error instanceof OidcTooWeakError ? 'weak' : 'unproved');
  }
}

function refuse({ deps, page }: Visit, { name }: OidcDoor, error: unknown, why: RefusedWhy): Answer {
  if (error !== undefined) deps.log.warn('oidc.refused', { code: codeOf(error) });
  return { status: why === 'away' ? 502 : 403, page: RefusedPage({ page: { ...page, path: '/log-in' }, name, why }) };
}

/** Whom the provider has vouched for, as this form says; undefined when it says nothing, or too late. */
export function proofIn({ deps, form, now }: Visit): OidcProof | undefined {
  const text = form.get(PROOF_FIELD);
  const subjectDigest = text === '' ? undefined : deps.serviceKey.readToken(PROOF_KIND, text, now);
  return subjectDigest === undefined ? undefined : { subjectDigest, token: Buffer.from(text, 'base64url') };
}

/** The page after coming back, once more. */
export const welcomeAgain = (visit: Visit, name: string, problems: readonly Problem[]) =>
  WelcomePage({
    ...{ page: visit.page, name, problems, proof: visit.form.get(PROOF_FIELD) },
    ...{ login: visit.form.get('login'), next: localPath(visit.form.get('next')) },
  });
