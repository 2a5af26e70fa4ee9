import type { PageTexts } from './sv.ts';

/** The site's pages that only tell, in Danish. */
export const daPages: PageTexts = {
  help: {
    title: 'Støtte til dig',
    intro:
      'At se eller høre om overgreb mod et barn kan sidde i længe. Det er almindeligt at få det dårligt, sove dårligt eller se billeder for sig. Tal med nogen. Du behøver ikke at fortælle detaljer.',
    emergency: 'Ved livsfare:',
    laterTitle: 'Det kan hjælpe',
    later: [
      'Luk siden, og gå ikke tilbage til den.',
      'Bevæg dig, spis noget, og lav noget, der optager tankerne.',
      'Fortæl en, du stoler på, at du har set noget svært.',
      'Søg hjælp, hvis det ikke slipper efter et par uger, eller før, hvis det bliver for meget.',
    ],
    linesTitle: 'Her er nogen at tale med',
  },

  young: {
    title: 'Handler det om dig?',
    lead: 'Denne side er til dig, der er barn eller ung. Det, der er sket, er ikke din skyld.',
    sections: [
      {
        title: 'Har nogen gjort noget mod dig?',
        points: [
          'Nogen har rørt ved dig eller fået dig til at gøre ting, du ikke vil.',
          'Nogen har et billede eller en film af dig uden tøj.',
          'Nogen truer dig eller vil have penge eller flere billeder.',
          'En voksen på nettet vil møde dig eller vil have, at I har hemmeligheder.',
        ],
      },
      {
        title: 'Det er rigtigt at fortælle det',
        points: [
          'Det er altid den anden, der har gjort noget forkert, også selv om du selv sendte billedet.',
          'Du må gerne fortælle det, selv om du har lovet at lade være.',
          'Betal ikke, og send ikke mere. Trusler holder ikke op, fordi du betaler.',
          'Slet ikke chatten. Den kan hjælpe politiet.',
        ],
      },
      {
        title: 'Sådan får du hjælp',
        points: [
          'Er du i fare nu? Ring til nummeret nedenfor.',
          'Fortæl det til en voksen, du stoler på: en forælder, en lærer, sundhedsplejersken.',
          'Vil du hellere tale med en anden? Ring eller skriv til nogen på listen. Du behøver ikke at sige, hvad du hedder.',
          'Du kan også fortælle det til os. Du får en kvittering og kan læse svaret senere.',
        ],
      },
    ],
    tell: 'Fortæl os det',
    hide: 'Knappen ”Forlad siden hurtigt” skifter til en almindelig side. Sider, du har besøgt, kan stadig ses i browserens historik.',
  },

  after: {
    title: 'Hvad sker der med et tip?',
    lead: 'Sådan går det, fra du sender, til vi er færdige.',
    steps: [
      {
        title: 'Vi modtager',
        text: 'Tippet krypteres med det samme. Du får først din kvittering, når det er sikkert gemt.',
      },
      { title: 'Vi læser', text: 'En sagsbehandler læser dit tip. Det, der haster, kommer først, alle dage.' },
      {
        title: 'Vi sender det det rigtige sted hen',
        text: 'Mistanke om forbrydelser går til politiet. Er materialet i et andet land, går det til hotlinen eller politiet der.',
      },
      {
        title: 'Vi beder om, at det fjernes',
        text: 'Den, der har materialet på sin server, får besked, medmindre politiet vil vente. Vi minder om det, til det er væk.',
      },
      {
        title: 'Vi ser efter igen',
        text: 'Vi kommer tilbage og tjekker, at det er væk. Kommer det tilbage, begynder vi forfra.',
      },
      {
        title: 'Du får besked',
        text: 'I postkassen ser du, hvor langt det er kommet. Vi kan have et spørgsmål til dig.',
      },
    ],
    limits:
      'Vi får sjældent at vide, hvordan politiets efterforskning ender, og vi må ikke fortælle alt, hvad vi ved. Er det ikke ulovligt, kan vi ikke få det fjernet.',
  },

  scope: {
    title: 'Det tager andre sig af',
    lead: 'Vi arbejder mod seksuelle overgreb mod børn. Drejer det sig om noget andet, hjælper en af disse dig bedre.',
    rows: [
      { what: 'Et barn er i fare nu', who: 'Politiet, på alarmnummeret' },
      {
        what: 'Et barn har det skidt på en anden måde',
        who: 'De sociale myndigheder, der hvor barnet bor',
      },
      { what: 'Du har selv været udsat for det og vil anmelde', who: 'Politiet' },
      { what: 'Billeder af en voksen, der er blevet delt', who: 'Politiet og det websted, hvor billederne er' },
      { what: 'Svindel, trusler eller stjålne konti', who: 'Politiet og firmaet bag tjenesten' },
      { what: 'Had og terror på nettet', who: 'Politiet' },
      { what: 'Lovlig pornografi eller andet, der generer dig', who: 'Webstedets egen anmeldelse' },
      { what: 'Du er bekymret for dine egne tanker', who: 'Linjerne på siden ”Støtte til dig”' },
    ],
    unsure: 'Er du i tvivl? Fortæl det alligevel. Vi sender det det rigtige sted hen.',
  },

  spread: {
    title: 'Fortæl, at vi findes',
    lead: 'Mange ved ikke, hvor de skal gå hen. Her er tekster og billeder, som du frit må bruge. Fortæl aldrig, hvad du selv har set, eller hvor.',
    textsTitle: 'Færdige tekster',
    texts: (name, address) => [
      `Har du set seksuelle overgreb mod børn på nettet? Del det ikke. Fortæl ${name} det, anonymt hvis du vil: ${address}`,
      `Gem ikke noget, og led ikke videre. Send adressen til ${name}, så gør sagsbehandlerne resten: ${address}`,
      `Truer nogen dig eller et barn, du kender, med billeder? Det er ikke barnets skyld, og der er hjælp: ${address}`,
    ],
    cardTitle: 'Billede til deling',
    cardAlt: (name) => `${name}: anmeld seksuelle overgreb mod børn. Anonymt, uden at uploade noget.`,
    cardLink: 'Hent billedet (SVG)',
    posterTitle: 'Plakat til udskrift',
    posterText: 'Hæng den op på skolen, på biblioteket, i venteværelset eller i personalerummet.',
    posterLink: 'Åbn plakaten',
  },

  poster: {
    title: 'Plakat',
    heading: 'Har du set overgreb mod børn?',
    points: ['Led ikke videre.', 'Gem ikke noget.', 'Fortæl os det. Du kan være anonym.'],
    emergency: (number) => `Er et barn i fare nu? Ring ${number}.`,
    scan: 'Ret kameraet hertil, eller skriv adressen:',
    print: 'Udskriv siden med browseren. Kun plakaten kommer med.',
  },

  privacy: {
    title: 'Hvad vi gemmer',
    sections: [
      {
        title: 'Når du besøger webstedet',
        points: [
          'Vi bruger ingen cookies og intet fra andre websteder.',
          'Et lille script hjælper dig med at forlade siden hurtigt og kopiere kvitteringen. Alt virker uden det.',
          'Vi gemmer ikke din IP-adresse, og vi fører ingen log over besøg. Når mange skriver samtidig, tæller vi i hukommelsen under en nøgle, der glemmes inden for en time.',
        ],
      },
      {
        title: 'Når du sender et tip',
        points: [
          'Mens du udfylder formularen, ligger dine svar krypteret i selve siden. Vi gemmer intet, før du sender.',
          'Det, du fortæller, krypteres i samme øjeblik, det når frem til os. Kun hotlinens sagsbehandlere kan åbne det, og du kan læse din egen postkasse med kvitteringen.',
          'Kontaktoplysninger krypteres for sig. De er ikke med i nogen henvendelse til et websted, i nogen udveksling med andre hotlines eller i nogen statistik.',
          'De adresser, du fortæller om, gemmes krypteret med en nøgle, der ikke er i databasen.',
          'I klartekst gemmer vi kun det, statistikken har brug for: hvad tippet drejer sig om, hvilket sprog du brugte, om det hastede, om du efterlod kontaktoplysninger og ville have svar, og i hvilken time det kom.',
          'Kvitteringen gemmes slet ikke.',
        ],
      },
      {
        title: 'Hvem der får det at se',
        points: [
          'Politiet får det, der er brug for til at efterforske en mistænkt forbrydelse.',
          'Sætter du kryds ved, at det haster, kan tippet gå til politiet med det samme, krypteret til dem, før nogen hos os har læst det. Dine kontaktoplysninger følger så ikke med.',
          'Hotlines i andre lande og den, der kan fjerne materialet, får adressen og vores vurdering, aldrig hvem du er.',
        ],
      },
      {
        title: 'Det, vi ikke er herre over',
        points: [
          'Din browser kan vise i sin historik, at du har været her. Brug et privat vindue, hvis andre bruger samme enhed.',
          'Din internetudbyder, arbejdsplads eller skole kan se, at du har besøgt os, men ikke hvad du skrev. Vil du også skjule det, kan du bruge Tor Browser. Webstedet virker i dens sikreste tilstand.',
        ],
      },
      {
        title: 'Dine rettigheder',
        points: [
          'I postkassen kan du selv fjerne dine kontaktoplysninger eller alt, hvad du har skrevet. Har du spørgsmål om dine oplysninger? Skriv til os der, eller kontakt os. Har du været anonym, er kvitteringen det eneste, der viser, at tippet er dit.',
        ],
      },
    ],
  },

  accessibility: {
    title: 'Tilgængelighed',
    paragraphs: [
      'Alle skal kunne bruge webstedet. Målet er at følge WCAG 2.2 på niveau AA.',
      'Det virker uden scripts, med tastatur, med skærmlæser, med stor tekst, i mørk tilstand og med høj kontrast.',
      'Siden ”Handler det om dig?” er skrevet, så den er let at læse. Webstedet findes endnu ikke på tegnsprog.',
      'Er noget svært at bruge? Fortæl os det, så retter vi det.',
    ],
  },

  contact: {
    title: 'Kontakt',
    tips: 'Send tip via formularen, ikke på e-mail: det, du skriver i formularen, krypteres, når det når frem til os, og du kan være anonym.',
    email: 'Spørgsmål om hotlinen og webstedet:',
  },
};
