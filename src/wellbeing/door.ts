/** The wellbeing room's only entrance: what people have had before them, and when it is time to stop for a while. */
export { FEWEST_PEOPLE, type Limits, type Pause, type Standing } from './exposure.ts';
export {
  endBreaks,
  insertBreak,
  listDays,
  listWeeks,
  noteExposure,
  readLimits,
  upsertLimits,
  type Day,
  type Week,
} from './exposure-store.ts';
export { limitsFor, readStanding } from './read-standing.ts';
