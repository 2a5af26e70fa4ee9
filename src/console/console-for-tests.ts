/** A console on a real database for this room's tests, and a visitor who fills in its forms as a browser without script does. */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { openAs, quietLog } from '../../test/fresh-database.ts';
import { noteLocation, openCaseForTip, parseQuestionSet, readCase } from '../cases/door.ts';
import { receiveTip, type TipSubmission } from '../intake/door.ts';
import { openNetwork, openPlaces } from '../crawl/door.ts';
import { openHotlineDoor } from '../exchange/door.ts';
import { NO_CONTACTS } from '../notices/contacts/contacts-file.ts';
import { readProxyNetworks } from '../notices/contacts/proxy-networks.ts';
import { hastenVisits, openNotices, proxiesAmong, readSights } from '../notices/door.ts';
import {
  followSettings,
  openCybertip,
  openCybertipDesk,
  openFeedbackDesk,
  openIccam,
  openIccamDesk,
  openPolice,
  openPoliceDesk,
  type PartnerDesk,
} from '../partners/door.ts';
import { readConfig, type Config } from '../platform/config.ts';
import { transact, type Db } from '../platform/db.ts';
import { openHttp } from '../platform/http.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { createStaffMember, listOfficers, newestDeskKey, totpCode, type Role } from '../staff/door.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import { tipIdSchema, type CaseId, type StaffId } from '../terms/ids.ts';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { z } from 'zod';
import type { ConsoleDeps } from './console-deps.ts';
import { CONSOLE_HTTP } from './console-http.ts';
import { registerConsole } from './register-console.ts';

export const START = new Date('2026-11-24T10:20:35Z');
export const PASSWORD = 'nine dry oars in a boathouse';

export interface TestConsole {
  readonly http: FastifyInstance;
  readonly deps: ConsoleDeps;
  /** `METHOD /path` of every route that was registered, as Fastify tells. */
  readonly routes: readonly string[];
  /** As its file says. */
  readonly rawQuestionSet: Readonly<Record<string, unknown>>;
  /** Moves the clock on. */
  waitMinutes(minutes: number): void;
  /** Somebody who has logged in through the form. */
  logIn(login: string, role: Role): Promise<Visitor>;
  /** A tip with its case, each item located in `country`. */
  openCase(change?: Partial<TipSubmission>, country?: string): Promise<CaseId>;
}

/**
 * Opens a console on `db`; `env` as in the settings, `questions` in place of parts of the question set that is shipped, `more` in place of
 * what else it stands on.
 */
export async function openConsole(
  db: Db,
  env: Record<string, string> = {},
  questions: Readonly<Record<string, unknown>> = {},
  more: Partial<ConsoleDeps> = {},
): Promise<TestConsole> {
  let now = START;
  const clock = { now: () => now };
  const shipped = await readFile(new URL('../../config/question-set.json', import.meta.url), 'utf8');
  const rawQuestionSet = { ...z.record(z.string(), z.unknown()).parse(JSON.parse(shipped)), ...questions };
  const questionSet = parseQuestionSet(JSON.stringify(rawQuestionSet));
  const standing = { clock, questionSet, serviceKey: serviceKeyFrom(randomBytes(32)), config: configOf(env) };
  const deps = { ...(await depsFor(db, standing)), ...more };
  // Tests set their scenes as the owner; what the console does it does with its own role.
  const served = { ...(await depsFor((await openAs(db, 'fyr_console')).db, standing)), ...more };
  const http = await openHttp({ log: quietLog, bodyLimitBytes: 65_536, ...CONSOLE_HTTP });
  const routes: string[] = [];
  http.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push(`${each} ${url}`);
  });
  registerConsole(http, served);
  await http.ready();
  return {
    ...{ http, deps, routes, rawQuestionSet },
    waitMinutes: (minutes) => {
      now = new Date(now.getTime() + minutes * 60_000);
    },
    logIn: async (login, role) => {
      const person = { name: `Person ${login}`, login, password: PASSWORD, role, now };
      const { staffId, totpSecret } = await transact(db, (tx) => createStaffMember(tx, deps.serviceKey, person));
      const visitor = new Visitor(http, staffId, totpSecret);
      await visitor.get('/log-in');
      const result = await visitor.post('/log-in', { login, password: PASSWORD, code: totpCode(totpSecret, now) });
      if (result.statusCode !== 303) throw new Error(`The log-in of ${login} answered ${result.statusCode}.`);
      return visitor;
    },
    openCase: (change = {}, country = 'SE') => openCase(deps, change, country),
  };
}

/** Nothing is written to its data folder; what lies in a developer's own must not be read either. */
const configOf = (env: Record<string, string>): Config =>
  readConfig({ FYR_DATA_DIR: path.join(tmpdir(), `fyr-console-${randomBytes(6).toString('hex')}`), ...env });

