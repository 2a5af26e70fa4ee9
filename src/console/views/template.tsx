/** One version of the letters' texts: who wants it and why, what it changes, and how letters would read. */
import type { changedTexts, TemplateVersion } from '../../notices/door.ts';
import { mayUse } from '../access.ts';
import { formatsOf } from '../format.ts';
import { LetterPreview } from './letter-preview.tsx';
import { Flash, Page, type PageContext } from './shell.tsx';
import { Steps, versionName, type TemplatesProps } from './templates.tsx';
import { VersionFacts } from './version-parts.tsx';

/** Changes against the version that its proposer saw. */
export function TemplatePage(
  props: TemplatesProps & { readonly found: TemplateVersion; readonly changes: ReturnType<typeof changedTexts> },
) {
  const { page, word, found, inUse, myId, letterCounts, names } = props;
  const { letters } = page.texts;
  const formats = formatsOf(page.language);
  const by = (id: TemplateVersion['releasedBy'], at: Date | undefined) =>
    id === undefined || at === undefined ? undefined : letters.by(names.get(id) ?? '–', formats.moment(at));
  const facts = [
    [letters.state, found.version === inUse ? letters.inUse : letters.states[found.state]],
    [letters.reason, found.reason],
    [letters.proposed, by(found.proposedBy, found.proposedAt)],
    [letters.released, by(found.releasedBy, found.releasedAt)],
    [letters.withdrawn, by(found.withdrawnBy, found.withdrawnAt)],
    [letters.letterCount, formats.count(letterCounts.get(found.version) ?? 0)],
  ] as const;
  return (
    <Page page={page} title={letters.version(found.version)} at="GET /partners">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <p class="crumb">
        <a href="/templates">{letters.title}</a>
      </p>
      <h1>{letters.version(found.version)}</h1>
      <div class="columns letters">
        <div>
          <Changes page={page} changes={props.changes} before={versionName(letters, found.basedOn)} />
          <LetterPreview
            page={page}
            action={`/templates/${found.version}`}
            sample={props.sample}
            letter={props.letter}
          />
        </div>
        <aside>
          <section>
            <VersionFacts facts={facts} />
            <Steps page={page} found={found} inUse={inUse} myId={myId} />
            {mayUse('GET /templates/edit', page.person?.role) && (
              <p class="after">
                <a href={`/templates/edit?from=${found.version}`}>{letters.change}</a>
              </p>
            )}
          </section>
        </aside>
      </div>
    </Page>
  );
}

function Changes(props: {
  readonly page: PageContext;
  readonly changes: ReturnType<typeof changedTexts>;
  readonly before: string;
}) {
  const { letters } = props.page.texts;
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{letters.changes}</h2>
      <p class="help">
        {props.changes.length === 0 ? letters.noChanges : letters.changesCaption(props.changes.length, props.before)}
      </p>
      {props.changes.map(({ language, code, before, after }) => (
        <div class="paragraph" key={`${language} ${code}`}>
          <h3>{letters.textIn(letters.paragraphs[code], letters.languages[language])}</h3>
          <div class="pair">
            <div>
              <p class="help">{letters.before}</p>
              <del lang={language}>{before}</del>
            </div>
            <div>
              <p class="help">{letters.after}</p>
              <ins lang={language}>{after}</ins>
            </div>
          </div>
        </div>
      ))}
    </section>
  );
}
