/** Handing a case over, joining it with another, splitting and tying. */
import type { CaseSummary } from '../../cases/door.ts';
import type { StaffMember } from '../../staff/door.ts';
import type { CaseScreen } from '../case-screen.ts';
import { defang } from '../format.ts';
import { Flash, Form, Page, type PageContext } from './shell.tsx';

interface ArrangeProps {
  readonly page: PageContext;
  readonly screen: CaseScreen;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly linked: readonly CaseSummary[];
  readonly people: readonly StaffMember[];
  readonly mayHandOver: boolean;
}

/** One section for each; what the case's state does not allow is said in its place. */
export function ArrangePage(props: ArrangeProps) {
  const { page, screen, word } = props;
  const { arrange } = page.texts.desk;
  const { view } = screen;
  return (
    <Page page={page} title={arrange.title(view.number)} isNarrow>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <p class="crumb">
        <a href={`/cases/${view.id}`} data-key="Escape">
          {page.texts.case.title(view.number)}
        </a>
      </p>
      <h1>{arrange.title(view.number)}</h1>
      <HandOver {...props} />
      <Links {...props} />
      <Join {...props} />
      <Split {...props} />
    </Page>
  );
}

function HandOver({ page, screen, people, mayHandOver }: ArrangeProps) {
  const { arrange } = page.texts.desk;
  return (
    <section aria-labelledby="hand-over" class="panel">
      <h2 id="hand-over">{arrange.handOver}</h2>
      {!mayHandOver && <p class="empty">{arrange.handOverNot}</p>}
      {mayHandOver && people.length === 0 && <p class="empty">{arrange.nobody}</p>}
      {mayHandOver && people.length > 0 && (
        <Form page={page} action={`/cases/${screen.view.id}/hand-over`} class="filter">
          <label for="to">{arrange.to}</label>
          <select id="to" name="to" data-key="h">
            {people.map(({ id, name, role }) => (
              <option key={id} value={id}>
                {name}, {page.texts.roles[role]}
              </option>
            ))}
          </select>
          <button type="submit" class="quiet">
            {arrange.handOverSubmit}
          </button>
        </Form>
      )}
    </section>
  );
}

function NumberField({ id, label, dataKey }: { id: string; label: string; dataKey: string }) {
  return (
    <>
      <label for={id}>{label}</label>
      <input
        type="text"
        id={id}
        name="number"
        inputMode="numeric"
        autocomplete="off"
        class="short"
        data-key={dataKey}
      />
    </>
  );
}

function Links({ page, screen, linked }: ArrangeProps) {
  const { arrange } = page.texts.desk;
  const path = `/cases/${screen.view.id}`;
  return (
    <section aria-labelledby="links" class="panel">
      <h2 id="links">{arrange.links}</h2>
      <p class="help">{arrange.linksHelp}</p>
      {linked.length > 0 && (
        <ul class="rows">
          {linked.map(({ id, number, state }) => (
            <li key={id}>
              <div>
                <a href={`/cases/${id}`}>{page.texts.case.title(number)}</a>{' '}
                <span class={`badge ${state}`}>{page.texts.caseStates[state]}</span>
              </div>
              <Form page={page} action={`${path}/unlink`}>
                <input type="hidden" name="other" value={id} />
                <button type="submit" class="quiet" aria-label={arrange.unlinkCase(number)}>
                  {arrange.unlink}
                </button>
              </Form>
            </li>
          ))}
        </ul>
      )}
      <Form page={page} action={`${path}/link`} class="filter">
        <NumberField id="link-number" label={arrange.number} dataKey="l" />
        <button type="submit" class="quiet">
          {arrange.link}
        </button>
      </Form>
    </section>
  );
}

function Join({ page, screen }: ArrangeProps) {
  const { arrange } = page.texts.desk;
  const { view, dispatches } = screen;
  const isOpen = view.state === 'new' || screen.isMine;
  return (
    <section aria-labelledby="join" class="panel">
      <h2 id="join">{arrange.join}</h2>
      {dispatches.length > 0 ? (
        <p class="empty">{arrange.wasSent}</p>
      ) : !isOpen ? (
        <p class="empty">{arrange.notYours}</p>
      ) : (
        <>
          <p class="help">{arrange.joinHelp}</p>
          <Form page={page} action={`/cases/${view.id}/join`} class="filter">
            <NumberField id="join-number" label={arrange.number} dataKey="i" />
            <button type="submit" class="quiet">
              {arrange.joinSubmit}
            </button>
          </Form>
        </>
      )}
    </section>
  );
}

function Split({ page, screen }: ArrangeProps) {
  const { arrange } = page.texts.desk;
  const { view, items, isMine } = screen;
  if (items.length < 2) return null;
  return (
    <section aria-labelledby="split" class="panel">
      <h2 id="split">{arrange.split}</h2>
      {!isMine ? (
        <p class="empty">{arrange.notYours}</p>
      ) : (
        <Form page={page} action={`/cases/${view.id}/split`}>
          <p class="help">{arrange.splitHelp}</p>
          <ul class="ticks">
            {items.map(({ item, number }) => (
              <li key={item.id}>
                <label>
                  <input type="checkbox" name="item" value={item.id} />{' '}
                  <span>
                    {number} <code class="address">{defang(item.url)}</code>
                  </span>
                </label>
              </li>
            ))}
          </ul>
          <button type="submit" class="quiet">
            {arrange.splitSubmit}
          </button>
        </Form>
      )}
    </section>
  );
}
