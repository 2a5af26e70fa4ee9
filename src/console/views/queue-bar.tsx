/** Above the queue: its lanes, its kinds, the other filters, and the ways of looking that people keep. */
import { CASE_ORIGINS } from '../../cases/door.ts';
import { TIP_CATEGORIES } from '../../terms/categories.ts';
import { countryName } from '../../terms/countries.ts';
import { countText, isWholeLane, LANES, queuePath, queryOf, type QueueWish } from '../queue.ts';
import type { QueueProps } from './queue-props.ts';
import { Form } from './shell.tsx';

const top = (wish: QueueWish): QueueWish => ({ ...wish, after: undefined });

/** Lanes as tabs; the filters stand from one to the next. */
export function LaneTabs({ page, wish, counts, seconds }: QueueProps) {
  const { queue } = page.texts;
  return (
    <nav class="lanes" aria-label={queue.lanes}>
      <ul>
        {LANES.map((lane) => (
          <li key={lane}>
            <a href={queuePath({ ...top(wish), lane })} aria-current={lane === wish.lane ? 'page' : undefined}>
              {queue.lane[lane]}{' '}
              <span class={lane === 'urgent' && counts.lanes.urgent > 0 ? 'count alarm' : 'count'} data-count={lane}>
                {countText(counts.lanes[lane])}
              </span>
            </a>
          </li>
        ))}
        {seconds !== undefined && (
          <li>
            <a href="/second" data-key="2">
              {page.texts.desk.second.title} <span class="count">{seconds}</span>
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}

/** Kinds with their numbers in this lane; those without a case are left to the form. */
export function Kinds({ page, wish, counts }: QueueProps) {
  const { queue, categories } = page.texts;
  const here = TIP_CATEGORIES.filter((kind) => (counts.kinds.get(kind) ?? 0) > 0 || kind === wish.category);
  if (here.length < 2 && wish.category === undefined) return null;
  return (
    <nav class="kinds" aria-label={queue.category}>
      <ul>
        <li>
          <a
            href={queuePath({ ...top(wish), category: undefined })}
            aria-current={wish.category === undefined ? 'true' : undefined}
          >
            {queue.allCategories}
          </a>
        </li>
        {here.map((category) => (
          <li key={category}>
            <a
              href={queuePath({ ...top(wish), category })}
              aria-current={category === wish.category ? 'true' : undefined}
            >
              {categories[category]} <span class="count">{countText(counts.kinds.get(category) ?? 0)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Origin and country. */
export function Filters({ page, wish, countries }: QueueProps) {
  const { queue, desk } = page.texts;
  const options = countries.map((code) => ({ code, name: countryName(code, page.language) }));
  return (
    <form method="get" action="/" class="filter">
      <input type="hidden" name="lane" value={wish.lane} />
      {wish.category !== undefined && <input type="hidden" name="category" value={wish.category} />}
      <label for="origin">{desk.queue.origin}</label>
      <select id="origin" name="origin" data-key="f">
        <option value="">{desk.queue.anyOrigin}</option>
        {CASE_ORIGINS.map((origin) => (
          <option key={origin} value={origin} selected={origin === wish.origin}>
            {desk.queue.origins[origin]}
          </option>
        ))}
      </select>
      <label for="country">{desk.queue.country}</label>
      <select id="country" name="country">
        <option value="">{desk.queue.anyCountry}</option>
        {options
          .toSorted((a, b) => a.name.localeCompare(b.name, page.language))
          .map(({ code, name }) => (
            <option key={code} value={code} selected={code === wish.country}>
              {name}
            </option>
          ))}
      </select>
      <button type="submit" class="quiet">
        {queue.filter}
      </button>
      {!isWholeLane(wish) && (
        <a href={queuePath({ ...top(wish), category: undefined, origin: undefined, country: undefined })}>
          {desk.queue.clear}
        </a>
      )}
    </form>
  );
}

/** Kept ways to look: one's own can be forgotten. */
export function Views({ page, wish, views, staffId }: QueueProps) {
  const { queue: words } = page.texts.desk;
  const here = queryOf(top(wish));
  const mine = views.find((view) => view.query === here && view.staffId === staffId);
  return (
    <div class="views">
      {views.length > 0 && (
        <nav aria-label={words.views}>
          <ul>
            {views.map((view) => (
              <li key={view.id}>
                <a
                  href={view.query === '' ? '/' : `/?${view.query}`}
                  aria-current={view.query === here ? 'true' : undefined}
                >
                  {view.name} {view.isShared && <span class="badge">{words.shared}</span>}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {mine !== undefined && (
        <Form page={page} action={`/queue/views/${mine.id}/forget`}>
          <button type="submit" class="plain link">
            {words.forget(mine.name)}
          </button>
        </Form>
      )}
      {mine === undefined && !isWholeLane(wish) && <KeepView page={page} wish={wish} />}
    </div>
  );
}

function KeepView({ page, wish }: Pick<QueueProps, 'page' | 'wish'>) {
  const { queue: words } = page.texts.desk;
  return (
    <details class="keep">
      <summary>{words.keep}</summary>
      <Form page={page} action="/queue/views" class="filter">
        <input type="hidden" name="lane" value={wish.lane} />
        <input type="hidden" name="category" value={wish.category ?? ''} />
        <input type="hidden" name="origin" value={wish.origin ?? ''} />
        <input type="hidden" name="country" value={wish.country ?? ''} />
        <label for="view-name">{words.viewName}</label>
        <input type="text" id="view-name" name="name" maxLength={60} autocomplete="off" />
        <label class="inline">
          <input type="checkbox" name="shared" value="yes" /> <span>{words.share}</span>
        </label>
        <button type="submit" class="quiet">
          {words.keepSubmit}
        </button>
      </Form>
    </details>
  );
}
