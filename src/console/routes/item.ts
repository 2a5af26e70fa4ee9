/** One item: its facts, and the assessment. */
import { assessItem, noteLocation, noteOrigin, type OriginWord } from '../../cases/door.ts';
import { standOf } from '../../deciding/door.ts';
import { keepBack, letGo } from '../../exchange/door.ts';
import { transact } from '../../platform/db.ts';
import { emit } from '../../platform/events.ts';
import { noteExposure } from '../../wellbeing/door.ts';
import { readItemAnswers, type AnswerProblem } from '../answers.ts';
import { attempt, wordOf } from '../attempt.ts';
import { itemFormOf } from '../item-form.ts';
import {
  ORIGIN_FIELDS,
  originFieldsOf,
  readOriginWord,
  type OriginFields,
  type OriginProblem,
} from '../origin-form.ts';
import { originTexts } from '../texts/origin.ts';
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
  screens.staff('POST /cases/:caseId/items/:itemId/origin', saveOrigin);

  screens.staff('POST /cases/:caseId/items/:itemId', async (visit): Promise<Answer> => {
    const found = await findItem(visit);
    if (found === undefined) return notFound(visit);
    const { deps, session, now, form } = visit;
    const given = readItemAnswers(form, deps.questionSet);
    if (!given.isWhole) return { status: 400, page: itemPage(visit, found, given.problems) };
    return attempt(pathAfter(found, form.get('then') === 'next'), 'assessed', () =>
      transact(deps.db, async (tx) => {
        const { id: itemId } = found.item.item;
        await assessItem(tx, deps.serviceKey, {
          ...{ itemId, staffId: session.staffId, answers: given.answers, now },
          ...{ questionSet: deps.questionSet.id, second: deps.questionSet.second },
        });
        // What was assessed is what is there now: the place where the newest visit met it counts from here on.
        const { movedTo } = standOf(found.screen.hosts, itemId);
        if (movedTo !== undefined) await noteLocation(tx, deps.serviceKey, itemId, movedTo, now);
      }),
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

/** An analyst says where the item is kept behind its CDN or proxy, that it cannot be found, or that what was said was wrong. */
async function saveOrigin(visit: StaffVisit): Promise<Answer> {
  const found = await findItem(visit);
  if (found === undefined) return notFound(visit);
  const { deps, session, now, form } = visit;
  const { item } = found.item;
  const typed = originFieldsOf(form);
  const read = readOriginWord(typed, item);
  const problems = 'problems' in read ? read.problems : await addressProblems(visit, read.word);
  if (!('word' in read) || problems.length > 0)
    return { status: 400, page: itemPage(visit, found, [], { typed, problems }) };
  return attempt(`/cases/${found.screen.view.id}/items/${item.id}`, 'origin-saved', () =>
    transact(deps.db, (tx) =>
      noteOrigin(tx, deps.serviceKey, {
        ...{ itemId: item.id, staffId: session.staffId, word: read.word, now },
        countryOf: (ip) => deps.addresses.countryOf(ip),
      }),
    ),
  );
}

/** An origin is no proxy's address. A host name's is known once it has been looked up, and is held against the same list then. */
async function addressProblems({ deps }: StaffVisit, word: OriginWord): Promise<readonly OriginProblem[]> {
  const isProxy = word.said === 'found' && (await deps.addresses.proxiesAmong([word.host])).has(word.host);
  return isProxy ? [{ field: 'host', code: 'proxy' }] : [];
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
  const isMoved = standOf(screen.hosts, item.item.id).movedTo !== undefined;
  return screen.isMine && (item.item.state === 'new' || item.second?.state === 'differs' || isMoved || isAgain);
}

/** What was said of the origin, and what is wrong with it. */
interface WrongOrigin {
  readonly typed: OriginFields;
  readonly problems: readonly OriginProblem[];
}

function itemPage(
  visit: StaffVisit,
  { screen, item }: Found,
  problems: readonly AnswerProblem[],
  origin?: WrongOrigin,
) {
  const { page, deps, now } = visit;
  const words = originTexts(page.language);
  const asked = itemFormOf(visit, problems);
  const wrong = origin?.problems.map(({ field, code }) => ({
    field: ORIGIN_FIELDS[field],
    text: words.problems[code],
  }));
  return ItemPage({
    page: { ...page, path: `/cases/${screen.view.id}/items/${item.item.id}` },
    screen,
    item,
    questionSet: deps.questionSet,
    // Nothing is asked twice: an item that has its answers shows them, and the form only when somebody wants it again.
    isAsking: isAsked(visit, { screen, item }, problems),
    ...{ given: asked.given, problems: [...asked.problems, ...(wrong ?? [])], typedOrigin: origin?.typed },
    word: wordOf(visit),
    now,
  });
}
