/** The demo's partners: the police twice over, NCMEC's CyberTipline, and another hotline that runs Fyr. All are stand-ins on this machine. */
import { readFile } from 'node:fs/promises';
import { addPeer, ownKeys } from '../exchange/door.ts';
import { changeSettings, CYBERTIP_DEFINITION, POLICE_DEFINITION } from '../partners/door.ts';
import { transact } from '../platform/db.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import type { StaffId } from '../terms/ids.ts';
import type { House } from '../house.ts';
import { startCybertip, type Cybertip } from '../../stand-ins/cybertip.ts';
import { startPeerHotline, type PeerHotline } from '../../stand-ins/peer-hotline.ts';

/** What the demo starts beside the world of the journeys. */
export interface DemoPartners {
  readonly cybertip: Cybertip;
  readonly hotline: PeerHotline;
  close(): Promise<void>;
}

/** Starts the stand-ins; the house learns of them with {@link meetDemoPartners}. */
export async function startDemoPartners(): Promise<DemoPartners> {
  const [cybertip, hotline] = [await startCybertip(), await startPeerHotline()];
  // Something to follow: hashes of nothing that anybody has.
  for (const digit of ['a', 'b', 'c']) hotline.confirm({ md5: `${digit}0`.repeat(16) });
  return { cybertip, hotline, close: () => Promise.all([cybertip.close(), hotline.close()]).then(() => undefined) };
}

/** The supervisor's settings: the police get everything by mail and in an account; NCMEC what an analyst chooses; Germany's cases go to its hotline. */
export async function meetDemoPartners(house: House, partners: DemoPartners, staffId: StaffId): Promise<void> {
  await openDemoAccount(house, staffId);
  await openDemoCybertip(house, partners, staffId);
  await meetDemoHotline(house, partners, staffId);
}

async function openDemoAccount(house: House, staffId: StaffId): Promise<void> {
  const { db, serviceKey, config, clock } = house;
  const { email, keyFile, mode } = config.police;
  if (email === undefined || keyFile === undefined) return;
  const values = { email, key: (await readFile(keyFile, 'utf8')).trim() };
  const settings = { mode, values: { ...values, way: 'both', phone: '+46 8 000 00 00', confirmMinutes: '5' } };
  const change = { settings, before: { mode, values }, staffId };
  await transact(db, (tx) => changeSettings(tx, serviceKey, POLICE_DEFINITION, change, clock.now()));
}

async function openDemoCybertip({ db, serviceKey, clock }: House, { cybertip }: DemoPartners, staffId: StaffId) {
  const { url, user, password } = cybertip;
  const settings = { mode: 'test' as const, values: { url, user, password, email: 'desk@fyr.example.org' } };
  const change = { settings, before: { mode: 'off' as const, values: {} }, staffId };
  await transact(db, (tx) => changeSettings(tx, serviceKey, CYBERTIP_DEFINITION, change, clock.now()));
}

async function meetDemoHotline({ db, serviceKey, clock }: House, { hotline }: DemoPartners, staffId: StaffId) {
  const now = clock.now();
  const [own] = await ownKeys(db, serviceKey, now);
  hotline.pin(own.public.text);
  const { name, url, keyText } = hotline;
  const fresh = {
    ...{ name, url, keyText, country: countryCodeSchema.parse('DE'), mode: 'test' as const },
    ...{ gives: true, handsCases: true, trusted: [] },
  };
  await transact(db, (tx) => addPeer(tx, { serviceKey, staffId, now }, fresh));
}
