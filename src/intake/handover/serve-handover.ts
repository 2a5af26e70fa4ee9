/**
 * The way in for other sites and apps (docs/embedding.md): a tip as JSON, signed by RFC 9421 with the partner's Ed25519 key. It lies on the
 * public site's own port, takes the same tips as the form and answers with the same receipt, durable when it is there. Nothing that is
 * sent is in an answer or a log.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  matchesContentDigest,
  SignatureError,
  verifyMessage,
  type HttpMessage,
} from '../../../lib/http-signature/door.ts';
import { recipientToText } from '../../../lib/seal/door.ts';
import { statusOf } from '../../platform/http.ts';
import { codeOf } from '../../platform/log.ts';
import { ForgetfulMap } from '../pressure/forgetful-map.ts';
import type { SameWords } from '../pressure/same-words.ts';
import { receiveTip } from '../receive-tip.ts';
import { languageAtHome, siteOf, type IntakeDeps } from '../site-deps.ts';
import { complaintOf, handedTipSchema, toSubmission, type HandedTip } from './handed-tip.ts';
import type { SitePartner } from './site-partner.ts';

export const HANDOVER_TAG = 'fyr-tip-1';
/** Of a tip handed over: what partners are told (docs/embedding.md), whatever a page of the site's own form needs. */
const TIP_LIMIT_BYTES = 128 * 1024;
const MUST_COVER = ['@method', '@authority', '@path', 'content-digest'];
const MOST_AGE_SECONDS = 300;
const SKEW_SECONDS = 60;

/** What goes wrong, by status and code; `detail` says it in words. */
class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** What the interface needs: the site's, and the house's answers. */
type HandoverDeps = IntakeDeps & { readonly handover: NonNullable<IntakeDeps['handover']> };

/** Adds the two routes, where the house answers for partners. */
export function serveHandover(http: FastifyInstance, given: IntakeDeps, sameWords: SameWords): void {
  const { handover } = given;
  if (handover === undefined) return;
  const deps = { ...given, handover };
  const nonces = new ForgetfulMap<true>();
  void http.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, ready) => ready(null, body));
    scope.setErrorHandler((error, _request, reply) => answerError(deps, error, reply));
    scope.get('/api/v1/key', () => deskKeyOf(deps));
    scope.post('/api/v1/tips', { bodyLimit: TIP_LIMIT_BYTES }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const partner = await authenticate(deps, request, body, nonces);
      const { receipt, isNew } = await take(deps, sameWords, partner, readTip(body));
      return reply.status(isNew ? 201 : 200).send({ receipt, isNew });
    });
    done();
  });
}

async function deskKeyOf(deps: IntakeDeps): Promise<{ readonly keyId: string; readonly recipient: string }> {
  const { id, recipient } = await openDesk(deps);
  return { keyId: id, recipient: recipientToText(recipient) };
}

async function openDesk(deps: IntakeDeps) {
  const deskKey = await deps.deskKey();
  if (deskKey === undefined) throw new Refusal(503, 'not-open', 'The hotline is not ready to receive tips yet.');
  return deskKey;
}

const headersSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]).optional());

async function authenticate(
  { handover, clock }: HandoverDeps,
  request: FastifyRequest,
  body: Buffer,
  nonces: ForgetfulMap<true>,
): Promise<SitePartner> {
  const headers = Object.fromEntries(
    Object.entries(headersSchema.parse(request.headers)).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
  const [path = '', query = ''] = request.url.split(/\?(.*)/s);
  const message = { method: request.method, authority: request.host, path, query: `?${query}`, headers };
  const keyId = /;keyid="([\w-]{1,64})"/.exec(headers['signature-input'] ?? '')?.[1];
  const partner = keyId === undefined ? undefined : await handover.findPartner(keyId);
  verify(message, body, partner, clock.now(), nonces);
  if (partner === undefined) throw new SignatureError('unknown-key', 'nobody is known by its key');
  return partner;
}

/** @throws SignatureError */
function verify(
  message: HttpMessage,
  body: Buffer,
  partner: SitePartner | undefined,
  now: Date,
  nonces: ForgetfulMap<true>,
): void {
  const { keyId, nonce } = verifyMessage(message, {
    ...{ tag: HANDOVER_TAG, mustCover: MUST_COVER, nowSeconds: now.getTime() / 1_000 },
    ...{ maxAgeSeconds: MOST_AGE_SECONDS, skewSeconds: SKEW_SECONDS },
    findKey: (name) => (name === partner?.keyId ? partner.publicKey : undefined),
  });
  if (nonce.length < 16 || nonce.length > 64)
    throw new SignatureError('malformed', 'its nonce is not 16 to 64 characters long');
  if (!matchesContentDigest(message.headers['content-digest'], body))
    throw new SignatureError('wrong', 'the content is not what was signed');
  const use = `${keyId} ${nonce}`;
  if (nonces.get(use) === true)
    throw new Refusal(401, 'replayed', 'This signature was used before: sign each request anew.');
  nonces.set(use, true);
}

/** @throws Refusal 400 */
function readTip(body: Buffer): HandedTip {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal(400, 'not-json', 'The body is not JSON in UTF-8.');
  }
  const tip = handedTipSchema.safeParse(json);
  if (!tip.success) throw new Refusal(400, 'not-a-tip', complaintOf(tip.error));
  return tip.data;
}

async function take(deps: HandoverDeps, sameWords: SameWords, partner: SitePartner, tip: HandedTip) {
  const deskKey = await openDesk(deps);
  if (tip.sealed !== undefined && tip.sealed.keyId !== deskKey.id && !(await deps.handover.isDeskKey(tip.sealed.keyId)))
    throw new Refusal(
      409,
      'unknown-desk-key',
      'sealed.keyId: no such key here; ask /api/v1/key for the one to seal to.',
    );
  const submissionKey = deps.serviceKey.digest('submission', `partner ${partner.id} ${tip.id}`);
  const { oddInReport } = siteOf(deps.hotline, languageAtHome(deps.hotline)).texts.form;
  const submission = toSubmission(tip, submissionKey, oddInReport);
  const groupId = sameWords.groupOf(submission.category, submission.report);
  const taken = await receiveTip({ ...deps, deskKey }, { ...submission, groupId });
  if (taken.isNew) deps.log.info('tip.received', { category: tip.category });
  return taken;
}

function answerError({ log }: IntakeDeps, error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) return sendError(reply, error.status, error.code, error.message);
  if (error instanceof SignatureError) return sendError(reply, 401, error.code, error.message);
  const status = statusOf(error);
  if (status === 413)
    return sendError(reply, 413, 'too-large', `The tip is too large: ${TIP_LIMIT_BYTES / 1024} KiB in all.`);
  if (status === 415) return sendError(reply, 415, 'not-json', 'Only application/json is taken, and never a file.');
  if (status < 500) return sendError(reply, status, 'refused', 'The request could not be read.');
  log.error('http.failed', { route: 'handover', status: 503, code: codeOf(error) });
  return sendError(
    reply,
    503,
    'not-received',
    'The tip was not received. Send it again, with the same id, in a while.',
  );
}

const sendError = (reply: FastifyReply, status: number, code: string, detail: string): FastifyReply =>
  reply.status(status).send({ code, detail });
