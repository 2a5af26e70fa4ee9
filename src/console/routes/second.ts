/** Second opinions: the list of what waits for one, giving one, and how far people agree. */
import {
  giveSecond,
  listPairs,
  listWaitingSeconds,
  readCase,
  readSecond,
  type CaseView,
  type Item,
} from '../../cases/door.ts';
import { transact } from '../../platform/db.ts';
import { noteExposure } from '../../wellbeing/door.ts';
import { readItemAnswers, type AnswerProblem } from '../answers.ts';
import { agreementOf, AGREEMENT_DAYS, MOST_PAIRS } from '../agreement-figures.ts';
import { attempt, wordOf } from '../attempt.ts';
import { itemFormOf } from '../item-form.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { AgreementPage } from '../views/agreement.tsx';
import { SecondListPage, SecondPage } from '../views/second.tsx';
import { itemIdSchema } from '../../terms/ids.ts';
import { notFound } from './case.ts';

/** Rows of the list: more are not needed to choose one. */
export const SECOND_LIMIT = 100;
const DAY_MS = 86_400_000;

/** The list, the form and the figures. */
export function addSecond(screens: Screens): void {
  screens.staff('GET /second', async (visit) => {
    const { deps, session, page, now } = visit;
    const waiting = await listWaitingSeconds(deps.db, session.staffId, SECOND_LIMIT);
    return SecondListPage({ page, word: wordOf(visit), waiting, now });
  });

  screens.staff('GET /second/agreement', async ({ deps, page, now }) => {
    const from = new Date(now.getTime() - AGREEMENT_DAYS * DAY_MS);
    const pairs = await listPairs(deps.db, from, MOST_PAIRS);
    return AgreementPage({ page, figures: agreementOf(pairs, deps.questionSet.item), questionSet: deps.questionSet });
  });

  screens.staff('GET /second/:itemId', async (visit) => {
    const found = await findWaiting(visit);
    if (found === undefined) return notFound(visit);
    const { deps, session, now } = visit;
    await transact(deps.db, (tx) => noteExposure(tx, session.staffId, 'item', now));
    return secondPage(visit, found, []);
  });

  screens.staff('POST /second/:itemId', async (visit): Promise<Answer> => {
    const found = await findWaiting(visit);
    if (found === undefined) return { goTo: '/second?not=no-second' };
    const { deps, session, now, form } = visit;
    const given = readItemAnswers(form, deps.questionSet);
    if (!given.isWhole) return { status: 400, page: secondPage(visit, found, given.problems) };
    const act = {
      ...{ itemId: found.item.id, staffId: session.staffId, answers: given.answers },
      ...{ questionSet: deps.questionSet.id, now },
    };
    return attempt('/second', 'second-given', () => transact(deps.db, (tx) => giveSecond(tx, act)));
  });
}

interface Found {
  readonly view: CaseView;
  readonly item: Item;
}

/** An item that waits for somebody else than the first person, and that its reader may be that somebody for. */
async function findWaiting({ deps, session, params }: StaffVisit): Promise<Found | undefined> {
  const id = itemIdSchema.safeParse(params.get('itemId'));
  const waiting = id.success ? await readSecond(deps.db, id.data) : undefined;
  if (waiting?.state !== 'waiting' || waiting.first.staffId === session.staffId) return undefined;
  const view = await readCase(deps.db, deps.serviceKey, waiting.caseId);
  const item = view?.items.find((each) => each.id === waiting.itemId);
  return view === undefined || item === undefined ? undefined : { view, item };
}

function secondPage(visit: StaffVisit, { view, item }: Found, problems: readonly AnswerProblem[]) {
  const { page, deps } = visit;
  return SecondPage({
    page: { ...page, path: `/second/${item.id}` },
    item,
    number: view.number,
    hits: view.hits.get(item.id) ?? [],
    questionSet: deps.questionSet,
    ...itemFormOf(visit, problems),
  });
}
