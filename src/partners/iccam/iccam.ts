import type { Clock } from '../../platform/clock.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { mayReach, type Dispatch, type PartnerDoor, type SendOutcome } from '../partner.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { openIccamClient, type IccamAccess, type IccamClient } from './iccam-client.ts';
import { accessOf } from './iccam-desk.ts';
import { buildReport, readFacts, writeFacts, type IccamFacts, type IccamInput } from './report.ts';

/** Without an address or an account everything is rehearsed. */
export interface IccamDeps {
  /** Asked for each sending; a change of it opens a connection anew. */
  readonly settings: () => Promise<PartnerSettings>;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  /** For one request; 20 s by default. */
  readonly timeoutMs?: number;
}

/** The way to ICCAM. Preparing happens while the case is decided, sending later in a job that has no analyst's key. */
export interface IccamDoor extends PartnerDoor {
  /** The facts of a report, shrouded: a dispatch's payload. @throws z.ZodError when an item's address, IP or country is missing */
  prepareReport(input: IccamInput): Buffer;
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
    prepareReport: (input) => deps.serviceKey.shroud('payload', writeFacts(input)),
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
    close: () => clients.close(),
  };
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
