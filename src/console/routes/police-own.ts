/** The police's own pages: what was prepared for them, fetching it, holding notices, asking the hotline. */
import { formatVerifierKey } from '../../ledger/door.ts';
import {
  fetchFile,
  handOnPackages,
  hotlineMailKey,
  listPackages,
  listReceipts,
  openPackage,
  packageIdSchema,
  packageSignerOf,
  writeMessage,
  type AccountPackage,
  type Receipt,
} from '../../partners/door.ts';
import { transact } from '../../platform/db.ts';
import { readStaffNames } from '../../staff/door.ts';
import { listHeldCases, readHold, releaseHold, setHold } from '../../routing/door.ts';
import { caseIdSchema, type CaseId } from '../../terms/ids.ts';
import { caseNumber, readMessage, readThread, submissionOf } from '../police-screen.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { policeTextsIn, policeWord } from '../texts/police.ts';
import { MessagePage } from '../views/message.tsx';
import { PoliceCasePage, PoliceListPage, type OwnPackage } from '../views/police-own.tsx';
import type { Problem } from '../views/shell.tsx';
import { notFound } from './case.ts';

const MOST_PACKAGES = 500;

/** Everything under `/police`. */
export function addPoliceOwn(screens: Screens): void {
  screens.staff('GET /police', listPage);
  screens.staff('POST /police/hand-on', async (visit) => {
    const count = await handOnPackages(visit.deps.db, visit.session, visit.now);
    return { goTo: `/police?handed-on=${count}` };
  });
  screens.staff('GET /police/cases/:caseId', (visit) => withCase(visit, (caseId) => casePage(visit, caseId, {})));
  screens.staff('POST /police/cases/:caseId/hold', (visit) => withCase(visit, (caseId) => changeHold(visit, caseId)));
  screens.staff('POST /police/cases/:caseId/message', (visit) => withCase(visit, (caseId) => ask(visit, caseId)));
  screens.staff('POST /police/packages/:packageId/fetch', fetchOne);
}

async function listPage(visit: StaffVisit): Promise<Answer> {
  const { deps, page, language, query, now } = visit;
  const packages = await listPackages(deps.db, MOST_PACKAGES);
  const receipts = await listReceipts(
    deps.db,
    packages.map(({ id }) => id),
  );
  const caseIds = [...new Set(packages.map(({ caseId }) => caseId))];
  const held = await listHeldCases(deps.db, caseIds);
  const handedOn = query.get('handed-on');
  const count = handedOn !== undefined && /^\d{1,6}$/.test(handedOn) ? Number(handedOn) : undefined;
  return PoliceListPage({
    page,
    cases: await Promise.all(
      caseIds.map(async (caseId) => ({
        ...newestOf(caseId, packages, receipts),
        ...{ caseId, number: await caseNumber(visit, caseId), isOnHold: held.has(caseId) },
      })),
    ),
    packageKey: formatVerifierKey(packageSignerOf(deps.serviceKey)),
    mailKey: (await hotlineMailKey({ ...deps, hotline: deps.config.hotline }, now)).publicKey,
    word: count === undefined ? undefined : { text: policeTextsIn(language).own.handedOn(count), isBad: false },
  });
}

/** Of a case's packages, newest first: whether any is urgent, when the newest came, and when it was first fetched. */
function newestOf(caseId: CaseId, packages: readonly AccountPackage[], receipts: readonly Receipt[]) {
  const own = packages.filter((each) => each.caseId === caseId);
  const [newest] = own;
  const fetched = receipts.findLast(({ packageId }) => packageId === newest?.id);
  return {
    isUrgent: own.some(({ isUrgent }) => isUrgent),
    arrivedAt: newest?.arrivedAt ?? new Date(0),
    fetchedAt: fetched?.receivedAt,
  };
}

