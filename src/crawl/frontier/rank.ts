/**
 * The order of visits as one number, the lower the sooner: closeness to known sightings, then depth; what is tried again
 * stands behind everything that has not been tried.
 */
import { FAR } from './crawl-task.ts';

const DEPTHS = 1024;
const RETRY = (FAR + 1) * DEPTHS;

/** Fits 15 bits. Closeness over `FAR` and depth over 1,023 count as those. */
export function rankOf(closeness: number, depth: number, isRetry: boolean): number {
  const near = Math.min(FAR, Math.max(0, closeness));
  return near * DEPTHS + Math.min(DEPTHS - 1, Math.max(0, depth)) + (isRetry ? RETRY : 0);
}

/** The other way round. */
export function readRank(rank: number): { readonly closeness: number; readonly depth: number } {
  const plain = rank % RETRY;
  return { closeness: Math.floor(plain / DEPTHS), depth: plain % DEPTHS };
}
