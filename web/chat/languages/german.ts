import type { Catalogue } from "./catalogue.ts";

// oxlint-disable-next-line max-lines-per-function -- a list of sentences
export const german: Catalogue = ({ number, counted }) => ({
	title: (site) => (site === null ? "Kundenservice" : `Kundenservice von ${site}`),
	skipToComposer: "Zum Nachrichtenfeld springen",

	you: "Sie",
	bot: "Bot",
	botName: (site) => site ?? "Kundenservice",
	person: "Mensch",
	team: "Unser Team",

	ready: "Automatischer Assistent",
	online: "Online",
	connecting: "Verbindung wird aufgebaut …",
	notConnected: "Nicht verbunden",
	queue: "Wir verbinden Sie mit einem Menschen …",
	withPerson: "Sie sprechen mit einem Menschen",

	conversation: "Unterhaltung",
	messages: "Nachrichten",
	loading: "Ihre Unterhaltung wird geladen …",
	loadEarlier: "Frühere Nachrichten anzeigen",
	loadingEarlier: "Wird geladen …",
	jumpToLatest: "Zur neuesten Nachricht",
	newMessages: (count) => counted(count, { one: "# neue Nachricht", other: "# neue Nachrichten" }),
	missed: (count) =>
		counted(count, {
			one: "# Nachricht, während Sie weg waren",
			other: "# Nachrichten, während Sie weg waren",
		}),
	typing: (name) => `${name} schreibt …`,
	image: (name) => `Bild von ${name}`,
	imageBroken: "Dieses Bild konnte nicht geladen werden.",
	openImage: "In einem neuen Tab öffnen",
	cards: "Vorschläge",
	choices: "Ihre Auswahl",
	chosen: "ausgewählt",
	ownerLines: {
		bot: "Der Assistent antwortet wieder.",
		queue: "Unser Team weiß Bescheid.",
		person: (name) => `${name ?? "Jemand aus unserem Team"} ist jetzt dabei.`,
	},
	resolved: "Diese Unterhaltung ist abgeschlossen. Schreiben Sie uns, wann immer Sie uns wieder brauchen.",

	status: {
		queued: "Wartet auf den Versand",
		sending: "Wird gesendet …",
		sent: "Gesendet",
		delivered: "Zugestellt",
		read: "Gelesen",
		failed: "Nicht gesendet",
	},
	retry: "Erneut senden",
	remove: "Löschen",
	refusals: {
		text_too_long: "Sie ist zu lang",
		payload_too_large: "Sie ist zu lang",
		unavailable: "Wir können sie gerade nicht annehmen",
		other: "Bei uns ist etwas schiefgegangen",
	},

	messageLabel: "Ihre Nachricht",
	placeholder: "Nachricht schreiben …",
	send: "Senden",
	hint: "Enter zum Senden, Umschalt + Enter für eine neue Zeile",
	charactersLeft: (count) => counted(count, { one: "Noch # Zeichen", other: "Noch # Zeichen" }),
	tooLong: (over, limit) =>
		counted(over, {
			one: `Eine Nachricht fasst ${number(limit)} Zeichen. Bitte kürzen Sie sie um # Zeichen.`,
			other: `Eine Nachricht fasst ${number(limit)} Zeichen. Bitte kürzen Sie sie um # Zeichen.`,
		}),

	greeting: "Guten Tag, wie können wir helfen?",
	introduction: (site) =>
		`Ich bin ${site === null ? "" : `der Assistent von ${site}, `}ein Bot. Ich sehe sofort für Sie nach, und wenn Sie lieber mit einem Menschen sprechen, hole ich unser Team dazu.`,
	starters: "Worum geht es?",
	goBack: "Zurück zu Ihrer letzten Unterhaltung",
	loadFailed: "Ihre Unterhaltung konnte nicht geladen werden.",
	loadFailedHelp:
		"Wir versuchen es weiter. Was Sie jetzt schreiben, geht nicht verloren und wird gesendet, sobald wir verbunden sind.",

	notKept:
		"Ihr Browser lässt nicht zu, dass wir diesen Chat behalten. Er endet, wenn Sie die Seite schließen.",
	noFiles:
		"Hier kann nur Text gesendet werden. Bitte beschreiben Sie, was auf dem Bild oder in der Datei zu sehen ist.",
	held: (seconds) =>
		counted(seconds, {
			one: "Das ging schnell. Ihre Nachricht wird in # Sekunde gesendet.",
			other: "Das ging schnell. Ihre Nachricht wird in # Sekunden gesendet.",
		}),

	deviceOffline: "Sie sind offline. Was Sie schreiben, wird gesendet, sobald Sie wieder online sind.",
	reconnecting: "Verbindung wird aufgebaut …",
	retryIn: (seconds) =>
		counted(seconds, {
			one: "Verbindung verloren. Neuer Versuch in # Sekunde.",
			other: "Verbindung verloren. Neuer Versuch in # Sekunden.",
		}),
	limitedFor: (seconds) =>
		counted(seconds, {
			one: "Zu viele Anfragen. Neuer Versuch in # Sekunde.",
			other: "Zu viele Anfragen. Neuer Versuch in # Sekunden.",
		}),
	backOnline: "Verbunden",
	tryNow: "Jetzt versuchen",
	failures: {
		unreachable: {
			text: "Wir sind gerade nicht erreichbar. Wir versuchen es weiter.",
			action: "Jetzt versuchen",
		},
		expired: { text: "Dieser Chat ist abgelaufen.", action: "Neuen Chat beginnen" },
		erased: { text: "Dieser Chat wurde gelöscht.", action: "Neuen Chat beginnen" },
		outdated: { text: "Es gibt eine neuere Version dieser Seite.", action: "Neu laden" },
		flooding: { text: "Der Chat wurde angehalten: Es waren zu viele Nachrichten.", action: "Weiter" },
	},

	options: "Optionen",
	language: "Sprache",
	theme: "Darstellung",
	themes: { system: "System", light: "Hell", dark: "Dunkel" },
	talkToPerson: "Mit einem Menschen sprechen",
	askForPerson: "Ich möchte mit einem Menschen sprechen",
	download: "Unterhaltung herunterladen",
	erase: {
		item: "Meine Daten löschen",
		question: {
			title: "Ihre Daten löschen?",
			text: "Alles, was Sie hier geschrieben haben, und jede Antwort darauf wird gelöscht, in allen Ihren Chats mit uns. Niemand kann es zurückholen. Konto und Bestellungen bleiben unberührt.",
		},
		confirm: "Endgültig löschen",
		keep: "Behalten",
		working: "Wird gelöscht…",
		failed: "Das hat nicht geklappt, und nichts ist verloren. Bitte versuchen Sie es gleich noch einmal.",
		done: {
			title: "Ihre Daten sind gelöscht",
			text: "Die Quittung beweist es: Sie ist von uns signiert und nennt, was gelöscht wurde.",
		},
		running: {
			title: "Ihre Daten werden gelöscht",
			text: "Ein Teil ist gerade nicht erreichbar. Er wird von selbst gelöscht, sobald es geht; Sie müssen nicht warten.",
		},
		saveReceipt: "Quittung speichern",
		receiptName: "loeschquittung.txt",
		close: "Schließen",
	},
	account: "Ihr Konto",
	newChat: "Neuen Chat beginnen",
	transcriptName: "unterhaltung.txt",

	helpful: "Hilfreich",
	notHelpful: "Nicht hilfreich",
	reasonLabel: "Was hat gefehlt? (freiwillig)",
	reasonThanks: "Danke, das hilft uns, besser zu werden.",
	csatQuestion: "Wie fanden Sie unsere Hilfe?",
	csatScale: ["Sehr schlecht", "Schlecht", "Mittelmäßig", "Gut", "Sehr gut"],
	csatComment: "Möchten Sie mehr dazu sagen? (freiwillig)",
	csatThanks: "Danke für Ihre Bewertung.",
	csatChange: "Sie können sie noch ändern.",

	queuePlace: (place) =>
		place === 1
			? "Sie sind als Nächstes an der Reihe."
			: `Sie sind Nummer ${number(place)} in der Warteschlange.`,
	leaveQueue: "Beim Assistenten bleiben",
	opensAt: (when) => `Unser Team ist gerade nicht da. Wir sind wieder da: ${when} (Ihre Zeit).`,
	repliesWithin: (duration) => `Unsere Leute antworten meist innerhalb von ${duration}.`,
	emailLabel: "Ihre E-Mail-Adresse für eine Antwort per Mail",
	emailInvalid: "Bitte prüfen Sie die Adresse: Sie sieht aus wie name@example.com.",
	emailMessage: (address) => `Bitte antworten Sie mir per E-Mail: ${address}`,
	emailThanks: "Vielen Dank. Unser Team schreibt Ihnen.",
});
