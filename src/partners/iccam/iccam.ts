import { readFile } from 'node:fs/promises';
import type { Clock } from '../../platform/clock.ts';
import type { Mode } from '../../platform/config.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { mayReach, type Dispatch, type PartnerDoor, type SendOutcome } from '../partner.ts';
import { openIccamClient, type IccamClient } from './iccam-client.ts';
import { buildReport, readFacts, writeFacts, type IccamFacts, type IccamInput } from './report.ts';

/** The settings are parts of `Config`; without an address or a user in test mode everything is rehearsed. */
export interface IccamDeps {
  readonly settings: {
    readonly mode: Mode;
    readonly url: string | undefined;
    readonly user: string | undefined;
    /** Holds the password and nothing else; read at each log-in. */
    readonly passwordFile: string | undefined;
  };
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
 * The client certificate that the real ICCAM asks for is not here yet (docs/partners/iccam.md).
 */
export function openIccam(deps: IccamDeps): IccamDoor {
  const { mode, url, user, passwordFile } = deps.settings;
  const client =
    url === undefined || user === undefined || passwordFile === undefined
      ? undefined
      : openIccamClient(
          {
            url,
            user,
            password: async () => (await readFile(passwordFile, 'utf8')).trim(),
            ...(deps.timeoutMs === undefined ? {} : { timeoutMs: deps.timeoutMs }),
          },
          deps.clock,
        );
  return {
    destination: 'iccam',
    prepareReport: (input) => deps.serviceKey.shroud('payload', writeFacts(input)),
    send: async (dispatch) => {
      const facts = openPayload(dispatch, deps.serviceKey);
      if (facts === undefined) return { kind: 'refused', code: 'no-payload' };
      if (client === undefined || url === undefined || user === undefined)
        return { kind: 'rehearsed', because: 'not-configured' };
      if (!mayReach(mode, url)) return { kind: 'rehearsed', because: 'test-mode' };
      return post(client, facts, user, dispatch);
    },
    close: () => client?.close() ?? Promise.resolve(),
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
