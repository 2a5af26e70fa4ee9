import { grammarOf } from './forms.ts';
import type { MainTexts } from './sv.ts';

const { number: digits, plural } = grammarOf('so');

/** The site's working pages in Somali. */
export const so: MainTexts = {
  skipToContent: 'U gudub qoraalka',
  language: 'Luqadda',
  exit: 'Si dhakhso ah uga bax bogga',
  toStart: 'Bogga hore',
  errorTitlePrefix: 'Khalad: ',
  characters: (count) => `Ugu badnaan ${digits(count)} xaraf.`,
  footer: {
    label: 'Ku saabsan boggan',
    help: 'Taageero adiga kuu ah',
    young: 'Adiga ma ku khusaysaa?',
    after: 'Maxaa ku dhaca warbixinta?',
    scope: 'Waxa ay dadka kale qabtaan',
    spread: 'Dadka kale noo sheeg',
    privacy: 'Waxa aan kaydino',
    accessibility: 'Isticmaal sahlan',
    contact: 'Nala soo xiriir',
  },

  police: {
    title: 'Ilmo ma khatar baa ku jira hadda?',
    emergency: (number) => ['Isla markiiba wac ', number, '.'],
    otherwise: (number) => ['Haddii aysan degdeg ahayn, booliiska ka wac ', number, '.'],
    otherwiseUnknown: 'Haddii aysan degdeg ahayn, la xiriir booliiska meesha aad joogto.',
    first: 'Booliisku had iyo jeer waa ka ugu horreeya. Haddii aadan hubin, wac si kastaba.',
  },

  start: {
    title: 'Ka warbixi xadgudub galmo oo carruur lagu sameeyay',
    lead: 'Wax ma ku aragtay internetka, mise wax dhacay ayaad ka warqabtaa? Noo sheeg. Uma baahnid inaad sheegto qofka aad tahay.',
    dontTitle: 'Ka hor intaadan noo sheegin',
    dont: [
      'Wax kale ha raadin.',
      'Waxba ha kaydin, ha sawirin, hana soo dejin.',
      'Sawirro iyo filimo cidna ha u dirin, xataa annaga. Cinwaanka ayaa ku filan.',
    ],
    chooseTitle: 'Maxaad rabtaa inaad noo sheegto?',
    laterTitle: 'Hore ma noo sheegtay?',
    later: "Sanduuqa ku fur rasiidhkaaga: arag waxa dhacay, ka jawaab su'aal ama wax dheeraad ah qor.",
    openMailbox: 'Fur sanduuqa',
    nextTitle: 'Sida ay u dhacdo',
    next: [
      'Waxaad qortaa waxa aad og tahay. Waxay qaadanaysaa dhowr daqiiqo.',
      'Waxaad helaysaa rasiidh. Wuxuu ku tusayaa waxa dhacaya, waadna ka jawaabi kartaa haddii aan wax ku weydiino.',
      'Baare ayaa akhriya warbixintaada, wuxuuna u diraa booliiska, khadka la midka ah ee waddan kale, ama cidda tirtiri karta.',
    ],
    safe: 'Boggani ma isticmaalo cookies, wuu shaqeeyaa iyada oo aan skiribti jirin, mana kaydiyo cinwaankaaga IP.',
    safeMore: 'Akhri waxa aan kaydino',
  },

  categories: {
    online: {
      title: 'Sawir ama filim internetka ku jira',
      hint: 'Waxaad haysaa cinwaanka bog, akoon, koox ama fayl.',
      heading: 'Ka warbixi sawir ama filim internetka ku jira',
    },
    grooming: {
      title: 'Qof ilmo la xiriiraya',
      hint: 'Qof ilmo ku sasabaya ama ku cadaadinaya internetka ama telefoonka.',
      heading: 'Ka warbixi qof ilmo la xiriiraya',
    },
    extortion: {
      title: 'Hanjabaad ama faafin',
      hint: 'Qof ilmo ugu hanjabaya sawirro, ama faafinaya.',
      heading: 'Ka warbixi hanjabaad ilmo loo geystay ama sawirro la faafiyay',
    },
    trafficking: {
      title: 'Ka ganacsiga carruurta',
      hint: "Carruur si galmo looga faa'iidaysto lacag beddelkeed.",
      heading: 'Ka warbixi ka ganacsiga carruurta',
    },
    travel: {
      title: 'Xadgudub dibadda ka dhacay',
      hint: "Qof safray ama doonaya inuu safro, oo looga shakisan yahay inuu carruur ka faa'iidaysto.",
      heading: 'Ka warbixi xadgudub dibadda ka dhacay',
    },
    offline: {
      title: 'Xadgudub ka baxsan internetka',
      hint: 'Wax aad aragtay, maqashay ama aad ka shakisan tahay.',
      heading: 'Ka warbixi xadgudub ka baxsan internetka',
    },
    other: {
      title: 'Wax kale',
      hint: 'Ma garanaysid waxa ay ka mid tahay. Dhib ma leh.',
      heading: 'Ka warbixi wax kale',
    },
  },

  form: {
    intro: 'Qor waxa aad og tahay. Dhib ma leh haddii aadan wax walba ka jawaabi karin.',
    onlyAddressNeeded: 'Cinwaanka oo keliya ayaa loo baahan yahay. Inta kale waa ikhtiyaari.',
    somethingNeeded: 'Ka jawaab wixii aad karto. Ugu yaraan hal goob ayaa loo baahan yahay.',
    urgentTitle: 'Ma degdeg baa?',
    urgentHint: (number) =>
      `Calaamadee haddii aad garanayso ilmaha ama meesha uu joogo. Markaas warbixintu kuwa kale ayay ka hor maraysaa. Haddii ay degdeg tahay, wac sidoo kale ${number}.`,
    contactTitle: 'Qofka aad tahay',
    contactHint:
      'Magacaaga waad qarin kartaa. Haddii aad faahfaahintaada reebto, gooni ayaa loo sireeyaa. Qofka aad ka warbixinayso weligiis nagama oga qofka aad tahay.',
    send: 'Dir warbixinta',
    noFiles: 'Weligaa ha dirin sawirro ama filimo. Faylal laguma lifaaqi karo, taasina waa ula kac.',
    summaryTitle: 'Wax baa u baahan in la beddelo',
    summaryKept: 'Waxa aad qortay weli way joogaan.',
    expired:
      'Boggu muddo dheer ayuu furnaa, sidaas darteed weli waxba lama dirin. Wixii aad qortay oo dhan way joogaan. Akhri oo sii wad.',
    unreadable:
      'Ma akhrin karin waxa aad ku qortay bogaggii hore, sidaas darteed waxba lama dirin. Waxa aad ku qortay boggan way joogaan. Halkan mar kale ka bilow.',
    notReceivedTitle: 'Warbixintu nama soo gaarin',
    notReceived:
      'Cillad ayaa na haysata, warbixintaadana ma helin. Waxa aad qortay weli boggan ayay ku jiraan. Daqiiqad sug oo mar kale riix Dir. Marnaba laba warbixin ma noqonayso.',
    notReceivedPolice: 'Haddii aysan sugi karin, u tag booliiska:',
    closedTitle: 'Weli ma furin',
    closed: 'Khadku diyaar uma aha inuu warbixinno qaato. Warbixintaada lama helin. Fadlan u tag booliiska.',
    oddNone: 'Waxa aad qortay cinwaan kama helin.',
    oddFound: (count) => plural(count, { one: 'Waxaan helnay # cinwaan:', other: 'Waxaan helnay # cinwaan:' }),
    oddTitle: 'Kuwan cinwaan ahaan uma akhrin karin',
    oddChoice: 'Waad beddeli kartaa. Haddii kale sadarradu sidii aad u qortay ayay baaraha u tagayaan.',
    oddLine: (line) => `Sadarka ${digits(line)}`,
    oddInReport: 'Sadarro ku jira goobta cinwaanka oo aan la fahmi karin',
    reasons: {
      'not-an-address': 'uma eka cinwaan bog',
      'scheme-not-handled': 'waa nooc kale oo cinwaan ah',
      'private-host': 'waxay tilmaamaysaa shabakad adiga oo keliya gaari karto',
      'too-long': 'way ka dheer tahay inta cinwaan bog noqon karo',
      'too-many': 'halkan wixii ka dambeeya cinwaannadu way ka badan yihiin inta aan mar qaadi karno',
    },
  },

  steps: {
    progress: (step, of) => `Tallaabada ${digits(step)} ee ${digits(of)}`,
    next: 'Sii wad',
    back: 'Dib u noqo',
    toReview: 'Eegista u gudub',
    change: 'Beddel',
    yes: 'Haa',
    no: 'Maya',
    noAnswer: 'Jawaab ma leh',
    groups: {
      danger: 'Ma degdeg baa?',
      addresses: 'Xaggee ku taal?',
      circumstances: 'Sidee ku heshay?',
      narrative: 'Maxaa dhacay?',
      placeTime: 'Xaggee iyo goorma?',
      journey: 'Xaggee iyo goorma?',
      suspect: 'Yay khusaysaa?',
      contact: 'Jawaab ma rabtaa?',
    },
    reviewTitle: 'Akhri ka hor intaadan dirin',
    reviewLead: 'Weli waxba lama dirin. Wax walba waad beddeli kartaa.',
  },

  fields: {
    addresses: {
      label: 'Cinwaan ama cinwaanno',
      hint: 'Ka soo koobi goobta cinwaanka ee biraawsarka. Sadar kasta hal cinwaan.',
    },
    addressesOptional: { label: 'Cinwaan internetka ah', hint: 'Tusaale bog ama akoon. Sadar kasta hal cinwaan.' },
    pageReachedFrom: {
      label: 'Sidee bogga ku timid?',
      hint: 'Tusaale link ku yaal bog kale, wada sheekaysi ama iimayl.',
    },
    accessNeeded: {
      label: 'Wax ma looga baahan yahay si loo galo?',
      hint: 'Tusaale furaha sirta ah, martiqaad ama app gaar ah.',
    },
    seenWhen: { label: 'Goorma ayaad aragtay?', hint: 'Tusaale “shalay fiidkii” ama taariikh.' },
    narrative: {
      label: 'Noo sheeg',
      hint: 'Erayadaada ku qor. Uma baahnid inaad si faahfaahsan u sharraxdo waxa aad aragtay.',
    },
    travelCountry: { label: 'Waddankee?', hint: '' },
    place: { label: 'Meeshee?', hint: 'Tusaale magaalo, cinwaan, dugsi ama xaafad.' },
    hotel: { label: 'Hoteel ama hoy kale', hint: '' },
    dates: { label: 'Goorma?', hint: 'Taariikhaha safarka ama dhacdada, inta aad og tahay.' },
    suspect: {
      label: 'Yaad ka shakisan tahay?',
      hint: 'Magac, magaca isticmaalaha, muuqaal, gaari, shaqo: wixii aad og tahay.',
    },
    whySuspicious: { label: 'Maxaa kaa shakisiiyay?', hint: '' },
    isUrgent: { label: 'Ilmo ayaa hadda khatar ku jira, ama waa la aqoonsan karaa', hint: '' },
    wantsAnswer: {
      label: 'Waxaan rabaa inaan ogaado waxa dhaca',
      hint: 'Jawaabta waxaa lagu ridaa sanduuqaaga. Waxaad ku furaysaa rasiidhka aad helayso markaad warbixinta dirto.',
    },
    name: { label: 'Magac', hint: '' },
    email: { label: 'Cinwaanka iimaylka', hint: '' },
    phone: { label: 'Lambarka telefoonka', hint: '' },
  },

  problems: {
    'missing-addresses': 'Qor ugu yaraan hal cinwaan. Haddii aadan haysan, waxaad qori kartaa meesha aad ku aragtay.',
    'missing-anything': 'Wax ku qor ugu yaraan hal goob.',
    'too-long': (label, count, most) =>
      `${label}: qoraalku waa ${digits(count)} xaraf. Ka gaabi ugu badnaan ${digits(most)}.`,
    'not-an-email':
      'Cinwaanka iimaylku wuxuu u baahan yahay @, tusaale name@example.org. Goobta waad ka tagi kartaa iyadoo madhan.',
  },

  receipt: {
    title: 'Mahadsanid. Waan helnay warbixintaada.',
    label: 'Rasiidhkaaga',
    keep: 'Rasiidhka qor ama sawir shaashadda, oo dhig meel adiga oo keliya gaari karto. Wax kale ma furaan sanduuqaaga. Mar kale kuuma heli karno.',
    copy: 'Koobi rasiidhka',
    copied: 'Waa la koobiyay',
    qr: 'Rasiidhka oo QR ah',
    qrHint: 'Kaamirada telefoonka ku fiiji sanduuqa si aad rasiidhka u qaadato. Bogga waad daabici kartaa sidoo kale.',
    urgentTitle: (number) => `Ma wacday ${number}?`,
    urgent:
      'Waxaad calaamadisay inay degdeg tahay. Warbixintaada ka hor kuwa kale ayaan akhrinaa, laakiin ma gurman karno. Booliisku wuu awoodaa.',
    nextTitle: 'Maxaa hadda dhacaya?',
    next: [
      'Baare ayaa akhriya warbixintaada.',
      'Haddii dembi laga shakiyo, waxay u tagtaa booliiska ama khadka la midka ah ee waddanka ay ku jirto.',
      'Cidda tirtiri karta waa loo sheegaa, haddii aan booliisku codsan in la sugo.',
      "Sanduuqu wuxuu muujiyaa meesha ay marayso. Dhowr maalmood ka dib eeg: su'aal ayaa laga yaabaa inaan qabno.",
    ],
    doneTitle: 'Wax kale uma baahnid inaad samayso',
    done: 'Wixii loo baahnaa waad samaysay. Bogga mar kale ha booqan, hana raadin adigu.',
    openMailbox: 'Sanduuqa u gudub',
    spreadTitle: 'Dadka kale u sheeg inaan jirno',
    spread: (name) =>
      `Dad badan ma yaqaanaan meel ay u jeestaan. Fadlan uga warran ${name}. Ha u sheegin waxa aad aragtay ama meesha.`,
  },

  mailbox: {
    title: 'Sanduuqaaga',
    openTitle: 'Fur sanduuqa',
    openIntro: 'Qor rasiidhkii aad heshay markii aad warbixinta dirtay.',
    receiptLabel: 'Rasiidh',
    receiptHint: 'Toddoba kooxood oo afar calaamadood ah. Xarfo waaweyn ama yaryar iyo meelo bannaan farqi ma leh.',
    open: 'Fur',
    lostTitle: 'Rasiidhka ma lumisay?',
    lost: 'Markaas sanduuqa lama furi karo, annaguna ma furi karno. Warbixintaada si kastaba waa la helay. Mid cusub waad diri kartaa oo sheeg inaad hore noo sheegtay.',
    historyTitle: 'Waxa dhacay',
    byHotline: "Su'aal ama jawaab naga timid",
    byYou: 'Waxaad qortay',
    writeTitle: 'Wax dheeraad ah qor ama jawaab',
    writeLabel: 'Fariintaada',
    writeHint: 'Waxba ha lifaaqin sawirrona ha dirin. Haddii aad cinwaan cusub hayso, halkan ku qor.',
    write: 'Dir fariinta',
    written: 'Fariintaada waa la helay.',
    close: 'Xir sanduuqa',
    closeHint: 'Tab-ka sidoo kale xir haddii dad kale qalabka isticmaalaan.',
    erased: 'Waxa warbixintaadu ku jirtay waa la tirtiray. Sidaas darteed fariimo lama akhrin karo lamana qori karo.',
    full: 'Sanduuqu waa buuxaa, sidaas darteed fariinta lama helin. Dir warbixin cusub oo sheeg inay tan la socoto.',
    expired:
      'Sanduuqu nus saac ka dib ayuu xirmay. Rasiidhka mar kale qor. Waxa aad qortay hoos ayay ku jiraan, laakiin lama dirin.',
    keptLabel: 'Waxa aad qortay',
    notReceivedTitle: 'Fariintu nama soo gaarin',
    notReceived:
      'Cillad ayaa na haysata, fariintaadana ma helin. Waxa aad qortay weli boggan ayay ku jiraan. Daqiiqad sug oo mar kale dir.',
    awayTitle: 'Sanduuqa hadda lama furi karo',
    away: 'Cillad ayaa na haysata. Warbixintaadu way ammaan tahay. Waxyar ka dib isku day.',
    removeTitle: 'Ka saar waxa adigu leedahay',
    removeContact: 'Ka saar faahfaahinta xiriirkayga',
    removeContactHint:
      'Warbixintu way joogaysaa, laakiin cidna ma arki karto qofka aad tahay. Wixii hore loo gudbiyay dib uma soo celin karno.',
    contactRemoved: 'Faahfaahinta xiriirkaaga waa la saaray.',
    removeAll: 'Ka saar wax kasta oo aan qoray',
    removeAllHint:
      'Waxa aad noo sheegtay, faahfaahintaada iyo fariimaha oo dhan weligood lama akhrin karo markaas ka dib. Cinwaannada aad ka warbixisay weli waan ka shaqayn karnaa. Wixii hore loo gudbiyay dib uma soo celin karno.',
    removeAllSure: 'Waan fahamsanahay in tan aan laga noqon karin',
    removeAllUnsure: 'Calaamadee sanduuqa si wax walba loo saaro.',
    allRemoved: 'Wax kasta oo aad qortay waa la saaray.',
    problems: {
      empty: 'Qor rasiidhkaaga.',
      'wrong-length': (count, needed) =>
        `Rasiidhku wuxuu leeyahay ${digits(needed)} calaamadood, adiguna waxaad qortay ${digits(count)}. Eeg in wax ka maqan yihiin ama laba jeer yihiin.`,
      'wrong-symbol': (symbol) => `Calaamadda “${symbol}” rasiidh kuma jirto. Eeg inay xaraf ama lambar kale tahay.`,
      'wrong-check': 'Calaamad ayaa khaldan, ama laba ayaa meel is dhaafsaday. Kooxba kooxda ku barbardhig rasiidhka.',
      unknown: 'Halkan sanduuq u ah rasiidhkaas ma jiro. Barbardhig rasiidhka oo hubi inuu khadkan ka yimid.',
      'empty-message': 'Qor fariintaada.',
    },
  },

  statuses: {
    received: { title: 'Waa la helay', text: 'Waan helnay warbixintaada.' },
    'in-review': { title: 'Waa la eegayaa', text: 'Baare ayaa ka shaqaynaya warbixintaada.' },
    'sent-on': {
      title: 'Waa la gudbiyay',
      text: 'Warbixintaada waxaa loo gudbiyay booliiska ama khad aan la shaqayno.',
    },
    removed: {
      title: 'Internetka kuma jirto',
      text: 'Waxa aad ka warbixisay meeshii aad ku aragtay lagama gaari karo.',
    },
    closed: {
      title: 'Waa la xiray',
      text: 'Warbixintaada wixii aan ka qaban karnay waan samaynay. Marar dhif ah ayaan sheegi karnaa sida ay ku dhammaatay, laakiin warbixin kasta waa muhiim. Waad ku mahadsan tahay inaad noo sheegtay.',
    },
  },

  supportLines: {
    children: "Kuwa ka yar 18 sano. Habeen iyo maalin furan, bilaash, magac la'aan.",
    adultsForChildren: 'Dadka waaweyn ee ilmo ka walaacsan.',
    health: 'Talo caafimaad, habeen iyo maalin, haddii waxa aad aragtay ku saameeyaan.',
    night: 'Qof aad la hadasho fiidkii iyo habeenkii, 21 ilaa 06.',
    ownThoughts: "Qofka ka baqaya fikirradiisa ku saabsan carruurta. Magac la'aan iyo bilaash.",
    childrenWorldwide:
      'Khadad carruurta iyo dhallinyarada adduunka oo dhan. Waddamo badan oo Yurub ah lambarku waa 116 111.',
    anyoneWorldwide: 'Qof aad la hadasho, waddankaaga.',
  },

  errors: {
    notFound: { title: 'Bog noocaas ah ma jiro', text: 'Cinwaanku wuu khaldan yahay ama bogga waa la raray.' },
    files: {
      title: 'Faylal halkan looma diri karo',
      text: 'Marnaba ma qaadanno sawirro, filimo ama faylal kale. Cinwaanka bogga ayaa ku filan. Dib u noqo oo foomka ku qor.',
    },
    tooLarge: {
      title: 'Qoraal aad u badan hal mar',
      text: 'Warbixinta lama helin. Biraawsarka dib ugu noqo: waxa aad qortay badanaa way joogaan. Qoraalka gaabi, ama u qaybi dhowr warbixin.',
    },
    away: {
      title: 'Cillad ayaa na haysata hadda',
      text: 'Haddii aad wax diri lahayd, lama helin. Biraawsarka dib ugu noqo, halkaas oo waxa aad qortay badanaa joogaan, oo waxyar ka dib isku day.',
    },
    refused: {
      title: 'Waxa la diray lama akhrin karin',
      text: 'Haddii aad warbixin diri lahayd, lama helin. Biraawsarka dib ugu noqo oo mar kale isku day.',
    },
  },
};
