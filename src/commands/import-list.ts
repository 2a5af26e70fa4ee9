/**
 * `npm run fyr -- lists ...`: known lists at the terminal. Importing needs nobody's word; activating needs two people's, each with
 * their own password and code, and withdrawing one's.
 */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import {
  categoryMapSchema,
  confirmActivation,
  decodeHash,
  findEntries,
  FORMATS,
  HASH_BYTES,
  importList,
  LIST_FORMATS,
  listFormatSchema,
  listLists,
  ListStepError,
  NCMEC_DEFAULT_MAP,
  NcmecRefused,
  NcmecUnavailable,
  openNcmecClient,
  openNcmecList,
  proposeActivation,
  readList,
  syncNcmec,
  trustedCategorySchema,
  withdrawEntry,
  withdrawList,
  type CategoryMap,
  type ImportCounts,
} from '../known/door.ts';
import type { Clock } from '../platform/clock.ts';
import { transact, type Db } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { askWho } from './ask-who.ts';
import { CommandProblem } from './command-problem.ts';
import { openProgress } from './progress.ts';

export const LISTS_USAGE = `Known lists (docs/known-lists.md)

  lists                                     what is there, and its state
  lists import FILE --format FORMAT --source BODY [--name NAME] [--map MAP.json] [--trust CATEGORIES] [--into LIST]
                                            take in a file as a draft; the same command again continues a broken run
                                            FORMAT: ${LIST_FORMATS.join(', ')}
  lists ncmec --url URL --user NAME --password-file FILE [--name NAME] [--map MAP.json] [--trust CATEGORIES] [--live]
                                            make or update the list that follows NCMEC's hash sharing
  lists activate LIST --as LOGIN            say yes to a list: one person proposes, another one confirms
  lists withdraw LIST [ENTRY] --as LOGIN    take a list, or one entry, out of use at once
  lists find HASH                           which entries have this MD5, SHA-1 or SHA-256
`;

/** What the commands need of the house, and the person at the terminal. */
export interface ListCommandDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  /** Asks at the terminal; what is secret is not shown. */
  readonly ask: (question: string, isSecret: boolean) => Promise<string>;
}

type Values = Readonly<Partial<Record<string, string | boolean>>>;

/** Runs one command. @returns the exit code: 0 done, 1 refused or rows set aside, 2 not understood */
export async function runKnownCommand(
  args: readonly string[],
  deps: ListCommandDeps,
  out: NodeJS.WriteStream,
): Promise<number> {
  try {
    const { command, rest, values } = parse(args);
    switch (command) {
      case undefined:
        return await showLists(deps, out);
      case 'import':
        return await importFile(deps, rest, values, out);
      case 'ncmec':
        return await followNcmec(deps, values, out);
      case 'activate':
        return await activate(deps, rest, values, out);
      case 'withdraw':
        return await withdraw(deps, rest, values, out);
      case 'find':
        return await find(deps, rest, out);
      default:
        throw new CommandProblem(`No such command: lists ${command}\n\n${LISTS_USAGE}`, 2);
    }
  } catch (error) {
    const problem = explain(error);
    if (problem === undefined) throw error;
    out.write(`${problem.message}\n`);
    return problem.exitCode;
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ format: text, source: text, name: text, map: text, trust: text, into: text, as: text },
        ...{ url: text, user: text, 'password-file': text, live: { type: 'boolean' } },
      },
    });
    const [command, ...rest] = positionals;
    return { command, rest, values };
  } catch (error) {
    throw new CommandProblem(`${error instanceof Error ? error.message : 'Not understood.'}\n\n${LISTS_USAGE}`, 2);
  }
}

function explain(error: unknown): CommandProblem | undefined {
  if (error instanceof CommandProblem) return error;
  if (error instanceof ListStepError) return new CommandProblem(REFUSALS[error.code], 1);
  if (error instanceof NcmecRefused || error instanceof NcmecUnavailable) return new CommandProblem(error.message, 1);
  return undefined;
}

const REFUSALS: Readonly<Record<ListStepError['code'], string>> = {
  'no-such-list': 'There is no list of this number (or it does not take files).',
  'no-such-entry': 'The list has no entry of this number.',
  'wrong-state': 'The list is not in a state that allows this: `lists` shows it.',
  'same-person': 'Another person has to confirm: whoever proposed a list cannot do so.',
  empty: 'The list has no entries in use.',
  'import-running': 'A file of this list has not been read to its end: run its import again first.',
  'changed-since': 'The list has changed since it was proposed: it has to be proposed again.',
};

