/** The crawler's own program, as the house starts it (commands/crawl-child.ts): settings in, a crawler out. */
import { runCrawlProcess } from './commands/crawl-process.ts';
import { ConfigError, readConfig } from './platform/config.ts';

try {
  process.exitCode = await runCrawlProcess(readConfig(process.env), process.stdout);
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
