/**
 * How many connections to the database each service keeps at the most: what all of a hotline may open is their sum, which stays well below
 * what a server allows (100 by default). Connections are opened when they are needed and closed when they were not for ten seconds.
 *
 * No request and no job holds two at a time, so a service with `n` does `n` things at once and the next ones wait some milliseconds in a row
 * before its pool (docs/decisions/connection-budget.md says how that was looked for).
 */
import type { Service } from './config.ts';
import type { ServiceRole } from './roles.ts';

/** By role, for one process. */
export const POOL_SIZES: Readonly<Record<ServiceRole, number>> = {
  /** Tips and mailboxes of everybody: the only one that a crowd meets. A core seals some 300 tips a second; on a disk that takes 25 ms to write, so many commit. */
  fyr_site: 8,
  fyr_answers: 2,
  /** A page of the console asks one question after the other. */
  fyr_console: 5,
  /** Four jobs at a time, one that listens for the next, one that keeps other processes from asking providers' APIs meanwhile, and loops. */
  fyr_jobs: 9,
  fyr_recheck: 4,
  fyr_exchange: 3,
  /** One listens for changed lists. */
  fyr_check: 4,
  /** One listens for changed lists. */
  fyr_crawl: 5,
  fyr_erase: 1,
  fyr_doctor: 1,
};

/** Of the owner: before services start, or for a command at the terminal; closed after. */
export const OWNER_POOL_SIZE = 4;

/** The roles that a service works with, the first of them one that may read the house's secret. */
export const ROLES_OF_SERVICE: Readonly<Record<Service, readonly ServiceRole[]>> = {
  web: ['fyr_site', 'fyr_answers', 'fyr_console', 'fyr_doctor'],
  jobs: ['fyr_jobs', 'fyr_erase'],
  recheck: ['fyr_recheck'],
  crawl: ['fyr_crawl'],
  check: ['fyr_check'],
  exchange: ['fyr_exchange'],
};

/** How many connections these roles may open together, one process of each. */
export const connectionsOf = (roles: readonly ServiceRole[]): number =>
  roles.reduce((sum, role) => sum + POOL_SIZES[role], 0);
