/** The routing table: seeing it for everybody of the house; drafting, trying, releasing and taking back for supervisors and administrators. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { tryOnPastCases } from '../../deciding/door.ts';
import {
  beginTable,
  changeTable,
  editRows,
  listTableVersions,
  noteTrial,
  readRow,
  readTable,
  readTableInUse,
  readTableVersion,
  releaseTable,
  SHIPPED_TABLE,
  TableStepError,
  TRIAL_LIMITS,
  withdrawTable,
  type RoutingTable,
  type TableEdit,
  type TriedVersion,
} from '../../routing/door.ts';
import { transact } from '../../platform/db.ts';
import { readStaffNames } from '../../staff/door.ts';
import { attemptStep, wordIn, type Word } from '../attempt.ts';
import { decideDepsOf } from '../case-screen.ts';
import { draftIn, numberIn } from '../form.ts';
import { fieldsOfRow, problemsIn, rowInForm, type RowFields } from '../routing-form.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { routingTexts } from '../texts/routing.ts';
import { RoutingDraftPage } from '../views/routing-draft.tsx';
import { RoutingRowPage } from '../views/routing-row.tsx';
import { RoutingVersionPage } from '../views/routing-version.tsx';
import { RoutingPage } from '../views/routing.tsx';
import type { Problem } from '../views/shell.tsx';
import { notFound } from './case.ts';

/** All routes of the table's pages. */
export function addRouting(screens: Screens): void {
  screens.staff('GET /routing', async (visit) => RoutingPage(await sharedProps(visit)));
  screens.staff('GET /routing/:version', versionPage);
  screens.staff('GET /routing/draft', (visit) => onDraft(visit, (draft) => draftPage(visit, draft)));
  screens.staff('GET /routing/draft/:rowId', (visit) => onDraft(visit, (draft) => rowPage(visit, draft)));
  screens.staff('POST /routing/draft/:rowId', (visit) => onDraft(visit, (draft) => saveRow(visit, draft)));
  screens.staff('POST /routing/begin', begin);
  screens.staff('POST /routing/edit', edit);
  screens.staff('POST /routing/reason', saveReason);
  screens.staff('POST /routing/try', (visit) => onDraft(visit, (draft) => tryDraft(visit, draft)));
  screens.staff('POST /routing/:version/release', release);
  screens.staff('POST /routing/:version/withdraw', withdraw);
}

/** What the page's address says was done, or not. */
function wordOf({ language, query }: StaffVisit): Word {
  const { done, refusals, notUnderstood } = routingTexts(language);
  return wordIn(query, { done, notDone: { ...refusals, 'not-understood': notUnderstood } });
}

async function sharedProps(visit: StaffVisit) {
  const { deps, page, session } = visit;
  const [versions, inUse, names] = await Promise.all([
    listTableVersions(deps.db),
    readTableInUse(deps.db),
    readStaffNames(deps.db),
  ]);
  return { page, word: wordOf(visit), versions, inUse, names, myId: session.staffId };
}

/** The table that a version began from; the shipped one where that is gone. */
const baseOf = async ({ deps }: StaffVisit, { basedOn }: TriedVersion): Promise<RoutingTable> =>
  (await readTable(deps.db, basedOn)) ?? SHIPPED_TABLE;

async function versionPage(visit: StaffVisit): Promise<Answer> {
  const version = numberIn(visit.params.get('version'));
  const found = version === undefined ? undefined : await readTableVersion(visit.deps.db, version);
  if (found === undefined) return notFound(visit);
  return RoutingVersionPage({ ...(await sharedProps(visit)), found, before: await baseOf(visit, found) });
}

/** The draft's page; without one, to where one is begun. */
async function onDraft(visit: StaffVisit, show: (draft: TriedVersion) => Answer | Promise<Answer>): Promise<Answer> {
  const { deps } = visit;
  const open = (await listTableVersions(deps.db)).find(({ state }) => state === 'draft');
  const draft = open === undefined ? undefined : await readTableVersion(deps.db, open.version);
  return draft === undefined ? { goTo: '/routing' } : show(draft);
}

async function draftPage(visit: StaffVisit, draft: TriedVersion): Promise<Answer> {
  const [before, inUse] = [await baseOf(visit, draft), await readTableInUse(visit.deps.db)];
  return RoutingDraftPage({ page: visit.page, word: wordOf(visit), draft, before, inUse: inUse.version });
}

/** `new`, or the id of a row of the draft. */
function rowPage(visit: StaffVisit, draft: TriedVersion): Answer {
  const id = visit.params.get('rowId') ?? '';
  const row = draft.rows.find((each) => each.id === id);
  if (row === undefined && id !== 'new') return notFound(visit);
  const place = row === undefined ? draft.rows.length : draft.rows.indexOf(row);
  return rowForm(visit, draft, fieldsOfRow(row, draft.rows[place - 1]?.id ?? ''), []);
}

