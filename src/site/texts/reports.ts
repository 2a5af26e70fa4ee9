/** What stands above the yearly reports of a trusted flagger (DSA, article 22(3)) on the page with figures. */
import type { SiteLanguage } from '../../terms/site-languages.ts';

interface ReportsTexts {
  readonly title: string;
  readonly lead: string;
}

/** The words by language. */
export const REPORTS_TEXTS: Readonly<Record<SiteLanguage, ReportsTexts>> = {
  sv: {
    title: 'Årsrapport som betrodd anmälare',
    lead: 'Hur många anmälningar vi har gjort till leverantörer enligt förordningen om digitala tjänster (artikel 22.3), och vad de ledde till. På svenska och engelska.',
  },
  en: {
    title: 'Yearly report as a trusted flagger',
    lead: 'How many notices we have sent to providers under the Digital Services Act (article 22(3)), and what they led to. In Swedish and English.',
  },
  fi: {
    title: 'Luotetun ilmoittajan vuosiraportti',
    lead: 'Kuinka monta ilmoitusta olemme tehneet palveluntarjoajille digipalvelusäädöksen nojalla (22 artiklan 3 kohta) ja mihin ne johtivat. Ruotsiksi ja englanniksi.',
  },
  nb: {
    title: 'Årsrapport som pålitelig varsler',
    lead: 'Hvor mange varsler vi har sendt til leverandører etter forordningen om digitale tjenester (artikkel 22 nr. 3), og hva de førte til. På svensk og engelsk.',
  },
  da: {
    title: 'Årsrapport som pålidelig indberetter',
    lead: 'Hvor mange anmeldelser vi har sendt til udbydere efter forordningen om digitale tjenester (artikel 22, stk. 3), og hvad de førte til. På svensk og engelsk.',
  },
  de: {
    title: 'Jahresbericht als vertrauenswürdiger Hinweisgeber',
    lead: 'Wie viele Meldungen wir nach dem Gesetz über digitale Dienste (Artikel 22 Absatz 3) an Anbieter geschickt haben und was daraus wurde. Auf Schwedisch und Englisch.',
  },
  fr: {
    title: 'Rapport annuel en tant que signaleur de confiance',
    lead: 'Combien de notifications nous avons envoyées aux fournisseurs au titre du règlement sur les services numériques (article 22, paragraphe 3), et ce qu’elles ont donné. En suédois et en anglais.',
  },
  es: {
    title: 'Informe anual como alertador fiable',
    lead: 'Cuántas notificaciones hemos enviado a proveedores según el Reglamento de Servicios Digitales (artículo 22, apartado 3) y qué resultó de ellas. En sueco y en inglés.',
  },
  pl: {
    title: 'Raport roczny zaufanego podmiotu sygnalizującego',
    lead: 'Ile zgłoszeń wysłaliśmy do dostawców na podstawie aktu o usługach cyfrowych (art. 22 ust. 3) i do czego doprowadziły. Po szwedzku i angielsku.',
  },
  uk: {
    title: 'Річний звіт довіреного заявника',
    lead: 'Скільки повідомлень ми надіслали постачальникам за Актом про цифрові послуги (стаття 22, пункт 3) і до чого вони привели. Шведською та англійською.',
  },
  ar: {
    title: 'التقرير السنوي بصفتنا جهة إبلاغ موثوقة',
    lead: 'كم إخطارًا أرسلنا إلى مزودي الخدمات بموجب قانون الخدمات الرقمية (المادة 22، الفقرة 3)، وما الذي أدت إليه. بالسويدية والإنجليزية.',
  },
  so: {
    title: 'Warbixinta sannadlaha ah ee calaamadiye la aamini karo',
    lead: 'Imisa ogeysiis ayaan u dirnay bixiyeyaasha sida uu qabo Sharciga Adeegyada Dijitaalka ah (qodobka 22(3)), iyo waxa ay keeneen. Af-iswiidhish iyo Af-ingiriisi.',
  },
  fa: {
    title: 'گزارش سالانه به‌عنوان گزارش‌دهنده معتمد',
    lead: 'چند اعلان بر پایه قانون خدمات دیجیتال (ماده ۲۲، بند ۳) برای ارائه‌دهندگان فرستاده‌ایم و نتیجه آن‌ها چه بوده است. به سوئدی و انگلیسی.',
  },
  th: {
    title: 'รายงานประจำปีในฐานะผู้แจ้งที่เชื่อถือได้',
    lead: 'เราส่งคำแจ้งไปยังผู้ให้บริการกี่ครั้งตามกฎหมายบริการดิจิทัลของสหภาพยุโรป (มาตรา 22(3)) และผลเป็นอย่างไร ภาษาสวีเดนและอังกฤษ',
  },
};
