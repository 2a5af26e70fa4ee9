/** Other hotlines, the feed's keys and webhooks: each configured, tried out and put on the ledger by a supervisor. */
import type { VNode } from 'preact';
import { z } from 'zod';
import {
  addPeer,
  changePeer,
  countGiven,
  countHanded,
  newPeerSchema,
  nextKeyText,
  ownKeys,
  peerChangeSchema,
  pinNextKey,
  readPeer,
  readPeers,
  rotateOwnKey,
  testPeer,
  type Peer,
} from '../../exchange/door.ts';
import { createApiKey, listApiKeys, newKeySchema, revokeApiKey } from '../../known/door.ts';
import { transact } from '../../platform/db.ts';
import type { NotProved } from '../../staff/door.ts';
import {
  addEndpoint,
  countDeliveries,
  newEndpointSchema,
  readEndpoints,
  removeEndpoint,
  replay,
  rotateSecret,
  sendTest,
  setEndpoint,
  WEBHOOK_KINDS,
} from '../../webhooks/door.ts';
import { notProvedText, passwordProblem, passwordProblems } from '../once-more.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { exchangeTexts } from '../texts/exchange.ts';
import { codeText } from '../texts/texts.ts';
import type { PageNews } from '../views/exchange-parts.tsx';
import { ExchangePage } from '../views/exchange.tsx';
import { FeedPage, WebhooksPage } from '../views/feed-and-webhooks.tsx';
import type { Problem } from '../views/shell.tsx';
import { notFound } from './case.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Everything of the three pages. */
export function addExchange(screens: Screens): void {
  screens.staff('GET /partners/exchange', (visit) => exchangePage(visit, newsOf(visit)));
  screens.staff('POST /partners/exchange', savePeer);
  screens.staff('POST /partners/exchange/own-key', rotate);
  screens.staff('POST /partners/exchange/:peerId', editPeer);
  screens.staff('POST /partners/exchange/:peerId/test', tryPeer);
  screens.staff('GET /partners/feed', (visit) => feedPage(visit, newsOf(visit)));
  screens.staff('POST /partners/feed', makeKey);
  screens.staff('POST /partners/feed/:keyId/revoke', revokeKey);
  screens.staff('GET /partners/webhooks', (visit) => webhooksPage(visit, newsOf(visit)));
  screens.staff('POST /partners/webhooks', makeEndpoint);
  screens.staff('POST /partners/webhooks/:endpointId', actOnEndpoint);
}

const wordsOf = ({ language }: StaffVisit) => exchangeTexts(language);
const actOf = ({ deps, session, now }: StaffVisit) => ({ serviceKey: deps.serviceKey, staffId: session.staffId, now });
const newsOf = (visit: StaffVisit): PageNews => ({
  problems: [],
  flash: visit.query.get('done') === 'yes' ? wordsOf(visit).done : undefined,
});
const isYes = ({ form }: StaffVisit, name: string): boolean => form.get(name) === 'yes';

/** A page with problems, or that an act was refused on, is no success. */
const withNews = (news: PageNews, page: VNode): Answer =>
  news.problems.length > 0 || news.isRefused === true ? { status: 400, page } : page;

/** A schema's complaints at their fields, each in words. */
function problemsOf(visit: StaffVisit, error: z.ZodError): PageNews {
  const words = wordsOf(visit);
  const fields = [...new Set(error.issues.map(({ path }) => String(path[0] ?? 'name')))];
  return { problems: fields.map((field) => problemOf(words.problems, field, field)), flash: undefined };
}
const problemOf = (words: Readonly<Record<string, string>>, field: string, code: string): Problem => ({
  field,
  text: words[code] ?? code,
});

async function exchangePage(visit: StaffVisit, news: PageNews): Promise<Answer> {
  const { deps, page, form, now } = visit;
  const { db, serviceKey } = deps;
  const [[own], next, peers, handed, entriesGiven] = await Promise.all([
    ownKeys(db, serviceKey, now),
    nextKeyText(db, serviceKey, now),
    readPeers(db, serviceKey),
    countHanded(db),
    countGiven(db),
  ]);
  const texts = { keyText: own.public.text, nextKeyText: next };
  const framed = { ...page, path: '/partners/exchange' };
  const given = news.problems.length > 0 ? (name: string) => form.get(name) : () => '';
  const rendered = ExchangePage({ page: framed, ...texts, peers, handed, entriesGiven, news, given });
  return withNews(news, rendered);
}

