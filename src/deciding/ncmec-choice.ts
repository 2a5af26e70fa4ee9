/** What a hotline's settings and an analyst's choice for one case come to, as routing is told of it. Pure. */
import type { NcmecReach } from '../partners/door.ts';
import type { NcmecFacts } from '../routing/door.ts';

/** `as-ruled`: what the settings say; `add`: every illegal item of this case; `leave`: none of them. */
export const NCMEC_CHOICES = ['as-ruled', 'add', 'leave'] as const;
export type NcmecChoice = (typeof NCMEC_CHOICES)[number];

/** Switched off, nobody's choice reaches NCMEC. */
export function ncmecFactsOf(reach: NcmecReach, choice: NcmecChoice): NcmecFacts {
  if (reach.kind === 'off' || choice === 'leave') return { kind: 'none' };
  if (choice === 'add') return { kind: 'all', rule: reach.kind === 'every' ? 'ncmec' : 'ncmec-chosen' };
  switch (reach.kind) {
    case 'asked':
      return { kind: 'asked' };
    case 'countries':
      return reach;
    case 'every':
      return { kind: 'all', rule: 'ncmec' };
  }
}
