/** Which command does what. Each is loaded when it is asked for, so that none pays for another's start. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { House } from '../house.ts';
import { readConfig, SERVICES, type Config, type Service } from '../platform/config.ts';

const USAGE = `fyr: a platform for hotlines that protect children

  npm start [-- --services=web,jobs,...]     start the hotline (all services by default)
  npm run demo                               start one with invented tips, a generated web and stand-ins
  npm run fyr -- import-tips FILE            take in tips from a .csv or .ndjson file (docs/import.md)
  npm run fyr -- lists ...                   known lists: import, activate, withdraw (docs/known-lists.md)
  npm run fyr -- check FILE|DIR|URL          is it on a known list? (docs/check-api.md)
  npm run fyr -- check-keys ...              keys of the check API
  npm run fyr -- contacts find HOST|IP       whom to tell about it; contacts refresh (docs/notices.md)
  npm run fyr -- notices ...                 what waits to go to providers; the stop switch (docs/notices.md)
  npm run fyr -- crawl ...                   crawl from seeds; status, pause, resume, stop (docs/crawler.md)
  npm run fyr -- package verify FILE...      is it what the hotline signed for the police? (docs/partners/police.md)
  npm run fyr -- package key                 the public key that checks packages
  npm run fyr -- texts [LANGUAGE [SECTION]]  which of the public site's texts nobody has read yet
  npm run fyr -- recovery make --shares=M/N  the key that backups are sealed to, in shares (docs/keys.md)
  npm run fyr -- backup FILE                 a backup of the working house, verified (docs/operating.md)
  npm run fyr -- restore FILE                a fresh house of a backup
  npm run fyr -- keys rotate                 a new service key, without stopping (docs/keys.md)
  npm run fyr -- migrate                     the database brought to this version, by its owner (docs/operating.md)
  npm run fyr -- roles                       the services' roles in the database, granted anew (docs/operating.md)
  npm run fyr -- retention ...               how long what people told can be read; two people change it
  npm run fyr -- figures rebuild             make the sums that figures are made of anew, from the rows
  npm run fyr -- doctor                      what holds, what does not, and what to do about it
  npm run fyr -- ledger verify               prove the ledger whole, or say what does not fit
  npm run fyr -- ledger key | checkpoint     its public key; its newest signed checkpoint
  npm run fyr -- ledger prove SIZE           that it only added to its first SIZE entries, for a witness
  npm run fyr -- witness ...                 watch another hotline's ledger (docs/ledger.md)
  npm run fyr -- help                        this text

Settings: fyr.env or the environment; fyr.example.env explains each.
`;

type Env = Readonly<Record<string, string | undefined>>;
type Command = (args: readonly string[], env: Env) => Promise<number>;

/** What is run needs settings that are right. */
const configured =
  (run: (config: Config, args: readonly string[]) => Promise<number>): Command =>
  (args, env) =>
    run(readConfig(env), args);

/** What keeps the house beyond its own machine and time. */
const KEEPSAKES = ['backup', 'restore', 'recovery', 'keys', 'retention'] as const;

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['start', configured(start)],
  ['demo', async (_, env) => (await import('./demo.ts')).runDemo(env)],
  ['import-tips', configured(importFile)],
  ['lists', configured(lists)],
  ['check', configured(check)],
  ['check-keys', configured(checkKeys)],
  ['contacts', configured(contacts)],
  ['notices', configured(notices)],
  ['crawl', configured(crawl)],
  ['package', (args, env) => packageCommand(env, args)],
  ['texts', async (args) => (await import('./texts.ts')).runTextsCommand(args, process.stdout)],
  ['witness', witness],
  ['ledger', configured(ledger)],
  ['doctor', configured(doctor)],
  ['migrate', configured(migrate)],
  ['roles', configured(roles)],
  ['figures', configured(figures)],
  ...KEEPSAKES.map((name): [string, Command] => [name, (args, env) => keepsake(name, args, env)]),
]);

/** Runs one command to its end (a server: until it is told to stop). @returns the exit code: 2 when it was not understood */
export async function runCommand(args: readonly string[], env: Env): Promise<number> {
  const [name, ...rest] = args;
  if (name === 'help' || name === '--help') {
    process.stdout.write(USAGE);
    return 0;
  }
  const command = name === undefined ? undefined : COMMANDS.get(name);
  if (command !== undefined) return command(rest, env);
  process.stderr.write(name === undefined ? USAGE : `No such command: ${name}\n\n${USAGE}`);
  return 2;
}

