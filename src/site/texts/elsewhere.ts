/** Hotlines and helplines of other countries: the words around them. */
import type { SiteLanguage } from '../../terms/site-languages.ts';

/** What every language must say. */
export interface ElsewhereTexts {
  /** For a country's line for children, whose hours we do not state. */
  readonly childrenLine: string;
  readonly title: string;
  readonly lead: string;
  readonly hotline: string;
  readonly childLine: string;
  readonly emergency: string;
}

/** The words by language. */
export const ELSEWHERE_TEXTS: Readonly<Record<SiteLanguage, ElsewhereTexts>> = {
  sv: {
    childrenLine: 'För barn och unga som vill prata med någon.',
    title: 'I ett annat land',
    lead: 'Det går bra att tipsa oss var du än är. De här finns i andra länder.',
    hotline: 'Tipslinje',
    childLine: 'Hjälplinje för barn',
    emergency: 'Nödnummer',
  },
  en: {
    childrenLine: 'For children and young people who want to talk to somebody.',
    title: 'In another country',
    lead: 'You can tell us wherever you are. These are found in other countries.',
    hotline: 'Hotline',
    childLine: 'Helpline for children',
    emergency: 'Emergency number',
  },
  fi: {
    childrenLine: 'Lapsille ja nuorille, jotka haluavat puhua jonkun kanssa.',
    title: 'Toisessa maassa',
    lead: 'Voit kertoa meille, missä tahansa oletkin. Muissa maissa on nämä.',
    hotline: 'Vihjelinja',
    childLine: 'Lasten auttava puhelin',
    emergency: 'Hätänumero',
  },
  nb: {
    childrenLine: 'For barn og unge som vil snakke med noen.',
    title: 'I et annet land',
    lead: 'Du kan tipse oss uansett hvor du er. Disse finnes i andre land.',
    hotline: 'Tipslinje',
    childLine: 'Hjelpetelefon for barn',
    emergency: 'Nødnummer',
  },
  da: {
    childrenLine: 'For børn og unge, som vil tale med nogen.',
    title: 'I et andet land',
    lead: 'Du kan fortælle os det, uanset hvor du er. Disse findes i andre lande.',
    hotline: 'Hotline for tip',
    childLine: 'Hjælpelinje for børn',
    emergency: 'Alarmnummer',
  },
  de: {
    childrenLine: 'Für Kinder und Jugendliche, die mit jemandem sprechen möchten.',
    title: 'In einem anderen Land',
    lead: 'Sie können uns von überall aus berichten. Diese Stellen gibt es in anderen Ländern.',
    hotline: 'Meldestelle',
    childLine: 'Hilfetelefon für Kinder',
    emergency: 'Notruf',
  },
  fr: {
    childrenLine: 'Pour les enfants et les jeunes qui veulent parler à quelqu’un.',
    title: 'Dans un autre pays',
    lead: 'Vous pouvez nous signaler des faits où que vous soyez. Voici qui existe dans d’autres pays.',
    hotline: 'Service de signalement',
    childLine: 'Ligne d’aide aux enfants',
    emergency: 'Numéro d’urgence',
  },
  es: {
    childrenLine: 'Para niños y jóvenes que quieren hablar con alguien.',
    title: 'En otro país',
    lead: 'Puede avisarnos esté donde esté. Estos servicios existen en otros países.',
    hotline: 'Línea de denuncia',
    childLine: 'Línea de ayuda a la infancia',
    emergency: 'Número de emergencia',
  },
  pl: {
    childrenLine: 'Dla dzieci i młodzieży, które chcą z kimś porozmawiać.',
    title: 'W innym kraju',
    lead: 'Możesz nam zgłosić sprawę z każdego miejsca. W innych krajach działają te punkty.',
    hotline: 'Punkt zgłoszeń',
    childLine: 'Telefon zaufania dla dzieci',
    emergency: 'Numer alarmowy',
  },
  uk: {
    childrenLine: 'Для дітей і молоді, які хочуть з кимось поговорити.',
    title: 'В іншій країні',
    lead: 'Ви можете повідомити нас, де б ви не були. В інших країнах є такі служби.',
    hotline: 'Лінія повідомлень',
    childLine: 'Лінія допомоги дітям',
    emergency: 'Екстрений номер',
  },
  ar: {
    childrenLine: 'للأطفال والشباب الذين يريدون التحدث إلى أحد.',
    title: 'في بلد آخر',
    lead: 'يمكنك إبلاغنا أينما كنت. وهذه الجهات موجودة في بلدان أخرى.',
    hotline: 'خط البلاغات',
    childLine: 'خط مساعدة الأطفال',
    emergency: 'رقم الطوارئ',
  },
  so: {
    childrenLine: 'Carruurta iyo dhallinyarada doonaya inay cid la hadlaan.',
    title: 'Waddan kale',
    lead: 'Meel kasta oo aad joogto waad noo sheegi kartaa. Kuwan waxay ku yaalliin waddamo kale.',
    hotline: 'Khadka warbixinta',
    childLine: 'Khadka caawinta carruurta',
    emergency: 'Lambarka gurmadka',
  },
  fa: {
    childrenLine: 'برای کودکان و نوجوانانی که می‌خواهند با کسی حرف بزنند.',
    title: 'در کشوری دیگر',
    lead: 'هر جا که باشید می‌توانید به ما خبر دهید. این‌ها در کشورهای دیگر هستند.',
    hotline: 'خط گزارش',
    childLine: 'خط کمک به کودکان',
    emergency: 'شماره اضطراری',
  },
  th: {
    childrenLine: 'สำหรับเด็กและเยาวชนที่อยากคุยกับใครสักคน',
    title: 'ในประเทศอื่น',
    lead: 'คุณแจ้งเราได้ไม่ว่าอยู่ที่ไหน ในประเทศอื่นมีหน่วยงานเหล่านี้',
    hotline: 'สายแจ้งเบาะแส',
    childLine: 'สายช่วยเหลือเด็ก',
    emergency: 'หมายเลขฉุกเฉิน',
  },
};
