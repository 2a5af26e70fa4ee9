/** Where a host is: its first address and the country that address is registered for. Only DNS is asked; nothing is fetched. */
import type { Location } from './cases/door.ts';
import { NameNotResolved, type Network, type Places } from './crawl/door.ts';

const LIMIT_MS = 10_000;

/**
 * A location, or the reason why there is none (`no-such-name`, `no-address`, `forbidden-address`, `onion`).
 * @throws NameNotResolved `resolver-failed` when the resolver gave no answer: try again later
 */
export async function locateHost(network: Network, places: Places, host: string): Promise<Location> {
  const nowhere = { ip: undefined, country: undefined };
  if (host.endsWith('.onion')) return { code: 'onion', ...nowhere };
  let addresses: readonly string[];
  try {
    addresses = await network.resolve(host, AbortSignal.timeout(LIMIT_MS));
  } catch (error) {
    if (error instanceof NameNotResolved && error.code !== 'resolver-failed') return { code: error.code, ...nowhere };
    throw error;
  }
  const [ip] = addresses;
  if (ip === undefined || !network.mayDial(ip)) return { code: 'forbidden-address', ...nowhere };
  return { code: 'found', ip, country: places.countryOf(ip) };
}
