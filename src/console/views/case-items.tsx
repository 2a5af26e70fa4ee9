/** The items of a case in one table: what, where, what it came to, whether it is still there. */
import { standOf, type HostStand } from '../../deciding/door.ts';
import { countryName } from '../../terms/countries.ts';
import { isIllegal } from '../../terms/outcomes.ts';
import type { ItemScreen } from '../case-screen.ts';
import { defang, formatsOf } from '../format.ts';
import { nameNetwork } from '../item-network.ts';
import { originTexts } from '../texts/origin.ts';
import { codeText } from '../texts/texts.ts';
import { isOpenSecond, type ItemHit, type SecondState } from '../../cases/door.ts';
import type { CaseProps } from './case-props.ts';
import { HitBadge } from './known-hits.tsx';
import type { PageContext } from './shell.tsx';

/** The table, or the word that there is no address. */
export function CaseItems({ page, screen, now }: CaseProps) {
  const { texts } = page;
  const { items } = screen;
  const next = items.find((each) => each.item.state === 'new') ?? items[0];
  const done = items.filter((each) => each.item.state !== 'new').length;
  return (
    <section aria-labelledby="items">
      <h2 id="items">
        {texts.case.items} {items.length > 0 && <span class="muted">{texts.case.progress(done, items.length)}</span>}
      </h2>
      {items.length === 0 ? (
        <p class="empty">{texts.case.noItems}</p>
      ) : (
        <table class="items">
          <caption class="unseen">{texts.case.itemsCaption(items.length)}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.case.address}</th>
              <th scope="col">{texts.case.country}</th>
              <th scope="col">{texts.case.outcome}</th>
              <th scope="col">{texts.case.watch}</th>
              <th scope="col">
                <span class="unseen">{texts.case.assess}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((each) => (
              <Row
                key={each.item.id}
                isNext={each === next}
                {...{ page, each, now, isMine: screen.isMine, hits: screen.view.hits.get(each.item.id) ?? [] }}
                stand={standOf(screen.hosts, each.item.id)}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface RowProps {
  readonly page: PageContext;
  readonly each: ItemScreen;
  readonly isMine: boolean;
  /** The one that a key leads to. */
  readonly isNext: boolean;
  readonly hits: readonly ItemHit[];
  readonly stand: HostStand;
  readonly now: Date;
}

function Row({ page, each, isMine, isNext, hits, stand, now }: RowProps) {
  const { texts } = page;
  const { number, item } = each;
  const isToDo = isMine && item.state === 'new';
  const path = `/cases/${item.caseId}/items/${item.id}`;
  return (
    <tr data-row>
      <th scope="row">
        <div class="numbered">
          <span class="ordinal">{number}</span> <code class="address">{defang(item.url)}</code>
        </div>
      </th>
      <td data-label={texts.case.country}>
        <Hosted page={page} each={each} stand={stand} />
        {each.network !== undefined && <span class="help">{nameNetwork(each.network)}</span>}
      </td>
      <td data-label={texts.case.outcome}>
        <Outcome page={page} each={each} /> <HitBadge page={page} hits={hits} />
      </td>
      <td data-label={texts.case.watch}>
        <WatchText page={page} each={each} now={now} />
      </td>
      <td class="act">
        <a
          class={isToDo ? 'button' : 'button quiet'}
          href={path}
          data-key={isNext ? 'a' : undefined}
          aria-label={isToDo ? texts.case.assessItem(number) : texts.case.viewItem(number)}
        >
          {isToDo ? texts.case.assess : texts.case.view}
        </a>
      </td>
    </tr>
  );
}

/** Where it is kept: behind a CDN or proxy the origin's country, or that nobody knows it. */
function Hosted({ page, each, stand }: Pick<RowProps, 'page' | 'each' | 'stand'>) {
  const { language } = page;
  const { proxy, country } = stand;
  if (proxy === 'none') {
    return <>{country === undefined ? locationText(page, each) : countryName(country, language)}</>;
  }
  const texts = originTexts(language);
  const place = country === undefined ? page.texts.case.unknown : countryName(country, language);
  return (
    <>
      {proxy === 'origin-known' ? place : texts.inTable[proxy]}
      <span class="help">{proxy === 'origin-known' ? texts.inTable[proxy] : texts.inTableHelp[proxy]}</span>
    </>
  );
}

/** Where the search for an item's host ended, in words. */
export function locationText(page: PageContext, { item }: ItemScreen): string {
  const { texts } = page;
  if (item.locationCode === undefined) return texts.looking;
  return item.locationCode === 'found'
    ? texts.case.unknown
    : codeText(texts.locations, item.locationCode, texts.otherCode);
}

/** An item's outcome as a badge. */
export function Outcome({ page, each }: { page: PageContext; each: ItemScreen }) {
  const { outcome, state } = each.item;
  const { texts } = page;
  return (
    <>
      {each.isBlind ? null : outcome === undefined ? (
        <span class="badge">{texts.case.notAssessed}</span>
      ) : (
        <span class={isIllegal(outcome) ? 'badge illegal' : 'badge legal'}>{texts.outcomes[outcome]}</span>
      )}
      {each.second !== undefined && <SecondBadge page={page} state={each.second.state} />}
      {state === 'gone' && (
        <>
          {' '}
          <span class="badge gone">{texts.itemStates.gone}</span>
        </>
      )}
    </>
  );
}

function SecondBadge({ page, state }: { page: PageContext; state: SecondState }) {
  return (
    <>
      {' '}
      <span class={isOpenSecond(state) ? 'badge held' : 'badge'}>{page.texts.desk.second.states[state]}</span>
    </>
  );
}

/** How the visits to an item stand. */
export function WatchText({ page, each, now }: { page: PageContext; each: ItemScreen; now: Date }) {
  const { texts, language } = page;
  const { watch } = each;
  if (watch === undefined) return <span class="muted">{texts.case.noWatch}</span>;
  const formats = formatsOf(language);
  const parts = [texts.case.visits(watch.visits)];
  if (watch.misses > 0) parts.push(texts.case.misses(watch.misses));
  if (watch.nextVisitAt !== undefined) parts.push(texts.case.nextVisit(formats.time(watch.nextVisitAt, now)));
  return (
    <>
      {watch.lastVerdict !== undefined && (
        <span>
          {texts.verdicts[watch.lastVerdict]}
          {watch.lastBecause !== undefined && `: ${codeText(texts.because, watch.lastBecause, texts.otherCode)}`}
        </span>
      )}
      <span class="help">{parts.join(', ')}</span>
    </>
  );
}
