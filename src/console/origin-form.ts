/** The form about an item's origin: what it is called, what it says, and what is wrong with it. Pure. */
import { isIP } from 'node:net';
import { originSaidSchema, originWaySchema, readOriginHost, type Item, type OriginWord } from '../cases/door.ts';
import type { ShownAnswer } from '../notices/door.ts';
import type { ItemId } from '../terms/ids.ts';
import type { Form } from './form.ts';
import type { OriginTexts } from './texts/origin.ts';

/** The fields' names. */
export const ORIGIN_FIELDS = { said: 'origin-said', host: 'origin-host', way: 'origin-way' } as const;
type OriginField = keyof typeof ORIGIN_FIELDS;

/** What stands in it. */
export type OriginFields = Readonly<Record<OriginField, string>>;

/** Why it cannot be taken, by the field that must change. */
export interface OriginProblem {
  readonly field: OriginField;
  readonly code: keyof OriginTexts['problems'];
}

/** As it was sent. */
export const originFieldsOf = (form: Form): OriginFields => ({
  ...{ said: form.get(ORIGIN_FIELDS.said), host: form.get(ORIGIN_FIELDS.host), way: form.get(ORIGIN_FIELDS.way) },
});

/** What the form says of an item; or all that must be changed. Whose an IP address is, is not asked here. */
export function readOriginWord(
  fields: OriginFields,
  item: Pick<Item, 'host' | 'ip'>,
): { readonly word: OriginWord } | { readonly problems: readonly OriginProblem[] } {
  const said = originSaidSchema.safeParse(fields.said).data;
  if (said === undefined) return { problems: [{ field: 'said', code: 'said' }] };
  if (said !== 'found') return { word: { said } };
  const host = readOriginHost(fields.host);
  const way = originWaySchema.safeParse(fields.way).data;
  const isSame = host !== undefined && (host === item.host || host === item.ip);
  if (host !== undefined && !isSame && way !== undefined) return { word: { said, host, way } };
  const problems: readonly OriginProblem[] = [
    ...(host === undefined ? [{ field: 'host', code: 'host' } as const] : []),
    ...(isSame ? [{ field: 'host', code: 'same' } as const] : []),
    ...(way === undefined ? [{ field: 'way', code: 'way' } as const] : []),
  ];
  return { problems };
}

/** What a provider said in its place: words that may name the origin. */
export interface OriginHint {
  readonly provider: string | undefined;
  /** Whom it names. */
  readonly other: string | undefined;
  readonly text: string | undefined;
  /** Hosts and IP addresses in its words. */
  readonly hosts: readonly string[];
}

/** From the answers of a case, those that say of an item that it is another's, as far as their words may be read. */
export function originHints(answers: readonly ShownAnswer[], itemId: ItemId): readonly OriginHint[] {
  return answers
    .filter(({ kind, itemIds }) => kind === 'not-ours' && itemIds.includes(itemId))
    .flatMap(({ provider, words }): readonly OriginHint[] => {
      if (words === undefined) return [];
      const { otherName, otherEmail, text } = words;
      const named = [otherName, otherEmail && `<${otherEmail}>`].filter((part) => part !== undefined && part !== '');
      if (named.length === 0 && text === undefined) return [];
      const other = named.length === 0 ? undefined : named.join(' ');
      return [{ provider, other, text, hosts: hostsIn(text ?? '', otherEmail) }];
    });
}

/** IP addresses and web addresses' hosts; of a mailbox its domain. */
function hostsIn(text: string, email: string | undefined): readonly string[] {
  const parts = text.split(/[\s,;()<>"']+/).map((part) => part.replace(/[.:]+$/, ''));
  const hosts = parts
    .filter((part) => isIP(part) !== 0 || /^https?:\/\//i.test(part) || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(part))
    .flatMap((part) => readOriginHost(part) ?? []);
  const domain = email === undefined ? undefined : readOriginHost(email.slice(email.lastIndexOf('@') + 1));
  return [...new Set(domain === undefined ? hosts : [...hosts, domain])];
}
