/** Known lists: what each holds and means, and the steps of the two people that make it active. */
import type { KnownList, ListCategory } from '../../known/door.ts';
import type { Session } from '../../staff/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { mayUse } from '../access.ts';
import { formatsOf } from '../format.ts';
import { administrationTexts } from '../texts/administration.ts';
import type { Word } from '../attempt.ts';
import { AdministrationPage } from './administration-frame.tsx';
import { Form, type PageContext } from './shell.tsx';

interface ListsProps {
  readonly page: PageContext;
  readonly word: Word;
  readonly lists: readonly KnownList[];
  readonly names: ReadonlyMap<StaffId, string>;
  readonly me: Pick<Session, 'staffId' | 'role'>;
}

/** One card a list, those in use first. */
export function KnownListsPage(props: ListsProps) {
  const { page, word, lists } = props;
  const texts = administrationTexts(page.language);
  const rank = ({ state }: KnownList) => ['proposed', 'active', 'draft', 'withdrawn'].indexOf(state);
  return (
    <AdministrationPage page={page} at="GET /lists" title={texts.lists} lead={texts.listsLead} word={word}>
      {lists.length === 0 && <p class="empty">{texts.noLists}</p>}
      {lists
        .toSorted((a, b) => rank(a) - rank(b) || a.id - b.id)
        .map((list) => (
          <ListCard key={list.id} {...props} list={list} />
        ))}
    </AdministrationPage>
  );
}

function ListCard({ page, names, me, list }: ListsProps & { readonly list: KnownList }) {
  const texts = administrationTexts(page.language);
  const formats = formatsOf(page.language);
  const { proposedBy, proposedAt } = list;
  const by = proposedBy === undefined ? undefined : names.get(proposedBy);
  return (
    <section class="card" aria-labelledby={`list-${list.id}`}>
      <h2 id={`list-${list.id}`}>
        {list.id}. {list.name}{' '}
        <span class={list.state === 'active' ? 'badge live' : 'badge'}>{texts.states[list.state]}</span>
      </h2>
      <dl class="facts wide">
        <div>
          <dt>{texts.source}</dt>
          <dd>{list.source}</dd>
        </div>
        <div>
          <dt>{texts.entries}</dt>
          <dd>{formats.count(list.entries)}</dd>
        </div>
        <div>
          <dt>{texts.meaning}</dt>
          <dd>
            {Object.entries(list.categoryMap).map(([code, to]) => (
              <span key={code} class="mapping">
                <code>{code}</code> → {meaningOf(page, to)}{' '}
              </span>
            ))}
          </dd>
        </div>
        <div>
          <dt>{texts.trusted}</dt>
          <dd>
            {list.trusted.length === 0
              ? texts.nothingTrusted
              : list.trusted.map((each) => meaningOf(page, each)).join(', ')}
          </dd>
        </div>
      </dl>
      {list.state === 'proposed' && by !== undefined && proposedAt !== undefined && (
        <p class="help">{texts.proposedBy(by, formats.moment(proposedAt))}</p>
      )}
      <Steps page={page} me={me} list={list} />
    </section>
  );
}

function meaningOf(page: PageContext, to: ListCategory | 'skip'): string {
  const texts = administrationTexts(page.language);
  if (to === 'skip') return texts.skip;
  return to === 'to-assess' ? texts.toAssess : page.texts.outcomes[to];
}

function Steps({ page, me, list }: Pick<ListsProps, 'page' | 'me'> & { readonly list: KnownList }) {
  const texts = administrationTexts(page.language);
  if (!mayUse('POST /lists/:listId/propose', me.role) || list.state === 'withdrawn') return null;
  const step = { draft: 'propose', proposed: 'confirm', active: undefined } as const;
  const next = step[list.state];
  const isOwn = list.state === 'proposed' && list.proposedBy === me.staffId;
  return (
    <div class="buttons">
      {next !== undefined && !isOwn && (
        <Form page={page} action={`/lists/${list.id}/${next}`}>
          <button type="submit" aria-label={texts.ofList(texts[next], list.name)}>
            {texts[next]}
          </button>
        </Form>
      )}
      <Form page={page} action={`/lists/${list.id}/withdraw`}>
        <button type="submit" class="quiet danger" aria-label={texts.ofList(texts.withdraw, list.name)}>
          {texts.withdraw}
        </button>
      </Form>
    </div>
  );
}
