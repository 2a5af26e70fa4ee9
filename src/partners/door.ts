/** The partners room's only entrance: every way out of the hotline except to providers (that is notices). */
export { mayReach, finalMailRefusal, PartnerUnavailable, type HotlineIdentity, type OutlinedField } from './partner.ts';
export { changeSettings, followSettings } from './settings/change-settings.ts';
export type { ConnectionReport, PartnerDesk } from './settings/partner-desk.ts';
export { noting, withHealth } from './settings/partner-health.ts';
export {
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
export { openCybertipDesk } from './cybertip/cybertip-desk.ts';
export { openCybertip, type CybertipDeps, type CybertipDoor, type NcmecReach } from './cybertip/cybertip.ts';
export { type CybertipInput } from './cybertip/report.ts';
export { openFeedbackDesk } from './hash-feedback/feedback-desk.ts';
export { countFeedback } from './hash-feedback/feedback-store.ts';
export type { FeedbackState } from './hash-feedback/feedback.ts';
export { noteJudgements, type JudgementDeps } from './hash-feedback/note-judgements.ts';
export { startFeedback } from './hash-feedback/send-feedback.ts';
export { openPoliceDesk } from './police/police-desk.ts';
export { openIccam, type IccamDeps, type IccamDoor } from './iccam/iccam.ts';
export { type IccamInput } from './iccam/report.ts';
