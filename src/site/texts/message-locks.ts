/**
 * What the mailbox says of where a message is locked, in every language. True to docs/threat-model.md: change both together.
 */
import type { SiteLanguage } from '../../terms/site-languages.ts';

/** In Swedish: the shape that every language fills. `closed` stands in place of a message that only the desk can open. */
const sv = {
  browser:
    'Det du skriver låses i din egen webbläsare innan det skickas. Bara analytikerna kan öppna det, så vi kan inte visa det här nästa gång du öppnar brevlådan.',
  server:
    'Det du skriver låses av vår server så fort det kommer fram. Sedan kan bara analytikerna öppna det, och du med ditt kvitto.',
  closed: 'Det här meddelandet låstes i din webbläsare. Bara analytikerna kan öppna det, så vi kan inte visa det här.',
  unreached:
    'Anslutningen bröts, så vi vet inte om det kom fram. Det du har skrivit finns kvar på sidan. Tryck på knappen igen. Det blir aldrig två meddelanden.',
};

/** What every language must say. */
export type MessageLockTexts = typeof sv;

/** The words by language. */
export const MESSAGE_LOCKS: Readonly<Record<SiteLanguage, MessageLockTexts>> = {
  sv,
  en: {
    browser:
      'What you write is locked in your own browser before it is sent. Only the analysts can open it, so we cannot show it here the next time you open the mailbox.',
    server:
      'What you write is locked by our server as soon as it arrives. After that only the analysts can open it, and you with your receipt.',
    closed: 'This message was locked in your browser. Only the analysts can open it, so we cannot show it here.',
    unreached:
      'The connection broke, so we do not know whether it arrived. What you wrote is still on this page. Press the button again. It will never become two messages.',
  },
  fi: {
    browser:
      'Se, mitä kirjoitat, lukitaan omassa selaimessasi ennen lähettämistä. Sen voivat avata vain analyytikot, joten emme voi näyttää sitä tässä, kun avaat postilaatikon seuraavan kerran.',
    server:
      'Palvelimemme lukitsee sen, mitä kirjoitat, heti kun se saapuu. Sen jälkeen sen voivat avata vain analyytikot, ja sinä kuitillasi.',
    closed: 'Tämä viesti lukittiin selaimessasi. Sen voivat avata vain analyytikot, joten emme voi näyttää sitä tässä.',
    unreached:
      'Yhteys katkesi, joten emme tiedä, tuliko se perille. Kirjoittamasi on yhä tällä sivulla. Paina painiketta uudelleen. Siitä ei koskaan tule kahta viestiä.',
  },
  nb: {
    browser:
      'Det du skriver, låses i din egen nettleser før det sendes. Bare analytikerne kan åpne det, så vi kan ikke vise det her neste gang du åpner postkassen.',
    server:
      'Det du skriver, låses av serveren vår så snart det kommer fram. Etter det kan bare analytikerne åpne det, og du med kvitteringen din.',
    closed: 'Denne meldingen ble låst i nettleseren din. Bare analytikerne kan åpne den, så vi kan ikke vise den her.',
    unreached:
      'Forbindelsen ble brutt, så vi vet ikke om det kom fram. Det du har skrevet, er fortsatt på siden. Trykk på knappen igjen. Det blir aldri to meldinger.',
  },
  da: {
    browser:
      'Det, du skriver, låses i din egen browser, før det sendes. Kun analytikerne kan åbne det, så vi kan ikke vise det her, næste gang du åbner postkassen.',
    server:
      'Det, du skriver, låses af vores server, så snart det kommer frem. Derefter kan kun analytikerne åbne det, og du med din kvittering.',
    closed: 'Denne besked blev låst i din browser. Kun analytikerne kan åbne den, så vi kan ikke vise den her.',
    unreached:
      'Forbindelsen blev afbrudt, så vi ved ikke, om det kom frem. Det, du har skrevet, er stadig på siden. Tryk på knappen igen. Det bliver aldrig til to beskeder.',
  },
  de: {
    browser:
      'Was du schreibst, wird in deinem eigenen Browser verschlossen, bevor es gesendet wird. Nur die Analystinnen und Analysten können es öffnen, deshalb können wir es hier beim nächsten Öffnen des Postfachs nicht zeigen.',
    server:
      'Was du schreibst, verschließt unser Server, sobald es ankommt. Danach können es nur die Analystinnen und Analysten öffnen, und du mit deiner Quittung.',
    closed:
      'Diese Nachricht wurde in deinem Browser verschlossen. Nur die Analystinnen und Analysten können sie öffnen, deshalb können wir sie hier nicht zeigen.',
    unreached:
      'Die Verbindung ist abgebrochen, deshalb wissen wir nicht, ob es angekommen ist. Was du geschrieben hast, steht noch auf dieser Seite. Drücke noch einmal auf die Schaltfläche. Es werden nie zwei Nachrichten daraus.',
  },
  fr: {
    browser:
      'Ce que vous écrivez est verrouillé dans votre propre navigateur avant d’être envoyé. Seuls les analystes peuvent l’ouvrir : nous ne pourrons donc pas l’afficher ici la prochaine fois que vous ouvrirez la boîte.',
    server:
      'Ce que vous écrivez est verrouillé par notre serveur dès son arrivée. Ensuite, seuls les analystes peuvent l’ouvrir, et vous avec votre reçu.',
    closed:
      'Ce message a été verrouillé dans votre navigateur. Seuls les analystes peuvent l’ouvrir : nous ne pouvons donc pas l’afficher ici.',
    unreached:
      'La connexion a été coupée : nous ne savons pas si c’est arrivé. Ce que vous avez écrit est encore sur cette page. Appuyez de nouveau sur le bouton. Cela ne fera jamais deux messages.',
  },
  es: {
    browser:
      'Lo que escribes se cierra con llave en tu propio navegador antes de enviarse. Solo pueden abrirlo los analistas, así que no podremos mostrarlo aquí la próxima vez que abras el buzón.',
    server:
      'Nuestro servidor cierra lo que escribes en cuanto llega. Después solo pueden abrirlo los analistas, y tú con tu recibo.',
    closed:
      'Este mensaje se cerró en tu navegador. Solo pueden abrirlo los analistas, así que no podemos mostrarlo aquí.',
    unreached:
      'Se cortó la conexión y no sabemos si llegó. Lo que has escrito sigue en esta página. Pulsa otra vez el botón. Nunca se convertirá en dos mensajes.',
  },
  pl: {
    browser:
      'To, co piszesz, jest szyfrowane w twojej przeglądarce, zanim zostanie wysłane. Mogą to otworzyć tylko analitycy, więc nie pokażemy tego tutaj, gdy następnym razem otworzysz skrzynkę.',
    server:
      'To, co piszesz, nasz serwer szyfruje, gdy tylko nadejdzie. Potem mogą to otworzyć tylko analitycy oraz ty, mając pokwitowanie.',
    closed:
      'Tę wiadomość zaszyfrowano w twojej przeglądarce. Mogą ją otworzyć tylko analitycy, więc nie możemy jej tu pokazać.',
    unreached:
      'Połączenie zostało przerwane, więc nie wiemy, czy wiadomość dotarła. To, co napisano, jest nadal na tej stronie. Naciśnij przycisk jeszcze raz. Nigdy nie powstaną dwie wiadomości.',
  },
  uk: {
    browser:
      'Те, що ви пишете, шифрується у вашому браузері ще до надсилання. Відкрити це можуть лише аналітики, тож ми не зможемо показати його тут, коли ви наступного разу відкриєте скриньку.',
    server:
      'Те, що ви пишете, наш сервер шифрує, щойно воно надійде. Після цього відкрити його можуть лише аналітики та ви зі своєю квитанцією.',
    closed:
      'Цей лист зашифровано у вашому браузері. Відкрити його можуть лише аналітики, тож показати його тут не можна.',
    unreached:
      'З’єднання перервалося, тож ми не знаємо, чи лист надійшов. Те, що ви написали, досі на цій сторінці. Натисніть кнопку ще раз. Двох листів із цього не буде.',
  },
  ar: {
    browser:
      'ما تكتبه يُقفَل في متصفحك أنت قبل إرساله. لا يفتحه إلا المحللون، ولذلك لا يمكننا عرضه هنا حين تفتح صندوق البريد في المرة القادمة.',
    server: 'ما تكتبه يُقفِله خادمنا حال وصوله. بعد ذلك لا يفتحه إلا المحللون، وأنت بإيصالك.',
    closed: 'أُقفِلت هذه الرسالة في متصفحك. لا يفتحها إلا المحللون، ولذلك لا يمكننا عرضها هنا.',
    unreached:
      'انقطع الاتصال، فلا نعلم هل وصلت الرسالة. ما كتبته ما زال في هذه الصفحة. اضغط الزر مرة أخرى. لن تصبح رسالتين أبدًا.',
  },
  so: {
    browser:
      'Waxaad qorto waxaa lagu xiraa browser-kaaga ka hor inta aan la dirin. Waxaa furi kara falanqeeyayaasha oo keliya, markaa halkan kuma tusi karno marka xigta ee aad sanduuqa furto.',
    server:
      'Waxaad qorto server-kayagu wuu xiraa isla marka uu yimaado. Intaa kaddib waxaa furi kara falanqeeyayaasha oo keliya, iyo adiga oo rasiidhkaaga wata.',
    closed:
      'Fariintan waxaa lagu xiray browser-kaaga. Waxaa furi kara falanqeeyayaasha oo keliya, markaa halkan kuma tusi karno.',
    unreached:
      'Xiriirku wuu go’ay, markaa ma ogin inay timid. Waxaad qortay weli boggan ayay ku yaalliin. Mar kale taabo badhanka. Weligeed laba fariimood ma noqon doonto.',
  },
  fa: {
    browser:
      'آنچه می‌نویسید پیش از فرستادن در مرورگر خودتان قفل می‌شود. تنها تحلیل‌گران می‌توانند آن را باز کنند، پس بار دیگر که صندوق را باز کنید نمی‌توانیم آن را اینجا نشان دهیم.',
    server:
      'آنچه می‌نویسید به محض رسیدن به دست سرور ما قفل می‌شود. پس از آن تنها تحلیل‌گران، و شما با رسیدتان، می‌توانید آن را باز کنید.',
    closed:
      'این پیام در مرورگر شما قفل شد. تنها تحلیل‌گران می‌توانند آن را باز کنند، پس نمی‌توانیم آن را اینجا نشان دهیم.',
    unreached:
      'ارتباط قطع شد و نمی‌دانیم رسیده است یا نه. آنچه نوشته‌اید هنوز در این صفحه است. دکمه را دوباره بزنید. هرگز دو پیام نمی‌شود.',
  },
  th: {
    browser:
      'สิ่งที่คุณเขียนจะถูกล็อกในเบราว์เซอร์ของคุณเองก่อนส่ง มีแต่นักวิเคราะห์เท่านั้นที่เปิดได้ เราจึงแสดงที่นี่ไม่ได้เมื่อคุณเปิดกล่องข้อความครั้งถัดไป',
    server: 'เซิร์ฟเวอร์ของเราล็อกสิ่งที่คุณเขียนทันทีที่มาถึง หลังจากนั้นมีแต่นักวิเคราะห์ และคุณที่มีใบรับ เท่านั้นที่เปิดได้',
    closed: 'ข้อความนี้ถูกล็อกในเบราว์เซอร์ของคุณ มีแต่นักวิเคราะห์เท่านั้นที่เปิดได้ เราจึงแสดงที่นี่ไม่ได้',
    unreached: 'การเชื่อมต่อขาด เราจึงไม่รู้ว่ามาถึงหรือไม่ สิ่งที่คุณเขียนยังอยู่ในหน้านี้ กดปุ่มอีกครั้ง จะไม่กลายเป็นสองข้อความ',
  },
};
