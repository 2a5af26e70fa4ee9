import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { writeXml, type XmlElement } from '../../platform/xml.ts';
import { readDispatch } from '../../routing/door.ts';
import { isIllegal } from '../../terms/outcomes.ts';
import { outcomeOf } from '../../terms/answers.ts';
import {
  mayReach,
  type Dispatch,
  type FollowUpReport,
  type HotlineIdentity,
  type PartnerAdapter,
  type SendOutcome,
  type TakeAnswer,
} from '../partner.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { meaningOf } from './answer.ts';
import { openCybertipClient, type CybertipAccess, type CybertipClient } from './cybertip-client.ts';
import { accessOf } from './cybertip-desk.ts';
import { fileReport, type Documents } from './file-report.ts';
import { listOpenFilings, moveFiling } from './filing-store.ts';
import {
  buildFileDetails,
  buildReport,
  fieldsOf,
  readFacts,
  writeFacts,
  type CybertipFacts,
  type CybertipInput,
  type Reporter,
} from './report.ts';
import { FILE_DETAILS_RULE, REPORT_RULE } from './report-schema.ts';
import { problemsOf, type ElementRule } from './schema-rule.ts';

/** Without an address or an account everything is rehearsed. */
export interface CybertipDeps {
  readonly db: Db;
  /** Asked for each sending; a change of it opens a connection anew. */
  readonly settings: () => Promise<PartnerSettings>;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly hotline: HotlineIdentity;
  /** For one request; 30 s by default. */
  readonly timeoutMs?: number;
}

/** What the settings say of where NCMEC joins the routing table; `off`: nowhere, and nobody is asked. */
export type NcmecReach =
  | { readonly kind: 'off' | 'asked' | 'every' }
  | { readonly kind: 'countries'; readonly countries: ReadonlySet<string> };

/** The way to the CyberTipline. What waits for sending is shrouded facts; the documents are built and checked at each try. */
export interface CybertipDoor extends PartnerAdapter<CybertipInput> {
  readonly destination: 'ncmec';
  /** Where NCMEC joins the routing table by itself. */
  reach(): Promise<NcmecReach>;
  /** Ends kept connections. */
  close(): Promise<void>;
}

/** Opens the way to the CyberTipline. */
export function openCybertip(deps: CybertipDeps): CybertipDoor {
  const clients = openClients(deps.timeoutMs);
  return {
    destination: 'ncmec',
    reach: async () => reachOf(await deps.settings()),
    canTake: async (input) => canTake(input, await deps.settings()),
    outline: async (input) => {
      const settings = await deps.settings();
      const facts = readFacts(writeFacts(input));
      const report = buildReport(facts, reporterOf(settings, deps.hotline), '(set when it is sent)');
      const details = detailsOf(facts, settings, '1');
      return [report, ...details].flatMap((each) => fieldsOf(each));
    },
    prepare: (input) => Promise.resolve(deps.serviceKey.shroud('payload', writeFacts(input))),
    send: (dispatch) => send(deps, clients.of, dispatch),
    followUp: async () => followUp(deps, clients.of, await deps.settings()),
    close: () => clients.close(),
  };
}

/** One client for the settings that hold; when they change, the old one ends as soon as its calls have. */
function openClients(timeoutMs: number | undefined) {
  let kept: { readonly key: string; readonly client: CybertipClient } | undefined;
  return {
    of: (access: CybertipAccess): CybertipClient => {
      const key = JSON.stringify(access);
      if (kept?.key === key) return kept.client;
      void kept?.client.close();
      kept = { key, client: openCybertipClient({ ...access, timeoutMs }) };
      return kept.client;
    },
    close: () => kept?.client.close() ?? Promise.resolve(),
  };
}

function reachOf({ mode, values }: PartnerSettings): NcmecReach {
  if (mode === 'off') return { kind: 'off' };
  const { reach, countries = '' } = values;
  if (reach === 'every') return { kind: 'every' };
  if (reach === 'countries') return { kind: 'countries', countries: new Set(countries.match(/[A-Z]{2}/g)) };
  return { kind: 'asked' };
}

