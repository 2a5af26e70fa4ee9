/** `npm run fyr -- notices ...`: what waits to go to providers, and the stop switch, at the terminal. */
import { parseArgs } from 'node:util';
import {
  previewSending,
  previewText,
  releaseSending,
  stopSending,
  type PreviewedLetter,
  type SendingDeps,
  type SendingPreview,
} from '../notices/door.ts';
import { transact } from '../platform/db.ts';

export const NOTICES_USAGE = `Notices (docs/notices.md)

  notices due [--show-addresses]          what would go to providers now, and why anything would not
  notices run-dry [--show-addresses]      the same letters composed, and none of them sent
  notices stop --reason WORDS             stop all sending, in all processes
  notices release                         let letters leave again; timetables go on from where they stood

  Without --show-addresses no address, and no letter's text, is shown.
`;

/** Streams of the process, or a test's. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Runs one of the commands. @returns the exit code: 2 when it was not understood */
export async function runNoticesCommand(
  args: readonly string[],
  deps: SendingDeps,
  { stdout, stderr }: Streams,
): Promise<number> {
  const parsed = parse(args);
  if (parsed === undefined) {
    stderr.write(NOTICES_USAGE);
    return 2;
  }
  const { step, reason, showsAddresses } = parsed;
  const now = deps.clock.now();
  switch (step) {
    case 'due':
      stdout.write(describePreview(await previewSending(deps, now), showsAddresses));
      return 0;
    case 'run-dry':
      await runDry(deps, now, showsAddresses, (text) => stdout.write(text));
      return 0;
    case 'stop':
      await transact(deps.db, (tx) => stopSending(tx, { staffId: undefined, reason }, now));
      stdout.write('No letter leaves any more. Let them leave again with: npm run fyr -- notices release\n');
      return 0;
    case 'release': {
      const isReleased = await transact(deps.db, (tx) => releaseSending(tx, undefined, now));
      stdout.write(isReleased ? 'Letters leave again.\n' : 'Nothing had been stopped.\n');
      return 0;
    }
  }
}

interface Parsed {
  readonly step: 'due' | 'run-dry' | 'stop' | 'release';
  readonly reason: string;
  readonly showsAddresses: boolean;
}

function parse(args: readonly string[]): Parsed | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { reason: { type: 'string' }, 'show-addresses': { type: 'boolean' } },
    });
    const [step, ...rest] = positionals;
    const isStep = step === 'due' || step === 'run-dry' || step === 'stop' || step === 'release';
    const reason = values.reason?.trim() ?? '';
    if (!isStep || rest.length > 0 || (step === 'stop') !== (reason !== '')) return undefined;
    return { step, reason, showsAddresses: values['show-addresses'] ?? false };
  } catch {
    return undefined;
  }
}

/** The preview in words. Providers go by name; their addresses and the items' are shown only when asked for. */
export function describePreview(preview: SendingPreview, showsAddresses: boolean): string {
  const { pause, takedowns, letters } = preview;
  const head = [
    pause === undefined
      ? 'Letters leave.'
      : `Sending is stopped since ${minuteOf(pause.setAt)}: ${pause.reason}. Nothing of this leaves.`,
    takedowns.length === 0 ? 'No takedown is open.' : 'Open takedowns:',
    ...takedowns.map(
      ({ state, attention, count, due }) =>
        `  ${state}${attention === undefined ? '' : ` (${attention})`}: ${count}${due === 0 ? '' : `, ${due} with a step due now`}`,
    ),
    letters.length === 0 ? 'No letter waits.' : 'Letters that wait:',
  ];
  return `${[...head, ...letters.flatMap((each) => describeLetter(each, showsAddresses))].join('\n')}\n`;
}

function describeLetter(
  { letter, provider, obstacle, isDue, items }: PreviewedLetter,
  showsAddresses: boolean,
): string[] {
  const going = items.filter(({ because }) => because === undefined).length;
  const held = new Map<string, number>();
  for (const { because } of items) if (because !== undefined) held.set(because, (held.get(because) ?? 0) + 1);
  const contact = provider?.contact;
  const address = contact?.channel === 'mail' ? contact.email : contact?.account;
  const name = contact === undefined ? 'no provider' : contact.name;
  const parts = [
    `${letter.isUrgent ? 'urgent, ' : ''}${isDue ? 'due now' : `due ${minuteOf(letter.sendAt)}`}`,
    ...(obstacle === undefined ? [] : [`held up: ${obstacle}`]),
    `${going} of ${items.length} would go`,
    ...[...held].map(([because, count]) => `${count} not: ${because}`),
  ];
  return [
    `  ${name}${showsAddresses && address !== undefined ? ` <${address}>` : ''}: ${parts.join('; ')}`,
    ...(showsAddresses
      ? items.map(({ item, because }) => `      ${item.facts.url}${because === undefined ? '' : ` (not: ${because})`}`)
      : []),
  ];
}

async function runDry(
  deps: SendingDeps,
  now: Date,
  showsAddresses: boolean,
  write: (text: string) => unknown,
): Promise<void> {
  const { letters } = await previewSending(deps, now);
  let count = 0;
  for (const previewed of letters) {
    const composed = await previewText(deps, previewed);
    if (composed === undefined) continue;
    count += 1;
    const sizeBytes = Buffer.byteLength(composed.text) + Buffer.byteLength(composed.html);
    const about = `${composed.languages.join('+')}, ${composed.reports.length} reports, ${sizeBytes} bytes`;
    write(`${previewed.provider?.contact.name ?? ''}: ${composed.subject} (${about})\n`);
    if (showsAddresses) write(`\n${composed.text}\n\n`);
  }
  write(`${count} letters composed, none sent.\n`);
}

const minuteOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
