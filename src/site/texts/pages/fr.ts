import type { PageTexts } from './sv.ts';

/** The site's pages that only tell, in French. */
export const frPages: PageTexts = {
  help: {
    title: 'Du soutien pour vous',
    intro:
      'Voir des abus sur un enfant, ou en entendre parler, peut marquer longtemps. Se sentir mal, mal dormir ou revoir des images sont des réactions fréquentes. Parlez à quelqu’un. Vous n’avez pas à donner de détails.',
    emergency: 'Si une vie est en danger :',
    laterTitle: 'Ceci peut aider',
    later: [
      'Fermez la page et n’y retournez pas.',
      'Bougez, mangez quelque chose et faites quelque chose qui occupe l’esprit.',
      'Dites à quelqu’un de confiance que vous avez vu quelque chose de dur.',
      'Cherchez de l’aide si cela ne passe pas en deux semaines, ou plus tôt si c’est trop lourd.',
    ],
    linesTitle: 'Ici, quelqu’un à qui parler',
  },

  young: {
    title: 'Est-ce que cela te concerne ?',
    lead: 'Cette page est pour toi si tu es enfant ou jeune. Ce qui s’est passé n’est pas ta faute.',
    sections: [
      {
        title: 'Quelqu’un t’a-t-il fait quelque chose ?',
        points: [
          'Quelqu’un t’a touché, ou t’a fait faire des choses que tu ne veux pas.',
          'Quelqu’un a une image ou un film de toi sans vêtements.',
          'Quelqu’un te menace, ou veut de l’argent ou d’autres images.',
          'Un adulte sur internet veut te rencontrer, ou veut que vous ayez des secrets.',
        ],
      },
      {
        title: 'Tu as raison d’en parler',
        points: [
          'C’est toujours l’autre qui a mal agi, même si tu as envoyé l’image toi-même.',
          'Tu as le droit d’en parler même si tu as promis de ne rien dire.',
          'Ne paie pas et n’envoie plus rien. Payer n’arrête pas les menaces.',
          'N’efface pas la conversation. Elle peut aider la police.',
        ],
      },
      {
        title: 'Comment être aidé',
        points: [
          'Es-tu en danger maintenant ? Appelle le numéro ci-dessous.',
          'Parles-en à un adulte de confiance : un parent, un professeur, l’infirmière de l’école.',
          'Tu préfères parler à quelqu’un d’autre ? Appelle ou écris à quelqu’un de la liste. Tu n’as pas à dire ton nom.',
          'Tu peux aussi nous le dire. Tu reçois un reçu et tu peux lire la réponse plus tard.',
        ],
      },
    ],
    tell: 'Nous le dire',
    hide: 'Le bouton « Quitter vite ce site » passe à une page ordinaire. Les pages visitées peuvent rester visibles dans l’historique du navigateur.',
  },

  after: {
    title: 'Que devient un signalement ?',
    lead: 'Voici le chemin, de l’envoi jusqu’à ce que nous ayons fini.',
    steps: [
      {
        title: 'Nous le recevons',
        text: 'Le signalement est chiffré aussitôt. Vous n’avez votre reçu qu’une fois qu’il est enregistré en sûreté.',
      },
      { title: 'Nous le lisons', text: 'Un analyste lit votre signalement. L’urgent d’abord, tous les jours.' },
      {
        title: 'Nous l’envoyons au bon endroit',
        text: 'Les infractions soupçonnées vont à la police. Si le contenu est dans un autre pays, il va au service ou à la police de ce pays.',
      },
      {
        title: 'Nous demandons le retrait',
        text: 'Qui a le contenu sur son serveur en est informé, sauf si la police veut attendre. Nous le rappelons jusqu’à ce qu’il ait disparu.',
      },
      {
        title: 'Nous regardons encore',
        text: 'Nous revenons vérifier qu’il a disparu. S’il revient, nous recommençons.',
      },
      {
        title: 'Vous êtes informé',
        text: 'La boîte montre où cela en est. Nous aurons peut-être une question pour vous.',
      },
    ],
    limits:
      'Nous apprenons rarement comment finit une enquête de police, et nous ne pouvons pas dire tout ce que nous savons. Si ce n’est pas illégal, nous ne pouvons pas le faire retirer.',
  },

  scope: {
    title: 'Ce dont d’autres s’occupent',
    lead: 'Nous luttons contre les abus sexuels sur les enfants. S’il s’agit d’autre chose, l’un de ceux-ci vous aidera mieux.',
    rows: [
      { what: 'Un enfant est en danger maintenant', who: 'La police, au numéro d’urgence' },
      {
        what: 'Un enfant est maltraité d’une autre façon',
        who: 'Les services sociaux ou la protection de l’enfance du lieu où vit l’enfant',
      },
      { what: 'Vous en avez été victime et voulez porter plainte', who: 'La police' },
      { what: 'Des images d’un adulte qui ont été diffusées', who: 'La police, et le site où sont les images' },
      { what: 'Escroquerie, menaces ou comptes volés', who: 'La police, et l’entreprise qui tient le service' },
      { what: 'Haine et terrorisme sur internet', who: 'La police' },
      {
        what: 'Pornographie légale ou autre chose qui vous dérange',
        who: 'Le formulaire de signalement du site lui-même',
      },
      { what: 'Vos propres pensées vous inquiètent', who: 'Les lignes de la page « Du soutien pour vous »' },
    ],
    unsure: 'Vous hésitez ? Dites-le-nous quand même. Nous l’envoyons au bon endroit.',
  },

  spread: {
    title: 'Faites-nous connaître',
    lead: 'Beaucoup ne savent pas à qui s’adresser. Voici des textes et des images que vous pouvez utiliser librement. Ne dites jamais ce que vous avez vu vous-même, ni où.',
    textsTitle: 'Textes prêts',
    texts: (name, address) => [
      `Vous avez vu des abus sexuels sur des enfants sur internet ? Ne les partagez pas. Dites-le à ${name}, anonymement si vous voulez : ${address}`,
      `N’enregistrez rien et ne cherchez pas plus loin. Envoyez l’adresse à ${name}, des analystes font le reste : ${address}`,
      `Quelqu’un te menace, ou menace un enfant que tu connais, avec des images ? Ce n’est pas la faute de l’enfant, et il y a de l’aide : ${address}`,
    ],
    cardTitle: 'Une image à partager',
    cardAlt: (name) => `${name} : signaler des abus sexuels sur des enfants. Anonymement, sans rien téléverser.`,
    cardLink: 'Prendre l’image (SVG)',
    posterTitle: 'Une affiche à imprimer',
    posterText: 'Accrochez-la à l’école, à la bibliothèque, dans la salle d’attente ou la salle du personnel.',
    posterLink: 'Ouvrir l’affiche',
  },

  poster: {
    title: 'Affiche',
    heading: 'Vous avez vu des abus sur des enfants ?',
    points: ['Ne cherchez pas plus loin.', 'N’enregistrez rien.', 'Dites-le-nous. Vous pouvez rester anonyme.'],
    emergency: (number) => `Un enfant est en danger maintenant ? Appelez le ${number}.`,
    scan: 'Dirigez l’appareil photo ici, ou écrivez l’adresse :',
    print: 'Imprimez la page avec le navigateur. Seule l’affiche sort.',
  },

  privacy: {
    title: 'Ce que nous conservons',
    sections: [
      {
        title: 'Quand vous visitez le site',
        points: [
          'Nous n’utilisons ni cookies ni rien d’autres sites.',
          'Un petit script vous aide à quitter vite la page et à copier le reçu. Tout fonctionne sans lui.',
          'Nous ne conservons pas votre adresse IP et ne tenons pas de journal des visites. Quand beaucoup écrivent en même temps, nous comptons en mémoire, sous une clé oubliée dans l’heure.',
        ],
      },
      {
        title: 'Quand vous envoyez un signalement',
        points: [
          'Pendant que vous remplissez le formulaire, vos réponses sont chiffrées dans la page elle-même. Nous ne conservons rien avant l’envoi.',
          'Ce que vous nous dites est chiffré à l’instant où cela nous parvient. Seuls les analystes du service peuvent l’ouvrir, et vous pouvez lire votre boîte avec le reçu.',
          'Les coordonnées sont chiffrées à part. Elles ne sont dans aucun avis à un site, aucun échange avec d’autres services et aucune statistique.',
          'Les adresses que vous signalez sont conservées chiffrées, sous une clé qui n’est pas dans la base de données.',
          'Seul ce dont les statistiques ont besoin est conservé en clair : de quoi il s’agit, la langue utilisée, si c’était urgent, si vous avez laissé des coordonnées et voulu une réponse, et à quelle heure c’est arrivé.',
          'Le reçu n’est pas conservé du tout.',
        ],
      },
      {
        title: 'Qui peut le voir',
        points: [
          'La police reçoit ce qu’il faut pour enquêter sur une infraction soupçonnée.',
          'Si vous cochez que c’est urgent, le signalement peut aller tout de suite à la police, chiffré pour elle, avant que quiconque ici l’ait lu. Vos coordonnées ne l’accompagnent pas.',
          'Les services d’autres pays et qui peut retirer le contenu reçoivent l’adresse et notre évaluation, jamais qui vous êtes.',
        ],
      },
      {
        title: 'Ce qui ne dépend pas de nous',
        points: [
          'L’historique de votre navigateur peut montrer que vous êtes venu ici. Utilisez une fenêtre privée si d’autres utilisent le même appareil.',
          'Votre fournisseur d’accès, votre travail ou votre école peut voir que vous nous avez visités, mais pas ce que vous avez écrit. Pour cacher cela aussi, vous pouvez utiliser le navigateur Tor. Le site fonctionne dans son mode le plus sûr.',
        ],
      },
      {
        title: 'Vos droits',
        points: [
          'Dans la boîte, vous pouvez vous-même retirer vos coordonnées ou tout ce que vous avez écrit. Une question sur vos données ? Écrivez-nous là, ou contactez-nous. Si vous êtes resté anonyme, seul le reçu montre que le signalement est le vôtre.',
        ],
      },
    ],
  },

  accessibility: {
    title: 'Accessibilité',
    paragraphs: [
      'Tout le monde doit pouvoir utiliser ce site. Le but est de suivre les WCAG 2.2 au niveau AA.',
      'Il fonctionne sans scripts, au clavier, avec un lecteur d’écran, en grands caractères, en mode sombre et en contraste élevé.',
      'La page « Est-ce que cela te concerne ? » est écrite pour être facile à lire. Le site n’existe pas encore en langue des signes.',
      'Quelque chose est difficile à utiliser ? Dites-le-nous et nous le corrigerons.',
    ],
  },

  contact: {
    title: 'Nous contacter',
    tips: 'Envoyez les signalements par le formulaire, pas par courriel : ce que vous y écrivez est chiffré en arrivant chez nous, et vous pouvez rester anonyme.',
    email: 'Questions sur le service et le site :',
  },
};
