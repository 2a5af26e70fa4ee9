/** One version of the public forms: who wants it and why, and what it changes. */
import { changesBetween, type FormChange, type FormSet, type FormVersion } from '../../intake/door.ts';
import { directionOf, languageName } from '../../terms/site-languages.ts';
import { mayUse } from '../access.ts';
import { formatsOf } from '../format.ts';
import { formsTexts } from '../texts/public-forms.ts';
import { formNames } from './form-names.ts';
import { Steps, type FormsProps } from './public-forms.tsx';
import { Flash, Page, type PageContext } from './shell.tsx';
import { Begin, VersionFacts } from './version-parts.tsx';

/** Changes against the version that it began from. */
export function FormVersionPage(props: FormsProps & { readonly found: FormVersion; readonly before: FormSet }) {
  const { page, word, found, inUse, names, versions } = props;
  const words = formsTexts(page.language);
  const formats = formatsOf(page.language);
  const step = (taken: FormVersion['released']) =>
    taken === undefined ? undefined : words.by(names.get(taken.by) ?? '–', formats.moment(taken.at));
  const facts = [
    [words.state, found.version === inUse ? words.inUse : words.states[found.state]],
    [words.reason, found.reason === '' ? undefined : found.reason],
    [words.editors, found.editors.map((id) => names.get(id) ?? '–').join(', ')],
    [words.proposed, step(found.proposed)],
    [words.released, step(found.released)],
    [words.withdrawn, step(found.withdrawn)],
  ] as const;
  const isOpen = versions.some(({ state }) => state === 'draft' || state === 'proposed');
  return (
    <Page page={page} title={words.version(found.version)} at="GET /partners">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <p class="crumb">
        <a href="/forms">{words.title}</a>
      </p>
      <h1>{words.version(found.version)}</h1>
      <div class="columns">
        <div>
          <Changes page={page} before={props.before} after={found.set} />
        </div>
        <aside>
          <section>
            <VersionFacts facts={facts} />
            <p class="after">
              <a href={`/forms/${found.version}/preview`}>{words.preview}</a>
            </p>
            <Steps {...props} />
            {!isOpen && mayUse('POST /forms/begin', page.person?.role) && (
              <Begin page={page} action="/forms/begin" from={found.version} text={words.beginFrom} isQuiet />
            )}
          </section>
        </aside>
      </div>
    </Page>
  );
}

interface ChangesProps {
  readonly page: PageContext;
  readonly before: FormSet;
  readonly after: FormSet;
}

/** What differs between two versions, the structure first. */
export function Changes(props: ChangesProps) {
  const { page, before, after } = props;
  const words = formsTexts(page.language);
  const changes = changesBetween(before, after);
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{words.changes}</h2>
      <p class="help">{changes.length === 0 ? words.noChanges : words.changeCount(changes.length)}</p>
      <ul class="form-changes">
        {changes.map((change) =>
          change.kind === 'text' ? null : <li key={JSON.stringify(change)}>{structureLine(props, change)}</li>,
        )}
      </ul>
      {changes.map((change) =>
        change.kind === 'text' ? <TextChange key={JSON.stringify(change)} {...props} change={change} /> : null,
      )}
    </section>
  );
}

function structureLine({ page, before, after }: ChangesProps, change: Exclude<FormChange, { kind: 'text' }>): string {
  const words = formsTexts(page.language);
  const [old, now] = [before, after].map((set) => formNames(set, page.language, words));
  const names = change.kind === 'not-asked' || change.kind === 'withheld' ? old : now;
  if (names === undefined) return '';
  switch (change.kind) {
    case 'category-order':
      return words.change[change.kind];
    case 'asked':
    case 'not-asked':
      return words.change[change.kind](names.category(change.category), names.question(change.question));
    case 'answers':
      return words.change.answers(names.question(change.question));
    default:
      return words.change[change.kind](names.category(change.category));
  }
}

function TextChange(props: ChangesProps & { readonly change: Extract<FormChange, { kind: 'text' }> }) {
  const { page, change } = props;
  const words = formsTexts(page.language);
  const { language, key, before, after } = change;
  const foreign = { lang: language, dir: directionOf(language) };
  const place = formNames(props.after, page.language, words).text(key);
  return (
    <div class="paragraph">
      <h3>{words.change.text(`${place} (${languageName(language, page.language)})`)}</h3>
      <div class="pair">
        <div>
          <p class="help">{words.before}</p>
          <del {...foreign}>{before === '' ? '–' : before}</del>
        </div>
        <div>
          <p class="help">{words.after}</p>
          <ins {...foreign}>{after === '' ? '–' : after}</ins>
        </div>
      </div>
    </div>
  );
}