async function showLists(deps: ListCommandDeps, out: NodeJS.WriteStream): Promise<number> {
  const lists = await listLists(deps.db);
  if (lists.length === 0) out.write(`No lists yet.\n\n${LISTS_USAGE}`);
  for (const list of lists) {
    const trusted = list.trusted.length === 0 ? 'nothing trusted' : `trusted: ${list.trusted.join(', ')}`;
    out.write(
      `${String(list.id).padStart(4)}  ${list.state.padEnd(9)}  ${list.entries.toLocaleString('en').padStart(11)} entries  ` +
        `${list.name} (${list.source}, ${list.format}; ${trusted})\n`,
    );
  }
  return 0;
}

async function importFile(
  deps: ListCommandDeps,
  [file]: readonly string[],
  values: Values,
  out: NodeJS.WriteStream,
): Promise<number> {
  if (file === undefined || !existsSync(file)) {
    throw new CommandProblem(file === undefined ? 'Which file? lists import FILE' : `There is no file ${file}.`, 2);
  }
  const format = listFormatSchema.safeParse(values['format']);
  if (!format.success) throw new CommandProblem(`Say which --format: ${LIST_FORMATS.join(', ')}.`, 2);
  const source = required(values, 'source', 'the body that the list is from');
  const categoryMap = await readMap(values, FORMATS[format.data].defaultMap);
  const name = textOf(values, 'name') ?? path.basename(file);
  const into = textOf(values, 'into');
  const intoListId = into === undefined ? undefined : numberOf(into, 'LIST');
  const progress = openProgress(out, 'Importing (kB)', Math.ceil((await stat(file)).size / 1024));
  const request = { file, format: format.data, name, source, categoryMap, trusted: readTrust(values), intoListId };
  const result = await importList(deps, request, ({ doneBytes, rows, rejected }) => {
    const aside = rejected > 0 ? `, ${rejected.toLocaleString('en')} set aside` : '';
    progress.update(Math.floor(doneBytes / 1024), `${rows.toLocaleString('en')} rows${aside}`);
  });
  progress.end();
  const { counts, listId } = result;
  out.write(result.wasDone ? `This file is in already, as list ${listId}:\n` : `List ${listId}, a draft:\n`);
  out.write(describeCounts(counts));
  if (result.rejectedFile !== undefined)
    out.write(`Rows set aside, with their lines and reasons: ${result.rejectedFile}\n`);
  if (!result.wasDone) out.write(`Two people make it active: lists activate ${listId} --as LOGIN\n`);
  return counts.rejected > 0 ? 1 : 0;
}

const COUNT_WORDS: readonly (readonly [keyof ImportCounts, string])[] = [
  ['rows', 'rows read'],
  ['added', 'entries added'],
  ['repeated', 'equal to an entry of the list, or an older state of one'],
  ['skipped', 'of categories that the mapping leaves out'],
  ['withdrawn', 'taken back by their source'],
  ['photoDnaOnly', 'with PhotoDNA alone, which cannot be matched'],
  ['unusable', 'without a hash that can be matched'],
  ['rejected', 'set aside'],
  ['photoDnaDropped', 'PhotoDNA values dropped'],
  ['lowQualityPdq', 'PDQ hashes of too low a quality to search by'],
];

const describeCounts = (counts: ImportCounts): string =>
  COUNT_WORDS.filter(([name]) => counts[name] > 0)
    .map(([name, words]) => `${counts[name].toLocaleString('en').padStart(13)}  ${words}\n`)
    .join('');

async function followNcmec(deps: ListCommandDeps, values: Values, out: NodeJS.WriteStream): Promise<number> {
  const url = required(values, 'url', 'the address of the service');
  const user = required(values, 'user', "the account's name");
  const passwordFile = required(values, 'password-file', 'the file with its password');
  if (!URL.canParse(url) || !existsSync(passwordFile)) {
    throw new CommandProblem('--url must be an address, and --password-file a file that is there.', 2);
  }
  const categoryMap = await readMap(values, NCMEC_DEFAULT_MAP);
  const client = openNcmecClientOrSay({
    ...{ url, user, mode: values['live'] === true ? 'live' : 'test', pause: (delayMs) => pause(delayMs) },
    password: async () => (await readFile(passwordFile, 'utf8')).trim(),
  });
  try {
    await client.checkAccount();
    const listId = await openNcmecList(deps, {
      ...{ account: `${user}@${url}`, name: textOf(values, 'name') ?? 'NCMEC hash sharing' },
      ...{ source: textOf(values, 'source') ?? 'NCMEC', categoryMap, trusted: readTrust(values) },
    });
    const progress = openProgress(out, 'Reading', undefined);
    const result = await syncNcmec(deps, listId, client, ({ pages, entries }) => {
      progress.update(entries, `${pages.toLocaleString('en')} pages`);
    });
    progress.end();
    out.write(
      `List ${listId}: ${result.added} added, ${result.changed} changed, ${result.withdrawn} taken back; ` +
        `${result.photoDnaDropped} PhotoDNA values dropped, ${result.unusable} without a hash that can be matched.\n`,
    );
    for (const { reference, problems } of result.badExamples) out.write(`  ${reference}: ${problems.join('; ')}\n`);
    if (result.bad > 0) out.write(`${result.bad} entries could not be read.\n`);
    return result.bad > 0 ? 1 : 0;
  } finally {
    await client.close();
  }
}

