import { grammarOf } from './forms.ts';
import type { MainTexts } from './sv.ts';

const { number: digits, plural } = grammarOf('de');

/** The site's working pages in German. */
export const de: MainTexts = {
  skipToContent: 'Zum Inhalt springen',
  language: 'Sprache',
  exit: 'Seite schnell verlassen',
  toStart: 'Zur Startseite',
  errorTitlePrefix: 'Fehler: ',
  characters: (count) => `Höchstens ${digits(count)} Zeichen.`,
  footer: {
    label: 'Über diese Website',
    help: 'Hilfe für dich',
    young: 'Geht es um dich?',
    after: 'Was geschieht mit einem Hinweis?',
    scope: 'Worum sich andere kümmern',
    spread: 'Sag anderen, dass es uns gibt',
    privacy: 'Was wir speichern',
    accessibility: 'Barrierefreiheit',
    contact: 'Kontakt',
  },

  police: {
    title: 'Ist gerade ein Kind in Gefahr?',
    emergency: (number) => ['Ruf sofort ', number, ' an.'],
    otherwise: (number) => ['Ist es nicht dringend, ruf die Polizei an: ', number, '.'],
    otherwiseUnknown: 'Ist es nicht dringend, wende dich an die Polizei dort, wo du bist.',
    first: 'Die Polizei kommt immer zuerst. Wenn du unsicher bist, ruf trotzdem an.',
  },

  start: {
    title: 'Sexuellen Missbrauch von Kindern melden',
    lead: 'Hast du im Internet etwas gesehen, oder weißt du von etwas, das geschehen ist? Sag es uns. Du musst nicht sagen, wer du bist.',
    dontTitle: 'Bevor du es uns sagst',
    dont: [
      'Suche nicht nach mehr.',
      'Speichere, fotografiere oder lade nichts herunter.',
      'Schicke keine Bilder oder Filme weiter, auch nicht an uns. Die Adresse genügt.',
    ],
    chooseTitle: 'Was möchtest du uns sagen?',
    laterTitle: 'Hast du uns schon etwas gemeldet?',
    later: 'Öffne das Postfach mit deiner Quittung: sieh, was geschehen ist, beantworte eine Frage oder schreibe mehr.',
    openMailbox: 'Postfach öffnen',
    nextTitle: 'So geht es',
    next: [
      'Du schreibst, was du weißt. Das dauert ein paar Minuten.',
      'Du bekommst eine Quittung. Damit siehst du, was geschieht, und kannst antworten, wenn wir etwas fragen.',
      'Eine Fachkraft liest deinen Hinweis und gibt ihn an die Polizei, an unsere Partnerstelle in einem anderen Land oder an die, die das Material entfernen können.',
    ],
    safe: 'Diese Website verwendet keine Cookies, funktioniert ohne Skripte und speichert deine IP-Adresse nicht.',
    safeMore: 'Lies, was wir speichern',
  },

  categories: {
    online: {
      title: 'Bild oder Film im Internet',
      hint: 'Du hast die Adresse einer Seite, eines Kontos, einer Gruppe oder einer Datei.',
      heading: 'Bild oder Film im Internet melden',
    },
    grooming: {
      title: 'Jemand sucht Kontakt zu einem Kind',
      hint: 'Eine Person, die ein Kind im Internet oder am Telefon lockt oder unter Druck setzt.',
      heading: 'Melden, dass jemand Kontakt zu einem Kind sucht',
    },
    extortion: {
      title: 'Drohung oder Verbreitung',
      hint: 'Jemand bedroht ein Kind mit Bildern oder verbreitet sie.',
      heading: 'Bedrohung eines Kindes oder Verbreitung von Bildern melden',
    },
    trafficking: {
      title: 'Menschenhandel',
      hint: 'Kinder, die gegen Bezahlung sexuell ausgebeutet werden.',
      heading: 'Handel mit Kindern melden',
    },
    travel: {
      title: 'Missbrauch im Ausland',
      hint: 'Jemand ist gereist oder will reisen und wird verdächtigt, Kinder auszubeuten.',
      heading: 'Missbrauch im Ausland melden',
    },
    offline: {
      title: 'Missbrauch außerhalb des Internets',
      hint: 'Etwas, das du gesehen oder gehört hast oder vermutest.',
      heading: 'Missbrauch außerhalb des Internets melden',
    },
    other: {
      title: 'Etwas anderes',
      hint: 'Du weißt nicht, wozu es gehört. Das macht nichts.',
      heading: 'Etwas anderes melden',
    },
  },

  form: {
    intro: 'Schreib, was du weißt. Es macht nichts, wenn du nicht alles beantworten kannst.',
    onlyAddressNeeded: 'Nur die Adresse ist nötig. Alles andere ist freiwillig.',
    somethingNeeded: 'Beantworte, was du kannst. Mindestens ein Feld muss ausgefüllt sein.',
    urgentTitle: 'Ist es dringend?',
    urgentHint: (number) =>
      `Kreuze das an, wenn du weißt, wer oder wo ein Kind ist. Dann geht der Hinweis vor. Im Notfall ruf auch ${number} an.`,
    contactTitle: 'Wer du bist',
    contactHint:
      'Du kannst anonym bleiben. Gibst du Angaben an, werden sie getrennt verschlüsselt. Die Person, die du meldest, erfährt von uns nie, wer du bist.',
    send: 'Hinweis senden',
    noFiles: 'Schicke niemals Bilder oder Filme. Dateien lassen sich hier nicht anhängen, und das ist Absicht.',
    summaryTitle: 'Etwas muss geändert werden',
    summaryKept: 'Was du geschrieben hast, ist noch da.',
    expired:
      'Die Seite war lange offen, deshalb ist noch nichts gesendet. Alles, was du geschrieben hast, ist noch da. Lies es durch und mach weiter.',
    unreadable:
      'Wir konnten nicht lesen, was du auf den früheren Seiten geschrieben hast, deshalb ist nichts gesendet. Was du auf dieser Seite geschrieben hast, ist noch da. Fang von hier neu an.',
    notReceivedTitle: 'Der Hinweis ist nicht angekommen',
    notReceived:
      'Bei uns ist etwas nicht in Ordnung, und wir haben deinen Hinweis nicht erhalten. Was du geschrieben hast, steht noch auf dieser Seite. Warte eine Minute und drücke noch einmal auf Senden. Es werden nie zwei Hinweise daraus.',
    notReceivedPolice: 'Kann es nicht warten? Geh zur Polizei:',
    closedTitle: 'Wir haben noch nicht geöffnet',
    closed:
      'Die Meldestelle kann noch keine Hinweise annehmen. Dein Hinweis ist nicht angekommen. Bitte geh zur Polizei.',
    oddNone: 'In dem, was du geschrieben hast, haben wir keine Adresse gefunden.',
    oddFound: (count) =>
      plural(count, { one: 'Wir haben # Adresse gefunden:', other: 'Wir haben # Adressen gefunden:' }),
    oddTitle: 'Das konnten wir nicht als Adresse lesen',
    oddChoice: 'Du kannst es ändern. Sonst gehen die Zeilen so, wie du sie geschrieben hast, an die Fachkraft.',
    oddLine: (line) => `Zeile ${digits(line)}`,
    oddInReport: 'Zeilen im Adressfeld, die nicht verstanden wurden',
    reasons: {
      'not-an-address': 'sieht nicht wie eine Webadresse aus',
      'scheme-not-handled': 'ist eine andere Art von Adresse als eine Webadresse',
      'private-host': 'zeigt in ein Netz, das nur du erreichst',
      'too-long': 'ist länger, als eine Webadresse sein kann',
      'too-many': 'ab hier sind es mehr Adressen, als wir auf einmal annehmen können',
    },
  },

  steps: {
    progress: (step, of) => `Schritt ${digits(step)} von ${digits(of)}`,
    next: 'Weiter',
    back: 'Zurück',
    toReview: 'Zur Durchsicht',
    change: 'Ändern',
    yes: 'Ja',
    no: 'Nein',
    noAnswer: 'Keine Antwort',
    groups: {
      danger: 'Ist es dringend?',
      addresses: 'Wo ist es?',
      circumstances: 'Wie hast du es gefunden?',
      narrative: 'Was ist geschehen?',
      placeTime: 'Wo und wann?',
      journey: 'Wo und wann?',
      suspect: 'Um wen geht es?',
      contact: 'Möchtest du eine Antwort?',
    },
    reviewTitle: 'Lies es durch, bevor du sendest',
    reviewLead: 'Noch ist nichts gesendet. Du kannst alles ändern.',
  },

  fields: {
    addresses: {
      label: 'Adresse oder Adressen',
      hint: 'Kopiere sie aus der Adresszeile des Browsers. Eine Adresse pro Zeile.',
    },
    addressesOptional: {
      label: 'Adresse im Internet',
      hint: 'Zum Beispiel eine Seite oder ein Konto. Eine Adresse pro Zeile.',
    },
    pageReachedFrom: {
      label: 'Wie bist du auf die Seite gekommen?',
      hint: 'Zum Beispiel über einen Link auf einer anderen Seite, in einem Chat oder in einer E-Mail.',
    },
    accessNeeded: {
      label: 'Braucht man etwas, um hineinzukommen?',
      hint: 'Zum Beispiel ein Passwort, eine Einladung oder eine bestimmte App.',
    },
    seenWhen: { label: 'Wann hast du es gesehen?', hint: 'Zum Beispiel „gestern Abend“ oder ein Datum.' },
    narrative: {
      label: 'Erzähle',
      hint: 'Schreib mit eigenen Worten. Du musst nicht genau beschreiben, was du gesehen hast.',
    },
    travelCountry: { label: 'Welches Land?', hint: '' },
    place: { label: 'Welcher Ort?', hint: 'Zum Beispiel eine Stadt, eine Adresse, eine Schule oder eine Gegend.' },
    hotel: { label: 'Hotel oder andere Unterkunft', hint: '' },
    dates: { label: 'Wann?', hint: 'Daten der Reise oder des Ereignisses, so gut du sie weißt.' },
    suspect: { label: 'Wen verdächtigst du?', hint: 'Name, Benutzername, Aussehen, Auto, Arbeit: was du weißt.' },
    whySuspicious: { label: 'Was macht dich misstrauisch?', hint: '' },
    isUrgent: { label: 'Ein Kind ist jetzt in Gefahr oder erkennbar', hint: '' },
    wantsAnswer: {
      label: 'Ich möchte wissen, was geschieht',
      hint: 'Die Antwort kommt in dein Postfach. Du öffnest es mit der Quittung, die du nach dem Senden bekommst.',
    },
    name: { label: 'Name', hint: '' },
    email: { label: 'E-Mail-Adresse', hint: '' },
    phone: { label: 'Telefonnummer', hint: '' },
  },

  problems: {
    'missing-addresses': 'Schreib mindestens eine Adresse. Hast du keine, kannst du schreiben, wo du es gesehen hast.',
    'missing-anything': 'Schreib etwas in mindestens eines der Felder.',
    'too-long': (label, count, most) =>
      `${label}: Der Text hat ${digits(count)} Zeichen. Kürze ihn auf höchstens ${digits(most)}.`,
    'not-an-email':
      'Die E-Mail-Adresse braucht ein @, zum Beispiel name@example.org. Du kannst das Feld auch leer lassen.',
  },

  receipt: {
    title: 'Danke. Wir haben deinen Hinweis erhalten.',
    label: 'Deine Quittung',
    keep: 'Schreib die Quittung ab oder mach ein Bildschirmfoto, und bewahre sie dort auf, wo nur du herankommst. Nichts anderes öffnet dein Postfach. Wir können sie nicht wiederfinden.',
    copy: 'Quittung kopieren',
    copied: 'Kopiert',
    qr: 'Die Quittung als QR-Code',
    qrHint:
      'Richte die Kamera eines Telefons auf das Quadrat, um die Quittung mitzunehmen. Du kannst die Seite auch drucken.',
    urgentTitle: (number) => `Hast du ${number} angerufen?`,
    urgent:
      'Du hast angekreuzt, dass es dringend ist. Wir lesen deinen Hinweis vor anderen, aber wir können nicht zu Hilfe kommen. Die Polizei kann es.',
    nextTitle: 'Was geschieht jetzt?',
    next: [
      'Eine Fachkraft liest deinen Hinweis.',
      'Besteht der Verdacht auf eine Straftat, geht er an die Polizei oder an unsere Partnerstelle in dem Land, in dem das Material liegt.',
      'Wer das Material entfernen kann, erfährt davon, außer die Polizei bittet uns zu warten.',
      'Im Postfach siehst du, wie weit es ist. Schau in einigen Tagen hinein: vielleicht haben wir eine Frage.',
    ],
    doneTitle: 'Mehr musst du nicht tun',
    done: 'Du hast getan, was nötig ist. Besuche die Seite nicht noch einmal und suche nicht selbst.',
    openMailbox: 'Zum Postfach',
    spreadTitle: 'Sag anderen, dass es uns gibt',
    spread: (name) =>
      `Viele wissen nicht, wohin sie sich wenden können. Erzähle ihnen gern von ${name}. Erzähle nicht, was du gesehen hast oder wo.`,
  },

  mailbox: {
    title: 'Dein Postfach',
    openTitle: 'Postfach öffnen',
    openIntro: 'Schreib die Quittung, die du beim Senden deines Hinweises bekommen hast.',
    receiptLabel: 'Quittung',
    receiptHint: 'Sieben Gruppen mit vier Zeichen. Groß oder klein, mit oder ohne Leerzeichen: das ist gleich.',
    open: 'Öffnen',
    lostTitle: 'Hast du die Quittung verloren?',
    lost: 'Dann lässt sich das Postfach nicht öffnen, auch nicht von uns. Dein Hinweis ist trotzdem angekommen. Du kannst einen neuen senden und sagen, dass du schon einmal etwas gemeldet hast.',
    historyTitle: 'Was geschehen ist',
    byHotline: 'Frage oder Antwort von uns',
    byYou: 'Du hast geschrieben',
    writeTitle: 'Mehr schreiben oder antworten',
    writeLabel: 'Deine Nachricht',
    writeHint: 'Hänge nichts an und schicke keine Bilder. Hast du eine neue Adresse, kannst du sie hier schreiben.',
    write: 'Nachricht senden',
    written: 'Deine Nachricht ist angekommen.',
    close: 'Postfach schließen',
    closeHint: 'Schließe auch den Tab, wenn andere dasselbe Gerät benutzen.',
    erased:
      'Der Inhalt deines Hinweises wurde gelöscht. Deshalb können Nachrichten nicht mehr gelesen oder geschrieben werden.',
    full: 'Das Postfach ist voll, deshalb ist die Nachricht nicht angekommen. Sende bitte einen neuen Hinweis und sag, dass er zu diesem gehört.',
    expired:
      'Das Postfach hat sich nach einer halben Stunde geschlossen. Schreib die Quittung noch einmal. Was du geschrieben hast, steht unten, ist aber nicht gesendet.',
    keptLabel: 'Was du geschrieben hast',
    notReceivedTitle: 'Die Nachricht ist nicht angekommen',
    notReceived:
      'Bei uns ist etwas nicht in Ordnung, und wir haben deine Nachricht nicht erhalten. Was du geschrieben hast, steht noch auf dieser Seite. Warte eine Minute und sende sie noch einmal.',
    awayTitle: 'Das Postfach lässt sich gerade nicht öffnen',
    away: 'Bei uns ist etwas nicht in Ordnung. Dein Hinweis ist sicher. Versuche es bald noch einmal.',
    removeTitle: 'Entfernen, was von dir ist',
    removeContact: 'Meine Kontaktdaten entfernen',
    removeContactHint:
      'Der Hinweis bleibt, aber niemand kann sehen, wer du bist. Was schon weitergegeben ist, können wir nicht zurückholen.',
    contactRemoved: 'Deine Kontaktdaten sind entfernt.',
    removeAll: 'Alles entfernen, was ich geschrieben habe',
    removeAllHint:
      'Was du erzählt hast, deine Angaben und alle Nachrichten kann dann nie wieder jemand lesen. Mit Adressen, die du gemeldet hast, können wir weiter arbeiten. Was schon weitergegeben ist, können wir nicht zurückholen.',
    removeAllSure: 'Ich verstehe, dass sich das nicht rückgängig machen lässt',
    removeAllUnsure: 'Kreuze das Kästchen an, um alles zu entfernen.',
    allRemoved: 'Alles, was du geschrieben hast, ist entfernt.',
    problems: {
      empty: 'Schreib deine Quittung.',
      'wrong-length': (count, needed) =>
        `Eine Quittung hat ${digits(needed)} Zeichen, und du hast ${digits(count)} geschrieben. Sieh nach, ob etwas fehlt oder doppelt ist.`,
      'wrong-symbol': (symbol) =>
        `Das Zeichen „${symbol}“ kommt in keiner Quittung vor. Sieh nach, ob es ein anderer Buchstabe oder eine Ziffer ist.`,
      'wrong-check':
        'Ein Zeichen ist falsch, oder zwei sind vertauscht. Vergleiche mit der Quittung, Gruppe für Gruppe.',
      unknown:
        'Zu dieser Quittung gibt es hier kein Postfach. Vergleiche mit der Quittung, und sieh nach, ob sie von dieser Meldestelle ist.',
      'empty-message': 'Schreib deine Nachricht.',
    },
  },

  statuses: {
    received: { title: 'Angekommen', text: 'Wir haben deinen Hinweis erhalten.' },
    'in-review': { title: 'In Bearbeitung', text: 'Eine Fachkraft arbeitet an deinem Hinweis.' },
    'sent-on': {
      title: 'Weitergegeben',
      text: 'Dein Hinweis wurde an die Polizei oder an eine Partnerstelle weitergegeben.',
    },
    removed: {
      title: 'Nicht mehr im Internet',
      text: 'Was du gemeldet hast, ist dort, wo du es gesehen hast, nicht mehr erreichbar.',
    },
    closed: {
      title: 'Abgeschlossen',
      text: 'Wir haben mit deinem Hinweis getan, was wir können. Selten können wir sagen, wie es ausging, aber jeder Hinweis zählt. Danke, dass du es gesagt hast.',
    },
  },

  supportLines: {
    children: 'Für dich unter 18 Jahren. Tag und Nacht, kostenlos und anonym.',
    adultsForChildren: 'Für Erwachsene, die sich um ein Kind sorgen.',
    health: 'Rat zur Gesundheit, Tag und Nacht, wenn dich belastet, was du gesehen hast.',
    night: 'Jemand zum Reden am Abend und in der Nacht, von 21 bis 6 Uhr.',
    ownThoughts: 'Für dich, wenn dir deine eigenen Gedanken über Kinder Angst machen. Anonym und kostenlos.',
    childrenWorldwide:
      'Hilfetelefone für Kinder und Jugendliche auf der ganzen Welt. In vielen Ländern Europas ist die Nummer 116 111.',
    anyoneWorldwide: 'Jemand zum Reden, in deinem Land.',
  },

  errors: {
    notFound: {
      title: 'Diese Seite gibt es nicht',
      text: 'Die Adresse kann falsch sein, oder die Seite ist umgezogen.',
    },
    files: {
      title: 'Dateien lassen sich hierher nicht senden',
      text: 'Wir nehmen nie Bilder, Filme oder andere Dateien an. Die Adresse der Seite genügt. Geh zurück und schreib sie in das Formular.',
    },
    tooLarge: {
      title: 'Das war zu viel Text auf einmal',
      text: 'Der Hinweis ist nicht angekommen. Geh im Browser zurück: was du geschrieben hast, ist meist noch da. Kürze den Text oder verteile ihn auf mehrere Hinweise.',
    },
    away: {
      title: 'Bei uns ist gerade etwas nicht in Ordnung',
      text: 'Falls du etwas senden wolltest, ist es nicht angekommen. Geh im Browser zurück, wo meist noch steht, was du geschrieben hast, und versuche es bald noch einmal.',
    },
    refused: {
      title: 'Das Gesendete war nicht lesbar',
      text: 'Falls du einen Hinweis senden wolltest, ist er nicht angekommen. Geh im Browser zurück und versuche es noch einmal.',
    },
  },
};
