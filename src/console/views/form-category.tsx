/** One category of the draft: its pages in their order, and the questions of each. */
import { isOwnQuestion, SHIPPED_FORMS } from '../../intake/door.ts';
import type { TipCategory } from '../../terms/categories.ts';
import { choiceField, orderOf } from '../form-edit-order.ts';
import { formsTexts } from '../texts/public-forms.ts';
import { EditForm, EditorColumns, Faults, Order, type EditorProps } from './form-editor.tsx';
import { formNames } from './form-names.ts';
import { Flash, Page } from './shell.tsx';

/** One category: its pages and their questions. */
export function DraftCategoryPage(props: EditorProps & { readonly code: TipCategory }) {
  const { page, word, draft, code } = props;
  const words = formsTexts(page.language);
  const names = formNames(draft.set, page.language, words);
  const form = draft.set.categories.find((each) => each.code === code);
  const back = `/forms/draft/${code}`;
  const pageIds = [...SHIPPED_PAGE_IDS, ...draft.set.pages];
  const unused = pageIds.filter((id) => !(form?.pages ?? []).some((each) => each.id === id));
  const asked = (form?.pages ?? []).flatMap(({ questions }) => questions);
  return (
    <Page page={page} title={words.categoryTitle(names.category(code))} at="GET /partners">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <p class="crumb">
        <a href="/forms/draft">{words.draftTitle}</a>
      </p>
      <h1>{names.category(code)}</h1>
      <p class="lead">{words.categoryLead}</p>
      <EditorColumns {...props} preview={`?page=${code}+danger`}>
        <Faults {...props} />
        <EditForm {...props} back={back}>
          {(form?.pages ?? []).map(({ id, questions }) => (
            <PagePart key={id} {...props} id={id} questions={questions} asked={asked} />
          ))}
          {unused.length > 0 && (
            <p class="inline after">
              <label for="choice-new-page">{words.addPage}</label>
              <Choice id={choiceField('new-page')} options={unused} nameOf={names.page} nothing={words.choose} />
              <button type="submit" name="order" value={orderOf('add-page', code, 'new-page')} class="quiet">
                {words.add}
              </button>
            </p>
          )}
        </EditForm>
      </EditorColumns>
    </Page>
  );
}

const SHIPPED_PAGE_IDS = [...new Set(SHIPPED_FORMS.categories.flatMap(({ pages }) => pages.map(({ id }) => id)))];
const SHIPPED_QUESTION_IDS = [
  ...new Set(SHIPPED_FORMS.categories.flatMap(({ pages }) => pages.flatMap(({ questions }) => questions))),
];

function PagePart(
  props: EditorProps & {
    readonly code: TipCategory;
    readonly id: string;
    readonly questions: readonly string[];
    /** All that the category asks already. */
    readonly asked: readonly string[];
  },
) {
  const { page, draft, code, id, questions, asked } = props;
  const words = formsTexts(page.language);
  const names = formNames(draft.set, page.language, words);
  const name = names.page(id);
  const isFixed = id === 'danger' || id === 'contact';
  const others = [...SHIPPED_QUESTION_IDS, ...draft.set.questions.map((question) => question.id)].filter(
    (each) => !asked.includes(each) && isPersonal(each) === (id === 'contact'),
  );
  return (
    <section class="form-page" aria-labelledby={`page-${id}`}>
      <div class="part-head">
        <h2 id={`page-${id}`}>
          <a href={`/forms/words/page.${id}`}>{name}</a>
        </h2>
        {isFixed ? (
          <span class="help">{words.fixed}</span>
        ) : (
          <span class="part-orders">
            <Order order={orderOf('move-page', code, id, 'up')} text={words.up} name={words.upOf(name)} />
            <Order order={orderOf('move-page', code, id, 'down')} text={words.down} name={words.downOf(name)} />
            <Order order={orderOf('remove-page', code, id)} text={words.remove} name={words.removeOf(name)} />
          </span>
        )}
      </div>
      <ul class="form-parts">
        {questions.map((question) => (
          <li key={question}>
            <QuestionLine {...props} question={question} name={names.question(question)} />
          </li>
        ))}
      </ul>
      {id !== 'danger' && others.length > 0 && (
        <p class="inline">
          <label for={choiceField(id)}>{words.askAlso}</label>
          <Choice id={choiceField(id)} options={others} nameOf={names.question} nothing={words.choose} />
          <Order order={orderOf('ask', code, id)} text={words.add} name={`${words.add}: ${name}`} />
        </p>
      )}
    </section>
  );
}

const PERSONAL: ReadonlySet<string> = new Set(['wantsAnswer', 'name', 'email', 'phone']);
const isPersonal = (id: string): boolean => PERSONAL.has(id);

function QuestionLine(
  props: EditorProps & { readonly code: TipCategory; readonly question: string; readonly name: string },
) {
  const { page, code, question, name } = props;
  const words = formsTexts(page.language);
  const isFixed =
    question === 'isUrgent' || question === 'wantsAnswer' || (code === 'online' && question === 'addresses');
  return (
    <>
      <span class="part-name">
        <a href={`/forms/words/question.${question}`}>{name}</a>
        {isOwnQuestion(question) && <span class="badge quiet">{words.ownQuestions}</span>}
      </span>
      <span class="part-orders">
        {question !== 'isUrgent' && question !== 'wantsAnswer' && (
          <>
            <Order order={orderOf('move-question', code, question, 'up')} text={words.up} name={words.upOf(name)} />
            <Order
              order={orderOf('move-question', code, question, 'down')}
              text={words.down}
              name={words.downOf(name)}
            />
          </>
        )}
        {isFixed ? (
          <span class="help">{words.fixed}</span>
        ) : (
          <Order order={orderOf('do-not-ask', code, question)} text={words.remove} name={words.removeOf(name)} />
        )}
      </span>
    </>
  );
}

function Choice(props: {
  readonly id: string;
  readonly options: readonly string[];
  readonly nameOf: (id: string) => string;
  readonly nothing: string;
}) {
  return (
    <select id={props.id} name={props.id}>
      <option value="">{props.nothing}</option>
      {props.options.map((option) => (
        <option key={option} value={option}>
          {props.nameOf(option)}
        </option>
      ))}
    </select>
  );
}
