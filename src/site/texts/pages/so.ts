import type { PageTexts } from './sv.ts';

/** The site's pages that only tell, in Somali. */
export const soPages: PageTexts = {
  help: {
    title: 'Taageero adiga kuu ah',
    intro:
      "Aragga ama maqalka xadgudub ilmo lagu sameeyay muddo ayuu kula joogi karaa. Xanuun, hurdo la'aan ama sawirro maskaxda ku soo noqda waa wax caadi ah. Qof la hadal. Faahfaahin uma baahnid inaad sheegto.",
    emergency: 'Haddii nolol khatar ku jirto:',
    laterTitle: 'Tani way ku caawin kartaa',
    later: [
      'Bogga xir hana ku noqon.',
      'Dhaqaaq, wax cun, oo samee wax maskaxdaada ku mashquuliya.',
      'U sheeg qof aad ku kalsoon tahay inaad wax adag aragtay.',
      'Caawimaad raadso haddii aysan kaa tagin laba toddobaad ka dib, ama ka hor haddii ay kula weynaato.',
    ],
    linesTitle: 'Halkan waa dad aad la hadli karto',
  },

  young: {
    title: 'Adiga ma ku khusaysaa?',
    lead: 'Boggani waa adiga oo ilmo ama dhallinyaro ah. Waxa dhacay khaladkaaga ma aha.',
    sections: [
      {
        title: 'Qof ma wax buu kugu sameeyay?',
        points: [
          'Qof ayaa ku taabtay, ama kugu qasbay wax aadan rabin.',
          'Qof ayaa haya sawir ama filim adiga oo qaawan.',
          'Qof ayaa kuu hanjabaya, ama lacag ama sawirro dheeraad ah raba.',
          'Qof weyn oo internetka jooga ayaa raba inuu kula kulmo, ama inaad sir yeelataan.',
        ],
      },
      {
        title: 'Waa sax inaad sheegto',
        points: [
          'Qofka kale ayaa had iyo jeer khaldan, xataa haddii aad adigu sawirka dirtay.',
          'Waad sheegi kartaa xataa haddii aad ballan qaadday inaadan sheegin.',
          'Lacag ha bixin, waxba ha sii dirin. Hanjabaaddu lacag kuma joogsato.',
          'Wada sheekaysiga ha tirtirin. Booliiska ayuu caawin karaa.',
        ],
      },
      {
        title: 'Sida caawimaad loo helo',
        points: [
          'Hadda ma khatar baad ku jirtaa? Wac lambarka hoose.',
          'U sheeg qof weyn oo aad ku kalsoon tahay: waalid, macallin, kalkaalisada dugsiga.',
          'Ma waxaad jeclaan lahayd inaad qof kale la hadasho? Wac ama u qor qof liiska ku jira. Magacaaga uma baahnid inaad sheegto.',
          'Annagana waad noo sheegi kartaa. Rasiidh ayaad helaysaa, jawaabtana hadhow ayaad akhrin kartaa.',
        ],
      },
    ],
    tell: 'Noo sheeg',
    hide: 'Badhanka “Si dhakhso ah uga bax bogga” wuxuu kuu beddelayaa bog caadi ah. Bogagga aad booqatay weli taariikhda biraawsarka waa lagu arki karaa.',
  },

  after: {
    title: 'Maxaa ku dhaca warbixinta?',
    lead: 'Tani waa jidka laga bilaabo markaad dirto ilaa aan ka dhammayno.',
    steps: [
      {
        title: 'Waan qaadannaa',
        text: 'Warbixinta isla markiiba waa la sireeyaa. Rasiidhka waxaad helaysaa oo keliya marka si ammaan ah loo kaydiyo.',
      },
      {
        title: 'Waan akhrinnaa',
        text: 'Baare ayaa akhriya warbixintaada. Kuwa degdegga ah ayaa hor mara, maalin kasta.',
      },
      {
        title: 'Meesha saxda ah ayaan u dirnaa',
        text: 'Dembiyada laga shakisan yahay booliiska ayay u tagaan. Haddii ay waddan kale ku jirto, waxay u tagtaa khadka ama booliiska halkaas.',
      },
      {
        title: 'Waxaan codsannaa in la tirtiro',
        text: "Cidda serverkeeda ku jirta waa loo sheegaa, haddii aan booliisku rabin inuu sugo. Waan xusuusinaa ilaa ay baaba'do.",
      },
      {
        title: 'Mar kale ayaan eegnaa',
        text: "Waan soo noqonnaa oo hubinnaa inay baaba'day. Haddii ay soo noqoto, mar kale ayaan bilownaa.",
      },
      {
        title: 'Adiga waa laguu sheegaa',
        text: "Sanduuqu wuxuu muujiyaa meesha ay marayso. Su'aal ayaa laga yaabaa inaan kuu qabno.",
      },
    ],
    limits:
      'Marar dhif ah ayaan ogaannaa sida baaritaanka booliisku ku dhammaado, mana sheegi karno wax kasta oo aan ognahay. Haddii aysan sharci darro ahayn, ma tirtirsiin karno.',
  },

  scope: {
    title: 'Waxa ay dadka kale qabtaan',
    lead: 'Waxaan ka shaqaynaa xadgudubka galmo ee carruurta. Haddii ay wax kale tahay, mid ka mid ah kuwan ayaa kaaga caawin kara si ka wanaagsan.',
    rows: [
      { what: 'Ilmo hadda khatar ku jira', who: 'Booliiska, lambarka degdegga' },
      {
        what: 'Ilmo si kale wax loo yeelayo',
        who: 'Adeegga bulshada ama ilaalinta carruurta meesha ilmuhu ku nool yahay',
      },
      { what: 'Adiga ayaa lagugu sameeyay oo waxaad rabtaa inaad dacwayso', who: 'Booliiska' },
      { what: 'Sawirro qof weyn oo la faafiyay', who: 'Booliiska, iyo bogga sawirradu ku jiraan' },
      { what: 'Khiyaano, hanjabaad ama akoonno la xaday', who: 'Booliiska, iyo shirkadda adeegga leh' },
      { what: 'Naceyb iyo argagixiso internetka', who: 'Booliiska' },
      { what: 'Sawirro galmo oo sharci ah ama wax kale oo ku dhibaya', who: 'Foomka warbixinta ee bogga laftiisa' },
      { what: 'Waxaad ka walaacsan tahay fikirradaada', who: 'Khadadka bogga “Taageero adiga kuu ah”' },
    ],
    unsure: 'Ma hubtid? Noo sheeg si kastaba. Meesha saxda ah ayaan u dirnaa.',
  },

  spread: {
    title: 'Dadka kale noo sheeg',
    lead: 'Dad badan ma yaqaanaan meel ay u jeestaan. Halkan waxaa ah qoraallo iyo sawirro aad si xor ah u isticmaali karto. Weligaa ha sheegin waxa aad adigu aragtay ama meesha.',
    textsTitle: 'Qoraallo diyaarsan',
    texts: (name, address) => [
      `Ma ku aragtay internetka xadgudub galmo oo carruur lagu sameeyay? Ha faafin. U sheeg ${name}, magac la'aan haddii aad rabto: ${address}`,
      `Waxba ha kaydin, waxna ha sii raadin. Cinwaanka u dir ${name}, baarayaashu inta kale way qabtaan: ${address}`,
      `Qof ma kuu hanjabayaa adiga ama ilmo aad taqaan isagoo sawirro adeegsanaya? Khaladka ilmaha ma aha, caawimaadna way jirtaa: ${address}`,
    ],
    cardTitle: 'Sawir la wadaago',
    cardAlt: (name) =>
      `${name}: ka warbixi xadgudub galmo oo carruur lagu sameeyay. Magac la'aan, iyadoo aan waxba la soo gelin.`,
    cardLink: 'Soo deji sawirka (SVG)',
    posterTitle: 'Boostar la daabaco',
    posterText: 'Ku dhaji dugsiga, maktabadda, qolka sugitaanka ama qolka shaqaalaha.',
    posterLink: 'Fur boostarka',
  },

  poster: {
    title: 'Boostar',
    heading: 'Ma aragtay xadgudub carruur lagu sameeyay?',
    points: ['Ha sii raadin.', 'Waxba ha kaydin.', 'Noo sheeg. Magacaaga waad qarin kartaa.'],
    emergency: (number) => `Ilmo ma khatar baa ku jira hadda? Wac ${number}.`,
    scan: 'Kaamirada halkan ku fiiji, ama qor cinwaanka:',
    print: 'Bogga biraawsarka ku daabac. Boostarka oo keliya ayaa soo baxaya.',
  },

  privacy: {
    title: 'Waxa aan kaydino',
    sections: [
      {
        title: 'Markaad bogga booqato',
        points: [
          'Cookies ma isticmaalno iyo wax ka yimid bogag kale.',
          "Skiribti yar ayaa kaa caawinaya inaad bogga si dhakhso ah uga baxdo oo rasiidhka koobiso. Wax walba way shaqeeyaan la'aantiis.",
          'Cinwaankaaga IP ma kaydinno, booqashooyinkana diiwaan kama hayno. Marka dad badan isku mar qorayaan, waxaan ku tirinnaa xusuusta furaha hal saac gudaheed la illoobo.',
        ],
      },
      {
        title: 'Markaad warbixin dirto',
        points: [
          'Inta aad foomka buuxinayso jawaabahaagu bogga laftiisa ayay ku sirsan yihiin. Waxba ma kaydinno ilaa aad dirto.',
          'Waxa aad noo sheegto waa la sireeyaa isla marka ay na soo gaaraan. Baarayaasha khadka oo keliya ayaa furi kara, adiguna sanduuqaaga rasiidhka ayaad ku akhrin kartaa.',
          'Faahfaahinta xiriirka gooni ayaa loo sireeyaa. Kuma jirto ogeysiis bog loo diro, is-weydaarsi khadad kale lala sameeyo ama tirakoob.',
          'Cinwaannada aad ka warbixiso waxaa lagu kaydiyaa iyagoo ku sirsan fure aan ku jirin kaydka xogta.',
          'Waxaan si furan u kaydinnaa oo keliya waxa tirakoobku u baahan yahay: waxa warbixintu ku saabsan tahay, luqadda aad isticmaashay, inay degdeg ahayd, inaad faahfaahin xiriir reebtay oo jawaab rabtay, iyo saacadda ay timid.',
          'Rasiidhka gabi ahaanba lama kaydiyo.',
        ],
      },
      {
        title: 'Yaa arka',
        points: [
          'Booliisku wuxuu helaa waxa loo baahan yahay si dembi laga shakiyay loo baaro.',
          'Haddii aad calaamadiso inay degdeg tahay, warbixintu isla markiiba booliiska ayay u tagi kartaa, iyadoo iyaga u sirsan, ka hor inta aan qof naga mid ahi akhrin. Faahfaahinta xiriirkaagu markaas lama socoto.',
          'Khadadka waddamada kale iyo cidda tirtiri karta waxay helaan cinwaanka iyo qiimayntayada, weligood ma helaan qofka aad tahay.',
        ],
      },
      {
        title: 'Waxa aan gacantayada ku jirin',
        points: [
          'Taariikhda biraawsarkaagu way muujin kartaa inaad halkan joogtay. Isticmaal daaqad gaar ah haddii dad kale qalabka isticmaalaan.',
          'Shirkadda internetkaaga, goobta shaqada ama dugsigu way arki karaan inaad na soo booqatay, laakiin ma arkaan waxa aad qortay. Si taasna loo qariyo, waxaad isticmaali kartaa Tor Browser. Boggu wuxuu ku shaqeeyaa habka ugu ammaansan.',
        ],
      },
      {
        title: 'Xuquuqdaada',
        points: [
          "Sanduuqa dhexdiisa adigu waad ka saari kartaa faahfaahinta xiriirkaaga ama wax kasta oo aad qortay. Su'aal ma ka qabtaa xogtaada? Halkaas noogu soo qor ama nala soo xiriir. Haddii aad magacaaga qarisay, rasiidhka keliya ayaa muujinaya in warbixintu taada tahay.",
        ],
      },
    ],
  },

  accessibility: {
    title: 'Isticmaal sahlan',
    paragraphs: [
      'Qof walba waa inuu boggan isticmaali karaa. Hadafku waa WCAG 2.2 heerka AA.',
      "Wuxuu ku shaqeeyaa skiribti la'aan, kiiboodh, akhriyaha shaashadda, qoraal weyn, hab mugdi ah iyo midabyo kala cad.",
      'Bogga “Adiga ma ku khusaysaa?” waxaa loo qoray si fudud oo la akhrin karo. Boggu weli kuma jiro luqadda dhegoolaha.',
      'Wax ma ku adag yihiin in la isticmaalo? Noo sheeg, waan saxaynaa.',
    ],
  },

  contact: {
    title: 'Nala soo xiriir',
    tips: 'Warbixinnada foomka ku dir, ha ku dirin iimayl: waxa aad foomka ku qorto waa la sireeyaa marka ay na soo gaaraan, magacaagana waad qarin kartaa.',
    email: "Su'aalo ku saabsan khadka iyo bogga:",
  },
};
