import type { PageTexts } from './sv.ts';

/** The site's pages that only tell, in Polish. */
export const plPages: PageTexts = {
  help: {
    title: 'Wsparcie dla ciebie',
    intro:
      'Widok krzywdy dziecka albo wiadomość o niej może długo w tobie zostać. Złe samopoczucie, kłopoty ze snem czy powracające obrazy to częste reakcje. Porozmawiaj z kimś. Nie musisz mówić o szczegółach.',
    emergency: 'Gdy życie jest zagrożone:',
    laterTitle: 'To może pomóc',
    later: [
      'Zamknij stronę i do niej nie wracaj.',
      'Porusz się, zjedz coś i zajmij czymś myśli.',
      'Powiedz komuś zaufanemu, że widzisz coś trudnego.',
      'Poszukaj pomocy, jeśli nie minie po kilku tygodniach, lub wcześniej, jeśli to za dużo.',
    ],
    linesTitle: 'Tu jest ktoś do rozmowy',
  },

  young: {
    title: 'Czy to dotyczy ciebie?',
    lead: 'Ta strona jest dla ciebie, jeśli jesteś dzieckiem lub nastolatkiem. To, co się stało, nie jest twoją winą.',
    sections: [
      {
        title: 'Czy ktoś zrobił ci coś złego?',
        points: [
          'Ktoś cię dotykał albo zmusił do rzeczy, których nie chcesz.',
          'Ktoś ma twoje zdjęcie lub film bez ubrania.',
          'Ktoś ci grozi albo chce pieniędzy lub więcej zdjęć.',
          'Dorosły z internetu chce się z tobą spotkać albo chce mieć z tobą tajemnice.',
        ],
      },
      {
        title: 'Dobrze robisz, gdy mówisz',
        points: [
          'To zawsze ta druga osoba zrobiła źle, nawet jeśli zdjęcie jest wysłane przez ciebie.',
          'Możesz powiedzieć, nawet jeśli to miała być tajemnica.',
          'Nie płać i nie wysyłaj nic więcej. Groźby nie ustają po zapłacie.',
          'Nie kasuj czatu. Może pomóc policji.',
        ],
      },
      {
        title: 'Jak dostać pomoc',
        points: [
          'Jesteś teraz w niebezpieczeństwie? Zadzwoń pod numer poniżej.',
          'Powiedz zaufanemu dorosłemu: rodzicowi, nauczycielce, pielęgniarce szkolnej.',
          'Wolisz porozmawiać z kimś innym? Zadzwoń lub napisz do kogoś z listy. Nie musisz mówić, jak się nazywasz.',
          'Możesz też powiedzieć nam. Dostaniesz pokwitowanie i możesz później przeczytać odpowiedź.',
        ],
      },
    ],
    tell: 'Powiedz nam',
    hide: 'Przycisk „Szybko opuść tę stronę” przenosi na zwykłą stronę. Odwiedzone strony mogą być nadal widoczne w historii przeglądarki.',
  },

  after: {
    title: 'Co dzieje się ze zgłoszeniem?',
    lead: 'Oto droga od wysłania do końca naszej pracy.',
    steps: [
      {
        title: 'Przyjmujemy',
        text: 'Zgłoszenie jest od razu szyfrowane. Pokwitowanie dostajesz dopiero, gdy jest bezpiecznie zapisane.',
      },
      { title: 'Czytamy', text: 'Analityk czyta twoje zgłoszenie. Najpierw pilne, codziennie.' },
      {
        title: 'Wysyłamy we właściwe miejsce',
        text: 'Podejrzenia przestępstw trafiają do policji. Jeśli materiał jest w innym kraju, do tamtejszej linii lub policji.',
      },
      {
        title: 'Prosimy o usunięcie',
        text: 'Ten, kto ma materiał na swoim serwerze, dowiaduje się o tym, chyba że policja chce poczekać. Przypominamy, aż zniknie.',
      },
      {
        title: 'Sprawdzamy ponownie',
        text: 'Wracamy i sprawdzamy, czy zniknął. Jeśli wróci, zaczynamy od nowa.',
      },
      {
        title: 'Ty się dowiadujesz',
        text: 'W skrzynce widać, jak daleko zaszła sprawa. Możemy mieć do ciebie pytanie.',
      },
    ],
    limits:
      'Rzadko dowiadujemy się, jak kończy się śledztwo, i nie możemy powiedzieć wszystkiego, co wiemy. Jeśli coś nie jest nielegalne, nie możemy doprowadzić do usunięcia.',
  },

  scope: {
    title: 'Czym zajmują się inni',
    lead: 'Pracujemy przeciw wykorzystywaniu seksualnemu dzieci. Jeśli chodzi o coś innego, lepiej pomoże ktoś z tej listy.',
    rows: [
      { what: 'Dziecko jest teraz w niebezpieczeństwie', who: 'Policja, pod numerem alarmowym' },
      {
        what: 'Dziecku dzieje się krzywda w inny sposób',
        who: 'Opieka społeczna lub ochrona dzieci tam, gdzie dziecko mieszka',
      },
      { what: 'Spotkało to ciebie i chcesz to zgłosić', who: 'Policja' },
      { what: 'Rozsyłane zdjęcia osoby dorosłej', who: 'Policja i strona, na której są zdjęcia' },
      { what: 'Oszustwo, groźby lub skradzione konta', who: 'Policja i firma prowadząca usługę' },
      { what: 'Nienawiść i terroryzm w internecie', who: 'Policja' },
      { what: 'Legalna pornografia lub coś innego, co ci przeszkadza', who: 'Formularz zgłoszeń samej strony' },
      { what: 'Martwią cię twoje własne myśli', who: 'Telefony na stronie „Wsparcie dla ciebie”' },
    ],
    unsure: 'Nie masz pewności? I tak nam powiedz. Wyślemy to we właściwe miejsce.',
  },

  spread: {
    title: 'Powiedz innym, że jesteśmy',
    lead: 'Wiele osób nie wie, do kogo się zwrócić. Oto teksty i obrazy do swobodnego użytku. Nigdy nie mów, co widzisz ani gdzie.',
    textsTitle: 'Gotowe teksty',
    texts: (name, address) => [
      `Widzisz w internecie wykorzystywanie seksualne dzieci? Nie udostępniaj. Zgłoś, także anonimowo: ${name}, ${address}`,
      `Niczego nie zapisuj i nie szukaj dalej. Wyślij adres, resztę zrobią analitycy: ${name}, ${address}`,
      `Ktoś grozi zdjęciami tobie lub dziecku, które znasz? To nie wina dziecka i jest pomoc: ${address}`,
    ],
    cardTitle: 'Obraz do udostępnienia',
    cardAlt: (name) => `${name}: zgłoś wykorzystywanie seksualne dzieci. Anonimowo, bez przesyłania czegokolwiek.`,
    cardLink: 'Pobierz obraz (SVG)',
    posterTitle: 'Plakat do druku',
    posterText: 'Powieś go w szkole, bibliotece, poczekalni lub pokoju pracowników.',
    posterLink: 'Otwórz plakat',
  },

  poster: {
    title: 'Plakat',
    heading: 'Widzisz krzywdę dzieci?',
    points: ['Nie szukaj dalej.', 'Niczego nie zapisuj.', 'Powiedz nam. Możesz zachować anonimowość.'],
    emergency: (number) => `Czy dziecko jest teraz w niebezpieczeństwie? Zadzwoń pod ${number}.`,
    scan: 'Skieruj aparat tutaj lub wpisz adres:',
    print: 'Wydrukuj stronę z przeglądarki. Wydrukuje się tylko plakat.',
  },

  privacy: {
    title: 'Co przechowujemy',
    sections: [
      {
        title: 'Gdy odwiedzasz stronę',
        points: [
          'Nie używamy ciasteczek ani niczego z innych stron.',
          'Mały skrypt pomaga szybko opuścić stronę i skopiować pokwitowanie. Wszystko działa bez niego.',
          'Nie zapisujemy twojego adresu IP i nie prowadzimy rejestru odwiedzin. Gdy pisze wiele osób naraz, liczymy w pamięci pod kluczem, który znika w ciągu godziny.',
        ],
      },
      {
        title: 'Gdy wysyłasz zgłoszenie',
        points: [
          'Gdy wypełniasz formularz, odpowiedzi są zaszyfrowane w samej stronie. Niczego nie zapisujemy, dopóki nie wyślesz.',
          'Twoja treść jest szyfrowana w chwili, gdy do nas dociera. Otworzyć ją mogą tylko analitycy linii, a ty możesz czytać swoją skrzynkę dzięki pokwitowaniu.',
          'Dane kontaktowe są szyfrowane osobno. Nie ma ich w żadnym zawiadomieniu do strony, w żadnej wymianie z innymi liniami ani w żadnej statystyce.',
          'Zgłoszone adresy są zapisane w postaci zaszyfrowanej kluczem, którego nie ma w bazie danych.',
          'Jawnie zapisujemy tylko to, czego potrzebuje statystyka: czego dotyczy zgłoszenie, w jakim języku, czy było pilne, czy są dane kontaktowe i prośba o odpowiedź, i o której godzinie przyszło.',
          'Pokwitowanie nie jest w ogóle zapisywane.',
        ],
      },
      {
        title: 'Kto może to zobaczyć',
        points: [
          'Policja dostaje to, co potrzebne do zbadania podejrzenia przestępstwa.',
          'Jeśli zaznaczysz, że to pilne, zgłoszenie może od razu trafić do policji, zaszyfrowane dla niej, zanim ktokolwiek u nas je przeczyta. Twoje dane kontaktowe wtedy z nim nie idą.',
          'Linie w innych krajach i ten, kto może usunąć materiał, dostają adres i naszą ocenę, nigdy to, kim jesteś.',
        ],
      },
      {
        title: 'Na co nie mamy wpływu',
        points: [
          'Historia przeglądarki może pokazać, że tu jesteś. Użyj okna prywatnego, jeśli inni używają tego samego urządzenia.',
          'Twój dostawca internetu, pracodawca lub szkoła może widzieć, że nas odwiedzasz, ale nie to, co piszesz. Aby ukryć także to, możesz użyć Tor Browser. Strona działa w jego najbezpieczniejszym trybie.',
        ],
      },
      {
        title: 'Twoje prawa',
        points: [
          'W skrzynce możesz samodzielnie usunąć dane kontaktowe lub wszystko, co pochodzi od ciebie. Masz pytanie o swoje dane? Napisz do nas tam lub skontaktuj się z nami. Przy zgłoszeniu anonimowym tylko pokwitowanie pokazuje, że jest twoje.',
        ],
      },
    ],
  },

  accessibility: {
    title: 'Dostępność',
    paragraphs: [
      'Każdy powinien móc korzystać z tej strony. Celem jest WCAG 2.2 na poziomie AA.',
      'Działa bez skryptów, z klawiaturą, z czytnikiem ekranu, z dużym tekstem, w trybie ciemnym i z wysokim kontrastem.',
      'Strona „Czy to dotyczy ciebie?” jest napisana tak, by łatwo ją było czytać. Strony nie ma jeszcze w języku migowym.',
      'Czy coś jest trudne w użyciu? Powiedz nam, a to poprawimy.',
    ],
  },

  contact: {
    title: 'Kontakt',
    tips: 'Wysyłaj zgłoszenia przez formularz, nie e-mailem: to, co piszesz w formularzu, jest szyfrowane, gdy do nas dociera, i możesz zachować anonimowość.',
    email: 'Pytania o linię i stronę:',
  },
};
