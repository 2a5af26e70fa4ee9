/** Runs of the crawler in a table, a run's state in words, and steering it. */
import type { RunSummary } from '../../crawl/door.ts';
import { mayUse } from '../access.ts';
import { formatsOf } from '../format.ts';
import { durationText } from '../measures.ts';
import { Form, type PageContext } from './shell.tsx';

/** All runs, the newest first, each with what may be done with it. */
export function Runs({ page, runs }: { readonly page: PageContext; readonly runs: readonly RunSummary[] }) {
  const { runs: words } = page.texts.crawler;
  const count = (n: number) => formatsOf(page.language).count(n);
  const columns = [words.pages, words.media, words.sightings, words.queued];
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">{words.title}</h2>
      {runs.length === 0 ? (
        <p class="empty">{words.none}</p>
      ) : (
        <table>
          <caption>{words.caption(runs.length)}</caption>
          <thead>
            <tr>
              <th scope="col">{words.run}</th>
              <th scope="col">{words.state}</th>
              {columns.map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
              <th scope="col" class="number">
                {words.time}
              </th>
              <th scope="col">
                <span class="unseen">{words.steer}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.id}>
                <th scope="row">
                  <a href={`/crawler/runs/${run.id}`}>{run.id}</a>
                </th>
                <td data-label={words.state}>
                  <RunStateBadge page={page} run={run} />
                </td>
                {[run.totals.pages, run.totals.media, run.totals.sightings, run.totals.offered - run.totals.over].map(
                  (value, n) => (
                    <td key={columns[n]} class="number" data-label={columns[n]}>
                      {count(value)}
                    </td>
                  ),
                )}
                <td class="number" data-label={words.time}>
                  {durationText(run.runningMs)}
                </td>
                <td class="act">
                  <Steer page={page} run={run} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** A run's state in words, with why it ended. */
export function RunStateBadge({ page, run }: { page: PageContext; run: RunSummary }) {
  const { runs: words } = page.texts.crawler;
  return (
    <>
      <span class={`badge run-${run.state}`}>{words.states[run.state]}</span>{' '}
      {run.reason !== undefined && <span class="muted">{words.ends[run.reason]}</span>}
    </>
  );
}

/** Pause, resume and stop, for those who may, where the run's state allows it. */
export function Steer({ page, run }: { page: PageContext; run: RunSummary }) {
  const { runs: words } = page.texts.crawler;
  const isOpen = run.state === 'running' || run.state === 'paused';
  if (!isOpen || page.person === undefined || !mayUse('POST /crawler/runs/:runId', page.person.role)) return null;
  const choices =
    run.state === 'running'
      ? ([['paused', words.pause, words.pauseRun(run.id)]] as const)
      : ([['running', words.resume, words.resumeRun(run.id)]] as const);
  return (
    <>
      {[...choices, ['stopped', words.stop, words.stopRun(run.id)] as const].map(([to, word, label]) => (
        <Form key={to} page={page} action={`/crawler/runs/${run.id}`}>
          <button type="submit" class="quiet" name="to" value={to} aria-label={label}>
            {word}
          </button>
        </Form>
      ))}
    </>
  );
}
