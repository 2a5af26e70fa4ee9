import type { PageTexts } from './sv.ts';

/** The site's pages that only tell, in German. */
export const dePages: PageTexts = {
  help: {
    title: 'Hilfe für dich',
    intro:
      'Den Missbrauch eines Kindes zu sehen oder davon zu hören, kann lange nachwirken. Übelkeit, schlechter Schlaf oder Bilder im Kopf sind häufige Reaktionen. Sprich mit jemandem. Einzelheiten musst du nicht erzählen.',
    emergency: 'Bei Lebensgefahr:',
    laterTitle: 'Das kann helfen',
    later: [
      'Schließe die Seite und geh nicht zu ihr zurück.',
      'Beweg dich, iss etwas und tu etwas, das deine Gedanken beschäftigt.',
      'Sag jemandem, dem du vertraust, dass du etwas Schweres gesehen hast.',
      'Such dir Hilfe, wenn es nach ein paar Wochen nicht nachlässt, oder früher, wenn es zu viel wird.',
    ],
    linesTitle: 'Hier ist jemand zum Reden',
  },

  young: {
    title: 'Geht es um dich?',
    lead: 'Diese Seite ist für dich, wenn du ein Kind oder jung bist. Was geschehen ist, ist nicht deine Schuld.',
    sections: [
      {
        title: 'Hat dir jemand etwas getan?',
        points: [
          'Jemand hat dich angefasst oder dich zu Dingen gebracht, die du nicht willst.',
          'Jemand hat ein Bild oder einen Film, auf dem du nackt bist.',
          'Jemand droht dir oder will Geld oder mehr Bilder.',
          'Ein Erwachsener im Internet will dich treffen oder will, dass ihr Geheimnisse habt.',
        ],
      },
      {
        title: 'Es ist richtig, davon zu erzählen',
        points: [
          'Immer hat die andere Person etwas falsch gemacht, auch wenn du das Bild selbst geschickt hast.',
          'Du darfst davon erzählen, auch wenn du versprochen hast, es nicht zu tun.',
          'Zahle nicht und schicke nichts mehr. Drohungen hören durch Zahlen nicht auf.',
          'Lösche den Chat nicht. Er kann der Polizei helfen.',
        ],
      },
      {
        title: 'So bekommst du Hilfe',
        points: [
          'Bist du jetzt in Gefahr? Ruf die Nummer unten an.',
          'Sag es einem Erwachsenen, dem du vertraust: Mutter oder Vater, einer Lehrkraft, der Schulsozialarbeit.',
          'Möchtest du lieber mit jemand anderem reden? Ruf oder schreib jemanden aus der Liste an. Deinen Namen musst du nicht sagen.',
          'Du kannst es auch uns sagen. Du bekommst eine Quittung und kannst die Antwort später lesen.',
        ],
      },
    ],
    tell: 'Sag es uns',
    hide: 'Der Knopf „Seite schnell verlassen“ wechselt zu einer gewöhnlichen Seite. Besuchte Seiten können trotzdem im Verlauf des Browsers stehen.',
  },

  after: {
    title: 'Was geschieht mit einem Hinweis?',
    lead: 'So geht es vom Senden, bis wir fertig sind.',
    steps: [
      {
        title: 'Wir nehmen ihn an',
        text: 'Der Hinweis wird sofort verschlüsselt. Die Quittung bekommst du erst, wenn er sicher gespeichert ist.',
      },
      { title: 'Wir lesen ihn', text: 'Eine Fachkraft liest deinen Hinweis. Dringendes zuerst, jeden Tag.' },
      {
        title: 'Wir geben ihn an die richtige Stelle',
        text: 'Verdacht auf Straftaten geht an die Polizei. Liegt das Material in einem anderen Land, geht er an die Meldestelle oder Polizei dort.',
      },
      {
        title: 'Wir bitten um Entfernung',
        text: 'Wer das Material auf seinem Server hat, erfährt davon, außer die Polizei will warten. Wir erinnern daran, bis es weg ist.',
      },
      {
        title: 'Wir sehen wieder nach',
        text: 'Wir kommen zurück und prüfen, ob es weg ist. Kommt es wieder, fangen wir neu an.',
      },
      {
        title: 'Du erfährst es',
        text: 'Im Postfach siehst du, wie weit es ist. Vielleicht haben wir eine Frage an dich.',
      },
    ],
    limits:
      'Wir erfahren selten, wie Ermittlungen der Polizei enden, und dürfen nicht alles sagen, was wir wissen. Ist etwas nicht verboten, können wir es nicht entfernen lassen.',
  },

  scope: {
    title: 'Worum sich andere kümmern',
    lead: 'Wir arbeiten gegen sexuellen Missbrauch von Kindern. Geht es um etwas anderes, hilft dir eine dieser Stellen besser.',
    rows: [
      { what: 'Ein Kind ist jetzt in Gefahr', who: 'Die Polizei, unter der Notrufnummer' },
      {
        what: 'Einem Kind geht es auf andere Weise schlecht',
        who: 'Das Jugendamt oder der Kinderschutz dort, wo das Kind lebt',
      },
      { what: 'Es wurde dir selbst angetan, und du willst Anzeige erstatten', who: 'Die Polizei' },
      {
        what: 'Verbreitete Bilder einer erwachsenen Person',
        who: 'Die Polizei und die Website, auf der die Bilder sind',
      },
      { what: 'Betrug, Drohungen oder gestohlene Konten', who: 'Die Polizei und das Unternehmen hinter dem Dienst' },
      { what: 'Hass und Terror im Internet', who: 'Die Polizei' },
      { what: 'Erlaubte Pornografie oder anderes, was dich stört', who: 'Das Meldeformular der Website selbst' },
      { what: 'Du machst dir Sorgen über deine eigenen Gedanken', who: 'Die Telefone auf der Seite „Hilfe für dich“' },
    ],
    unsure: 'Bist du unsicher? Sag es uns trotzdem. Wir geben es an die richtige Stelle.',
  },

  spread: {
    title: 'Sag anderen, dass es uns gibt',
    lead: 'Viele wissen nicht, wohin sie sich wenden können. Hier sind Texte und Bilder, die du frei verwenden darfst. Erzähle nie, was du selbst gesehen hast oder wo.',
    textsTitle: 'Fertige Texte',
    texts: (name, address) => [
      `Hast du im Internet sexuellen Missbrauch von Kindern gesehen? Teile es nicht. Sag es ${name}, wenn du willst anonym: ${address}`,
      `Speichere nichts und suche nicht weiter. Schicke die Adresse an ${name}, den Rest tun Fachkräfte: ${address}`,
      `Bedroht jemand dich oder ein Kind, das du kennst, mit Bildern? Das Kind ist nicht schuld, und es gibt Hilfe: ${address}`,
    ],
    cardTitle: 'Bild zum Teilen',
    cardAlt: (name) => `${name}: sexuellen Missbrauch von Kindern melden. Anonym, ohne etwas hochzuladen.`,
    cardLink: 'Bild laden (SVG)',
    posterTitle: 'Plakat zum Drucken',
    posterText: 'Häng es in der Schule, in der Bücherei, im Wartezimmer oder im Personalraum auf.',
    posterLink: 'Plakat öffnen',
  },

  poster: {
    title: 'Plakat',
    heading: 'Hast du Missbrauch von Kindern gesehen?',
    points: ['Suche nicht weiter.', 'Speichere nichts.', 'Sag es uns. Du kannst anonym bleiben.'],
    emergency: (number) => `Ist gerade ein Kind in Gefahr? Ruf ${number} an.`,
    scan: 'Richte die Kamera hierher oder schreib die Adresse:',
    print: 'Drucke die Seite mit dem Browser. Nur das Plakat wird gedruckt.',
  },

  privacy: {
    title: 'Was wir speichern',
    sections: [
      {
        title: 'Wenn du die Website besuchst',
        points: [
          'Wir verwenden keine Cookies und nichts von anderen Websites.',
          'Ein kleines Skript hilft dir, die Seite schnell zu verlassen und die Quittung zu kopieren. Alles funktioniert auch ohne.',
          'Wir speichern deine IP-Adresse nicht und führen kein Protokoll der Besuche. Wenn viele gleichzeitig schreiben, zählen wir im Arbeitsspeicher, unter einem Schlüssel, der binnen einer Stunde vergessen wird.',
        ],
      },
      {
        title: 'Wenn du einen Hinweis sendest',
        points: [
          'Während du das Formular ausfüllst, liegen deine Antworten verschlüsselt in der Seite selbst. Wir speichern nichts, bis du sendest.',
          'Was du uns sagst, wird in dem Augenblick verschlüsselt, in dem es ankommt. Nur die Fachkräfte der Meldestelle können es öffnen, und du kannst dein eigenes Postfach mit der Quittung lesen.',
          'Kontaktdaten werden getrennt verschlüsselt. Sie stehen in keiner Mitteilung an eine Website, in keinem Austausch mit anderen Meldestellen und in keiner Statistik.',
          'Die Adressen, die du meldest, werden verschlüsselt gespeichert, mit einem Schlüssel, der nicht in der Datenbank ist.',
          'Unverschlüsselt speichern wir nur, was die Statistik braucht: worum es geht, welche Sprache du benutzt hast, ob es dringend war, ob du Kontaktdaten angegeben hast und eine Antwort wolltest, und in welcher Stunde es kam.',
          'Die Quittung wird gar nicht gespeichert.',
        ],
      },
      {
        title: 'Wer es zu sehen bekommt',
        points: [
          'Die Polizei bekommt, was nötig ist, um eine vermutete Straftat zu untersuchen.',
          'Kreuzt du an, dass es dringend ist, kann der Hinweis sofort an die Polizei gehen, für sie verschlüsselt, bevor ihn bei uns jemand gelesen hat. Deine Kontaktdaten gehen dann nicht mit.',
          'Meldestellen in anderen Ländern und wer das Material entfernen kann, bekommen die Adresse und unsere Einschätzung, nie, wer du bist.',
        ],
      },
      {
        title: 'Was nicht in unserer Hand liegt',
        points: [
          'Dein Browser kann im Verlauf zeigen, dass du hier warst. Benutze ein privates Fenster, wenn andere dasselbe Gerät benutzen.',
          'Dein Internetanbieter, deine Arbeitsstelle oder Schule kann sehen, dass du uns besucht hast, aber nicht, was du geschrieben hast. Willst du auch das verbergen, kannst du den Tor Browser benutzen. Die Website funktioniert in seiner sichersten Einstellung.',
        ],
      },
      {
        title: 'Deine Rechte',
        points: [
          'Im Postfach kannst du selbst deine Kontaktdaten entfernen oder alles, was du geschrieben hast. Hast du eine Frage zu deinen Daten? Schreib uns dort oder nimm Kontakt auf. Warst du anonym, zeigt nur die Quittung, dass der Hinweis von dir ist.',
        ],
      },
    ],
  },

  accessibility: {
    title: 'Barrierefreiheit',
    paragraphs: [
      'Alle sollen diese Website benutzen können. Ziel ist WCAG 2.2, Stufe AA.',
      'Sie funktioniert ohne Skripte, mit der Tastatur, mit Bildschirmleser, mit großer Schrift, im dunklen Modus und mit hohem Kontrast.',
      'Die Seite „Geht es um dich?“ ist leicht lesbar geschrieben. In Gebärdensprache gibt es die Website noch nicht.',
      'Ist etwas schwer zu benutzen? Sag es uns, dann ändern wir es.',
    ],
  },

  contact: {
    title: 'Kontakt',
    tips: 'Sende Hinweise über das Formular, nicht per E-Mail: was du im Formular schreibst, wird verschlüsselt, wenn es ankommt, und du kannst anonym bleiben.',
    email: 'Fragen zur Meldestelle und zur Website:',
  },
};
