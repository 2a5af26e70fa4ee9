/** One version of the routing table: what it changes, what the trial showed, and the steps that can be taken with it. */
import type { ComponentChildren } from 'preact';
import {
  changesBetween,
  whyNotReady,
  type RoutingRow,
  type RoutingTable,
  type RowChange,
  type TableStep,
  type TriedVersion,
} from '../../routing/door.ts';
import { formatsOf } from '../format.ts';
import { reasonOf } from '../routing-words.ts';
import { routingTexts } from '../texts/routing.ts';
import { isTableEditor, RowInWords, tableName, WholeTable, type RoutingProps } from './routing.tsx';
import { TrialResult } from './routing-trial.tsx';
import { Flash, Form, Page, type PageContext } from './shell.tsx';
import { Begin, VersionFacts } from './version-parts.tsx';

interface VersionProps extends RoutingProps {
  readonly found: TriedVersion;
  /** The version that it began from. */
  readonly before: RoutingTable;
}

/** Changes and trial first: that is what a second person judges; the whole table follows. */
export function RoutingVersionPage(props: VersionProps) {
  const { page, word, found, before } = props;
  const words = routingTexts(page.language);
  return (
    <Page page={page} title={words.version(found.version)} at="GET /partners">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <p class="crumb">
        <a href="/routing">{words.title}</a>
      </p>
      <h1>{words.version(found.version)}</h1>
      {found.reason !== '' && <p class="lead">{found.reason}</p>}
      <div class="columns">
        <div>
          <TableChanges page={page} before={before} after={found.rows} />
          {found.trial !== undefined && <TrialResult {...props} trial={found.trial} />}
          <WholeTable page={page} rows={found.rows} />
        </div>
        <aside>
          <Facts {...props} />
          <Steps {...props} />
        </aside>
      </div>
    </Page>
  );
}

function Facts({ page, found, inUse, names }: VersionProps) {
  const words = routingTexts(page.language);
  const formats = formatsOf(page.language);
  const step = (taken: TableStep | undefined) =>
    taken === undefined ? undefined : words.by(names.get(taken.by) ?? '–', formats.moment(taken.at));
  const facts = [
    [words.state, found.version === inUse.version ? words.inUse : words.states[found.state]],
    [words.editors, found.editors.map((id) => names.get(id) ?? '–').join(', ')],
    [words.tried, step(found.tried)],
    [words.released, step(found.released)],
    [words.withdrawn, step(found.withdrawn)],
  ] as const;
  return (
    <section>
      <VersionFacts facts={facts} />
      <h3>{words.hash}</h3>
      <code class="address">{found.hash}</code>
      <p class="help">{words.hashHelp}</p>
    </section>
  );
}

/** What this person can do with the version, or what stands in the way of releasing it. */
function Steps(props: VersionProps) {
  const { page, found, inUse, myId, versions } = props;
  const words = routingTexts(page.language);
  if (!isTableEditor(page)) return null;
  const obstacle = found.editors.includes(myId) ? 'same-person' : whyNotReady(found, inUse);
  const isOpen = versions.some(({ state }) => state === 'draft');
  return (
    <section>
      {found.state === 'draft' && (
        <>
          {obstacle === undefined ? (
            <Step page={page} found={found} name="release" text={words.release} help={words.releaseHelp} />
          ) : (
            <>
              <h2>{words.notYet}</h2>
              <p>{words.refusals[obstacle]}</p>
            </>
          )}
          <p class="after">
            <a href="/routing/draft">{words.open}</a>
          </p>
          <Step page={page} found={found} name="withdraw" text={words.discard} isQuiet />
        </>
      )}
      {found.state === 'released' && found.version === inUse.version && (
        <Step page={page} found={found} name="withdraw" text={words.withdraw} help={words.withdrawHelp} isQuiet />
      )}
      {!isOpen && <Begin page={page} action="/routing/begin" from={found.version} text={words.beginFrom} isQuiet />}
    </section>
  );
}

function Step(props: {
  readonly page: PageContext;
  readonly found: TriedVersion;
  readonly name: 'release' | 'withdraw';
  readonly text: string;
  readonly help?: string;
  readonly isQuiet?: boolean;
}) {
  const { page, found, name, text, help, isQuiet = false } = props;
  return (
    <Form page={page} action={`/routing/${found.version}/${name}`} class="after">
      <input type="hidden" name="revision" value={String(found.revision)} />
      {help !== undefined && <p class="help">{help}</p>}
      <button type="submit" class={isQuiet ? 'quiet' : undefined}>
        {text}
      </button>
    </Form>
  );
}

/** What differs between two tables, row by row. */
export function TableChanges(props: {
  readonly page: PageContext;
  readonly before: RoutingTable;
  readonly after: readonly RoutingRow[];
}) {
  const { page, before, after } = props;
  const words = routingTexts(page.language);
  const changes = changesBetween(before.rows, after);
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{words.changes(changes.length)}</h2>
      <p class="help">{words.comparedWith(tableName(words, before.version))}</p>
      <ul class="routing-rows">
        {changes.map((change) => (
          <li key={`${change.kind} ${change.row.id}`}>
            <Change page={page} change={change} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Change({ page, change }: { readonly page: PageContext; readonly change: RowChange }) {
  const words = routingTexts(page.language);
  const badge: ComponentChildren = <span class={`badge change-${change.kind}`}>{words.kinds[change.kind]}</span>;
  switch (change.kind) {
    case 'moved':
      return (
        <p>
          {badge} {reasonOf(change.row, page)}
        </p>
      );
    case 'added':
    case 'removed':
      return (
        <>
          {badge}
          <RowInWords page={page} row={change.row} />
        </>
      );
    case 'changed':
      return (
        <>
          {badge}
          <div class="pair">
            <div>
              <p class="help">{words.before}</p>
              <RowInWords page={page} row={change.before} />
            </div>
            <div>
              <p class="help">{words.after}</p>
              <RowInWords page={page} row={change.row} />
            </div>
          </div>
        </>
      );
  }
}
