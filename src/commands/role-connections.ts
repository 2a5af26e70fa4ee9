/** Where each service finds the database, with a role of its own: what it may do there stands in `src/platform/roles.ts`. */
import path from 'node:path';
import type { PoolConfig } from '../platform/pool.ts';
import { ConfigError, SERVICES, type Config } from '../platform/config.ts';
import { embeddedConnection } from '../platform/embedded-postgres.ts';
import { POOL_SIZES, ROLES_OF_SERVICE } from '../platform/pool-sizes.ts';
import { isEmbedded, settingOf } from '../platform/role-config.ts';
import type { ServiceRole } from '../platform/roles.ts';

/** @throws ConfigError when a server of one's own is used and nothing says how one of these roles gets in there */
export function requireRoleAddresses(config: Config, roles: readonly ServiceRole[]): void {
  if (isEmbedded(config)) return;
  const missing = roles.filter((role) => config.roleUrls[role] === undefined);
  if (missing.length === 0) return;
  throw new ConfigError(
    `On a server of your own each service connects with a role of its own (docs/operating.md). Not set: ${missing.map(named).join(', ')}.\n` +
      'Set them, or start without those services: --services= takes any of them.',
  );
}

/** `FYR_SITE_DATABASE_URL (web)`. */
const named = (role: ServiceRole): string => {
  const services = SERVICES.filter((service) => ROLES_OF_SERVICE[service].includes(role));
  return `${settingOf(role)} (${services.join()})`;
};

/** What a role's pool connects with. @throws ConfigError as above */
export function roleConnection(config: Config, role: ServiceRole): PoolConfig {
  requireRoleAddresses(config, [role]);
  const url = config.roleUrls[role];
  const at =
    url === undefined ? embeddedConnection(path.join(config.dataDir, 'postgres'), role) : { connectionString: url };
  return { ...at, max: POOL_SIZES[role] };
}
