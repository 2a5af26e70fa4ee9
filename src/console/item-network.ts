/** The network of an item's host, from the two that may know it. Pure. */

/** An autonomous system, and its organisation where that is known. */
export interface NamedNetwork {
  /** 1 to 4,294,967,295 (RFC 6793). */
  readonly asn: number;
  readonly name: string | undefined;
}

/** What is shown of a host's network. */
export interface ItemNetwork extends NamedNetwork {
  /** Another one that the operator's table names: one of the two is out of date, or the address is announced by both. */
  readonly otherwise: NamedNetwork | undefined;
}

/**
 * The registries' answer is of this very address and decides whom to tell, so that it comes first; the table knows what nobody
 * has asked yet. Where both name the same AS, the registry's name for it stands, else the table's.
 */
export function networkFrom(
  registered: NamedNetwork | undefined,
  tabled: NamedNetwork | undefined,
): ItemNetwork | undefined {
  if (registered === undefined) return tabled === undefined ? undefined : { ...tabled, otherwise: undefined };
  if (tabled === undefined || tabled.asn === registered.asn)
    return { asn: registered.asn, name: registered.name ?? tabled?.name, otherwise: undefined };
  return { ...registered, otherwise: tabled };
}

/** As people in the field write it: the number, then the name. */
export const nameNetwork = ({ asn, name }: NamedNetwork): string =>
  name === undefined ? `AS${asn}` : `AS${asn} ${name}`;
