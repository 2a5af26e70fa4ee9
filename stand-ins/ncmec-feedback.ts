/** The part of the NCMEC stand-in that hears what members say of entries: reasons, categories, members, one statement a fingerprint. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { readXml, writeXml, XmlMalformed, type XmlElement } from '../src/platform/xml.ts';

/** What we say of one fingerprint of one entry. */
export interface GivenFeedback {
  readonly member: string;
  readonly id: string;
  readonly fingerprint: string;
  readonly verdict: 'affirmative' | 'negative';
  /** Names of the reasons or of the category. */
  readonly because: readonly string[];
}

/** An entry as far as feedback asks: whether it is there, and with which fingerprints. */
interface SharedEntry {
  readonly isDeleted?: boolean;
  readonly fingerprints: Readonly<Record<string, string>>;
}

/** How a request meets the turn that it is given. */
interface Turns<Turn> {
  readonly take: () => Turn;
  readonly meet: (
    reply: FastifyReply,
    turn: Turn,
    act: () => { readonly status: number; readonly body: string },
  ) => Promise<FastifyReply>;
}

/** NCMEC's names of fingerprints with the entry's own. */
const FINGERPRINTS: Readonly<Record<string, string>> = { MD5: 'md5', SHA1: 'sha1', PDNA: 'pdna', PDQ: 'pdq' };
const CATEGORIES = ['A1', 'A2', 'B1', 'B2'];
const guidOf = (name: string): string =>
  `00000000-0000-4000-8000-${Buffer.from(name).toString('hex').slice(0, 12).padEnd(12, '0')}`;

/** Opens an empty book over the entries that the service shares. */
export function openFeedbackBook(
  find: (member: string, id: string) => SharedEntry | undefined,
  reasons: readonly string[] = ['Not what it is said to be', 'Hits innocent pictures'],
) {
  const given = new Map<string, GivenFeedback>();
  const offered = (root: string, around: string, name: string, names: readonly string[]): string =>
    writeXml({
      name: root,
      children: [
        { name: around, children: names.map((each) => ({ name, attributes: { guid: guidOf(each), name: each } })) },
      ],
    });
  const act = (method: string, key: { member: string; id: string; fingerprint: string }, text: string) => {
    const { member, id, fingerprint } = key;
    const entry = find(member, id);
    const kind = FINGERPRINTS[fingerprint];
    if (entry === undefined || entry.isDeleted === true || kind === undefined || entry.fingerprints[kind] === undefined)
      return { status: 404, body: '' };
    const place = JSON.stringify([member, id, fingerprint]);
    if (method === 'DELETE') return { status: given.delete(place) ? 204 : 404, body: '' };
    const said = statementIn(text, reasons);
    if (said === undefined) return { status: 400, body: '' };
    given.set(place, { ...key, ...said });
    return { status: 200, body: writeXml({ name: 'feedbackResult', children: [{ name: 'id', text: id }] }) };
  };
  return {
    given: (): readonly GivenFeedback[] => [...given.values()],
    register: <Turn>(http: FastifyInstance, prefix: string, turns: Turns<Turn>): void => {
      http.addContentTypeParser('application/xml', { parseAs: 'string' }, (_request, body, done) => done(null, body));
      const tell = (path: string, body: () => string) =>
        http.get(`${prefix}/v2/${path}`, (_request, reply) =>
          turns.meet(reply, turns.take(), () => ({ status: 200, body: body() })),
        );
      tell('members', () =>
        writeXml({
          name: 'members',
          children: [1, 42].map((id) => ({
            name: 'member',
            attributes: { id: String(id) },
            text: `Example Member ${id}`,
          })),
        }),
      );
      tell('feedback/:fingerprint/reasons', () => offered('feedback', 'availableFeedbackReasons', 'reason', reasons));
      tell('categorizations', () => offered('categories', 'categorizations', 'categorization', CATEGORIES));
      http.route<{ Params: { member: string; id: string; fingerprint: string } }>({
        method: ['PUT', 'DELETE'],
        url: `${prefix}/v2/entries/:member/:id/:fingerprint/feedback`,
        handler: (request, reply) => {
          const text = typeof request.body === 'string' ? request.body : '';
          return turns.meet(reply, turns.take(), () => act(request.method, request.params, text));
        },
      });
    },
  };
}

/** A right statement: a yes, with a category or without; or a no with at least one reason that is offered. */
function statementIn(text: string, reasons: readonly string[]): Pick<GivenFeedback, 'verdict' | 'because'> | undefined {
  let root: XmlElement;
  try {
    root = readXml(text);
  } catch (error) {
    if (error instanceof XmlMalformed) return undefined;
    throw error;
  }
  const [said, ...more] = root.children ?? [];
  if (root.name !== 'feedbackSubmission' || said === undefined || more.length > 0) return undefined;
  const guids = (said.children ?? []).flatMap((group) => (group.children ?? []).map((each) => each.text ?? ''));
  const names = said.name === 'negative' ? reasons : CATEGORIES;
  const because = guids.map((guid) => names.find((name) => guidOf(name) === guid));
  if (!because.every((name) => name !== undefined)) return undefined;
  if (said.name === 'affirmative') return { verdict: 'affirmative', because };
  return said.name === 'negative' && because.length > 0 ? { verdict: 'negative', because } : undefined;
}
