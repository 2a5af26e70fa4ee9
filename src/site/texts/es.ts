import { grammarOf } from './forms.ts';
import type { MainTexts } from './sv.ts';

const { number: digits, plural } = grammarOf('es');

/** The site's working pages in Spanish. */
export const es: MainTexts = {
  skipToContent: 'Ir al contenido',
  language: 'Idioma',
  exit: 'Salir rápido de este sitio',
  toStart: 'A la página de inicio',
  errorTitlePrefix: 'Error: ',
  characters: (count) => `Como máximo ${digits(count)} caracteres.`,
  footer: {
    label: 'Sobre este sitio',
    help: 'Apoyo para ti',
    young: '¿Se trata de ti?',
    after: '¿Qué pasa con un aviso?',
    scope: 'De lo que se ocupan otros',
    spread: 'Di a otros que existimos',
    privacy: 'Qué guardamos',
    accessibility: 'Accesibilidad',
    contact: 'Contacto',
  },

  police: {
    title: '¿Hay un niño o una niña en peligro ahora?',
    emergency: (number) => ['Llama enseguida al ', number, '.'],
    otherwise: (number) => ['Si no es urgente, llama a la policía al ', number, '.'],
    otherwiseUnknown: 'Si no es urgente, acude a la policía donde estés.',
    first: 'La policía siempre va primero. Si dudas, llama de todos modos.',
  },

  start: {
    title: 'Avisa de abusos sexuales a menores',
    lead: '¿Has visto algo en internet o sabes de algo que ha ocurrido? Cuéntanoslo. No tienes que decir quién eres.',
    dontTitle: 'Antes de contarlo',
    dont: [
      'No busques más.',
      'No guardes, fotografíes ni descargues nada.',
      'No reenvíes imágenes ni vídeos, tampoco a nosotros. Basta con la dirección.',
    ],
    chooseTitle: '¿De qué quieres hablarnos?',
    laterTitle: '¿Ya nos has avisado?',
    later: 'Abre el buzón con tu recibo: mira qué ha pasado, responde a una pregunta o escribe más.',
    openMailbox: 'Abrir el buzón',
    nextTitle: 'Cómo funciona',
    next: [
      'Escribes lo que sabes. Lleva unos minutos.',
      'Recibes un recibo. Con él ves qué pasa y puedes responder si preguntamos algo.',
      'Un analista lee tu aviso y lo envía a la policía, a nuestra contraparte en otro país o a quien puede retirar el material.',
    ],
    safe: 'Este sitio no usa cookies, funciona sin scripts y no guarda tu dirección IP.',
    safeMore: 'Lee qué guardamos',
  },

  categories: {
    online: {
      title: 'Imagen o vídeo en internet',
      hint: 'Tienes la dirección de una página, una cuenta, un grupo o un archivo.',
      heading: 'Avisa de una imagen o un vídeo en internet',
    },
    grooming: {
      title: 'Alguien se acerca a un menor',
      hint: 'Una persona que atrae o presiona a un menor por internet o por teléfono.',
      heading: 'Avisa de alguien que se acerca a un menor',
    },
    extortion: {
      title: 'Amenazas o difusión',
      hint: 'Alguien amenaza a un menor con imágenes, o las difunde.',
      heading: 'Avisa de amenazas a un menor o de difusión de imágenes',
    },
    trafficking: {
      title: 'Trata de menores',
      hint: 'Menores explotados sexualmente a cambio de pago.',
      heading: 'Avisa de trata de menores',
    },
    travel: {
      title: 'Abusos en el extranjero',
      hint: 'Alguien que ha viajado, o piensa hacerlo, y de quien se sospecha que explota a menores.',
      heading: 'Avisa de abusos en el extranjero',
    },
    offline: {
      title: 'Abusos fuera de internet',
      hint: 'Algo que has visto, oído o sospechas.',
      heading: 'Avisa de abusos fuera de internet',
    },
    other: {
      title: 'Otra cosa',
      hint: 'No sabes dónde encaja. No importa.',
      heading: 'Avisa de otra cosa',
    },
  },

  form: {
    intro: 'Escribe lo que sabes. No importa si no puedes responder a todo.',
    onlyAddressNeeded: 'Solo hace falta la dirección. Todo lo demás es voluntario.',
    somethingNeeded: 'Responde lo que puedas. Hace falta al menos un campo.',
    urgentTitle: '¿Es urgente?',
    urgentHint: (number) =>
      `Márcalo si sabes quién es un menor o dónde está. El aviso pasa entonces delante de los demás. Si es una emergencia, llama también al ${number}.`,
    contactTitle: 'Quién eres',
    contactHint:
      'Puedes permanecer en el anonimato. Si dejas tus datos, se cifran aparte. La persona de la que avisas nunca sabrá por nosotros quién eres.',
    send: 'Enviar el aviso',
    noFiles: 'No envíes nunca imágenes ni vídeos. Aquí no se pueden adjuntar archivos, y es a propósito.',
    summaryTitle: 'Hay que cambiar algo',
    summaryKept: 'Lo que has escrito sigue aquí.',
    expired:
      'La página llevaba mucho tiempo abierta, así que aún no se ha enviado nada. Todo lo que has escrito sigue aquí. Repásalo y continúa.',
    unreadable:
      'No pudimos leer lo que escribiste en las páginas anteriores, así que no se ha enviado nada. Lo que has escrito en esta página sigue aquí. Empieza de nuevo desde aquí.',
    notReceivedTitle: 'El aviso no nos ha llegado',
    notReceived:
      'Algo falla de nuestra parte y no hemos recibido tu aviso. Lo que has escrito sigue en esta página. Espera un minuto y pulsa Enviar otra vez. Nunca serán dos avisos.',
    notReceivedPolice: 'Si no puede esperar, acude a la policía:',
    closedTitle: 'Aún no hemos abierto',
    closed: 'La línea no está lista para recibir avisos. Tu aviso no se ha recibido. Acude a la policía.',
    oddNone: 'No encontramos ninguna dirección en lo que escribiste.',
    oddFound: (count) =>
      plural(count, {
        one: 'Encontramos # dirección:',
        many: 'Encontramos # de direcciones:',
        other: 'Encontramos # direcciones:',
      }),
    oddTitle: 'Esto no lo pudimos leer como direcciones',
    oddChoice: 'Puedes cambiarlo. Si no, las líneas van al analista tal como las escribiste.',
    oddLine: (line) => `Línea ${digits(line)}`,
    oddInReport: 'Líneas del campo de direcciones que no se pudieron entender',
    reasons: {
      'not-an-address': 'no parece una dirección web',
      'scheme-not-handled': 'es otro tipo de dirección, no una dirección web',
      'private-host': 'apunta a una red a la que solo llegas tú',
      'too-long': 'es más larga de lo que puede ser una dirección web',
      'too-many': 'desde aquí hay más direcciones de las que podemos recibir a la vez',
    },
  },

  steps: {
    progress: (step, of) => `Paso ${digits(step)} de ${digits(of)}`,
    next: 'Continuar',
    back: 'Atrás',
    toReview: 'Al repaso',
    change: 'Cambiar',
    yes: 'Sí',
    no: 'No',
    noAnswer: 'Sin respuesta',
    groups: {
      danger: '¿Es urgente?',
      addresses: '¿Dónde está?',
      circumstances: '¿Cómo lo encontraste?',
      narrative: '¿Qué ha pasado?',
      placeTime: '¿Dónde y cuándo?',
      journey: '¿Dónde y cuándo?',
      suspect: '¿De quién se trata?',
      contact: '¿Quieres una respuesta?',
    },
    reviewTitle: 'Repásalo antes de enviarlo',
    reviewLead: 'Aún no se ha enviado nada. Puedes cambiarlo todo.',
  },

  fields: {
    addresses: {
      label: 'Dirección o direcciones',
      hint: 'Cópiala de la barra de direcciones del navegador. Una dirección por línea.',
    },
    addressesOptional: {
      label: 'Dirección en internet',
      hint: 'Por ejemplo una página o una cuenta. Una dirección por línea.',
    },
    pageReachedFrom: {
      label: '¿Cómo llegaste a la página?',
      hint: 'Por ejemplo un enlace en otra página, en un chat o en un correo.',
    },
    accessNeeded: {
      label: '¿Hace falta algo para entrar?',
      hint: 'Por ejemplo una contraseña, una invitación o cierta aplicación.',
    },
    seenWhen: { label: '¿Cuándo lo viste?', hint: 'Por ejemplo «ayer por la noche» o una fecha.' },
    narrative: {
      label: 'Cuéntanos',
      hint: 'Usa tus propias palabras. No tienes que describir en detalle lo que viste.',
    },
    travelCountry: { label: '¿Qué país?', hint: '' },
    place: { label: '¿Qué lugar?', hint: 'Por ejemplo una ciudad, una dirección, una escuela o un barrio.' },
    hotel: { label: 'Hotel u otro alojamiento', hint: '' },
    dates: { label: '¿Cuándo?', hint: 'Fechas del viaje o del suceso, hasta donde sepas.' },
    suspect: { label: '¿De quién sospechas?', hint: 'Nombre, usuario, aspecto, coche, trabajo: lo que sepas.' },
    whySuspicious: { label: '¿Qué te hace sospechar?', hint: '' },
    isUrgent: { label: 'Un menor está en peligro ahora o se le puede reconocer', hint: '' },
    wantsAnswer: {
      label: 'Quiero saber qué pasa',
      hint: 'La respuesta se deja en tu buzón. Lo abres con el recibo que recibes al enviar el aviso.',
    },
    name: { label: 'Nombre', hint: '' },
    email: { label: 'Correo electrónico', hint: '' },
    phone: { label: 'Teléfono', hint: '' },
  },

  problems: {
    'missing-addresses': 'Escribe al menos una dirección. Si no tienes ninguna, puedes escribir dónde lo viste.',
    'missing-anything': 'Escribe algo en al menos uno de los campos.',
    'too-long': (label, count, most) =>
      `${label}: el texto tiene ${digits(count)} caracteres. Acórtalo a ${digits(most)} como máximo.`,
    'not-an-email':
      'El correo electrónico necesita una @, por ejemplo nombre@example.org. También puedes dejar el campo vacío.',
  },

  receipt: {
    title: 'Gracias. Hemos recibido tu aviso.',
    label: 'Tu recibo',
    keep: 'Anota el recibo o haz una captura de pantalla, y guárdalo donde solo tú llegues. Nada más abre tu buzón. No podemos volver a encontrarlo.',
    copy: 'Copiar el recibo',
    copied: 'Copiado',
    qr: 'El recibo como código QR',
    qrHint: 'Apunta al cuadro con la cámara de un teléfono para llevarte el recibo. También puedes imprimir la página.',
    urgentTitle: (number) => `¿Has llamado al ${number}?`,
    urgent:
      'Has marcado que es urgente. Leemos tu aviso antes que otros, pero no podemos acudir en ayuda. La policía sí.',
    nextTitle: '¿Qué pasa ahora?',
    next: [
      'Un analista lee tu aviso.',
      'Si se sospecha un delito, va a la policía o a nuestra contraparte en el país donde está el material.',
      'Quien puede retirar el material lo sabrá, salvo que la policía nos pida esperar.',
      'El buzón muestra hasta dónde ha llegado. Míralo dentro de unos días: puede que tengamos una pregunta.',
    ],
    doneTitle: 'No tienes que hacer más',
    done: 'Has hecho lo necesario. No vuelvas a visitar la página ni busques por tu cuenta.',
    openMailbox: 'Al buzón',
    spreadTitle: 'Di a otros que existimos',
    spread: (name) => `Mucha gente no sabe adónde acudir. Háblales de ${name}. No cuentes qué viste ni dónde.`,
  },

  mailbox: {
    title: 'Tu buzón',
    openTitle: 'Abrir el buzón',
    openIntro: 'Escribe el recibo que recibiste al enviar tu aviso.',
    receiptLabel: 'Recibo',
    receiptHint: 'Siete grupos de cuatro caracteres. Mayúsculas o minúsculas, con espacios o sin ellos: da igual.',
    open: 'Abrir',
    lostTitle: '¿Has perdido el recibo?',
    lost: 'Entonces el buzón no se puede abrir, tampoco nosotros. Tu aviso está recibido de todos modos. Puedes enviar otro y decir que ya nos avisaste antes.',
    historyTitle: 'Qué ha pasado',
    byHotline: 'Pregunta o respuesta nuestra',
    byYou: 'Escribiste',
    writeTitle: 'Escribe más o responde',
    writeLabel: 'Tu mensaje',
    writeHint: 'No adjuntes nada ni envíes imágenes. Si tienes una dirección nueva, puedes escribirla aquí.',
    write: 'Enviar el mensaje',
    written: 'Tu mensaje se ha recibido.',
    close: 'Cerrar el buzón',
    closeHint: 'Cierra también la pestaña si otras personas usan el mismo dispositivo.',
    erased: 'El contenido de tu aviso se ha borrado. Por eso ya no se pueden leer ni escribir mensajes.',
    full: 'El buzón está lleno, así que el mensaje no se ha recibido. Envía un aviso nuevo y di que va con este.',
    expired:
      'El buzón se cerró a la media hora. Escribe el recibo otra vez. Lo que escribiste sigue abajo, pero no se ha enviado.',
    keptLabel: 'Lo que escribiste',
    notReceivedTitle: 'El mensaje no nos ha llegado',
    notReceived:
      'Algo falla de nuestra parte y no hemos recibido tu mensaje. Lo que escribiste sigue en esta página. Espera un minuto y envíalo otra vez.',
    awayTitle: 'El buzón no se puede abrir ahora',
    away: 'Algo falla de nuestra parte. Tu aviso está a salvo. Inténtalo dentro de un rato.',
    removeTitle: 'Quitar lo que es tuyo',
    removeContact: 'Quitar mis datos de contacto',
    removeContactHint:
      'El aviso se queda, pero nadie puede ver quién eres. Lo que ya se ha pasado a otros no lo podemos recuperar.',
    contactRemoved: 'Tus datos de contacto se han quitado.',
    removeAll: 'Quitar todo lo que he escrito',
    removeAllHint:
      'Lo que contaste, tus datos y todos los mensajes no se podrán volver a leer nunca. Con las direcciones de las que avisaste podemos seguir trabajando. Lo que ya se ha pasado a otros no lo podemos recuperar.',
    removeAllSure: 'Entiendo que no se puede deshacer',
    removeAllUnsure: 'Marca la casilla para quitarlo todo.',
    allRemoved: 'Todo lo que has escrito se ha quitado.',
    problems: {
      empty: 'Escribe tu recibo.',
      'wrong-length': (count, needed) =>
        `Un recibo tiene ${digits(needed)} caracteres y has escrito ${digits(count)}. Mira si falta algo o está repetido.`,
      'wrong-symbol': (symbol) => `El carácter «${symbol}» no está en ningún recibo. Mira si es otra letra o cifra.`,
      'wrong-check': 'Algún carácter está mal, o dos han cambiado de sitio. Compara con el recibo, grupo por grupo.',
      unknown: 'Aquí no hay buzón para ese recibo. Compara con el recibo y mira si es de esta línea.',
      'empty-message': 'Escribe tu mensaje.',
    },
  },

  statuses: {
    received: { title: 'Recibido', text: 'Hemos recibido tu aviso.' },
    'in-review': { title: 'En estudio', text: 'Un analista trabaja en tu aviso.' },
    'sent-on': { title: 'Enviado', text: 'Tu aviso se ha pasado a la policía o a una línea con la que trabajamos.' },
    removed: {
      title: 'Ya no está en internet',
      text: 'Aquello de lo que avisaste ya no está accesible donde lo viste.',
    },
    closed: {
      title: 'Cerrado',
      text: 'Hemos hecho lo que podemos con tu aviso. Rara vez podemos decir cómo acabó, pero cada aviso cuenta. Gracias por contarlo.',
    },
  },

  supportLines: {
    children: 'Para ti si tienes menos de 18 años. Abierto día y noche, gratis y anónimo.',
    adultsForChildren: 'Para adultos preocupados por un menor.',
    health: 'Consejo sanitario, día y noche, si lo que has visto te afecta.',
    night: 'Alguien con quien hablar por la tarde y la noche, de 21 a 6 h.',
    ownThoughts: 'Para ti si te dan miedo tus propios pensamientos sobre menores. Anónimo y gratis.',
    childrenWorldwide:
      'Líneas de ayuda para niños y jóvenes de todo el mundo. En muchos países de Europa el número es el 116 111.',
    anyoneWorldwide: 'Alguien con quien hablar, en tu país.',
  },

  errors: {
    notFound: { title: 'Esa página no existe', text: 'La dirección puede ser errónea o la página se ha movido.' },
    files: {
      title: 'Aquí no se pueden enviar archivos',
      text: 'Nunca recibimos imágenes, vídeos ni otros archivos. Basta con la dirección de la página. Vuelve atrás y escríbela en el formulario.',
    },
    tooLarge: {
      title: 'Era demasiado texto de una vez',
      text: 'El aviso no se ha recibido. Vuelve atrás en el navegador: lo que escribiste suele seguir ahí. Acorta el texto o repártelo en varios avisos.',
    },
    away: {
      title: 'Algo falla de nuestra parte',
      text: 'Si intentaste enviar algo, no se ha recibido. Vuelve atrás en el navegador, donde lo que escribiste suele seguir, e inténtalo dentro de un rato.',
    },
    refused: {
      title: 'No se pudo leer lo enviado',
      text: 'Si intentaste enviar un aviso, no se ha recibido. Vuelve atrás en el navegador e inténtalo otra vez.',
    },
  },
};