function openNcmecClientOrSay(access: Parameters<typeof openNcmecClient>[0]) {
  try {
    return openNcmecClient(access);
  } catch (error) {
    throw new CommandProblem(error instanceof Error ? error.message : 'The address cannot be used.', 2);
  }
}

async function activate(
  deps: ListCommandDeps,
  [list]: readonly string[],
  values: Values,
  out: NodeJS.WriteStream,
): Promise<number> {
  const listId = numberOf(list, 'LIST');
  const login = required(values, 'as', 'who you are');
  const known = await readList(deps.db, listId);
  if (known === undefined) throw new ListStepError('no-such-list');
  out.write(
    `List ${listId}: ${known.name}, from ${known.source}, ${known.entries.toLocaleString('en')} entries.\n` +
      Object.entries(known.categoryMap)
        .map(([code, to]) => `  ${code} -> ${to}${known.trusted.some((each) => each === to) ? ' (trusted)' : ''}\n`)
        .join(''),
  );
  const staffId = await askWho(deps, login);
  const now = deps.clock.now();
  if (known.state === 'proposed') {
    await transact(deps.db, (tx) => confirmActivation(tx, listId, staffId, now));
    out.write(`List ${listId} is active from now on.\n`);
  } else {
    await transact(deps.db, (tx) => proposeActivation(tx, listId, staffId, now));
    out.write(`List ${listId} is proposed. Another person has to confirm: lists activate ${listId} --as LOGIN\n`);
  }
  return 0;
}

async function withdraw(
  deps: ListCommandDeps,
  [list, entry]: readonly string[],
  values: Values,
  out: NodeJS.WriteStream,
): Promise<number> {
  const listId = numberOf(list, 'LIST');
  const entryNumber = entry === undefined ? undefined : numberOf(entry, 'ENTRY');
  const staffId = await askWho(deps, required(values, 'as', 'who you are'));
  const now = deps.clock.now();
  await transact(deps.db, async (tx) => {
    if (entryNumber === undefined) await withdrawList(tx, listId, staffId, now);
    else await withdrawEntry(tx, listId, entryNumber, staffId, now);
  });
  out.write(`${entryNumber === undefined ? '' : `Entry ${entryNumber} of `}list ${listId} is out of use.\n`);
  return 0;
}

const FOUND_KINDS = ['md5', 'sha1', 'sha256'] as const;

async function find(deps: ListCommandDeps, [text = '']: readonly string[], out: NodeJS.WriteStream): Promise<number> {
  const kind = FOUND_KINDS.find((each) => text.length === HASH_BYTES[each] * 2);
  const decoded = kind === undefined ? undefined : decodeHash(kind, text);
  if (kind === undefined || decoded?.ok !== true) {
    throw new CommandProblem('Give an MD5, SHA-1 or SHA-256 in hexadecimal digits.', 2);
  }
  const found = await findEntries(deps, kind, decoded.hash);
  for (const { listId, entryNumber, withdrawnAt } of found) {
    out.write(`list ${listId}, entry ${entryNumber}${withdrawnAt === undefined ? '' : ' (withdrawn)'}\n`);
  }
  if (found.length === 0) out.write('On no list.\n');
  return 0;
}

const textOf = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

function required(values: Values, name: string, what: string): string {
  const value = textOf(values, name);
  if (value === undefined) throw new CommandProblem(`--${name} is needed: ${what}.`, 2);
  return value;
}

function numberOf(text: string | undefined, what: string): number {
  const parsed = z.coerce.number().int().positive().max(0x7fffffff).safeParse(text);
  if (!parsed.success) throw new CommandProblem(`${what} is a number that \`lists\` or a hit shows.`, 2);
  return parsed.data;
}

async function readMap(values: Values, otherwise: CategoryMap | undefined): Promise<CategoryMap> {
  const file = textOf(values, 'map');
  if (file === undefined) {
    if (otherwise !== undefined) return otherwise;
    throw new CommandProblem('--map is needed: what the categories of this format mean differs by country.', 2);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new CommandProblem(`The mapping ${file} cannot be read as JSON.`, 2);
  }
  const map = categoryMapSchema.safeParse(parsed);
  if (map.success) return map.data;
  throw new CommandProblem(`The mapping ${file} is not right: ${z.prettifyError(map.error)}`, 2);
}

function readTrust(values: Values) {
  const names = (textOf(values, 'trust') ?? '').split(',').filter((name) => name !== '');
  const trusted = z.array(trustedCategorySchema).safeParse(names);
  if (trusted.success) return [...new Set(trusted.data)];
  throw new CommandProblem(`--trust takes ${trustedCategorySchema.options.join(' and ')}, separated by a comma.`, 2);
}
