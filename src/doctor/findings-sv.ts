/** What an examination finds, in Swedish. */
import { describeMisfit } from '../ledger/door.ts';
import type { FindingFacts, FindingTexts } from './finding.ts';

const BUG =
  'det är ett fel i Fyr, eller så har någon ändrat direkt i databasen: spara en säkerhetskopia av läget nu och rapportera det (SECURITY.md).';
const ROOM = 'frigör plats: när disken är full tas inga tips emot (det sägs, och inget bekräftas).';
const BACKUP = 'npm run fyr -- backup FIL, varje dag med en timer (docs/operating.md).';
const CLOCKS = 'ställ klockorna med NTP (timedatectl set-ntp true) på varje maskin.';

const numbers = new Intl.NumberFormat('sv', { maximumFractionDigits: 1 });
const gigabytes = (bytes: number): string => `${numbers.format(bytes / 1e9)} GB`;
const free = ({ freeBytes, totalBytes }: { readonly freeBytes: number; readonly totalBytes: number }): string =>
  `${gigabytes(freeBytes)} av ${gigabytes(totalBytes)} är lediga.`;
/** One of it, or how many. */
const count = (n: number, one: string, many: string): string => `${numbers.format(n)} ${n === 1 ? one : many}`;

const connections = ({ budget, allowed, open }: FindingFacts['connections-fit']): string =>
  `Alla tjänster, en process av varje, och ett kommando bredvid öppnar högst ${numbers.format(budget)} anslutningar; servern tillåter ${numbers.format(allowed)} (öppna nu: ${numbers.format(open)}).`;

