/** The editor of the public forms: what stands in the draft, and one button for each change of it. Works without a script. */
import type { ComponentChildren } from 'preact';
import {
  ALWAYS_OFFERED,
  checkFormSet,
  offeredFirst,
  OWN_KINDS,
  ownKeysOf,
  SHIPPED_KEYS,
  standingOf,
  type FormSet,
  type FormVersion,
} from '../../intake/door.ts';
import type { TipCategory } from '../../terms/categories.ts';
import { SITE_LANGUAGES } from '../../terms/site-languages.ts';
import { orderOf } from '../form-edit-order.ts';
import type { Word } from '../attempt.ts';
import { formsTexts } from '../texts/public-forms.ts';
import { Changes } from './form-version.tsx';
import { formNames, subjectOf } from './form-names.ts';
import { Field, Flash, Form, Page, type PageContext } from './shell.tsx';

/** What every page of the editor has. */
export interface EditorProps {
  readonly page: PageContext;
  readonly word: Word;
  readonly draft: FormVersion;
}

/** What is edited, with the way to the preview beside it, then `beside`. `preview`: the query that opens it where one is. */
export function EditorColumns(
  props: EditorProps & {
    readonly preview: string;
    readonly beside?: ComponentChildren;
    readonly children?: ComponentChildren;
  },
) {
  const { page, draft, preview, beside, children } = props;
  const words = formsTexts(page.language);
  return (
    <div class="columns">
      <div>{children}</div>
      <aside>
        <section>
          <p>
            <a href={`/forms/${draft.version}/preview${preview}`}>{words.preview}</a>
          </p>
          <p class="help">{words.previewHelp}</p>
        </section>
        {beside}
      </aside>
    </div>
  );
}

/** A form about the draft: whatever it asks for is asked of the revision that was seen. */
export function DraftForm(props: EditorProps & { readonly action: string; readonly children?: ComponentChildren }) {
  const { page, draft, action, children } = props;
  return (
    <Form page={page} action={action}>
      <input type="hidden" name="version" value={String(draft.version)} />
      <input type="hidden" name="revision" value={String(draft.revision)} />
      {children}
    </Form>
  );
}

/** A form of the editor, whose buttons are orders. */
export function EditForm(props: EditorProps & { readonly back: string; readonly children?: ComponentChildren }) {
  const { back, children, ...rest } = props;
  return (
    <DraftForm {...rest} action="/forms/edit">
      <input type="hidden" name="back" value={back} />
      {children}
    </DraftForm>
  );
}

/** A button that makes one change; `name` is what it is done to, for who does not see where it stands. */
export function Order(props: { readonly order: string; readonly text: string; readonly name: string }) {
  return (
    <button type="submit" name="order" value={props.order} class="quiet small" aria-label={props.name}>
      {props.text}
    </button>
  );
}

/** The whole draft: categories, own questions and pages, words, and the way to proposing it. */
export function DraftPage(props: EditorProps & { readonly before: FormSet }) {
  const { page, word, draft, before } = props;
  const words = formsTexts(page.language);
  return (
    <Page page={page} title={words.draftTitle} at="GET /partners">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <p class="crumb">
        <a href="/forms">{words.title}</a>
      </p>
      <h1>{words.draftTitle}</h1>
      <p class="lead">{words.draftLead}</p>
      <EditorColumns
        {...props}
        preview=""
        beside={
          <>
            <section>
              <Propose {...props} />
            </section>
            <Changes page={page} before={before} after={draft.set} />
          </>
        }
      >
        <Faults {...props} />
        <Categories {...props} />
        <OwnQuestions {...props} />
        <OwnPages {...props} />
        <Words {...props} />
      </EditorColumns>
    </Page>
  );
}

/** The field for why, and the button that proposes the draft. */
function Propose(props: EditorProps) {
  const words = formsTexts(props.page.language);
  return (
    <DraftForm {...props} action="/forms/propose">
      <div class="reason">
        <Field name="reason" label={words.reason} help={words.reasonHelp} value="" />
      </div>
      <button type="submit">{words.propose}</button>
    </DraftForm>
  );
}

/** What keeps the draft from being proposed. */
export function Faults({ page, draft }: EditorProps) {
  const words = formsTexts(page.language);
  const faults = checkFormSet(draft.set);
  if (faults.length === 0) return null;
  const names = formNames(draft.set, page.language, words);
  return (
    <section class="hold on" aria-labelledby="faults">
      <h2 id="faults">{words.faultsTitle}</h2>
      <ul class="form-changes">
        {faults.map((fault) => (
          <li key={`${fault.code} ${fault.at}`}>{words.faults[fault.code](names.place(fault))}</li>
        ))}
      </ul>
    </section>
  );
}

function Categories(props: EditorProps) {
  const { page, draft } = props;
  const words = formsTexts(page.language);
  const names = formNames(draft.set, page.language, words);
  return (
    <section aria-labelledby="categories">
      <h2 id="categories">{words.categories}</h2>
      <EditForm {...props} back="/forms/draft">
        <ul class="form-parts">
          {offeredFirst(draft.set).map((code) => (
            <li key={code}>
              <CategoryLine set={draft.set} code={code} name={names.category(code)} words={words} />
            </li>
          ))}
        </ul>
      </EditForm>
    </section>
  );
}

