/** A progress line: redrawn in place on a terminal, one line every few seconds elsewhere. */

export interface Progress {
  update(done: number, note?: string): void;
  end(): void;
}

const BAR_CELLS = 30;
const REDRAW_MS = 100;
const LOG_EVERY_MS = 5_000;

/** Draws to `out`. `total` is in the same unit as `done`; undefined when it is not known. */
export function openProgress(
  out: NodeJS.WriteStream,
  label: string,
  total: number | undefined,
  now: () => number = Date.now,
): Progress {
  const startedAt = now();
  let drawnAt = 0;
  let last = '';
  const draw = (done: number, note: string) => {
    const rate = done / Math.max(0.001, (now() - startedAt) / 1000);
    const share = total === undefined || total === 0 ? undefined : Math.min(1, done / total);
    last = [
      label,
      share === undefined ? '' : bar(share),
      done.toLocaleString('en'),
      `${rate.toFixed(0)}/s`,
      remaining(share, startedAt, now()),
      note,
    ]
      .filter((part) => part !== '')
      .join('  ');
    out.write(out.isTTY ? `\r\x1b[2K${last}` : `${last}\n`);
    drawnAt = now();
  };
  return {
    update: (done, note = '') => {
      if (now() - drawnAt >= (out.isTTY ? REDRAW_MS : LOG_EVERY_MS)) draw(done, note);
    },
    end: () => {
      if (out.isTTY && last !== '') out.write('\r\x1b[2K');
    },
  };
}

function bar(share: number): string {
  const full = Math.round(share * BAR_CELLS);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_CELLS - full)}] ${(share * 100).toFixed(0).padStart(3)} %`;
}

function remaining(share: number | undefined, startedAt: number, now: number): string {
  if (share === undefined || share < 0.01) return '';
  const seconds = ((now - startedAt) / share - (now - startedAt)) / 1000;
  return seconds < 90 ? `${Math.ceil(seconds)} s left` : `${Math.ceil(seconds / 60)} min left`;
}
