import { grammarOf } from './forms.ts';
import type { MainTexts } from './sv.ts';

const { number: digits, plural } = grammarOf('nb');

/** The site's working pages in Norwegian (Bokmål). */
export const nb: MainTexts = {
  skipToContent: 'Hopp til innholdet',
  language: 'Språk',
  exit: 'Forlat siden raskt',
  toStart: 'Til forsiden',
  errorTitlePrefix: 'Feil: ',
  characters: (count) => `Høyst ${digits(count)} tegn.`,
  footer: {
    label: 'Om nettstedet',
    help: 'Støtte til deg',
    young: 'Handler det om deg?',
    after: 'Hva skjer med et tips?',
    scope: 'Dette tar andre seg av',
    spread: 'Fortell at vi finnes',
    privacy: 'Hva vi lagrer',
    accessibility: 'Tilgjengelighet',
    contact: 'Kontakt',
  },

  police: {
    title: 'Er et barn i fare nå?',
    emergency: (number) => ['Ring ', number, ' med en gang.'],
    otherwise: (number) => ['Haster det ikke: ring politiet på ', number, '.'],
    otherwiseUnknown: 'Haster det ikke: ta kontakt med politiet der du er.',
    first: 'Politiet kommer alltid først. Er du usikker, ring likevel.',
  },

  start: {
    title: 'Tips om seksuelle overgrep mot barn',
    lead: 'Har du sett noe på nettet, eller vet du om noe som har skjedd? Fortell det til oss. Du trenger ikke å si hvem du er.',
    dontTitle: 'Før du forteller',
    dont: [
      'Ikke let etter mer.',
      'Ikke lagre, ta bilde av eller last ned noe.',
      'Ikke send bilder eller filmer videre, heller ikke til oss. Adressen er nok.',
    ],
    chooseTitle: 'Hva vil du fortelle om?',
    laterTitle: 'Har du allerede tipset?',
    later: 'Åpne postkassen med kvitteringen din: se hva som har skjedd, svar på et spørsmål eller skriv mer.',
    openMailbox: 'Åpne postkassen',
    nextTitle: 'Slik går det til',
    next: [
      'Du skriver det du vet. Det tar noen minutter.',
      'Du får en kvittering. Med den kan du se hva som skjer, og svare hvis vi spør om noe.',
      'En saksbehandler leser tipset og sender det til politiet, til vår motpart i et annet land eller til den som kan fjerne materialet.',
    ],
    safe: 'Nettstedet bruker ingen informasjonskapsler, virker uten skript og lagrer ikke IP-adressen din.',
    safeMore: 'Les om hva vi lagrer',
  },

  categories: {
    online: {
      title: 'Bilde eller film på nettet',
      hint: 'Du har adressen til en side, en konto, en gruppe eller en fil.',
      heading: 'Tips om bilde eller film på nettet',
    },
    grooming: {
      title: 'Noen tar kontakt med et barn',
      hint: 'En person som lokker eller presser et barn på nettet eller i telefonen.',
      heading: 'Tips om noen som tar kontakt med et barn',
    },
    extortion: {
      title: 'Trusler eller spredning',
      hint: 'Noen truer et barn med bilder, eller sprer dem.',
      heading: 'Tips om trusler mot et barn eller spredning av bilder',
    },
    trafficking: {
      title: 'Menneskehandel',
      hint: 'Barn som utnyttes seksuelt mot betaling.',
      heading: 'Tips om handel med barn',
    },
    travel: {
      title: 'Overgrep i utlandet',
      hint: 'Noen som har reist, eller tenker å reise, og mistenkes for å utnytte barn.',
      heading: 'Tips om overgrep i utlandet',
    },
    offline: {
      title: 'Overgrep utenfor nettet',
      hint: 'Noe du har sett, hørt eller mistenker.',
      heading: 'Tips om overgrep utenfor nettet',
    },
    other: {
      title: 'Noe annet',
      hint: 'Du vet ikke hva det regnes som. Det gjør ingenting.',
      heading: 'Tips om noe annet',
    },
  },

  form: {
    intro: 'Skriv det du vet. Det gjør ingenting om du ikke kan svare på alt.',
    onlyAddressNeeded: 'Bare adressen trengs. Alt annet er frivillig.',
    somethingNeeded: 'Svar på det du kan. Minst ett av feltene må fylles ut.',
    urgentTitle: 'Haster det?',
    urgentHint: (number) =>
      `Kryss av hvis du vet hvem eller hvor et barn er. Da går tipset foran de andre. Ring også ${number} hvis det er akutt.`,
    contactTitle: 'Hvem du er',
    contactHint:
      'Du kan være anonym. Legger du igjen opplysninger, krypteres de for seg. Den du tipser om, får aldri vite av oss hvem du er.',
    send: 'Send tipset',
    noFiles: 'Send aldri bilder eller filmer. Det går ikke an å legge ved filer her, og det er med vilje.',
    summaryTitle: 'Noe må endres',
    summaryKept: 'Det du har skrevet, er fortsatt her.',
    expired:
      'Siden hadde vært åpen lenge, så ingenting er sendt ennå. Alt du har skrevet, er fortsatt her. Les gjennom og fortsett.',
    unreadable:
      'Vi kunne ikke lese det du skrev på de tidligere sidene, så ingenting er sendt. Det du skrev på denne siden, er fortsatt her. Begynn på nytt herfra.',
    notReceivedTitle: 'Tipset kom ikke fram',
    notReceived:
      'Noe er galt hos oss, og vi har ikke mottatt tipset ditt. Det du har skrevet, står fortsatt på denne siden. Vent et minutt og trykk Send igjen. Det blir aldri to tips.',
    notReceivedPolice: 'Kan det ikke vente? Gå til politiet:',
    closedTitle: 'Vi har ikke åpnet ennå',
    closed: 'Tipslinjen er ikke klar til å ta imot tips. Tipset ditt er ikke mottatt. Gå til politiet.',
    oddNone: 'Vi fant ingen adresse i det du skrev.',
    oddFound: (count) => plural(count, { one: 'Vi fant # adresse:', other: 'Vi fant # adresser:' }),
    oddTitle: 'Dette kunne vi ikke lese som adresser',
    oddChoice: 'Du kan endre det. Ellers følger linjene med til saksbehandleren, akkurat slik du skrev dem.',
    oddLine: (line) => `Linje ${digits(line)}`,
    oddInReport: 'Linjer i adressefeltet som ikke kunne tolkes',
    reasons: {
      'not-an-address': 'ser ikke ut som en nettadresse',
      'scheme-not-handled': 'er en annen slags adresse enn en nettadresse',
      'private-host': 'peker på et nettverk som bare du kommer inn på',
      'too-long': 'er lengre enn en nettadresse kan være',
      'too-many': 'herfra er det flere adresser enn vi kan ta imot på én gang',
    },
  },

  steps: {
    progress: (step, of) => `Trinn ${digits(step)} av ${digits(of)}`,
    next: 'Fortsett',
    back: 'Tilbake',
    toReview: 'Til gjennomlesingen',
    change: 'Endre',
    yes: 'Ja',
    no: 'Nei',
    noAnswer: 'Ikke besvart',
    groups: {
      danger: 'Haster det?',
      addresses: 'Hvor er det?',
      circumstances: 'Hvordan fant du det?',
      narrative: 'Hva har skjedd?',
      placeTime: 'Hvor og når?',
      journey: 'Hvor og når?',
      suspect: 'Hvem gjelder det?',
      contact: 'Vil du ha svar?',
    },
    reviewTitle: 'Les gjennom før du sender',
    reviewLead: 'Ingenting er sendt ennå. Du kan endre alt.',
  },

  fields: {
    addresses: {
      label: 'Adresse eller adresser',
      hint: 'Kopier fra adressefeltet i nettleseren. Én adresse på hver linje.',
    },
    addressesOptional: {
      label: 'Adresse på nettet',
      hint: 'For eksempel en side eller en konto. Én adresse på hver linje.',
    },
    pageReachedFrom: {
      label: 'Hvordan kom du til siden?',
      hint: 'For eksempel en lenke på en annen side, i en chat eller i en e-post.',
    },
    accessNeeded: {
      label: 'Må man ha noe for å komme inn?',
      hint: 'For eksempel et passord, en invitasjon eller en bestemt app.',
    },
    seenWhen: { label: 'Når så du det?', hint: 'For eksempel «i går kveld» eller en dato.' },
    narrative: { label: 'Fortell', hint: 'Skriv med egne ord. Du trenger ikke å beskrive det du så, i detalj.' },
    travelCountry: { label: 'Hvilket land?', hint: '' },
    place: { label: 'Hvilket sted?', hint: 'For eksempel en by, en adresse, en skole eller et område.' },
    hotel: { label: 'Hotell eller annet overnattingssted', hint: '' },
    dates: { label: 'Når?', hint: 'Datoer for reisen eller hendelsen, så godt du vet.' },
    suspect: { label: 'Hvem mistenker du?', hint: 'Navn, brukernavn, utseende, bil, arbeid: det du vet.' },
    whySuspicious: { label: 'Hva gjør deg mistenksom?', hint: '' },
    isUrgent: { label: 'Et barn er i fare nå, eller kan gjenkjennes', hint: '' },
    wantsAnswer: {
      label: 'Jeg vil vite hva som skjer',
      hint: 'Svaret legges i postkassen din. Du åpner den med kvitteringen du får når du har sendt tipset.',
    },
    name: { label: 'Navn', hint: '' },
    email: { label: 'E-postadresse', hint: '' },
    phone: { label: 'Telefonnummer', hint: '' },
  },

  problems: {
    'missing-addresses': 'Skriv minst én adresse. Har du ingen adresse, kan du skrive hvor du så det.',
    'missing-anything': 'Skriv noe i minst ett av feltene.',
    'too-long': (label, count, most) =>
      `${label}: teksten er på ${digits(count)} tegn. Kort den ned til høyst ${digits(most)}.`,
    'not-an-email': 'E-postadressen må ha en @, for eksempel navn@example.org. Du kan også la feltet stå tomt.',
  },

  receipt: {
    title: 'Takk. Vi har fått tipset ditt.',
    label: 'Kvitteringen din',
    keep: 'Skriv av kvitteringen eller ta et skjermbilde, og oppbevar den der bare du kommer til. Ingenting annet åpner postkassen din. Vi kan ikke finne den fram igjen.',
    copy: 'Kopier kvitteringen',
    copied: 'Kopiert',
    qr: 'Kvitteringen som QR-kode',
    qrHint: 'Rett telefonkameraet mot ruten for å ta kvitteringen med deg. Du kan også skrive ut siden.',
    urgentTitle: (number) => `Har du ringt ${number}?`,
    urgent:
      'Du har krysset av for at det haster. Vi leser tipset ditt før andre, men vi kan ikke rykke ut. Det kan politiet.',
    nextTitle: 'Hva skjer nå?',
    next: [
      'En saksbehandler leser tipset ditt.',
      'Er det mistanke om en forbrytelse, går det til politiet eller til vår motpart i landet der materialet er.',
      'Den som kan fjerne materialet, får vite det, hvis ikke politiet ber oss vente.',
      'I postkassen ser du hvor langt det er kommet. Se innom om noen dager: vi kan ha et spørsmål.',
    ],
    doneTitle: 'Du trenger ikke å gjøre mer',
    done: 'Du har gjort det som trengs. Ikke besøk siden igjen, og ikke let selv.',
    openMailbox: 'Til postkassen',
    spreadTitle: 'Fortell andre at vi finnes',
    spread: (name) =>
      `Mange vet ikke hvor de skal henvende seg. Fortell gjerne om ${name}. Ikke fortell hva du så, eller hvor.`,
  },

  mailbox: {
    title: 'Postkassen din',
    openTitle: 'Åpne postkassen',
    openIntro: 'Skriv kvitteringen du fikk da du tipset.',
    receiptLabel: 'Kvittering',
    receiptHint: 'Sju grupper på fire tegn. Store eller små bokstaver og mellomrom spiller ingen rolle.',
    open: 'Åpne',
    lostTitle: 'Har du mistet kvitteringen?',
    lost: 'Da kan postkassen ikke åpnes, heller ikke av oss. Tipset ditt er likevel mottatt. Du kan sende et nytt og fortelle at du har tipset før.',
    historyTitle: 'Hva som har skjedd',
    byHotline: 'Spørsmål eller svar fra oss',
    byYou: 'Du skrev',
    writeTitle: 'Skriv mer eller svar',
    writeLabel: 'Meldingen din',
    writeHint: 'Ikke legg ved noe, og ikke send bilder. Har du en ny adresse, kan du skrive den her.',
    write: 'Send meldingen',
    written: 'Meldingen din er mottatt.',
    close: 'Lukk postkassen',
    closeHint: 'Lukk også fanen hvis andre bruker den samme enheten.',
    erased: 'Innholdet i tipset ditt er slettet. Derfor kan meldinger ikke lenger leses eller skrives.',
    full: 'Postkassen er full, så meldingen er ikke mottatt. Send heller et nytt tips og fortell at det hører sammen med dette.',
    expired:
      'Postkassen ble lukket etter en halv time. Skriv kvitteringen igjen. Det du skrev, står nedenfor, men er ikke sendt.',
    keptLabel: 'Det du skrev',
    notReceivedTitle: 'Meldingen kom ikke fram',
    notReceived:
      'Noe er galt hos oss, og vi har ikke mottatt meldingen din. Det du skrev, står fortsatt på denne siden. Vent et minutt og send igjen.',
    awayTitle: 'Postkassen kan ikke åpnes akkurat nå',
    away: 'Noe er galt hos oss. Tipset ditt er trygt. Prøv igjen om litt.',
    removeTitle: 'Fjern det som er ditt',
    removeContact: 'Fjern kontaktopplysningene mine',
    removeContactHint:
      'Tipset blir værende, men ingen kan se hvem du er. Det som allerede er gitt videre, kan vi ikke hente tilbake.',
    contactRemoved: 'Kontaktopplysningene dine er fjernet.',
    removeAll: 'Fjern alt jeg har skrevet',
    removeAllHint:
      'Det du har fortalt, opplysningene dine og alle meldinger kan da aldri mer leses. Adresser du har tipset om, kan vi fortsatt arbeide med. Det som allerede er gitt videre, kan vi ikke hente tilbake.',
    removeAllSure: 'Jeg forstår at dette ikke kan angres',
    removeAllUnsure: 'Kryss av i ruten for å fjerne alt.',
    allRemoved: 'Alt du har skrevet, er fjernet.',
    problems: {
      empty: 'Skriv kvitteringen din.',
      'wrong-length': (count, needed) =>
        `En kvittering har ${digits(needed)} tegn, og du skrev ${digits(count)}. Se etter om noe mangler eller står to ganger.`,
      'wrong-symbol': (symbol) =>
        `Tegnet «${symbol}» finnes ikke i noen kvittering. Se etter om det er en annen bokstav eller et tall.`,
      'wrong-check': 'Et tegn er feil, eller to har byttet plass. Sammenlign med kvitteringen, gruppe for gruppe.',
      unknown:
        'Det finnes ingen postkasse for den kvitteringen her. Sammenlign med kvitteringen, og se etter at den kommer fra denne tipslinjen.',
      'empty-message': 'Skriv meldingen din.',
    },
  },

  statuses: {
    received: { title: 'Mottatt', text: 'Vi har fått tipset ditt.' },
    'in-review': { title: 'Under arbeid', text: 'En saksbehandler arbeider med tipset ditt.' },
    'sent-on': {
      title: 'Sendt videre',
      text: 'Tipset ditt er sendt videre til politiet eller til en tipslinje vi samarbeider med.',
    },
    removed: { title: 'Ikke lenger på nettet', text: 'Det du tipset om, kan ikke lenger nås der du så det.' },
    closed: {
      title: 'Avsluttet',
      text: 'Vi har gjort det vi kan med tipset ditt. Vi kan sjelden fortelle hvordan det gikk, men hvert tips teller. Takk for at du fortalte.',
    },
  },

  supportLines: {
    children: 'For deg under 18 år. Åpent døgnet rundt, gratis og anonymt.',
    adultsForChildren: 'For voksne som er bekymret for et barn.',
    health: 'Råd fra helsevesenet, døgnet rundt, hvis det du har sett, påvirker hvordan du har det.',
    night: 'Noen å snakke med om kvelden og natten, klokken 21 til 06.',
    ownThoughts: 'For deg som er redd for dine egne tanker om barn. Anonymt og gratis.',
    childrenWorldwide: 'Hjelpetelefoner for barn og unge i hele verden. I mange europeiske land er nummeret 116 111.',
    anyoneWorldwide: 'Noen å snakke med, i ditt land.',
  },

  errors: {
    notFound: { title: 'Siden finnes ikke', text: 'Adressen kan være feil, eller siden er flyttet.' },
    files: {
      title: 'Filer kan ikke sendes hit',
      text: 'Vi tar aldri imot bilder, filmer eller andre filer. Adressen til siden er nok. Gå tilbake og skriv den i skjemaet.',
    },
    tooLarge: {
      title: 'Det ble for mye tekst på én gang',
      text: 'Tipset er ikke mottatt. Gå tilbake i nettleseren: det du skrev, er som regel der fortsatt. Kort ned teksten, eller del den på flere tips.',
    },
    away: {
      title: 'Noe er galt hos oss akkurat nå',
      text: 'Hvis du prøvde å sende noe, er det ikke mottatt. Gå tilbake i nettleseren, der det du skrev, som regel er igjen, og prøv på nytt om litt.',
    },
    refused: {
      title: 'Det som ble sendt, kunne ikke leses',
      text: 'Hvis du prøvde å sende et tips, er det ikke mottatt. Gå tilbake i nettleseren og prøv igjen.',
    },
  },
};
