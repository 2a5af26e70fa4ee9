import { grammarOf } from './forms.ts';
import type { MainTexts } from './sv.ts';

const { number: digits, plural } = grammarOf('fi');

/** The site's working pages in Finnish. */
export const fi: MainTexts = {
  skipToContent: 'Siirry sisältöön',
  language: 'Kieli',
  exit: 'Poistu sivulta nopeasti',
  toStart: 'Etusivulle',
  errorTitlePrefix: 'Virhe: ',
  characters: (count) => `Enintään ${digits(count)} merkkiä.`,
  footer: {
    label: 'Tietoa sivustosta',
    help: 'Tukea sinulle',
    young: 'Koskeeko se sinua?',
    after: 'Mitä vihjeelle tapahtuu?',
    scope: 'Mistä muut huolehtivat',
    spread: 'Kerro meistä muille',
    privacy: 'Mitä tallennamme',
    accessibility: 'Saavutettavuus',
    contact: 'Yhteystiedot',
  },

  police: {
    title: 'Onko lapsi vaarassa juuri nyt?',
    emergency: (number) => ['Soita heti: ', number, '.'],
    otherwise: (number) => ['Jos asia ei ole kiireellinen, soita poliisille: ', number, '.'],
    otherwiseUnknown: 'Jos asia ei ole kiireellinen, ota yhteyttä poliisiin siellä, missä olet.',
    first: 'Poliisi tulee aina ensin. Jos olet epävarma, soita silti.',
  },

  start: {
    title: 'Ilmoita lapsiin kohdistuvasta seksuaalisesta väkivallasta',
    lead: 'Oletko nähnyt jotain verkossa, tai tiedätkö, että jotain on tapahtunut? Kerro meille. Sinun ei tarvitse kertoa, kuka olet.',
    dontTitle: 'Ennen kuin kerrot',
    dont: [
      'Älä etsi lisää.',
      'Älä tallenna, kuvaa tai lataa mitään.',
      'Älä lähetä kuvia tai videoita eteenpäin, ei edes meille. Osoite riittää.',
    ],
    chooseTitle: 'Mistä haluat kertoa?',
    laterTitle: 'Oletko jo kertonut meille?',
    later: 'Avaa postilaatikko kuitillasi: näet mitä on tapahtunut, voit vastata kysymykseen tai kirjoittaa lisää.',
    openMailbox: 'Avaa postilaatikko',
    nextTitle: 'Näin se toimii',
    next: [
      'Kirjoitat, mitä tiedät. Se vie muutaman minuutin.',
      'Saat kuitin. Sen avulla näet, mitä tapahtuu, ja voit vastata, jos kysymme jotain.',
      'Käsittelijä lukee vihjeesi ja välittää sen poliisille, toisen maan vihjelinjalle tai sille, joka voi poistaa aineiston.',
    ],
    safe: 'Sivusto ei käytä evästeitä, toimii ilman skriptejä eikä tallenna IP-osoitettasi.',
    safeMore: 'Lue, mitä tallennamme',
  },

  categories: {
    online: {
      title: 'Kuva tai video verkossa',
      hint: 'Sinulla on sivun, tilin, ryhmän tai tiedoston osoite.',
      heading: 'Ilmoita kuvasta tai videosta verkossa',
    },
    grooming: {
      title: 'Joku lähestyy lasta',
      hint: 'Henkilö, joka houkuttelee tai painostaa lasta verkossa tai puhelimessa.',
      heading: 'Ilmoita henkilöstä, joka lähestyy lasta',
    },
    extortion: {
      title: 'Uhkailu tai levittäminen',
      hint: 'Joku uhkailee lasta kuvilla tai levittää niitä.',
      heading: 'Ilmoita lapsen uhkailusta tai kuvien levittämisestä',
    },
    trafficking: {
      title: 'Ihmiskauppa',
      hint: 'Lapsia käytetään seksuaalisesti hyväksi maksua vastaan.',
      heading: 'Ilmoita lapsikaupasta',
    },
    travel: {
      title: 'Hyväksikäyttö ulkomailla',
      hint: 'Joku on matkustanut tai aikoo matkustaa, ja hänen epäillään käyttävän lapsia hyväksi.',
      heading: 'Ilmoita hyväksikäytöstä ulkomailla',
    },
    offline: {
      title: 'Hyväksikäyttö verkon ulkopuolella',
      hint: 'Jotain, mitä olet nähnyt, kuullut tai epäilet.',
      heading: 'Ilmoita hyväksikäytöstä verkon ulkopuolella',
    },
    other: {
      title: 'Jotain muuta',
      hint: 'Et tiedä, mihin se kuuluu. Se ei haittaa.',
      heading: 'Ilmoita jostain muusta',
    },
  },

  form: {
    intro: 'Kirjoita, mitä tiedät. Ei haittaa, vaikka et osaisi vastata kaikkeen.',
    onlyAddressNeeded: 'Vain osoite tarvitaan. Kaikki muu on vapaaehtoista.',
    somethingNeeded: 'Vastaa siihen, mihin voit. Vähintään yksi kenttä on täytettävä.',
    urgentTitle: 'Onko kiire?',
    urgentHint: (number) =>
      `Rastita, jos tiedät, kuka lapsi on tai missä hän on. Vihje käsitellään silloin ennen muita. Jos on hätä, soita myös numeroon ${number}.`,
    contactTitle: 'Kuka olet',
    contactHint:
      'Voit pysyä nimettömänä. Jos annat tietosi, ne salataan erikseen. Se, josta kerrot, ei koskaan saa meiltä tietää, kuka olet.',
    send: 'Lähetä vihje',
    noFiles: 'Älä koskaan lähetä kuvia tai videoita. Tiedostoja ei voi liittää, ja se on tarkoituksellista.',
    summaryTitle: 'Jotain pitää muuttaa',
    summaryKept: 'Kirjoittamasi on tallella.',
    expired:
      'Sivu oli ollut auki pitkään, joten mitään ei ole vielä lähetetty. Kaikki kirjoittamasi on tallella. Lue se läpi ja jatka.',
    unreadable:
      'Emme pystyneet lukemaan, mitä kirjoitit aiemmille sivuille, joten mitään ei ole lähetetty. Tälle sivulle kirjoittamasi on tallella. Aloita tästä uudelleen.',
    notReceivedTitle: 'Vihje ei tullut perille',
    notReceived:
      'Meillä on vika, emmekä ole saaneet vihjettäsi. Kirjoittamasi on yhä tällä sivulla. Odota minuutti ja paina uudelleen Lähetä. Siitä ei koskaan tule kahta vihjettä.',
    notReceivedPolice: 'Jos asia ei voi odottaa, käänny poliisin puoleen:',
    closedTitle: 'Emme ole vielä avanneet',
    closed:
      'Vihjelinja ei ole valmis ottamaan vastaan vihjeitä. Vihjettäsi ei ole vastaanotettu. Käänny poliisin puoleen.',
    oddNone: 'Emme löytäneet osoitetta siitä, mitä kirjoitit.',
    oddFound: (count) => plural(count, { one: 'Löysimme # osoitteen:', other: 'Löysimme # osoitetta:' }),
    oddTitle: 'Tätä emme osanneet lukea osoitteina',
    oddChoice: 'Voit muuttaa sitä. Muuten rivit menevät käsittelijälle sellaisina kuin kirjoitit ne.',
    oddLine: (line) => `Rivi ${digits(line)}`,
    oddInReport: 'Osoitekentän rivit, joita ei voitu tulkita',
    reasons: {
      'not-an-address': 'ei näytä verkko-osoitteelta',
      'scheme-not-handled': 'on muunlainen osoite kuin verkko-osoite',
      'private-host': 'osoittaa verkkoon, johon vain sinä pääset',
      'too-long': 'on pidempi kuin verkko-osoite voi olla',
      'too-many': 'tästä alkaen osoitteita on enemmän kuin voimme ottaa kerralla',
    },
  },

  steps: {
    progress: (step, of) => `Vaihe ${digits(step)} / ${digits(of)}`,
    next: 'Jatka',
    back: 'Takaisin',
    toReview: 'Tarkistukseen',
    change: 'Muuta',
    yes: 'Kyllä',
    no: 'Ei',
    noAnswer: 'Ei vastausta',
    groups: {
      danger: 'Onko kiire?',
      addresses: 'Missä se on?',
      circumstances: 'Miten löysit sen?',
      narrative: 'Mitä on tapahtunut?',
      placeTime: 'Missä ja milloin?',
      journey: 'Missä ja milloin?',
      suspect: 'Ketä se koskee?',
      contact: 'Haluatko vastauksen?',
    },
    reviewTitle: 'Lue läpi ennen lähettämistä',
    reviewLead: 'Mitään ei ole vielä lähetetty. Voit muuttaa kaikkea.',
  },

  fields: {
    addresses: {
      label: 'Osoite tai osoitteet',
      hint: 'Kopioi selaimen osoitekentästä. Yksi osoite riville.',
    },
    addressesOptional: { label: 'Osoite verkossa', hint: 'Esimerkiksi sivu tai tili. Yksi osoite riville.' },
    pageReachedFrom: {
      label: 'Miten päädyit sivulle?',
      hint: 'Esimerkiksi linkistä toisella sivulla, keskustelussa tai sähköpostissa.',
    },
    accessNeeded: {
      label: 'Tarvitaanko jotain sisään pääsyyn?',
      hint: 'Esimerkiksi salasana, kutsu tai tietty sovellus.',
    },
    seenWhen: { label: 'Milloin näit sen?', hint: 'Esimerkiksi ”eilen illalla” tai päivämäärä.' },
    narrative: {
      label: 'Kerro',
      hint: 'Kirjoita omin sanoin. Sinun ei tarvitse kuvata näkemääsi yksityiskohtaisesti.',
    },
    travelCountry: { label: 'Missä maassa?', hint: '' },
    place: { label: 'Missä paikassa?', hint: 'Esimerkiksi paikkakunta, osoite, koulu tai alue.' },
    hotel: { label: 'Hotelli tai muu majoitus', hint: '' },
    dates: { label: 'Milloin?', hint: 'Matkan tai tapahtuman päivät, niin hyvin kuin tiedät.' },
    suspect: { label: 'Ketä epäilet?', hint: 'Nimi, käyttäjänimi, ulkonäkö, auto, työ: mitä tahansa tiedät.' },
    whySuspicious: { label: 'Mikä herättää epäilyksesi?', hint: '' },
    isUrgent: { label: 'Lapsi on nyt vaarassa, tai hänet voi tunnistaa', hint: '' },
    wantsAnswer: {
      label: 'Haluan tietää, mitä tapahtuu',
      hint: 'Vastaus tulee postilaatikkoosi. Avaat sen kuitilla, jonka saat, kun olet lähettänyt vihjeen.',
    },
    name: { label: 'Nimi', hint: '' },
    email: { label: 'Sähköpostiosoite', hint: '' },
    phone: { label: 'Puhelinnumero', hint: '' },
  },

  problems: {
    'missing-addresses':
      'Kirjoita vähintään yksi osoite. Jos sinulla ei ole osoitetta, voit kirjoittaa, missä näit sen.',
    'missing-anything': 'Kirjoita jotain vähintään yhteen kenttään.',
    'too-long': (label, count, most) =>
      `${label}: tekstissä on ${digits(count)} merkkiä. Lyhennä se enintään ${digits(most)} merkkiin.`,
    'not-an-email':
      'Sähköpostiosoitteessa pitää olla @, esimerkiksi nimi@example.org. Voit myös jättää kentän tyhjäksi.',
  },

  receipt: {
    title: 'Kiitos. Olemme saaneet vihjeesi.',
    label: 'Kuittisi',
    keep: 'Kirjoita kuitti muistiin tai ota kuvakaappaus, ja säilytä se siellä, mihin vain sinä pääset. Mikään muu ei avaa postilaatikkoasi. Emme voi etsiä sitä sinulle uudelleen.',
    copy: 'Kopioi kuitti',
    copied: 'Kopioitu',
    qr: 'Kuitti QR-koodina',
    qrHint: 'Suuntaa puhelimen kamera ruutuun, niin saat kuitin mukaasi. Voit myös tulostaa sivun.',
    urgentTitle: (number) => `Oletko soittanut numeroon ${number}?`,
    urgent: 'Rastitit, että on kiire. Luemme vihjeesi ennen muita, mutta emme voi tulla apuun. Poliisi voi.',
    nextTitle: 'Mitä nyt tapahtuu?',
    next: [
      'Käsittelijä lukee vihjeesi.',
      'Jos epäillään rikosta, vihje menee poliisille tai sen maan vihjelinjalle, jossa aineisto on.',
      'Se, joka voi poistaa aineiston, saa tietää siitä, ellei poliisi pyydä odottamaan.',
      'Postilaatikosta näet, miten pitkällä asia on. Käy katsomassa muutaman päivän päästä: meillä voi olla kysymys.',
    ],
    doneTitle: 'Sinun ei tarvitse tehdä enempää',
    done: 'Olet tehnyt sen, mitä tarvitaan. Älä käy sivulla uudelleen äläkä etsi itse.',
    openMailbox: 'Postilaatikkoon',
    spreadTitle: 'Kerro muille, että olemme olemassa',
    spread: (name) => `Moni ei tiedä, minne kääntyä. Kerro heille: ${name}. Älä kerro, mitä näit tai missä.`,
  },

  mailbox: {
    title: 'Postilaatikkosi',
    openTitle: 'Avaa postilaatikko',
    openIntro: 'Kirjoita kuitti, jonka sait, kun lähetit vihjeen.',
    receiptLabel: 'Kuitti',
    receiptHint: 'Seitsemän neljän merkin ryhmää. Isoilla ja pienillä kirjaimilla tai väleillä ei ole väliä.',
    open: 'Avaa',
    lostTitle: 'Onko kuitti kadonnut?',
    lost: 'Silloin postilaatikkoa ei voi avata, emme mekään. Vihjeesi on silti vastaanotettu. Voit lähettää uuden ja kertoa, että olet kertonut aiemmin.',
    historyTitle: 'Mitä on tapahtunut',
    byHotline: 'Kysymys tai vastaus meiltä',
    byYou: 'Sinä kirjoitit',
    writeTitle: 'Kirjoita lisää tai vastaa',
    writeLabel: 'Viestisi',
    writeHint: 'Älä liitä mitään äläkä lähetä kuvia. Jos sinulla on uusi osoite, voit kirjoittaa sen tähän.',
    write: 'Lähetä viesti',
    written: 'Viestisi on vastaanotettu.',
    close: 'Sulje postilaatikko',
    closeHint: 'Sulje myös välilehti, jos muut käyttävät samaa laitetta.',
    erased: 'Vihjeesi sisältö on poistettu. Siksi viestejä ei voi enää lukea tai kirjoittaa.',
    full: 'Postilaatikko on täynnä, joten viestiä ei ole vastaanotettu. Lähetä uusi vihje ja kerro, että se kuuluu tähän.',
    expired:
      'Postilaatikko sulkeutui puolen tunnin jälkeen. Kirjoita kuitti uudelleen. Kirjoittamasi on alla, mutta sitä ei ole lähetetty.',
    keptLabel: 'Mitä kirjoitit',
    notReceivedTitle: 'Viesti ei tullut perille',
    notReceived:
      'Meillä on vika, emmekä ole saaneet viestiäsi. Kirjoittamasi on yhä tällä sivulla. Odota minuutti ja lähetä uudelleen.',
    awayTitle: 'Postilaatikkoa ei voi avata juuri nyt',
    away: 'Meillä on vika. Vihjeesi on tallessa. Yritä hetken päästä uudelleen.',
    removeTitle: 'Poista omat tietosi',
    removeContact: 'Poista yhteystietoni',
    removeContactHint: 'Vihje jää, mutta kukaan ei näe, kuka olet. Eteenpäin jo annettua emme voi ottaa takaisin.',
    contactRemoved: 'Yhteystietosi on poistettu.',
    removeAll: 'Poista kaikki, mitä olen kirjoittanut',
    removeAllHint:
      'Kertomaasi, tietojasi ja viestejäsi ei sen jälkeen voi koskaan lukea. Ilmoittamiasi osoitteita voimme yhä käsitellä. Eteenpäin jo annettua emme voi ottaa takaisin.',
    removeAllSure: 'Ymmärrän, ettei tätä voi perua',
    removeAllUnsure: 'Rastita ruutu, jos haluat poistaa kaiken.',
    allRemoved: 'Kaikki kirjoittamasi on poistettu.',
    problems: {
      empty: 'Kirjoita kuittisi.',
      'wrong-length': (count, needed) =>
        `Kuitissa on ${digits(needed)} merkkiä, ja sinä kirjoitit ${digits(count)}. Katso, puuttuuko jotain tai onko jotain kahteen kertaan.`,
      'wrong-symbol': (symbol) =>
        `Merkkiä ”${symbol}” ei ole missään kuitissa. Katso, onko se jokin muu kirjain tai numero.`,
      'wrong-check': 'Jokin merkki on väärin, tai kaksi on vaihtanut paikkaa. Vertaa kuittiin ryhmä kerrallaan.',
      unknown:
        'Sille kuitille ei ole täällä postilaatikkoa. Vertaa kuittiin ja tarkista, että se on tältä vihjelinjalta.',
      'empty-message': 'Kirjoita viestisi.',
    },
  },

  statuses: {
    received: { title: 'Vastaanotettu', text: 'Olemme saaneet vihjeesi.' },
    'in-review': { title: 'Käsittelyssä', text: 'Käsittelijä työskentelee vihjeesi parissa.' },
    'sent-on': { title: 'Välitetty', text: 'Vihjeesi on välitetty poliisille tai yhteistyötahon vihjelinjalle.' },
    removed: {
      title: 'Ei enää verkossa',
      text: 'Se, mistä kerroit, ei ole enää tavoitettavissa siellä, missä näit sen.',
    },
    closed: {
      title: 'Päättynyt',
      text: 'Olemme tehneet vihjeesi hyväksi sen, minkä voimme. Voimme harvoin kertoa, miten kävi, mutta jokainen vihje on tärkeä. Kiitos, että kerroit.',
    },
  },

  supportLines: {
    children: 'Sinulle, joka olet alle 18. Auki yötä päivää, maksuton ja nimetön.',
    adultsForChildren: 'Aikuisille, jotka ovat huolissaan lapsesta.',
    health: 'Terveysneuvontaa yötä päivää, jos näkemäsi vaikuttaa vointiisi.',
    night: 'Joku, jolle puhua iltaisin ja öisin, kello 21–6.',
    ownThoughts: 'Sinulle, joka pelkäät omia ajatuksiasi lapsista. Nimetön ja maksuton.',
    childrenWorldwide:
      'Auttavia puhelimia lapsille ja nuorille kaikkialla maailmassa. Monessa Euroopan maassa numero on 116 111.',
    anyoneWorldwide: 'Joku, jolle puhua, omassa maassasi.',
  },

  errors: {
    notFound: { title: 'Sivua ei ole', text: 'Osoite voi olla väärä, tai sivu on siirretty.' },
    files: {
      title: 'Tiedostoja ei voi lähettää tänne',
      text: 'Emme koskaan ota vastaan kuvia, videoita tai muita tiedostoja. Sivun osoite riittää. Palaa takaisin ja kirjoita se lomakkeeseen.',
    },
    tooLarge: {
      title: 'Tekstiä oli liikaa kerralla',
      text: 'Vihjettä ei ole vastaanotettu. Palaa selaimessa takaisin: kirjoittamasi on yleensä tallella. Lyhennä tekstiä tai jaa se useampaan vihjeeseen.',
    },
    away: {
      title: 'Meillä on juuri nyt vika',
      text: 'Jos yritit lähettää jotain, sitä ei ole vastaanotettu. Palaa selaimessa takaisin, missä kirjoittamasi on yleensä tallella, ja yritä hetken päästä uudelleen.',
    },
    refused: {
      title: 'Lähetettyä ei voitu lukea',
      text: 'Jos yritit lähettää vihjeen, sitä ei ole vastaanotettu. Palaa selaimessa takaisin ja yritä uudelleen.',
    },
  },
};
