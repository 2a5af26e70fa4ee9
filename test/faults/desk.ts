/**
 * An analyst at work while faults strike: takes waiting cases through the console over plain HTTP, as a browser without script does, assesses
 * their items and decides them. A step that a fault breaks is begun again from the case's page, as a person would.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { totpCode } from '../../src/staff/door.ts';
import { BASELINE, NO_DANGER } from '../analyst.ts';
import { STAFF_PASSWORD } from '../inside.ts';

export interface Desk {
  /** Decides one case after the other until it is over. */
  work(isOver: () => boolean): Promise<void>;
  /** Cases of which the console has said that they are decided. */
  decided(): readonly string[];
}

interface Page {
  readonly status: number;
  /** Where it leads to, with word of what was done or not. */
  readonly location: string;
  readonly html: string;
}

/** What a form sends; an answer that was not given is left out. */
type Fields = Readonly<Record<string, string | undefined>>;

const PAUSE_MS = 60;
const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Logs somebody in. @throws Error when the console does not let them in */
export async function openDesk(consoleUrl: string, login: string, totpSecret: string): Promise<Desk> {
  const cookies = new Map<string, string>();
  const decided: string[] = [];
  let formToken = '';

  async function ask(path: string, fields?: Fields): Promise<Page> {
    const answer = await request(new URL(path, consoleUrl), {
      method: fields === undefined ? 'GET' : 'POST',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(fields === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        'sec-fetch-site': 'same-origin',
      },
      body: fields === undefined ? null : bodyOf({ 'form-token': formToken, ...fields }),
      headersTimeout: 10_000,
      bodyTimeout: 10_000,
    });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    const html = await answer.body.text();
    formToken = /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? formToken;
    const { location } = answer.headers;
    return { status: answer.statusCode, location: typeof location === 'string' ? location : '', html };
  }

  /** @throws Error for anything but a page */
  async function read(path: string): Promise<string> {
    const { status, html, location } = await ask(path);
    if (status !== 200) throw new Error(`${path} answered ${status} ${location}`);
    return html;
  }

  /** @throws Error where the console does not say that it was done */
  async function act(path: string, fields: Fields, done: string): Promise<void> {
    const { status, location } = await ask(path, fields);
    if (!location.includes(`done=${done}`)) throw new Error(`${path} answered ${status} ${location}`);
  }

  /** One case from wherever it stands. False: nothing waits for this person. */
  async function decideOne(): Promise<boolean> {
    const queue = await read('/?lane=mine');
    const mine = caseIn(queue);
    const caseId = mine ?? caseIn(await read('/'));
    if (caseId === undefined) return false;
    if (mine === undefined) await act(`/cases/${caseId}/claim`, {}, 'claimed');
    const page = await read(`/cases/${caseId}`);
    // Some are this country's and go to the police, the others to where their host is.
    const home = Number.parseInt(caseId.slice(0, 2), 16) % 4 === 0 ? 'yes' : 'no';
    await act(`/cases/${caseId}/answers`, { ...NO_DANGER, home }, 'answered');
    // The page leads to an item from several places.
    for (const path of new Set(page.match(new RegExp(`/cases/${caseId}/items/${ID}`, 'g')))) {
      await read(path);
      await act(path, BASELINE, 'assessed');
    }
    await act(`/cases/${caseId}/decide`, {}, 'decided');
    decided.push(caseId);
    return true;
  }

  await read('/log-in');
  const code = totpCode(totpSecret, new Date());
  const { status } = await ask('/log-in', { login, password: STAFF_PASSWORD, code, next: '/' });
  assert.equal(status, 303, 'the analyst is let in');
  return {
    decided: () => decided,
    work: async (isOver) => {
      while (!isOver()) {
        const isDone = await decideOne().catch(() => false);
        if (!isDone) await sleep(PAUSE_MS);
      }
    },
  };
}

const bodyOf = (fields: Fields): string =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString();

const caseIn = (html: string): string | undefined => new RegExp(`/cases/(${ID})(?=["/])`).exec(html)?.[1];
