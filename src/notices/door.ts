/** The notices room's only entrance: telling providers, and visiting an item until it is offline. */
export { findLadder, type ContactDeps } from './contacts/find-ladder.ts';
export {
  openContactsFile,
  parseContacts,
  type Contact,
  type Contacts,
  type NoticeTarget,
} from './contacts/contacts-file.ts';
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
export { recheckItem, recheckJob, type RecheckDeps } from './recheck-item.ts';
export { openNotices, type NoticeDeps, type NoticeDoor } from './send-notice.ts';
export { RECHECK_TASK, startWatch } from './start-watch.ts';
export type { RecheckSettings } from './recheck-settings.ts';
export { nextVisitAt } from './timetable.ts';
export { type Watch } from './watch.ts';
export { readWatch } from './watch-store.ts';
export { xarfClassOf } from './letters/xarf.ts';
