/** The acts on the ledger, looked up by who, what and about what. */
import type { ActPage, ActWish, FoundAct } from '../../ledger/door.ts';
import { mayUse } from '../access.ts';
import { formatsOf } from '../format.ts';
import { administrationTexts } from '../texts/administration.ts';
import type { Word } from '../attempt.ts';
import { AdministrationPage } from './administration-frame.tsx';
import { Field, Moment, type PageContext } from './shell.tsx';

interface ActsProps {
  readonly page: PageContext;
  readonly word: Word;
  readonly wish: ActWish;
  readonly found: ActPage;
  readonly people: readonly { readonly id: string; readonly name: string }[];
}

const queryOf = ({ actor, action, subject }: ActWish, before?: number): string => {
  const given = { who: actor, what: action, about: subject, before: before?.toString() };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value);
  return query.toString();
};

/** A form that asks by a link, and a table of what was found. */
export function ActsPage(props: ActsProps) {
  const { page, word, wish, found } = props;
  const texts = administrationTexts(page.language);
  return (
    <AdministrationPage page={page} at="GET /ledger/acts" title={texts.acts} lead={texts.actsLead} word={word}>
      <SearchForm {...props} />
      {found.acts.length === 0 ? <p class="empty">{texts.noActs}</p> : <ActTable {...props} />}
      <div class="buttons">
        {found.before !== undefined && <a href={`/ledger/acts?${queryOf(wish, found.before)}`}>{texts.older}</a>}
        {wish.subject !== undefined && found.acts.length > 0 && (
          <a href={`/ledger/proofs?${new URLSearchParams({ about: wish.subject }).toString()}`} download>
            {texts.proofs}
          </a>
        )}
      </div>
    </AdministrationPage>
  );
}

function SearchForm({ page, wish, people }: ActsProps) {
  const texts = administrationTexts(page.language);
  const others = Object.entries(texts.actors);
  return (
    <form method="get" action="/ledger/acts" class="inline acts-search">
      <div class="field">
        <label for="who">{texts.who}</label>
        <select id="who" name="who">
          <option value="">{texts.anybody}</option>
          {people.map(({ id, name }) => (
            <option key={id} value={`staff:${id}`} selected={wish.actor === `staff:${id}`}>
              {name}
            </option>
          ))}
          {others.map(([code, name]) => (
            <option key={code} value={code} selected={wish.actor === code}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <Field name="what" label={texts.what} help={texts.whatHelp} value={wish.action ?? ''} />
      <Field name="about" label={texts.about} help={texts.aboutHelp} value={wish.subject ?? ''} />
      <button type="submit">{texts.search}</button>
    </form>
  );
}

function ActTable({ page, found, people }: ActsProps) {
  const texts = administrationTexts(page.language);
  const formats = formatsOf(page.language);
  const names: Readonly<Record<string, string>> = {
    ...texts.actors,
    ...Object.fromEntries(people.map(({ id, name }) => [`staff:${id}`, name])),
  };
  return (
    <table>
      <caption>{texts.actsCaption(found.acts.length)}</caption>
      <thead>
        <tr>
          <th scope="col" class="number">
            {texts.position}
          </th>
          <th scope="col">{texts.when}</th>
          <th scope="col">{texts.who}</th>
          <th scope="col">{texts.what}</th>
          <th scope="col">{texts.about}</th>
        </tr>
      </thead>
      <tbody>
        {found.acts.map((act) => (
          <tr key={act.position}>
            <th scope="row" class="number">
              {formats.count(act.position)}
            </th>
            <td data-label={texts.when}>
              <Moment at={act.happenedAt} text={formats.moment(act.happenedAt)} />
            </td>
            <td data-label={texts.who}>{names[act.actor] ?? act.actor}</td>
            <td data-label={texts.what}>
              <code>{act.action}</code>
            </td>
            <td data-label={texts.about}>
              <Subject page={page} act={act} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Everything else about the same thing is one click away, and a case itself for who works on cases. */
function Subject({ page, act }: { page: PageContext; act: FoundAct }) {
  const [, caseId] = /^case:([0-9a-f-]{36})$/.exec(act.subject) ?? [];
  return (
    <>
      <a href={`/ledger/acts?${new URLSearchParams({ about: act.subject }).toString()}`}>
        <code class="address">{act.subject}</code>
      </a>
      {caseId !== undefined && mayUse('GET /cases/:caseId', page.person?.role) && (
        <>
          {' '}
          <a href={`/cases/${caseId}`}>↗</a>
        </>
      )}
    </>
  );
}
