/** The intake's only entrance. */
export type { MailboxEntry } from './mailbox.ts';
export { listUnansweredTips } from './mailbox-store.ts';
export { openTip, readMailbox, readReportedAddresses, TipClosed } from './open-tip.ts';
export { askTipster, postStatus } from './post-to-mailbox.ts';
export { receiveTip, type DeskRecipient, type ReceiveTipDeps } from './receive-tip.ts';
export {
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
export { listSitePartners } from './handover/site-partner-store.ts';
export { newSitePartnerSchema, type SitePartner } from './handover/site-partner.ts';
export { errorPageOf, registerIntake, SITE_BODY_LIMIT_BYTES } from './http.tsx';
export { siteOf, type IntakeDeps } from './site-deps.ts';
