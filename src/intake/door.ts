/** The intake's only entrance. */
export type { MailboxEntry } from './mailbox.ts';
export { listUnansweredTips } from './mailbox-store.ts';
export { openTip, readMailbox, readReportedAddresses, TipClosed } from './open-tip.ts';
export { askTipster, postStatus } from './post-to-mailbox.ts';
export { receiveTip, type DeskRecipient, type ReceiveTipDeps } from './receive-tip.ts';
export {
  narrativeOf,
  tipContactSchema,
  tipReportSchema,
  type TipContact,
  type TipContent,
  type TipRecord,
  type TipReport,
  type TipSubmission,
} from './tip.ts';
export { clearUrgentPackage, readTip, takeUrgentPackage } from './tip-store.ts';
export { addSitePartner, revokeSitePartner } from './handover/manage-site-partners.ts';
export { findSitePartner, listSitePartners } from './handover/site-partner-store.ts';
export { newSitePartnerSchema, type SitePartner } from './handover/site-partner.ts';
export { errorPageOf, registerIntake, SITE_BODY_LIMIT_BYTES } from './http.tsx';
export { siteOf, type IntakeDeps } from './site-deps.ts';
export {
  ALWAYS_OFFERED,
  checkFormSet,
  offeredFirst,
  type FormFault,
  type FormFaultCode,
} from './forms/check-form-set.ts';
export { editFormSet, freshId, type FormEdit } from './forms/edit-form-set.ts';
export { changesBetween, type FormChange } from './forms/form-changes.ts';
export { noticeJob, type NoticeSender } from './notice/send-notice.ts';
export { followForms, FormKeeper } from './forms/form-keeper.ts';
export {
  isOwnQuestion,
  isShippedPage,
  OWN_KINDS,
  SHIPPED_FORMS,
  type FormSet,
  type OwnKind,
} from './forms/form-set.ts';
export { listFormVersions, readFormsInUse, readFormVersion, readOpenForms } from './forms/form-set-store.ts';
export { FormStepError, type FormRefusal, type FormVersion, type FormVersionState } from './forms/form-version.ts';
export {
  ownKeysOf,
  SHIPPED_KEYS,
  shippedWord,
  standingOf,
  textLimitOf,
  wordIn,
  type TextStanding,
} from './forms/form-words.ts';
export { previewForms, type PreviewedPage } from './forms/preview-forms.tsx';
export {
  beginDraft,
  editDraft,
  proposeForms,
  readFormSet,
  releaseForms,
  reopenForms,
  withdrawForms,
} from './forms/release-forms.ts';
export { formsOf, SHIPPED_SOURCE, type FormSource, type Forms } from './forms/forms.ts';
