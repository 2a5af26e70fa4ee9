/** What a person changes on an item's ladder by hand: another contact, or the next rung now. */
import { CaseStateError, readCaseSummary } from '../../cases/door.ts';
import {
  addContactByHand,
  contactSchema,
  listTakedownsOfCase,
  rungSchema,
  tellNextRung,
  type AddedOutcome,
} from '../../notices/door.ts';
import { transact, type Tx } from '../../platform/db.ts';
import { caseIdSchema } from '../../terms/ids.ts';
import { couldNot, type Done, type NotDone } from '../attempt.ts';
import { mayLookAt } from '../provider-answers.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { notFound } from './case.ts';

type Word = { readonly done: Done } | { readonly not: NotDone };

const WORDS: Readonly<Record<AddedOutcome, Word>> = {
  added: { done: 'contact-added' },
  'added-waits': { done: 'contact-added-waits' },
  'added-decide': { done: 'contact-added-decide' },
  'already-there': { not: 'contact-already-there' },
  refused: { not: 'contact-refused' },
  ended: { not: 'contact-ended' },
};

/** Adding a contact, and pushing on. */
export function addLadder(screens: Screens): void {
  screens.staff('POST /cases/:caseId/takedowns/:takedownId/contact', (visit) => {
    const { form, now, deps } = visit;
    const rung = rungSchema.safeParse(form.get('rung'));
    const [name, email] = [form.get('name').trim(), form.get('email').trim()];
    const contact = contactSchema.safeParse({ channel: 'mail', name, email });
    return change(visit, async (tx, act) => {
      if (!rung.success || !contact.success) return { not: 'contact-missing' };
      return WORDS[await addContactByHand(tx, deps, { ...act, rung: rung.data, contact: contact.data }, now)];
    });
  });
  screens.staff('POST /cases/:caseId/takedowns/:takedownId/next', (visit) =>
    change(visit, async (tx, act) =>
      (await tellNextRung(tx, act, visit.now)) ? { done: 'rung-pushed' } : { not: 'rung-nobody' },
    ),
  );
}

/** Only whoever has the case, or a supervisor; only a takedown of this case. */
async function change(
  visit: StaffVisit,
  work: (tx: Tx, act: Parameters<typeof tellNextRung>[1]) => Promise<Word>,
): Promise<Answer> {
  const { deps, session, params } = visit;
  const caseId = caseIdSchema.safeParse(params.get('caseId'));
  if (!caseId.success) return notFound(visit);
  const path = `/cases/${caseId.data}`;
  const takedowns = await listTakedownsOfCase(deps.db, deps.serviceKey, caseId.data);
  const takedown = takedowns.find(({ id }) => id === params.get('takedownId'));
  if (takedown === undefined) return couldNot(path, 'not-found');
  try {
    const word = await transact(deps.db, async (tx) => {
      const found = await readCaseSummary(tx, caseId.data);
      if (found === undefined) throw new CaseStateError('no-such-case');
      if (!mayLookAt(found, visit)) throw new CaseStateError('not-yours');
      return work(tx, { takedownId: takedown.id, staffId: session.staffId });
    });
    return 'done' in word ? { goTo: `${path}?done=${word.done}` } : couldNot(path, word.not);
  } catch (error) {
    if (error instanceof CaseStateError) return couldNot(path, error.code);
    throw error;
  }
}
