/** `npm start`: the services of one process, and what it tells the person who started it. */
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { CONSOLE_HTTP, registerConsole, type ConsoleDeps } from '../console/door.ts';
import { openAsTable, openPlaces } from '../crawl/door.ts';
import { registerExchangeApi } from '../exchange/door.ts';
import { FeedKeeper, registerFeedApi, startFeed } from '../feed/door.ts';
import { registerPublicFigures } from '../figures/door.ts';
import type { House, Household, HouseOverrides } from '../house.ts';
import { errorPageOf, registerIntake, SITE_BODY_LIMIT_BYTES, siteOf } from '../intake/door.ts';
import { openCheckHttp, openCheckService, registerCheckApi } from '../known/door.ts';
import {
  answerEffectsOf,
  providerErrorPage,
  readSights,
  registerProviderPage,
  type ProviderPageDeps,
} from '../notices/door.ts';
import { confirmationErrorPage, registerConfirmation } from '../partners/door.ts';
import type { Config, Service } from '../platform/config.ts';
import type { Db } from '../platform/db.ts';
import { readOutboxAge } from '../platform/events.ts';
import { openHttp } from '../platform/http.ts';
import { startMetrics } from '../platform/metrics.ts';
import { ROLES_OF_SERVICE } from '../platform/pool-sizes.ts';
import { isEmbedded } from '../platform/role-config.ts';
import type { ServiceRole } from '../platform/roles.ts';
import { answersAtAll } from '../platform/service-database.ts';
import { SITE_FILES } from '../site/site-files.ts';
import { inviteFirstSupervisor, newestDeskKey, openOidc, type OidcDoor } from '../staff/door.ts';
import type { Language } from '../terms/categories.ts';
import type { ItemId } from '../terms/ids.ts';
import { registerWebhookApi } from '../webhooks/door.ts';
import { answerErrors } from './answer-errors.ts';
import { examineHouse } from './doctor.ts';
import { handoverOf, keepFor, keepForms } from './keep-for-site.ts';
import { houseSources } from './metric-sources.ts';
import { openDoors, openMail, openPoliceWay, type Openings } from './open-doors.ts';
import { openAnswerDeps } from './open-takedowns.ts';
import { requireRoleAddresses } from './role-connections.ts';
import { openServiceHouses, type HouseAs } from './service-houses.ts';
import { startWork } from './start-work.ts';
import { surviveLostDatabase } from './survive-lost-database.ts';
import { tipsterMailOf } from './tipster-mail.ts';
import { userAgentOf } from './user-agent.ts';

export interface RunningHouse {
  readonly house: Household;
  /** With the connections of a role that its services have. @throws Error for another */
  readonly as: HouseAs;
  /** Where people reach each site; undefined where this process serves no web. */
  readonly siteUrl: string | undefined;
  readonly consoleUrl: string | undefined;
  readonly checkUrl: string | undefined;
  /** The one-time link for the first supervisor; undefined once there is one, or without web. */
  readonly setUpUrl: string | undefined;
  readonly readyMs: number;
  /** Takes no new work, finishes what runs, closes the database. */
  stop(): Promise<void>;
}

const CONSOLE_BODY_LIMIT_BYTES = 256 * 1024;

