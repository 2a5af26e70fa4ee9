import type { Language } from '../../terms/categories.ts';
import { formatsOf } from '../format.ts';
import type { Quantile, TakedownGroup } from '../takedown-figures.ts';
import { TAKEDOWN_TEXTS, type TakedownTexts } from '../takedown-texts.ts';
import { TakedownChart } from './takedown-chart.tsx';

interface Props {
  readonly figures: TakedownGroup;
  readonly name: string;
  readonly language: Language;
  readonly timeZone: string;
}

/** One provider's time to removal: the numbers, then the curve. To be put under a heading, with `figures.css`. */
export function ProviderTimesView({ figures, name, language, timeZone }: Props) {
  const texts = TAKEDOWN_TEXTS[language];
  const formats = formatsOf(language, timeZone);
  const timeOf = (quantile: Quantile) => timeText(quantile, texts, formats.length);
  return (
    <div class="figures">
      <dl class="facts">
        {[
          [texts.followed, formats.count(figures.followed)],
          [texts.gone, formats.count(figures.gone)],
          [texts.median, timeOf(figures.median)],
          [texts.p90, timeOf(figures.p90)],
        ].map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {figures.gone > 0 && (
        <figure class="figures-figure">
          <TakedownChart
            id="provider-times"
            title={texts.groupings.provider.caption}
            groups={[figures]}
            texts={texts}
            formats={formats}
            nameOf={() => name}
          />
        </figure>
      )}
    </div>
  );
}

/** A time with the interval that says how sure it is. */
function timeText({ atMs, fromMs, toMs }: Quantile, texts: TakedownTexts, length: (ms: number) => string): string {
  const at = atMs === undefined ? texts.notYet : length(atMs);
  if (fromMs === undefined) return at;
  const interval = toMs === undefined ? texts.atLeast(length(fromMs)) : texts.between(length(fromMs), length(toMs));
  return `${at} (${interval})`;
}