function rowForm(visit: StaffVisit, draft: TriedVersion, fields: RowFields, problems: readonly Problem[]) {
  const id = visit.params.get('rowId') ?? '';
  return RoutingRowPage({ page: { ...visit.page, path: `/routing/draft/${id}` }, draft, id, fields, problems });
}

/** Ids of administrators' rows are random, because a row that was removed may not lend its id to another. */
const freshRowId = (): string => `own-${randomBytes(3).toString('hex')}`;

async function saveRow(visit: StaffVisit, draft: TriedVersion): Promise<Answer> {
  const { form, params, language } = visit;
  const named = params.get('rowId') ?? '';
  if (named !== 'new' && !draft.rows.some((row) => row.id === named)) return notFound(visit);
  const id = named === 'new' ? freshRowId() : named;
  const read = readRow(rowInForm(id, form), id);
  if ('faults' in read)
    return { status: 400, page: rowForm(visit, draft, form, problemsIn(read.faults, routingTexts(language))) };
  const put: TableEdit = { kind: 'put', row: read.row, after: form.get('after') };
  try {
    await change(visit, put);
    return { goTo: '/routing/draft?done=saved' };
  } catch (error) {
    if (!(error instanceof TableStepError)) throw error;
    // What was typed is kept; sent once more, it is put into the draft as it is now.
    const problems = [{ field: 'about', text: routingTexts(language).refusals[error.code] }];
    return { status: 409, page: rowForm(visit, draft, form, problems) };
  }
}

/** Goes to `good` when it is done, and to `bad` with word of why not. */
const attempt = (good: string, bad: string, work: () => Promise<unknown>): Promise<Answer> =>
  attemptStep(TableStepError, { good, bad }, work);

const begin = (visit: StaffVisit): Promise<Answer> =>
  attempt('/routing/draft?done=begun', '/routing', () =>
    transact(visit.deps.db, (tx) => beginTable(tx, visit.session.staffId, numberIn(visit.form.get('from')), visit.now)),
  );

function change(visit: StaffVisit, made: TableEdit): Promise<void> {
  const { deps, session, now } = visit;
  return transact(deps.db, (tx) =>
    changeTable(
      tx,
      session.staffId,
      draftIn(visit.form),
      ({ rows, reason }) => ({ rows: editRows(rows, made), reason }),
      now,
    ),
  );
}

const orderSchema = z.tuple([z.enum(['up', 'down', 'remove', 'restore']), z.string()]);

function edit(visit: StaffVisit): Promise<Answer> | Answer {
  const read = orderSchema.safeParse(visit.form.get('order').split('|'));
  if (!read.success) return { goTo: '/routing/draft?not=not-understood' };
  const [kind, id] = read.data;
  const restored = visit.form.get('restored');
  return attempt('/routing/draft', '/routing/draft', () =>
    change(
      visit,
      kind === 'restore' ? { kind, id: restored } : kind === 'remove' ? { kind, id } : { kind: 'move', id, to: kind },
    ),
  );
}

function saveReason(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, form } = visit;
  return attempt('/routing/draft?done=saved', '/routing/draft', () =>
    transact(deps.db, (tx) =>
      changeTable(tx, session.staffId, draftIn(visit.form), ({ rows }) => ({ rows, reason: form.get('reason') }), now),
    ),
  );
}

/** Reads outside a transaction; what comes of it is noted only if the draft is still the one that was tried. */
function tryDraft(visit: StaffVisit, draft: TriedVersion): Promise<Answer> {
  const { deps, session, now, form } = visit;
  const seen = draftIn(visit.form);
  const most = Math.min(Math.max(numberIn(form.get('most')) ?? 1, 1), TRIAL_LIMITS.cases);
  return attempt(`/routing/${seen.version}?done=tried`, '/routing/draft', async () => {
    if (draft.version !== seen.version) throw new TableStepError('wrong-state');
    if (draft.revision !== seen.revision) throw new TableStepError('edited-meanwhile');
    const inUse = await readTableInUse(deps.db);
    const result = await tryOnPastCases(decideDepsOf(deps), { inUse, draft }, most);
    await transact(deps.db, (tx) => noteTrial(tx, session.staffId, seen, result, now));
  });
}

function release(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, form, params } = visit;
  const seen = {
    version: numberIn(params.get('version')) ?? 0,
    revision: numberIn(form.get('revision')) ?? 0,
  };
  return attempt('/routing?done=released', `/routing/${seen.version}`, () =>
    transact(deps.db, (tx) => releaseTable(tx, session.staffId, seen, now)),
  );
}

function withdraw(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, params } = visit;
  const version = numberIn(params.get('version')) ?? 0;
  return attempt('/routing?done=withdrawn', '/routing', () =>
    transact(deps.db, (tx) => withdrawTable(tx, session.staffId, version, now)),
  );
}
