/** What a run came to, in words for a terminal. Counts alone: no address. */
import type { RunSummary } from '../crawl/door.ts';

const number = (value: number): string => Math.round(value).toLocaleString('en');

/** Bytes as people read them. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${value.toFixed(unit === 0 || value >= 100 ? 0 : 1)} ${units[unit] ?? ''}`;
}

/** Milliseconds as hours, minutes and seconds. */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts: readonly [number, string][] = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ];
  const shown = parts.filter(([value], n) => value > 0 || n === 2);
  return shown.map(([value, unit]) => `${value} ${unit}`).join(' ');
}

const ENDS = {
  complete: 'everything within reach was visited',
  pages: 'its budget of visits is used up',
  time: 'its time is up',
  stopped: 'stopped by a person',
} as const;

const stateText = (run: RunSummary): string =>
  run.reason === undefined ? run.state : `${run.state}: ${ENDS[run.reason]}`;

/** One line for a list of runs. */
export function runLine(run: RunSummary): string {
  const { totals } = run;
  return (
    `${String(run.id).padStart(5)}  ${run.state.padEnd(7)}  ${number(totals.pages).padStart(11)} pages  ` +
    `${number(totals.media).padStart(11)} media  ${number(totals.sightings).padStart(7)} sightings  ` +
    `${number(totals.offered - totals.over).padStart(11)} queued  ${durationText(run.runningMs)}\n`
  );
}

/** The whole report. */
export function runReport(run: RunSummary): string {
  const { totals } = run;
  const seconds = Math.max(0.001, run.runningMs / 1000);
  const rows: [string, string][] = [
    ['seeds', number(run.seeds)],
    ['hosts', number(run.hosts)],
    ['pages read', number(totals.pages)],
    ['media looked at', number(totals.media)],
    ['sitemaps read', number(totals.sitemaps)],
    ['not changed since the last visit', number(totals.unchanged)],
    ['sightings', number(totals.sightings)],
    ['requests in all', `${number(totals.visits)} (${(totals.visits / seconds).toFixed(1)} a second)`],
    ['received', sizeText(totals.bytes)],
    ['still queued', number(totals.offered - totals.over)],
  ];
  const { rendered = 0, ...others } = run.reasons;
  if (rendered > 0) rows.splice(3, 0, ['of them rendered', number(rendered)]);
  const reasons = Object.entries(others).sort(([, a], [, b]) => b - a);
  const list = (entries: readonly (readonly [string, string])[]) =>
    entries.map(([label, value]) => `  ${label.padEnd(34)} ${value}\n`).join('');
  return (
    `Run ${run.id}, ${stateText(run)}; ${durationText(run.runningMs)}.\n${list(rows)}` +
    (reasons.length === 0 ? '' : `Not read, by reason:\n${list(reasons.map(([code, count]) => [code, number(count)]))}`)
  );
}
