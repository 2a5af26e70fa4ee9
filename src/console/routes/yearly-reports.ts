/** The yearly report under the DSA: one supervisor counts a year, people write the words, another publishes it. */
import {
  changeSnapshot,
  checkWriting,
  EXPORT_FORMS,
  exportFigures,
  FiguresStepError,
  listSnapshots,
  prepareReport,
  publishSnapshot,
  readSnapshot,
  reportDocument,
  tidyWriting,
  withdrawSnapshot,
  writeInto,
  YEARLY_REPORT,
  yearsOver,
  type ReportWord,
  type Snapshot,
  type Writing,
  type WritingProblem,
  type YearlyReport,
} from '../../figures/door.ts';
import { readProviderNames } from '../../notices/door.ts';
import { transact } from '../../platform/db.ts';
import { readStaffNames } from '../../staff/door.ts';
import { languageSchema } from '../../terms/categories.ts';
import { wordIn } from '../attempt.ts';
import type { Form } from '../form.ts';
import { formatsOf } from '../format.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { yearlyReportTexts, type YearlyReportTexts } from '../texts/yearly-report.ts';
import type { Problem } from '../views/shell.tsx';
import { nameField, wordField, YearlyReportPage } from '../views/yearly-report.tsx';
import { YearlyReportsPage } from '../views/yearly-reports.tsx';
import { notFound } from './case.ts';
import { attemptStep, snapshotIdIn, stepNotDone, type StepPaths } from './snapshot-steps.ts';

/** All routes of the pages. */
export function addYearlyReports(screens: Screens): void {
  screens.staff('GET /figures/reports', listPage);
  screens.staff('GET /figures/reports/:snapshotId', (visit) => reportPage(visit));
  screens.staff('GET /figures/reports/:snapshotId/file/:language/:form', takeFile);
  screens.staff('POST /figures/reports/prepare', prepare);
  screens.staff('POST /figures/reports/:snapshotId/words', write);
  screens.staff('POST /figures/reports/:snapshotId/publish', (visit) =>
    attemptStep(pathsOf(visit), 'published', () =>
      transact(visit.deps.db, (tx) => publishSnapshot(tx, YEARLY_REPORT, seenIn(visit), stepOf(visit))),
    ),
  );
  screens.staff('POST /figures/reports/:snapshotId/withdraw', (visit) =>
    attemptStep({ page: LIST, list: LIST }, 'withdrawn', () =>
      transact(visit.deps.db, (tx) => withdrawSnapshot(tx, YEARLY_REPORT, seenIn(visit).id, stepOf(visit))),
    ),
  );
}

const stepOf = ({ session, now }: StaffVisit) => ({ by: session.staffId, at: now });
const idOf = ({ params }: StaffVisit) => snapshotIdIn(params.get('snapshotId'));
const LIST = '/figures/reports';
const pathOf = (visit: StaffVisit) => `${LIST}/${idOf(visit)}`;
const pathsOf = (visit: StaffVisit): StepPaths => ({ page: pathOf(visit), list: LIST });
const seenIn = (visit: StaffVisit) => ({
  ...{ id: idOf(visit), revision: snapshotIdIn(visit.form.get('revision')) },
});

function wordFor({ language, query }: StaffVisit) {
  const { done, refusals } = yearlyReportTexts(language);
  return wordIn(query, { done, notDone: refusals });
}

async function listPage(visit: StaffVisit): Promise<Answer> {
  const { deps, page, now } = visit;
  const [reports, names] = await Promise.all([listSnapshots(deps.db, YEARLY_REPORT), readStaffNames(deps.db)]);
  return YearlyReportsPage({
    ...{ page, reports, names, word: wordFor(visit), years: yearsOver(now, deps.config.timeZone) },
  });
}

async function prepare(visit: StaffVisit): Promise<Answer> {
  const { db, serviceKey, config } = visit.deps;
  const year = snapshotIdIn(visit.form.get('year'));
  const namesOf = (ids: readonly string[]) => readProviderNames(db, serviceKey, ids);
  try {
    const id = await prepareReport(db, { year, timeZone: config.timeZone, namesOf }, stepOf(visit));
    return { goTo: `/figures/reports/${id}?done=prepared` };
  } catch (error) {
    return stepNotDone({ page: LIST, list: LIST }, error);
  }
}

