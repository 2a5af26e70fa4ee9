/** Everything that would leave if a case were decided as it stands, field by field, by destination. */
import type { DecisionOutline } from '../../deciding/door.ts';
import type { Destination } from '../../routing/door.ts';
import type { CaseScreen } from '../case-screen.ts';
import { capital, defangText } from '../format.ts';
import { outlineTexts } from '../texts/outline.ts';
import { codeText } from '../texts/texts.ts';
import { Page, type PageContext } from './shell.tsx';

export interface OutlineProps {
  readonly page: PageContext;
  readonly screen: Pick<CaseScreen, 'view' | 'items'>;
  readonly casePath: string;
  readonly outlines: readonly DecisionOutline[];
  /** A second opinion waits, which the visitor could give: nothing is shown. */
  readonly isBlind: boolean;
}

const ORDER = ['police', 'iccam', 'hotline', 'ncmec', 'provider'] as const satisfies readonly Destination[];

/** One section a destination, one table a dispatch. */
export function OutlinePage(props: OutlineProps) {
  const { page, screen, casePath, outlines, isBlind } = props;
  const words = outlineTexts(page.language);
  const byDestination = Map.groupBy(outlines, ({ destination }) => destination);
  const there = ORDER.filter((destination) => byDestination.has(destination));
  return (
    <Page page={page} title={words.title} at="GET /">
      <p class="crumb">
        <a href={casePath}>{page.texts.case.title(screen.view.number)}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{isBlind ? words.blind : outlines.length === 0 ? words.nothing : words.lead}</p>
      {there.length > 1 && (
        <ul>
          {there.map((destination) => (
            <li key={destination}>
              <a href={`#${destination}`}>{capital(page.texts.destinations[destination])}</a>
            </li>
          ))}
        </ul>
      )}
      {there.map((destination) => (
        <section key={destination} aria-labelledby={destination} class="outlined">
          <h2 id={destination}>{capital(page.texts.destinations[destination])}</h2>
          <p class="help">{words.about[destination]}</p>
          {byDestination.get(destination)?.map((outline, index) => (
            <Fields key={index} {...props} outline={outline} />
          ))}
        </section>
      ))}
    </Page>
  );
}

function Fields({ page, screen, outline }: OutlineProps & { outline: DecisionOutline }) {
  const words = outlineTexts(page.language);
  const { failures, otherCode } = page.texts;
  const { fields, obstacle, isOffered } = outline;
  return (
    <>
      {obstacle !== undefined && <p class="flash bad">{words.obstacle(codeText(failures, obstacle, otherCode))}</p>}
      <table class="outline">
        <caption>
          {aboutText(screen, outline, page)}: {words.fields(fields.length)}
          {isOffered && ` (${words.offered})`}
        </caption>
        <thead>
          <tr>
            <th scope="col">{words.field}</th>
            <th scope="col">{words.value}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, value }, index) => (
            <tr key={index}>
              <th scope="row">
                <code class="address">{field}</code>
              </th>
              <td>{defangText(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The police are told of the case as a whole; everybody else of items. */
function aboutText(
  { items }: OutlineProps['screen'],
  { destination, itemIds }: DecisionOutline,
  { texts: { proposal } }: PageContext,
): string {
  const numbers = items.filter(({ item }) => itemIds.includes(item.id)).map(({ number }) => number);
  const [first, second] = numbers;
  if (destination === 'police' || first === undefined) return proposal.perCase;
  return second === undefined ? proposal.item(first) : proposal.items(numbers.join(', '));
}
