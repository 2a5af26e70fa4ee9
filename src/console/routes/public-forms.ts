/** The public forms: seeing them for everybody of the house; drafting, releasing and taking back for supervisors and administrators. */
import {
  beginDraft,
  editDraft,
  editFormSet,
  FormStepError,
  listFormVersions,
  previewForms,
  proposeForms,
  readFormsInUse,
  readFormSet,
  readFormVersion,
  readOpenForms,
  releaseForms,
  reopenForms,
  SHIPPED_FORMS,
  withdrawForms,
  type FormEdit,
  type FormVersion,
  type PreviewedPage,
} from '../../intake/door.ts';
import { transact, type Tx } from '../../platform/db.ts';
import { cleanText } from '../../site/read-field.ts';
import { readStaffNames } from '../../staff/door.ts';
import { tipCategorySchema } from '../../terms/categories.ts';
import { SITE_LANGUAGES, siteLanguageSchema } from '../../terms/site-languages.ts';
import { attemptStep, wordIn, type Word } from '../attempt.ts';
import { draftIn, localPath, numberIn } from '../form.ts';
import { readOrder } from '../form-edit-order.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { formsTexts } from '../texts/public-forms.ts';
import { DraftCategoryPage } from '../views/form-category.tsx';
import { DraftPage } from '../views/form-editor.tsx';
import { PreviewBar } from '../views/form-preview-bar.tsx';
import { FormVersionPage } from '../views/form-version.tsx';
import { FormWordsPage, keysOfSubject, wordField } from '../views/form-words.tsx';
import { FormsPage, formVersionName } from '../views/public-forms.tsx';
import { notFound } from './case.ts';

/** All routes of the forms' pages. */
export function addPublicForms(screens: Screens): void {
  screens.staff('GET /forms', async (visit) => FormsPage(await sharedProps(visit)));
  screens.staff('GET /forms/:version', versionPage);
  screens.staff('GET /forms/:version/preview', preview);
  screens.staff('GET /forms/draft', (visit) => onDraft(visit, (draft) => draftPage(visit, draft)));
  screens.staff('GET /forms/draft/:category', (visit) =>
    onDraft(visit, (draft) => {
      const code = tipCategorySchema.safeParse(visit.params.get('category')).data;
      const isThere = draft.set.categories.some((each) => each.code === code);
      if (code === undefined || !isThere) return notFound(visit);
      return DraftCategoryPage({ page: visit.page, word: wordOf(visit), draft, code });
    }),
  );
  screens.staff('GET /forms/words/:subject', (visit) =>
    onDraft(visit, (draft) => {
      const subject = visit.params.get('subject') ?? '';
      if (keysOfSubject(draft.set, subject).length === 0) return notFound(visit);
      return FormWordsPage({ page: visit.page, word: wordOf(visit), draft, subject });
    }),
  );
  screens.staff('POST /forms/begin', begin);
  screens.staff('POST /forms/edit', edit);
  screens.staff('POST /forms/words/:subject', saveWords);
  screens.staff('POST /forms/propose', propose);
  screens.staff('POST /forms/:version/release', (visit) => step(visit, 'released', releaseForms));
  screens.staff('POST /forms/:version/reopen', (visit) => step(visit, 'reopened', reopenForms));
  screens.staff('POST /forms/:version/withdraw', (visit) => step(visit, 'withdrawn', withdrawForms));
}

/** What the page's address says was done, or not. */
function wordOf({ language, query }: StaffVisit): Word {
  const { done, saved, refusals, notUnderstood } = formsTexts(language);
  return wordIn(query, { done: { ...done, saved }, notDone: { ...refusals, 'not-understood': notUnderstood } });
}

async function sharedProps(visit: StaffVisit) {
  const { deps, page, session } = visit;
  const [versions, inUse, names] = await Promise.all([
    listFormVersions(deps.db),
    readFormsInUse(deps.db),
    readStaffNames(deps.db),
  ]);
  return { page, word: wordOf(visit), versions, inUse, names, myId: session.staffId };
}

async function versionPage(visit: StaffVisit): Promise<Answer> {
  const { deps } = visit;
  const version = numberIn(visit.params.get('version'));
  const found = version === undefined ? undefined : await readFormVersion(deps.db, version);
  if (found === undefined) return notFound(visit);
  const before = (await readFormSet(deps.db, found.basedOn)) ?? SHIPPED_FORMS;
  return FormVersionPage({ ...(await sharedProps(visit)), found, before });
}