function canTake(input: CybertipInput, { mode }: PartnerSettings): TakeAnswer {
  if (mode === 'off') return { takes: false, code: 'partner-off' };
  if (!isIllegal(outcomeOf(input.answers))) return { takes: false, code: 'no-longer-illegal' };
  return { takes: true };
}

const MOST_NAME = 100;

function reporterOf({ values }: PartnerSettings, hotline: HotlineIdentity): Reporter {
  return {
    firstName: values['first-name'],
    lastName: values['last-name'] ?? hotline.name.slice(0, MOST_NAME),
    email: values['email'] ?? hotline.email,
    phone: values['phone'],
    agency: values['agency'],
    homeCountry: hotline.homeCountry,
  };
}

function detailsOf(facts: CybertipFacts, { values }: PartnerSettings, reportId: string): readonly XmlElement[] {
  const details = values['hashes'] === 'file-details' ? buildFileDetails(facts, reportId) : undefined;
  return details === undefined ? [] : [details];
}

type ClientOf = (access: CybertipAccess) => CybertipClient;

async function send(deps: CybertipDeps, clientOf: ClientOf, dispatch: Dispatch): Promise<SendOutcome> {
  const { payload } = dispatch;
  if (payload === undefined) return { kind: 'refused', code: 'no-payload' };
  const settings = await deps.settings();
  const access = accessOf(settings);
  if (settings.mode === 'off') return { kind: 'refused', code: 'partner-off' };
  if (access === undefined) return { kind: 'rehearsed', because: 'not-configured' };
  if (!mayReach(settings.mode, access.url)) return { kind: 'rehearsed', because: 'test-mode' };
  const facts = readFacts(deps.serviceKey.unshroud('payload', payload));
  const report = buildReport(facts, reporterOf(settings, deps.hotline), dispatch.idempotencyKey);
  const details = (reportId: string) => detailsOf(facts, settings, reportId);
  // Its own number stands for NCMEC's, which is not known yet: what is wrong is found before anything is opened there.
  if (!isRight(report, REPORT_RULE) || !details('1').every((each) => isRight(each, FILE_DETAILS_RULE)))
    return { kind: 'refused', code: 'cybertip-schema-ours' };
  const documents: Documents = {
    report: writeXml(report),
    fileDetails: (reportId) => details(reportId).map(writeXml),
  };
  return fileReport({ db: deps.db, clock: deps.clock, client: clientOf(access) }, dispatch.id, documents);
}

const isRight = (document: XmlElement, rule: ElementRule): boolean => problemsOf(document, rule).length === 0;

const SETTLED_MS = 5 * 60_000;
const AT_ONCE = 100;

/**
 * Takes back what is open there for a dispatch that has ended otherwise: a refusal whose taking back was not answered. It would vanish by itself;
 * this makes sure that nobody there reads it meanwhile. Dispatches that are still to be sent take care of their own.
 */
async function followUp(deps: CybertipDeps, clientOf: ClientOf, settings: PartnerSettings): Promise<FollowUpReport> {
  const access = accessOf(settings);
  if (settings.mode === 'off' || access === undefined || !mayReach(settings.mode, access.url))
    return { looked: 0, changed: 0 };
  const now = deps.clock.now();
  const open = await listOpenFilings(deps.db, new Date(now.getTime() - SETTLED_MS), AT_ONCE);
  let changed = 0;
  for (const { dispatchId, try: tryNumber, reportId } of open) {
    const dispatch = await readDispatch(deps.db, dispatchId);
    if (dispatch === undefined || dispatch.state === 'planned' || reportId === undefined) continue;
    const meaning = dispatch.state === 'sent' ? 'landed' : meaningOf((await clientOf(access).retract(reportId)).code);
    const hasLanded = meaning === 'landed';
    if (!hasLanded && meaning !== 'done' && meaning !== 'no-report') continue;
    const to = hasLanded ? { state: 'landed' as const, reportId } : { state: 'empty' as const, reportId: undefined };
    if (await moveFiling(deps.db, dispatchId, tryNumber, { ...to, at: now })) changed += 1;
  }
  return { looked: open.length, changed };
}
