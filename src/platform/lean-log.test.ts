import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLeanLog } from './lean-log.ts';
import { openLog } from './log.ts';

/** What a log writes, without its instants. */
function linesOf(open: (stream: { write: (text: string) => boolean }) => ReturnType<typeof openLog>): string[] {
  const lines: string[] = [];
  const log = open({ write: (text) => lines.push(text.replace(/"time":\d{13}/, '"time":0')) > 0 });
  log.info('stop.asked', { signal: 'SIGTERM' });
  log.warn('crawl.failed', { code: 'E"\n\\' });
  log.error('http.failed', { route: '/', status: 500, code: 'x' });
  return lines;
}

test('openLeanLog writes the lines of the house’s log at every level', () => {
  for (const level of ['debug', 'info', 'warn', 'error', 'silent'] as const) {
    const lean = linesOf((stream) => openLeanLog(level, stream));
    assert.deepEqual(
      lean,
      linesOf((stream) => openLog(level, stream)),
    );
    assert.equal(lean.length, { debug: 3, info: 3, warn: 2, error: 1, silent: 0 }[level]);
  }
});
