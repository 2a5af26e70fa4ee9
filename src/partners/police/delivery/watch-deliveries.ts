import { recordAct } from '../../../ledger/door.ts';
import type { Clock } from '../../../platform/clock.ts';
import { transact, type Db, type Tx } from '../../../platform/db.ts';
import { codeOf, type Log } from '../../../platform/log.ts';
import type { Mailer } from '../../../platform/mail.ts';
import { readDispatch } from '../../../routing/door.ts';
import type { CaseId } from '../../../terms/ids.ts';
import type { FollowUpReport } from '../../partner.ts';
import { nextAskAt, type Delivery } from './delivery.ts';
import { endOpenCall, endWatch, listUnalerted, lockDue, updateAlerted, updateRound } from './delivery-store.ts';

/** What watching takes. Without `mailer` or `alertTo` the console alone asks for a person. */
export interface WatchDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log?: Log | undefined;
  readonly caseNumberOf: (caseId: CaseId) => Promise<number | undefined>;
  readonly alert: () => Promise<
    { readonly mailer: Mailer; readonly to: string; readonly phone: string | undefined } | undefined
  >;
}

const BATCH = 100;

/**
 * Asks for a person where an urgent package has not been confirmed in time: a task on the console's start and, where the settings
 * name an address, a mail that says no more than that. Repeated until somebody confirms. Safe to run twice, and to be killed.
 */
export async function watchDeliveries(deps: WatchDeps): Promise<FollowUpReport> {
  const now = deps.clock.now();
  const asked = await transact(deps.db, async (tx) => {
    const due = await lockDue(tx, now, BATCH);
    for (const delivery of due) await askForPerson(tx, delivery, now);
    return due;
  });
  if (asked.length > 0) deps.log?.warn('police.unconfirmed', { count: asked.length });
  const told = await tellHotline(deps);
  return { looked: asked.length + told, changed: asked.length };
}

async function askForPerson(tx: Tx, { dispatchId, round }: Delivery, now: Date): Promise<void> {
  // Another sending has taken its place, and is watched itself.
  if ((await readDispatch(tx, dispatchId))?.state === 'cancelled') return endWatch(tx, dispatchId);
  // A call that was taken and never ended holds nobody up.
  await endOpenCall(tx, dispatchId, { at: now });
  await updateRound(tx, dispatchId, round + 1, nextAskAt(now));
  await recordAct(tx, {
    ...{ at: now, actor: 'system', action: 'police.unconfirmed', subject: `dispatch:${dispatchId}` },
    payload: { round: round + 1 },
  });
}

/** After the commit; a mail that is sent twice for one round is the same mail. */
async function tellHotline(deps: WatchDeps): Promise<number> {
  const waiting = await listUnalerted(deps.db, BATCH);
  const alert = waiting.length === 0 ? undefined : await deps.alert();
  if (alert === undefined) return 0;
  let told = 0;
  for (const { dispatchId, caseId, round } of waiting) {
    const number = await deps.caseNumberOf(caseId);
    try {
      await alert.mailer.send({
        to: alert.to,
        subject: `Fyr: ring polisen / call the police: ${number ?? '–'}`,
        text: alertText(number, alert.phone),
        idempotencyKey: `police-alert.${dispatchId}.${round}`,
        headers: { Importance: 'high', 'X-Priority': '1 (Highest)' },
      });
    } catch (error) {
      deps.log?.warn('police.alert-failed', { code: codeOf(error) });
      break;
    }
    await transact(deps.db, (tx) => updateAlerted(tx, dispatchId, round));
    told += 1;
  }
  return told;
}

const alertText = (number: number | undefined, phone: string | undefined): string =>
  [
    `Polisen har inte bekräftat att de har fått det brådskande ärendet ${number ?? '–'}.`,
    `Ring dem${phone === undefined ? '' : `: ${phone}`}. Logga in och ta uppgiften på startsidan.`,
    '',
    `The police have not confirmed that they have received the urgent case ${number ?? '–'}.`,
    `Call them${phone === undefined ? '' : `: ${phone}`}. Log in and take the task on the start page.`,
    '',
  ].join('\n');
