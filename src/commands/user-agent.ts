import type { Config } from '../platform/config.ts';

/** Who visits the public web: an honest name with an address that explains it. */
export const userAgentOf = (config: Config): string => `Fyr/0.1 (+${config.userAgentUrl})`;
