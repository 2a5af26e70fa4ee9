/** Puts the sources of contacts together, by the settings. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Network } from '../../crawl/door.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Mode } from '../../platform/config.ts';
import type { Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { askRdap } from './ask-rdap.ts';
import { openBootstrapFolder } from './bootstrap.ts';
import { openContactsFile } from './contacts-file.ts';
import type { FetchJsonDeps } from './fetch-json.ts';
import type { ContactDeps } from './find-ladder.ts';
import { keepRegistries, type RegistrySource } from './keep-registries.ts';
import { leadsToLoopback, loopbackOnly } from './loopback-only.ts';
import { openPacer, type Pacer } from './pacer.ts';
import { readProxyNetworks } from './proxy-networks.ts';
import { askRipeAbuse, askRipeOrigin, readRipeServices } from './ripe.ts';

/** What the settings say of contacts (`config.notices`). */
export interface ContactSettings {
  /** In test mode only what a test network leads to this machine is asked. */
  readonly mode: Mode;
  readonly contactsFile: string | undefined;
  readonly rdap: 'ask' | 'off';
  /** Where refreshed bootstrap files lie. */
  readonly rdapFolder: string;
}

/** What it needs beside the settings. */
export interface OpenContactsDeps {
  readonly settings: ContactSettings;
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly network: Network;
  readonly clock: Clock;
  readonly userAgent: string;
  /** For tests and benchmarks on a clock of their own; by default four questions a second to one server. */
  readonly pacer?: Pacer;
  /** How long one question may take; 10 s by default. */
  readonly timeoutMs?: number;
}

const GAP_MS = 250;
const MOST_WAIT_MS = 5_000;

/**
 * Opens the sources. @throws Error when the contacts file or the bootstrap files are not right: better no start than
 * notices that stop
 */
export async function openContacts(deps: OpenContactsDeps): Promise<ContactDeps> {
  const { settings, db, serviceKey } = deps;
  const readRules = openContactsFile(settings.contactsFile);
  await readRules();
  const source = settings.rdap === 'off' ? undefined : await openSource(deps);
  const registries = source === undefined ? undefined : keepRegistries({ db, serviceKey, source });
  return { readRules, proxies: readProxyNetworks(), registries };
}

/** Undefined in test mode where no server is on this machine: not to be asked is no silence, and leaves no trace in what is kept. */
async function openSource(deps: OpenContactsDeps): Promise<RegistrySource | undefined> {
  const { settings, network, clock, userAgent, timeoutMs } = deps;
  const readDirectory = openBootstrapFolder(settings.rdapFolder);
  const directory = await readDirectory();
  const isAnyHere = directory.servers().some((server) => leadsToLoopback(network, server));
  if (settings.mode === 'test' && !isAnyHere) return undefined;
  const services = await readRipeServices(settings.rdapFolder);
  const fetching: FetchJsonDeps = {
    network: settings.mode === 'live' ? network : loopbackOnly(network),
    userAgent,
    pacer: deps.pacer ?? openOwnPacer(),
    now: () => clock.now(),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
  return {
    rdap: async (question) => askRdap(fetching, await readDirectory(), question),
    ripeAbuse: (question) =>
      askRipeAbuse(fetching, services, question.kind === 'ip' ? question.ip : `AS${question.asn}`),
    ripeOrigin: (question) => askRipeOrigin(fetching, services, question.ip),
  };
}

const openOwnPacer = (): Pacer =>
  openPacer({
    gapMs: GAP_MS,
    mostWaitMs: MOST_WAIT_MS,
    nowMs: () => performance.now(),
    pause: async (ms) => {
      await pause(ms);
    },
  });
