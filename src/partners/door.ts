/** The partners room's only entrance: every way out of the hotline except to providers (that is notices). */
export { mayReach, finalMailRefusal, PartnerUnavailable, type HotlineIdentity, type OutlinedField } from './partner.ts';
export { fieldsOf } from './outline-fields.ts';
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
export { listChanges, listHealth, listPartnerModes, readStoredSettings } from './settings/setting-store.ts';
export { openPolice, type PoliceDeps, type PoliceDoor } from './police/police.ts';
export {
  policePackageSchema,
  type CaseInput,
  type ItemInput,
  type PolicePackage,
  type TipInput,
} from './police/package.ts';
export { openIccamDesk } from './iccam/iccam-desk.ts';
export { CYBERTIP_DEFINITION, openCybertipDesk } from './cybertip/cybertip-desk.ts';
export { openCybertip, type CybertipDeps, type CybertipDoor, type NcmecReach } from './cybertip/cybertip.ts';
export { type CybertipInput } from './cybertip/report.ts';
export { openFeedbackDesk } from './hash-feedback/feedback-desk.ts';
export { countFeedback } from './hash-feedback/feedback-store.ts';
export type { FeedbackState } from './hash-feedback/feedback.ts';
export { noteJudgements, type JudgementDeps } from './hash-feedback/note-judgements.ts';
export { startFetching } from './hash-feedback/fetch-list.ts';
export { retryFeedback } from './hash-feedback/retry-feedback.ts';
export { startFeedback } from './hash-feedback/send-feedback.ts';
export { openPoliceDesk } from './police/police-desk.ts';
export { policeJsonSchema } from './police/json-schema.ts';
export { POLICE_DEFINITION } from './police/settings.ts';
export { packageSignerOf } from './police/prepare-package.ts';
export { hotlineMailKey } from './police/mail-key.ts';
export { verifyPackage, type PackageReport } from './police/verify-package.ts';
export { readZip, writeZip } from './police/zip.ts';
export {
  listPackages,
  listReaders,
  listReceipts,
  packageIdSchema,
  type AccountPackage,
  type PackageId,
  type Receipt,
} from './police/account/account-store.ts';
export {
  fetchFile,
  handOnPackages,
  openPackage,
  type FetchResult,
  type OpenedPackage,
} from './police/account/fetch-package.ts';
export {
  callOutcomeSchema,
  standingOf as deliveryStandingOf,
  type Call,
  type CallOutcome,
  type Delivery,
  type DeliveryStanding,
} from './police/delivery/delivery.ts';
export { listCalls, listDeliveries, listUnconfirmed } from './police/delivery/delivery-store.ts';
export { endCall, takeCall, type CallResult } from './police/delivery/telephone.ts';
export { registerConfirmation, confirmationErrorPage } from './police/delivery/serve-confirmation.tsx';
export {
  listMessages,
  listUnseenCases,
  markSeen,
  messageIdSchema,
  type MessageId,
  type ThreadMessage,
} from './police/thread/message-store.ts';
export { openText } from './police/thread/seal-text.ts';
export {
  listWaitingAnswers,
  MAX_MESSAGE_LENGTH,
  passToTipster,
  releaseAnswer,
  writeMessage,
  type WaitingAnswer,
} from './police/thread/write-message.ts';
export { openIccam, type IccamDeps, type IccamDoor } from './iccam/iccam.ts';
export { startIccamRuns } from './iccam/run-iccam.ts';
export { certificateEnds } from './iccam/iccam-desk.ts';
export { readIccamDesk, type IccamDeskView, type Trouble } from './iccam/desk-store.ts';
export type { ListRowState } from './iccam/list-store.ts';
export { readItemsInIccam, type ItemInIccam } from './iccam/read-standing.ts';
export { readListsNow, retryContent, rewind } from './iccam/steer-iccam.ts';
export { groupItems, type GroupedItem, type ReportGroup } from './iccam/group-items.ts';
export { noteUnusable, readContent, updateItemOf, wakeContents } from './iccam/content-store.ts';
export { type IccamInput } from './iccam/report.ts';
