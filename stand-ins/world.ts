/**
 * The whole outside world of a hotline, on loopback: a generated web with its names, a mail server, ICCAM, a hosting
 * provider, registration data and the police's key, with the settings that lead a hotline to them. For the demo and the
 * journeys.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startIccam, type Iccam } from './iccam.ts';
import { startMailCatcher, type MailCatcher } from './mail-catcher.ts';
import { makePoliceKey } from './police-key.ts';
import { startProvider, type Provider, type ProviderTemper } from './provider.ts';
import { startRdap, type Rdap } from './rdap.ts';
import { DEMO_HOSTS, startWeb, type GeneratedWeb, type WebHost } from './web.ts';

/** Each part can be led and questioned; `env` is all that a hotline needs to meet them. */
export interface World {
  readonly web: GeneratedWeb;
  readonly mail: MailCatcher;
  readonly iccam: Iccam;
  readonly provider: Provider;
  readonly rdap: Rdap;
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
/** For examples (RFC 5398). */
const CARRIER_AS = 64_500;
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
  const rdap = await startRdap();
  registerHosts(rdap, web.hosts());
  const file = (name: string) => path.join(folder, name);
  const contact = { name: 'Example Hosting', email: ABUSE_MAILBOX };
  // All others are found by registration data; who is behind a proxy is for the hotline to find out.
  const behindProxies = web.hosts().filter((host) => host.origin !== undefined);
  const contacts = { version: 1, hosts: Object.fromEntries(behindProxies.map(({ name }) => [name, contact])) };
  const writeNames = () => {
    const names = { hosts: { ...rdap.networkHosts(), ...web.networkFile().hosts } };
    return writeFile(file('network.json'), JSON.stringify(names));
  };
  await Promise.all([
    writeNames(),
    writeFile(file('police.asc'), key.publicKeyArmored),
    writeFile(file('iccam.password'), iccam.password),
    writeFile(file('contacts.json'), JSON.stringify(contacts)),
    rdap.writeFiles(file('rdap-files')),
  ]);
  return {
    ...{ web, mail, iccam, provider, rdap, policeEmail: POLICE_MAILBOX, policePrivateKey: key.privateKeyArmored },
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
      FYR_NOTICE_RDAP_FILES: file('rdap-files'),
    },
    writeNames,
    close: async () => {
      await provider.close();
      await Promise.all([web.close(), mail.close(), iccam.close(), rdap.close()]);
    },
  };
}

/**
 * What registration data says of the web's hosts: each in a block of the hosting provider, all blocks announced by one carrier,
 * all domains sold by one registrar. What stands before a host that has its origin elsewhere is the CDN's.
 */
function registerHosts(rdap: Rdap, hosts: readonly WebHost[]): void {
  const carrier = { asn: CARRIER_AS, name: 'Example Carrier', country: 'SE', abuseEmail: 'abuse@carrier.example' };
  rdap.putAutnum(carrier);
  for (const { name, ip, country, origin } of hosts) {
    const isProxy = origin !== undefined;
    rdap.putNetwork({
      ...{ cidr: `${ip}/24`, country, originAs: CARRIER_AS, ripeAbuseEmail: carrier.abuseEmail },
      ...{
        name: isProxy ? 'Example CDN' : 'Example Hosting',
        abuseEmail: isProxy ? 'abuse@cdn.example' : ABUSE_MAILBOX,
      },
    });
    rdap.putDomain({
      name: name.split('.').slice(-2).join('.'),
      registrar: { name: 'Example Registrar', ianaId: '9999', abuseEmail: 'abuse@registrar.example' },
    });
  }
}
