/**
 * The table that Fyr ships, version 0: with the fixed rows it is DOMAIN.md's "Where a tip goes", row by row, which is its test
 * (route.test.ts). Somebody who changes it for one hotline makes a version of their own instead (release-table.ts).
 */
import type { RoutingRule } from './facts.ts';
import type { ItemConditions, ItemDestination, ItemRow, RoutingRow, RoutingTable } from './table.ts';

const item = (id: string, key: RoutingRule, when: ItemConditions, ...to: ItemDestination[]): ItemRow => ({
  ...{ id, about: 'item', when, to, why: { key } },
});

/** Its rows in their order. */
export const SHIPPED_ROWS: readonly RoutingRow[] = [
  { id: 'home-crime-case', about: 'case', when: { homeCrime: 'yes' }, to: ['police'], why: { key: 'home-crime' } },
  // What a trusted list knows exactly waits for nobody: its ladder begins with the proxy (notices/contacts/ladder.ts).
  item('find-origin', 'find-origin', { proxies: ['origin-unknown'], judgedBy: 'person' }, 'person'),
  item('home-crime', 'home-crime', { homeCrime: 'yes' }, 'police'),
  item('home-host', 'home-crime', { host: 'home' }, 'police'),
  item('host-unknown', 'host-unknown', { host: 'unknown' }, 'police-onward'),
  item('no-inhope', 'no-inhope', { inhope: 'no' }, 'police-onward'),
  item('peer-hotline', 'peer-hotline', { peer: 'yes' }, 'hotline'),
  item('inhope', 'inhope', { inhope: 'yes' }, 'iccam'),
  item('ncmec', 'ncmec', { ncmec: 'settings' }, 'ncmec'),
  item('ncmec-chosen', 'ncmec-chosen', { ncmec: 'chosen' }, 'ncmec'),
  item('known-exact', 'known-exact', { hits: ['exact-trusted'] }, 'provider-host'),
  item('home-notice', 'home-notice', { homeCrime: 'yes' }, 'provider-host'),
  item('home-host-notice', 'home-notice', { host: 'home' }, 'provider-host'),
  item('dsa16', 'dsa16', { eu: 'yes' }, 'provider-host'),
  item('both-hosts', 'both-hosts', { proxies: ['origin-known'] }, 'provider-host', 'provider-proxy'),
  item('proxy-alone', 'proxy-alone', { proxies: ['origin-not-found'] }, 'provider-proxy'),
];

/** In use while nobody has released another. */
export const SHIPPED_TABLE: RoutingTable = { version: 0, rows: SHIPPED_ROWS };
