/** What letters to providers say: seeing it, changing it by two people, taking a change back by one. */
import {
  changedTexts,
  checkTexts,
  countLettersByTemplate,
  listTemplates,
  PARAGRAPH_CODES,
  proposeTemplate,
  readCurrentTemplates,
  readTemplateVersions,
  releaseTemplate,
  sampleLetter,
  sampleSchema,
  SHIPPED_TEMPLATES,
  TemplateStepError,
  tidyTexts,
  withdrawTemplate,
  type LetterTemplates,
  type LetterTexts,
  type LetterWords,
  type PlacedProblem,
  type Sample,
} from '../../notices/door.ts';
import { transact, type Tx } from '../../platform/db.ts';
import { readStaffNames } from '../../staff/door.ts';
import type { Language } from '../../terms/categories.ts';
import { couldNot, wordOf, type Done } from '../attempt.ts';
import { numberIn, type Form } from '../form.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import type { Texts } from '../texts/texts.ts';
import type { Problem } from '../views/shell.tsx';
import { fieldOf, TemplateFormPage } from '../views/template-form.tsx';
import { TemplatePage } from '../views/template.tsx';
import { TemplatesPage, versionName } from '../views/templates.tsx';
import { notFound } from './case.ts';

/** The letters' texts for everybody; the changing of them for supervisors. */
export function addTemplates(screens: Screens): void {
  screens.staff('GET /templates', async (visit) => {
    const current = await readCurrentTemplates(visit.deps.db);
    return TemplatesPage(await sharedProps(visit, current, current.version));
  });
  screens.staff('GET /templates/:version', (visit) => versionPage(visit));
  screens.staff('GET /templates/edit', (visit) => emptyForm(visit));
  screens.staff('POST /templates/preview', (visit) => checkedForm(visit, []));
  screens.staff('POST /templates/propose', (visit) => propose(visit));
  screens.staff('POST /templates/:version/release', (visit) =>
    step(visit, 'template-released', (tx, version) => releaseTemplate(tx, visit.session.staffId, version, visit.now)),
  );
  screens.staff('POST /templates/:version/withdraw', (visit) =>
    step(visit, 'template-withdrawn', (tx, version) => withdrawTemplate(tx, visit.session.staffId, version, visit.now)),
  );
}

const sampleOf = (text: string | undefined): Sample => sampleSchema.catch('first').parse(text);

async function sharedProps(visit: StaffVisit, shown: LetterTemplates, inUse: number) {
  const { deps, page, session, query } = visit;
  const [versions, names, letterCounts] = await Promise.all([
    listTemplates(deps.db),
    readStaffNames(deps.db),
    countLettersByTemplate(deps.db),
  ]);
  const sample = sampleOf(query.get('sample'));
  return {
    ...{ page, inUse, versions, letterCounts, sample, names, word: wordOf(visit), myId: session.staffId },
    letter: sampleLetter(sample, shown, deps.config.hotline),
  };
}

async function versionPage(visit: StaffVisit): Promise<Answer> {
  const { deps } = visit;
  const version = numberIn(visit.params.get('version'));
  const current = await readCurrentTemplates(deps.db);
  const found = (await listTemplates(deps.db)).find((each) => each.version === version);
  if (found === undefined) return notFound(visit);
  const before = (await readTemplateVersions(deps.db, [found.basedOn])).get(found.basedOn) ?? SHIPPED_TEMPLATES;
  return TemplatePage({
    ...(await sharedProps(visit, found, current.version)),
    found,
    changes: changedTexts(before.texts, found.texts),
  });
}

/** The form filled with the texts in use, or with those of an earlier version to go back to them. */
async function emptyForm(visit: StaffVisit): Promise<Answer> {
  const { deps, page, query } = visit;
  const current = await readCurrentTemplates(deps.db);
  const from = numberIn(query.get('from')) ?? current.version;
  const start = (await readTemplateVersions(deps.db, [from])).get(from) ?? current;
  return TemplateFormPage({
    ...{ page, texts: start.texts, basedOn: current.version, reason: '', problems: [], sample: 'first' },
    ...{ startName: versionName(page.texts.letters, start.version), letter: undefined },
  });
}

/** The form with what was typed: its problems, or the letter that it would make. */
function checkedForm(visit: StaffVisit, more: readonly Problem[]): Answer {
  const { deps, page, form } = visit;
  const { letters } = page.texts;
  const texts = tidyTexts(textsIn(form));
  const basedOn = numberIn(form.get('based-on')) ?? 0;
  const problems = [...checkTexts(texts).map((placed) => problemOf(placed, letters)), ...more];
  const sample = sampleOf(form.get('sample'));
  const answer = TemplateFormPage({
    ...{ page: { ...page, path: '/templates/edit' }, texts, basedOn, problems, sample, reason: form.get('reason') },
    startName: versionName(letters, basedOn),
    letter: problems.length === 0 ? sampleLetter(sample, { version: basedOn, texts }, deps.config.hotline) : undefined,
  });
  return problems.length === 0 ? answer : { status: 400, page: answer };
}

async function propose(visit: StaffVisit): Promise<Answer> {
  const { deps, session, form, now, texts } = visit;
  const proposal = {
    texts: textsIn(form),
    reason: form.get('reason'),
    basedOn: numberIn(form.get('based-on')) ?? -1,
  };
  try {
    const version = await transact(deps.db, (tx) => proposeTemplate(tx, session.staffId, proposal, now));
    return { goTo: `/templates/${version}?done=template-proposed` };
  } catch (error) {
    if (!(error instanceof TemplateStepError)) throw error;
    if (error.code === 'not-right') return checkedForm(visit, []);
    if (error.code === 'no-reason')
      return checkedForm(visit, [{ field: 'reason', text: texts.letters.problems.reason }]);
    // What was typed is kept: somebody may have worked on it for an hour.
    return checkedForm(visit, [{ field: 'reason', text: texts.notDone[`template-${error.code}`] }]);
  }
}

async function step(
  visit: StaffVisit,
  done: Done,
  work: (tx: Tx, version: number) => Promise<unknown>,
): Promise<Answer> {
  const version = numberIn(visit.params.get('version'));
  if (version === undefined) return couldNot('/templates', 'template-no-such-version');
  try {
    await transact(visit.deps.db, (tx) => work(tx, version));
    return { goTo: `/templates?done=${done}` };
  } catch (error) {
    if (error instanceof TemplateStepError) return couldNot('/templates', `template-${error.code}`);
    throw error;
  }
}

function textsIn(form: Form): LetterTexts {
  const wordsIn = (language: Language): LetterWords => {
    const words = { ...SHIPPED_TEMPLATES.texts[language] };
    for (const code of PARAGRAPH_CODES) words[code] = form.get(fieldOf(language, code));
    return words;
  };
  return { sv: wordsIn('sv'), en: wordsIn('en') };
}

function problemOf({ language, code, problem }: PlacedProblem, letters: Texts['letters']): Problem {
  const place = letters.textIn(letters.paragraphs[code], letters.languages[language]);
  const field = fieldOf(language, code);
  switch (problem.kind) {
    case 'too-long':
      return { field, text: letters.problems['too-long'](place, problem.most) };
    case 'missing-placeholder':
    case 'unknown-placeholder':
      return { field, text: letters.problems[problem.kind](place, problem.name) };
    case 'empty':
    case 'line-break':
    case 'stray-brace':
      return { field, text: letters.problems[problem.kind](place) };
  }
}
