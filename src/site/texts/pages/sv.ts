/** The site's pages that only tell, in Swedish: the catalogue that the other languages are held against. */
export const svPages = {
  help: {
    title: 'Stöd till dig',
    intro:
      'Att se eller höra om övergrepp mot ett barn kan kännas länge. Det är en vanlig reaktion att må illa, ha svårt att sova eller se bilder framför sig. Prata med någon. Du behöver inte berätta detaljer.',
    emergency: 'Vid fara för liv:',
    laterTitle: 'Det kan hjälpa',
    later: [
      'Stäng sidan och gå inte tillbaka till den.',
      'Rör på dig, ät något och gör något som upptar tankarna.',
      'Berätta för någon du litar på att du har sett något svårt.',
      'Sök hjälp om det inte släpper efter ett par veckor, eller tidigare om det blir för mycket.',
    ],
    linesTitle: 'Här finns någon att prata med',
  },

  young: {
    title: 'Handlar det om dig?',
    lead: 'Den här sidan är för dig som är barn eller ung. Det som har hänt är inte ditt fel.',
    sections: [
      {
        title: 'Har någon gjort något mot dig?',
        points: [
          'Någon har tagit på dig, eller fått dig att göra saker du inte vill.',
          'Någon har en bild eller film på dig som är naken.',
          'Någon hotar dig eller vill ha pengar eller fler bilder.',
          'Någon vuxen på nätet vill träffa dig eller vill att ni har hemligheter.',
        ],
      },
      {
        title: 'Du gör rätt när du berättar',
        points: [
          'Det är alltid den andra som har gjort fel, även om du skickade bilden själv.',
          'Du får berätta fast du har lovat att inte göra det.',
          'Betala inte och skicka inget mer. Hoten slutar inte för att du betalar.',
          'Radera inte chatten. Den kan hjälpa polisen.',
        ],
      },
      {
        title: 'Så får du hjälp',
        points: [
          'Är du i fara nu? Ring numret här nedanför.',
          'Berätta för en vuxen du litar på: en förälder, en lärare, skolsköterskan.',
          'Vill du prata med någon annan? Ring eller skriv till någon i listan. Du behöver inte säga vad du heter.',
          'Du kan också berätta för oss. Du får ett kvitto och kan läsa svaret senare.',
        ],
      },
    ],
    tell: 'Berätta för oss',
    hide: 'Knappen ”Lämna sidan snabbt” byter till en vanlig sida. Sidor som du har besökt kan ändå synas i webbläsarens historik.',
  },

  after: {
    title: 'Vad händer med ett tips?',
    lead: 'Så går det till från det att du skickar tills vi är klara.',
    steps: [
      { title: 'Vi tar emot', text: 'Tipset krypteras direkt. Du får ditt kvitto först när det är säkert sparat.' },
      {
        title: 'Vi läser',
        text: 'En utredare läser ditt tips. Det som är bråttom går först, alla dagar.',
      },
      {
        title: 'Vi skickar det rätt',
        text: 'Misstänkta brott går till polisen. Finns materialet i ett annat land går det till tipslinjen eller polisen där.',
      },
      {
        title: 'Vi ber om att det tas bort',
        text: 'Den som har materialet på sin server får veta det, om polisen inte vill vänta. Vi påminner tills det är borta.',
      },
      {
        title: 'Vi ser efter igen',
        text: 'Vi kommer tillbaka och kontrollerar att det är borta. Kommer det tillbaka börjar vi om.',
      },
      { title: 'Du får veta', text: 'I brevlådan ser du hur långt det har kommit. Vi kan ha en fråga till dig.' },
    ],
    limits:
      'Vi får sällan veta hur en polisutredning slutar, och vi får inte berätta allt vi vet. Är det inte olagligt kan vi inte ta bort det.',
  },

  scope: {
    title: 'Det här tar andra hand om',
    lead: 'Vi arbetar med sexuella övergrepp mot barn. Gäller det något annat hjälper någon av dessa dig bättre.',
    rows: [
      { what: 'Ett barn är i fara nu', who: 'Polisen, på nödnumret' },
      { what: 'Ett barn far illa på annat sätt', who: 'Socialtjänsten i kommunen, eller barnskyddet där barnet bor' },
      { what: 'Du har själv blivit utsatt och vill anmäla', who: 'Polisen' },
      { what: 'Bilder på en vuxen som har spridits', who: 'Polisen, och webbplatsen där bilderna finns' },
      { what: 'Bedrägeri, hot eller kapade konton', who: 'Polisen, och företaget bakom tjänsten' },
      { what: 'Hat och terror på nätet', who: 'Polisen' },
      { what: 'Laglig pornografi eller annat som stör dig', who: 'Webbplatsens egen anmälan' },
      { what: 'Du är orolig för dina egna tankar', who: 'Stödlinjerna på sidan ”Stöd till dig”' },
    ],
    unsure: 'Är du osäker? Berätta ändå. Vi skickar det rätt.',
  },

  spread: {
    title: 'Berätta att vi finns',
    lead: 'Många vet inte vart de ska vända sig. Här finns texter och bilder som du får använda fritt. Berätta aldrig vad du själv har sett eller var.',
    textsTitle: 'Färdiga texter',
    texts: (name: string, address: string): readonly string[] => [
      `Har du sett sexuella övergrepp mot barn på nätet? Sprid det inte. Tipsa ${name}, anonymt om du vill: ${address}`,
      `Spara inget och leta inte vidare. Skicka adressen till ${name}, så gör utredare resten: ${address}`,
      `Hotar någon dig eller ett barn du känner med bilder? Det är inte barnets fel, och det finns hjälp: ${address}`,
    ],
    cardTitle: 'Bild att dela',
    cardAlt: (name: string) => `${name}: tipsa om sexuella övergrepp mot barn. Anonymt, utan att ladda upp något.`,
    cardLink: 'Hämta bilden (SVG)',
    posterTitle: 'Affisch att skriva ut',
    posterText: 'Sätt upp den i skolan, på biblioteket, i väntrummet eller i personalrummet.',
    posterLink: 'Öppna affischen',
  },

  poster: {
    title: 'Affisch',
    heading: 'Har du sett övergrepp mot barn?',
    points: ['Leta inte vidare.', 'Spara inget.', 'Berätta för oss. Du kan vara anonym.'],
    emergency: (number: string) => `Är ett barn i fara nu? Ring ${number}.`,
    scan: 'Rikta kameran hit, eller skriv adressen:',
    print: 'Skriv ut sidan med webbläsaren. Bara affischen kommer med.',
  },

  privacy: {
    title: 'Vad vi sparar',
    sections: [
      {
        title: 'När du besöker webbplatsen',
        points: [
          'Vi använder inga kakor och ingenting från andra webbplatser.',
          'Ett litet skript hjälper dig att lämna sidan snabbt och kopiera kvittot. Allt fungerar utan det.',
          'Vi sparar inte din IP-adress och för ingen logg över besök. När många skriver samtidigt räknar vi i minnet, under en nyckel som glöms inom en timme.',
        ],
      },
      {
        title: 'När du lämnar ett tips',
        points: [
          'Medan du fyller i formuläret ligger dina svar krypterade i själva sidan. Vi sparar ingenting förrän du skickar.',
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
          'I brevlådan kan du själv ta bort dina kontaktuppgifter, eller allt du har skrivit. Har du frågor om dina uppgifter? Skriv till oss där, eller kontakta oss. Har du varit anonym är kvittot det enda som visar att tipset är ditt.',
        ],
      },
    ],
  },

  accessibility: {
    title: 'Tillgänglighet',
    paragraphs: [
      'Webbplatsen ska kunna användas av alla. Målet är att följa WCAG 2.2 på nivå AA.',
      'Den fungerar utan skript, med tangentbord, med skärmläsare, med stor text, i mörkt läge och med höga kontraster.',
      'Sidan ”Handlar det om dig?” är skriven för att vara lätt att läsa. Webbplatsen finns ännu inte på teckenspråk.',
      'Är något svårt att använda? Berätta för oss, så rättar vi det.',
    ],
  },

  contact: {
    title: 'Kontakt',
    tips: 'Lämna tips i formuläret, inte per e-post: i formuläret krypteras det du skriver när det kommer fram, och du kan vara anonym.',
    email: 'Frågor om tipslinjen och webbplatsen:',
  },
};

/** What every language must say on the pages that only tell. A missing text fails the build. */
export type PageTexts = typeof svPages;