async function savePeer(visit: StaffVisit): Promise<Answer> {
  const { deps, form } = visit;
  const words = wordsOf(visit).problems;
  const parsed = newPeerSchema.safeParse({
    ...{ name: form.get('name'), country: form.get('country').trim().toUpperCase(), url: form.get('url') },
    ...{ mode: form.get('mode'), keyText: form.get('keyText') },
    ...{ gives: isYes(visit, 'gives'), handsCases: isYes(visit, 'hands') },
    trusted: isYes(visit, 'trusted') ? ['illegal-baseline'] : [],
  });
  if (!parsed.success) return exchangePage(visit, problemsOf(visit, parsed.error));
  if (!isYes(visit, 'compared'))
    return exchangePage(visit, { problems: [problemOf(words, 'compared', 'compared')], flash: undefined });
  const wrong = await passwordProblems(visit);
  if (wrong.length > 0) return exchangePage(visit, { problems: wrong, flash: undefined });
  const added = await transact(deps.db, (tx) => addPeer(tx, actOf(visit), parsed.data));
  if (typeof added === 'string')
    return exchangePage(visit, { problems: [problemOf(words, 'keyText', added)], flash: undefined });
  return { goTo: '/partners/exchange?done=yes' };
}

async function editPeer(visit: StaffVisit): Promise<Answer> {
  const { deps, form } = visit;
  const words = wordsOf(visit).problems;
  const peer = await findPeer(visit);
  if (peer === undefined) return notFound(visit);
  const parsed = peerChangeSchema.safeParse({
    ...{ name: form.get('name'), url: form.get('url'), mode: form.get('mode') },
    ...{ gives: isYes(visit, 'gives'), handsCases: isYes(visit, 'hands') },
  });
  if (!parsed.success) return exchangePage(visit, problemsOf(visit, parsed.error));
  const next = form.get('next').trim();
  const pins = next !== '' && next !== peer.nextKeyText;
  if (pins && !isYes(visit, 'compared'))
    return exchangePage(visit, { problems: [problemOf(words, 'compared', 'compared')], flash: undefined });
  const wrong = !pins && onlyTakesAway(parsed.data, peer) ? undefined : await passwordProblem(visit);
  if (wrong !== undefined) return exchangePage(visit, refusal(visit, wrong));
  const problem = await transact(deps.db, async (tx) => {
    const refused = pins ? await pinNextKey(tx, actOf(visit), peer, next) : undefined;
    if (refused === undefined) await changePeer(tx, actOf(visit), peer.id, parsed.data);
    return refused;
  });
  if (problem !== undefined)
    return exchangePage(visit, { problems: [problemOf(words, 'keyText', problem)], flash: undefined });
  return { goTo: '/partners/exchange?done=yes' };
}

/** Turned off, or given less: what stops something waits for no password. */
function onlyTakesAway(change: z.infer<typeof peerChangeSchema>, peer: Peer): boolean {
  const isLess = (!change.gives || peer.gives) && (!change.handsCases || peer.handsCases);
  const isSlower = change.mode === 'off' || change.mode === peer.mode;
  return isLess && isSlower && change.url === peer.url && change.name === peer.name;
}

/** Why an act was not done: the person's password was not right. */
const refusal = (visit: StaffVisit, code: NotProved): PageNews => ({
  ...{ problems: [], flash: notProvedText(visit, code), isBad: true, isRefused: true },
});

async function rotate(visit: StaffVisit): Promise<Answer> {
  const wrong = await passwordProblem(visit);
  if (wrong !== undefined) return exchangePage(visit, refusal(visit, wrong));
  const { staffId, now } = actOf(visit);
  await transact(visit.deps.db, (tx) => rotateOwnKey(tx, visit.deps.serviceKey, { staffId, now }));
  return { goTo: '/partners/exchange?done=yes' };
}

async function tryPeer(visit: StaffVisit): Promise<Answer> {
  const { deps, texts } = visit;
  const peer = await findPeer(visit);
  if (peer === undefined || deps.network === undefined) return notFound(visit);
  const words = wordsOf(visit);
  const report = await testPeer({ ...deps, network: deps.network }, peer);
  const flash = report.ok ? words.testGood : words.testBad(codeText(texts.failures, report.code, texts.otherCode));
  return exchangePage(visit, { problems: [], flash, isBad: !report.ok });
}

function findPeer({ deps, params }: StaffVisit) {
  const id = z.uuid().safeParse(params.get('peerId'));
  return id.success ? readPeer(deps.db, deps.serviceKey, id.data) : Promise.resolve(undefined);
}

