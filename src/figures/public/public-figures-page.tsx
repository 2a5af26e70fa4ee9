/** The published figures on the public site: drawn on the server, each picture with its numbers in a table below it. */
import { Fragment, type VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { Shell } from '../../site/views/shell.tsx';
import { LANGUAGES, type Language } from '../../terms/categories.ts';
import { languageName } from '../../terms/site-languages.ts';
import { formatsOf } from '../format.ts';
import { reportPath } from '../yearly/serve-reports.ts';
import { LICENCE } from './open-data.ts';
import type { PublicFigures } from './public-figures.ts';

interface Props {
  readonly site: SiteContext;
  readonly figures: PublicFigures;
}

/** The page; without figures it says so. */
export function PublicFiguresPage({
  site,
  figures,
  years,
}: {
  readonly site: SiteContext;
  readonly figures: PublicFigures | undefined;
  /** Of which there is a yearly report (DSA, article 22(3)), the last first. */
  readonly years: readonly number[];
}): VNode {
  const words = site.texts.figures;
  return (
    <Shell site={site} title={words.title} elsewhere={{ kind: 'link', path: '/figures' }}>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {figures === undefined ? <p>{words.none}</p> : <PublicFiguresView site={site} figures={figures} />}
      {years.length > 0 && <Reports site={site} years={years} />}
    </Shell>
  );
}

function PublicFiguresView({ site, figures }: Props): VNode {
  const words = site.texts.figures;
  const formats = formatsOf(site.language, figures.timeZone);
  const [first, last] = [figures.months[0], figures.months.at(-1)];
  return (
    <>
      {first !== undefined && last !== undefined && (
        <p>{words.period(formats.month(first.month), formats.month(last.month), formats.day(figures.madeOn))}</p>
      )}
      <h2 id="by-month">{words.byMonth}</h2>
      <MonthChart site={site} figures={figures} />
      <h2 id="by-both">{words.byBoth}</h2>
      <MonthTable site={site} figures={figures} />
      <p class="soft">{words.hidden}</p>
      <Removal site={site} figures={figures} />
      <h2>{words.openTitle}</h2>
      <p>
        {words.open} <a href={LICENCE.url}>{LICENCE.name}</a>
      </p>
      <p>
        <a href="/figures.csv">CSV</a> · <a href="/figures.json">JSON</a>
      </p>
    </>
  );
}

/** The yearly reports, each as a file in the languages that it is written in. */
function Reports({ site, years }: { readonly site: SiteContext; readonly years: readonly number[] }): VNode {
  const words = site.texts.reports;
  const file = (year: number, language: Language, form: 'pdf' | 'csv', text: string) => (
    <a
      href={reportPath(year, language, form)}
      hreflang={language}
      lang={language}
      dir="ltr"
      aria-label={`${year}, ${languageName(language, language)}, ${form.toUpperCase()}`}
    >
      {text}
    </a>
  );
  return (
    <>
      <h2 id="reports">{words.title}</h2>
      <p>{words.lead}</p>
      <ul>
        {years.map((year) => (
          <li key={year}>
            {year}:{' '}
            {LANGUAGES.map((language, at) => (
              <Fragment key={language}>
                {at > 0 && ' · '}
                {file(year, language, 'pdf', `${languageName(language, language)}, PDF`)}{' '}
                {file(year, language, 'csv', 'CSV')}
              </Fragment>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}

/** A bar a month; a hidden one is an outline without a height. In units of the drawing. */
const [WIDTH, HEIGHT, FOOT] = [640, 220, 26];

function MonthChart({ site, figures }: Props): VNode {
  const words = site.texts.figures;
  const formats = formatsOf(site.language, figures.timeZone);
  const { months, total } = figures;
  const most = Math.max(1, ...months.map((each) => each.total ?? 0));
  const top = months.find((each) => each.total === most);
  const step = WIDTH / Math.max(1, months.length);
  const every = Math.ceil(months.length / 12);
  const text = (number: number | null) => (number === null ? words.hiddenMark : formats.count(number));
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby="months-chart" dir="ltr">
        <title id="months-chart">
          {words.chart(text(total), top === undefined ? '–' : formats.month(top.month), text(top?.total ?? null))}
        </title>
        {months.map((each, at) => {
          const height = each.total === null ? 3 : Math.max(2, ((HEIGHT - FOOT - 20) * each.total) / most);
          const [x, y] = [at * step + step * 0.12, HEIGHT - FOOT - height];
          return (
            <g key={each.month}>
              <rect
                class={each.total === null ? 'bar unknown' : 'bar'}
                x={round(x)}
                y={round(y)}
                width={round(step * 0.76)}
                height={round(height)}
              />
              {each.total === most && (
                <text class="value" x={round(x + step * 0.38)} y={round(y - 5)} text-anchor="middle">
                  {formats.count(most)}
                </text>
              )}
              {at % every === 0 && (
                <text class="tick" x={round(x + step * 0.38)} y={HEIGHT - 8} text-anchor="middle">
                  {formats.shortMonth(each.month)}
                </text>
              )}
            </g>
          );
        })}
        <path class="base" d={`M0 ${HEIGHT - FOOT}h${WIDTH}`} />
      </svg>
    </figure>
  );
}

const round = (number: number): number => Math.round(number * 10) / 10;

function MonthTable({ site, figures }: Props): VNode {
  const words = site.texts.figures;
  const formats = formatsOf(site.language, figures.timeZone);
  const { categories, months, totals, total } = figures;
  const cell = (key: string, label: string, number: number | null) => (
    <td key={key} data-label={label}>
      {number === null ? (
        <>
          <span aria-hidden="true">–</span>
          <span class="unseen">{words.hiddenMark}</span>
        </>
      ) : (
        formats.count(number)
      )}
    </td>
  );
  const title = (at: number): string => {
    const category = categories[at];
    return category === undefined ? '' : site.texts.categories[category].title;
  };
  return (
    <div class="scroll" role="region" aria-labelledby="by-both" tabIndex={0}>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{words.month}</th>
            {categories.map((category, at) => (
              <th key={category} scope="col">
                {title(at)}
              </th>
            ))}
            <th scope="col">{words.all}</th>
          </tr>
        </thead>
        <tbody>
          {months.toReversed().map((each) => (
            <tr key={each.month}>
              <th scope="row">{formats.month(each.month)}</th>
              {categories.map((category, at) => cell(category, title(at), each.counts[at] ?? null))}
              {cell('all', words.all, each.total)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.all}</th>
            {categories.map((category, at) => cell(category, title(at), totals[at] ?? null))}
            {cell('all', words.all, total)}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Removal({ site, figures }: Props): VNode | null {
  const words = site.texts.figures;
  const formats = formatsOf(site.language, figures.timeZone);
  const { removal } = figures;
  if (removal === undefined) return null;
  return (
    <>
      <h2 id="removal">{words.removal}</h2>
      <p>
        {words.removalLead(formats.count(removal.followed))}{' '}
        {removal.medianDays !== null && words.median(formats.days(removal.medianDays))}
      </p>
      <table class="figures few" aria-labelledby="removal">
        <thead>
          <tr>
            <th scope="col">{words.removal}</th>
            <th scope="col">{words.gone}</th>
          </tr>
        </thead>
        <tbody>
          {removal.within.map(({ days, share }) => (
            <tr key={days}>
              <th scope="row">{words.within(days)}</th>
              <td>{share === null ? '–' : formats.share(share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
