/**
 * NCMEC Hash Sharing v2, the calls that speak of entries, over HTTP with Basic authentication. Shapes as public clients of it have them;
 * docs/partners/hash-feedback.md says which are inferred.
 *
 * | answer                          | outcome                                                   |
 * |---------------------------------|-----------------------------------------------------------|
 * | 200, 201, 204                   | done                                                      |
 * | 400, 404, 409, 410, 422         | `refused`, final: the entry or the statement is not right |
 * | 404, 410 to a withdrawal        | done: nothing of ours is there                            |
 * | anything else, no answer        | throws: try again later                                   |
 */
import { Agent, request } from 'undici';
import { readXml, writeXml, XmlMalformed, type XmlElement } from '../../platform/xml.ts';
import { PartnerUnavailable } from '../partner.ts';
import type { Fingerprint } from './feedback.ts';

/** What the client needs of the settings. */
export interface FeedbackAccess {
  /** The service's address, as the list follows it; `/v2/…` is appended. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** For one request; 30 s by default. */
  readonly timeoutMs?: number | undefined;
}

/** Something the service offers to choose from. */
export interface Offered {
  readonly guid: string;
  readonly name: string;
}

/** How a statement about an entry ended, when that is known. */
export type FeedbackOutcome = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly code: string };

/** One fingerprint of one entry. */
export interface FeedbackTarget {
  readonly member: string;
  readonly id: string;
  readonly fingerprint: Fingerprint;
}

/** Every call @throws PartnerUnavailable or the network's error when nothing is known of what was done */
export interface FeedbackClient {
  /** Our own member number. */
  status(): Promise<string>;
  /** All members, by number. */
  members(): Promise<ReadonlyMap<string, string>>;
  /** Reasons that a no to this kind of fingerprint may have. */
  reasons(fingerprint: Fingerprint): Promise<readonly Offered[]>;
  /** Categories that a yes may carry. */
  categorizations(): Promise<readonly Offered[]>;
  put(target: FeedbackTarget, document: XmlElement): Promise<FeedbackOutcome>;
  withdraw(target: FeedbackTarget): Promise<FeedbackOutcome>;
  close(): Promise<void>;
}

const MAX_ANSWER_BYTES = 2 << 20;
const DONE: ReadonlySet<number> = new Set([200, 201, 204]);
const FINAL: ReadonlySet<number> = new Set([400, 404, 409, 410, 422]);

/** Opens a client; nothing is sent before the first call. */
export function openFeedbackClient(access: FeedbackAccess): FeedbackClient {
  const timeoutMs = access.timeoutMs ?? 30_000;
  const agent = new Agent({ connect: { timeout: timeoutMs }, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  const base = access.url.replace(/\/+$/, '');
  const authorization = `Basic ${Buffer.from(`${access.user}:${access.password}`).toString('base64')}`;
  const call = async (method: 'GET' | 'PUT' | 'DELETE', path: string, body?: string) => {
    const answer = await request(`${base}/v2/${path}`, {
      ...{ method, dispatcher: agent, signal: AbortSignal.timeout(timeoutMs) },
      headers: {
        ...{ authorization, accept: 'application/xml' },
        ...(body === undefined ? {} : { 'content-type': 'application/xml; charset=utf-8' }),
      },
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.statusCode, text: await readText(answer.body) };
  };
  const ask = async (path: string): Promise<XmlElement> => {
    const { status, text } = await call('GET', path);
    if (status !== 200) throw unavailable(status);
    return readDocument(text);
  };
  return {
    status: async () => attributeOf(find(await ask('status'), 'member')[0], 'id'),
    members: async () =>
      new Map(find(await ask('members'), 'member').map((each) => [attributeOf(each, 'id'), each.text?.trim() ?? ''])),
    reasons: async (fingerprint) => offeredIn(await ask(`feedback/${fingerprint}/reasons`), 'reason'),
    categorizations: async () => offeredIn(await ask('categorizations'), 'categorization'),
    put: async (target, document) => outcomeOf((await call('PUT', pathOf(target), writeXml(document))).status, false),
    withdraw: async (target) => outcomeOf((await call('DELETE', pathOf(target))).status, true),
    close: () => agent.close(),
  };
}

const pathOf = ({ member, id, fingerprint }: FeedbackTarget): string =>
  `entries/${encodeURIComponent(member)}/${encodeURIComponent(id)}/${fingerprint}/feedback`;

const unavailable = (status: number): PartnerUnavailable => new PartnerUnavailable(`hash-feedback-${status}`);

function outcomeOf(status: number, isWithdrawal: boolean): FeedbackOutcome {
  if (DONE.has(status)) return { kind: 'done' };
  if (isWithdrawal && (status === 404 || status === 410)) return { kind: 'done' };
  if (FINAL.has(status)) return { kind: 'refused', code: `hash-feedback-${status}` };
  throw unavailable(status);
}

function readDocument(text: string): XmlElement {
  try {
    return readXml(text);
  } catch (error) {
    if (error instanceof XmlMalformed) throw new PartnerUnavailable('hash-feedback-answer-malformed');
    throw error;
  }
}

/** Elements of this name, at whatever depth: public accounts of the documents differ in what is around them. */
const find = (root: XmlElement, name: string): readonly XmlElement[] => [
  ...(root.name === name ? [root] : []),
  ...(root.children ?? []).flatMap((child) => find(child, name)),
];

function attributeOf(element: XmlElement | undefined, name: string): string {
  const value = element?.attributes?.[name];
  if (value === undefined || value === '') throw new PartnerUnavailable('hash-feedback-answer-malformed');
  return value;
}

const offeredIn = (root: XmlElement, name: string): readonly Offered[] =>
  find(root, name).map((each) => ({ guid: attributeOf(each, 'guid'), name: attributeOf(each, 'name') }));

async function readText(body: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_ANSWER_BYTES) throw new PartnerUnavailable('hash-feedback-answer-too-large');
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString('utf8');
}
