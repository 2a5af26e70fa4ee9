/** Requests a second over the last hour, as a small drawing with its figures in words beside it. */
import { scaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import type { PaceSample } from '../../crawl/door.ts';
import { formatsOf } from '../format.ts';
import type { PageContext } from './shell.tsx';

const WIDTH = 600;
const HEIGHT = 90;

/** The drawing, or the word that there is nothing to draw. */
export function Pace({ page, pace }: { page: PageContext; pace: readonly PaceSample[] }) {
  const { pace: words } = page.texts.crawler;
  const { count } = formatsOf(page.language);
  const [first] = pace;
  const last = pace.at(-1);
  if (first === undefined || last === undefined || pace.length < 2) return null;
  const most = Math.max(...pace.map(({ visits }) => visits));
  const x = scaleLinear([first.at.getTime(), last.at.getTime()], [0, WIDTH]);
  const y = scaleLinear([0, Math.max(most, 1)], [HEIGHT - 2, 4]);
  const points = pace.map(({ at, visits }): [number, number] => [x(at.getTime()), y(visits)]);
  const rounded = (n: number) => count(Math.round(n * 10) / 10);
  return (
    <section aria-labelledby="pace">
      <h2 id="pace">
        {words.title}{' '}
        <span class="muted">
          {words.visits}, {words.most(rounded(most))}
        </span>
      </h2>
      <svg
        class="pace"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.label(rounded(last.visits), rounded(most))}
      >
        <path class="area" d={area().curve(curveStepAfter).y0(HEIGHT)(points) ?? ''} />
        <path class="line" d={line().curve(curveStepAfter)(points) ?? ''} />
      </svg>
    </section>
  );
}
