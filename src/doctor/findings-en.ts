/** What an examination finds, in English. */
import { describeMisfit } from '../ledger/door.ts';
import type { FindingFacts, FindingTexts } from './finding.ts';

const BUG =
  'this is a fault of Fyr or a hand in the database: keep a backup of this moment and report it (SECURITY.md).';
const ROOM = 'make room: when it is full, tips are refused (with words, and nothing is acknowledged).';
const BACKUP = 'npm run fyr -- backup FILE, every day by a timer (docs/operating.md).';
const CLOCKS = 'set the clocks by NTP (timedatectl set-ntp true) on every machine.';

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
const free = ({ freeBytes, totalBytes }: { readonly freeBytes: number; readonly totalBytes: number }): string =>
  `${gigabytes(freeBytes)} of ${gigabytes(totalBytes)} are free.`;
/** One of it, or how many. */
const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

const connections = ({ budget, allowed, open }: FindingFacts['connections-fit']): string =>
  `All services, one process of each, and a command beside open ${budget} connections at the most; the server allows ${allowed} (open now: ${open}).`;

/** The whole catalogue. What is to be done goes on after a colon or an arrow, so it begins small. */
export const findingsEn: FindingTexts = {
  'database-durable': ({ version }) => ({ what: `PostgreSQL ${version} writes before it acknowledges.` }),
  'database-hasty': ({ fsync, synchronousCommit, fullPageWrites }) => ({
    what: `PostgreSQL acknowledges before it has written (fsync ${fsync}, synchronous_commit ${synchronousCommit}, full_page_writes ${fullPageWrites}).`,
    toDo: 'set all three to on: until then a power cut can lose acknowledged tips.',
  }),
  'database-without-sums': () => ({
    what: 'The database keeps no checksums of its pages.',
    toDo: 'a failing disk would go unnoticed: run pg_checksums --enable while the server is stopped.',
  }),
  'roles-there': () => ({ what: 'Every service has its role in the database.' }),
  'roles-missing': ({ roles }) => ({
    what: `The database server has no role ${roles.join(', ')}: a service that needs one does not start.`,
    toDo: 'npm run fyr -- roles says what somebody who administers the server has to run (docs/operating.md).',
  }),
  'connections-fit': (of) => ({ what: connections(of) }),
  'connections-few': (of) => ({
    what: connections(of),
    toDo: 'raise max_connections of the server, or start fewer processes on it: without a free connection a service refuses what it is asked.',
  }),
  'clocks-agree': () => ({ what: 'The clocks agree.' }),
  'clocks-apart': ({ seconds }) => ({
    what: `This machine's clock and the database's are ${seconds} s apart.`,
    toDo: CLOCKS,
  }),
  'checkpoint-ahead': ({ seconds }) => ({
    what: `The ledger has a checkpoint that is ${seconds} s in the future: a clock jumped, then or now.`,
    toDo: CLOCKS,
  }),
  'disk-roomy': (room) => ({ what: free(room) }),
  'disk-filling': (room) => ({ what: free(room), toDo: ROOM }),
  'files-closed': () => ({ what: 'Keys and data can be read by the service alone.' }),
  'files-open': ({ files }) => ({
    what: `Others on this machine get at ${files.join(', ')}.`,
    toDo: `chmod go= ${files.join(' ')}`,
  }),
  'service-key-fits': () => ({ what: 'The service key is the one that this database was written with.' }),
  'service-key-foreign': () => ({
    what: 'The service key at hand does not open what is in the database.',
    toDo: "put the right key file back (docs/keys.md); a backup's keys file holds it.",
  }),
  'tips-sealed': (of) => ({ what: `${count(of.count, 'tip', 'tips')}, each sealed.` }),
  'tips-not-sealed': (of) => ({
    what: `${count(of.count, 'tip is', 'tips are')} not sealed as they must be.`,
    toDo: BUG,
  }),
  'erased-whole': () => ({ what: 'What was erased is gone whole.' }),
  'erased-half': (of) => ({ what: `${count(of.count, 'erased tip', 'erased tips')} still have a key.`, toDo: BUG }),
  'tips-in-cases': () => ({ what: 'Every tip has its case or is on its way to one.' }),
  'tips-without-case': (of) => ({
    what: `${count(of.count, 'tip has', 'tips have')} no case, and nothing is on its way to make one.`,
    toDo: `nobody will see these tips: ${BUG}`,
  }),
  'tips-with-mailbox': () => ({ what: 'Every tip has its mailbox.' }),
  'tips-without-mailbox': (of) => ({ what: `${count(of.count, 'tip has', 'tips have')} no mailbox.`, toDo: BUG }),
  'content-gone': () => ({ what: 'What has left is kept nowhere.' }),
  'content-kept': (of) => ({
    what: `${count(of.count, 'dispatch that has left still holds its', 'dispatches that have left still hold their')} content.`,
    toDo: BUG,
  }),
  'desk-keys-held': (of) => ({ what: `${count(of.count, 'desk key', 'desk keys')}, each in somebody's hands.` }),
  'desk-keys-lost': (of) => ({
    what: `${count(of.count, 'desk key is', 'desk keys are')} held by nobody who is let in: tips that are sealed to them cannot be read.`,
    toDo: 'let a person back in who held them, or restore a backup from before they left.',
  }),
  'work-in-time': () => ({ what: 'Nothing waits longer than it should.' }),
  'events-wait': ({ seconds }) => ({
    what: `An event has waited ${seconds} s.`,
    toDo: 'start the service jobs, or look why it does not get on (docs/operating.md).',
  }),
  'jobs-given-up': (of) => ({
    what: `${count(of.count, 'job was', 'jobs were')} given up after many tries.`,
    toDo: 'look for job.failed in the log; its code says why. They are done when the cause is gone and they are tried again.',
  }),
  'jobs-held': (of) => ({
    what: `${count(of.count, 'job has', 'jobs have')} run for over ten minutes.`,
    toDo: 'look again in a while.',
  }),
  'dispatches-late': (of) => ({
    what: `${count(of.count, 'dispatch has', 'dispatches have')} not left within a day.`,
    toDo: 'the page Partners says which system does not answer; meanwhile telephone what cannot wait.',
  }),
  'dispatches-refused': (of) => ({
    what: `${count(of.count, 'dispatch was', 'dispatches were')} refused for good.`,
    toDo: 'a person decides about each; the cases are open.',
  }),
  'nobody-yet': () => ({
    what: 'Nobody works here yet: the public form is closed.',
    toDo: 'open the link that npm start shows.',
  }),
  supervisors: (of) => ({ what: `${of.count} supervisors.` }),
  'supervisors-few': (of) => ({
    what: `There is ${of.count === 1 ? 'one supervisor' : 'no supervisor'}.`,
    toDo: 'have two at least: who is alone cannot be let in again when a password is lost.',
  }),
  'ledger-whole': ({ entries, waiting }) => ({
    what: `The ledger is whole: ${count(entries, 'entry', 'entries')}.${
      waiting === 0 ? '' : ` ${count(waiting, 'act waits for its', 'acts wait for their')} place.`
    }`,
  }),
  'ledger-broken': ({ misfit }) => ({
    what: `The ledger is NOT whole. ${describeMisfit(misfit)}`,
    toDo: 'npm run fyr -- ledger verify says all of it; ask who had the database in hands, and keep the checkpoint files.',
  }),
  'table-fits': ({ version, rows }) => ({
    what: `The routing table: version ${version}, ${count(rows, 'row', 'rows')}, as it was released.`,
  }),
  'table-refused': ({ version, rows }) => ({
    what: `Version ${version} of the routing table may not be used${
      rows.length === 0 ? '' : ` (${rows.length === 1 ? 'row' : 'rows'} ${rows.join(', ')})`
    }: nothing is sent by it but danger, and every other case waits for a person.`,
    toDo: 'take the version back (Partners, Where cases go): the one before it is in use again at once.',
  }),
  'table-altered': ({ version }) => ({
    what: `Version ${version} of the routing table is not what was released: the ledger has no release of these rows.`,
    toDo: 'take the version back (Partners, Where cases go), and ask who had the database in hands.',
  }),
  'rows-kept': () => ({ what: 'Every dispatch finds the row that it follows from.' }),
  'rows-lost': (of) => ({
    what: `${count(of.count, 'dispatch names', 'dispatches name')} a row of the routing table that is nowhere.`,
    toDo: BUG,
  }),
  'figures-exact': () => ({ what: 'Every sum of the figures is what the rows come to.' }),
  'figures-wrong': (of) => ({
    what: `${count(of.count, 'sum of the figures is', 'sums of the figures are')} not what the rows come to.`,
    toDo: 'npm run fyr -- figures rebuild makes them anew; ask who had the database in hands.',
  }),
  'retention-kept': () => ({ what: 'Nothing is kept longer than was decided.' }),
  'retention-overdue': (of) => ({
    what: `${count(of.count, 'tip', 'tips')} should have been erased over a day ago.`,
    toDo: 'start the service jobs; the log event retention.failed says why it does not get on.',
  }),
  'no-recovery-key': () => ({
    what: 'There is no recovery key, so no backup can be made.',
    toDo: 'npm run fyr -- recovery make --shares=3/5',
  }),
  'no-backup': () => ({ what: 'There is no backup yet.', toDo: BACKUP }),
  'backup-new': ({ hours }) => ({ what: `The newest backup is ${hours} h old.` }),
  'backup-old': ({ hours }) => ({ what: `The newest backup is ${hours} h old.`, toDo: BACKUP }),
  'backup-opens-erased': ({ hours, erased }) => ({
    what: `The newest backup is ${hours} h old. ${count(erased, 'tip was', 'tips were')} erased since: the keys file of then still opens them.`,
    toDo: BACKUP,
  }),
  modes: ({ live }) => ({
    what:
      live.length === 0
        ? 'All destinations are in test mode: nothing leaves this machine.'
        : `Live: ${live.join(', ')}. The others are in test mode.`,
  }),
};
