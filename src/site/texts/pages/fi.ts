import type { PageTexts } from './sv.ts';

/** The site's pages that only tell, in Finnish. */
export const fiPages: PageTexts = {
  help: {
    title: 'Tukea sinulle',
    intro:
      'Lapseen kohdistuvan hyväksikäytön näkeminen tai siitä kuuleminen voi painaa mieltä pitkään. Paha olo, univaikeudet ja mieleen palaavat kuvat ovat tavallisia reaktioita. Puhu jollekulle. Yksityiskohtia ei tarvitse kertoa.',
    emergency: 'Jos henki on vaarassa:',
    laterTitle: 'Tämä voi auttaa',
    later: [
      'Sulje sivu äläkä palaa sinne.',
      'Liiku, syö jotain ja tee jotain, mikä vie ajatukset muualle.',
      'Kerro jollekulle, johon luotat, että olet nähnyt jotain raskasta.',
      'Hae apua, jos se ei hellitä parissa viikossa, tai aiemmin, jos se käy liian raskaaksi.',
    ],
    linesTitle: 'Täältä löydät jonkun, jolle puhua',
  },

  young: {
    title: 'Koskeeko se sinua?',
    lead: 'Tämä sivu on sinulle, joka olet lapsi tai nuori. Se, mitä on tapahtunut, ei ole sinun syytäsi.',
    sections: [
      {
        title: 'Onko joku tehnyt sinulle jotain?',
        points: [
          'Joku on koskenut sinuun tai saanut sinut tekemään asioita, joita et halua.',
          'Jollakulla on sinusta alastonkuva tai video.',
          'Joku uhkailee sinua tai haluaa rahaa tai lisää kuvia.',
          'Aikuinen verkossa haluaa tavata sinut tai haluaa, että teillä on salaisuuksia.',
        ],
      },
      {
        title: 'Teet oikein, kun kerrot',
        points: [
          'Toinen on aina se, joka teki väärin, vaikka olisit itse lähettänyt kuvan.',
          'Saat kertoa, vaikka olet luvannut olla kertomatta.',
          'Älä maksa, äläkä lähetä mitään enempää. Uhkailu ei lopu maksamalla.',
          'Älä poista keskustelua. Se voi auttaa poliisia.',
        ],
      },
      {
        title: 'Näin saat apua',
        points: [
          'Oletko nyt vaarassa? Soita alla olevaan numeroon.',
          'Kerro aikuiselle, johon luotat: vanhemmalle, opettajalle, kouluterveydenhoitajalle.',
          'Haluatko puhua jollekulle muulle? Soita tai kirjoita jollekin listalla olevista. Nimeäsi ei tarvitse kertoa.',
          'Voit kertoa myös meille. Saat kuitin ja voit lukea vastauksen myöhemmin.',
        ],
      },
    ],
    tell: 'Kerro meille',
    hide: 'Painike ”Poistu sivulta nopeasti” vaihtaa tavalliselle sivulle. Sivut, joilla olet käynyt, voivat silti näkyä selaimen historiassa.',
  },

  after: {
    title: 'Mitä vihjeelle tapahtuu?',
    lead: 'Näin se etenee lähettämisestä siihen, kun olemme valmiita.',
    steps: [
      {
        title: 'Otamme vastaan',
        text: 'Vihje salataan heti. Saat kuitin vasta, kun se on varmasti tallessa.',
      },
      { title: 'Luemme', text: 'Käsittelijä lukee vihjeesi. Kiireelliset ensin, joka päivä.' },
      {
        title: 'Lähetämme sen oikeaan paikkaan',
        text: 'Epäillyt rikokset menevät poliisille. Jos aineisto on toisessa maassa, se menee sikäläiselle vihjelinjalle tai poliisille.',
      },
      {
        title: 'Pyydämme poistamaan sen',
        text: 'Se, jonka palvelimella aineisto on, saa tietää siitä, ellei poliisi halua odottaa. Muistutamme, kunnes se on poissa.',
      },
      {
        title: 'Tarkistamme uudelleen',
        text: 'Palaamme ja tarkistamme, että se on poissa. Jos se palaa, aloitamme alusta.',
      },
      { title: 'Saat tietää', text: 'Postilaatikosta näet, miten pitkällä asia on. Meillä voi olla sinulle kysymys.' },
    ],
    limits:
      'Saamme harvoin tietää, miten poliisitutkinta päättyy, emmekä saa kertoa kaikkea, mitä tiedämme. Jos se ei ole laitonta, emme voi saada sitä poistetuksi.',
  },

  scope: {
    title: 'Mistä muut huolehtivat',
    lead: 'Työskentelemme lapsiin kohdistuvaa seksuaalista väkivaltaa vastaan. Jos kyse on muusta, joku näistä auttaa sinua paremmin.',
    rows: [
      { what: 'Lapsi on nyt vaarassa', who: 'Poliisi, hätänumerosta' },
      {
        what: 'Lapsella on muuten huonot oltavat',
        who: 'Sosiaalitoimi tai lastensuojelu siellä, missä lapsi asuu',
      },
      { what: 'Se tehtiin sinulle, ja haluat ilmoittaa siitä', who: 'Poliisi' },
      { what: 'Aikuisesta otettuja kuvia on levitetty', who: 'Poliisi ja se sivusto, jolla kuvat ovat' },
      { what: 'Petos, uhkailu tai kaapattu tili', who: 'Poliisi ja palvelun takana oleva yritys' },
      { what: 'Viha ja terrorismi verkossa', who: 'Poliisi' },
      { what: 'Laillinen pornografia tai muu häiritsevä', who: 'Sivuston oma ilmoituslomake' },
      { what: 'Olet huolissasi omista ajatuksistasi', who: 'Auttavat puhelimet sivulla ”Tukea sinulle”' },
    ],
    unsure: 'Oletko epävarma? Kerro silti. Lähetämme sen oikeaan paikkaan.',
  },

  spread: {
    title: 'Kerro meistä muille',
    lead: 'Moni ei tiedä, minne kääntyä. Täällä on tekstejä ja kuvia, joita saat käyttää vapaasti. Älä koskaan kerro, mitä itse olet nähnyt tai missä.',
    textsTitle: 'Valmiita tekstejä',
    texts: (name, address) => [
      `Oletko nähnyt verkossa lapsiin kohdistuvaa seksuaalista väkivaltaa? Älä levitä sitä. Kerro, vaikka nimettömänä: ${name}, ${address}`,
      `Älä tallenna mitään äläkä etsi enempää. Lähetä osoite, niin käsittelijät tekevät loput: ${name}, ${address}`,
      `Uhkaileeko joku sinua tai tuntemaasi lasta kuvilla? Se ei ole lapsen syy, ja apua on: ${address}`,
    ],
    cardTitle: 'Kuva jaettavaksi',
    cardAlt: (name) =>
      `${name}: ilmoita lapsiin kohdistuvasta seksuaalisesta väkivallasta. Nimettömänä, lataamatta mitään.`,
    cardLink: 'Hae kuva (SVG)',
    posterTitle: 'Juliste tulostettavaksi',
    posterText: 'Ripusta se kouluun, kirjastoon, odotushuoneeseen tai henkilökunnan tilaan.',
    posterLink: 'Avaa juliste',
  },

  poster: {
    title: 'Juliste',
    heading: 'Oletko nähnyt lapsen hyväksikäyttöä?',
    points: ['Älä etsi enempää.', 'Älä tallenna mitään.', 'Kerro meille. Voit olla nimetön.'],
    emergency: (number) => `Onko lapsi nyt vaarassa? Soita ${number}.`,
    scan: 'Suuntaa kamera tähän tai kirjoita osoite:',
    print: 'Tulosta sivu selaimella. Vain juliste tulee mukaan.',
  },

  privacy: {
    title: 'Mitä tallennamme',
    sections: [
      {
        title: 'Kun käyt sivustolla',
        points: [
          'Emme käytä evästeitä emmekä mitään muilta sivustoilta.',
          'Pieni skripti auttaa sinua poistumaan sivulta nopeasti ja kopioimaan kuitin. Kaikki toimii ilman sitä.',
          'Emme tallenna IP-osoitettasi emmekä pidä lokia käynneistä. Kun moni kirjoittaa yhtä aikaa, laskemme muistissa avaimella, joka unohdetaan tunnin kuluessa.',
        ],
      },
      {
        title: 'Kun lähetät vihjeen',
        points: [
          'Kun täytät lomaketta, vastauksesi ovat salattuina itse sivulla. Emme tallenna mitään ennen kuin lähetät.',
          'Kertomasi salataan heti, kun se saapuu meille. Vain vihjelinjan käsittelijät voivat avata sen, ja sinä voit lukea oman postilaatikkosi kuitilla.',
          'Yhteystiedot salataan erikseen. Ne eivät ole missään ilmoituksessa verkkosivustolle, missään vaihdossa muiden vihjelinjojen kanssa eivätkä missään tilastossa.',
          'Ilmoittamasi osoitteet tallennetaan salattuina avaimella, joka ei ole tietokannassa.',
          'Selväkielisenä tallennamme vain sen, mitä tilastot tarvitsevat: mitä vihje koskee, mitä kieltä käytit, oliko kiire, annoitko yhteystietoja ja halusitko vastauksen, ja minkä tunnin aikana vihje tuli.',
          'Kuittia ei tallenneta lainkaan.',
        ],
      },
      {
        title: 'Kuka saa sen nähdä',
        points: [
          'Poliisi saa sen, mitä epäillyn rikoksen tutkimiseen tarvitaan.',
          'Jos rastitat, että on kiire, vihje voi mennä heti poliisille, heille salattuna, ennen kuin kukaan meistä on lukenut sen. Yhteystietosi eivät silloin ole mukana.',
          'Muiden maiden vihjelinjat ja se, joka voi poistaa aineiston, saavat osoitteen ja arviomme, eivät koskaan tietoa siitä, kuka olet.',
        ],
      },
      {
        title: 'Mihin emme voi vaikuttaa',
        points: [
          'Selaimesi historiassa voi näkyä, että olet käynyt täällä. Käytä yksityistä ikkunaa, jos muut käyttävät samaa laitetta.',
          'Internetpalvelusi, työpaikkasi tai koulusi voi nähdä, että olet käynyt täällä, mutta ei sitä, mitä kirjoitit. Jos haluat piilottaa senkin, voit käyttää Tor Browseria. Sivusto toimii sen turvallisimmassa tilassa.',
        ],
      },
      {
        title: 'Oikeutesi',
        points: [
          'Postilaatikossa voit itse poistaa yhteystietosi tai kaiken, mitä olet kirjoittanut. Onko sinulla kysyttävää tiedoistasi? Kirjoita meille sinne tai ota yhteyttä. Jos olet ollut nimetön, kuitti on ainoa, mikä osoittaa vihjeen sinun.',
        ],
      },
    ],
  },

  accessibility: {
    title: 'Saavutettavuus',
    paragraphs: [
      'Kaikkien pitää voida käyttää sivustoa. Tavoitteena on WCAG 2.2:n taso AA.',
      'Se toimii ilman skriptejä, näppäimistöllä, ruudunlukijalla, suurella tekstillä, tummassa tilassa ja suurella kontrastilla.',
      'Sivu ”Koskeeko se sinua?” on kirjoitettu helposti luettavaksi. Sivustoa ei vielä ole viittomakielellä.',
      'Onko jotain vaikea käyttää? Kerro meille, niin korjaamme sen.',
    ],
  },

  contact: {
    title: 'Yhteystiedot',
    tips: 'Lähetä vihjeet lomakkeella, älä sähköpostilla: lomakkeella kirjoittamasi salataan, kun se saapuu meille, ja voit olla nimetön.',
    email: 'Kysymykset vihjelinjasta ja sivustosta:',
  },
};