/** The whole catalogue. What is to be done goes on after a colon, so it begins small. */
export const findingsSv: FindingTexts = {
  'database-durable': ({ version }) => ({ what: `PostgreSQL ${version} skriver innan den bekräftar.` }),
  'database-hasty': ({ fsync, synchronousCommit, fullPageWrites }) => ({
    what: `PostgreSQL bekräftar innan den har skrivit (fsync ${fsync}, synchronous_commit ${synchronousCommit}, full_page_writes ${fullPageWrites}).`,
    toDo: 'sätt alla tre till on: tills dess kan ett strömavbrott förlora bekräftade tips.',
  }),
  'database-without-sums': () => ({
    what: 'Databasen har inga kontrollsummor för sina sidor.',
    toDo: 'en disk som går sönder skulle inte märkas: kör pg_checksums --enable medan servern är stoppad.',
  }),
  'roles-there': () => ({ what: 'Varje tjänst har sin roll i databasen.' }),
  'roles-missing': ({ roles }) => ({
    what: `Databasservern saknar ${roles.length === 1 ? 'rollen' : 'rollerna'} ${roles.join(', ')}: en tjänst som behöver en sådan startar inte.`,
    toDo: 'npm run fyr -- roles säger vad den som sköter servern ska köra (docs/operating.md).',
  }),
  'connections-fit': (of) => ({ what: connections(of) }),
  'connections-few': (of) => ({
    what: connections(of),
    toDo: 'höj serverns max_connections, eller starta färre processer mot den: utan ledig anslutning avvisar en tjänst det som den tillfrågas om.',
  }),
  'clocks-agree': () => ({ what: 'Klockorna går lika.' }),
  'clocks-apart': ({ seconds }) => ({
    what: `Den här maskinens klocka och databasens skiljer sig ${numbers.format(seconds)} s åt.`,
    toDo: CLOCKS,
  }),
  'checkpoint-ahead': ({ seconds }) => ({
    what: `Liggaren har en kontrollpunkt som ligger ${numbers.format(seconds)} s fram i tiden: en klocka har hoppat, då eller nu.`,
    toDo: CLOCKS,
  }),
  'disk-roomy': (room) => ({ what: free(room) }),
  'disk-filling': (room) => ({ what: free(room), toDo: ROOM }),
  'files-closed': () => ({ what: 'Nycklar och data kan bara läsas av tjänsten.' }),
  'files-open': ({ files }) => ({
    what: `Andra på den här maskinen kommer åt ${files.join(', ')}.`,
    toDo: `chmod go= ${files.join(' ')}`,
  }),
  'service-key-fits': () => ({ what: 'Tjänstenyckeln är den som databasen skrevs med.' }),
  'service-key-foreign': () => ({
    what: 'Tjänstenyckeln som används öppnar inte det som finns i databasen.',
    toDo: 'lägg tillbaka rätt nyckelfil (docs/keys.md); den finns i säkerhetskopians nyckelfil.',
  }),
  'tips-sealed': (of) => ({ what: `${count(of.count, 'tips, förseglat', 'tips, alla förseglade')}.` }),
  'tips-not-sealed': (of) => ({ what: `${count(of.count, 'tips', 'tips')} är inte förseglade som de ska.`, toDo: BUG }),
  'erased-whole': () => ({ what: 'Det som har gallrats är helt borta.' }),
  'erased-half': (of) => ({
    what: `${count(of.count, 'gallrat tips', 'gallrade tips')} har en nyckel kvar.`,
    toDo: BUG,
  }),
  'tips-in-cases': () => ({ what: 'Varje tips har sitt ärende eller är på väg till ett.' }),
  'tips-without-case': (of) => ({
    what: `${count(of.count, 'tips', 'tips')} saknar ärende, och inget är på väg att skapa ett.`,
    toDo: `ingen kommer att se de tipsen: ${BUG}`,
  }),
  'tips-with-mailbox': () => ({ what: 'Varje tips har sin brevlåda.' }),
  'tips-without-mailbox': (of) => ({ what: `${count(of.count, 'tips', 'tips')} saknar brevlåda.`, toDo: BUG }),
  'content-gone': () => ({ what: 'Det som har skickats finns inte kvar någonstans.' }),
  'content-kept': (of) => ({
    what: `${count(of.count, 'försändelse som har gått har sitt innehåll', 'försändelser som har gått har sitt innehåll')} kvar.`,
    toDo: BUG,
  }),
  'desk-keys-held': (of) => ({ what: `${count(of.count, 'desknyckel', 'desknycklar')}, alla i någons händer.` }),
  'desk-keys-lost': (of) => ({
    what: `${count(of.count, 'desknyckel', 'desknycklar')} finns inte hos någon som släpps in: tips som är förseglade till dem går inte att läsa.`,
    toDo: 'släpp in någon igen som hade dem, eller återställ en säkerhetskopia från innan de slutade.',
  }),
  'work-in-time': () => ({ what: 'Inget väntar längre än det ska.' }),
  'events-wait': ({ seconds }) => ({
    what: `En händelse har väntat ${numbers.format(seconds)} s.`,
    toDo: 'starta tjänsten jobs, eller ta reda på varför den inte kommer vidare (docs/operating.md).',
  }),
  'jobs-given-up': (of) => ({
    what: `${count(of.count, 'jobb har', 'jobb har')} getts upp efter många försök.`,
    toDo: 'sök efter job.failed i loggen; dess kod säger varför. De görs när orsaken är borta och de prövas igen.',
  }),
  'jobs-held': (of) => ({
    what: `${count(of.count, 'jobb har', 'jobb har')} pågått i över tio minuter.`,
    toDo: 'titta igen om en stund.',
  }),
  'dispatches-late': (of) => ({
    what: `${count(of.count, 'försändelse har', 'försändelser har')} inte gått iväg inom ett dygn.`,
    toDo: 'sidan Partner säger vilket system som inte svarar; ring under tiden om det som inte kan vänta.',
  }),
  'dispatches-refused': (of) => ({
    what: `${count(of.count, 'försändelse har', 'försändelser har')} avvisats för gott.`,
    toDo: 'en människa bestämmer om var och en; ärendena är öppna.',
  }),
  'nobody-yet': () => ({
    what: 'Ingen arbetar här än: det publika formuläret är stängt.',
    toDo: 'öppna länken som npm start visar.',
  }),
  supervisors: (of) => ({ what: `${numbers.format(of.count)} arbetsledare.` }),
  'supervisors-few': (of) => ({
    what: of.count === 1 ? 'Det finns en arbetsledare.' : 'Det finns ingen arbetsledare.',
    toDo: 'ha minst två: den som är ensam kan inte släppas in igen när ett lösenord är borta.',
  }),
  'ledger-whole': ({ entries, waiting }) => ({
    what: `Liggaren är hel: ${count(entries, 'post', 'poster')}.${
      waiting === 0 ? '' : ` ${count(waiting, 'handling', 'handlingar')} väntar på sin plats.`
    }`,
  }),
  'ledger-broken': ({ misfit }) => ({
    what: `Liggaren är INTE hel. ${describeMisfit(misfit, 'sv')}`,
    toDo: 'npm run fyr -- ledger verify säger allt; fråga vem som har haft hand om databasen, och spara kontrollpunkternas filer.',
  }),
  'table-fits': ({ version, rows }) => ({
    what: `Vägvalstabellen: version ${numbers.format(version)}, ${count(rows, 'rad', 'rader')}, så som den släpptes.`,
  }),
  'table-refused': ({ version, rows }) => ({
    what: `Version ${numbers.format(version)} av vägvalstabellen får inte användas${
      rows.length === 0 ? '' : ` (${rows.length === 1 ? 'rad' : 'raderna'} ${rows.join(', ')})`
    }: efter den skickas bara fara, och alla andra ärenden väntar på en människa.`,
    toDo: 'ta tillbaka versionen (Partner, Vart ärenden går): versionen före den är genast i bruk igen.',
  }),
  'table-altered': ({ version }) => ({
    what: `Version ${numbers.format(version)} av vägvalstabellen är inte den som släpptes: liggaren säger inte att de här raderna har släppts.`,
    toDo: 'ta tillbaka versionen (Partner, Vart ärenden går), och fråga vem som har haft hand om databasen.',
  }),
  'rows-kept': () => ({ what: 'Varje försändelse hittar den rad som den följer av.' }),
  'rows-lost': (of) => ({
    what: `${count(of.count, 'försändelse pekar', 'försändelser pekar')} på en rad i vägvalstabellen som inte finns någonstans.`,
    toDo: BUG,
  }),
  'figures-exact': () => ({ what: 'Varje summa i statistiken stämmer med raderna.' }),
  'figures-wrong': (of) => ({
    what: `${count(of.count, 'summa i statistiken', 'summor i statistiken')} stämmer inte med raderna.`,
    toDo: 'npm run fyr -- figures rebuild räknar om dem; fråga vem som har haft hand om databasen.',
  }),
  'retention-kept': () => ({ what: 'Inget finns kvar längre än som har beslutats.' }),
  'retention-overdue': (of) => ({
    what: `${count(of.count, 'tips', 'tips')} skulle ha gallrats för över ett dygn sedan.`,
    toDo: 'starta tjänsten jobs; logghändelsen retention.failed säger varför den inte kommer vidare.',
  }),
  'no-recovery-key': () => ({
    what: 'Det finns ingen återställningsnyckel, så ingen säkerhetskopia kan göras.',
    toDo: 'npm run fyr -- recovery make --shares=3/5',
  }),
  'no-backup': () => ({ what: 'Det finns ingen säkerhetskopia än.', toDo: BACKUP }),
  'backup-new': ({ hours }) => ({ what: `Den senaste säkerhetskopian är ${numbers.format(hours)} h gammal.` }),
  'backup-old': ({ hours }) => ({
    what: `Den senaste säkerhetskopian är ${numbers.format(hours)} h gammal.`,
    toDo: BACKUP,
  }),
  'backup-opens-erased': ({ hours, erased }) => ({
    what: `Den senaste säkerhetskopian är ${numbers.format(hours)} h gammal. ${count(erased, 'tips', 'tips')} har gallrats sedan dess: dåtidens nyckelfil öppnar dem ännu.`,
    toDo: BACKUP,
  }),
  modes: ({ live }) => ({
    what:
      live.length === 0
        ? 'Alla mottagare är i testläge: inget lämnar den här maskinen.'
        : `Skarpt: ${live.join(', ')}. De andra är i testläge.`,
  }),
};
