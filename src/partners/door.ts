/** The partners room's only entrance: every way out of the hotline except to providers (that is notices). */
export { mayReach, finalMailRefusal, PartnerUnavailable, type HotlineIdentity } from './partner.ts';
export { askOutside, type OutgoingAnswer, type OutgoingRequest } from './outgoing.ts';
export { changeSettings, followSettings } from './settings/change-settings.ts';
export type { ConnectionReport, PartnerDesk } from './settings/partner-desk.ts';
export { noting, withHealth } from './settings/partner-health.ts';
export {
  checkServiceUrl,
  isSecret,
  PARTNER_MODES,
  PARTNERS,
  readSettings,
  type PartnerDefinition,
  type PartnerHealth,
  type PartnerMode,
  type PartnerName,
  type PartnerSettings,
  type SettingField,
} from './settings/partner-setting.ts';
export { listChanges, listHealth, readStoredSettings } from './settings/setting-store.ts';
export { openPolice, type PoliceDeps, type PoliceDoor } from './police/police.ts';
export {
  policePackageSchema,
  type CaseInput,
  type ItemInput,
  type PolicePackage,
  type TipInput,
} from './police/package.ts';
export { openIccamDesk } from './iccam/iccam-desk.ts';
export { openPoliceDesk } from './police/police-desk.ts';
export { openIccam, type IccamDeps, type IccamDoor } from './iccam/iccam.ts';
export { type IccamInput } from './iccam/report.ts';
