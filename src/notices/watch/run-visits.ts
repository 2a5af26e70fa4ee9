import type { JobHandler } from '../../platform/jobs.ts';
import { codeOf } from '../../platform/log.ts';
import { startLoop, type Loop } from '../../platform/loop.ts';
import { visitDue, type VisitDeps } from './visit-due.ts';

/** Batches at a time in this process: while one waits for slow hosts, the others go on. */
const LANES = 3;
const PAUSE_MS = 1_000;
const PAUSE_AFTER_FAILURE_MS = 5_000;

/** Visits what is due until it is stopped; stopping lets the visits under way end, and leaves the rest of their batches due. */
export function startVisits(deps: VisitDeps): Loop {
  let isStopping = false;
  const stoppable: VisitDeps = { ...deps, isStopping: () => isStopping };
  const lanes = Array.from({ length: LANES }, () =>
    startLoop(async () => ((await visitDue(stoppable)) > 0 ? 'more' : 'rest'), {
      pauseMs: PAUSE_MS,
      failurePauseMs: PAUSE_AFTER_FAILURE_MS,
      onFailure: (error) => deps.log.warn('database.lost', { code: codeOf(error) }),
    }),
  );
  return {
    stop: async () => {
      isStopping = true;
      await Promise.all(lanes.map((lane) => lane.stop()));
    },
  };
}

/**
 * Takes jobs of an earlier version off the queue, and does nothing: a watch's own row says when it is visited
 * (docs/decisions/rechecks-due-rows.md).
 */
export const retiredRecheckJob: JobHandler = { task: 'recheck-item', handle: () => Promise.resolve() };