async function witness(args: readonly string[]): Promise<number> {
  const { runWitness } = await import('../ledger/door.ts');
  return runWitness(args, { write: (line) => process.stdout.write(`${line}\n`), now: () => new Date() });
}

async function doctor(config: Config): Promise<number> {
  const { runDoctor } = await import('./doctor.ts');
  return withHouse(config, (house) => runDoctor(house, process.stdout));
}

/** Opening the house as its owner is the whole of it; what a start of services does where it knows the owner's address. */
async function migrate(config: Config, args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write('fyr migrate takes nothing more: DATABASE_URL says where, and as whom.\n');
    return 2;
  }
  return withHouse(config, async (house) => {
    process.stdout.write('The database has the schema of this version.\n');
    const { runRoles } = await import('./roles.ts');
    return runRoles([], house, (line) => process.stdout.write(`${line}\n`));
  });
}

async function roles(config: Config, args: readonly string[]): Promise<number> {
  const { runRoles } = await import('./roles.ts');
  return withHouse(config, (house) => runRoles(args, house, (line) => process.stdout.write(`${line}\n`)));
}

async function figures(config: Config, args: readonly string[]): Promise<number> {
  const { runFigures } = await import('./figures.ts');
  return withHouse(config, (house) => runFigures(args, house, process.stdout));
}

async function start(config: Config, args: readonly string[]): Promise<number> {
  const services = parseServices(args);
  if (services === undefined) return 2;
  if (services.length === 1 && services[0] === 'crawl') {
    const { runCrawlProcess } = await import('./crawl-process.ts');
    return runCrawlProcess(config, process.stdout);
  }
  const { startServices } = await import('./start.ts');
  const { describeStart, untilToldToStop } = await import('./greeting.ts');
  const running = await startServices(config, services);
  // From the process's first moment: what the person at the terminal has waited.
  process.stdout.write(describeStart({ ...running, readyMs: performance.now() }, services));
  const signal = await untilToldToStop();
  process.stdout.write('\nStopping: finishing what is under way ...\n');
  running.house.log.info('stop.asked', { signal });
  const startedAt = performance.now();
  await running.stop();
  process.stdout.write(
    `Stopped in ${((performance.now() - startedAt) / 1000).toFixed(1)} s. Everything is kept in ${config.dataDir}.\n`,
  );
  return 0;
}

function parseServices(args: readonly string[]): readonly Service[] | undefined {
  if (args.length === 0) return SERVICES;
  const [option = ''] = args;
  const names = option.startsWith('--services=') ? option.slice('--services='.length).split(',') : [];
  const services = SERVICES.filter((service) => names.includes(service));
  if (args.length === 1 && services.length > 0 && services.length === names.length) return services;
  process.stderr.write(
    `Not understood: ${args.join(' ')}. Allowed: --services= with any of ${SERVICES.join(', ')}, separated by commas.\n`,
  );
  return undefined;
}

async function importFile(config: Config, args: readonly string[]): Promise<number> {
  const [file] = args;
  if (file === undefined || args.length > 1 || !existsSync(file)) {
    process.stderr.write(
      file === undefined ? 'Which file? npm run fyr -- import-tips FILE.csv\n' : `There is no file ${file}.\n`,
    );
    return 2;
  }
  const { importTips } = await import('./import-tips.ts');
  return withHouse(config, async (house) => {
    const result = await importTips(house, file, process.stdout);
    process.stdout.write(
      `${result.imported} tips imported, ${result.known} were in already, ${result.rejected} rows set aside.\n`,
    );
    if (result.rejectedFile !== undefined) process.stdout.write(`Their lines and reasons: ${result.rejectedFile}\n`);
    return result.rejected > 0 ? 1 : 0;
  });
}

async function lists(config: Config, args: readonly string[]): Promise<number> {
  const { runKnownCommand } = await import('./import-list.ts');
  const { askAtTerminal } = await import('./ask-at-terminal.ts');
  return withHouse(config, (house) => runKnownCommand(args, { ...house, ask: askAtTerminal }, process.stdout));
}

async function check(config: Config, args: readonly string[]): Promise<number> {
  const { runCheckCommand } = await import('./check.ts');
  const { userAgentOf } = await import('./user-agent.ts');
  return withHouse(config, (house) => runCheckCommand(args, { ...house, userAgent: userAgentOf(config) }, process));
}

async function checkKeys(config: Config, args: readonly string[]): Promise<number> {
  const { runKeysCommand } = await import('./check.ts');
  return withHouse(config, (house) => runKeysCommand(args, house, process));
}

