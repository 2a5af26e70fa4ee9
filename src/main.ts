/** The command line: settings and arguments in, a command out. */
import { existsSync } from 'node:fs';
import { runCommand } from './commands/run-command.ts';
import { ConfigError } from './platform/config.ts';

// Settings from the environment win over the file's (loadEnvFile never replaces).
const settingsFile = process.env['FYR_ENV_FILE'] ?? 'fyr.env';
delete process.env['FYR_ENV_FILE'];
if (existsSync(settingsFile)) process.loadEnvFile(settingsFile);

try {
  process.exitCode = await runCommand(process.argv.slice(2), process.env);
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
