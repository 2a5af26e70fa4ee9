/** The month's registration data, put into the RDAP stand-in, and the owners that the hotline has written down itself. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startRdap, type Rdap } from '../../stand-ins/rdap.ts';
import { carrierMailbox, registrarMailbox, type Month } from './month.ts';

const FIRST_ASN = 196_608;

/** The stand-in with the month in it, and the files that lead the hotline there. */
export interface Registers {
  readonly rdap: Rdap;
  readonly rdapFolder: string;
  readonly contactsFile: string;
}

/** Opens the registries on loopback; the files lie in `folder`. */
export async function openRegisters(month: Month, folder: string): Promise<Registers> {
  const rdap = await startRdap();
  const carriers = new Set<number>();
  for (const { n, mailbox, cidr, carrier } of month.providers) {
    const originAs = FIRST_ASN + carrier;
    rdap.putNetwork({ cidr, name: `HOSTING-${n}`, country: 'NL', abuseEmail: mailbox, originAs });
    if (!carriers.has(carrier))
      rdap.putAutnum({ asn: originAs, name: `CARRIER-${carrier}`, country: 'DE', abuseEmail: carrierMailbox(carrier) });
    carriers.add(carrier);
  }
  for (const { host, registrar } of month.sites) {
    const abuseEmail = registrarMailbox(registrar);
    rdap.putDomain({
      name: host,
      registrar: { name: `Registrar ${registrar}`, ianaId: String(9000 + registrar), abuseEmail },
    });
  }
  const rdapFolder = path.join(folder, 'rdap');
  await rdap.writeFiles(rdapFolder);
  const contactsFile = path.join(folder, 'contacts.json');
  const owners = Object.fromEntries(
    month.sites.flatMap(({ host, n, ownerMailbox }) =>
      ownerMailbox === undefined ? [] : [[host, { name: `Owner ${n}`, email: ownerMailbox }]],
    ),
  );
  await writeFile(contactsFile, JSON.stringify({ version: 1, owners }));
  return { rdap, rdapFolder, contactsFile };
}
