/** What a hotline in the exchange holds: the entries that it gives, and the cases that were handed to it, each in the order of its changes. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/** An entry as it goes over the wire. */
export interface PeerEntry {
  readonly reference: string;
  readonly category: 'illegal-baseline' | 'illegal-national';
  readonly hashes: Readonly<Record<string, string>> | null;
  readonly firstConfirmedAt: string;
  readonly provenance: readonly { readonly body: string; readonly name: string; readonly confirmedAt: string }[];
  readonly withdrawnAt: string | null;
}

export type PeerState = 'received' | 'illegal' | 'not-illegal' | 'removed';

/** A case that was handed over, opened and read. */
export interface TakenCase {
  readonly reference: string;
  /** The box as its JSON was. */
  readonly facts: z.infer<typeof caseSchema>;
  readonly state: PeerState;
  readonly at: string;
  /** How often it came. */
  readonly times: number;
}

/** Strict: a field that the documentation does not name is refused. */
const caseSchema = z.strictObject({
  reference: z.string().min(1).max(120),
  category: z.string().min(1),
  receivedHour: z.iso.datetime().refine((text) => text.endsWith(':00:00.000Z'), 'rounded to the hour'),
  url: z.string().min(1),
  ip: z.string().optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  outcome: z.enum(['illegal-baseline', 'illegal-national']),
  answers: z.record(z.string(), z.string()),
  chain: z
    .array(z.string().regex(/^[0-9a-f]{32}$/))
    .min(1)
    .max(20),
});

/** Why a case is not taken. */
export type Refusal = 'malformed-case' | 'came-from-there' | 'not-an-address';

/** Opens an empty book of the hotline `body`. */
export function openPeerBook(body: string, name: string, now: () => Date) {
  let change = 0;
  const entries = new Map<string, { readonly entry: PeerEntry; readonly change: number }>();
  const cases = new Map<string, { readonly taken: TakenCase; readonly change: number }>();
  const hour = () => `${now().toISOString().slice(0, 13)}:00:00.000Z`;
  const page = <T extends { readonly change: number }>(rows: Iterable<T>, after: number, limit: number) => {
    const past = [...rows].filter((row) => row.change > after).sort((a, b) => a.change - b.change);
    const some = past.slice(0, limit);
    return { rows: some, next: some.at(-1)?.change ?? after, hasMore: past.length > limit };
  };
  return {
    /** Confirms hashes. @returns the entry's reference */
    confirm: (hashes: Readonly<Record<string, string>>, before: PeerEntry['provenance'] = []): string => {
      const reference = randomUUID();
      const provenance = [...before, { body, name, confirmedAt: hour() }];
      const entry: PeerEntry = {
        ...{ reference, category: 'illegal-baseline', hashes, firstConfirmedAt: hour(), provenance, withdrawnAt: null },
      };
      entries.set(reference, { entry, change: (change += 1) });
      return reference;
    },
    /** Takes an entry back. @throws Error when there is none of this reference */
    withdraw: (reference: string): void => {
      const found = entries.get(reference);
      if (found === undefined) throw new Error('There is no such entry.');
      const entry = { ...found.entry, hashes: null, withdrawnAt: now().toISOString() };
      entries.set(reference, { entry, change: (change += 1) });
    },
    entriesAfter: (after: number, limit: number) => {
      const { rows, ...rest } = page(entries.values(), after, limit);
      return { entries: rows.map(({ entry }) => entry), ...rest };
    },
    statesAfter: (after: number, limit: number) => {
      const { rows, ...rest } = page(cases.values(), after, limit);
      return { states: rows.map(({ taken: { reference, state, at } }) => ({ reference, state, at })), ...rest };
    },
    /** Takes a case: the same reference again is the same case. */
    take: (text: string): { readonly reference: string; readonly state: PeerState } | Refusal => {
      const facts = caseSchema.safeParse(readJson(text));
      if (!facts.success) return 'malformed-case';
      const { reference, chain, url } = facts.data;
      const known = cases.get(reference);
      if (known !== undefined) {
        cases.set(reference, { ...known, taken: { ...known.taken, times: known.taken.times + 1 } });
        return { reference, state: known.taken.state };
      }
      if (chain.includes(body)) return 'came-from-there';
      if (!URL.canParse(url)) return 'not-an-address';
      const taken: TakenCase = { reference, facts: facts.data, state: 'received', at: now().toISOString(), times: 1 };
      cases.set(reference, { taken, change: (change += 1) });
      return { reference, state: 'received' };
    },
    /** An analyst there has worked on a case. @throws Error when there is none of this reference */
    move: (reference: string, state: PeerState): void => {
      const found = cases.get(reference);
      if (found === undefined) throw new Error('There is no such case.');
      cases.set(reference, { taken: { ...found.taken, state, at: now().toISOString() }, change: (change += 1) });
    },
    cases: (): readonly TakenCase[] => [...cases.values()].map(({ taken }) => taken),
  };
}
export type PeerBook = ReturnType<typeof openPeerBook>;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
