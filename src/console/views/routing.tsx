/** The routing table: what decides now, in words; what is drafted; and every version there was. */
import type { ComponentChildren } from 'preact';
import {
  checkRows,
  ruleText,
  STANDS_ABOVE,
  STANDS_BELOW,
  type RoutingRow,
  type RoutingTable,
  type TableVersion,
} from '../../routing/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { mayUse } from '../access.ts';
import type { Word } from '../attempt.ts';
import { formatsOf } from '../format.ts';
import { conditionsIn, destinationsIn, reasonOf } from '../routing-words.ts';
import { routingTexts, type RoutingTexts } from '../texts/routing.ts';
import { Flash, Moment, Page, type PageContext } from './shell.tsx';
import { Begin } from './version-parts.tsx';

/** What the pages about the table share. */
export interface RoutingProps {
  readonly page: PageContext;
  readonly word: Word;
  readonly inUse: RoutingTable;
  readonly versions: readonly TableVersion[];
  readonly names: ReadonlyMap<StaffId, string>;
  readonly myId: StaffId;
}

/** A version by name: the shipped table has none of its own. */
export const tableName = (words: RoutingTexts, version: number): string =>
  version === 0 ? words.shipped : words.version(version);

/** Whether the visitor may change the table. */
export const isTableEditor = (page: PageContext): boolean => mayUse('POST /routing/edit', page.person?.role);

/** What is in use in words; beside it what is open, and the versions. */
export function RoutingPage(props: RoutingProps) {
  const { page, word, versions, inUse } = props;
  const words = routingTexts(page.language);
  const draft = versions.find(({ state }) => state === 'draft');
  const trouble =
    inUse.isUnreadable === true ? words.unreadable : checkRows(inUse.rows).length > 0 ? words.faulty : undefined;
  return (
    <Page page={page} title={words.title} at="GET /partners">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <Flash text={trouble} isBad />
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <div class="columns">
        <div>
          <WholeTable page={page} rows={inUse.rows} />
        </div>
        <aside>
          {draft !== undefined && <Draft {...props} draft={draft} />}
          <section aria-labelledby="in-use">
            <h2 id="in-use">{words.inUse}</h2>
            <p>
              {inUse.version === 0 ? (
                words.shipped
              ) : (
                <a href={`/routing/${inUse.version}`}>{words.version(inUse.version)}</a>
              )}
            </p>
            {draft === undefined && isTableEditor(page) && (
              <>
                <Begin page={page} action="/routing/begin" from={undefined} text={words.begin} />
                {inUse.version !== 0 && (
                  <Begin page={page} action="/routing/begin" from={0} text={words.beginFromShipped} isQuiet />
                )}
              </>
            )}
          </section>
          <Versions {...props} />
        </aside>
      </div>
    </Page>
  );
}

function Draft({ page, draft, names }: RoutingProps & { readonly draft: TableVersion }) {
  const words = routingTexts(page.language);
  return (
    <section aria-labelledby="open">
      <h2 id="open">{words.drafting}</h2>
      <p>
        <a href={`/routing/${draft.version}`}>{words.review}</a>{' '}
        <span class="help">{draft.editors.map((id) => names.get(id) ?? '–').join(', ')}</span>
      </p>
      {draft.reason !== '' && <p>{draft.reason}</p>}
      {isTableEditor(page) && (
        <p class="after">
          <a class="button" href="/routing/draft">
            {words.open}
          </a>
        </p>
      )}
    </section>
  );
}

/** The table with what stands fixed around it. `ordersOf`: what can be done to a row, where that can be. */
export function WholeTable(props: {
  readonly page: PageContext;
  readonly rows: readonly RoutingRow[];
  readonly ordersOf?: (row: RoutingRow, index: number) => ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  const { page, rows, ordersOf, children } = props;
  const words = routingTexts(page.language);
  return (
    <>
      <FixedRows page={page} id="above" title={words.above} help={words.aboveHelp} rows={STANDS_ABOVE} />
      <section aria-labelledby="rows">
        <h2 id="rows">{words.rows}</h2>
        <p class="help">{words.how}</p>
        {rows.length === 0 && <p class="empty">{words.noRows}</p>}
        <ol class="routing-rows">
          {rows.map((row, index) => (
            <li key={row.id} id={`row-${row.id}`}>
              <RowInWords page={page} row={row} />
              {ordersOf?.(row, index)}
            </li>
          ))}
        </ol>
        {children}
      </section>
      <FixedRows page={page} id="below" title={words.below} help={words.belowHelp} rows={STANDS_BELOW}>
        <p class="help">{words.holdNote}</p>
      </FixedRows>
    </>
  );
}

/** When, whom to, and why. */
export function RowInWords({ page, row }: { readonly page: PageContext; readonly row: RoutingRow }) {
  const words = routingTexts(page.language);
  const conditions = conditionsIn(row, words, page);
  const any = row.about === 'item' ? words.anyItem : words.anyCase;
  return (
    <div class="routing-row">
      <p class="routing-when">
        {row.about === 'case' && <span class="badge quiet">{words.about.case}</span>}{' '}
        {conditions.length === 0
          ? any
          : conditions.map((condition, index) => (
              <span key={condition}>
                {index > 0 && <span class="muted"> · </span>}
                {condition}
              </span>
            ))}
      </p>
      <p class="routing-to">
        <span aria-hidden="true">→ </span>
        <b>{destinationsIn(row, words)}</b>
      </p>
      <p class="help">{reasonOf(row, page)}</p>
    </div>
  );
}

function FixedRows(props: {
  readonly page: PageContext;
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly rows: typeof STANDS_ABOVE;
  readonly children?: ComponentChildren;
}) {
  const { page, id, title, help, rows, children } = props;
  const words = routingTexts(page.language);
  return (
    <section aria-labelledby={id} class="routing-fixed">
      <h2 id={id}>
        {title} <span class="badge quiet">{words.fixed}</span>
      </h2>
      <p class="help">{help}</p>
      <ul class="routing-rows">
        {rows.map(({ rule, to }) => (
          <li key={rule} id={`row-${rule}`}>
            <div class="routing-row">
              <p class="routing-when">{ruleText(rule, page.language)}</p>
              <p class="routing-to">
                <span aria-hidden="true">→ </span>
                <b>{words.to[to]}</b>
              </p>
            </div>
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}

function Versions({ page, versions, inUse, names }: RoutingProps) {
  const words = routingTexts(page.language);
  const formats = formatsOf(page.language);
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">{words.versions}</h2>
      {versions.length === 0 && <p class="empty">{words.noVersions}</p>}
      <ul class="rows">
        {versions.map(({ version, state, reason, released }) => (
          <li key={version}>
            <div>
              <a href={`/routing/${version}`}>{words.version(version)}</a>{' '}
              <span class={`badge ${version === inUse.version ? 'live' : state === 'draft' ? 'new' : 'quiet'}`}>
                {version === inUse.version ? words.inUse.toLowerCase() : words.states[state]}
              </span>
              {reason !== '' && <p>{reason}</p>}
              {released !== undefined && (
                <p class="help">
                  {names.get(released.by) ?? '–'}, <Moment at={released.at} text={formats.moment(released.at)} />
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
