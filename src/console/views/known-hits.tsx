/** What known lists say of an item, and what that leaves for a person to do. Words and numbers alone. */
import { hitStanding, type ItemHit } from '../../cases/door.ts';
import { itemOutcomeSchema } from '../../terms/outcomes.ts';
import { defang, formatsOf } from '../format.ts';
import { Moment, type PageContext } from './shell.tsx';

/** One word of it, for a row in a table; nothing where no list says anything. */
export function HitBadge({ page, hits }: { page: PageContext; hits: readonly ItemHit[] }) {
  const { hits: words } = page.texts.crawler;
  if (hits.length === 0) return null;
  const standing = hitStanding(hits);
  if (standing === 'exact-trusted') return <span class="badge illegal">{words.exactTrusted}</span>;
  return <span class="badge held">{standing === 'near' ? words.nearShort : words.exactShort}</span>;
}

/** The whole of it, for the item's page. */
export function KnownHits({ page, hits, isOpen }: { page: PageContext; hits: readonly ItemHit[]; isOpen: boolean }) {
  if (hits.length === 0) return null;
  const { hits: words } = page.texts.crawler;
  const standing = hitStanding(hits);
  const told = { 'exact-trusted': words.listDecides, near: words.mustDecide, none: words.mustAssess }[standing];
  return (
    <section aria-labelledby="hits" class="hits">
      <h2 id="hits">
        {words.title} <span class="muted">{words.found}</span>
      </h2>
      {isOpen && <p class={standing === 'exact-trusted' ? 'help' : 'todo-note'}>{told}</p>}
      {hits.map((hit) => (
        <Hit key={`${hit.listId}-${hit.entryId}`} page={page} hit={hit} />
      ))}
    </section>
  );
}

function Hit({ page, hit }: { page: PageContext; hit: ItemHit }) {
  const { texts, language } = page;
  const { hits: words } = texts.crawler;
  const outcome = itemOutcomeSchema.safeParse(hit.category);
  const rows: readonly (readonly [string, string])[] = [
    [words.source, hit.source],
    [
      words.category,
      `${outcome.success ? texts.outcomes[outcome.data] : words.toAssess} (${hit.isTrusted ? words.trusted : words.untrusted})`,
    ],
  ];
  return (
    <dl class="facts">
      <div>
        <dt>{hit.kind === 'exact' ? words.exact : words.near(hit.distance)}</dt>
        <dd>
          {words.seen} <Moment at={hit.seenAt} text={formatsOf(language).moment(hit.seenAt)} />
        </dd>
      </div>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>{words.page}</dt>
        <dd>
          <code class="address">{defang(hit.pageUrl)}</code>
        </dd>
      </div>
    </dl>
  );
}