/** What was typed and cannot be kept yet, with its problems, in place of what is kept. */
interface Typed {
  readonly writing: Writing;
  readonly problems: readonly Problem[];
}

async function reportPage(visit: StaffVisit, typed?: Typed): Promise<Answer> {
  const { deps, page, session, query } = visit;
  const [found, names] = await Promise.all([
    readSnapshot(deps.db, YEARLY_REPORT, idOf(visit)),
    readStaffNames(deps.db),
  ]);
  if (found === undefined) return notFound(visit);
  const language = languageSchema.catch(page.language).parse(query.get('language'));
  const answer = YearlyReportPage({
    ...{ page: typed === undefined ? page : { ...page, path: pathOf(visit) }, word: wordFor(visit), found },
    ...{ shown: reportDocument(found.content, language, deps.config.hotline.name), myId: session.staffId },
    ...{ writing: typed?.writing ?? writingOf(found.content), problems: typed?.problems ?? [] },
    // What was typed is of the revision that was seen, not of the one that is there by now.
    revision: typed === undefined ? found.revision : seenIn(visit).revision,
    names,
  });
  return typed === undefined ? answer : { status: 400, page: answer };
}

const writingOf = ({ words, providers }: YearlyReport): Writing => ({
  words,
  names: providers.map(({ name }) => name),
});

async function write(visit: StaffVisit): Promise<Answer> {
  const { deps, language } = visit;
  const texts = yearlyReportTexts(language);
  const found = await readSnapshot(deps.db, YEARLY_REPORT, idOf(visit));
  if (found === undefined) return notFound(visit);
  const writing = tidyWriting(writingIn(visit.form, found));
  const problems = checkWriting(writing).map((problem) => problemOf(problem, texts, visit));
  if (problems.length > 0) return reportPage(visit, { writing, problems });
  try {
    const change = (report: YearlyReport) => writeInto(report, writing);
    await transact(deps.db, (tx) => changeSnapshot(tx, YEARLY_REPORT, seenIn(visit), change, stepOf(visit)));
    return { goTo: `${pathOf(visit)}?done=changed` };
  } catch (error) {
    if (!(error instanceof FiguresStepError) || error.code !== 'changed-meanwhile')
      return stepNotDone(pathsOf(visit), error);
    // What was typed is kept on the page: somebody may have worked on it for an hour.
    const stale = { field: wordField('independence', 'sv'), text: texts.problems.stale };
    return reportPage(visit, { writing, problems: [stale] });
  }
}

function writingIn(form: Form, { content }: Snapshot<YearlyReport>): Writing {
  const both = (word: ReportWord) => ({ sv: form.get(wordField(word, 'sv')), en: form.get(wordField(word, 'en')) });
  return {
    words: { independence: both('independence'), contact: both('contact'), remarks: both('remarks') },
    names: content.providers.map((_, at) => form.get(nameField(at))),
  };
}

function problemOf(problem: WritingProblem, texts: YearlyReportTexts, { language }: StaffVisit): Problem {
  switch (problem.kind) {
    case 'too-long': {
      const { word, most } = problem;
      const what = `${texts.words[word]} (${texts.languages[problem.language]})`;
      const text = texts.problems['too-long'](what, formatsOf(language).count(most));
      return { field: wordField(word, problem.language), text };
    }
    case 'name-too-long':
    case 'name-twice':
      return { field: nameField(problem.provider), text: texts.problems[problem.kind] };
  }
}

/** The report as it stands, as a file. */
async function takeFile(visit: StaffVisit): Promise<Answer> {
  const { deps, params } = visit;
  const form = EXPORT_FORMS.find((each) => each === params.get('form'));
  const language = languageSchema.safeParse(params.get('language')).data;
  const found = await readSnapshot(deps.db, YEARLY_REPORT, idOf(visit));
  if (form === undefined || language === undefined || found === undefined) return notFound(visit);
  const bytes = await exportFigures(reportDocument(found.content, language, deps.config.hotline.name), form);
  const draft = found.state === 'published' ? '' : '-draft';
  return { download: { name: `dsa-report-${found.content.year}-${language}${draft}.${form}`, bytes } };
}
