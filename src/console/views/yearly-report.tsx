/** One yearly report: as it reads, the words that people write into it, and its way to the site. */
import {
  EXPORT_FORMS,
  isOwnWork,
  REPORT_WORDS,
  ReportView,
  YEARLY_REPORT,
  type FigureDocument,
  type ReportWord,
  type Snapshot,
  type Writing,
  type YearlyReport,
} from '../../figures/door.ts';
import { LANGUAGES, type Language } from '../../terms/categories.ts';
import type { StaffId } from '../../terms/ids.ts';
import { mayUse } from '../access.ts';
import { formatsOf } from '../format.ts';
import { yearlyReportTexts } from '../texts/yearly-report.ts';
import { ErrorSummary, Field, Flash, Form, Moment, Page, type PageContext, type Problem } from './shell.tsx';
import { TextField } from './text-field.tsx';

interface YearlyReportProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly found: Snapshot<YearlyReport>;
  readonly shown: FigureDocument;
  readonly writing: Writing;
  /** The revision that `writing` began from. */
  readonly revision: number;
  readonly problems: readonly Problem[];
  readonly names: ReadonlyMap<StaffId, string>;
  readonly myId: StaffId;
}

/** The field of a word in a language, and its id. */
export const wordField = (word: ReportWord, language: Language): string => `${word}-${language}`;
/** The field of a provider's name, by its place in the report. */
export const nameField = (at: number): string => `provider-${at}`;

/** The page. */
export function YearlyReportPage(props: YearlyReportProps) {
  const { page, word, found, shown, problems } = props;
  const words = yearlyReportTexts(page.language);
  const title = `${words.title} ${found.content.year}`;
  const mayWrite = found.state === 'prepared' && mayUse('POST /figures/reports/:snapshotId/words', page.person?.role);
  return (
    <Page page={page} title={title} at="GET /figures" hasProblem={problems.length > 0}>
      <ErrorSummary texts={page.texts} problems={problems} />
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <p class="crumb">
        <a href="/figures/reports">{words.title}</a>
      </p>
      <h1>{title}</h1>
      <div class="columns letters">
        <div>
          <section>
            <Languages {...props} />
            <ReportView report={shown} />
          </section>
          {mayWrite && <WritingForm {...props} />}
        </div>
        <aside>
          <Steps {...props} />
          <Files {...props} />
        </aside>
      </div>
    </Page>
  );
}

function Languages({ page, found, shown }: YearlyReportProps) {
  const words = yearlyReportTexts(page.language);
  return (
    <nav class="report-languages" aria-label={words.shownIn}>
      {LANGUAGES.map((language) => (
        <a
          key={language}
          href={`/figures/reports/${found.id}?language=${language}`}
          aria-current={language === shown.language ? 'true' : undefined}
        >
          {words.languages[language]}
        </a>
      ))}
    </nav>
  );
}

function Steps({ page, found, names, myId }: YearlyReportProps) {
  const words = yearlyReportTexts(page.language);
  const { id, state, revision, preparedBy, preparedAt, changedBy, publishedBy, publishedAt } = found;
  const isSupervisor = mayUse('POST /figures/reports/:snapshotId/publish', page.person?.role);
  const formats = formatsOf(page.language);
  const isReady = YEARLY_REPORT.hasItsWords(found.content);
  const isMine = isOwnWork(found, myId);
  return (
    <section class={state === 'prepared' ? 'hold on' : undefined} aria-labelledby="steps">
      <h2 id="steps">{words.steps}</h2>
      <p>
        {words.state}: <strong>{words.states[state]}</strong>
      </p>
      <p class="help">
        {words.by}: {names.get(preparedBy) ?? '–'}, <Moment at={preparedAt} text={formats.moment(preparedAt)} />
      </p>
      {changedBy !== undefined && <p class="help">{words.changedBy(names.get(changedBy) ?? '–')}</p>}
      {publishedBy !== undefined && publishedAt !== undefined && (
        <p class="help">
          {words.publishedBy}: {names.get(publishedBy) ?? '–'},{' '}
          <Moment at={publishedAt} text={formats.moment(publishedAt)} />
        </p>
      )}
      {state === 'published' && <p>{words.send}</p>}
      {state === 'prepared' && !isReady && <p class="help after">{words.missing}</p>}
      {isSupervisor && state === 'prepared' && isMine && <p class="help after">{words.cannotPublish}</p>}
      {isSupervisor && state === 'prepared' && !isMine && isReady && (
        <Form page={page} action={`/figures/reports/${id}/publish`} class="after">
          <input type="hidden" name="revision" value={String(revision)} />
          <p class="help">{words.publishNote}</p>
          <button type="submit">{words.publish}</button>
        </Form>
      )}
      {isSupervisor && state !== 'withdrawn' && (
        <Form page={page} action={`/figures/reports/${id}/withdraw`} class="after">
          <button type="submit" class="quiet">
            {state === 'prepared' ? words.withdrawDraft : words.withdraw}
          </button>
        </Form>
      )}
    </section>
  );
}

function Files({ page, found }: YearlyReportProps) {
  const words = yearlyReportTexts(page.language);
  return (
    <section aria-labelledby="files">
      <h2 id="files">{words.files}</h2>
      {LANGUAGES.map((language) => (
        <p key={language} class="figures-files">
          <span>{words.languages[language]}:</span>
          {EXPORT_FORMS.map((form) => (
            <a
              key={form}
              href={`/figures/reports/${found.id}/file/${language}/${form}`}
              aria-label={`${form.toUpperCase()}, ${words.languages[language]}`}
            >
              {form.toUpperCase()}
            </a>
          ))}
        </p>
      ))}
    </section>
  );
}

function WritingForm(props: YearlyReportProps) {
  const { page, found, writing, problems } = props;
  const words = yearlyReportTexts(page.language);
  return (
    <section aria-labelledby="writing">
      <h2 id="writing">{words.wordsTitle}</h2>
      <p class="help">{words.wordsLead}</p>
      <Form page={page} action={`/figures/reports/${found.id}/words`}>
        <input type="hidden" name="revision" value={String(props.revision)} />
        {REPORT_WORDS.map((word) => (
          <BothLanguages key={word} {...props} about={word} />
        ))}
        {writing.names.length > 0 && (
          <fieldset>
            <legend>{words.names}</legend>
            <p class="help">{words.namesHelp}</p>
            {writing.names.map((name, at) => (
              <Field key={at} name={nameField(at)} label={words.name(at + 1)} value={name} problems={problems} />
            ))}
          </fieldset>
        )}
        <button type="submit">{words.save}</button>
      </Form>
    </section>
  );
}

function BothLanguages({ page, writing, problems, about }: YearlyReportProps & { readonly about: ReportWord }) {
  const words = yearlyReportTexts(page.language);
  return (
    <div class="paragraph">
      <h3 id={`${about}-name`}>{words.words[about]}</h3>
      <p class="help" id={`${about}-help`}>
        {words.help[about]}
      </p>
      <div class="pair">
        {LANGUAGES.map((language) => (
          <TextField
            key={language}
            name={wordField(about, language)}
            label={words.languages[language]}
            labelledBy={`${about}-name`}
            helpId={`${about}-help`}
            language={language}
            value={writing.words[about][language]}
            rows={about === 'contact' ? 2 : 6}
            problem={problems.find((each) => each.field === wordField(about, language))}
          />
        ))}
      </div>
    </div>
  );
}
