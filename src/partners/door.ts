/** The partners room's only entrance: every way out of the hotline except to providers (that is notices). */
export { mayReach, finalMailRefusal, PartnerUnavailable, type HotlineIdentity } from './partner.ts';
export { openPolice, type PoliceDeps, type PoliceDoor } from './police/police.ts';
export {
  policePackageSchema,
  type CaseInput,
  type ItemInput,
  type PolicePackage,
  type TipInput,
} from './police/package.ts';
export { openIccam, type IccamDeps, type IccamDoor } from './iccam/iccam.ts';
export { type IccamInput } from './iccam/report.ts';
