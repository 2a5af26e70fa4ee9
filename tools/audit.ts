/** `npm run advisories`: the lock file against the advisories that the registry knows. 1 where something is to be mended, or too late. */
import { execFile } from 'node:child_process';
import { judgeFound, judgeUpdates, readAudit } from './advisories.ts';
import { judgeFiles, readFiles } from './read-advisories.ts';

const files = readFiles();
const today = new Date().toISOString().slice(0, 10);
const audit = readAudit(await auditNow());
const problems = [...judgeFiles(files, today), ...judgeUpdates(files.accepted, files.stated, today)];
if (audit.kind === 'no-audit')
  process.stdout.write(`The registry offers no audit (${audit.why}). Nothing was compared with its advisories.\n`);
else problems.push(...judgeFound(audit.advisories, files.accepted, files.stated, today));
for (const problem of problems) process.stdout.write(`${problem}\n`);
if (problems.length === 0 && audit.kind === 'found')
  process.stdout.write(`${audit.advisories.length} known advisories, each accepted and in time.\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** What npm printed: it ends with 1 both where it found something and where it could not ask. */
function auditNow(): Promise<unknown> {
  return new Promise((resolve) => {
    execFile('npm', ['audit', '--json'], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        resolve({ message: error?.message.split('\n')[0] ?? 'npm printed no JSON' });
      }
    });
  });
}
