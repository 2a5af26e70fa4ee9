/** The network that the settings name, for whoever opens the house and for the crawler's process, which opens nothing else of it. */
import { existsSync, readFileSync } from 'node:fs';
import { openNetwork, testNetworkSchema, type Network } from './crawl/crawler-door.ts';
import type { Config } from './platform/config.ts';

/** The network as the settings say: the public one, or a test's. @throws Error when the test's file is not there or not right */
export function openConfiguredNetwork(config: Config): Network {
  const file = config.testNetworkFile;
  if (file === undefined) return openNetwork({ kind: 'system' });
  if (!existsSync(file)) throw new Error(`FYR_TEST_NETWORK names a file that is not there: ${file}`);
  const network: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return openNetwork({ kind: 'test', network: testNetworkSchema.parse(network) });
}
