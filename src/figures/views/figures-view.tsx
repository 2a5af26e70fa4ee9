import type { ComponentChildren } from 'preact';
import type { Board } from '../board/board.ts';
import { filterSentence, tablesOf, type BoardTable, type BoardWords } from '../board/board-tables.ts';
import { BOARD_TEXTS } from '../board/board-texts.ts';
import type { Figures } from '../figures.ts';
import { formatsOf, type Formats } from '../format.ts';
import { monthOf } from '../months.ts';
import { FIGURES_TEXTS, type FiguresTexts } from '../texts.ts';
import { BarList } from './bar-list.tsx';
import { BoardTableView } from './board-table-view.tsx';
import { RemovalChart } from './removal-chart.tsx';
import { TipsChart } from './tips-chart.tsx';

interface Props {
  readonly board: Board;
  readonly words: BoardWords;
  /** What stands between the heading and the figures: the choice, and files to take along. */
  readonly children?: ComponentChildren;
}

/** The figures page's content, to be put into a page's `main`; needs `figures.css`, no script and no inline style. */
export function FiguresView({ board, words, children }: Props) {
  const texts = FIGURES_TEXTS[words.language];
  const boardTexts = BOARD_TEXTS[words.language];
  const formats = formatsOf(words.language, words.timeZone);
  const tables = tablesOf(board, words);
  return (
    <div class="figures">
      <h1>{texts.heading}</h1>
      {children}
      <p class="figures-muted">{filterSentence(board, words)}</p>
      {board.rehearsed > 0 && <p class="figures-muted">{boardTexts.rehearsed(formats.count(board.rehearsed))}</p>}
      <KeyFigures figures={board.figures} texts={texts} formats={formats} />
      <nav class="figures-contents" aria-label={boardTexts.filter.contents}>
        <ul>
          {tables.map(({ code, heading }) => (
            <li key={code}>
              <a href={`#figures-${code}`}>{heading}</a>
            </li>
          ))}
        </ul>
      </nav>
      {tables.map((table) => (
        <section key={table.code} id={`figures-${table.code}`} aria-labelledby={`figures-${table.code}-heading`}>
          <h2 id={`figures-${table.code}-heading`}>{table.heading}</h2>
          <p>{table.lead}</p>
          {table.rows.length === 0 ? (
            <p class="figures-empty">{table.empty}</p>
          ) : (
            <Drawn table={table} board={board} words={words} formats={formats} />
          )}
        </section>
      ))}
    </div>
  );
}

function Drawn({ table, board, words, formats }: Props & { table: BoardTable; formats: Formats }) {
  const texts = FIGURES_TEXTS[words.language];
  const { tips, removal, madeAt, timeZone } = board.figures;
  switch (table.code) {
    case 'tips':
      return <TipsChart tips={tips} texts={texts} formats={formats} currentMonth={monthOf(madeAt, timeZone)} />;
    case 'removal':
      return <RemovalChart removal={removal} texts={texts} formats={formats} />;
    case 'police':
      return <BoardTableView table={table} />;
    default:
      return (
        <figure class="figures-figure figures-pair">
          <BarList table={table} texts={BOARD_TEXTS[words.language]} formats={formats} />
          <BoardTableView table={table} />
        </figure>
      );
  }
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