/** The public's own page under this version. */
async function preview(visit: StaffVisit): Promise<Answer> {
  const { deps, page, query } = visit;
  const version = numberIn(visit.params.get('version'));
  const set = version === undefined ? undefined : await readFormSet(deps.db, version);
  if (version === undefined || set === undefined) return notFound(visit);
  const language = siteLanguageSchema.catch(page.language).parse(query.get('language'));
  const shown = query.get('page') ?? 'start';
  const isDraft = (await readOpenForms(deps.db))?.version === version;
  const bar = PreviewBar({
    ...{ page, set, language, shown, version: formVersionName(formsTexts(page.language), version) },
    back: version === 0 ? '/forms' : isDraft ? '/forms/draft' : `/forms/${version}`,
  });
  const preview = { bar, title: formsTexts(page.language).previewTitle };
  return previewForms(deps.config.hotline, set, { language, what: whatIn(shown), preview });
}

function whatIn(shown: string): PreviewedPage {
  const [code, page = ''] = shown.split(' ');
  const category = tipCategorySchema.safeParse(code);
  return category.success ? { category: category.data, page } : 'start';
}

/** The draft's page; without one, to where one is begun. */
async function onDraft(visit: StaffVisit, show: (draft: FormVersion) => Answer | Promise<Answer>): Promise<Answer> {
  const open = await readOpenForms(visit.deps.db);
  if (open === undefined) return { goTo: '/forms' };
  return open.state === 'draft' ? show(open) : { goTo: `/forms/${open.version}` };
}

async function draftPage(visit: StaffVisit, draft: FormVersion): Promise<Answer> {
  const before = (await readFormSet(visit.deps.db, draft.basedOn)) ?? SHIPPED_FORMS;
  return DraftPage({ page: visit.page, word: wordOf(visit), draft, before });
}

/** Goes to `good` when it is done, and to `bad` with word of why not. */
const attempt = (good: string, bad: string, work: () => Promise<unknown>): Promise<Answer> =>
  attemptStep(FormStepError, { good, bad }, work);

const begin = (visit: StaffVisit): Promise<Answer> =>
  attempt('/forms/draft?done=begun', '/forms', () =>
    transact(visit.deps.db, (tx) => beginDraft(tx, visit.session.staffId, numberIn(visit.form.get('from')), visit.now)),
  );

function change(visit: StaffVisit, back: string, made: FormEdit): Promise<Answer> {
  const { deps, session, now } = visit;
  return attempt(made.kind === 'say' ? `${back}?done=saved` : back, back, () =>
    transact(deps.db, (tx) =>
      editDraft(tx, session.staffId, draftIn(visit.form), (set) => editFormSet(set, made), now),
    ),
  );
}

function edit(visit: StaffVisit): Promise<Answer> | Answer {
  const back = localPath(visit.form.get('back'));
  const order = readOrder(visit.form);
  return order === undefined ? { goTo: `${back}?not=not-understood` } : change(visit, back, order);
}

function saveWords(visit: StaffVisit): Promise<Answer> {
  return onDraft(visit, (draft) => {
    const subject = visit.params.get('subject') ?? '';
    const keys = keysOfSubject(draft.set, subject);
    if (keys.length === 0) return notFound(visit);
    const texts = SITE_LANGUAGES.flatMap((language) =>
      keys.map((key) => [language, key, oneLine(visit.form.get(wordField(language, key)))] as const),
    );
    return change(visit, `/forms/words/${subject}`, { kind: 'say', texts });
  });
}

/** A text of the forms is a line: a form's breaks become spaces. */
const oneLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ').trim();

async function propose(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, form } = visit;
  const draft = draftIn(visit.form);
  const reason = form.get('reason');
  return attempt(`/forms/${draft.version}?done=proposed`, '/forms/draft', () =>
    transact(deps.db, (tx) => proposeForms(tx, session.staffId, { ...draft, reason }, now)),
  );
}

function step(
  visit: StaffVisit,
  done: string,
  work: (tx: Tx, staffId: StaffVisit['session']['staffId'], version: number, now: Date) => Promise<unknown>,
): Promise<Answer> {
  const version = numberIn(visit.params.get('version')) ?? 0;
  const good = done === 'reopened' ? '/forms/draft' : '/forms';
  return attempt(`${good}?done=${done}`, '/forms', () =>
    transact(visit.deps.db, (tx) => work(tx, visit.session.staffId, version, visit.now)),
  );
}