async function depsFor(
  db: Db,
  standing: Pick<ConsoleDeps, 'clock' | 'serviceKey' | 'questionSet' | 'config'>,
): Promise<ConsoleDeps> {
  const { clock, serviceKey, questionSet, config } = standing;
  const { hotline } = config;
  const out = { smtpUrl: undefined, mailer: undefined, hotline };
  const policeDesk = await openPoliceDesk({
    ...{ ...out, settings: config.police },
    countOfficers: async () => (await listOfficers(db)).length,
  });
  const { homeCountry } = hotline;
  const places = openPlaces();
  const proxyList = { proxies: readProxyNetworks(), readRules: () => Promise.resolve(NO_CONTACTS) };
  const iccamDesk = await openIccamDesk({ settings: config.iccam, clock, homeCountry });
  const cybertipDesk = openCybertipDesk();
  const follow = ({ definition, fallback }: PartnerDesk) => followSettings(db, serviceKey, definition.name, fallback);
  return {
    ...{ db, serviceKey, clock, config, log: quietLog },
    questionSet,
    partnerDesks: [policeDesk, iccamDesk, cybertipDesk, openFeedbackDesk()],
    police: openPolice({
      ...{ ...out, db, serviceKey, clock, settings: follow(policeDesk) },
      ...{ caseNumberOf: () => Promise.resolve(1), siteUrl: () => 'https://fyr.example.org/' },
    }),
    iccam: openIccam({ db, settings: follow(iccamDesk), serviceKey, clock, homeCountry }),
    network: openNetwork({ kind: 'system' }),
    hotline: openHotlineDoor({ db, serviceKey, clock, log: quietLog, network: openNetwork({ kind: 'system' }) }),
    ncmec: openCybertip({ db, settings: follow(cybertipDesk), serviceKey, clock, hotline }),
    provider: openNotices({ db, serviceKey, clock }),
    addresses: {
      proxiesAmong: (ips) => proxiesAmong({ db, serviceKey, ...proxyList }, ips),
      countryOf: (ip) => places.countryOf(ip),
    },
    takedowns: {
      places,
      sights: {
        read: (itemIds) => readSights(db, serviceKey, itemIds),
        hasten: hastenVisits,
        noteSent: () => Promise.resolve(),
      },
    },
  };
}

async function openCase(deps: ConsoleDeps, change: Partial<TipSubmission>, country: string): Promise<CaseId> {
  const { db, serviceKey, clock } = deps;
  const deskKey = await newestDeskKey(db);
  if (deskKey === undefined) throw new Error('Somebody has to log in before a tip can be sealed.');
  const known = new Set(await tipIds(db));
  await receiveTip(
    { db, serviceKey, clock, deskKey },
    {
      ...{ submissionKey: randomBytes(16), category: 'online', language: 'sv', source: 'form' },
      ...{ isUrgent: false, wantsAnswer: true, addresses: [], report: { narrative: 'Ordinary words.' } },
      ...change,
    },
  );
  const tipId = tipIdSchema.parse((await tipIds(db)).find((id) => !known.has(id)));
  await transact(db, (tx) => openCaseForTip(tx, serviceKey, tipId, clock.now()));
  const found = await sql<{ case_id: CaseId }>`select case_id from case_tip where tip_id = ${tipId}`.execute(db);
  const caseId = found.rows[0]?.case_id;
  if (caseId === undefined) throw new Error('The tip has no case.');
  const view = await readCase(db, serviceKey, caseId);
  const location = { code: 'found', ip: '192.0.2.10', country: countryCodeSchema.parse(country) };
  await transact(db, async (tx) => {
    for (const item of view?.items ?? []) await noteLocation(tx, serviceKey, item.id, location, clock.now());
  });
  return caseId;
}

async function tipIds(db: Db): Promise<readonly string[]> {
  return (await sql<{ id: string }>`select id from tip`.execute(db)).rows.map((row) => row.id);
}

/** A browser without script: keeps cookies, and sends each form with the token of the page it was on. */
export class Visitor {
  readonly #http: FastifyInstance;
  readonly staffId: StaffId | undefined;
  readonly totpSecret: string;
  readonly cookies = new Map<string, string>();
  formToken = '';

  constructor(http: FastifyInstance, staffId?: StaffId, totpSecret = '') {
    this.#http = http;
    this.staffId = staffId;
    this.totpSecret = totpSecret;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> {
    return this.#keep(await this.#http.inject({ method: 'GET', url: path, headers: this.#headers(headers) }));
  }

  async post(
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<LightMyRequestResponse> {
    const payload = new URLSearchParams({ 'form-token': this.formToken, ...fields }).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
    const url = path;
    const all = this.#headers({ ...type, ...headers });
    return this.#keep(await this.#http.inject({ method: 'POST', url, headers: all, payload }));
  }

  #headers(more: Record<string, string>): Record<string, string> {
    return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '), ...more };
  }

  #keep(response: LightMyRequestResponse): LightMyRequestResponse {
    for (const { name, value } of response.cookies) {
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    this.formToken = /name="form-token" value="([^"]+)"/.exec(response.body)?.[1] ?? this.formToken;
    return response;
  }
}
