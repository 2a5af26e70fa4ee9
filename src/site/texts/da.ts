import { grammarOf } from './forms.ts';
import type { MainTexts } from './sv.ts';

const { number: digits, plural } = grammarOf('da');

/** The site's working pages in Danish. */
export const da: MainTexts = {
  skipToContent: 'Gå til indholdet',
  language: 'Sprog',
  exit: 'Forlad siden hurtigt',
  toStart: 'Til forsiden',
  errorTitlePrefix: 'Fejl: ',
  characters: (count) => `Højst ${digits(count)} tegn.`,
  footer: {
    label: 'Om webstedet',
    help: 'Støtte til dig',
    young: 'Handler det om dig?',
    after: 'Hvad sker der med et tip?',
    scope: 'Det tager andre sig af',
    spread: 'Fortæl, at vi findes',
    privacy: 'Hvad vi gemmer',
    accessibility: 'Tilgængelighed',
    contact: 'Kontakt',
  },

  police: {
    title: 'Er et barn i fare lige nu?',
    emergency: (number) => ['Ring ', number, ' med det samme.'],
    otherwise: (number) => ['Haster det ikke, så ring til politiet på ', number, '.'],
    otherwiseUnknown: 'Haster det ikke, så henvend dig til politiet, hvor du er.',
    first: 'Politiet kommer altid først. Er du i tvivl, så ring alligevel.',
  },

  start: {
    title: 'Anmeld seksuelle overgreb mod børn',
    lead: 'Har du set noget på nettet, eller ved du noget, der er sket? Fortæl os det. Du behøver ikke at sige, hvem du er.',
    dontTitle: 'Før du fortæller',
    dont: [
      'Led ikke efter mere.',
      'Gem, fotografér eller hent ikke noget.',
      'Send ikke billeder eller film videre, heller ikke til os. Adressen er nok.',
    ],
    chooseTitle: 'Hvad vil du fortælle om?',
    laterTitle: 'Har du allerede fortalt os noget?',
    later: 'Åbn postkassen med din kvittering: se, hvad der er sket, svar på et spørgsmål, eller skriv mere.',
    openMailbox: 'Åbn postkassen',
    nextTitle: 'Sådan foregår det',
    next: [
      'Du skriver, hvad du ved. Det tager et par minutter.',
      'Du får en kvittering. Med den kan du se, hvad der sker, og svare, hvis vi spørger om noget.',
      'En sagsbehandler læser dit tip og sender det til politiet, til vores modstykke i et andet land eller til den, der kan fjerne materialet.',
    ],
    safe: 'Webstedet bruger ingen cookies, virker uden scripts og gemmer ikke din IP-adresse.',
    safeMore: 'Læs om, hvad vi gemmer',
  },

  categories: {
    online: {
      title: 'Billede eller film på nettet',
      hint: 'Du har adressen på en side, en konto, en gruppe eller en fil.',
      heading: 'Anmeld billede eller film på nettet',
    },
    grooming: {
      title: 'Nogen opsøger et barn',
      hint: 'En person, der lokker eller presser et barn på nettet eller i telefonen.',
      heading: 'Anmeld nogen, der opsøger et barn',
    },
    extortion: {
      title: 'Trusler eller deling',
      hint: 'Nogen truer et barn med billeder eller deler dem.',
      heading: 'Anmeld trusler mod et barn eller deling af billeder',
    },
    trafficking: {
      title: 'Menneskehandel',
      hint: 'Børn, der udnyttes seksuelt mod betaling.',
      heading: 'Anmeld handel med børn',
    },
    travel: {
      title: 'Overgreb i udlandet',
      hint: 'Nogen, der er rejst eller vil rejse og mistænkes for at udnytte børn.',
      heading: 'Anmeld overgreb i udlandet',
    },
    offline: {
      title: 'Overgreb uden for nettet',
      hint: 'Noget, du har set, hørt eller har mistanke om.',
      heading: 'Anmeld overgreb uden for nettet',
    },
    other: {
      title: 'Noget andet',
      hint: 'Du ved ikke, hvad det hører under. Det gør ikke noget.',
      heading: 'Anmeld noget andet',
    },
  },

  form: {
    intro: 'Skriv, hvad du ved. Det gør ikke noget, hvis du ikke kan svare på alt.',
    onlyAddressNeeded: 'Kun adressen er nødvendig. Alt andet er frivilligt.',
    somethingNeeded: 'Svar på det, du kan. Mindst ét felt skal udfyldes.',
    urgentTitle: 'Haster det?',
    urgentHint: (number) =>
      `Sæt kryds, hvis du ved, hvem eller hvor et barn er. Så går tippet foran de andre. Ring også ${number}, hvis det er akut.`,
    contactTitle: 'Hvem du er',
    contactHint:
      'Du kan være anonym. Efterlader du oplysninger, krypteres de for sig. Den, du fortæller om, får aldrig at vide af os, hvem du er.',
    send: 'Send tippet',
    noFiles: 'Send aldrig billeder eller film. Man kan ikke vedhæfte filer her, og det er med vilje.',
    summaryTitle: 'Noget skal ændres',
    summaryKept: 'Det, du har skrevet, er her stadig.',
    expired:
      'Siden havde været åben længe, så intet er sendt endnu. Alt, du har skrevet, er her stadig. Læs det igennem, og gå videre.',
    unreadable:
      'Vi kunne ikke læse det, du skrev på de tidligere sider, så intet er sendt. Det, du skrev på denne side, er her stadig. Begynd forfra herfra.',
    notReceivedTitle: 'Tippet nåede ikke frem',
    notReceived:
      'Noget er galt hos os, og vi har ikke modtaget dit tip. Det, du har skrevet, står stadig på siden. Vent et minut, og tryk på Send igen. Det bliver aldrig til to tip.',
    notReceivedPolice: 'Kan det ikke vente, så gå til politiet:',
    closedTitle: 'Vi har ikke åbnet endnu',
    closed: 'Hotlinen er ikke klar til at modtage tip. Dit tip er ikke modtaget. Gå til politiet.',
    oddNone: 'Vi fandt ingen adresse i det, du skrev.',
    oddFound: (count) => plural(count, { one: 'Vi fandt # adresse:', other: 'Vi fandt # adresser:' }),
    oddTitle: 'Det her kunne vi ikke læse som adresser',
    oddChoice: 'Du kan ændre det. Ellers følger linjerne med til sagsbehandleren, præcis som du skrev dem.',
    oddLine: (line) => `Linje ${digits(line)}`,
    oddInReport: 'Linjer i adressefeltet, der ikke kunne tolkes',
    reasons: {
      'not-an-address': 'ligner ikke en webadresse',
      'scheme-not-handled': 'er en anden slags adresse end en webadresse',
      'private-host': 'peger på et netværk, som kun du har adgang til',
      'too-long': 'er længere, end en webadresse kan være',
      'too-many': 'herfra er der flere adresser, end vi kan modtage på én gang',
    },
  },

  steps: {
    progress: (step, of) => `Trin ${digits(step)} af ${digits(of)}`,
    next: 'Fortsæt',
    back: 'Tilbage',
    toReview: 'Til gennemsynet',
    change: 'Ret',
    yes: 'Ja',
    no: 'Nej',
    noAnswer: 'Intet svar',
    groups: {
      danger: 'Haster det?',
      addresses: 'Hvor er det?',
      circumstances: 'Hvordan fandt du det?',
      narrative: 'Hvad er der sket?',
      placeTime: 'Hvor og hvornår?',
      journey: 'Hvor og hvornår?',
      suspect: 'Hvem drejer det sig om?',
      contact: 'Vil du have svar?',
    },
    reviewTitle: 'Læs igennem, før du sender',
    reviewLead: 'Intet er sendt endnu. Du kan ændre alt.',
  },

  fields: {
    addresses: {
      label: 'Adresse eller adresser',
      hint: 'Kopiér fra browserens adressefelt. Én adresse på hver linje.',
    },
    addressesOptional: {
      label: 'Adresse på nettet',
      hint: 'For eksempel en side eller en konto. Én adresse på hver linje.',
    },
    pageReachedFrom: {
      label: 'Hvordan kom du til siden?',
      hint: 'For eksempel et link på en anden side, i en chat eller i en mail.',
    },
    accessNeeded: {
      label: 'Skal man bruge noget for at komme ind?',
      hint: 'For eksempel en adgangskode, en invitation eller en bestemt app.',
    },
    seenWhen: { label: 'Hvornår så du det?', hint: 'For eksempel ”i går aftes” eller en dato.' },
    narrative: {
      label: 'Fortæl',
      hint: 'Skriv med dine egne ord. Du behøver ikke at beskrive det, du så, i detaljer.',
    },
    travelCountry: { label: 'Hvilket land?', hint: '' },
    place: { label: 'Hvilket sted?', hint: 'For eksempel en by, en adresse, en skole eller et område.' },
    hotel: { label: 'Hotel eller andet logi', hint: '' },
    dates: { label: 'Hvornår?', hint: 'Datoer for rejsen eller hændelsen, så godt du ved.' },
    suspect: { label: 'Hvem mistænker du?', hint: 'Navn, brugernavn, udseende, bil, arbejde: det, du ved.' },
    whySuspicious: { label: 'Hvad gør dig mistænksom?', hint: '' },
    isUrgent: { label: 'Et barn er i fare nu eller kan genkendes', hint: '' },
    wantsAnswer: {
      label: 'Jeg vil vide, hvad der sker',
      hint: 'Svaret lægges i din postkasse. Du åbner den med den kvittering, du får, når du har sendt tippet.',
    },
    name: { label: 'Navn', hint: '' },
    email: { label: 'E-mailadresse', hint: '' },
    phone: { label: 'Telefonnummer', hint: '' },
  },

  problems: {
    'missing-addresses': 'Skriv mindst én adresse. Har du ingen, kan du skrive, hvor du så det.',
    'missing-anything': 'Skriv noget i mindst ét af felterne.',
    'too-long': (label, count, most) =>
      `${label}: teksten er på ${digits(count)} tegn. Forkort den til højst ${digits(most)}.`,
    'not-an-email':
      'E-mailadressen skal indeholde et @, for eksempel navn@example.org. Du kan også lade feltet være tomt.',
  },

  receipt: {
    title: 'Tak. Vi har modtaget dit tip.',
    label: 'Din kvittering',
    keep: 'Skriv kvitteringen af, eller tag et skærmbillede, og opbevar den, hvor kun du kan komme til den. Intet andet åbner din postkasse. Vi kan ikke finde den frem igen.',
    copy: 'Kopiér kvitteringen',
    copied: 'Kopieret',
    qr: 'Kvitteringen som QR-kode',
    qrHint: 'Ret telefonens kamera mod feltet for at tage kvitteringen med dig. Du kan også udskrive siden.',
    urgentTitle: (number) => `Har du ringet ${number}?`,
    urgent:
      'Du har sat kryds ved, at det haster. Vi læser dit tip før andre, men vi kan ikke rykke ud. Det kan politiet.',
    nextTitle: 'Hvad sker der nu?',
    next: [
      'En sagsbehandler læser dit tip.',
      'Er der mistanke om en forbrydelse, går det til politiet eller til vores modstykke i det land, hvor materialet er.',
      'Den, der kan fjerne materialet, får besked, medmindre politiet beder os vente.',
      'I postkassen ser du, hvor langt det er kommet. Kig ind om et par dage: vi kan have et spørgsmål.',
    ],
    doneTitle: 'Du behøver ikke at gøre mere',
    done: 'Du har gjort, hvad der skal til. Besøg ikke siden igen, og led ikke selv.',
    openMailbox: 'Til postkassen',
    spreadTitle: 'Fortæl andre, at vi findes',
    spread: (name) =>
      `Mange ved ikke, hvor de skal gå hen. Fortæl dem gerne om ${name}. Fortæl ikke, hvad du så, eller hvor.`,
  },

  mailbox: {
    title: 'Din postkasse',
    openTitle: 'Åbn postkassen',
    openIntro: 'Skriv den kvittering, du fik, da du sendte dit tip.',
    receiptLabel: 'Kvittering',
    receiptHint: 'Syv grupper med fire tegn. Store eller små bogstaver og mellemrum betyder ikke noget.',
    open: 'Åbn',
    lostTitle: 'Har du mistet kvitteringen?',
    lost: 'Så kan postkassen ikke åbnes, heller ikke af os. Dit tip er alligevel modtaget. Du kan sende et nyt og fortælle, at du har fortalt os noget før.',
    historyTitle: 'Hvad der er sket',
    byHotline: 'Spørgsmål eller svar fra os',
    byYou: 'Du skrev',
    writeTitle: 'Skriv mere, eller svar',
    writeLabel: 'Din besked',
    writeHint: 'Vedhæft ikke noget, og send ingen billeder. Har du en ny adresse, kan du skrive den her.',
    write: 'Send beskeden',
    written: 'Din besked er modtaget.',
    close: 'Luk postkassen',
    closeHint: 'Luk også fanen, hvis andre bruger samme enhed.',
    erased: 'Indholdet af dit tip er slettet. Derfor kan beskeder ikke længere læses eller skrives.',
    full: 'Postkassen er fuld, så beskeden er ikke modtaget. Send i stedet et nyt tip, og fortæl, at det hører sammen med det her.',
    expired:
      'Postkassen blev lukket efter en halv time. Skriv kvitteringen igen. Det, du skrev, står nedenfor, men er ikke sendt.',
    keptLabel: 'Det, du skrev',
    notReceivedTitle: 'Beskeden nåede ikke frem',
    notReceived:
      'Noget er galt hos os, og vi har ikke modtaget din besked. Det, du skrev, står stadig på siden. Vent et minut, og send igen.',
    awayTitle: 'Postkassen kan ikke åbnes lige nu',
    away: 'Noget er galt hos os. Dit tip er i sikkerhed. Prøv igen om lidt.',
    removeTitle: 'Fjern det, der er dit',
    removeContact: 'Fjern mine kontaktoplysninger',
    removeContactHint:
      'Tippet bliver, men ingen kan se, hvem du er. Det, der allerede er givet videre, kan vi ikke tage tilbage.',
    contactRemoved: 'Dine kontaktoplysninger er fjernet.',
    removeAll: 'Fjern alt, hvad jeg har skrevet',
    removeAllHint:
      'Det, du har fortalt, dine oplysninger og alle beskeder kan så aldrig mere læses. Adresser, du har fortalt om, kan vi stadig arbejde med. Det, der allerede er givet videre, kan vi ikke tage tilbage.',
    removeAllSure: 'Jeg forstår, at det ikke kan fortrydes',
    removeAllUnsure: 'Sæt kryds i feltet for at fjerne alt.',
    allRemoved: 'Alt, hvad du har skrevet, er fjernet.',
    problems: {
      empty: 'Skriv din kvittering.',
      'wrong-length': (count, needed) =>
        `En kvittering har ${digits(needed)} tegn, og du skrev ${digits(count)}. Se efter, om noget mangler eller står to gange.`,
      'wrong-symbol': (symbol) =>
        `Tegnet ”${symbol}” findes ikke i nogen kvittering. Se efter, om det er et andet bogstav eller tal.`,
      'wrong-check': 'Et tegn er forkert, eller to har byttet plads. Sammenlign med kvitteringen, gruppe for gruppe.',
      unknown:
        'Der er ingen postkasse til den kvittering her. Sammenlign med kvitteringen, og se efter, at den kommer fra denne hotline.',
      'empty-message': 'Skriv din besked.',
    },
  },

  statuses: {
    received: { title: 'Modtaget', text: 'Vi har modtaget dit tip.' },
    'in-review': { title: 'Under behandling', text: 'En sagsbehandler arbejder med dit tip.' },
    'sent-on': {
      title: 'Sendt videre',
      text: 'Dit tip er sendt videre til politiet eller til en hotline, vi samarbejder med.',
    },
    removed: { title: 'Ikke længere på nettet', text: 'Det, du fortalte om, kan ikke længere nås, hvor du så det.' },
    closed: {
      title: 'Afsluttet',
      text: 'Vi har gjort, hvad vi kan, med dit tip. Vi kan sjældent sige, hvordan det endte, men hvert tip tæller. Tak, fordi du fortalte.',
    },
  },

  supportLines: {
    children: 'Til dig under 18 år. Åbent døgnet rundt, gratis og anonymt.',
    adultsForChildren: 'Til voksne, der er bekymrede for et barn.',
    health: 'Sundhedsfaglige råd, døgnet rundt, hvis det, du har set, påvirker dig.',
    night: 'Nogen at tale med om aftenen og natten, klokken 21 til 06.',
    ownThoughts: 'Til dig, der er bange for dine egne tanker om børn. Anonymt og gratis.',
    childrenWorldwide: 'Hjælpelinjer for børn og unge i hele verden. I mange europæiske lande er nummeret 116 111.',
    anyoneWorldwide: 'Nogen at tale med, i dit land.',
  },

  errors: {
    notFound: { title: 'Siden findes ikke', text: 'Adressen kan være forkert, eller siden er flyttet.' },
    files: {
      title: 'Filer kan ikke sendes hertil',
      text: 'Vi modtager aldrig billeder, film eller andre filer. Sidens adresse er nok. Gå tilbage, og skriv den i formularen.',
    },
    tooLarge: {
      title: 'Det var for meget tekst på én gang',
      text: 'Tippet er ikke modtaget. Gå tilbage i browseren: det, du skrev, er der som regel stadig. Forkort teksten, eller del den op i flere tip.',
    },
    away: {
      title: 'Noget er galt hos os lige nu',
      text: 'Hvis du prøvede at sende noget, er det ikke modtaget. Gå tilbage i browseren, hvor det, du skrev, som regel stadig er, og prøv igen om lidt.',
    },
    refused: {
      title: 'Det sendte kunne ikke læses',
      text: 'Hvis du prøvede at sende et tip, er det ikke modtaget. Gå tilbage i browseren, og prøv igen.',
    },
  },
};
