/** The notices room's only entrance: telling providers, and visiting an item until it is offline. */
export { findLadder, type ContactDeps } from './contacts/find-ladder.ts';
export {
  openContactsFile,
  parseContacts,
  type Contact,
  type Contacts,
  type NoticeTarget,
} from './contacts/contacts-file.ts';
export { type NoticeInput } from './letters/notice.ts';
export { xarfClassOf } from './letters/xarf.ts';
export { openNotices, type NoticeDeps, type NoticeDoor } from './send-notice.ts';
export type { RecheckSettings } from './watch/recheck-settings.ts';
export { retiredRecheckJob, startVisits } from './watch/run-visits.ts';
export { hastenVisits, noteNoticesSent, startWatch } from './watch/start-watch.ts';
export { visitDue, type VisitDeps } from './watch/visit-due.ts';
export { nextVisitDueAt } from './watch/visit-store.ts';
export { type Verdict, type Watch } from './watch/watch.ts';
export { readSights, readWatch, type Sight } from './watch/watch-store.ts';