/** Only a case of which something was prepared for the police: of the others they see nothing, not even that there is one. */
async function withCase(visit: StaffVisit, work: (caseId: CaseId) => Promise<Answer>): Promise<Answer> {
  const caseId = caseIdSchema.safeParse(visit.params.get('caseId')).data;
  const found = caseId === undefined ? [] : await listPackages(visit.deps.db, 1, caseId);
  return caseId === undefined || found.length === 0 ? notFound(visit) : work(caseId);
}

async function casePage(
  visit: StaffVisit,
  caseId: CaseId,
  more: { readonly typed?: string; readonly problems?: readonly Problem[] },
): Promise<Answer> {
  const { deps, page } = visit;
  const names = await readStaffNames(visit.deps.db);
  const hold = await readHold(deps.db, caseId);
  const problems = more.problems ?? [];
  const rendered = PoliceCasePage({
    page: { ...page, path: `/police/cases/${caseId}` },
    ...{ caseId, problems, typed: more.typed ?? '' },
    number: await caseNumber(visit, caseId),
    packages: await readPackages(visit, caseId),
    hold: {
      isOnHold: hold !== undefined,
      setAt: hold?.setAt,
      setBy: hold?.setBy === undefined ? undefined : names.get(hold.setBy),
    },
    messages: await readThread(visit, caseId),
    word: policeWord(visit.language, visit.query),
  });
  return problems.length === 0 ? rendered : { status: 400, page: rendered };
}

async function readPackages(visit: StaffVisit, caseId: CaseId): Promise<readonly OwnPackage[]> {
  const { db } = visit.deps;
  const names = await readStaffNames(visit.deps.db);
  const packages = await listPackages(db, MOST_PACKAGES, caseId);
  const receipts = await listReceipts(
    db,
    packages.map(({ id }) => id),
  );
  return Promise.all(
    packages.map(async ({ id, arrivedAt, isUrgent }) => {
      const opened = await openPackage(db, visit.session, id);
      return {
        ...{ id, arrivedAt, isUrgent },
        files:
          typeof opened === 'string'
            ? undefined
            : opened.files.map(({ name, bytes }) => ({ name, sizeBytes: bytes.length })),
        receipts: receipts
          .filter(({ packageId }) => packageId === id)
          .map(({ receivedAt, staffId, file }) => ({ at: receivedAt, who: names.get(staffId) ?? '–', file })),
      };
    }),
  );
}

async function changeHold(visit: StaffVisit, caseId: CaseId): Promise<Answer> {
  const { deps, session, now } = visit;
  const isWanted = visit.form.get('hold') === 'on';
  await transact(deps.db, async (tx) => {
    const stands = (await readHold(tx, caseId)) !== undefined;
    if (stands !== isWanted) await (isWanted ? setHold : releaseHold)(tx, caseId, session.staffId, now);
  });
  return { goTo: `/police/cases/${caseId}?done=${isWanted ? 'police-held' : 'police-hold-released'}` };
}

async function ask(visit: StaffVisit, caseId: CaseId): Promise<Answer> {
  const { deps, session, now } = visit;
  const { text, problems } = readMessage(visit);
  if (problems.length > 0) return casePage(visit, caseId, { typed: text, problems });
  const message = {
    caseId,
    author: 'police',
    staffId: session.staffId,
    text,
    submission: submissionOf(visit),
  } as const;
  await transact(deps.db, (tx) => writeMessage(tx, message, now));
  return { goTo: `/police/cases/${caseId}?done=police-written` };
}

async function fetchOne(visit: StaffVisit): Promise<Answer> {
  const { deps, session, form, now, page, language } = visit;
  const id = packageIdSchema.safeParse(visit.params.get('packageId')).data;
  if (id === undefined) return notFound(visit);
  const result = await fetchFile(deps.db, session, { id, file: form.get('file') }, now);
  if (result.kind === 'file') return { download: { name: result.name, bytes: result.bytes } };
  if (result.kind === 'no-package') return notFound(visit);
  const words = policeTextsIn(language);
  return { status: 403, page: MessagePage({ page, title: words.case.packages, text: words.case.notForYou }) };
}
