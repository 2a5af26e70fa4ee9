import { grammarOf } from './forms.ts';
import type { MainTexts } from './sv.ts';

const { number: digits, plural } = grammarOf('pl');

/** The site's working pages in Polish. */
export const pl: MainTexts = {
  skipToContent: 'Przejdź do treści',
  language: 'Język',
  exit: 'Szybko opuść tę stronę',
  toStart: 'Na stronę główną',
  errorTitlePrefix: 'Błąd: ',
  characters: (count) => `Najwyżej ${digits(count)} znaków.`,
  footer: {
    label: 'O tej stronie',
    help: 'Wsparcie dla ciebie',
    young: 'Czy to dotyczy ciebie?',
    after: 'Co dzieje się ze zgłoszeniem?',
    scope: 'Czym zajmują się inni',
    spread: 'Powiedz innym, że jesteśmy',
    privacy: 'Co przechowujemy',
    accessibility: 'Dostępność',
    contact: 'Kontakt',
  },

  police: {
    title: 'Czy dziecko jest teraz w niebezpieczeństwie?',
    emergency: (number) => ['Zadzwoń od razu pod ', number, '.'],
    otherwise: (number) => ['Jeśli to nie jest pilne, zadzwoń na policję: ', number, '.'],
    otherwiseUnknown: 'Jeśli to nie jest pilne, zwróć się do policji tam, gdzie jesteś.',
    first: 'Policja zawsze jest pierwsza. Jeśli nie masz pewności, i tak zadzwoń.',
  },

  start: {
    title: 'Zgłoś wykorzystywanie seksualne dzieci',
    lead: 'Widzisz coś w internecie albo wiesz, że coś się stało? Powiedz nam. Nie musisz mówić, kim jesteś.',
    dontTitle: 'Zanim powiesz',
    dont: [
      'Nie szukaj więcej.',
      'Niczego nie zapisuj, nie fotografuj i nie pobieraj.',
      'Nie wysyłaj zdjęć ani filmów dalej, także do nas. Wystarczy adres.',
    ],
    chooseTitle: 'O czym chcesz nam powiedzieć?',
    laterTitle: 'Już nam coś zgłoszono?',
    later: 'Otwórz skrzynkę swoim pokwitowaniem: zobacz, co się stało, odpowiedz na pytanie albo napisz więcej.',
    openMailbox: 'Otwórz skrzynkę',
    nextTitle: 'Jak to działa',
    next: [
      'Piszesz, co wiesz. To zajmuje kilka minut.',
      'Dostajesz pokwitowanie. Dzięki niemu widzisz, co się dzieje, i możesz odpowiedzieć, jeśli o coś zapytamy.',
      'Analityk czyta zgłoszenie i przekazuje je policji, naszemu odpowiednikowi w innym kraju albo temu, kto może usunąć materiał.',
    ],
    safe: 'Ta strona nie używa ciasteczek, działa bez skryptów i nie zapisuje twojego adresu IP.',
    safeMore: 'Przeczytaj, co przechowujemy',
  },

  categories: {
    online: {
      title: 'Zdjęcie lub film w internecie',
      hint: 'Masz adres strony, konta, grupy lub pliku.',
      heading: 'Zgłoś zdjęcie lub film w internecie',
    },
    grooming: {
      title: 'Ktoś nawiązuje kontakt z dzieckiem',
      hint: 'Osoba, która wabi dziecko lub naciska na nie w internecie albo przez telefon.',
      heading: 'Zgłoś osobę, która nawiązuje kontakt z dzieckiem',
    },
    extortion: {
      title: 'Groźby lub rozpowszechnianie',
      hint: 'Ktoś grozi dziecku zdjęciami albo je rozsyła.',
      heading: 'Zgłoś groźby wobec dziecka lub rozsyłanie zdjęć',
    },
    trafficking: {
      title: 'Handel dziećmi',
      hint: 'Dzieci wykorzystywane seksualnie za pieniądze.',
      heading: 'Zgłoś handel dziećmi',
    },
    travel: {
      title: 'Wykorzystywanie za granicą',
      hint: 'Ktoś podróżował lub zamierza podróżować i jest podejrzewany o wykorzystywanie dzieci.',
      heading: 'Zgłoś wykorzystywanie za granicą',
    },
    offline: {
      title: 'Wykorzystywanie poza internetem',
      hint: 'Coś, co widzisz, słyszysz lub podejrzewasz.',
      heading: 'Zgłoś wykorzystywanie poza internetem',
    },
    other: {
      title: 'Coś innego',
      hint: 'Nie wiesz, do czego to należy. To nic nie szkodzi.',
      heading: 'Zgłoś coś innego',
    },
  },

  form: {
    intro: 'Napisz, co wiesz. Nie szkodzi, jeśli nie możesz odpowiedzieć na wszystko.',
    onlyAddressNeeded: 'Potrzebny jest tylko adres. Reszta jest dobrowolna.',
    somethingNeeded: 'Odpowiedz, na co możesz. Trzeba wypełnić przynajmniej jedno pole.',
    urgentTitle: 'Czy to pilne?',
    urgentHint: (number) =>
      `Zaznacz, jeśli wiesz, kim jest dziecko lub gdzie jest. Zgłoszenie idzie wtedy przed innymi. W nagłym wypadku zadzwoń też pod ${number}.`,
    contactTitle: 'Kim jesteś',
    contactHint:
      'Możesz zachować anonimowość. Jeśli podasz swoje dane, szyfrujemy je osobno. Osoba, którą zgłaszasz, nigdy nie dowie się od nas, kim jesteś.',
    send: 'Wyślij zgłoszenie',
    noFiles: 'Nigdy nie wysyłaj zdjęć ani filmów. Nie można tu dołączać plików i jest to celowe.',
    summaryTitle: 'Trzeba coś zmienić',
    summaryKept: 'To, co zostało napisane, nadal tu jest.',
    expired:
      'Strona była długo otwarta, więc nic jeszcze nie wysłano. Wszystko, co zostało napisane, nadal tu jest. Przeczytaj i przejdź dalej.',
    unreadable:
      'Nie udało się odczytać tego, co napisano na poprzednich stronach, więc nic nie wysłano. Tekst z tej strony nadal tu jest. Zacznij stąd od nowa.',
    notReceivedTitle: 'Zgłoszenie do nas nie dotarło',
    notReceived:
      'U nas coś nie działa i nie otrzymaliśmy zgłoszenia. Twój tekst nadal jest na tej stronie. Poczekaj minutę i jeszcze raz naciśnij Wyślij. Nigdy nie będą z tego dwa zgłoszenia.',
    notReceivedPolice: 'Jeśli to nie może czekać, zwróć się do policji:',
    closedTitle: 'Jeszcze nie zaczęliśmy',
    closed:
      'Linia nie jest gotowa do przyjmowania zgłoszeń. Twoje zgłoszenie nie zostało przyjęte. Zwróć się do policji.',
    oddNone: 'Nie znaleźliśmy żadnego adresu w tym, co napisano.',
    oddFound: (count) =>
      plural(count, {
        one: 'Znaleźliśmy # adres:',
        few: 'Znaleźliśmy # adresy:',
        many: 'Znaleźliśmy # adresów:',
        other: 'Znaleźliśmy # adresu:',
      }),
    oddTitle: 'Tego nie udało się odczytać jako adresów',
    oddChoice: 'Możesz to zmienić. W przeciwnym razie wiersze trafią do analityka tak, jak je napisano.',
    oddLine: (line) => `Wiersz ${digits(line)}`,
    oddInReport: 'Wiersze w polu adresu, których nie udało się zrozumieć',
    reasons: {
      'not-an-address': 'nie wygląda na adres strony',
      'scheme-not-handled': 'to inny rodzaj adresu niż adres strony',
      'private-host': 'prowadzi do sieci, do której tylko ty masz dostęp',
      'too-long': 'jest dłuższy, niż może być adres strony',
      'too-many': 'od tego miejsca jest więcej adresów, niż możemy przyjąć naraz',
    },
  },

  steps: {
    progress: (step, of) => `Krok ${digits(step)} z ${digits(of)}`,
    next: 'Dalej',
    back: 'Wstecz',
    toReview: 'Do sprawdzenia',
    change: 'Zmień',
    yes: 'Tak',
    no: 'Nie',
    noAnswer: 'Brak odpowiedzi',
    groups: {
      danger: 'Czy to pilne?',
      addresses: 'Gdzie to jest?',
      circumstances: 'Jak udało się to znaleźć?',
      narrative: 'Co się stało?',
      placeTime: 'Gdzie i kiedy?',
      journey: 'Gdzie i kiedy?',
      suspect: 'Kogo to dotyczy?',
      contact: 'Chcesz odpowiedzi?',
    },
    reviewTitle: 'Przeczytaj przed wysłaniem',
    reviewLead: 'Nic jeszcze nie wysłano. Możesz wszystko zmienić.',
  },

  fields: {
    addresses: {
      label: 'Adres lub adresy',
      hint: 'Skopiuj z paska adresu przeglądarki. Jeden adres w każdym wierszu.',
    },
    addressesOptional: {
      label: 'Adres w internecie',
      hint: 'Na przykład strona lub konto. Jeden adres w każdym wierszu.',
    },
    pageReachedFrom: {
      label: 'Jak trafia się na tę stronę?',
      hint: 'Na przykład przez link na innej stronie, w czacie lub w e-mailu.',
    },
    accessNeeded: {
      label: 'Czy coś jest potrzebne, żeby wejść?',
      hint: 'Na przykład hasło, zaproszenie lub określona aplikacja.',
    },
    seenWhen: { label: 'Kiedy to było widziane?', hint: 'Na przykład „wczoraj wieczorem” albo data.' },
    narrative: { label: 'Opowiedz', hint: 'Pisz własnymi słowami. Nie musisz szczegółowo opisywać tego, co widzisz.' },
    travelCountry: { label: 'Jaki kraj?', hint: '' },
    place: { label: 'Jakie miejsce?', hint: 'Na przykład miejscowość, adres, szkoła lub okolica.' },
    hotel: { label: 'Hotel lub inny nocleg', hint: '' },
    dates: { label: 'Kiedy?', hint: 'Daty podróży lub zdarzenia, na ile je znasz.' },
    suspect: {
      label: 'Kogo podejrzewasz?',
      hint: 'Imię i nazwisko, nazwa użytkownika, wygląd, samochód, praca: co wiesz.',
    },
    whySuspicious: { label: 'Co budzi twoje podejrzenia?', hint: '' },
    isUrgent: { label: 'Dziecko jest teraz w niebezpieczeństwie lub można je rozpoznać', hint: '' },
    wantsAnswer: {
      label: 'Chcę wiedzieć, co się dzieje',
      hint: 'Odpowiedź trafi do twojej skrzynki. Otworzysz ją pokwitowaniem, które dostaniesz po wysłaniu zgłoszenia.',
    },
    name: { label: 'Imię i nazwisko', hint: '' },
    email: { label: 'Adres e-mail', hint: '' },
    phone: { label: 'Numer telefonu', hint: '' },
  },

  problems: {
    'missing-addresses': 'Napisz co najmniej jeden adres. Jeśli go nie masz, możesz napisać, gdzie to jest.',
    'missing-anything': 'Napisz coś w co najmniej jednym polu.',
    'too-long': (label, count, most) =>
      `${label}: tekst ma ${digits(count)} znaków. Skróć go do najwyżej ${digits(most)}.`,
    'not-an-email': 'Adres e-mail musi zawierać @, na przykład imie@example.org. Możesz też zostawić pole puste.',
  },

  receipt: {
    title: 'Dziękujemy. Otrzymaliśmy twoje zgłoszenie.',
    label: 'Twoje pokwitowanie',
    keep: 'Przepisz pokwitowanie lub zrób zrzut ekranu i przechowuj je tam, gdzie tylko ty masz dostęp. Nic innego nie otwiera twojej skrzynki. Nie możemy go odzyskać.',
    copy: 'Kopiuj pokwitowanie',
    copied: 'Skopiowano',
    qr: 'Pokwitowanie jako kod QR',
    qrHint: 'Skieruj aparat telefonu na kwadrat, żeby zabrać pokwitowanie ze sobą. Możesz też wydrukować stronę.',
    urgentTitle: (number) => `Czy numer ${number} jest już powiadomiony?`,
    urgent:
      'Zaznaczono, że to pilne. Czytamy twoje zgłoszenie przed innymi, ale nie możemy przyjechać z pomocą. Policja może.',
    nextTitle: 'Co teraz będzie?',
    next: [
      'Analityk czyta twoje zgłoszenie.',
      'Jeśli jest podejrzenie przestępstwa, trafia ono do policji lub do naszego odpowiednika w kraju, w którym jest materiał.',
      'Ten, kto może usunąć materiał, dowiaduje się o tym, chyba że policja prosi, by poczekać.',
      'W skrzynce widać, jak daleko zaszła sprawa. Zajrzyj za kilka dni: możemy mieć pytanie.',
    ],
    doneTitle: 'Nie musisz robić nic więcej',
    done: 'To, co trzeba, już jest zrobione. Nie odwiedzaj strony ponownie i nie szukaj na własną rękę.',
    openMailbox: 'Do skrzynki',
    spreadTitle: 'Powiedz innym, że jesteśmy',
    spread: (name) =>
      `Wiele osób nie wie, do kogo się zwrócić. Opowiedz im o nas: ${name}. Nie mów, co widzisz ani gdzie.`,
  },

  mailbox: {
    title: 'Twoja skrzynka',
    openTitle: 'Otwórz skrzynkę',
    openIntro: 'Wpisz pokwitowanie otrzymane przy wysłaniu zgłoszenia.',
    receiptLabel: 'Pokwitowanie',
    receiptHint: 'Siedem grup po cztery znaki. Wielkie czy małe litery, ze spacjami czy bez: to bez znaczenia.',
    open: 'Otwórz',
    lostTitle: 'Pokwitowanie zginęło?',
    lost: 'Wtedy skrzynki nie da się otworzyć, my też nie możemy. Zgłoszenie i tak zostało przyjęte. Możesz wysłać nowe i powiedzieć, że już coś zgłaszasz po raz kolejny.',
    historyTitle: 'Co się stało',
    byHotline: 'Pytanie lub odpowiedź od nas',
    byYou: 'Twoje słowa',
    writeTitle: 'Napisz więcej lub odpowiedz',
    writeLabel: 'Twoja wiadomość',
    writeHint: 'Niczego nie dołączaj i nie wysyłaj zdjęć. Jeśli masz nowy adres, możesz go tu wpisać.',
    write: 'Wyślij wiadomość',
    written: 'Twoja wiadomość została przyjęta.',
    close: 'Zamknij skrzynkę',
    closeHint: 'Zamknij też kartę, jeśli inni używają tego samego urządzenia.',
    erased: 'Treść twojego zgłoszenia usunięto. Dlatego nie można już czytać ani pisać wiadomości.',
    full: 'Skrzynka jest pełna, więc wiadomość nie została przyjęta. Wyślij nowe zgłoszenie i napisz, że należy do tego.',
    expired:
      'Skrzynka zamknęła się po pół godzinie. Wpisz pokwitowanie jeszcze raz. Twój tekst jest poniżej, ale nie został wysłany.',
    keptLabel: 'Twój tekst',
    notReceivedTitle: 'Wiadomość do nas nie dotarła',
    notReceived:
      'U nas coś nie działa i nie otrzymaliśmy wiadomości. Twój tekst nadal jest na tej stronie. Poczekaj minutę i wyślij jeszcze raz.',
    awayTitle: 'Skrzynki nie można teraz otworzyć',
    away: 'U nas coś nie działa. Twoje zgłoszenie jest bezpieczne. Spróbuj za chwilę.',
    removeTitle: 'Usuń to, co twoje',
    removeContact: 'Usuń moje dane kontaktowe',
    removeContactHint:
      'Zgłoszenie zostaje, ale nikt nie zobaczy, kim jesteś. Tego, co już przekazano, nie możemy cofnąć.',
    contactRemoved: 'Twoje dane kontaktowe zostały usunięte.',
    removeAll: 'Usuń wszystko, co pochodzi ode mnie',
    removeAllHint:
      'Twojego opisu, danych i wiadomości nikt już nigdy nie przeczyta. Nad zgłoszonymi adresami możemy nadal pracować. Tego, co już przekazano, nie możemy cofnąć.',
    removeAllSure: 'Rozumiem, że tego nie da się cofnąć',
    removeAllUnsure: 'Zaznacz pole, aby usunąć wszystko.',
    allRemoved: 'Wszystko, co pochodzi od ciebie, zostało usunięte.',
    problems: {
      empty: 'Wpisz swoje pokwitowanie.',
      'wrong-length': (count, needed) =>
        `Pokwitowanie ma ${digits(needed)} znaków, a wpisano ${digits(count)}. Sprawdź, czy czegoś nie brakuje lub coś się nie powtarza.`,
      'wrong-symbol': (symbol) =>
        `Znaku „${symbol}” nie ma w żadnym pokwitowaniu. Sprawdź, czy to nie inna litera lub cyfra.`,
      'wrong-check':
        'Jakiś znak jest błędny lub dwa zamieniły się miejscami. Porównaj z pokwitowaniem, grupa po grupie.',
      unknown:
        'Dla tego pokwitowania nie ma tu skrzynki. Porównaj z pokwitowaniem i sprawdź, czy pochodzi z tej linii.',
      'empty-message': 'Napisz swoją wiadomość.',
    },
  },

  statuses: {
    received: { title: 'Przyjęte', text: 'Otrzymaliśmy twoje zgłoszenie.' },
    'in-review': { title: 'W toku', text: 'Analityk pracuje nad twoim zgłoszeniem.' },
    'sent-on': { title: 'Przekazane', text: 'Zgłoszenie przekazano policji lub linii, z którą współpracujemy.' },
    removed: { title: 'Już nie w internecie', text: 'Zgłoszony materiał nie jest już dostępny tam, gdzie był.' },
    closed: {
      title: 'Zakończone',
      text: 'Zrobiliśmy z twoim zgłoszeniem, co możemy. Rzadko możemy powiedzieć, jak się skończyło, ale każde zgłoszenie się liczy. Dziękujemy za informację.',
    },
  },

  supportLines: {
    children: 'Dla osób poniżej 18 lat. Czynne dzień i noc, bezpłatnie i anonimowo.',
    adultsForChildren: 'Dla dorosłych, którzy martwią się o dziecko.',
    health: 'Porady zdrowotne, dzień i noc, jeśli to, co widzisz, wpływa na twoje samopoczucie.',
    night: 'Ktoś do rozmowy wieczorem i w nocy, od 21 do 6.',
    ownThoughts: 'Dla osób, które boją się własnych myśli o dzieciach. Anonimowo i bezpłatnie.',
    childrenWorldwide:
      'Telefony zaufania dla dzieci i młodzieży na całym świecie. W wielu krajach Europy numer to 116 111.',
    anyoneWorldwide: 'Ktoś do rozmowy, w twoim kraju.',
  },

  errors: {
    notFound: { title: 'Nie ma takiej strony', text: 'Adres może być błędny lub strona została przeniesiona.' },
    files: {
      title: 'Tu nie można wysyłać plików',
      text: 'Nigdy nie przyjmujemy zdjęć, filmów ani innych plików. Wystarczy adres strony. Wróć i wpisz go w formularzu.',
    },
    tooLarge: {
      title: 'Za dużo tekstu naraz',
      text: 'Zgłoszenie nie zostało przyjęte. Cofnij się w przeglądarce: twój tekst zwykle nadal tam jest. Skróć go lub podziel na kilka zgłoszeń.',
    },
    away: {
      title: 'U nas coś teraz nie działa',
      text: 'Jeśli coś było wysyłane, nie zostało przyjęte. Cofnij się w przeglądarce, gdzie twój tekst zwykle nadal jest, i spróbuj za chwilę.',
    },
    refused: {
      title: 'Nie udało się odczytać tego, co wysłano',
      text: 'Jeśli było to zgłoszenie, nie zostało przyjęte. Cofnij się w przeglądarce i spróbuj jeszcze raz.',
    },
  },
};
