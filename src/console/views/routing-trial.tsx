/** What a trial of the routing table showed: how many cases would go elsewhere, and which. */
import {
  ruleText,
  TRIAL_KINDS,
  type RoutingTable,
  type Trial,
  type TrialCase,
  type TrialWay,
  type TriedVersion,
} from '../../routing/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { mayUse } from '../access.ts';
import { formatsOf } from '../format.ts';
import { routingTexts } from '../texts/routing.ts';
import type { PageContext } from './shell.tsx';

interface TrialProps {
  readonly page: PageContext;
  readonly found: TriedVersion;
  readonly trial: Trial;
  /** The table that it was compared to. */
  readonly before: RoutingTable;
  readonly names: ReadonlyMap<StaffId, string>;
}

/** Counts on top, then the ways, then case by case. */
export function TrialResult(props: TrialProps) {
  const { page, found, trial, names } = props;
  const words = routingTexts(page.language);
  const formats = formatsOf(page.language);
  const { tried, state } = found;
  const by = tried === undefined ? '' : `${words.by(names.get(tried.by) ?? '–', formats.moment(tried.at))}.`;
  const differing = trial.cases - trial.unchanged;
  const counts = [
    [words.unchanged, trial.unchanged] as const,
    ...TRIAL_KINDS.map((kind) => [words.differences[kind], trial.counts[kind]] as const),
  ];
  return (
    <section aria-labelledby="trial">
      <h2 id="trial">{words.trial}</h2>
      {tried?.isOfThis === false && state === 'draft' && <p class="warning">{words.trialOld}</p>}
      <p class="help">
        {trial.cases === 0
          ? words.trialNone
          : words.trialFacts(words.cases(trial.cases, formats.count(trial.cases)), by)}
      </p>
      {trial.cases > 0 && (
        <>
          <dl class="trial-counts">
            {counts.map(([label, count]) => (
              <div key={label} class={count === 0 ? 'none' : undefined}>
                <dt>{label}</dt>
                <dd>{formats.count(count)}</dd>
              </div>
            ))}
          </dl>
          <Ways page={page} trial={trial} />
          {differing > 0 && (
            <>
              <h3>{words.listed(trial.changed.length, differing)}</h3>
              <ul class="routing-rows">
                {trial.changed.map((each) => (
                  <li key={each.caseId}>
                    <ChangedCase {...props} changed={each} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </section>
  );
}

function Ways({ page, trial }: Pick<TrialProps, 'page' | 'trial'>) {
  const words = routingTexts(page.language);
  const formats = formatsOf(page.language);
  return (
    <table class="trial-ways">
      <caption>{words.ways}</caption>
      <thead>
        <tr>
          <th scope="col">{words.way}</th>
          <th scope="col" class="number">
            {words.inUseColumn}
          </th>
          <th scope="col" class="number">
            {words.draftColumn}
          </th>
        </tr>
      </thead>
      <tbody>
        {trial.ways.map(({ to, before, after }) => (
          <tr key={to} class={before === after ? undefined : 'differs'}>
            <th scope="row">{words.trialWays[to]}</th>
            <td class="number" data-label={words.inUseColumn}>
              {formats.count(before)}
            </td>
            <td class="number" data-label={words.draftColumn}>
              {formats.count(after)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Who may see cases can go there; everybody else has the number. */
function ChangedCase({ page, found, before, changed }: TrialProps & { readonly changed: TrialCase }) {
  const words = routingTexts(page.language);
  const { number, caseId, kind } = changed;
  return (
    <>
      <p>
        {mayUse('GET /cases/:caseId', page.person?.role) ? (
          <a href={`/cases/${caseId}`}>{words.caseNumber(number)}</a>
        ) : (
          <b>{words.caseNumber(number)}</b>
        )}{' '}
        <span class="badge quiet">{words.differences[kind]}</span>
      </p>
      <div class="pair">
        <WaysOfCase page={page} title={words.inUseColumn} ways={changed.before} rows={before.rows} />
        <WaysOfCase page={page} title={words.draftColumn} ways={changed.after} rows={found.rows} />
      </div>
    </>
  );
}

function WaysOfCase(props: {
  readonly page: PageContext;
  readonly title: string;
  readonly ways: readonly TrialWay[];
  readonly rows: RoutingTable['rows'];
}) {
  const { page, title, ways, rows } = props;
  const words = routingTexts(page.language);
  return (
    <div>
      <p class="help">{title}</p>
      <ul class="plain">
        {ways.map(({ to, rule, row, numbers }) => (
          <li key={`${to} ${row}`}>
            <b>{words.trialWays[to]}</b> <span class="muted">{words.items(numbers)}</span>
            <p class="help">{words.byRow(ruleText(rule, page.language, rows))}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
