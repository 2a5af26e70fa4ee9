/** The editing table: one line a row with what can be done to it. Works without a script; each button is one change. */
import {
  SHIPPED_ROWS,
  TRIAL_LIMITS,
  type RoutingRow,
  type RoutingTable,
  type TriedVersion,
} from '../../routing/door.ts';
import { formatsOf } from '../format.ts';
import { reasonOf } from '../routing-words.ts';
import { routingTexts } from '../texts/routing.ts';
import { TableChanges } from './routing-version.tsx';
import type { Word } from '../attempt.ts';
import { WholeTable } from './routing.tsx';
import { Field, Flash, Form, Page, type PageContext } from './shell.tsx';
import type { ComponentChildren } from 'preact';

interface DraftProps {
  readonly page: PageContext;
  readonly word: Word;
  readonly draft: TriedVersion;
  /** The version that it began from. */
  readonly before: RoutingTable;
  /** The version in use now; a draft that was begun under another cannot be released. */
  readonly inUse: number;
}

/** A form about the draft: whatever it asks for is asked of the revision that was seen. */
export function TableDraftForm(props: {
  readonly page: PageContext;
  readonly draft: Pick<TriedVersion, 'version' | 'revision'>;
  readonly action: string;
  readonly class?: string;
  readonly children?: ComponentChildren;
}) {
  const { page, draft, action, children } = props;
  return (
    <Form page={page} action={action} {...(props.class === undefined ? {} : { class: props.class })}>
      <input type="hidden" name="version" value={String(draft.version)} />
      <input type="hidden" name="revision" value={String(draft.revision)} />
      {children}
    </Form>
  );
}

/** Rows with their buttons; beside them the reason, the trial, and what differs. */
export function RoutingDraftPage(props: DraftProps) {
  const { page, word, draft, before, inUse } = props;
  const words = routingTexts(page.language);
  return (
    <Page page={page} title={words.draftTitle} at="GET /partners">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <Flash text={draft.basedOn === inUse ? undefined : words.refusals['changed-since']} isBad />
      <p class="crumb">
        <a href="/routing">{words.title}</a>
      </p>
      <h1>{words.draftTitle}</h1>
      <p class="lead">{words.draftLead}</p>
      <div class="columns">
        <div>
          <WholeTable
            page={page}
            rows={draft.rows}
            ordersOf={(row, index) => <RowOrders {...props} row={row} index={index} />}
          >
            <p class="after">
              <a class="button" href="/routing/draft/new">
                {words.add}
              </a>
            </p>
            <Restore {...props} />
          </WholeTable>
        </div>
        <aside>
          <Reason {...props} />
          <TryIt {...props} />
          <TableChanges page={page} before={before} after={draft.rows} />
        </aside>
      </div>
    </Page>
  );
}

function RowOrders({ page, draft, row, index }: DraftProps & { readonly row: RoutingRow; readonly index: number }) {
  const words = routingTexts(page.language);
  const name = `${index + 1}. ${reasonOf(row, page)}`;
  const order = (kind: string, text: string, label: string) => (
    <button type="submit" name="order" value={`${kind}|${row.id}`} class="quiet small" aria-label={label}>
      {text}
    </button>
  );
  return (
    <TableDraftForm page={page} draft={draft} action="/routing/edit" class="part-orders">
      <a href={`/routing/draft/${row.id}`} aria-label={words.changeOf(name)}>
        {words.change}
      </a>
      {index > 0 && order('up', words.up, words.upOf(name))}
      {index < draft.rows.length - 1 && order('down', words.down, words.downOf(name))}
      {order('remove', words.remove, words.removeOf(name))}
    </TableDraftForm>
  );
}

/** Fyr's rows that were taken out or changed. */
function Restore({ page, draft }: DraftProps) {
  const words = routingTexts(page.language);
  const asShipped = new Set(draft.rows.filter(({ why }) => 'key' in why).map(({ id }) => id));
  const missing = SHIPPED_ROWS.filter(({ id }) => !asShipped.has(id));
  if (missing.length === 0) return null;
  return (
    <TableDraftForm page={page} draft={draft} action="/routing/edit" class="after routing-restore">
      <label for="restored">{words.restore}</label>
      <p class="help" id="restored-help">
        {words.restoreHelp}
      </p>
      <select id="restored" name="restored" aria-describedby="restored-help">
        {missing.map((row) => (
          <option key={row.id} value={row.id}>
            {reasonOf(row, page)}
          </option>
        ))}
      </select>{' '}
      <button type="submit" name="order" value="restore|" class="quiet">
        {words.putBack}
      </button>
    </TableDraftForm>
  );
}

function Reason({ page, draft }: DraftProps) {
  const words = routingTexts(page.language);
  return (
    <section>
      <TableDraftForm page={page} draft={draft} action="/routing/reason">
        <Field name="reason" label={words.reason} help={words.reasonHelp} value={draft.reason} />
        <button type="submit" class="quiet">
          {words.saveReason}
        </button>
      </TableDraftForm>
    </section>
  );
}

const SIZES = [200, 1_000, TRIAL_LIMITS.cases] as const;

function TryIt({ page, draft }: DraftProps) {
  const words = routingTexts(page.language);
  return (
    <section aria-labelledby="try">
      <h2 id="try">{words.try}</h2>
      <p class="help">{words.tryHelp}</p>
      <TableDraftForm page={page} draft={draft} action="/routing/try">
        <div class="field">
          <label for="most">{words.tryHow}</label>
          <select id="most" name="most">
            {SIZES.map((size) => (
              <option key={size} value={String(size)} selected={size === SIZES[1]}>
                {words.cases(size, formatsOf(page.language).count(size))}
              </option>
            ))}
          </select>
        </div>
        <button type="submit">{words.try}</button>
      </TableDraftForm>
      <p class="after">
        <a href={`/routing/${draft.version}`}>{words.review}</a>
      </p>
    </section>
  );
}