/** Starts `services` and says when they are ready. On a failure everything that was started is stopped again. @throws Error */
export async function startServices(
  config: Config,
  services: readonly Service[],
  overrides: HouseOverrides = {},
): Promise<RunningHouse> {
  const startedAt = performance.now();
  const roles = rolesOf(config, services);
  requireRoleAddresses(config, services.includes('crawl') ? [...roles, ...ROLES_OF_SERVICE.crawl] : roles);
  const { as, close, ...house } = await openServiceHouses(config, roles, overrides);
  surviveLostDatabase(house.log);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.reverse()) await each();
    await close();
  };
  try {
    const openings = {
      ...{ places: openPlaces(), mailer: await openMail(config, stops), as, stops },
      asTable:
        knowsHosts(services) && config.asDatabaseFile !== undefined ? openAsTable(config.asDatabaseFile) : undefined,
    };
    const web = services.includes('web') ? await startWeb(openings) : undefined;
    if (services.includes('exchange')) await startPartnerApis(as('fyr_exchange'), stops);
    const checkUrl = services.includes('check') ? await startCheckApi(as('fyr_check'), stops) : undefined;
    await startWork(house, openings, services);
    if (config.metrics !== undefined) await serveMetrics(config.metrics, { roles, as, stops });
    const readyMs = performance.now() - startedAt;
    house.log.info('start.ready', { services: services.join(), readyMs: Math.round(readyMs) });
    return {
      ...{ house, as, checkUrl, readyMs, stop },
      siteUrl: web?.siteUrl,
      consoleUrl: web?.consoleUrl,
      setUpUrl: web?.setUpUrl,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Services that ask whose an item's address is; the table takes memory. */
const knowsHosts = (services: readonly Service[]): boolean => services.includes('web') || services.includes('jobs');

/** Those of this process; the crawler's are its own process's (crawl-process.ts). */
function rolesOf(config: Config, services: readonly Service[]): readonly ServiceRole[] {
  const own = services.filter((service) => service !== 'crawl').flatMap((service) => ROLES_OF_SERVICE[service]);
  const readsFigures = config.metrics !== undefined && canReadFigures(config);
  return [...new Set<ServiceRole>(readsFigures ? [...own, FIGURES_ROLE] : own)];
}

/** Figures of the house are read as `jobs` reads. */
const FIGURES_ROLE = 'fyr_jobs';
const canReadFigures = (config: Config): boolean => config.roleUrls[FIGURES_ROLE] !== undefined || isEmbedded(config);

async function startWeb(openings: Openings) {
  const siteUrl = await startSite(openings);
  const consoleUrl = await startConsole(openings);
  const { db, clock } = openings.as('fyr_console');
  const token = await inviteFirstSupervisor(db, clock);
  return {
    siteUrl,
    consoleUrl,
    setUpUrl: token === undefined ? undefined : new URL(`/set-up/${token}`, consoleUrl).href,
  };
}

/** What everybody sees: the public site, and the pages that a secret link opens, each with its own role in the database. */
async function startSite({ as, mailer, stops }: Openings): Promise<string> {
  const house = as('fyr_site');
  const { config, db, serviceKey, clock, log } = house;
  const hotline = { ...config.hotline, siteUrl: config.site.url };
  const siteIn = (language: Language) => siteOf(hotline, language);
  const publicErrorPage = errorPageOf(hotline);
  const site = await openHttp({
    ...{ log, bodyLimitBytes: SITE_BODY_LIMIT_BYTES, scriptHash: SITE_FILES.script.integrity },
    errorPage: (status, path) =>
      providerErrorPage(path, siteIn) ?? confirmationErrorPage(path, siteIn) ?? publicErrorPage(status, path),
  });
  await registerLinked(site, as('fyr_answers'), siteIn);
  const { police } = await openPoliceWay(house, mailer);
  registerIntake(site, {
    ...{ db, serviceKey, clock, log, hotline, forms: await keepForms(house, stops) },
    asksEffort: config.asksEffort,
    sendsNotices: tipsterMailOf(house, mailer) !== undefined,
    deskKey: keepFor(DESK_KEY_MS, () => newestDeskKey(db)),
    handover: handoverOf(db),
    sealUrgent: (content) => police.sealUrgent(content),
  });
  registerPublicFigures(site, { db, siteIn: (language) => siteOf(hotline, language) });
  return listen(site, config.site, config.sharesPorts, stops);
}

/** A provider's answers and the police's confirmations. */
async function registerLinked(site: FastifyInstance, house: House, siteIn: ProviderPageDeps['siteIn']): Promise<void> {
  const { db, serviceKey, clock, log } = house;
  const readSightsOf = (reader: Db, itemIds: readonly ItemId[]) => readSights(reader, serviceKey, itemIds);
  const effects = answerEffectsOf(await openAnswerDeps(house));
  registerProviderPage(site, { db, serviceKey, clock, log, siteIn, effects, readSights: readSightsOf });
  registerConfirmation(site, { db, serviceKey, clock, log, siteIn });
}

async function startConsole(openings: Openings): Promise<string> {
  const { as, stops } = openings;
  const house = as('fyr_console');
  const { config, log } = house;
  const desk = await openHttp({ log, bodyLimitBytes: CONSOLE_BODY_LIMIT_BYTES, ...CONSOLE_HTTP });
  const consoleDeps: ConsoleDeps = {
    ...house,
    ...(await openDoors(house, openings)),
    oidc: await openOidcOf(config),
    examine: () => examineHouse(as('fyr_doctor')),
    asTable: openings.asTable,
  };
  registerConsole(desk, consoleDeps);
  return listen(desk, config.console, config.sharesPorts, stops);
}

/** The organisation's identity provider, where there is one. @throws Error when its secret cannot be read */
async function openOidcOf({ console: { oidc } }: Config): Promise<OidcDoor | undefined> {
  if (oidc === undefined) return undefined;
  const { clientSecretFile } = oidc;
  const clientSecret = clientSecretFile === undefined ? undefined : (await readFile(clientSecretFile, 'utf8')).trim();
  return openOidc({ ...oidc, clientSecret });
}

/** The check API: known media recognised from their bytes, for those with a key. */
async function startCheckApi(house: House, stops: (() => Promise<void>)[]): Promise<string> {
  const service = await openCheckService({ ...house, userAgent: userAgentOf(house.config) });
  stops.push(() => service.close());
  const http = openCheckHttp();
  registerCheckApi(http, service.tools);
  return listen(http, house.config.check, false, stops);
}

/** What other hotlines, providers and the hotline's own systems ask of this one: the exchange, the feed, replays of webhooks. */
async function startPartnerApis(house: House, stops: (() => Promise<void>)[]): Promise<void> {
  const http = openCheckHttp();
  const keeper = new FeedKeeper(house);
  answerErrors(http, house.log);
  registerExchangeApi(http, { ...house, hotlineName: house.config.hotline.name });
  registerFeedApi(http, { ...house, keeper });
  registerWebhookApi(http, house);
  const feed = startFeed(keeper, house.log);
  stops.push(() => feed.stop());
  await listen(http, house.config.exchange, false, stops);
}

async function listen(
  http: FastifyInstance,
  at: { readonly host: string; readonly port: number; readonly url: string | undefined },
  reusePort: boolean,
  stops: (() => Promise<void>)[],
): Promise<string> {
  const options = { host: at.host, port: at.port, reusePort };
  const address = await http.listen(options);
  stops.push(() => http.close());
  return at.url ?? `${address}/`;
}

/** Tips are sealed to the newest desk key; one that is some seconds old serves as well, as every key is kept. */
const DESK_KEY_MS = 5_000;

/** A process that cannot read the house's figures tells its own, and whether its database answers. */
async function serveMetrics(
  at: NonNullable<Config['metrics']>,
  { roles, as, stops }: Pick<Openings, 'as' | 'stops'> & { readonly roles: readonly ServiceRole[] },
): Promise<void> {
  const [first = FIGURES_ROLE] = roles;
  const house = as(roles.includes(FIGURES_ROLE) ? FIGURES_ROLE : first);
  const { db, clock, log, pool } = house;
  const metrics = roles.includes(FIGURES_ROLE)
    ? await startMetrics(at, houseSources(db, clock), log, () => readOutboxAge(db))
    : await startMetrics(at, [], log, () => answersAtAll(pool));
  stops.push(() => metrics.close());
}
