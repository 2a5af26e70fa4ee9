import type { PageTexts } from './sv.ts';

/** The site's pages that only tell, in Spanish. */
export const esPages: PageTexts = {
  help: {
    title: 'Apoyo para ti',
    intro:
      'Ver abusos a un menor, u oír hablar de ellos, puede pesar mucho tiempo. Sentirse mal, dormir mal o volver a ver imágenes son reacciones frecuentes. Habla con alguien. No tienes que contar detalles.',
    emergency: 'Si hay una vida en peligro:',
    laterTitle: 'Esto puede ayudar',
    later: [
      'Cierra la página y no vuelvas a ella.',
      'Muévete, come algo y haz algo que ocupe tus pensamientos.',
      'Di a alguien de confianza que has visto algo duro.',
      'Busca ayuda si no se va en un par de semanas, o antes si es demasiado.',
    ],
    linesTitle: 'Aquí hay alguien con quien hablar',
  },

  young: {
    title: '¿Se trata de ti?',
    lead: 'Esta página es para ti si eres niño, niña o joven. Lo que ha pasado no es culpa tuya.',
    sections: [
      {
        title: '¿Alguien te ha hecho algo?',
        points: [
          'Alguien te ha tocado o te ha hecho hacer cosas que no quieres.',
          'Alguien tiene una imagen o un vídeo tuyo sin ropa.',
          'Alguien te amenaza o quiere dinero o más imágenes.',
          'Una persona adulta en internet quiere verte o quiere que tengáis secretos.',
        ],
      },
      {
        title: 'Haces bien en contarlo',
        points: [
          'Siempre es la otra persona quien ha hecho mal, aunque tú enviaras la imagen.',
          'Puedes contarlo aunque prometieras no hacerlo.',
          'No pagues ni envíes nada más. Las amenazas no paran por pagar.',
          'No borres el chat. Puede ayudar a la policía.',
        ],
      },
      {
        title: 'Cómo recibir ayuda',
        points: [
          '¿Estás en peligro ahora? Llama al número de abajo.',
          'Díselo a una persona adulta de confianza: tu madre o tu padre, un profesor, la enfermera de la escuela.',
          '¿Prefieres hablar con otra persona? Llama o escribe a alguien de la lista. No tienes que decir tu nombre.',
          'También puedes contárnoslo. Recibes un recibo y puedes leer la respuesta más tarde.',
        ],
      },
    ],
    tell: 'Cuéntanoslo',
    hide: 'El botón «Salir rápido de este sitio» cambia a una página corriente. Las páginas visitadas pueden seguir viéndose en el historial del navegador.',
  },

  after: {
    title: '¿Qué pasa con un aviso?',
    lead: 'Este es el camino desde que lo envías hasta que terminamos.',
    steps: [
      {
        title: 'Lo recibimos',
        text: 'El aviso se cifra enseguida. Solo recibes el recibo cuando está guardado a salvo.',
      },
      { title: 'Lo leemos', text: 'Un analista lee tu aviso. Lo urgente primero, todos los días.' },
      {
        title: 'Lo enviamos al lugar adecuado',
        text: 'Los posibles delitos van a la policía. Si el material está en otro país, va a la línea o a la policía de allí.',
      },
      {
        title: 'Pedimos que se retire',
        text: 'Quien tiene el material en su servidor lo sabrá, salvo que la policía quiera esperar. Lo recordamos hasta que desaparece.',
      },
      {
        title: 'Volvemos a mirar',
        text: 'Volvemos y comprobamos que ha desaparecido. Si vuelve, empezamos de nuevo.',
      },
      {
        title: 'Te informamos',
        text: 'El buzón muestra hasta dónde ha llegado. Puede que tengamos una pregunta para ti.',
      },
    ],
    limits:
      'Rara vez sabemos cómo acaba una investigación policial, y no podemos contar todo lo que sabemos. Si no es ilegal, no podemos hacer que se retire.',
  },

  scope: {
    title: 'De lo que se ocupan otros',
    lead: 'Trabajamos contra los abusos sexuales a menores. Si se trata de otra cosa, alguno de estos te ayudará mejor.',
    rows: [
      { what: 'Un menor está en peligro ahora', who: 'La policía, en el número de emergencias' },
      {
        what: 'Un menor sufre daño de otra manera',
        who: 'Los servicios sociales o de protección de menores donde vive',
      },
      { what: 'Te lo hicieron a ti y quieres denunciarlo', who: 'La policía' },
      { what: 'Imágenes difundidas de una persona adulta', who: 'La policía y el sitio donde están las imágenes' },
      { what: 'Estafas, amenazas o cuentas robadas', who: 'La policía y la empresa del servicio' },
      { what: 'Odio y terrorismo en internet', who: 'La policía' },
      { what: 'Pornografía legal u otra cosa que te molesta', who: 'El formulario de avisos del propio sitio' },
      { what: 'Te preocupan tus propios pensamientos', who: 'Las líneas de la página «Apoyo para ti»' },
    ],
    unsure: '¿Dudas? Cuéntanoslo de todos modos. Lo enviamos al lugar adecuado.',
  },

  spread: {
    title: 'Di a otros que existimos',
    lead: 'Mucha gente no sabe adónde acudir. Aquí hay textos e imágenes que puedes usar libremente. No cuentes nunca qué has visto tú ni dónde.',
    textsTitle: 'Textos listos',
    texts: (name, address) => [
      `¿Has visto abusos sexuales a menores en internet? No lo compartas. Avisa a ${name}, de forma anónima si quieres: ${address}`,
      `No guardes nada ni busques más. Envía la dirección a ${name} y los analistas hacen el resto: ${address}`,
      `¿Alguien te amenaza, o amenaza a un menor que conoces, con imágenes? No es culpa del menor, y hay ayuda: ${address}`,
    ],
    cardTitle: 'Imagen para compartir',
    cardAlt: (name) => `${name}: avisa de abusos sexuales a menores. De forma anónima, sin subir nada.`,
    cardLink: 'Descargar la imagen (SVG)',
    posterTitle: 'Cartel para imprimir',
    posterText: 'Cuélgalo en la escuela, la biblioteca, la sala de espera o la sala de personal.',
    posterLink: 'Abrir el cartel',
  },

  poster: {
    title: 'Cartel',
    heading: '¿Has visto abusos a menores?',
    points: ['No busques más.', 'No guardes nada.', 'Cuéntanoslo. Puedes permanecer en el anonimato.'],
    emergency: (number) => `¿Hay un menor en peligro ahora? Llama al ${number}.`,
    scan: 'Apunta aquí la cámara o escribe la dirección:',
    print: 'Imprime la página con el navegador. Solo sale el cartel.',
  },

  privacy: {
    title: 'Qué guardamos',
    sections: [
      {
        title: 'Cuando visitas el sitio',
        points: [
          'No usamos cookies ni nada de otros sitios.',
          'Un pequeño script te ayuda a salir rápido de la página y a copiar el recibo. Todo funciona sin él.',
          'No guardamos tu dirección IP ni llevamos un registro de visitas. Cuando muchos escriben a la vez, contamos en memoria, bajo una clave que se olvida en menos de una hora.',
        ],
      },
      {
        title: 'Cuando envías un aviso',
        points: [
          'Mientras rellenas el formulario, tus respuestas van cifradas en la propia página. No guardamos nada hasta que lo envías.',
          'Lo que nos cuentas se cifra en el momento en que llega. Solo los analistas de la línea pueden abrirlo, y tú puedes leer tu buzón con el recibo.',
          'Los datos de contacto se cifran aparte. No están en ningún aviso a un sitio, en ningún intercambio con otras líneas ni en ninguna estadística.',
          'Las direcciones de las que avisas se guardan cifradas con una clave que no está en la base de datos.',
          'Sin cifrar guardamos solo lo que necesita la estadística: de qué trata el aviso, qué idioma usaste, si era urgente, si dejaste datos de contacto y querías respuesta, y en qué hora llegó.',
          'El recibo no se guarda en absoluto.',
        ],
      },
      {
        title: 'Quién lo ve',
        points: [
          'La policía recibe lo necesario para investigar un posible delito.',
          'Si marcas que es urgente, el aviso puede ir enseguida a la policía, cifrado para ella, antes de que nadie aquí lo haya leído. Tus datos de contacto no lo acompañan.',
          'Las líneas de otros países y quien puede retirar el material reciben la dirección y nuestra valoración, nunca quién eres.',
        ],
      },
      {
        title: 'Lo que no depende de nosotros',
        points: [
          'El historial de tu navegador puede mostrar que has estado aquí. Usa una ventana privada si otras personas usan el mismo dispositivo.',
          'Tu proveedor de internet, tu trabajo o tu escuela puede ver que nos has visitado, pero no lo que escribiste. Para ocultar también eso puedes usar el navegador Tor. El sitio funciona en su modo más seguro.',
        ],
      },
      {
        title: 'Tus derechos',
        points: [
          'En el buzón puedes quitar tus datos de contacto o todo lo que has escrito. ¿Tienes una pregunta sobre tus datos? Escríbenos allí o ponte en contacto. Si has sido anónimo, solo el recibo muestra que el aviso es tuyo.',
        ],
      },
    ],
  },

  accessibility: {
    title: 'Accesibilidad',
    paragraphs: [
      'Cualquiera debe poder usar este sitio. El objetivo es seguir las WCAG 2.2 en el nivel AA.',
      'Funciona sin scripts, con teclado, con lector de pantalla, con letra grande, en modo oscuro y con alto contraste.',
      'La página «¿Se trata de ti?» está escrita para que sea fácil de leer. El sitio aún no existe en lengua de signos.',
      '¿Algo es difícil de usar? Dínoslo y lo arreglaremos.',
    ],
  },

  contact: {
    title: 'Contacto',
    tips: 'Envía los avisos por el formulario, no por correo: lo que escribes en el formulario se cifra al llegarnos, y puedes permanecer en el anonimato.',
    email: 'Preguntas sobre la línea y el sitio:',
  },
};
