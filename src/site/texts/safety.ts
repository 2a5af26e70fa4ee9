/**
 * What the site says of where words are locked, and when it asks for a moment's patience, in every language. True to docs/threat-model.md:
 * change both together.
 */
import { localeOf, type SiteLanguage } from '../../terms/site-languages.ts';

/** One language's. `wait` takes whole seconds. */
export interface SafetyTexts {
  readonly title: string;
  readonly browser: string;
  readonly urgent: string;
  readonly server: string;
  readonly tab: string;
  readonly done: { readonly browser: string; readonly urgent: string; readonly server: string };
  readonly sending: string;
  readonly unreachedTitle: string;
  readonly unreached: string;
  readonly waitTitle: string;
  readonly wait: (seconds: number) => string;
  readonly waitByItself: string;
}

const secondsIn =
  (language: SiteLanguage) =>
  (seconds: number): string =>
    new Intl.NumberFormat(localeOf(language), { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(seconds);

const sv: SafetyTexts = {
  title: 'Var dina ord låses',
  browser:
    'Det du skriver låses i din egen webbläsare innan det skickas. Vår server ser bara vad tipset gäller, om det är bråttom, om du vill ha svar och webbadresserna. Resten kan bara analytikerna öppna.',
  urgent:
    'När det är bråttom låser vår server dina ord när de kommer fram, så att tipset kan gå till polisen direkt. Dina kontaktuppgifter låses redan i din webbläsare.',
  server: 'Det du skriver låses av vår server så fort det kommer fram. Sedan kan bara analytikerna öppna det.',
  tab: 'Det du skriver finns bara i den här fliken tills du skickar det. Laddar du om eller stänger sidan är det borta.',
  done: {
    browser: 'Dina ord låstes i din webbläsare. Vår server har inte kunnat läsa dem.',
    urgent: 'Dina ord låstes när de kom fram, också åt polisen. Dina kontaktuppgifter låstes i din webbläsare.',
    server: 'Dina ord låstes när de kom fram till oss.',
  },
  sending: 'Skickar …',
  unreachedTitle: 'Vi nåddes inte',
  unreached:
    'Anslutningen bröts, så vi vet inte om det kom fram. Allt du har skrivit finns kvar på sidan. Tryck på knappen igen. Det blir aldrig två tips.',
  waitTitle: 'Ett ögonblick',
  wait: (seconds) =>
    `Just nu skriver många till oss på en gång. Inget är borta. Vänta ${secondsIn('sv')(seconds)} och tryck på Skicka igen.`,
  waitByItself: 'Du behöver inte göra något: det skickas av sig självt om en stund.',
};

const en: SafetyTexts = {
  title: 'Where your words are locked',
  browser:
    'What you write is locked in your own browser before it is sent. Our server sees only what the tip is about, whether it is urgent, whether you want an answer, and the web addresses. Only the analysts can open the rest.',
  urgent:
    'When it is urgent, our server locks your words as they arrive, so that the tip can go to the police at once. Your contact details are locked in your browser already.',
  server: 'What you write is locked by our server as soon as it arrives. After that only the analysts can open it.',
  tab: 'What you write is only in this tab until you send it. If you reload or close the page, it is gone.',
  done: {
    browser: 'Your words were locked in your browser. Our server has not been able to read them.',
    urgent:
      'Your words were locked as they arrived, for the police too. Your contact details were locked in your browser.',
    server: 'Your words were locked as they reached us.',
  },
  sending: 'Sending …',
  unreachedTitle: 'We could not be reached',
  unreached:
    'The connection broke, so we do not know whether it arrived. Everything you wrote is still on this page. Press the button again. It will never become two tips.',
  waitTitle: 'One moment',
  wait: (seconds) =>
    `Many people are writing to us at once just now. Nothing is lost. Wait ${secondsIn('en')(seconds)} and press Send again.`,
  waitByItself: 'You need do nothing: it will be sent by itself in a moment.',
};

const fi: SafetyTexts = {
  title: 'Missä sanasi lukitaan',
  browser:
    'Se, mitä kirjoitat, lukitaan omassa selaimessasi ennen lähettämistä. Palvelimemme näkee vain, mitä vihje koskee, onko se kiireellinen, haluatko vastauksen, sekä verkko-osoitteet. Muun voivat avata vain analyytikot.',
  urgent:
    'Kun asia on kiireellinen, palvelimemme lukitsee sanasi niiden saapuessa, jotta vihje voi mennä poliisille heti. Yhteystietosi lukitaan jo selaimessasi.',
  server:
    'Palvelimemme lukitsee sen, mitä kirjoitat, heti kun se saapuu. Sen jälkeen vain analyytikot voivat avata sen.',
  tab: 'Se, mitä kirjoitat, on vain tässä välilehdessä, kunnes lähetät sen. Jos lataat sivun uudelleen tai suljet sen, teksti katoaa.',
  done: {
    browser: 'Sanasi lukittiin selaimessasi. Palvelimemme ei ole voinut lukea niitä.',
    urgent: 'Sanasi lukittiin, kun ne saapuivat, myös poliisia varten. Yhteystietosi lukittiin selaimessasi.',
    server: 'Sanasi lukittiin, kun ne saapuivat meille.',
  },
  sending: 'Lähetetään …',
  unreachedTitle: 'Meihin ei saatu yhteyttä',
  unreached:
    'Yhteys katkesi, joten emme tiedä, tuliko se perille. Kaikki kirjoittamasi on yhä tällä sivulla. Paina painiketta uudelleen. Siitä ei koskaan tule kahta vihjettä.',
  waitTitle: 'Hetkinen',
  wait: (seconds) =>
    `Juuri nyt moni kirjoittaa meille yhtä aikaa. Mitään ei ole kadonnut. Odotusaika: ${secondsIn('fi')(seconds)}. Paina sitten Lähetä uudelleen.`,
  waitByItself: 'Sinun ei tarvitse tehdä mitään: se lähtee itsestään hetken kuluttua.',
};

const nb: SafetyTexts = {
  title: 'Hvor ordene dine låses',
  browser:
    'Det du skriver, låses i din egen nettleser før det sendes. Serveren vår ser bare hva tipset gjelder, om det haster, om du vil ha svar, og nettadressene. Bare analytikerne kan åpne resten.',
  urgent:
    'Når det haster, låser serveren vår ordene dine når de kommer fram, så tipset kan gå til politiet med en gang. Kontaktopplysningene dine låses allerede i nettleseren.',
  server: 'Det du skriver, låses av serveren vår så snart det kommer fram. Etter det kan bare analytikerne åpne det.',
  tab: 'Det du skriver, finnes bare i denne fanen til du sender det. Laster du siden på nytt eller lukker den, er det borte.',
  done: {
    browser: 'Ordene dine ble låst i nettleseren din. Serveren vår har ikke kunnet lese dem.',
    urgent: 'Ordene dine ble låst da de kom fram, også for politiet. Kontaktopplysningene ble låst i nettleseren din.',
    server: 'Ordene dine ble låst da de kom fram til oss.',
  },
  sending: 'Sender …',
  unreachedTitle: 'Vi kunne ikke nås',
  unreached:
    'Forbindelsen ble brutt, så vi vet ikke om det kom fram. Alt du har skrevet, er fortsatt på siden. Trykk på knappen igjen. Det blir aldri to tips.',
  waitTitle: 'Et øyeblikk',
  wait: (seconds) =>
    `Akkurat nå skriver mange til oss på en gang. Ingenting er borte. Vent ${secondsIn('nb')(seconds)} og trykk på Send igjen.`,
  waitByItself: 'Du trenger ikke gjøre noe: det sendes av seg selv om litt.',
};

const da: SafetyTexts = {
  title: 'Hvor dine ord låses',
  browser:
    'Det, du skriver, låses i din egen browser, før det sendes. Vores server ser kun, hvad tippet handler om, om det haster, om du vil have svar, og webadresserne. Kun analytikerne kan åbne resten.',
  urgent:
    'Når det haster, låser vores server dine ord, når de kommer frem, så tippet kan gå til politiet med det samme. Dine kontaktoplysninger låses allerede i din browser.',
  server: 'Det, du skriver, låses af vores server, så snart det kommer frem. Derefter kan kun analytikerne åbne det.',
  tab: 'Det, du skriver, findes kun i denne fane, indtil du sender det. Genindlæser eller lukker du siden, er det væk.',
  done: {
    browser: 'Dine ord blev låst i din browser. Vores server har ikke kunnet læse dem.',
    urgent: 'Dine ord blev låst, da de kom frem, også til politiet. Dine kontaktoplysninger blev låst i din browser.',
    server: 'Dine ord blev låst, da de nåede frem til os.',
  },
  sending: 'Sender …',
  unreachedTitle: 'Vi kunne ikke nås',
  unreached:
    'Forbindelsen blev afbrudt, så vi ved ikke, om det kom frem. Alt, hvad du har skrevet, er stadig på siden. Tryk på knappen igen. Det bliver aldrig til to tip.',
  waitTitle: 'Et øjeblik',
  wait: (seconds) =>
    `Lige nu skriver mange til os på én gang. Intet er gået tabt. Vent ${secondsIn('da')(seconds)}, og tryk på Send igen.`,
  waitByItself: 'Du behøver ikke gøre noget: det sendes af sig selv om lidt.',
};

const de: SafetyTexts = {
  title: 'Wo deine Worte verschlossen werden',
  browser:
    'Was du schreibst, wird in deinem eigenen Browser verschlossen, bevor es gesendet wird. Unser Server sieht nur, worum es geht, ob es eilt, ob du eine Antwort möchtest, und die Webadressen. Alles andere können nur die Analystinnen und Analysten öffnen.',
  urgent:
    'Wenn es eilt, verschließt unser Server deine Worte bei der Ankunft, damit der Hinweis sofort an die Polizei gehen kann. Deine Kontaktdaten werden schon in deinem Browser verschlossen.',
  server:
    'Was du schreibst, verschließt unser Server, sobald es ankommt. Danach können es nur die Analystinnen und Analysten öffnen.',
  tab: 'Was du schreibst, ist nur in diesem Tab, bis du es sendest. Wenn du die Seite neu lädst oder schließt, ist es weg.',
  done: {
    browser: 'Deine Worte wurden in deinem Browser verschlossen. Unser Server konnte sie nicht lesen.',
    urgent:
      'Deine Worte wurden bei der Ankunft verschlossen, auch für die Polizei. Deine Kontaktdaten wurden in deinem Browser verschlossen.',
    server: 'Deine Worte wurden verschlossen, als sie bei uns ankamen.',
  },
  sending: 'Wird gesendet …',
  unreachedTitle: 'Wir waren nicht erreichbar',
  unreached:
    'Die Verbindung ist abgebrochen, deshalb wissen wir nicht, ob es angekommen ist. Alles, was du geschrieben hast, steht noch auf dieser Seite. Drücke noch einmal auf die Schaltfläche. Es werden nie zwei Hinweise daraus.',
  waitTitle: 'Einen Moment',
  wait: (seconds) =>
    `Gerade schreiben uns viele gleichzeitig. Nichts ist verloren. Wartezeit: ${secondsIn('de')(seconds)}. Drücke danach noch einmal auf Senden.`,
  waitByItself: 'Du musst nichts tun: Es wird gleich von selbst gesendet.',
};

const fr: SafetyTexts = {
  title: 'Où vos mots sont verrouillés',
  browser:
    'Ce que vous écrivez est verrouillé dans votre propre navigateur avant d’être envoyé. Notre serveur voit seulement de quoi il s’agit, si c’est urgent, si vous souhaitez une réponse, et les adresses web. Seuls les analystes peuvent ouvrir le reste.',
  urgent:
    'Quand c’est urgent, notre serveur verrouille vos mots à leur arrivée, pour que le signalement puisse aller tout de suite à la police. Vos coordonnées sont déjà verrouillées dans votre navigateur.',
  server:
    'Ce que vous écrivez est verrouillé par notre serveur dès son arrivée. Ensuite, seuls les analystes peuvent l’ouvrir.',
  tab: 'Ce que vous écrivez n’existe que dans cet onglet jusqu’à l’envoi. Si vous rechargez ou fermez la page, c’est perdu.',
  done: {
    browser: 'Vos mots ont été verrouillés dans votre navigateur. Notre serveur n’a pas pu les lire.',
    urgent:
      'Vos mots ont été verrouillés à leur arrivée, pour la police aussi. Vos coordonnées ont été verrouillées dans votre navigateur.',
    server: 'Vos mots ont été verrouillés à leur arrivée chez nous.',
  },
  sending: 'Envoi en cours…',
  unreachedTitle: 'Nous n’avons pas pu être joints',
  unreached:
    'La connexion a été coupée : nous ne savons pas si c’est arrivé. Tout ce que vous avez écrit est encore sur cette page. Appuyez de nouveau sur le bouton. Cela ne fera jamais deux signalements.',
  waitTitle: 'Un instant',
  wait: (seconds) =>
    `Beaucoup de personnes nous écrivent en même temps. Rien n’est perdu. Attendez ${secondsIn('fr')(seconds)} et appuyez de nouveau sur Envoyer.`,
  waitByItself: 'Vous n’avez rien à faire : l’envoi se fera tout seul dans un instant.',
};

const es: SafetyTexts = {
  title: 'Dónde se cierran tus palabras',
  browser:
    'Lo que escribes se cierra con llave en tu propio navegador antes de enviarse. Nuestro servidor solo ve de qué trata el aviso, si es urgente, si quieres respuesta y las direcciones web. Lo demás solo pueden abrirlo los analistas.',
  urgent:
    'Cuando es urgente, nuestro servidor cierra tus palabras cuando llegan, para que el aviso pueda ir enseguida a la policía. Tus datos de contacto se cierran ya en tu navegador.',
  server: 'Nuestro servidor cierra lo que escribes en cuanto llega. Después solo pueden abrirlo los analistas.',
  tab: 'Lo que escribes está solo en esta pestaña hasta que lo envías. Si recargas o cierras la página, se pierde.',
  done: {
    browser: 'Tus palabras se cerraron en tu navegador. Nuestro servidor no ha podido leerlas.',
    urgent:
      'Tus palabras se cerraron al llegar, también para la policía. Tus datos de contacto se cerraron en tu navegador.',
    server: 'Tus palabras se cerraron al llegar a nosotros.',
  },
  sending: 'Enviando…',
  unreachedTitle: 'No se pudo contactar con nosotros',
  unreached:
    'Se cortó la conexión y no sabemos si llegó. Todo lo que has escrito sigue en esta página. Pulsa otra vez el botón. Nunca se convertirá en dos avisos.',
  waitTitle: 'Un momento',
  wait: (seconds) =>
    `Ahora mismo nos escriben muchas personas a la vez. No se ha perdido nada. Espera ${secondsIn('es')(seconds)} y pulsa Enviar otra vez.`,
  waitByItself: 'No tienes que hacer nada: se enviará solo en un momento.',
};

const pl: SafetyTexts = {
  title: 'Gdzie szyfrujemy twoje słowa',
  browser:
    'To, co piszesz, jest szyfrowane w twojej przeglądarce, zanim zostanie wysłane. Nasz serwer widzi tylko, czego dotyczy zgłoszenie, czy jest pilne, czy chcesz odpowiedzi, oraz adresy internetowe. Resztę mogą otworzyć tylko analitycy.',
  urgent:
    'Gdy sprawa jest pilna, nasz serwer szyfruje twoje słowa, gdy nadejdą, aby zgłoszenie mogło od razu trafić do policji. Dane kontaktowe są szyfrowane już w twojej przeglądarce.',
  server: 'To, co piszesz, nasz serwer szyfruje, gdy tylko nadejdzie. Potem mogą to otworzyć tylko analitycy.',
  tab: 'To, co piszesz, jest tylko w tej karcie, dopóki tego nie wyślesz. Po odświeżeniu lub zamknięciu strony zniknie.',
  done: {
    browser: 'Twoje słowa zaszyfrowano w twojej przeglądarce. Nasz serwer nie mógł ich przeczytać.',
    urgent:
      'Twoje słowa zaszyfrowano, gdy nadeszły, także dla policji. Dane kontaktowe zaszyfrowano w twojej przeglądarce.',
    server: 'Twoje słowa zaszyfrowano, gdy do nas dotarły.',
  },
  sending: 'Wysyłanie…',
  unreachedTitle: 'Nie udało się z nami połączyć',
  unreached:
    'Połączenie zostało przerwane, więc nie wiemy, czy zgłoszenie dotarło. Wszystko, co napisano, jest nadal na tej stronie. Naciśnij przycisk jeszcze raz. Nigdy nie powstaną dwa zgłoszenia.',
  waitTitle: 'Chwileczkę',
  wait: (seconds) =>
    `Właśnie pisze do nas wiele osób naraz. Nic nie zginęło. Czas oczekiwania: ${secondsIn('pl')(seconds)}. Potem naciśnij Wyślij jeszcze raz.`,
  waitByItself: 'Nie musisz nic robić: za chwilę wyśle się samo.',
};

const uk: SafetyTexts = {
  title: 'Де замикаються ваші слова',
  browser:
    'Те, що ви пишете, шифрується у вашому браузері ще до надсилання. Наш сервер бачить лише, про що повідомлення, чи воно термінове, чи ви хочете відповіді, та вебадреси. Решту можуть відкрити тільки аналітики.',
  urgent:
    'Коли це терміново, наш сервер шифрує ваші слова, щойно вони надійдуть, щоб повідомлення могло одразу піти до поліції. Ваші контакти шифруються ще у вашому браузері.',
  server: 'Те, що ви пишете, наш сервер шифрує, щойно воно надійде. Після цього відкрити його можуть лише аналітики.',
  tab: 'Те, що ви пишете, є лише в цій вкладці, доки ви його не надішлете. Якщо оновити або закрити сторінку, воно зникне.',
  done: {
    browser: 'Ваші слова зашифровано у вашому браузері. Наш сервер не міг їх прочитати.',
    urgent: 'Ваші слова зашифровано, щойно вони надійшли, також для поліції. Контакти зашифровано у вашому браузері.',
    server: 'Ваші слова зашифровано, коли вони надійшли до нас.',
  },
  sending: 'Надсилання…',
  unreachedTitle: 'Не вдалося з нами зв’язатися',
  unreached:
    'З’єднання перервалося, тож ми не знаємо, чи повідомлення надійшло. Усе, що ви написали, досі на цій сторінці. Натисніть кнопку ще раз. Двох повідомлень із цього не буде.',
  waitTitle: 'Хвилинку',
  wait: (seconds) =>
    `Зараз нам пише багато людей одночасно. Нічого не втрачено. Час очікування: ${secondsIn('uk')(seconds)}. Потім натисніть «Надіслати» ще раз.`,
  waitByItself: 'Вам нічого не треба робити: за мить воно надішлеться саме.',
};

const ar: SafetyTexts = {
  title: 'أين تُقفَل كلماتك',
  browser:
    'ما تكتبه يُقفَل في متصفحك أنت قبل إرساله. لا يرى خادمنا إلا موضوع البلاغ، وهل هو عاجل، وهل تريد جوابًا، وعناوين الويب. أما الباقي فلا يفتحه إلا المحللون.',
  urgent:
    'عندما يكون الأمر عاجلًا يُقفِل خادمنا كلماتك عند وصولها، لكي يصل البلاغ إلى الشرطة فورًا. أما بيانات الاتصال فتُقفَل في متصفحك قبل ذلك.',
  server: 'ما تكتبه يُقفِله خادمنا حال وصوله. بعد ذلك لا يفتحه إلا المحللون.',
  tab: 'ما تكتبه موجود في علامة التبويب هذه فقط إلى أن ترسله. إذا أعدت تحميل الصفحة أو أغلقتها فسيضيع.',
  done: {
    browser: 'أُقفِلت كلماتك في متصفحك. لم يتمكن خادمنا من قراءتها.',
    urgent: 'أُقفِلت كلماتك عند وصولها، وللشرطة أيضًا. وأُقفِلت بيانات الاتصال في متصفحك.',
    server: 'أُقفِلت كلماتك حين وصلت إلينا.',
  },
  sending: 'جارٍ الإرسال…',
  unreachedTitle: 'تعذّر الوصول إلينا',
  unreached:
    'انقطع الاتصال، فلا نعلم هل وصل البلاغ. كل ما كتبته ما زال في هذه الصفحة. اضغط الزر مرة أخرى. لن يصبح بلاغين أبدًا.',
  waitTitle: 'لحظة من فضلك',
  wait: (seconds) =>
    `يكتب إلينا الآن كثيرون في الوقت نفسه. لم يضع شيء. مدة الانتظار: ${secondsIn('ar')(seconds)}، ثم اضغط «أرسل» مرة أخرى.`,
  waitByItself: 'لا يلزمك فعل شيء: سيُرسَل من تلقاء نفسه بعد لحظة.',
};

const so: SafetyTexts = {
  title: 'Halka erayadaada lagu xiro',
  browser:
    'Waxaad qorto waxaa lagu xiraa browser-kaaga ka hor inta aan la dirin. Server-kayagu wuxuu arkaa oo keliya waxa warbixintu ku saabsan tahay, inay degdeg tahay, inaad jawaab rabto, iyo cinwaannada internetka. Inta kale waxaa furi kara falanqeeyayaasha oo keliya.',
  urgent:
    'Marka ay degdeg tahay, server-kayagu wuxuu erayadaada xiraa marka ay yimaadaan, si warbixintu isla markiiba booliska ugu tagto. Xogtaada xiriirka waxaa lagu xiraa browser-kaaga.',
  server:
    'Waxaad qorto server-kayagu wuu xiraa isla marka uu yimaado. Intaa kaddib waxaa furi kara falanqeeyayaasha oo keliya.',
  tab: 'Waxaad qorto wuxuu ku jiraa tab-kan oo keliya ilaa aad dirto. Haddii aad bogga dib u rarto ama xirto, wuu lumayaa.',
  done: {
    browser: 'Erayadaada waxaa lagu xiray browser-kaaga. Server-kayagu ma akhriyi karin.',
    urgent:
      'Erayadaada waxaa la xiray markay yimaadeen, booliskana waa loo xiray. Xogtaada xiriirka waxaa lagu xiray browser-kaaga.',
    server: 'Erayadaada waxaa la xiray markay na soo gaareen.',
  },
  sending: 'Waa la dirayaa…',
  unreachedTitle: 'Nalama soo gaari karin',
  unreached:
    'Xiriirku wuu go’ay, markaa ma ogin inay timid. Wax kasta oo aad qortay weli boggan ayay ku yaalliin. Mar kale taabo badhanka. Weligeed laba warbixin ma noqon doonto.',
  waitTitle: 'Hal daqiiqo',
  wait: (seconds) =>
    `Hadda dad badan ayaa isku mar noo soo qoraya. Waxba ma lumin. Sug ${secondsIn('so')(seconds)} kaddibna mar kale taabo Dir.`,
  waitByItself: 'Waxba uma baahnid inaad samayso: iskeed ayay u dirmi doontaa dhawaan.',
};

const fa: SafetyTexts = {
  title: 'نوشته‌هایتان کجا قفل می‌شود',
  browser:
    'آنچه می‌نویسید پیش از فرستادن در مرورگر خودتان قفل می‌شود. سرور ما فقط می‌بیند گزارش دربارهٔ چیست، آیا فوری است، آیا پاسخ می‌خواهید، و نشانی‌های وب را. بقیه را تنها تحلیل‌گران می‌توانند باز کنند.',
  urgent:
    'وقتی فوری باشد، سرور ما نوشته‌هایتان را هنگام رسیدن قفل می‌کند تا گزارش بی‌درنگ به پلیس برسد. اطلاعات تماس شما از پیش در مرورگرتان قفل می‌شود.',
  server: 'آنچه می‌نویسید به محض رسیدن به دست سرور ما قفل می‌شود. پس از آن تنها تحلیل‌گران می‌توانند آن را باز کنند.',
  tab: 'آنچه می‌نویسید تا زمان فرستادن تنها در همین زبانه است. اگر صفحه را دوباره بار کنید یا ببندید، از میان می‌رود.',
  done: {
    browser: 'نوشته‌هایتان در مرورگرتان قفل شد. سرور ما نتوانسته است آن‌ها را بخواند.',
    urgent: 'نوشته‌هایتان هنگام رسیدن قفل شد، برای پلیس هم. اطلاعات تماستان در مرورگرتان قفل شد.',
    server: 'نوشته‌هایتان هنگام رسیدن به ما قفل شد.',
  },
  sending: 'در حال فرستادن…',
  unreachedTitle: 'دسترسی به ما ممکن نشد',
  unreached:
    'ارتباط قطع شد و نمی‌دانیم رسیده است یا نه. هر چه نوشته‌اید هنوز در این صفحه است. دکمه را دوباره بزنید. هرگز دو گزارش نمی‌شود.',
  waitTitle: 'یک لحظه',
  wait: (seconds) =>
    `همین حالا افراد زیادی هم‌زمان برای ما می‌نویسند. چیزی از میان نرفته است. ${secondsIn('fa')(seconds)} صبر کنید و دوباره فرستادن را بزنید.`,
  waitByItself: 'لازم نیست کاری بکنید: تا لحظه‌ای دیگر خودش فرستاده می‌شود.',
};

const th: SafetyTexts = {
  title: 'ข้อความของคุณถูกล็อกที่ไหน',
  browser:
    'สิ่งที่คุณเขียนจะถูกล็อกในเบราว์เซอร์ของคุณเองก่อนส่ง เซิร์ฟเวอร์ของเราเห็นเพียงว่าเบาะแสเกี่ยวกับอะไร เร่งด่วนหรือไม่ คุณต้องการคำตอบหรือไม่ และที่อยู่เว็บ ส่วนที่เหลือมีแต่นักวิเคราะห์เท่านั้นที่เปิดได้',
  urgent:
    'เมื่อเร่งด่วน เซิร์ฟเวอร์ของเราจะล็อกข้อความของคุณเมื่อมาถึง เพื่อให้เบาะแสไปถึงตำรวจได้ทันที ส่วนข้อมูลติดต่อถูกล็อกในเบราว์เซอร์ของคุณแล้ว',
  server: 'เซิร์ฟเวอร์ของเราล็อกสิ่งที่คุณเขียนทันทีที่มาถึง หลังจากนั้นมีแต่นักวิเคราะห์เท่านั้นที่เปิดได้',
  tab: 'สิ่งที่คุณเขียนอยู่ในแท็บนี้เท่านั้นจนกว่าคุณจะส่ง ถ้าโหลดหน้าใหม่หรือปิดหน้า ข้อความจะหายไป',
  done: {
    browser: 'ข้อความของคุณถูกล็อกในเบราว์เซอร์ของคุณ เซิร์ฟเวอร์ของเราอ่านไม่ได้',
    urgent: 'ข้อความของคุณถูกล็อกเมื่อมาถึง รวมทั้งสำหรับตำรวจ ข้อมูลติดต่อถูกล็อกในเบราว์เซอร์ของคุณ',
    server: 'ข้อความของคุณถูกล็อกเมื่อมาถึงเรา',
  },
  sending: 'กำลังส่ง…',
  unreachedTitle: 'ติดต่อเราไม่ได้',
  unreached: 'การเชื่อมต่อขาด เราจึงไม่รู้ว่ามาถึงหรือไม่ ทุกอย่างที่คุณเขียนยังอยู่ในหน้านี้ กดปุ่มอีกครั้ง จะไม่กลายเป็นสองเบาะแส',
  waitTitle: 'สักครู่',
  wait: (seconds) => `ขณะนี้มีคนจำนวนมากเขียนถึงเราพร้อมกัน ไม่มีอะไรหายไป รอ ${secondsIn('th')(seconds)} แล้วกดส่งอีกครั้ง`,
  waitByItself: 'คุณไม่ต้องทำอะไร ระบบจะส่งเองในอีกสักครู่',
};

/** By language. */
export const SAFETY: Readonly<Record<SiteLanguage, SafetyTexts>> = {
  ...{ sv, en, fi, nb, da, de, fr },
  ...{ es, pl, uk, ar, so, fa, th },
};
