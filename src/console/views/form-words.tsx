/** The words of one thing in the draft, in every language of the site; of a choice also its answers. */
import { ownKeysOf, SHIPPED_KEYS, shippedWord, standingOf, textLimitOf, type FormSet } from '../../intake/door.ts';
import { directionOf, languageName, SITE_LANGUAGES, type SiteLanguage } from '../../terms/site-languages.ts';
import { orderOf } from '../form-edit-order.ts';
import { formsTexts } from '../texts/public-forms.ts';
import { DraftForm, EditForm, EditorColumns, Faults, NewTitles, Order, type EditorProps } from './form-editor.tsx';
import { formNames, partOf, subjectOf } from './form-names.ts';
import { Flash, Page } from './shell.tsx';

/** The keys of what somebody edits together; empty for what there is not. */
export const keysOfSubject = (set: FormSet, subject: string): readonly string[] =>
  [...SHIPPED_KEYS, ...ownKeysOf(set)].filter((key) => subjectOf(key) === subject);

/** The name of a text's field. */
export const wordField = (language: SiteLanguage, key: string): string => `${language} ${key}`;

/** `subject` as `subjectOf` has it. */
export function FormWordsPage(props: EditorProps & { readonly subject: string }) {
  const { page, word, draft, subject } = props;
  const words = formsTexts(page.language);
  const names = formNames(draft.set, page.language, words);
  const title = words.wordsOf(names.subject(subject));
  return (
    <Page page={page} title={title} at="GET /partners">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <p class="crumb">
        <a href="/forms/draft">{words.draftTitle}</a>
      </p>
      <h1>{title}</h1>
      <EditorColumns {...props} preview="">
        <Faults {...props} />
        <Options {...props} />
        <DraftForm {...props} action={`/forms/words/${subject}`}>
          <div class="form-languages">
            {SITE_LANGUAGES.map((language) => (
              <fieldset key={language} class="form-language">
                <legend>{languageName(language, page.language)}</legend>
                {keysOfSubject(draft.set, subject).map((key) => (
                  <TextField key={key} {...props} language={language} textKey={key} />
                ))}
              </fieldset>
            ))}
          </div>
          <div class="buttons">
            <button type="submit">{words.save}</button>
          </div>
        </DraftForm>
      </EditorColumns>
    </Page>
  );
}

function TextField(props: EditorProps & { readonly language: SiteLanguage; readonly textKey: string }) {
  const { page, draft, language, textKey: key } = props;
  const words = formsTexts(page.language);
  const name = wordField(language, key);
  const id = name.replace(/[ .]/g, '-');
  const standing = standingOf(draft.set, language, key);
  const text = draft.set.texts[language]?.[key] ?? shippedWord(language, key) ?? '';
  const most = textLimitOf(key);
  const isOptional = partOf(key) === 'hint' && text === '';
  const option = /^question\.[^.]+\.([^.]+)\.option$/.exec(key)?.[1];
  const part = Object.entries(words.parts).find(([each]) => each === partOf(key))?.[1] ?? key;
  const label =
    option === undefined
      ? part
      : `${part}: ${formNames(draft.set, page.language, words).option(key.split('.')[1] ?? '', option)}`;
  return (
    <div class={standing === 'english' && !isOptional ? 'field lacks' : 'field'}>
      <label for={id}>{label}</label>
      {!isOptional && (
        <span id={`${id}-standing`} class={`badge ${BADGES[standing]}`}>
          {words.standings[standing]}
        </span>
      )}
      <textarea
        id={id}
        name={name}
        rows={text.length > 90 ? 3 : 1}
        maxLength={most}
        lang={language}
        dir={directionOf(language)}
        aria-describedby={isOptional ? undefined : `${id}-standing`}
      >
        {text}
      </textarea>
    </div>
  );
}

const BADGES = { own: 'live', shipped: 'quiet', behind: 'new', english: 'new' } as const;

function Options(props: EditorProps & { readonly subject: string }) {
  const { page, draft, subject } = props;
  const words = formsTexts(page.language);
  const question = draft.set.questions.find(({ id }) => subject === `question.${id}`);
  if (question?.kind !== 'choice') return null;
  const names = formNames(draft.set, page.language, words);
  const back = `/forms/words/${subject}`;
  return (
    <section aria-labelledby="options">
      <h2 id="options">{words.options}</h2>
      <EditForm {...props} back={back}>
        <ol class="form-parts">
          {question.options.map((option) => {
            const name = names.option(question.id, option);
            return (
              <li key={option}>
                <span class="part-name">{name}</span>
                <span class="part-orders">
                  <Order
                    order={orderOf('move-option', question.id, option, 'up')}
                    text={words.up}
                    name={words.upOf(name)}
                  />
                  <Order
                    order={orderOf('move-option', question.id, option, 'down')}
                    text={words.down}
                    name={words.downOf(name)}
                  />
                  <Order
                    order={orderOf('delete-option', question.id, option)}
                    text={words.remove}
                    name={words.removeOf(name)}
                  />
                </span>
              </li>
            );
          })}
        </ol>
      </EditForm>
      <EditForm {...props} back={back}>
        <fieldset class="form-new">
          <legend>{words.newOption}</legend>
          <NewTitles page={page} place="option" />
          <button type="submit" name="order" value={orderOf('new-option', question.id)} class="quiet">
            {words.add}
          </button>
        </fieldset>
      </EditForm>
    </section>
  );
}
