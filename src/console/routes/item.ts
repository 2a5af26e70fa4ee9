/** One item: its facts, and the assessment. */
import { assessItem } from '../../cases/door.ts';
import { keepBack, letGo } from '../../exchange/door.ts';
import { transact } from '../../platform/db.ts';
import { emit } from '../../platform/events.ts';
import { noteExposure } from '../../wellbeing/door.ts';
import { readItemAnswers, type AnswerProblem } from '../answers.ts';
import { attempt, wordOf } from '../attempt.ts';
import { itemFormOf } from '../item-form.ts';
import { readCaseScreen, type CaseScreen, type ItemScreen } from '../case-screen.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { ItemPage } from '../views/item.tsx';
import { notFound } from './case.ts';

/** The page and form of one item. */
export function addItem(screens: Screens): void {
  screens.staff('GET /cases/:caseId/items/:itemId', async (visit) => {
    const found = await findItem(visit);
    if (found === undefined) return notFound(visit);
    const { deps, session, now } = visit;
    // Whoever is asked about it has it before them; a look at what was assessed long ago is none.
    if (isAsked(visit, found, [])) await transact(deps.db, (tx) => noteExposure(tx, session.staffId, 'item', now));
    return itemPage(visit, found, []);
  });

  screens.staff('POST /cases/:caseId/items/:itemId/given', changeGiven);

  screens.staff('POST /cases/:caseId/items/:itemId', async (visit): Promise<Answer> => {
    const found = await findItem(visit);
    if (found === undefined) return notFound(visit);
    const { deps, session, now, form } = visit;
    const given = readItemAnswers(form, deps.questionSet);
    if (!given.isWhole) return { status: 400, page: itemPage(visit, found, given.problems) };
    return attempt(pathAfter(found, form.get('then') === 'next'), 'assessed', () =>
      transact(deps.db, (tx) =>
        assessItem(tx, deps.serviceKey, {
          itemId: found.item.item.id,
          staffId: session.staffId,
          questionSet: deps.questionSet.id,
          second: deps.questionSet.second,
          answers: given.answers,
          now,
        }),
      ),
    );
  });
}

/** A person takes the item's hashes back from other hotlines, or lets them go again: then its case's decision is followed once more. */
async function changeGiven(visit: StaffVisit): Promise<Answer> {
  const found = await findItem(visit);
  if (found === undefined) return notFound(visit);
  const { deps, session, now, form } = visit;
  const { id: itemId } = found.item.item;
  const { id: caseId } = found.screen.view;
  const act = { staffId: session.staffId, now };
  const isBack = form.get('act') === 'keep-back';
  return attempt(`/cases/${caseId}/items/${itemId}`, isBack ? 'kept-back' : 'let-go', () =>
    transact(deps.db, async (tx) => {
      if (isBack) await keepBack(tx, itemId, act);
      else if (await letGo(tx, itemId, act)) await emit(tx, { kind: 'case-decided', caseId });
    }),
  );
}

interface Found {
  readonly screen: CaseScreen;
  readonly item: ItemScreen;
}

async function findItem(visit: StaffVisit): Promise<Found | undefined> {
  const screen = await readCaseScreen(visit);
  const item = screen?.items.find((each) => each.item.id === visit.params.get('itemId'));
  return screen === undefined || item === undefined ? undefined : { screen, item };
}

/** The next item that nobody has assessed, after this one and then from the top; the case when there is none. */
function pathAfter({ screen, item }: Found, isOnward: boolean): string {
  const inOrder = [...screen.items.slice(item.number), ...screen.items.slice(0, item.number - 1)];
  const next = isOnward ? inOrder.find((each) => each.item.state === 'new') : undefined;
  return next === undefined ? `/cases/${screen.view.id}` : `/cases/${screen.view.id}/items/${next.item.id}`;
}

function isAsked(visit: StaffVisit, { screen, item }: Found, problems: readonly AnswerProblem[]): boolean {
  const isAgain = visit.query.get('again') === '1' || problems.length > 0;
  return screen.isMine && (item.item.state === 'new' || item.second?.state === 'differs' || isAgain);
}

function itemPage(visit: StaffVisit, { screen, item }: Found, problems: readonly AnswerProblem[]) {
  const { page, deps, now } = visit;
  return ItemPage({
    page: { ...page, path: `/cases/${screen.view.id}/items/${item.item.id}` },
    screen,
    item,
    questionSet: deps.questionSet,
    // Nothing is asked twice: an item that has its answers shows them, and the form only when somebody wants it again.
    isAsking: isAsked(visit, { screen, item }, problems),
    ...itemFormOf(visit, problems),
    word: wordOf(visit),
    now,
  });
}
