/** How others get to know of the hotline: texts, a card and a poster, all made here and free to use. */
import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { QrCode } from '../../site/views/qr-code.tsx';
import { Shell } from '../../site/views/shell.tsx';
import { directionOf } from '../../terms/site-languages.ts';

interface SpreadProps {
  readonly site: SiteContext;
  /** The site's own address in this language, as people type it. */
  readonly address: string;
}

/** Ready texts, the card and the way to the poster. */
export function SpreadPage({ site, address }: SpreadProps): VNode {
  const { spread } = site.texts;
  const { name } = site.hotline;
  const card = `/${site.language}/card.svg`;
  return (
    <Shell site={site} title={spread.title} elsewhere={{ kind: 'link', path: '/spread' }} isInstallable>
      <h1>{spread.title}</h1>
      <p class="lead">{spread.lead}</p>
      <h2>{spread.textsTitle}</h2>
      {spread.texts(name, address).map((text) => (
        <blockquote key={text}>{text}</blockquote>
      ))}
      <h2>{spread.cardTitle}</h2>
      <p>
        <img class="card" src={card} width="1200" height="630" alt={spread.cardAlt(name)} />
      </p>
      <p>
        <a href={card} download="">
          {spread.cardLink}
        </a>
      </p>
      <h2>{spread.posterTitle}</h2>
      <p>
        {spread.posterText} <a href={`/${site.language}/poster`}>{spread.posterLink}</a>
      </p>
    </Shell>
  );
}

/** One sheet of paper: what to do, the code and the address. */
export function PosterPage({ site, address }: SpreadProps): VNode {
  const { poster } = site.texts;
  return (
    <Shell site={site} title={poster.title} elsewhere={{ kind: 'link', path: '/poster' }}>
      <p class="screen-only">{poster.print}</p>
      <article class="poster">
        <h1>{poster.heading}</h1>
        <ul>
          {poster.points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <p>{poster.scan}</p>
        <QrCode text={address} name={address} />
        <p class="address" dir="ltr">
          {address}
        </p>
        <p class="emergency">{poster.emergency(site.guidance.emergencyNumber)}</p>
        <p dir="auto">{site.hotline.name}</p>
      </article>
    </Shell>
  );
}

/** The card's size in pixels: what messengers and networks show whole. */
const [CARD_WIDTH, CARD_HEIGHT] = [1200, 630];
const MOST_LETTERS_A_LINE = 24;

/** The share card: no font, picture or colour that is not in the file itself. */
export function ShareCard({ site, address }: SpreadProps): VNode {
  const { poster } = site.texts;
  const isRightToLeft = directionOf(site.language) === 'rtl';
  const x = isRightToLeft ? CARD_WIDTH - 80 : 80;
  const lines = linesOf(poster.heading, MOST_LETTERS_A_LINE);
  const text = (y: number, sizePx: number, words: string, fill: string, weight = 400) => (
    <text x={x} y={y} font-size={sizePx} font-weight={weight} fill={fill} direction={isRightToLeft ? 'rtl' : 'ltr'}>
      {words}
    </text>
  );
  return (
    <svg xmlns="http://www.w3.org/2000/svg" viewBox={`0 0 ${CARD_WIDTH} ${CARD_HEIGHT}`} lang={site.language}>
      <title>{site.texts.spread.cardAlt(site.hotline.name)}</title>
      <path fill="#0a3450" d={`M0 0h${CARD_WIDTH}v${CARD_HEIGHT}H0z`} />
      <path fill="#ffc04d" d={`M0 ${CARD_HEIGHT - 16}h${CARD_WIDTH}v16H0z`} />
      <g font-family="system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif">
        {lines.map((line, index) => text(150 + index * 84, 72, line, '#ffffff', 700))}
        {text(190 + lines.length * 84, 40, poster.points.at(-1) ?? '', '#ffc04d')}
        {text(CARD_HEIGHT - 110, 40, site.hotline.name, '#ffffff', 600)}
        <text x={x} y={CARD_HEIGHT - 56} font-size={34} fill="#d5e3ee" text-anchor={isRightToLeft ? 'end' : 'start'}>
          {address}
        </text>
      </g>
    </svg>
  );
}

/** Words in lines of at most `most` letters; a longer word, or a script without spaces, is broken where the locale would. */
function linesOf(words: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(words)) {
    const last = lines.at(-1);
    if (last === undefined || (last + segment).trimEnd().length > most) lines.push(segment.trimStart());
    else lines[lines.length - 1] = last + segment;
  }
  return lines.map((line) => line.trimEnd()).filter((line) => line !== '');
}
