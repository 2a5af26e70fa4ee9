/** `fyr roles`: the services' roles in the database, granted anew; what somebody else has to do is said as statements. */
import type { House } from '../house.ts';
import { settingOf } from '../platform/role-config.ts';
import { grantServiceRoles } from '../platform/role-store.ts';

const ROLES_USAGE = `fyr roles           grants each service's role what src/platform/roles.ts lists, and says which roles are missing`;

/** @returns the exit code: 0 when all is as it should be, 1 when roles are missing, 2 not understood */
export async function runRoles(
  args: readonly string[],
  { config, pool }: Pick<House, 'config' | 'pool'>,
  write: (line: string) => void,
): Promise<number> {
  if (args.length > 0) {
    write(ROLES_USAGE);
    return 2;
  }
  const { present, missing } = await grantServiceRoles(pool);
  write(`Granted as listed: ${present.join(', ') || 'none'}.`);
  if (missing.length > 0) {
    write(
      'Missing, and not for this role to make. Somebody who administers the server runs there, then "fyr roles" again:',
    );
    for (const role of missing) write(`  create role ${role} login password '...';`);
  }
  if (config.databaseUrl !== undefined)
    for (const role of present.filter((each) => config.roleUrls[each] === undefined))
      write(`${settingOf(role)} is not set here: the service that needs it does not start without it.`);
  return missing.length === 0 ? 0 : 1;
}
