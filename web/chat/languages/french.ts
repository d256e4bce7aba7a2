import type { Catalogue } from "./catalogue.ts";

// oxlint-disable-next-line max-lines-per-function -- a list of sentences
export const french: Catalogue = ({ number, counted }) => ({
	title: (site) => (site === null ? "Service client" : `Service client ${site}`),
	skipToComposer: "Aller au champ de message",

	you: "Vous",
	bot: "Bot",
	botName: (site) => site ?? "Service client",
	person: "Personne",
	team: "Notre équipe",

	ready: "Assistant automatique",
	online: "En ligne",
	connecting: "Connexion…",
	notConnected: "Non connecté",
	queue: "Nous vous mettons en relation avec une personne…",
	withPerson: "Vous parlez avec une personne",

	conversation: "Conversation",
	messages: "Messages",
	loading: "Chargement de votre conversation…",
	loadEarlier: "Afficher les messages précédents",
	loadingEarlier: "Chargement…",
	jumpToLatest: "Aller au dernier message",
	newMessages: (count) =>
		counted(count, {
			one: "# nouveau message",
			many: "# de nouveaux messages",
			other: "# nouveaux messages",
		}),
	missed: (count) =>
		counted(count, {
			one: "# message en votre absence",
			many: "# de messages en votre absence",
			other: "# messages en votre absence",
		}),
	typing: (name) => `${name} écrit…`,
	image: (name) => `Image envoyée par ${name}`,
	imageBroken: "Cette image n'a pas pu être chargée.",
	openImage: "L'ouvrir dans un nouvel onglet",
	cards: "Suggestions",
	choices: "Votre choix",
	chosen: "choisi",
	ownerLines: {
		bot: "L'assistant répond de nouveau.",
		queue: "Notre équipe a été prévenue.",
		person: (name) => `${name ?? "Une personne"} a rejoint la conversation.`,
	},
	resolved: "Cette conversation est close. Écrivez-nous dès que vous avez de nouveau besoin de nous.",

	status: {
		queued: "En attente d'envoi",
		sending: "Envoi…",
		sent: "Envoyé",
		delivered: "Distribué",
		read: "Lu",
		failed: "Non envoyé",
	},
	retry: "Réessayer",
	remove: "Supprimer",
	refusals: {
		text_too_long: "il est trop long",
		payload_too_large: "il est trop long",
		unavailable: "nous ne pouvons pas le recevoir pour le moment",
		other: "un problème est survenu de notre côté",
	},

	messageLabel: "Votre message",
	placeholder: "Écrire un message…",
	send: "Envoyer",
	hint: "Entrée pour envoyer, Maj + Entrée pour aller à la ligne",
	charactersLeft: (count) =>
		counted(count, {
			one: "# caractère restant",
			many: "# de caractères restants",
			other: "# caractères restants",
		}),
	tooLong: (over, limit) =>
		counted(over, {
			one: `Un message contient au plus ${number(limit)} caractères. Veuillez retirer # caractère.`,
			many: `Un message contient au plus ${number(limit)} caractères. Veuillez retirer # de caractères.`,
			other: `Un message contient au plus ${number(limit)} caractères. Veuillez retirer # caractères.`,
		}),

	greeting: "Bonjour, comment pouvons-nous vous aider ?",
	introduction: (site) =>
		`Je suis ${site === null ? "" : `l'assistant de ${site}, `}un bot. Je fais les recherches tout de suite, et si vous préférez parler à une personne, je fais appel à notre équipe.`,
	starters: "De quoi s'agit-il ?",
	goBack: "Revenir à votre dernière conversation",
	loadFailed: "Votre conversation n'a pas pu être chargée.",
	loadFailedHelp:
		"Nous continuons d'essayer. Ce que vous écrivez maintenant est conservé et envoyé dès que la connexion revient.",

	notKept:
		"Votre navigateur ne nous permet pas de conserver cette conversation. Elle prend fin quand vous fermez la page.",
	noFiles: "Seul du texte peut être envoyé ici. Veuillez décrire ce que montre l'image ou le fichier.",
	held: (seconds) =>
		counted(seconds, {
			one: "C'était rapide. Votre message part dans # seconde.",
			many: "C'était rapide. Votre message part dans # de secondes.",
			other: "C'était rapide. Votre message part dans # secondes.",
		}),

	deviceOffline: "Vous êtes hors ligne. Ce que vous écrivez sera envoyé à votre retour.",
	reconnecting: "Connexion…",
	retryIn: (seconds) =>
		counted(seconds, {
			one: "Connexion perdue. Nouvel essai dans # seconde.",
			many: "Connexion perdue. Nouvel essai dans # de secondes.",
			other: "Connexion perdue. Nouvel essai dans # secondes.",
		}),
	limitedFor: (seconds) =>
		counted(seconds, {
			one: "Trop de demandes. Nouvel essai dans # seconde.",
			many: "Trop de demandes. Nouvel essai dans # de secondes.",
			other: "Trop de demandes. Nouvel essai dans # secondes.",
		}),
	backOnline: "Connecté",
	tryNow: "Essayer maintenant",
	failures: {
		unreachable: {
			text: "Nous sommes injoignables pour le moment. Nous continuons d'essayer.",
			action: "Essayer maintenant",
		},
		expired: { text: "Cette conversation a expiré.", action: "Nouvelle conversation" },
		erased: { text: "Cette conversation a été supprimée.", action: "Nouvelle conversation" },
		outdated: { text: "Il existe une version plus récente de cette page.", action: "Recharger" },
		flooding: { text: "La conversation a été suspendue : trop de messages.", action: "Continuer" },
	},

	options: "Options",
	language: "Langue",
	theme: "Apparence",
	themes: { system: "Système", light: "Clair", dark: "Sombre" },
	talkToPerson: "Parler à une personne",
	askForPerson: "Je voudrais parler à une personne",
	download: "Télécharger la conversation",
	erase: {
		item: "Supprimer mes données",
		question: {
			title: "Supprimer vos données ?",
			text: "Tout ce que vous avez écrit ici et toutes les réponses seront supprimés, dans toutes vos conversations avec nous. Personne ne pourra les rétablir. Votre compte et vos commandes ne changent pas.",
		},
		confirm: "Supprimer définitivement",
		keep: "Conserver",
		working: "Suppression…",
		failed: "Cela n’a pas fonctionné, et rien n’est perdu. Veuillez réessayer dans un instant.",
		done: {
			title: "Vos données sont supprimées",
			text: "Le reçu le prouve : il est signé par nous et indique ce qui a été supprimé.",
		},
		running: {
			title: "Vos données sont en cours de suppression",
			text: "Une partie n’est pas accessible pour le moment. Elle sera supprimée d’elle-même dès que possible ; vous n’avez pas à attendre.",
		},
		saveReceipt: "Enregistrer le reçu",
		receiptName: "recu-de-suppression.txt",
		close: "Fermer",
	},
	account: "Votre compte",
	newChat: "Nouvelle conversation",
	transcriptName: "conversation.txt",

	helpful: "Utile",
	notHelpful: "Pas utile",
	reasonLabel: "Que manquait-il ? (facultatif)",
	reasonThanks: "Merci, cela nous aide à nous améliorer.",
	csatQuestion: "Que pensez-vous de notre aide ?",
	csatScale: ["Très mauvaise", "Mauvaise", "Moyenne", "Bonne", "Très bonne"],
	csatComment: "Souhaitez-vous en dire plus ? (facultatif)",
	csatThanks: "Merci pour votre avis.",
	csatChange: "Vous pouvez encore le modifier.",

	queuePlace: (place) =>
		place === 1 ? "C'est bientôt votre tour." : `Vous êtes numéro ${number(place)} dans la file d'attente.`,
	leaveQueue: "Rester avec l'assistant",
	opensAt: (when) => `Notre équipe est absente pour le moment. Elle sera de retour : ${when} (votre heure).`,
	repliesWithin: (duration) => `Une personne répond généralement en moins de ${duration}.`,
	emailLabel: "Votre adresse e-mail, pour une réponse par e-mail",
	emailInvalid: "Veuillez vérifier l'adresse : elle ressemble à nom@example.com.",
	emailMessage: (address) => `Merci de me répondre par e-mail : ${address}`,
	emailThanks: "Merci. Notre équipe vous écrira.",
});
