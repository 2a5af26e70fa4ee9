/** Words before a telephone number, the number, words after it. */
type AroundNumber = readonly [string, string, string];

/** The public site in Swedish: the catalogue that the other languages are held against. */
export const sv = {
  languageName: 'Svenska',
  skipToContent: 'Hoppa till innehållet',
  toStart: 'Till startsidan',
  errorTitlePrefix: 'Fel: ',
  characters: (count: number) => `Högst ${count.toLocaleString('sv-SE')} tecken.`,
  footer: {
    label: 'Om webbplatsen',
    help: 'Stöd till dig',
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
    safe: 'Webbplatsen använder inga kakor och inga skript, och sparar inte din IP-adress.',
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
    contactOpen: 'Lämna kontaktuppgifter',
    answerTitle: 'Svar',
    send: 'Skicka tipset',
    sendAnyway: 'Skicka ändå',
    noFiles: 'Skicka aldrig bilder eller filmer. Det går inte att bifoga filer här, och det är med flit.',
    summaryTitle: 'Något behöver ändras',
    summaryKept: 'Det du har skrivit är kvar.',
    expired:
      'Sidan hade varit öppen i mer än ett dygn, så tipset är inte skickat än. Allt du skrev är kvar. Tryck på Skicka en gång till.',
    notReceivedTitle: 'Tipset kom inte fram',
    notReceived:
      'Något är fel hos oss just nu och vi har inte tagit emot ditt tips. Det du har skrivit är kvar på den här sidan. Vänta en minut och tryck på Skicka igen. Det blir aldrig två tips.',
    notReceivedPolice: 'Kan det inte vänta? Vänd dig till polisen:',
    closedTitle: 'Vi har inte öppnat än',
    closed: 'Tipslinjen är inte redo att ta emot tips. Ditt tips är inte mottaget. Vänd dig till polisen.',
    oddTitle: 'Vi förstod inte allt i adressfältet',
    oddNone: 'Vi hittade ingen adress i det du skrev.',
    oddFound: (count: number) => (count === 1 ? 'Vi hittade en adress.' : `Vi hittade ${count} adresser.`),
    oddChoice:
      'Ändra raderna, eller skicka ändå. Skickar du ändå följer raderna med till utredaren, precis som du skrev dem.',
    oddLine: (line: number) => `Rad ${line}`,
    understood: 'De här adresserna har vi förstått',
    oddInReport: 'Rader i adressfältet som inte kunde tolkas',
    reasons: {
      'not-an-address': 'ser inte ut som en webbadress',
      'scheme-not-handled': 'är en annan sorts adress än en webbadress',
      'private-host': 'pekar på ett nätverk som bara du kommer åt',
      'too-long': 'är längre än en webbadress kan vara',
      'too-many': 'härifrån är det fler adresser än vi kan ta emot på en gång',
    },
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
      `${label}: texten är ${count.toLocaleString('sv-SE')} tecken. Korta den till högst ${most.toLocaleString('sv-SE')}.`,
    'not-an-email':
      'E-postadressen ska innehålla ett @, till exempel namn@example.org. Du kan också lämna fältet tomt.',
  },

  receipt: {
    title: 'Tack. Vi har fått ditt tips.',
    label: 'Ditt kvitto',
    keep: 'Skriv av kvittot eller ta en skärmbild, och förvara det där bara du kommer åt det. Det är det enda som öppnar din brevlåda. Vi kan inte ta fram det igen.',
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

  help: {
    title: 'Stöd till dig',
    intro:
      'Att se eller höra om övergrepp mot ett barn kan kännas länge. Det är en vanlig reaktion att må illa, ha svårt att sova eller se bilder framför sig. Prata med någon. Du behöver inte berätta detaljer.',
    emergency: 'Vid fara för liv:',
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
    problems: {
      empty: 'Skriv ditt kvitto.',
      'wrong-length': (count: number, needed: number) =>
        `Ett kvitto har ${needed} tecken, och du skrev ${count}. Se efter om något saknas eller är dubbelt.`,
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

  privacy: {
    title: 'Vad vi sparar',
    sections: [
      {
        title: 'När du besöker webbplatsen',
        points: [
          'Vi använder inga kakor, inga skript och ingenting från andra webbplatser.',
          'Vi läser och sparar inte din IP-adress, och vi för ingen logg över besök.',
        ],
      },
      {
        title: 'När du lämnar ett tips',
        points: [
          'Det du berättar krypteras i samma stund som det kommer fram till oss. Bara tipslinjens utredare kan öppna det, och du själv kan läsa din brevlåda med kvittot.',
          'Kontaktuppgifter krypteras för sig. De är med i ingen anmälan till en webbplats, i inget utbyte med andra tipslinjer och i ingen statistik.',
          'Adresserna som du tipsar om lagras krypterade med en nyckel som inte finns i databasen.',
          'I klartext sparar vi bara det som statistiken behöver: vad tipset gäller, vilket språk du använde, om det var bråttom, om du lämnade kontaktuppgifter och ville ha svar, och vilken timme det kom.',
          'Kvittot sparas inte alls.',
        ],
      },
      {
        title: 'Vem som får ta del av det',
        points: [
          'Polisen får det som behövs för att utreda ett misstänkt brott.',
          'Kryssar du för att det är bråttom kan tipset gå till polisen direkt, krypterat till dem, innan någon hos oss har läst det. Dina kontaktuppgifter följer inte med då.',
          'Tipslinjer i andra länder och den som kan ta bort materialet får adressen och vår bedömning, aldrig vem du är.',
        ],
      },
      {
        title: 'Det som vi inte råder över',
        points: [
          'Din webbläsare kan visa i sin historik att du har varit här. Använd ett privat fönster om andra använder samma enhet.',
          'Din internetleverantör, arbetsplats eller skola kan se att du har besökt oss, men inte vad du har skrivit. Vill du dölja det också kan du använda Tor Browser. Webbplatsen fungerar i dess säkraste läge.',
        ],
      },
      {
        title: 'Dina rättigheter',
        points: [
          'Vill du att vi raderar något, eller har du frågor om dina uppgifter? Skriv till oss i brevlådan eller kontakta oss. Har du varit anonym är kvittot det enda som visar att tipset är ditt.',
        ],
      },
    ],
  },

  accessibility: {
    title: 'Tillgänglighet',
    paragraphs: [
      'Webbplatsen ska kunna användas av alla. Målet är att följa WCAG 2.2 på nivå AA.',
      'Den fungerar utan skript, med tangentbord, med skärmläsare, med stor text, i mörkt läge och med höga kontraster.',
      'Webbplatsen finns på svenska och engelska. Den finns ännu inte på lättläst svenska eller teckenspråk.',
      'Är något svårt att använda? Berätta för oss, så rättar vi det.',
    ],
  },

  contact: {
    title: 'Kontakt',
    tips: 'Lämna tips i formuläret, inte per e-post: i formuläret krypteras det du skriver när det kommer fram, och du kan vara anonym.',
    email: 'Frågor om tipslinjen och webbplatsen:',
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

/** What every language of the public site must say. A missing text fails the build. */
export type SiteTexts = typeof sv;
