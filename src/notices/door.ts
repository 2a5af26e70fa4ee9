/** The notices room's only entrance: telling providers, and visiting an item until it is offline. */
export { rungSchema, type FoundRung, type HostPlace, type Ladder } from './takedown/rung.ts';
export { findLadder, type ContactDeps } from './contacts/find-ladder.ts';
export {
  openContactsFile,
  parseContacts,
  type Contact,
  type Contacts,
  type NoticeTarget,
} from './contacts/contacts-file.ts';
export { openContacts, type ContactSettings, type OpenContactsDeps } from './contacts/open-contacts.ts';
export { refreshBootstrap, type RefreshResult } from './contacts/refresh-bootstrap.ts';
export { openPacer, type Pacer } from './contacts/pacer.ts';
export { providerFor, providersFor, type ContactFound, type ContactProvider } from './contacts/provider-store.ts';
export { type NoticeInput } from './notice.ts';
export { recheckItem, recheckJob, type RecheckDeps } from './recheck-item.ts';
export { openNotices, type NoticeDeps, type NoticeDoor } from './send-notice.ts';
export { RECHECK_TASK, startWatch } from './start-watch.ts';
export type { RecheckSettings } from './recheck-settings.ts';
export { nextVisitAt } from './timetable.ts';
export { type Watch } from './watch.ts';
export { readWatch } from './watch-store.ts';
export { xarfClassOf } from './xarf.ts';
