/** The notices room's only entrance: telling providers, and visiting an item until it is offline. */
export {
  rungSchema,
  type FoundRung,
  type HostPlace,
  type Ladder,
  type ProviderContact,
  type Rung,
} from './takedown/rung.ts';
export { findLadder, proxiesAmong, type ContactDeps, type ProxyDeps } from './contacts/find-ladder.ts';
export { hasHostChanged } from './host-change.ts';
export { askApis, startAskingApis, type ApiAnswer, type AskApisDeps } from './letters/ask-apis.ts';
export { readAnnouncedNetworks } from './contacts/read-networks.ts';
export { openContacts, type ContactSettings, type OpenContactsDeps } from './contacts/open-contacts.ts';
export { refreshBootstrap, type RefreshResult } from './contacts/refresh-bootstrap.ts';
export { composeLetter } from './letters/compose-letter.ts';
export type { ComposedLetter, LetterInput, LetterItem } from './letters/letter.ts';
export {
  readNoticeFacts,
  referenceOf,
  writeNoticeFacts,
  type NoticeFacts,
  type NoticeInput,
} from './letters/notice.ts';
export {
  checkTexts,
  PARAGRAPH_CODES,
  PARAGRAPHS,
  type LetterTemplates,
  type LetterTexts,
  type LetterWords,
  type ParagraphCode,
  type ParagraphRule,
  type PlacedProblem,
} from './letters/paragraphs.ts';
export { proposeTemplate, releaseTemplate, tidyTexts, withdrawTemplate } from './letters/release-template.ts';
export { sampleLetter, SAMPLES, sampleSchema, type Sample } from './letters/sample-letter.ts';
export { SHIPPED_TEMPLATES } from './letters/shipped-templates.ts';
export {
  changedTexts,
  MOST_REASON_CHARACTERS,
  TemplateStepError,
  whyNotRelease,
  whyNotWithdraw,
  type TemplateRefusal,
  type TemplateState,
  type TemplateVersion,
} from './letters/template.ts';
export {
  countLettersByTemplate,
  listTemplates,
  readCurrentTemplates,
  readTemplate,
  readTemplateVersions,
} from './letters/template-store.ts';
export { openPacer, type Pacer } from './contacts/pacer.ts';
export { providerFor, providersFor, type ContactFound, type ContactProvider } from './contacts/provider-store.ts';
export { applyAnswer, type AnswerDeps, type ProviderAnswer } from './takedown/apply-answer.ts';
export { applyBounce } from './takedown/apply-bounce.ts';
export {
  approveProvider,
  pauseProvider,
  refuseProvider,
  restoreProvider,
  resumeProvider,
  type ProviderAct,
} from './takedown/approve-provider.ts';
export { CHECK_LIMITS, type CheckLimits } from './takedown/check-notice.ts';
export {
  endTakedown,
  endTakedownsOfItems,
  resumeAfterHold,
  resumeTakedown,
  stopForHold,
  type TakedownAct,
} from './takedown/end-takedown.ts';
export { parseTimetable, readTimetable, type NoticeTimetable } from './takedown/notice-timetable.ts';
export { openNotices, type NoticeDeps, type NoticeDoor } from './takedown/open-notices.ts';
export {
  previewSending,
  previewText,
  type PreviewDeps,
  type PreviewedLetter,
  type SendingPreview,
} from './takedown/preview-letters.ts';
export { quietHoursSchema, type QuietHours } from './takedown/quiet-hours.ts';
export { countTakedowns, type TakedownCount } from './takedown/due-store.ts';
export { countLetters, countWatches } from './count-store.ts';
export { nextDueAt, runDueTakedowns, startTakedownLoops } from './takedown/run-takedowns.ts';
export { sendDueLetters } from './takedown/send-letters.ts';
export { startTakedown, startTakedowns, type TakedownStart } from './takedown/start-takedown.ts';
export { readPause, type SendingPause } from './takedown/pause-store.ts';
export { isSendingPaused, releaseSending, stopSending, type StopAct } from './takedown/stop-sending.ts';
export type { SendingDeps, SendingLimits, Sights, TakedownDeps } from './takedown/takedown-deps.ts';
export { openMailChannel } from './letters/mail-channel.ts';
export type { Channel } from './letters/channel.ts';
export { renewNotice } from './takedown/renew-notice.ts';
export { xarfClassOf } from './letters/xarf.ts';
export type { RecheckSettings } from './watch/recheck-settings.ts';
export { retiredRecheckJob, startVisits } from './watch/run-visits.ts';
export { hastenVisits, noteNoticesSent, startWatches } from './watch/start-watch.ts';
export { visitDue, type VisitDeps } from './watch/visit-due.ts';
export { nextVisitDueAt } from './watch/visit-store.ts';
export { type Verdict, type Watch } from './watch/watch.ts';
export { readSights, readWatch, type Sight } from './watch/watch-store.ts';
export { openApiChannel, type ApiChannel } from './letters/provider-apis.ts';
export { pageUrlOf } from './answers/page-token.ts';
export {
  ATTENTION_KINDS,
  countDueSteps,
  countUnmatched,
  listAttention,
  markSeen,
  type AttentionCase,
  type AttentionGroup,
  type AttentionKind,
} from './desk/attention-store.ts';
export { addContactByHand, tellNextRung, type AddedContact, type AddedOutcome } from './desk/change-ladder.ts';
export { listTakedownsOfCase, type ShownRung, type ShownTakedown } from './desk/ladder-store.ts';
export {
  listLettersTo,
  listOpenCasesOf,
  type LetterState,
  type OpenCase,
  type ShownLetter,
} from './desk/provider-history-store.ts';
export {
  countProviders,
  listProviders,
  PROVIDER_LANES,
  readListedProvider,
  readProviderNames,
  type ListedProvider,
  type ProviderLane,
} from './desk/provider-list-store.ts';
export {
  MOST_BY_ONE,
  ReleaseError,
  releaseProvider,
  withdrawRelease,
  type ReleaseRefusal,
} from './desk/release-provider.ts';
export { countHeldItems, readOpenRelease, type ProviderRelease, type ReleaseKind } from './desk/release-store.ts';
export { setProviderWishes, type ProviderWishes } from './desk/set-wishes.ts';
export { contactSchema, RUNGS, type ContactSource } from './takedown/rung.ts';
export { noteAnswer, type NoteAnswerDeps } from './answers/note-answer.ts';
export type { AnswerEffects, AnswerInput, AnswerKind, AnswerWords, StatedKind } from './answers/answer.ts';
export {
  listAnswersOfCase,
  listTakedownsToLookAt,
  listUnmatchedAnswers,
  type ShownAnswer,
  type TakedownToLookAt,
} from './answers/shown-answers-store.ts';
export { answerEffectsOf } from './answers/answer-effects.ts';
export { startForgetting } from './answers/forget-set-aside.ts';
export { mayReadMailbox, startMailbox, type MailboxDeps } from './answers/read-mailbox.ts';
export { providerErrorPage, registerProviderPage, type ProviderPageDeps } from './answers/serve-provider-page.tsx';
export { readMessage, type ReceivedMessage } from './answers/message.ts';
export { takeMessage } from './answers/take-message.ts';
