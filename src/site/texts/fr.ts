import { grammarOf } from './forms.ts';
import type { MainTexts } from './sv.ts';

const { number: digits, plural } = grammarOf('fr');

/** The site's working pages in French. */
export const fr: MainTexts = {
  skipToContent: 'Aller au contenu',
  language: 'Langue',
  exit: 'Quitter vite ce site',
  toStart: 'Vers l’accueil',
  errorTitlePrefix: 'Erreur : ',
  characters: (count) => `${digits(count)} caractères au plus.`,
  footer: {
    label: 'À propos du site',
    help: 'Du soutien pour vous',
    young: 'Est-ce que cela te concerne ?',
    after: 'Que devient un signalement ?',
    scope: 'Ce dont d’autres s’occupent',
    spread: 'Faites-nous connaître',
    privacy: 'Ce que nous conservons',
    accessibility: 'Accessibilité',
    contact: 'Nous contacter',
  },

  police: {
    title: 'Un enfant est-il en danger en ce moment ?',
    emergency: (number) => ['Appelez tout de suite le ', number, '.'],
    otherwise: (number) => ['Si ce n’est pas urgent, appelez la police au ', number, '.'],
    otherwiseUnknown: 'Si ce n’est pas urgent, adressez-vous à la police là où vous êtes.',
    first: 'La police vient toujours en premier. Si vous hésitez, appelez quand même.',
  },

  start: {
    title: 'Signaler des abus sexuels sur des enfants',
    lead: 'Avez-vous vu quelque chose sur internet, ou savez-vous que quelque chose s’est passé ? Dites-le-nous. Vous n’avez pas à dire qui vous êtes.',
    dontTitle: 'Avant de nous parler',
    dont: [
      'Ne cherchez pas davantage.',
      'N’enregistrez, ne photographiez et ne téléchargez rien.',
      'N’envoyez ni images ni films à personne, même pas à nous. L’adresse suffit.',
    ],
    chooseTitle: 'De quoi voulez-vous nous parler ?',
    laterTitle: 'Nous avez-vous déjà écrit ?',
    later: 'Ouvrez la boîte avec votre reçu : voyez ce qui s’est passé, répondez à une question ou écrivez encore.',
    openMailbox: 'Ouvrir la boîte',
    nextTitle: 'Comment cela se passe',
    next: [
      'Vous écrivez ce que vous savez. Cela prend quelques minutes.',
      'Vous recevez un reçu. Il vous permet de voir ce qui se passe et de répondre si nous posons une question.',
      'Un analyste lit votre signalement et le transmet à la police, à notre homologue d’un autre pays ou à qui peut retirer le contenu.',
    ],
    safe: 'Ce site n’utilise pas de cookies, fonctionne sans scripts et ne conserve pas votre adresse IP.',
    safeMore: 'Lire ce que nous conservons',
  },

  categories: {
    online: {
      title: 'Image ou film sur internet',
      hint: 'Vous avez l’adresse d’une page, d’un compte, d’un groupe ou d’un fichier.',
      heading: 'Signaler une image ou un film sur internet',
    },
    grooming: {
      title: 'Quelqu’un approche un enfant',
      hint: 'Une personne qui attire un enfant ou fait pression sur lui, sur internet ou au téléphone.',
      heading: 'Signaler quelqu’un qui approche un enfant',
    },
    extortion: {
      title: 'Menaces ou diffusion',
      hint: 'Quelqu’un menace un enfant avec des images, ou les diffuse.',
      heading: 'Signaler des menaces contre un enfant ou la diffusion d’images',
    },
    trafficking: {
      title: 'Traite d’enfants',
      hint: 'Des enfants exploités sexuellement contre paiement.',
      heading: 'Signaler une traite d’enfants',
    },
    travel: {
      title: 'Abus à l’étranger',
      hint: 'Quelqu’un qui a voyagé, ou compte le faire, et que l’on soupçonne d’exploiter des enfants.',
      heading: 'Signaler des abus à l’étranger',
    },
    offline: {
      title: 'Abus hors d’internet',
      hint: 'Quelque chose que vous avez vu, entendu ou que vous soupçonnez.',
      heading: 'Signaler des abus hors d’internet',
    },
    other: {
      title: 'Autre chose',
      hint: 'Vous ne savez pas où cela se range. Ce n’est pas grave.',
      heading: 'Signaler autre chose',
    },
  },

  form: {
    intro: 'Écrivez ce que vous savez. Ce n’est pas grave si vous ne pouvez pas répondre à tout.',
    onlyAddressNeeded: 'Seule l’adresse est nécessaire. Tout le reste est facultatif.',
    somethingNeeded: 'Répondez à ce que vous pouvez. Au moins un champ doit être rempli.',
    urgentTitle: 'Est-ce urgent ?',
    urgentHint: (number) =>
      `Cochez si vous savez qui est un enfant ou où il est. Le signalement passe alors avant les autres. En cas d’urgence, appelez aussi le ${number}.`,
    contactTitle: 'Qui vous êtes',
    contactHint:
      'Vous pouvez rester anonyme. Si vous laissez vos coordonnées, elles sont chiffrées à part. La personne que vous signalez n’apprend jamais par nous qui vous êtes.',
    send: 'Envoyer le signalement',
    noFiles: 'N’envoyez jamais d’images ni de films. On ne peut pas joindre de fichiers ici, et c’est voulu.',
    summaryTitle: 'Quelque chose est à changer',
    summaryKept: 'Ce que vous avez écrit est toujours là.',
    expired:
      'La page était restée ouverte longtemps, rien n’est donc encore envoyé. Tout ce que vous avez écrit est toujours là. Relisez et continuez.',
    unreadable:
      'Nous n’avons pas pu lire ce que vous aviez écrit sur les pages précédentes, rien n’est donc envoyé. Ce que vous avez écrit sur cette page est toujours là. Recommencez à partir d’ici.',
    notReceivedTitle: 'Le signalement ne nous est pas parvenu',
    notReceived:
      'Quelque chose ne va pas chez nous et nous n’avons pas reçu votre signalement. Ce que vous avez écrit est toujours sur cette page. Attendez une minute et appuyez de nouveau sur Envoyer. Il n’y aura jamais deux signalements.',
    notReceivedPolice: 'Si cela ne peut pas attendre, adressez-vous à la police :',
    closedTitle: 'Nous n’avons pas encore ouvert',
    closed:
      'Le service n’est pas prêt à recevoir des signalements. Le vôtre n’a pas été reçu. Adressez-vous à la police.',
    oddNone: 'Nous n’avons trouvé aucune adresse dans ce que vous avez écrit.',
    oddFound: (count) =>
      plural(count, {
        one: 'Nous avons trouvé # adresse :',
        many: 'Nous avons trouvé # d’adresses :',
        other: 'Nous avons trouvé # adresses :',
      }),
    oddTitle: 'Ceci, nous n’avons pas pu le lire comme des adresses',
    oddChoice: 'Vous pouvez le changer. Sinon les lignes vont à l’analyste telles que vous les avez écrites.',
    oddLine: (line) => `Ligne ${digits(line)}`,
    oddInReport: 'Lignes du champ d’adresse qui n’ont pas pu être comprises',
    reasons: {
      'not-an-address': 'ne ressemble pas à une adresse web',
      'scheme-not-handled': 'est une autre sorte d’adresse qu’une adresse web',
      'private-host': 'mène dans un réseau que vous seul pouvez atteindre',
      'too-long': 'est plus longue qu’une adresse web ne peut l’être',
      'too-many': 'à partir d’ici, il y a plus d’adresses que nous ne pouvons en recevoir à la fois',
    },
  },

  steps: {
    progress: (step, of) => `Étape ${digits(step)} sur ${digits(of)}`,
    next: 'Continuer',
    back: 'Retour',
    toReview: 'Vers la relecture',
    change: 'Modifier',
    yes: 'Oui',
    no: 'Non',
    noAnswer: 'Pas de réponse',
    groups: {
      danger: 'Est-ce urgent ?',
      addresses: 'Où est-ce ?',
      circumstances: 'Comment l’avez-vous trouvé ?',
      narrative: 'Que s’est-il passé ?',
      placeTime: 'Où et quand ?',
      journey: 'Où et quand ?',
      suspect: 'De qui s’agit-il ?',
      contact: 'Voulez-vous une réponse ?',
    },
    reviewTitle: 'Relisez avant d’envoyer',
    reviewLead: 'Rien n’est encore envoyé. Vous pouvez tout changer.',
  },

  fields: {
    addresses: {
      label: 'Adresse ou adresses',
      hint: 'Copiez-la depuis la barre d’adresse du navigateur. Une adresse par ligne.',
    },
    addressesOptional: {
      label: 'Adresse sur internet',
      hint: 'Par exemple une page ou un compte. Une adresse par ligne.',
    },
    pageReachedFrom: {
      label: 'Comment êtes-vous arrivé sur la page ?',
      hint: 'Par exemple un lien sur une autre page, dans une conversation ou un courriel.',
    },
    accessNeeded: {
      label: 'Faut-il quelque chose pour entrer ?',
      hint: 'Par exemple un mot de passe, une invitation ou une certaine application.',
    },
    seenWhen: { label: 'Quand l’avez-vous vu ?', hint: 'Par exemple « hier soir », ou une date.' },
    narrative: {
      label: 'Racontez',
      hint: 'Écrivez avec vos mots. Vous n’avez pas à décrire en détail ce que vous avez vu.',
    },
    travelCountry: { label: 'Quel pays ?', hint: '' },
    place: { label: 'Quel endroit ?', hint: 'Par exemple une ville, une adresse, une école ou un quartier.' },
    hotel: { label: 'Hôtel ou autre hébergement', hint: '' },
    dates: { label: 'Quand ?', hint: 'Dates du voyage ou des faits, autant que vous sachiez.' },
    suspect: {
      label: 'Qui soupçonnez-vous ?',
      hint: 'Nom, pseudonyme, apparence, voiture, travail : ce que vous savez.',
    },
    whySuspicious: { label: 'Qu’est-ce qui éveille vos soupçons ?', hint: '' },
    isUrgent: { label: 'Un enfant est en danger maintenant, ou peut être reconnu', hint: '' },
    wantsAnswer: {
      label: 'Je veux savoir ce qui se passe',
      hint: 'La réponse est déposée dans votre boîte. Vous l’ouvrez avec le reçu que vous recevez après l’envoi.',
    },
    name: { label: 'Nom', hint: '' },
    email: { label: 'Adresse de courriel', hint: '' },
    phone: { label: 'Numéro de téléphone', hint: '' },
  },

  problems: {
    'missing-addresses': 'Écrivez au moins une adresse. Si vous n’en avez pas, vous pouvez écrire où vous l’avez vu.',
    'missing-anything': 'Écrivez quelque chose dans au moins un des champs.',
    'too-long': (label, count, most) =>
      `${label} : le texte a ${digits(count)} caractères. Raccourcissez-le à ${digits(most)} au plus.`,
    'not-an-email':
      'L’adresse de courriel doit contenir un @, par exemple nom@example.org. Vous pouvez aussi laisser le champ vide.',
  },

  receipt: {
    title: 'Merci. Nous avons reçu votre signalement.',
    label: 'Votre reçu',
    keep: 'Recopiez le reçu ou faites une capture d’écran, et gardez-le là où vous seul y avez accès. Rien d’autre n’ouvre votre boîte. Nous ne pouvons pas le retrouver pour vous.',
    copy: 'Copier le reçu',
    copied: 'Copié',
    qr: 'Le reçu en code QR',
    qrHint:
      'Dirigez l’appareil photo d’un téléphone vers le carré pour emporter le reçu. Vous pouvez aussi imprimer la page.',
    urgentTitle: (number) => `Avez-vous appelé le ${number} ?`,
    urgent:
      'Vous avez coché que c’est urgent. Nous lisons votre signalement avant les autres, mais nous ne pouvons pas venir en aide. La police le peut.',
    nextTitle: 'Que se passe-t-il maintenant ?',
    next: [
      'Un analyste lit votre signalement.',
      'Si une infraction est soupçonnée, il va à la police ou à notre homologue du pays où se trouve le contenu.',
      'Qui peut retirer le contenu en est informé, sauf si la police nous demande d’attendre.',
      'La boîte montre où cela en est. Regardez-y dans quelques jours : nous aurons peut-être une question.',
    ],
    doneTitle: 'Vous n’avez rien d’autre à faire',
    done: 'Vous avez fait ce qu’il fallait. Ne retournez pas sur la page et ne cherchez pas vous-même.',
    openMailbox: 'Vers la boîte',
    spreadTitle: 'Dites à d’autres que nous existons',
    spread: (name) =>
      `Beaucoup ne savent pas à qui s’adresser. Parlez-leur de ${name}. Ne dites pas ce que vous avez vu, ni où.`,
  },

  mailbox: {
    title: 'Votre boîte',
    openTitle: 'Ouvrir la boîte',
    openIntro: 'Écrivez le reçu que vous avez eu en envoyant votre signalement.',
    receiptLabel: 'Reçu',
    receiptHint: 'Sept groupes de quatre caractères. Majuscules ou minuscules, espaces ou non : peu importe.',
    open: 'Ouvrir',
    lostTitle: 'Avez-vous perdu le reçu ?',
    lost: 'Alors la boîte ne peut pas être ouverte, pas même par nous. Votre signalement est reçu malgré tout. Vous pouvez en envoyer un nouveau et dire que vous nous avez déjà écrit.',
    historyTitle: 'Ce qui s’est passé',
    byHotline: 'Une question ou une réponse de notre part',
    byYou: 'Vous avez écrit',
    writeTitle: 'Écrire encore, ou répondre',
    writeLabel: 'Votre message',
    writeHint:
      'Ne joignez rien et n’envoyez pas d’images. Si vous avez une nouvelle adresse, vous pouvez l’écrire ici.',
    write: 'Envoyer le message',
    written: 'Votre message a été reçu.',
    close: 'Fermer la boîte',
    closeHint: 'Fermez aussi l’onglet si d’autres utilisent le même appareil.',
    erased: 'Le contenu de votre signalement a été effacé. On ne peut donc plus lire ni écrire de messages.',
    full: 'La boîte est pleine, le message n’a donc pas été reçu. Envoyez un nouveau signalement et dites qu’il va avec celui-ci.',
    expired:
      'La boîte s’est fermée après une demi-heure. Écrivez le reçu de nouveau. Ce que vous avez écrit est ci-dessous, mais n’a pas été envoyé.',
    keptLabel: 'Ce que vous avez écrit',
    notReceivedTitle: 'Le message ne nous est pas parvenu',
    notReceived:
      'Quelque chose ne va pas chez nous et nous n’avons pas reçu votre message. Ce que vous avez écrit est toujours sur cette page. Attendez une minute et envoyez-le de nouveau.',
    awayTitle: 'La boîte ne peut pas être ouverte pour le moment',
    away: 'Quelque chose ne va pas chez nous. Votre signalement est en sûreté. Réessayez dans un moment.',
    removeTitle: 'Retirer ce qui vient de vous',
    removeContact: 'Retirer mes coordonnées',
    removeContactHint:
      'Le signalement reste, mais personne ne peut voir qui vous êtes. Ce qui a déjà été transmis, nous ne pouvons pas le reprendre.',
    contactRemoved: 'Vos coordonnées ont été retirées.',
    removeAll: 'Retirer tout ce que j’ai écrit',
    removeAllHint:
      'Ce que vous avez raconté, vos coordonnées et tous les messages ne pourront plus jamais être lus. Nous pouvons continuer à traiter les adresses signalées. Ce qui a déjà été transmis, nous ne pouvons pas le reprendre.',
    removeAllSure: 'Je comprends que c’est irréversible',
    removeAllUnsure: 'Cochez la case pour tout retirer.',
    allRemoved: 'Tout ce que vous avez écrit a été retiré.',
    problems: {
      empty: 'Écrivez votre reçu.',
      'wrong-length': (count, needed) =>
        `Un reçu a ${digits(needed)} caractères, et vous en avez écrit ${digits(count)}. Voyez s’il en manque ou s’il y en a en double.`,
      'wrong-symbol': (symbol) =>
        `Le caractère « ${symbol} » ne figure dans aucun reçu. Voyez si c’est une autre lettre ou un chiffre.`,
      'wrong-check': 'Un caractère est faux, ou deux ont été intervertis. Comparez avec le reçu, groupe par groupe.',
      unknown: 'Il n’y a pas ici de boîte pour ce reçu. Comparez avec le reçu, et voyez s’il vient bien de ce service.',
      'empty-message': 'Écrivez votre message.',
    },
  },

  statuses: {
    received: { title: 'Reçu', text: 'Nous avons reçu votre signalement.' },
    'in-review': { title: 'En cours d’examen', text: 'Un analyste travaille sur votre signalement.' },
    'sent-on': { title: 'Transmis', text: 'Votre signalement a été transmis à la police ou à un service partenaire.' },
    removed: { title: 'Plus en ligne', text: 'Ce que vous avez signalé n’est plus accessible là où vous l’avez vu.' },
    closed: {
      title: 'Clos',
      text: 'Nous avons fait ce que nous pouvions de votre signalement. Nous pouvons rarement dire comment cela s’est terminé, mais chaque signalement compte. Merci de nous l’avoir dit.',
    },
  },

  supportLines: {
    children: 'Pour toi qui as moins de 18 ans. Ouvert jour et nuit, gratuit et anonyme.',
    adultsForChildren: 'Pour les adultes inquiets pour un enfant.',
    health: 'Conseils de santé, jour et nuit, si ce que vous avez vu vous affecte.',
    night: 'Quelqu’un à qui parler le soir et la nuit, de 21 h à 6 h.',
    ownThoughts: 'Pour vous si vos propres pensées sur des enfants vous font peur. Anonyme et gratuit.',
    childrenWorldwide:
      'Lignes d’aide pour les enfants et les jeunes dans le monde entier. Dans beaucoup de pays d’Europe, le numéro est le 116 111.',
    anyoneWorldwide: 'Quelqu’un à qui parler, dans votre pays.',
  },

  errors: {
    notFound: { title: 'Cette page n’existe pas', text: 'L’adresse est peut-être fausse, ou la page a été déplacée.' },
    files: {
      title: 'On ne peut pas envoyer de fichiers ici',
      text: 'Nous ne recevons jamais d’images, de films ni d’autres fichiers. L’adresse de la page suffit. Revenez en arrière et écrivez-la dans le formulaire.',
    },
    tooLarge: {
      title: 'C’était trop de texte à la fois',
      text: 'Le signalement n’a pas été reçu. Revenez en arrière dans le navigateur : ce que vous avez écrit y est en général encore. Raccourcissez le texte ou répartissez-le sur plusieurs signalements.',
    },
    away: {
      title: 'Quelque chose ne va pas chez nous',
      text: 'Si vous avez essayé d’envoyer quelque chose, cela n’a pas été reçu. Revenez en arrière dans le navigateur, où ce que vous avez écrit est en général encore là, et réessayez dans un moment.',
    },
    refused: {
      title: 'Ce qui a été envoyé n’a pas pu être lu',
      text: 'Si vous avez essayé d’envoyer un signalement, il n’a pas été reçu. Revenez en arrière dans le navigateur et réessayez.',
    },
  },
};
