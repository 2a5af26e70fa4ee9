import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { ItemId } from '../../terms/ids.ts';
import {
  mayReach,
  type Dispatch,
  type OutlinedField,
  type PartnerAdapter,
  type SendOutcome,
  type TakeAnswer,
} from '../partner.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { listStandingHere } from './content-store.ts';
import { openIccamClient, type IccamClient } from './iccam-client.ts';
import { accessOf } from './iccam-desk.ts';
import type { IccamAccess } from './iccam-http.ts';
import { outlineReport } from './outline.ts';
import { buildReport, readFacts, writeFacts, type IccamFacts, type IccamInput } from './report.ts';
import { runIccam } from './run-iccam.ts';

/** Without an address or an account everything is rehearsed. */
export interface IccamDeps {
  readonly db: Db;
  /** Asked for each sending; a change of it opens a connection anew. */
  readonly settings: () => Promise<PartnerSettings>;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  /** ISO 3166-1 alpha-2: what is assigned to it in ICCAM is this hotline's. */
  readonly homeCountry: string;
  /** For one request; 20 s by default. */
  readonly timeoutMs?: number;
}

/** The way to ICCAM. Preparing happens while the case is decided, sending later in a job that has no analyst's key. */
export interface IccamDoor extends PartnerAdapter<IccamInput> {
  /**
   * Of these items, those that ICCAM has assigned to this hotline already: what becomes of them is told of the content that
   * stands there, and a report of them would be a second one.
   */
  standingHere(itemIds: readonly ItemId[]): Promise<ReadonlySet<ItemId>>;
  /** Ends kept connections. */
  close(): Promise<void>;
}

/**
 * Opens the way to ICCAM. The dispatch's idempotency key is the report's `hotlineReference`, which ICCAM keeps unique: a
 * report whose answer was lost is told by it, and counted as sent.
 */
export function openIccam(deps: IccamDeps): IccamDoor {
  const clients = openClients(deps);
  return {
    destination: 'iccam',
    canTake: async (input) => canTake(await deps.settings(), input),
    outline: async (input) => outline(await deps.settings(), input),
    prepare: (input) =>
      new Promise((resolve) => {
        resolve(deps.serviceKey.shroud('payload', writeFacts(input)));
      }),
    send: async (dispatch) => {
      const facts = openPayload(dispatch, deps.serviceKey);
      if (facts === undefined) return { kind: 'refused', code: 'no-payload' };
      const settings = await deps.settings();
      const access = accessOf(settings);
      if (settings.mode === 'off') return { kind: 'refused', code: 'partner-off' };
      if (access === undefined) return { kind: 'rehearsed', because: 'not-configured' };
      if (!mayReach(settings.mode, access.url)) return { kind: 'rehearsed', because: 'test-mode' };
      return post(clients.of(access), facts, access.user, dispatch);
    },
    standingHere: (itemIds) => listStandingHere(deps.db, itemIds),
    followUp: () => runIccam({ ...deps, clientFor: clients.of }),
    close: () => clients.close(),
  };
}

function canTake(settings: PartnerSettings, input: IccamInput): TakeAnswer {
  if (settings.mode === 'off') return { takes: false, code: 'partner-off' };
  if (settings.mode === 'live' && accessOf(settings) === undefined) return { takes: false, code: 'not-configured' };
  try {
    writeFacts(input);
    return { takes: true };
  } catch {
    return { takes: false, code: 'iccam-not-located' };
  }
}

function outline(settings: PartnerSettings, input: IccamInput): readonly OutlinedField[] {
  const facts = readFacts(writeFacts(input));
  // The reference is made with the dispatch; the user, where none is set, is not known yet.
  return outlineReport(buildReport(facts, settings.values['user'] ?? '–', '–'));
}

/** One client for the settings that hold; when they change, the old one ends as soon as its calls have. */
function openClients(deps: IccamDeps) {
  let kept: { readonly key: string; readonly client: IccamClient } | undefined;
  return {
    of: (access: Omit<IccamAccess, 'timeoutMs'>): IccamClient => {
      const key = JSON.stringify(access);
      if (kept?.key === key) return kept.client;
      void kept?.client.close();
      const timeout = deps.timeoutMs === undefined ? {} : { timeoutMs: deps.timeoutMs };
      kept = { key, client: openIccamClient({ ...access, ...timeout }, deps.clock) };
      return kept.client;
    },
    close: () => kept?.client.close() ?? Promise.resolve(),
  };
}

async function post(client: IccamClient, facts: IccamFacts, user: string, dispatch: Dispatch): Promise<SendOutcome> {
  const outcome = await client.postReport(buildReport(facts, user, dispatch.idempotencyKey));
  switch (outcome.kind) {
    case 'taken':
      return { kind: 'sent', reference: outcome.reportId };
    case 'landed-before':
      return { kind: 'sent' };
    case 'refused':
      return outcome;
  }
}

function openPayload(dispatch: Dispatch, serviceKey: ServiceKey): IccamFacts | undefined {
  return dispatch.payload === undefined ? undefined : readFacts(serviceKey.unshroud('payload', dispatch.payload));
}
