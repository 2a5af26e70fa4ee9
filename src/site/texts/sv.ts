import { grammarOf } from './forms.ts';

const { number: digits, plural } = grammarOf('sv');

/** Words before a telephone number, the number, words after it. */
type AroundNumber = readonly [string, string, string];

/** The site's working pages in Swedish: the catalogue that the other languages are held against. */
export const sv = {
  skipToContent: 'Hoppa till innehållet',
  language: 'Språk',
  exit: 'Lämna sidan snabbt',
  toStart: 'Till startsidan',
  errorTitlePrefix: 'Fel: ',
  characters: (count: number) => `Högst ${digits(count)} tecken.`,
  footer: {
    label: 'Om webbplatsen',
    help: 'Stöd till dig',
    young: 'Handlar det om dig?',
    after: 'Vad händer med ett tips?',
    scope: 'Det här tar andra hand om',
    spread: 'Berätta att vi finns',
    privacy: 'Vad vi sparar',
    accessibility: 'Tillgänglighet',
    contact: 'Kontakt',
  },

  police: {
    title: 'Är ett barn i fara just nu?',
    emergency: (number: string): AroundNumber => ['Ring ', number, ' direkt.'],
    otherwise: (number: string): AroundNumber => ['Är det inte akut: ring polisen på ', number, '.'],
    otherwiseUnknown: 'Är det inte akut: vänd dig till polisen där du är.',
    first: 'Polisen går alltid först. Är du osäker, ring ändå.',
  },

  start: {
    title: 'Tipsa om sexuella övergrepp mot barn',
    lead: 'Har du sett något på nätet, eller vet du något som har hänt? Berätta för oss. Du behöver inte säga vem du är.',
    dontTitle: 'Innan du berättar',
    dont: [
      'Leta inte efter mer.',
      'Spara, fotografera eller ladda inte ner något.',
      'Skicka inte bilder eller filmer vidare, inte heller till oss. Adressen räcker.',
    ],
    chooseTitle: 'Vad vill du berätta om?',
    laterTitle: 'Har du redan tipsat?',
    later: 'Öppna brevlådan med ditt kvitto: se vad som har hänt, svara på en fråga eller skriv mer.',
    openMailbox: 'Öppna brevlådan',
    nextTitle: 'Så går det till',
    next: [
      'Du skriver det du vet. Det tar några minuter.',
      'Du får ett kvitto. Med det kan du se vad som händer och svara om vi frågar något.',
      'En utredare läser ditt tips och skickar det till polisen, till vår motsvarighet i ett annat land eller till den som kan ta bort materialet.',
    ],
    safe: 'Webbplatsen använder inga kakor, fungerar utan skript och sparar inte din IP-adress.',
    safeMore: 'Läs om vad vi sparar',
  },

  categories: {
    online: {
      title: 'Bild eller film på nätet',
      hint: 'Du har adressen till en sida, ett konto, en grupp eller en fil.',
      heading: 'Tipsa om bild eller film på nätet',
    },
    grooming: {
      title: 'Någon söker kontakt med ett barn',
      hint: 'En person som lockar eller pressar ett barn på nätet eller i telefon.',
      heading: 'Tipsa om någon som söker kontakt med ett barn',
    },
    extortion: {
      title: 'Hot eller spridning',
      hint: 'Någon hotar ett barn med bilder, eller sprider dem.',
      heading: 'Tipsa om hot mot ett barn eller spridning av bilder',
    },
    trafficking: {
      title: 'Människohandel',
      hint: 'Barn som utnyttjas sexuellt mot betalning.',
      heading: 'Tipsa om människohandel med barn',
    },
    travel: {
      title: 'Övergrepp utomlands',
      hint: 'Någon som har rest, eller tänker resa, och misstänks utnyttja barn.',
      heading: 'Tipsa om övergrepp utomlands',
    },
    offline: {
      title: 'Övergrepp utanför nätet',
      hint: 'Något du har sett, hört eller misstänker.',
      heading: 'Tipsa om övergrepp utanför nätet',
    },
    other: {
      title: 'Något annat',
      hint: 'Du vet inte vad det räknas som. Det gör inget.',
      heading: 'Tipsa om något annat',
    },
  },

  form: {
    intro: 'Skriv det du vet. Det gör inget om du inte kan svara på allt.',
    onlyAddressNeeded: 'Bara adressen behövs. Allt annat är frivilligt.',
    somethingNeeded: 'Svara på det du kan. Minst ett av fälten behövs.',
    urgentTitle: 'Är det bråttom?',
    urgentHint: (number: string) =>
      `Kryssa för om du vet vem eller var ett barn är. Då går tipset före de andra. Ring också ${number} om det är akut.`,
    contactTitle: 'Vem du är',
    contactHint:
      'Du kan vara anonym. Lämnar du uppgifter krypteras de för sig. Den som du tipsar om får aldrig veta vem du är av oss.',
    send: 'Skicka tipset',
    noFiles: 'Skicka aldrig bilder eller filmer. Det går inte att bifoga filer här, och det är med flit.',
    summaryTitle: 'Något behöver ändras',
    summaryKept: 'Det du har skrivit är kvar.',
    expired:
      'Sidan hade varit öppen länge, så inget är skickat än. Allt du har skrivit är kvar. Läs igenom och fortsätt.',
    unreadable:
      'Vi kunde inte läsa det som du skrev på de tidigare sidorna, så inget är skickat. Det som du skrev på den här sidan är kvar. Börja om härifrån.',
    notReceivedTitle: 'Tipset kom inte fram',
    notReceived:
      'Något är fel hos oss just nu och vi har inte tagit emot ditt tips. Det du har skrivit är kvar på den här sidan. Vänta en minut och tryck på Skicka igen. Det blir aldrig två tips.',
    notReceivedPolice: 'Kan det inte vänta? Vänd dig till polisen:',
    closedTitle: 'Vi har inte öppnat än',
    closed: 'Tipslinjen är inte redo att ta emot tips. Ditt tips är inte mottaget. Vänd dig till polisen.',
    oddNone: 'Vi hittade ingen adress i det du skrev.',
    oddFound: (count: number) => plural(count, { one: 'Vi hittade # adress:', other: 'Vi hittade # adresser:' }),
    oddTitle: 'Det här kunde vi inte läsa som adresser',
    oddChoice: 'Ändra gärna. Annars följer raderna med till utredaren, precis som du skrev dem.',
    oddLine: (line: number) => `Rad ${digits(line)}`,
    oddInReport: 'Rader i adressfältet som inte kunde tolkas',
    reasons: {
      'not-an-address': 'ser inte ut som en webbadress',
      'scheme-not-handled': 'är en annan sorts adress än en webbadress',
      'private-host': 'pekar på ett nätverk som bara du kommer åt',
      'too-long': 'är längre än en webbadress kan vara',
      'too-many': 'härifrån är det fler adresser än vi kan ta emot på en gång',
    },
  },

  steps: {
    progress: (step: number, of: number) => `Steg ${digits(step)} av ${digits(of)}`,
    next: 'Fortsätt',
    back: 'Tillbaka',
    toReview: 'Till granskningen',
    change: 'Ändra',
    yes: 'Ja',
    no: 'Nej',
    noAnswer: 'Inget svar',
    groups: {
      danger: 'Är det bråttom?',
      addresses: 'Var finns det?',
      circumstances: 'Hur hittade du det?',
      narrative: 'Vad har hänt?',
      placeTime: 'Var och när?',
      journey: 'Var och när?',
      suspect: 'Vem gäller det?',
      contact: 'Vill du ha svar?',
    },
    reviewTitle: 'Läs igenom innan du skickar',
    reviewLead: 'Inget är skickat än. Du kan ändra allt.',
  },

  fields: {
    addresses: {
      label: 'Adress eller adresser',
      hint: 'Kopiera från webbläsarens adressfält. En adress på varje rad.',
    },
    addressesOptional: {
      label: 'Adress på nätet',
      hint: 'Till exempel en sida eller ett konto. En adress på varje rad.',
    },
    pageReachedFrom: {
      label: 'Hur kom du till sidan?',
      hint: 'Till exempel en länk på en annan sida, i en chatt eller i ett mejl.',
    },
    accessNeeded: {
      label: 'Krävs något för att komma in?',
      hint: 'Till exempel ett lösenord, en inbjudan eller en viss app.',
    },
    seenWhen: { label: 'När såg du det?', hint: 'Till exempel ”i går kväll” eller ett datum.' },
    narrative: { label: 'Berätta', hint: 'Skriv med egna ord. Du behöver inte beskriva det du såg i detalj.' },
    travelCountry: { label: 'Vilket land?', hint: '' },
    place: { label: 'Vilken plats?', hint: 'Till exempel en ort, en adress, en skola eller ett område.' },
    hotel: { label: 'Hotell eller annat boende', hint: '' },
    dates: { label: 'När?', hint: 'Datum för resan eller händelsen, så gott du vet.' },
    suspect: { label: 'Vem misstänker du?', hint: 'Namn, användarnamn, utseende, bil, arbete: det du vet.' },
    whySuspicious: { label: 'Vad gör dig misstänksam?', hint: '' },
    isUrgent: { label: 'Ett barn är i fara nu, eller går att känna igen', hint: '' },
    wantsAnswer: {
      label: 'Jag vill veta vad som händer',
      hint: 'Svaret läggs i din brevlåda. Du öppnar den med kvittot som du får när du har skickat.',
    },
    name: { label: 'Namn', hint: '' },
    email: { label: 'E-postadress', hint: '' },
    phone: { label: 'Telefonnummer', hint: '' },
  },

  problems: {
    'missing-addresses': 'Skriv minst en adress. Har du ingen adress kan du skriva var du såg det.',
    'missing-anything': 'Skriv något i minst ett av fälten.',
    'too-long': (label: string, count: number, most: number) =>
      `${label}: texten är ${digits(count)} tecken. Korta den till högst ${digits(most)}.`,
    'not-an-email':
      'E-postadressen ska innehålla ett @, till exempel namn@example.org. Du kan också lämna fältet tomt.',
  },

  receipt: {
    title: 'Tack. Vi har fått ditt tips.',
    label: 'Ditt kvitto',
    keep: 'Skriv av kvittot eller ta en skärmbild, och förvara det där bara du kommer åt det. Det är det enda som öppnar din brevlåda. Vi kan inte ta fram det igen.',
    copy: 'Kopiera kvittot',
    copied: 'Kopierat',
    qr: 'Kvittot som QR-kod',
    qrHint: 'Rikta en telefons kamera mot rutan för att få med dig kvittot. Du kan också skriva ut sidan.',
    urgentTitle: (number: string) => `Har du ringt ${number}?`,
    urgent:
      'Du har kryssat för att det är bråttom. Vi läser ditt tips före andra, men vi kan inte rycka ut. Det kan polisen.',
    nextTitle: 'Vad händer nu?',
    next: [
      'En utredare läser ditt tips.',
      'Är det ett misstänkt brott går det till polisen, eller till vår motsvarighet i det land där materialet finns.',
      'Den som kan ta bort materialet får veta det, om polisen inte ber oss vänta.',
      'I brevlådan ser du hur långt det har kommit. Titta in om några dagar: vi kan ha en fråga.',
    ],
    doneTitle: 'Du behöver inte göra mer',
    done: 'Du har gjort det som behövs. Besök inte sidan igen och leta inte själv.',
    openMailbox: 'Till brevlådan',
    spreadTitle: 'Berätta för andra att vi finns',
    spread: (name: string) =>
      `Många vet inte vart de ska vända sig. Berätta gärna om ${name}. Berätta inte vad du såg eller var.`,
  },

  mailbox: {
    title: 'Din brevlåda',
    openTitle: 'Öppna brevlådan',
    openIntro: 'Skriv kvittot som du fick när du tipsade.',
    receiptLabel: 'Kvitto',
    receiptHint: 'Sju grupper med fyra tecken. Stora eller små bokstäver spelar ingen roll, inte heller mellanrum.',
    open: 'Öppna',
    lostTitle: 'Har du tappat bort kvittot?',
    lost: 'Då går det inte att öppna brevlådan, inte för oss heller. Ditt tips är ändå mottaget. Du kan lämna ett nytt och berätta att du har tipsat förut.',
    historyTitle: 'Vad som har hänt',
    byHotline: 'Fråga eller svar från oss',
    byYou: 'Du skrev',
    writeTitle: 'Skriv mer eller svara',
    writeLabel: 'Ditt meddelande',
    writeHint: 'Bifoga inget och skicka inga bilder. Har du en ny adress kan du skriva den här.',
    write: 'Skicka meddelandet',
    written: 'Ditt meddelande är mottaget.',
    close: 'Stäng brevlådan',
    closeHint: 'Stäng också fliken om andra använder samma enhet.',
    erased: 'Innehållet i ditt tips är raderat. Därför går det inte längre att läsa eller skriva meddelanden.',
    full: 'Brevlådan är full, så meddelandet är inte mottaget. Lämna i stället ett nytt tips och berätta att det hör ihop med det här.',
    expired:
      'Brevlådan stängdes efter en halvtimme. Skriv kvittot igen. Det du skrev är kvar nedan, men är inte skickat.',
    keptLabel: 'Det du skrev',
    notReceivedTitle: 'Meddelandet kom inte fram',
    notReceived:
      'Något är fel hos oss just nu och vi har inte tagit emot ditt meddelande. Det du skrev är kvar på den här sidan. Vänta en minut och skicka igen.',
    awayTitle: 'Brevlådan går inte att öppna just nu',
    away: 'Något är fel hos oss. Ditt tips är kvar. Försök igen om en stund.',
    removeTitle: 'Ta bort uppgifter',
    removeContact: 'Ta bort mina kontaktuppgifter',
    removeContactHint:
      'Tipset blir kvar, men ingen kan se vem du är. Det som redan har lämnats vidare kan vi inte hämta tillbaka.',
    contactRemoved: 'Dina kontaktuppgifter är borttagna.',
    removeAll: 'Ta bort allt jag har skrivit',
    removeAllHint:
      'Det du har berättat, dina uppgifter och alla meddelanden går då aldrig mer att läsa. Adresser som du har tipsat om kan vi fortfarande arbeta med. Det som redan har lämnats vidare kan vi inte hämta tillbaka.',
    removeAllSure: 'Jag förstår att det inte går att ångra',
    removeAllUnsure: 'Kryssa i rutan för att ta bort allt.',
    allRemoved: 'Allt du har skrivit är borttaget.',
    problems: {
      empty: 'Skriv ditt kvitto.',
      'wrong-length': (count: number, needed: number) =>
        `Ett kvitto har ${digits(needed)} tecken, och du skrev ${digits(count)}. Se efter om något saknas eller är dubbelt.`,
      'wrong-symbol': (symbol: string) =>
        `Tecknet ”${symbol}” finns inte i något kvitto. Se efter om det är en annan bokstav eller siffra.`,
      'wrong-check': 'Något tecken är fel, eller två har bytt plats. Jämför med kvittot, grupp för grupp.',
      unknown:
        'Det finns ingen brevlåda för det kvittot här. Jämför med kvittot, och se efter att det kommer från den här tipslinjen.',
      'empty-message': 'Skriv ditt meddelande.',
    },
  },

  statuses: {
    received: { title: 'Mottaget', text: 'Vi har fått ditt tips.' },
    'in-review': { title: 'Under utredning', text: 'En utredare arbetar med ditt tips.' },
    'sent-on': {
      title: 'Skickat vidare',
      text: 'Ditt tips har gått vidare till polisen eller till en tipslinje som vi arbetar med.',
    },
    removed: { title: 'Inte längre på nätet', text: 'Det du tipsade om går inte längre att nå där du såg det.' },
    closed: {
      title: 'Avslutat',
      text: 'Vi har gjort det vi kan med ditt tips. Vi kan sällan berätta hur det gick, men varje tips räknas. Tack för att du berättade.',
    },
  },

  supportLines: {
    children: 'För dig under 18 år. Öppet dygnet runt, gratis och anonymt.',
    adultsForChildren: 'För dig som är vuxen och orolig för ett barn.',
    health: 'Råd från vården, dygnet runt, om det du har sett påverkar hur du mår.',
    night: 'Någon att prata med på kvällen och natten, klockan 21 till 06.',
    ownThoughts: 'För dig som är rädd för dina egna tankar om barn. Anonymt och gratis.',
    childrenWorldwide: 'Hjälplinjer för barn och unga i hela världen. I många europeiska länder är numret 116 111.',
    anyoneWorldwide: 'Någon att prata med, i ditt land.',
  },

  errors: {
    notFound: { title: 'Sidan finns inte', text: 'Adressen kan vara fel, eller så har sidan flyttats.' },
    files: {
      title: 'Filer går inte att skicka hit',
      text: 'Vi tar aldrig emot bilder, filmer eller andra filer. Adressen till sidan räcker. Gå tillbaka och skriv den i formuläret.',
    },
    tooLarge: {
      title: 'Det blev för mycket text på en gång',
      text: 'Tipset är inte mottaget. Gå tillbaka i webbläsaren: det du skrev brukar vara kvar. Korta texten, eller dela upp den på flera tips.',
    },
    away: {
      title: 'Något är fel hos oss just nu',
      text: 'Om du försökte skicka något är det inte mottaget. Gå tillbaka i webbläsaren, där det du skrev brukar vara kvar, och försök igen om en stund.',
    },
    refused: {
      title: 'Det gick inte att läsa det som skickades',
      text: 'Om du försökte skicka ett tips är det inte mottaget. Gå tillbaka i webbläsaren och försök igen.',
    },
  },
};

/** What every language must say on the site's working pages. A missing text fails the build. */
export type MainTexts = typeof sv;
