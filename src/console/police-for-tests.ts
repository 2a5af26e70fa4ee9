/** A case that has gone to the police, for the tests of the pages for and about them. */
import { readCase } from '../cases/door.ts';
import { openPolice, type PoliceDoor } from '../partners/door.ts';
import { transact } from '../platform/db.ts';
import { planDispatches, readDispatch, reasonIn, SHIPPED_TABLE } from '../routing/door.ts';
import type { CaseId, DispatchId } from '../terms/ids.ts';
import type { TestConsole } from './console-for-tests.ts';

/** The police through an account, with a telephone number, as this console's settings would say. */
export function openAccountDoor({ deps }: TestConsole, minutes = '15'): PoliceDoor {
  const values = { way: 'account', phone: '+46 8 000 00 00', confirmMinutes: minutes };
  return openPolice({
    ...{ ...deps, smtpUrl: undefined, mailer: undefined, hotline: deps.config.hotline },
    settings: () => Promise.resolve({ mode: 'test', values }),
    siteUrl: () => 'https://fyr.example.org/',
    caseNumberOf: () => Promise.resolve(1),
  });
}

/** Sends what is known of a case to the police's account. */
export async function sendToAccount(
  { deps }: TestConsole,
  door: PoliceDoor,
  caseId: CaseId,
  isUrgent: boolean,
): Promise<DispatchId> {
  const { db, serviceKey, clock } = deps;
  const view = await readCase(db, serviceKey, caseId);
  if (view === undefined) throw new Error('There is no such case.');
  const { id, number, category, openedHour, answers, items } = view;
  const rule = isUrgent ? 'danger' : 'home-crime';
  const why = { rule: reasonIn(SHIPPED_TABLE, rule), includeContact: false };
  const payload = await door.prepare({
    ...{ id, number, category, isUrgent, openedHour, answers, ...why, tips: [] },
    items: items.map((item) => ({ ...item, answers: undefined })),
  });
  const plan = { caseId, itemId: undefined, tipId: undefined, destination: 'police', target: undefined } as const;
  const marks = { isDsa16: false, isHeld: false, isAtOnce: isUrgent, rule, payload, occasion: 'first' } as const;
  const [dispatchId] = await transact(db, (tx) => planDispatches(tx, 'system', [{ ...plan, ...marks }], clock.now()));
  const dispatch = dispatchId === undefined ? undefined : await readDispatch(db, dispatchId);
  if (dispatch === undefined) throw new Error('The dispatch was not planned.');
  await door.send(dispatch);
  return dispatch.id;
}
