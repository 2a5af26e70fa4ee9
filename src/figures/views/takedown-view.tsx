import type { Language } from '../../terms/categories.ts';
import { formatsOf, type Formats } from '../format.ts';
import type { AllTakedownFigures } from '../read-takedown-figures.ts';
import type { Quantile, TakedownFigures, TakedownGroup } from '../takedown-figures.ts';
import { TAKEDOWN_GROUPINGS, type TakedownGrouping } from '../takedown-store.ts';
import { TAKEDOWN_TEXTS, type TakedownTexts } from '../takedown-texts.ts';
import { FiguresHead } from './figures-head.tsx';
import { TakedownChart } from './takedown-chart.tsx';

interface Props {
  readonly figures: AllTakedownFigures;
  readonly language: Language;
  readonly timeZone: string;
  /** A group's code in words: a country's name, a provider's. Rungs are named here. */
  readonly nameOf: (grouping: 'country' | 'provider', group: string) => string;
}

/** Time to removal by rung, country and provider; to be put into a page's `main`, with `figures.css`. */
export function TakedownView({ figures, language, timeZone, nameOf }: Props) {
  const texts = TAKEDOWN_TEXTS[language];
  const formats = formatsOf(language, timeZone);
  const nameIn = (grouping: TakedownGrouping) => (group: string) => {
    if (grouping === 'rung') return texts.rungs[group] ?? group;
    return grouping === 'country' && group === '' ? texts.unknownCountry : nameOf(grouping, group);
  };
  return (
    <div class="figures">
      <h1>{texts.heading}</h1>
      <p>
        {texts.lead} {texts.method}
      </p>
      {TAKEDOWN_GROUPINGS.map((grouping) => (
        <Section
          key={grouping}
          grouping={grouping}
          figures={figures[grouping]}
          texts={texts}
          formats={formats}
          nameOf={nameIn(grouping)}
        />
      ))}
    </div>
  );
}

interface SectionProps {
  readonly grouping: TakedownGrouping;
  readonly figures: TakedownFigures;
  readonly texts: TakedownTexts;
  readonly formats: Formats;
  readonly nameOf: (group: string) => string;
}

function Section(props: SectionProps) {
  const { grouping, figures, texts, formats, nameOf } = props;
  const words = texts.groupings[grouping];
  return (
    <section aria-labelledby={`takedowns-${grouping}`}>
      <h2 id={`takedowns-${grouping}`}>{words.heading}</h2>
      <p>{words.lead}</p>
      {figures.groups.length === 0 ? (
        <p class="figures-empty">{words.empty}</p>
      ) : (
        <figure class="figures-figure">
          <TakedownChart
            id={`takedowns-chart-${grouping}`}
            title={words.caption}
            groups={figures.groups}
            texts={texts}
            formats={formats}
            nameOf={nameOf}
          />
          <GroupTable {...props} />
          {figures.rest > 0 && <p class="figures-muted">{texts.rest(figures.rest)}</p>}
        </figure>
      )}
    </section>
  );
}

function GroupTable({ grouping, figures, texts, formats, nameOf }: SectionProps) {
  const words = texts.groupings[grouping];
  const numbers = [texts.followed, texts.gone, texts.stillOnline, texts.median, texts.p90];
  return (
    <div class="figures-scroll" role="region" aria-label={words.caption} tabIndex={0}>
      <table class="figures-table">
        <caption>{words.caption}</caption>
        <FiguresHead columns={[words.column, ...numbers]} />
        <tbody>
          {figures.groups.map((group) => (
            <Row key={group.group} group={group} name={nameOf(group.group)} texts={texts} formats={formats} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row(props: { group: TakedownGroup; name: string; texts: TakedownTexts; formats: Formats }) {
  const { group, name, texts, formats } = props;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="figures-number" data-label={texts.followed}>
        {formats.count(group.followed)}
      </td>
      <td class="figures-number" data-label={texts.gone}>
        {formats.count(group.gone)}
      </td>
      <td class="figures-number" data-label={texts.stillOnline}>
        {formats.count(group.notGone)}
      </td>
      <Time label={texts.median} quantile={group.median} texts={texts} formats={formats} />
      <Time label={texts.p90} quantile={group.p90} texts={texts} formats={formats} />
    </tr>
  );
}

interface TimeProps {
  readonly label: string;
  readonly quantile: Quantile;
  readonly texts: TakedownTexts;
  readonly formats: Formats;
}

function Time({ label, quantile, texts, formats }: TimeProps) {
  const { atMs, fromMs, toMs } = quantile;
  const interval =
    fromMs === undefined
      ? undefined
      : toMs === undefined
        ? texts.atLeast(formats.length(fromMs))
        : texts.between(formats.length(fromMs), formats.length(toMs));
  return (
    <td class="figures-number" data-label={label}>
      {atMs === undefined ? <span class="figures-muted">{texts.notYet}</span> : <b>{formats.length(atMs)}</b>}
      {interval !== undefined && <span class="figures-muted figures-interval"> ({interval})</span>}
    </td>
  );
}
