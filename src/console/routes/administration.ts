/** Known lists, the check API's keys, and retention: seen by who may, changed by two people where law 7 asks for it. */
import {
  confirmActivation,
  createApiKey,
  listApiKeys,
  listLists,
  ListStepError,
  newKeySchema,
  proposeActivation,
  revokeApiKey,
  withdrawList,
} from '../../known/door.ts';
import { transact, type Tx } from '../../platform/db.ts';
import {
  confirmRetention,
  countOverdue,
  parseRetentionDays,
  ProposalError,
  proposeRetention,
  readProposal,
  readRetentionDays,
  withdrawRetention,
} from '../../retention/door.ts';
import { readStaffNames } from '../../staff/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { attemptStep, wordIn } from '../attempt.ts';
import { numberIn } from '../form.ts';
import { passwordProblems } from '../once-more.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { administrationTexts } from '../texts/administration.ts';
import { CheckKeysPage, type KeyNews } from '../views/check-keys.tsx';
import { KnownListsPage } from '../views/known-lists.tsx';
import { RetentionPage } from '../views/retention.tsx';

/** All three. */
export function addAdministration(screens: Screens): void {
  screens.staff('GET /lists', listsPage);
  screens.staff('POST /lists/:listId/propose', (visit) => listStep(visit, 'proposed', proposeActivation));
  screens.staff('POST /lists/:listId/confirm', (visit) => listStep(visit, 'confirmed', confirmActivation));
  screens.staff('POST /lists/:listId/withdraw', (visit) => listStep(visit, 'withdrawn', withdrawList));
  screens.staff('GET /check-keys', (visit) => keysPage(visit, { problems: [], secret: undefined }));
  screens.staff('POST /check-keys', makeKey);
  screens.staff('POST /check-keys/:keyId/revoke', revokeKey);
  screens.staff('GET /retention', retentionPage);
  screens.staff('POST /retention/propose', propose);
  screens.staff('POST /retention/:proposalId/confirm', (visit) =>
    retentionStep(visit, 'days-changed', confirmRetention),
  );
  screens.staff('POST /retention/:proposalId/withdraw', (visit) =>
    retentionStep(visit, 'days-withdrawn', withdrawRetention),
  );
}

const wordOf = ({ query, language }: StaffVisit) => wordIn(query, administrationTexts(language));

/** -1, which no list, quota or proposal has, where it is none. */
const numberOrNone = (text: string | undefined): number => numberIn(text) ?? -1;

async function listsPage(visit: StaffVisit): Promise<Answer> {
  const { deps, page, session } = visit;
  const [lists, names] = await Promise.all([listLists(deps.db), readStaffNames(deps.db)]);
  return KnownListsPage({ page, word: wordOf(visit), lists, names, me: session });
}

function listStep(
  { deps, session, now, params }: StaffVisit,
  done: string,
  step: (tx: Tx, listId: number, staffId: StaffId, now: Date) => Promise<void>,
): Promise<Answer> {
  return attemptStep(ListStepError, { good: `/lists?done=${done}`, bad: '/lists' }, () =>
    transact(deps.db, (tx) => step(tx, numberOrNone(params.get('listId')), session.staffId, now)),
  );
}

async function keysPage(visit: StaffVisit, news: KeyNews): Promise<Answer> {
  const { deps, page, form, now } = visit;
  const keys = (await listApiKeys(deps.db, now)).filter(({ use }) => use === 'check');
  const given = news.problems.length > 0 ? (name: string) => form.get(name) : () => '';
  const rendered = CheckKeysPage({ page: { ...page, path: '/check-keys' }, word: wordOf(visit), keys, news, given });
  return news.problems.length > 0 ? { status: 400, page: rendered } : rendered;
}

const KEY_FIELDS = ['name', 'quotaPerMinute', 'quotaPerDay'] as const;

async function makeKey(visit: StaffVisit): Promise<Answer> {
  const { deps, form, session, now, language } = visit;
  const asked = newKeySchema.safeParse({
    ...{ name: form.get('name'), use: 'check' },
    ...{ quotaPerMinute: numberOrNone(form.get('quotaPerMinute')), quotaPerDay: numberOrNone(form.get('quotaPerDay')) },
  });
  if (!asked.success) {
    const wrong = new Set(asked.error.issues.map(({ path }) => path[0]));
    const { problems } = administrationTexts(language);
    const told = KEY_FIELDS.filter((field) => wrong.has(field)).map((field) => ({ field, text: problems[field] }));
    return keysPage(visit, { problems: told, secret: undefined });
  }
  const wrong = await passwordProblems(visit);
  if (wrong.length > 0) return keysPage(visit, { problems: wrong, secret: undefined });
  const request = { ...asked.data, staffId: session.staffId, now };
  const { id, secret } = await transact(deps.db, (tx) => createApiKey(tx, request));
  return keysPage(visit, { problems: [], secret: `${id}:${secret}` });
}

async function revokeKey({ deps, params, session: { staffId }, now }: StaffVisit): Promise<Answer> {
  const id = params.get('keyId') ?? '';
  const isCheck = (await listApiKeys(deps.db, now)).some((key) => key.id === id && key.use === 'check');
  const isDone = isCheck && (await transact(deps.db, (tx) => revokeApiKey(tx, id, { staffId, now })));
  return { goTo: isDone ? '/check-keys?done=revoked' : '/check-keys?not=no-such-key' };
}

async function retentionPage(visit: StaffVisit): Promise<Answer> {
  const { deps, page, session, now } = visit;
  const [days, proposal, overdue, names] = await Promise.all([
    readRetentionDays(deps.db),
    readProposal(deps.db),
    countOverdue(deps.db, now),
    readStaffNames(deps.db),
  ]);
  return RetentionPage({ page, word: wordOf(visit), days, proposal, overdue, names, me: session });
}

function propose(visit: StaffVisit): Promise<Answer> | Answer {
  const days = parseRetentionDays(visit.form.get('days'));
  if (days === undefined) return { goTo: '/retention?not=days-form' };
  return retentionStep(visit, 'days-proposed', (tx, staffId, _id, now) => proposeRetention(tx, staffId, days, now));
}

function retentionStep(
  { deps, session, now, params }: StaffVisit,
  done: string,
  step: (tx: Tx, staffId: StaffId, proposalId: number, now: Date) => Promise<void>,
): Promise<Answer> {
  return attemptStep(ProposalError, { good: `/retention?done=${done}`, bad: '/retention' }, () =>
    transact(deps.db, (tx) => step(tx, session.staffId, numberOrNone(params.get('proposalId')), now)),
  );
}
