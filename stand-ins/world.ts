/**
 * The whole outside world of a hotline, on loopback: a generated web with its names, a mail server, ICCAM, a hosting
 * provider and the police's key, with the settings that lead a hotline to them. For the demo and the journeys.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startIccam, type Iccam } from './iccam.ts';
import { startMailCatcher, type MailCatcher } from './mail-catcher.ts';
import { makePoliceKey } from './police-key.ts';
import { startProvider, type Provider, type ProviderTemper } from './provider.ts';
import { DEMO_HOSTS, startWeb, type GeneratedWeb, type WebHost } from './web.ts';

/** Each part can be led and questioned; `env` is all that a hotline needs to meet them. */
export interface World {
  readonly web: GeneratedWeb;
  readonly mail: MailCatcher;
  readonly iccam: Iccam;
  readonly provider: Provider;
  readonly policeEmail: string;
  readonly policePrivateKey: string;
  /** Settings for a hotline in this world; everything stays in test mode. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes the web's names anew; a hotline reads them when it starts. */
  writeNames(): Promise<void>;
  close(): Promise<void>;
}

/** `takedownMs` is how long a slow provider takes, 0 by default; a prompt one acts at once. */
export interface WorldOptions {
  /** Where the settings' files lie: keys, contacts, names. */
  readonly folder: string;
  readonly homeCountry?: string;
  /** Hosts of the web beside the demo's. */
  readonly moreHosts?: readonly WebHost[];
  readonly mailWebPort?: number;
  readonly temper?: ProviderTemper;
  readonly takedownMs?: number;
}

const ABUSE_MAILBOX = 'abuse@hosting.example.net';
const POLICE_MAILBOX = 'tips@police.example.org';

/** Starts everything; nothing of it listens beyond loopback. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { folder, homeCountry = 'SE' } = options;
  await mkdir(folder, { recursive: true });
  const key = await makePoliceKey();
  const web = await startWeb({ hosts: [...DEMO_HOSTS, ...(options.moreHosts ?? [])] });
  const mail = await startMailCatcher({
    policePrivateKey: key.privateKeyArmored,
    ...(options.mailWebPort === undefined ? {} : { webPort: options.mailWebPort }),
  });
  const iccam = await startIccam({ country: homeCountry });
  const hosts = web.hosts().map((host) => host.name);
  const provider = startProvider({
    mailbox: ABUSE_MAILBOX,
    hosts,
    web,
    catcher: mail,
    temper: options.temper ?? 'prompt',
    delayMs: options.takedownMs ?? 0,
  });
  const file = (name: string) => path.join(folder, name);
  const contact = { name: 'Example Hosting', email: ABUSE_MAILBOX };
  const contacts = { version: 1, hosts: Object.fromEntries(hosts.map((host) => [host, contact])) };
  const writeNames = () => writeFile(file('network.json'), JSON.stringify(web.networkFile()));
  await Promise.all([
    writeNames(),
    writeFile(file('police.asc'), key.publicKeyArmored),
    writeFile(file('iccam.password'), iccam.password),
    writeFile(file('contacts.json'), JSON.stringify(contacts)),
  ]);
  return {
    ...{ web, mail, iccam, provider, policeEmail: POLICE_MAILBOX, policePrivateKey: key.privateKeyArmored },
    env: {
      FYR_HOME_COUNTRY: homeCountry,
      FYR_TEST_NETWORK: file('network.json'),
      FYR_SMTP_URL: mail.smtpUrl,
      FYR_POLICE_EMAIL: POLICE_MAILBOX,
      FYR_POLICE_KEY_FILE: file('police.asc'),
      FYR_ICCAM_URL: iccam.url,
      FYR_ICCAM_USER: iccam.username,
      FYR_ICCAM_PASSWORD_FILE: file('iccam.password'),
      FYR_NOTICE_CONTACTS: file('contacts.json'),
    },
    writeNames,
    close: async () => {
      await provider.close();
      await Promise.all([web.close(), mail.close(), iccam.close()]);
    },
  };
}