async function contacts(config: Config, args: readonly string[]): Promise<number> {
  const { runContactsCommand } = await import('./contacts.ts');
  const { userAgentOf } = await import('./user-agent.ts');
  const { openPlaces } = await import('../crawl/door.ts');
  return withHouse(config, (house) => {
    const deps = { ...house, settings: config.notices, places: openPlaces(), userAgent: userAgentOf(config) };
    return runContactsCommand(args, deps, process.stdout);
  });
}

async function notices(config: Config, args: readonly string[]): Promise<number> {
  const { runNoticesCommand } = await import('./notices.ts');
  const { openTakedowns } = await import('./open-takedowns.ts');
  const { openPlaces } = await import('../crawl/door.ts');
  return withHouse(config, async (house) => {
    const takedowns = await openTakedowns(house, openPlaces(), undefined);
    try {
      return await runNoticesCommand(args, takedowns, process);
    } finally {
      await takedowns.close();
    }
  });
}

async function crawl(config: Config, args: readonly string[]): Promise<number> {
  const { runCrawlCommand } = await import('./crawl.ts');
  const { openTerminalCrawler } = await import('./terminal-crawler.ts');
  const { askAtTerminal } = await import('./ask-at-terminal.ts');
  return withHouse(config, (house) => {
    const openWorker = () => openTerminalCrawler(config, house.log);
    return runCrawlCommand(args, { ...house, ask: askAtTerminal, openWorker }, process.stdout);
  });
}

/** Verifying needs no settings, no database and no key of ours: the police run it on a machine of their own. */
async function packageCommand(env: Env, args: readonly string[]): Promise<number> {
  const { runPackageCommand } = await import('./package.ts');
  const write = (line: string) => process.stdout.write(`${line}\n`);
  const serviceKey = async () => {
    const { openHouse } = await import('../house.ts');
    const house = await openHouse(readConfig(env));
    await house.close();
    return house.serviceKey;
  };
  return runPackageCommand(args, { write, serviceKey });
}

async function ledger(config: Config, args: readonly string[]): Promise<number> {
  const { ledgerSignerFrom, runLedger } = await import('../ledger/door.ts');
  const { checkpointFolderOf } = await import('./checkpoint-folder.ts');
  return withHouse(config, (house) =>
    runLedger(args, {
      db: house.db,
      verifier: ledgerSignerFrom(house.serviceKey.ledgerSeed),
      checkpointFolder: checkpointFolderOf(config),
      write: (line) => process.stdout.write(`${line}\n`),
    }),
  );
}

/** Backups, keys, and how long things are kept. */
async function keepsake(command: (typeof KEEPSAKES)[number], args: readonly string[], env: Env): Promise<number> {
  const { CommandProblem } = await import('./command-problem.ts');
  const write = (line: string) => process.stdout.write(`${line}\n`);
  try {
    if (command === 'recovery' && (args[0] === 'trust' || args[0] === 'invite')) {
      const { runRecoverDesk } = await import('./recover-desk.ts');
      const { askAtTerminal } = await import('./ask-at-terminal.ts');
      const readText = (file: string) => readFile(file, 'utf8');
      return await withHouse(readConfig(env), (house) =>
        runRecoverDesk(args, { ...house, ask: askAtTerminal, write, readText }),
      );
    }
    if (command === 'recovery') {
      const { runRecovery } = await import('./recovery.ts');
      return await runRecovery(args, { write, readText: (file) => readFile(file, 'utf8') });
    }
    const { runBackup, runRestore } = await import('./backup.ts');
    const config = readConfig(env);
    if (command === 'keys') {
      const { runKeys } = await import('./keys.ts');
      return await withHouse(config, (house) => runKeys(args, { house, write }));
    }
    if (command === 'retention') {
      const { runRetention } = await import('./retention.ts');
      const { askAtTerminal } = await import('./ask-at-terminal.ts');
      return await withHouse(config, (house) => runRetention(args, { ...house, ask: askAtTerminal, write }));
    }
    if (command === 'restore') return await runRestore(args, config, process.stdout);
    return await withHouse(config, (house) => runBackup(args, house, process.stdout));
  } catch (error) {
    if (!(error instanceof CommandProblem)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
}

/** Opens the house for one command and closes it, however the command ends. */
async function withHouse(config: Config, work: (house: House) => Promise<number>): Promise<number> {
  const { openHouse } = await import('../house.ts');
  const house = await openHouse(config);
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}
