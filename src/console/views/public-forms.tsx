/** The public forms: what is in use, what is drafted or waits for a second person, and every version there was. */
import type { ComponentChildren } from 'preact';
import type { FormVersion } from '../../intake/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { mayUse } from '../access.ts';
import type { Word } from '../attempt.ts';
import { formatsOf } from '../format.ts';
import { formsTexts, type FormsTexts } from '../texts/public-forms.ts';
import { Flash, Form, Moment, Page, type PageContext } from './shell.tsx';
import { Begin } from './version-parts.tsx';

/** What the pages about the forms share. */
export interface FormsProps {
  readonly page: PageContext;
  readonly word: Word;
  /** 0: the shipped forms. */
  readonly inUse: number;
  readonly versions: readonly FormVersion[];
  readonly names: ReadonlyMap<StaffId, string>;
  readonly myId: StaffId;
}

/** A version by name: the shipped forms have none of their own. */
export const formVersionName = (words: FormsTexts, version: number): string =>
  version === 0 ? words.shipped : words.version(version);

const isEditor = (page: PageContext): boolean => mayUse('POST /forms/edit', page.person?.role);

/** What is open on top, then what is in use, then all versions. */
export function FormsPage(props: FormsProps) {
  const { page, word, versions, inUse } = props;
  const words = formsTexts(page.language);
  const open = versions.find(({ state }) => state === 'draft' || state === 'proposed');
  return (
    <Page page={page} title={words.title} at="GET /partners">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <div class="columns">
        <div>
          <h2>{words.versions}</h2>
          {versions.length === 0 ? <p class="empty">{words.noVersions}</p> : <Versions {...props} />}
        </div>
        <aside>
          {open !== undefined && <Open {...props} open={open} />}
          <section aria-labelledby="in-use">
            <h2 id="in-use">{words.inUse}</h2>
            <p>{inUse === 0 ? words.shipped : <a href={`/forms/${inUse}`}>{words.version(inUse)}</a>}</p>
            <p class="after">
              <a href={`/forms/${inUse}/preview`}>{words.preview}</a>
            </p>
            <p class="help">{words.previewHelp}</p>
            {open === undefined && isEditor(page) && (
              <>
                <Begin page={page} action="/forms/begin" from={undefined} text={words.begin} />
                {inUse !== 0 && (
                  <Begin page={page} action="/forms/begin" from={0} text={words.beginFromShipped} isQuiet />
                )}
              </>
            )}
          </section>
        </aside>
      </div>
    </Page>
  );
}

function Open({ page, open, ...rest }: FormsProps & { readonly open: FormVersion }) {
  const words = formsTexts(page.language);
  const isDraft = open.state === 'draft';
  return (
    <section aria-labelledby="open" class={isDraft ? undefined : 'hold on'}>
      <h2 id="open">{isDraft ? words.drafting : words.waiting}</h2>
      <p>
        <a href={isDraft ? '/forms/draft' : `/forms/${open.version}`}>{words.version(open.version)}</a>{' '}
        <span class="help">{open.editors.map((id) => rest.names.get(id) ?? '–').join(', ')}</span>
      </p>
      {open.reason !== '' && <p>{open.reason}</p>}
      <Steps page={page} found={open} {...rest} />
    </section>
  );
}

/** The steps that this person can take with a version. */
export function Steps(props: {
  readonly page: PageContext;
  readonly found: FormVersion;
  readonly inUse: number;
  readonly myId: StaffId;
}) {
  const { page, found, inUse, myId } = props;
  const words = formsTexts(page.language);
  const { version, state } = found;
  if (!isEditor(page) || state === 'withdrawn' || (state === 'released' && version !== inUse)) return null;
  const step = (name: string, text: string, isQuiet: boolean) => (
    <Form page={page} action={`/forms/${version}/${name}`} class="after">
      <button type="submit" class={isQuiet ? 'quiet' : undefined}>
        {text}
      </button>
    </Form>
  );
  const isMine = found.editors.includes(myId);
  return (
    <>
      {state === 'draft' && (
        <p class="after">
          <a class="button" href="/forms/draft">
            {words.open}
          </a>
        </p>
      )}
      {state === 'proposed' && !isMine && step('release', words.release, false)}
      {state === 'proposed' && isMine && <p class="help after">{words.cannotRelease}</p>}
      {state === 'proposed' && step('reopen', words.reopen, true)}
      {step('withdraw', state === 'draft' ? words.discard : words.withdraw, true)}
    </>
  );
}

function Versions({ page, versions, inUse, names }: FormsProps) {
  const words = formsTexts(page.language);
  const formats = formatsOf(page.language);
  const step = (taken: FormVersion['released']): ComponentChildren =>
    taken === undefined ? (
      '–'
    ) : (
      <>
        {names.get(taken.by) ?? '–'}, <Moment at={taken.at} text={formats.moment(taken.at)} />
      </>
    );
  return (
    <table class="versions">
      <caption class="unseen">{words.versions}</caption>
      <thead>
        <tr>
          {[words.versions, words.state, words.reason, words.proposed, words.released].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {versions.map((each) => (
          <tr key={each.version} class={each.state === 'withdrawn' ? 'past' : undefined}>
            <th scope="row">
              <a href={`/forms/${each.version}`}>{words.version(each.version)}</a>
            </th>
            <td data-label={words.state}>
              <span class={`badge ${badgeOf(each, inUse)}`}>
                {each.version === inUse ? words.inUse.toLowerCase() : words.states[each.state]}
              </span>
            </td>
            <td data-label={words.reason}>{each.reason}</td>
            <td data-label={words.proposed}>{step(each.proposed)}</td>
            <td data-label={words.released}>{step(each.released)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const badgeOf = ({ state, version }: FormVersion, inUse: number): string =>
  version === inUse ? 'live' : state === 'proposed' || state === 'draft' ? 'new' : 'quiet';
