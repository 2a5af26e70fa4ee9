import type { PageTexts } from './sv.ts';

/** The site's pages that only tell, in Norwegian (Bokmål). */
export const nbPages: PageTexts = {
  help: {
    title: 'Støtte til deg',
    intro:
      'Å se eller høre om overgrep mot et barn kan sitte i lenge. Det er vanlig å føle seg dårlig, sove dårlig eller se bilder for seg. Snakk med noen. Du trenger ikke å fortelle detaljer.',
    emergency: 'Ved fare for liv:',
    laterTitle: 'Dette kan hjelpe',
    later: [
      'Lukk siden, og ikke gå tilbake til den.',
      'Beveg deg, spis noe og gjør noe som opptar tankene.',
      'Fortell noen du stoler på, at du har sett noe vondt.',
      'Søk hjelp hvis det ikke slipper taket etter et par uker, eller før hvis det blir for mye.',
    ],
    linesTitle: 'Her er noen å snakke med',
  },

  young: {
    title: 'Handler det om deg?',
    lead: 'Denne siden er for deg som er barn eller ung. Det som har skjedd, er ikke din feil.',
    sections: [
      {
        title: 'Har noen gjort noe mot deg?',
        points: [
          'Noen har tatt på deg, eller fått deg til å gjøre ting du ikke vil.',
          'Noen har et bilde eller en film av deg uten klær.',
          'Noen truer deg, eller vil ha penger eller flere bilder.',
          'En voksen på nettet vil møte deg, eller vil at dere skal ha hemmeligheter.',
        ],
      },
      {
        title: 'Det er riktig å fortelle',
        points: [
          'Det er alltid den andre som har gjort galt, selv om du sendte bildet selv.',
          'Du har lov til å fortelle selv om du lovet å la være.',
          'Ikke betal, og ikke send noe mer. Trusler slutter ikke fordi du betaler.',
          'Ikke slett chatten. Den kan hjelpe politiet.',
        ],
      },
      {
        title: 'Slik får du hjelp',
        points: [
          'Er du i fare nå? Ring nummeret nedenfor.',
          'Fortell det til en voksen du stoler på: en forelder, en lærer, helsesykepleieren.',
          'Vil du heller snakke med noen andre? Ring eller skriv til noen på listen. Du trenger ikke å si hva du heter.',
          'Du kan også fortelle det til oss. Du får en kvittering og kan lese svaret senere.',
        ],
      },
    ],
    tell: 'Fortell oss',
    hide: 'Knappen «Forlat siden raskt» bytter til en vanlig side. Sider du har besøkt, kan likevel synes i nettleserens historikk.',
  },

  after: {
    title: 'Hva skjer med et tips?',
    lead: 'Slik går det fra du sender til vi er ferdige.',
    steps: [
      {
        title: 'Vi tar imot',
        text: 'Tipset krypteres med en gang. Du får kvitteringen først når det er trygt lagret.',
      },
      { title: 'Vi leser', text: 'En saksbehandler leser tipset ditt. Det som haster, går først, hver dag.' },
      {
        title: 'Vi sender det til rett sted',
        text: 'Mistenkte forbrytelser går til politiet. Er materialet i et annet land, går det til tipslinjen eller politiet der.',
      },
      {
        title: 'Vi ber om at det fjernes',
        text: 'Den som har materialet på sin server, får vite det, hvis ikke politiet vil vente. Vi minner om det til det er borte.',
      },
      {
        title: 'Vi ser etter igjen',
        text: 'Vi kommer tilbake og sjekker at det er borte. Kommer det tilbake, begynner vi på nytt.',
      },
      {
        title: 'Du får vite det',
        text: 'I postkassen ser du hvor langt det er kommet. Vi kan ha et spørsmål til deg.',
      },
    ],
    limits:
      'Vi får sjelden vite hvordan en politietterforskning ender, og vi kan ikke fortelle alt vi vet. Er det ikke ulovlig, kan vi ikke få det fjernet.',
  },

  scope: {
    title: 'Dette tar andre seg av',
    lead: 'Vi arbeider mot seksuelle overgrep mot barn. Gjelder det noe annet, hjelper en av disse deg bedre.',
    rows: [
      { what: 'Et barn er i fare nå', who: 'Politiet, på nødnummeret' },
      {
        what: 'Et barn har det vondt på en annen måte',
        who: 'Barnevernet eller sosialtjenesten der barnet bor',
      },
      { what: 'Du er selv blitt utsatt for det og vil anmelde', who: 'Politiet' },
      { what: 'Bilder av en voksen som er spredt', who: 'Politiet, og nettstedet der bildene er' },
      { what: 'Svindel, trusler eller stjålne kontoer', who: 'Politiet, og selskapet bak tjenesten' },
      { what: 'Hat og terror på nettet', who: 'Politiet' },
      { what: 'Lovlig pornografi eller annet som plager deg', who: 'Nettstedets eget varslingsskjema' },
      { what: 'Du er bekymret for dine egne tanker', who: 'Hjelpetelefonene på siden «Støtte til deg»' },
    ],
    unsure: 'Er du usikker? Fortell likevel. Vi sender det til rett sted.',
  },

  spread: {
    title: 'Fortell at vi finnes',
    lead: 'Mange vet ikke hvor de skal henvende seg. Her er tekster og bilder som du fritt kan bruke. Fortell aldri hva du selv har sett, eller hvor.',
    textsTitle: 'Ferdige tekster',
    texts: (name, address) => [
      `Har du sett seksuelle overgrep mot barn på nettet? Ikke spre det. Tips ${name}, anonymt om du vil: ${address}`,
      `Ikke lagre noe, og ikke let videre. Send adressen til ${name}, så gjør saksbehandlerne resten: ${address}`,
      `Truer noen deg eller et barn du kjenner, med bilder? Det er ikke barnets feil, og det finnes hjelp: ${address}`,
    ],
    cardTitle: 'Bilde å dele',
    cardAlt: (name) => `${name}: tips om seksuelle overgrep mot barn. Anonymt, uten å laste opp noe.`,
    cardLink: 'Hent bildet (SVG)',
    posterTitle: 'Plakat å skrive ut',
    posterText: 'Heng den opp på skolen, på biblioteket, på venterommet eller på pauserommet.',
    posterLink: 'Åpne plakaten',
  },

  poster: {
    title: 'Plakat',
    heading: 'Har du sett overgrep mot barn?',
    points: ['Ikke let videre.', 'Ikke lagre noe.', 'Fortell oss. Du kan være anonym.'],
    emergency: (number) => `Er et barn i fare nå? Ring ${number}.`,
    scan: 'Rett kameraet hit, eller skriv adressen:',
    print: 'Skriv ut siden med nettleseren. Bare plakaten kommer med.',
  },

  privacy: {
    title: 'Hva vi lagrer',
    sections: [
      {
        title: 'Når du besøker nettstedet',
        points: [
          'Vi bruker ingen informasjonskapsler og ingenting fra andre nettsteder.',
          'Et lite skript hjelper deg å forlate siden raskt og kopiere kvitteringen. Alt virker uten det.',
          'Vi lagrer ikke IP-adressen din, og vi fører ingen logg over besøk. Når mange skriver samtidig, teller vi i minnet, under en nøkkel som glemmes innen en time.',
        ],
      },
      {
        title: 'Når du sender et tips',
        points: [
          'Mens du fyller ut skjemaet, ligger svarene dine kryptert i selve siden. Vi lagrer ingenting før du sender.',
          'Det du forteller, krypteres i samme øyeblikk som det kommer fram til oss. Bare tipslinjens saksbehandlere kan åpne det, og du kan lese din egen postkasse med kvitteringen.',
          'Kontaktopplysninger krypteres for seg. De er ikke med i noen melding til et nettsted, i noen utveksling med andre tipslinjer eller i noen statistikk.',
          'Adressene du tipser om, lagres kryptert med en nøkkel som ikke er i databasen.',
          'I klartekst lagrer vi bare det statistikken trenger: hva tipset gjelder, hvilket språk du brukte, om det hastet, om du la igjen kontaktopplysninger og ville ha svar, og hvilken time det kom.',
          'Kvitteringen lagres ikke i det hele tatt.',
        ],
      },
      {
        title: 'Hvem som får se det',
        points: [
          'Politiet får det som trengs for å etterforske en mistenkt forbrytelse.',
          'Krysser du av for at det haster, kan tipset gå til politiet med en gang, kryptert til dem, før noen hos oss har lest det. Kontaktopplysningene dine følger da ikke med.',
          'Tipslinjer i andre land og den som kan fjerne materialet, får adressen og vår vurdering, aldri hvem du er.',
        ],
      },
      {
        title: 'Det vi ikke rår over',
        points: [
          'Nettleseren din kan vise i historikken at du har vært her. Bruk et privat vindu hvis andre bruker den samme enheten.',
          'Internettleverandøren, arbeidsplassen eller skolen kan se at du har besøkt oss, men ikke hva du skrev. Vil du skjule det også, kan du bruke Tor Browser. Nettstedet virker i dens tryggeste modus.',
        ],
      },
      {
        title: 'Rettighetene dine',
        points: [
          'I postkassen kan du selv fjerne kontaktopplysningene dine eller alt du har skrevet. Har du spørsmål om opplysningene dine? Skriv til oss der, eller kontakt oss. Har du vært anonym, er kvitteringen det eneste som viser at tipset er ditt.',
        ],
      },
    ],
  },

  accessibility: {
    title: 'Tilgjengelighet',
    paragraphs: [
      'Alle skal kunne bruke nettstedet. Målet er å følge WCAG 2.2 på nivå AA.',
      'Det virker uten skript, med tastatur, med skjermleser, med stor tekst, i mørk modus og med høy kontrast.',
      'Siden «Handler det om deg?» er skrevet for å være lett å lese. Nettstedet finnes ennå ikke på tegnspråk.',
      'Er noe vanskelig å bruke? Fortell oss, så retter vi det.',
    ],
  },

  contact: {
    title: 'Kontakt',
    tips: 'Send tips i skjemaet, ikke på e-post: det du skriver i skjemaet, krypteres når det kommer fram til oss, og du kan være anonym.',
    email: 'Spørsmål om tipslinjen og nettstedet:',
  },
};
