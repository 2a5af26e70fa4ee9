/** Words of the pages about the house as a whole, in Swedish. */
import type { houseEn } from './house-en.ts';

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const houseSv: typeof houseEn = {
  figures: { title: 'Siffror' },
  ledger: {
    title: 'Liggare',
    lead: 'Varje handling förs in här: vem, vad, när och ett hashvärde av med vad. Aldrig innehåll.',
    entries: 'Poster under den senaste kontrollpunkten',
    newest: 'Senaste kontrollpunkterna',
    caption: (count) => plural(count, 'kontrollpunkt utanför databasen', 'kontrollpunkter utanför databasen'),
    day: 'Dag (UTC)',
    size: 'Poster',
    root: 'Rot',
    signature: 'Underskrift',
    good: 'god',
    bad: 'INTE god',
    none: 'Det finns ingen kontrollpunkt än. Den första görs med de första handlingarna.',
    key: 'Den öppna nyckeln som prövar dem',
    verify: 'Pröva hela liggaren nu',
    verifyHelp:
      'Läser varje post en gång och räknar om varje rot som har skrivits under. På kommandoraden: fyr ledger verify.',
    whole: (entries, checkpoints) =>
      `Liggaren är hel: ${plural(entries, 'post', 'poster')} och ${plural(checkpoints, 'kontrollpunkt', 'kontrollpunkter')} prövade.`,
    broken: (entries) =>
      `Liggaren är INTE hel (${plural(entries, 'post', 'poster')} prövade). Stanna, låt allt vara som det är och säg till den som sköter servern.`,
    waiting: (count) => `${plural(count, 'handling väntar', 'handlingar väntar')} på sin plats; det är inget fel.`,
    firstMisfit: (position) => `Den första positionen som inte stämmer är ${position}.`,
  },
  staff: {
    title: 'Personal',
    caption: (count) => plural(count, 'person', 'personer'),
    name: 'Namn',
    login: 'Inloggningsnamn',
    role: 'Roll',
    since: 'Sedan',
    state: 'Läge',
    active: 'Aktiv',
    disabled: (when) => `Avstängd ${when}`,
    disable: 'Stäng av',
    disablePerson: (name) => `Stäng av ${name}`,
    invite: 'Bjud in någon',
    inviteHelp:
      'Länken gäller en gång, i 72 timmar. Den bär nycklarna som öppnar tips: lämna den personligen eller på en väg du litar på.',
    inviteHelpPolice:
      'För en polis bär den ingen nyckel: de öppnar det som förberetts för polisen, och inget tips. Lämna den till polisen på ett sätt du litar på.',
    inviteRole: 'Roll',
    inviteSubmit: 'Gör en länk',
    again: 'Bjud in igen',
    againPerson: (name) => `Bjud in igen: ${name}`,
    waiting: 'Inbjudningar som väntar',
    waitingRow: (role, until) => `${role}, till ${until}`,
    waitingRenewal: (name, until) => `${name} (igen), till ${until}`,
    linkTitle: 'Länken',
    linkLead: (role) => `För en ny ${role}. Den visas en gång: kopiera den nu.`,
    linkAgain: (name) => `För ${name}, med nytt lösenord och ny app. Den visas en gång: kopiera den nu.`,
    linkUntil: (until) => `Gäller en gång, till ${until}.`,
    alone: 'Du är den enda arbetsledaren. Förlorar du lösenordet kan ingen bjuda in någon: bjud in en till.',
    back: 'Tillbaka till personal',
  },
  sessions: {
    title: 'Dina sessioner',
    lead: 'En session varar högst 12 timmar och är slut efter 30 minuter utan ett klick.',
    caption: (count) => plural(count, 'öppen session', 'öppna sessioner'),
    begun: 'Började',
    seen: 'Senast använd',
    ends: 'Slutar',
    this: 'den här',
    end: 'Avsluta',
    endOne: (when) => `Avsluta sessionen från ${when}`,
  },
  partners: {
    toIccam: 'ICCAM: vad som läses och sägs',
    title: 'Partner',
    lead: 'Vart ärenden går. I provläge lämnar inget den här maskinen: en sändning övas.',
    caption: 'Sändningar efter mottagare och läge',
    destination: 'Mottagare',
    mode: 'Läge',
    off: 'av',
    test: 'prov',
    live: 'skarpt',
    health: 'Senast det gick',
    failing: (since, why) => `misslyckas sedan ${since}: ${why}`,
    waiting: 'Inte framme än',
    waitingLead:
      'Försökt förgäves. Var och en prövas igen av sig själv, till slut var tolfte timme, så länge det behövs; inget ges upp.',
    waitingCaption: (shown, total) =>
      shown === total ? plural(total, 'sändning väntar', 'sändningar väntar') : `de äldsta ${shown} av ${total}`,
    noneWaiting: 'Allt har kommit fram.',
    waitsSince: 'Väntar sedan',
    tries: 'Försök',
    retry: 'Pröva alla nu',
    retryFeedback: 'Pröva det som inte blev sagt igen',
    retried: (count) =>
      count === 0
        ? 'Inget återstår att pröva: ett försök från den senaste minuten pågår.'
        : `${plural(count, 'sändning prövas', 'prövas')} igen. Titta här igen om en minut.`,
    refused: 'Avvisat: en person måste titta',
    refusedCaption: (count) => plural(count, 'senaste avvisning', 'senaste avvisningarna'),
    noneRefused: 'Inget har avvisats.',
    why: 'Varför',
    when: 'När',
    case: 'Ärende',
  },
};