async function feedPage(visit: StaffVisit, news: PageNews): Promise<Answer> {
  const { deps, page, form, now } = visit;
  const keys = (await listApiKeys(deps.db, now)).filter(({ use }) => use === 'feed');
  const given = news.problems.length > 0 ? (name: string) => form.get(name) : () => '';
  return withNews(news, FeedPage({ page: { ...page, path: '/partners/feed' }, keys, news, given }));
}

async function makeKey(visit: StaffVisit): Promise<Answer> {
  const { deps, form, session, now } = visit;
  const asked = { name: form.get('name'), use: 'feed' as const, quotaPerMinute: Number(form.get('quotaPerMinute')) };
  const parsed = newKeySchema.safeParse(asked);
  if (!parsed.success) return feedPage(visit, problemsOf(visit, parsed.error));
  const problems = await passwordProblems(visit);
  if (problems.length > 0) return feedPage(visit, { problems, flash: undefined });
  const made = await transact(deps.db, (tx) => createApiKey(tx, { ...parsed.data, staffId: session.staffId, now }));
  return feedPage(visit, { problems: [], flash: undefined, secret: `${made.id}:${made.secret}` });
}

async function revokeKey(visit: StaffVisit): Promise<Answer> {
  const { deps, params, session, now } = visit;
  const id = params.get('keyId') ?? '';
  const isFeed = (await listApiKeys(deps.db, now)).some((key) => key.id === id && key.use === 'feed');
  if (!isFeed) return notFound(visit);
  await transact(deps.db, (tx) => revokeApiKey(tx, id, { staffId: session.staffId, now }));
  return { goTo: '/partners/feed?done=yes' };
}

async function webhooksPage(visit: StaffVisit, news: PageNews): Promise<Answer> {
  const { deps, page, form } = visit;
  const [endpoints, counts] = await Promise.all([readEndpoints(deps.db, deps.serviceKey), countDeliveries(deps.db)]);
  const given = news.problems.length > 0 ? (name: string) => form.get(name) : () => '';
  const rendered = WebhooksPage({ page: { ...page, path: '/partners/webhooks' }, endpoints, counts, news, given });
  return withNews(news, rendered);
}

async function makeEndpoint(visit: StaffVisit): Promise<Answer> {
  const { deps, form } = visit;
  const parsed = newEndpointSchema.safeParse({
    ...{ name: form.get('name'), url: form.get('url'), mode: form.get('mode') },
    kinds: WEBHOOK_KINDS.filter((kind) => isYes(visit, `kind-${kind}`)),
  });
  if (!parsed.success) return webhooksPage(visit, problemsOf(visit, parsed.error));
  const wrong = await passwordProblems(visit);
  if (wrong.length > 0) return webhooksPage(visit, { problems: wrong, flash: undefined });
  const { secret } = await transact(deps.db, (tx) => addEndpoint(tx, actOf(visit), parsed.data));
  return webhooksPage(visit, { problems: [], flash: undefined, secret });
}

async function actOnEndpoint(visit: StaffVisit): Promise<Answer> {
  const { deps, params, form, now } = visit;
  const endpoint = (await readEndpoints(deps.db, deps.serviceKey)).find(({ id }) => id === params.get('endpointId'));
  if (endpoint === undefined) return notFound(visit);
  const { id, mode } = endpoint;
  const letsSomethingOut = ['secret', 'on'].includes(form.get('act'));
  const wrong = letsSomethingOut ? await passwordProblem(visit) : undefined;
  if (wrong !== undefined) return webhooksPage(visit, refusal(visit, wrong));
  const act = actOf(visit);
  const secret = await transact(deps.db, async (tx): Promise<string | undefined> => {
    switch (form.get('act')) {
      case 'test':
        await sendTest(tx, act, id);
        return undefined;
      case 'replay':
        await replay(tx, act, id, new Date(now.getTime() - DAY_MS));
        return undefined;
      case 'secret':
        return rotateSecret(tx, act, id);
      case 'on':
      case 'off':
        await setEndpoint(tx, act, id, { state: form.get('act') === 'on' ? 'on' : 'off', mode });
        return undefined;
      case 'remove':
        await removeEndpoint(tx, act, id);
        return undefined;
      default:
        return undefined;
    }
  });
  if (secret !== undefined) return webhooksPage(visit, { problems: [], flash: undefined, secret });
  return { goTo: '/partners/webhooks?done=yes' };
}
