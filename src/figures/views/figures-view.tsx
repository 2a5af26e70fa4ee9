import type { Language } from '../../terms/categories.ts';
import type { Figures } from '../figures.ts';
import { formatsOf, type Formats } from '../format.ts';
import { FIGURES_TEXTS, type FiguresTexts } from '../texts.ts';
import { RemovalChart } from './removal-chart.tsx';
import { TipsChart } from './tips-chart.tsx';

/** The figures page's content, to be put into a page's `main`; needs `figures.css`, no script and no inline style. */
export function FiguresView({ figures, language }: { figures: Figures; language: Language }) {
  const texts = FIGURES_TEXTS[language];
  const formats = formatsOf(language, figures.timeZone);
  const { tips, removal } = figures;
  const [first, last] = [tips.months[0], tips.months.at(-1)];
  return (
    <div class="figures">
      <h1>{texts.heading}</h1>
      {first !== undefined && last !== undefined && (
        <p class="figures-muted">
          {texts.period(
            formats.month(first.month),
            formats.month(last.month),
            figures.timeZone,
            formats.instant(figures.madeAt),
          )}
        </p>
      )}
      <KeyFigures figures={figures} texts={texts} formats={formats} />
      <section aria-labelledby="figures-tips-heading">
        <h2 id="figures-tips-heading">{texts.tipsHeading}</h2>
        <p>{texts.tipsLead}</p>
        {tips.total === 0 ? (
          <p class="figures-empty">{texts.tipsEmpty}</p>
        ) : (
          <TipsChart tips={tips} texts={texts} formats={formats} />
        )}
      </section>
      <section aria-labelledby="figures-removal-heading">
        <h2 id="figures-removal-heading">{texts.removalHeading}</h2>
        <p>
          {texts.removalLead} {texts.removalMethod}
        </p>
        {removal.followed === 0 ? (
          <p class="figures-empty">{texts.removalEmpty}</p>
        ) : (
          <RemovalChart removal={removal} texts={texts} formats={formats} />
        )}
      </section>
    </div>
  );
}

function KeyFigures({ figures, texts, formats }: { figures: Figures; texts: FiguresTexts; formats: Formats }) {
  const { tips, removal } = figures;
  const time = (lengthMs: number | undefined) => (lengthMs === undefined ? texts.notYet : formats.length(lengthMs));
  const isFollowing = removal.followed > 0;
  return (
    <dl class="figures-keys" aria-label={texts.keyFigures}>
      <KeyFigure value={formats.count(tips.total)} name={texts.keyTips} />
      {isFollowing && (
        <>
          <KeyFigure
            value={time(removal.medianMs)}
            name={texts.keyMedian}
            why={removal.medianMs === undefined ? texts.notYetWhy : undefined}
          />
          <KeyFigure
            value={time(removal.p90Ms)}
            name={texts.keyP90}
            why={removal.p90Ms === undefined ? texts.notYetWhy : undefined}
          />
          <KeyFigure
            value={formats.count(removal.stillOnline)}
            name={texts.keyStillOnline}
            why={texts.ofFollowed(formats.count(removal.followed))}
          />
        </>
      )}
    </dl>
  );
}

function KeyFigure({ value, name, why }: { value: string; name: string; why?: string | undefined }) {
  return (
    <div class="figures-key">
      <dt>{name}</dt>
      <dd class="figures-value">{value}</dd>
      {why !== undefined && <dd class="figures-muted">{why}</dd>}
    </div>
  );
}
