/** What letters say now, what waits for a second person, and every version there was. */
import type { ComposedLetter, Sample, TemplateVersion } from '../../notices/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { mayUse } from '../access.ts';
import { formatsOf } from '../format.ts';
import type { Texts } from '../texts/texts.ts';
import { LetterPreview } from './letter-preview.tsx';
import { Flash, Form, Moment, Page, type PageContext } from './shell.tsx';

/** What the pages about the texts share. */
export interface TemplatesProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  /** 0: the shipped texts. */
  readonly inUse: number;
  readonly versions: readonly TemplateVersion[];
  readonly names: ReadonlyMap<StaffId, string>;
  readonly letterCounts: ReadonlyMap<number, number>;
  readonly myId: StaffId;
  readonly sample: Sample;
  readonly letter: ComposedLetter;
}

/** A version by name: the shipped texts have none of their own. */
export const versionName = (letters: Texts['letters'], version: number): string =>
  version === 0 ? letters.shipped : letters.version(version);

/** Whether this person is one who may change what letters say. */
const isChanger = (page: PageContext): boolean => mayUse('POST /templates/propose', page.person?.role);

/** Proposal and texts in use on top, then the preview, then all versions. */
export function TemplatesPage(props: TemplatesProps) {
  const { page, word, versions } = props;
  const { letters } = page.texts;
  const proposal = versions.find(({ state }) => state === 'proposed');
  return (
    <Page page={page} title={letters.title} at="GET /partners">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <h1>{letters.title}</h1>
      <p class="lead">{letters.lead}</p>
      <div class="columns letters">
        <div>
          <LetterPreview page={page} action="/templates" sample={props.sample} letter={props.letter} />
        </div>
        <aside>
          {proposal !== undefined && <Proposal {...props} proposal={proposal} />}
          <InUse {...props} isProposed={proposal !== undefined} />
        </aside>
      </div>
      <h2>{letters.versions}</h2>
      {versions.length === 0 ? <p class="empty">{letters.noVersions}</p> : <Versions {...props} />}
    </Page>
  );
}

function Proposal({ page, names, myId, proposal }: TemplatesProps & { readonly proposal: TemplateVersion }) {
  const { letters } = page.texts;
  return (
    <section aria-labelledby="waiting" class="hold on">
      <h2 id="waiting">{letters.waiting}</h2>
      <p>
        <a href={`/templates/${proposal.version}`}>{letters.version(proposal.version)}</a>:{' '}
        {letters.by(names.get(proposal.proposedBy) ?? '–', formatsOf(page.language).moment(proposal.proposedAt))}
      </p>
      <p>{proposal.reason}</p>
      <Steps page={page} found={proposal} inUse={proposal.basedOn} myId={myId} hasLook />
    </section>
  );
}

/** The steps that this person can take with a version; nothing for those who can take none. */
export function Steps(props: {
  readonly page: PageContext;
  readonly found: Pick<TemplateVersion, 'version' | 'state' | 'proposedBy'>;
  readonly inUse: number;
  readonly myId: StaffId;
  readonly hasLook?: boolean;
}) {
  const { page, found, inUse, myId } = props;
  const { letters } = page.texts;
  const isProposal = found.state === 'proposed';
  const isMine = found.proposedBy === myId;
  if (!isChanger(page) || !(isProposal || (found.state === 'released' && found.version === inUse))) return null;
  return (
    <>
      {isProposal && isMine && <p class="after">{letters.releaseOther}</p>}
      <div class="buttons">
        {props.hasLook === true && (
          <a class="button quiet" href={`/templates/${found.version}`}>
            {letters.look}
          </a>
        )}
        {isProposal && !isMine && props.hasLook !== true && (
          <Form page={page} action={`/templates/${found.version}/release`}>
            <button type="submit">{letters.release}</button>
          </Form>
        )}
        <Form page={page} action={`/templates/${found.version}/withdraw`}>
          <button type="submit" class="quiet danger">
            {isProposal ? letters.drop : letters.takeBack}
          </button>
        </Form>
      </div>
      {(!isProposal || (!isMine && props.hasLook !== true)) && (
        <p class="help">{isProposal ? letters.releaseHelp : letters.takeBackHelp}</p>
      )}
    </>
  );
}

function InUse(props: TemplatesProps & { readonly isProposed: boolean }) {
  const { page, inUse, versions, names, myId, isProposed } = props;
  const { letters } = page.texts;
  const current = versions.find(({ version }) => version === inUse);
  const releasedAt = current?.releasedAt;
  return (
    <section aria-labelledby="in-use">
      <h2 id="in-use">{letters.inUse}</h2>
      <p>{inUse === 0 ? letters.shipped : <a href={`/templates/${inUse}`}>{letters.version(inUse)}</a>}</p>
      {current?.releasedBy !== undefined && releasedAt !== undefined && (
        <p class="help">
          {letters.released}:{' '}
          {letters.by(names.get(current.releasedBy) ?? '–', formatsOf(page.language).moment(releasedAt))}
        </p>
      )}
      {current !== undefined && <Steps page={page} found={current} inUse={inUse} myId={myId} />}
      {isChanger(page) && !isProposed && (
        <>
          <p class="after">
            <a class="button" href="/templates/edit">
              {letters.change}
            </a>
          </p>
          <p class="help after">{letters.changeHelp}</p>
        </>
      )}
    </section>
  );
}

function Versions({ page, versions, inUse, names, letterCounts }: TemplatesProps) {
  const { letters } = page.texts;
  const formats = formatsOf(page.language);
  const by = (id: StaffId | undefined, at: Date | undefined) =>
    id === undefined || at === undefined ? (
      '–'
    ) : (
      <>
        {names.get(id) ?? '–'}, <Moment at={at} text={formats.moment(at)} />
      </>
    );
  return (
    <table class="versions">
      <caption>{letters.versionsCaption(versions.length)}</caption>
      <thead>
        <tr>
          <th scope="col">{letters.versions}</th>
          <th scope="col">{letters.state}</th>
          <th scope="col">{letters.reason}</th>
          <th scope="col">{letters.proposed}</th>
          <th scope="col">{letters.released}</th>
          <th scope="col">{letters.withdrawn}</th>
          <th scope="col" class="number">
            {letters.letterCount}
          </th>
        </tr>
      </thead>
      <tbody>
        {versions.map((each) => (
          <tr key={each.version} class={each.state === 'withdrawn' ? 'past' : undefined}>
            <th scope="row">
              <a href={`/templates/${each.version}`}>{letters.version(each.version)}</a>
            </th>
            <td data-label={letters.state}>
              <span class={`badge ${badgeOf(each, inUse)}`}>
                {each.version === inUse ? letters.inUse.toLowerCase() : letters.states[each.state]}
              </span>
            </td>
            <td data-label={letters.reason}>{each.reason}</td>
            <td data-label={letters.proposed}>{by(each.proposedBy, each.proposedAt)}</td>
            <td data-label={letters.released}>{by(each.releasedBy, each.releasedAt)}</td>
            <td data-label={letters.withdrawn}>{by(each.withdrawnBy, each.withdrawnAt)}</td>
            <td data-label={letters.letterCount} class="number">
              {formats.count(letterCounts.get(each.version) ?? 0)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const badgeOf = ({ state, version }: TemplateVersion, inUse: number): string =>
  state === 'proposed' ? 'new' : version === inUse ? 'live' : 'quiet';
