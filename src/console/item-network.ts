/** The network of an item's host, from the two that may know it. Pure. */
import type { AsNetwork } from '../crawl/door.ts';

/** What is shown of a host's network. */
export interface ItemNetwork extends AsNetwork {
  /** Another one that the operator's table names: one of the two is out of date, or the address is announced by both. */
  readonly otherwise: AsNetwork | undefined;
}

/**
 * The registries' answer is of this very address and decides whom to tell, so that it comes first; the table knows what nobody
 * has asked yet. Where both name the same AS, the registry's name for it stands, else the table's.
 */
export function networkFrom(registered: AsNetwork | undefined, tabled: AsNetwork | undefined): ItemNetwork | undefined {
  if (registered === undefined) return tabled === undefined ? undefined : { ...tabled, otherwise: undefined };
  if (tabled === undefined || tabled.asn === registered.asn)
    return { asn: registered.asn, name: registered.name ?? tabled?.name, otherwise: undefined };
  return { ...registered, otherwise: tabled };
}

/** That a host's network is not the one of before. */
export interface NetworkMove {
  /** When its host was last visited: the move is as old, or older. */
  readonly at: Date;
  readonly from: AsNetwork;
  readonly to: AsNetwork;
}

/**
 * Whether the newest visit was answered from another network than the item's own. Any address of the same network says that it is
 * there still; where nobody knows a network, nothing can be said.
 */
export function networkMove(
  own: AsNetwork | undefined,
  seen: readonly (AsNetwork | undefined)[],
  at: Date,
): NetworkMove | undefined {
  const known = seen.filter((network) => network !== undefined);
  const [to] = known;
  if (own === undefined || to === undefined || known.length < seen.length) return undefined;
  return known.some(({ asn }) => asn === own.asn) ? undefined : { at, from: own, to };
}

/** As people in the field write it: the number, then the name. */
export const nameNetwork = ({ asn, name }: AsNetwork): string => (name === undefined ? `AS${asn}` : `AS${asn} ${name}`);
