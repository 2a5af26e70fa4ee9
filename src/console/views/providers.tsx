/** All providers in one table. */
import type { TakedownGroup } from '../../figures/door.ts';
import { PROVIDER_LANES, type ListedProvider, type ProviderLane } from '../../notices/door.ts';
import { countryName } from '../../terms/countries.ts';
import { formatsOf } from '../format.ts';
import { NoticeTabs } from './notice-tabs.tsx';
import { Page, type PageContext } from './shell.tsx';

interface ProvidersProps {
  readonly page: PageContext;
  readonly lane: ProviderLane;
  readonly counts: Readonly<Record<ProviderLane, number>>;
  readonly providers: readonly ListedProvider[];
  /** Time to removal, by provider. */
  readonly times: ReadonlyMap<string, TakedownGroup>;
  /** From 1. */
  readonly place: number;
  readonly hasMore: boolean;
}

/** Lanes with counts, the table, and the way to the next page. */
export function ProvidersPage(props: ProvidersProps) {
  const { page, lane, counts, providers, place, hasMore } = props;
  const texts = page.texts.providers;
  return (
    <Page page={page} title={texts.title} at="GET /notices">
      <NoticeTabs page={page} at="GET /providers" />
      <div class="heading">
        <h1>{texts.title}</h1>
      </div>
      <p class="lead">{texts.lead}</p>
      <nav class="lanes second" aria-label={texts.lanesLabel}>
        <ul>
          {PROVIDER_LANES.map((each) => (
            <li key={each}>
              <a href={pathOf(each, 1)} aria-current={each === lane ? 'page' : undefined}>
                {texts.lanes[each][0]} <span class="count">{formatsOf(page.language).count(counts[each])}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {providers.length === 0 ? <p class="empty">{texts.lanes[lane][1]}</p> : <Table {...props} />}
      {(place > 1 || hasMore) && (
        <p class="neighbours after">
          {place > 1 && <a href={pathOf(lane, place - 1)}>{texts.earlier}</a>}
          {hasMore && <a href={pathOf(lane, place + 1)}>{texts.later}</a>}
        </p>
      )}
    </Page>
  );
}

function pathOf(lane: ProviderLane, place: number): string {
  const query = new URLSearchParams({
    ...(lane === 'all' ? {} : { lane }),
    ...(place === 1 ? {} : { page: String(place) }),
  });
  return query.size === 0 ? '/providers' : `/providers?${query.toString()}`;
}

function Table({ page, providers, times }: ProvidersProps) {
  const texts = page.texts.providers;
  const formats = formatsOf(page.language);
  return (
    <table class="providers">
      <caption>{texts.caption(providers.length)}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.name}</th>
          <th scope="col">{texts.channel}</th>
          <th scope="col">{texts.state}</th>
          {[texts.open, texts.letters, texts.items, texts.median].map((name) => (
            <th key={name} scope="col" class="number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {providers.map((each) => {
          const medianMs = times.get(each.id)?.median.atMs;
          return (
            <tr key={each.id}>
              <th scope="row">
                <a href={`/providers/${each.id}`}>{each.contact.name}</a>
              </th>
              <td data-label={texts.channel}>
                {texts.channels[each.contact.channel]}
                {each.country !== undefined && <span class="muted"> {countryName(each.country, page.language)}</span>}
              </td>
              <td data-label={texts.state}>
                <ProviderBadges page={page} provider={each} />
              </td>
              <td data-label={texts.open} class="number">
                {formats.count(each.openItems)}
              </td>
              <td data-label={texts.letters} class="number">
                {formats.count(each.letters)}
              </td>
              <td data-label={texts.items} class="number">
                {formats.count(each.items)}
              </td>
              <td data-label={texts.median} class="number">
                {medianMs === undefined ? (
                  <span class="muted">{times.has(each.id) ? texts.notYet : '–'}</span>
                ) : (
                  formats.age(new Date(0), new Date(medianMs))
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What a person should know of a provider at a glance; what is as it should be is said quietly. */
export function ProviderBadges({ page, provider }: { readonly page: PageContext; readonly provider: ListedProvider }) {
  const texts = page.texts.providers;
  const { standing, bouncedAt, isPaused, quietHours } = provider;
  const badge = standing === 'new' ? 'badge new' : standing === 'refused' ? 'badge legal' : 'muted';
  return (
    <span class="badges">
      <span class={badge}>{texts.standings[standing]}</span>
      {bouncedAt !== undefined && <span class="badge refused">{texts.bouncing}</span>}
      {isPaused && <span class="badge held">{texts.paused}</span>}
      {quietHours !== undefined && <span class="badge">{texts.quiet}</span>}
    </span>
  );
}