function CategoryLine(props: {
  readonly set: FormSet;
  readonly code: TipCategory;
  readonly name: string;
  readonly words: ReturnType<typeof formsTexts>;
}) {
  const { set, code, name, words } = props;
  const form = set.categories.find((each) => each.code === code);
  if (form === undefined)
    return (
      <>
        <span class="part-name">
          {name} <span class="badge quiet">{words.notOffered}</span>
        </span>
        <span class="part-orders">
          <Order order={orderOf('offer', code)} text={words.offer} name={`${words.offer}: ${name}`} />
        </span>
      </>
    );
  const questions = form.pages.reduce((sum, page) => sum + page.questions.length, 0);
  return (
    <>
      <span class="part-name">
        <a href={`/forms/draft/${code}`}>{name}</a>
        <span class="help">{words.categoryPages(form.pages.length, questions)}</span>
      </span>
      <span class="part-orders">
        <Order order={orderOf('move-category', code, 'up')} text={words.up} name={words.upOf(name)} />
        <Order order={orderOf('move-category', code, 'down')} text={words.down} name={words.downOf(name)} />
        {ALWAYS_OFFERED.includes(code) ? (
          <span class="help">{words.fixed}</span>
        ) : (
          <Order order={orderOf('withhold', code)} text={words.withhold} name={`${words.withhold}: ${name}`} />
        )}
      </span>
    </>
  );
}

function OwnQuestions(props: EditorProps) {
  const { page, draft } = props;
  const words = formsTexts(page.language);
  const names = formNames(draft.set, page.language, words);
  return (
    <section aria-labelledby="own-questions">
      <h2 id="own-questions">{words.ownQuestions}</h2>
      <p class="help">{words.ownQuestionsHelp}</p>
      {draft.set.questions.length === 0 && <p class="empty">{words.noOwnQuestions}</p>}
      <EditForm {...props} back="/forms/draft">
        <ul class="form-parts">
          {draft.set.questions.map(({ id, kind }) => (
            <li key={id}>
              <span class="part-name">
                <a href={`/forms/words/question.${id}`}>{names.question(id)}</a>
                <span class="help">{words.kinds[kind]}</span>
              </span>
              <span class="part-orders">
                <Order
                  order={orderOf('delete-question', id)}
                  text={words.delete}
                  name={`${words.delete}: ${names.question(id)}`}
                />
              </span>
            </li>
          ))}
        </ul>
      </EditForm>
      <EditForm {...props} back="/forms/draft">
        <fieldset class="form-new">
          <legend>{words.newQuestion}</legend>
          <NewTitles page={page} place="question" />
          <p class="inline">
            <label for="kind">{words.kind}</label>
            <select id="kind" name="kind">
              {OWN_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {words.kinds[kind]}
                </option>
              ))}
            </select>
            <button type="submit" name="order" value="new-question" class="quiet">
              {words.add}
            </button>
          </p>
        </fieldset>
      </EditForm>
    </section>
  );
}

/** What a new thing is called, in the two languages that everything must have. */
export function NewTitles({ page, place }: { readonly page: PageContext; readonly place: string }) {
  const words = formsTexts(page.language);
  return (
    <div class="pair">
      {(['sv', 'en'] as const).map((language) => (
        <div class="field" key={language}>
          <label for={`${place}-${language}`}>{language === 'sv' ? words.inSwedish : words.inEnglish}</label>
          <input type="text" id={`${place}-${language}`} name={`new-${language}`} lang={language} autocomplete="off" />
        </div>
      ))}
    </div>
  );
}

function OwnPages(props: EditorProps) {
  const { page, draft } = props;
  const words = formsTexts(page.language);
  const names = formNames(draft.set, page.language, words);
  return (
    <section aria-labelledby="own-pages">
      <h2 id="own-pages">{words.ownPages}</h2>
      <EditForm {...props} back="/forms/draft">
        <ul class="form-parts">
          {draft.set.pages.map((id) => (
            <li key={id}>
              <span class="part-name">
                <a href={`/forms/words/page.${id}`}>{names.page(id)}</a>
              </span>
              <span class="part-orders">
                <Order
                  order={orderOf('delete-page', id)}
                  text={words.delete}
                  name={`${words.delete}: ${names.page(id)}`}
                />
              </span>
            </li>
          ))}
        </ul>
      </EditForm>
      <EditForm {...props} back="/forms/draft">
        <fieldset class="form-new">
          <legend>{words.newPage}</legend>
          <NewTitles page={page} place="page" />
          <button type="submit" name="order" value="new-page" class="quiet">
            {words.add}
          </button>
        </fieldset>
      </EditForm>
    </section>
  );
}

/** Everything that has words, with what is changed and what lags behind. */
function Words({ page, draft }: EditorProps) {
  const words = formsTexts(page.language);
  const names = formNames(draft.set, page.language, words);
  const keys = [...SHIPPED_KEYS, ...ownKeysOf(draft.set)];
  return (
    <section aria-labelledby="words">
      <h2 id="words">{words.words}</h2>
      <p class="help">{words.wordsHelp}</p>
      <ul class="form-words">
        {[...Map.groupBy(keys, subjectOf)].map(([subject, own]) => {
          const standings = SITE_LANGUAGES.map((language) => own.map((key) => standingOf(draft.set, language, key)));
          const changed = standings.flat().filter((each) => each === 'own').length;
          const english = standings.filter((each) => each.includes('english')).length;
          return (
            <li key={subject}>
              <a href={`/forms/words/${subject}`}>{names.subject(subject)}</a>
              {changed > 0 && <span class="badge live">{words.changed(changed)}</span>}
              {english > 0 && <span class="badge new">{words.untranslated(english)}</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
