import type { FailureReason } from "./connection.ts";

/** The interface's language; times and dates follow it, in the visitor's regional form where that is English too. */
export const LOCALE = navigator.languages.find((language) => language.startsWith("en")) ?? "en";

const plural = new Intl.PluralRules(LOCALE);

function counted(count: number, one: string, other: string): string {
	return `${new Intl.NumberFormat(LOCALE).format(count)} ${plural.select(count) === "one" ? one : other}`;
}

/** Every sentence of the chat page, so that another language is another one of these. */
export const texts = {
	title: (site: string | null) => (site === null ? "Customer care" : `${site} customer care`),
	unread: (count: number) => `(${count > 99 ? "99+" : count}) `,
	skipToComposer: "Skip to the message field",

	you: "You",
	bot: "Bot",
	/** What the bot is called, always with the mark of a bot beside it. */
	botName: (site: string | null) => site ?? "Customer care",
	person: "Person",
	team: "Our team",

	ready: "Automated assistant",
	online: "Online",
	connecting: "Connecting…",
	notConnected: "Not connected",
	queue: "Connecting you to a person…",
	withPerson: "You are talking to a person",

	conversation: "Conversation",
	messages: "Messages",
	loading: "Loading your conversation…",
	loadEarlier: "Show earlier messages",
	loadingEarlier: "Loading…",
	jumpToLatest: "Go to the latest message",
	newMessages: (count: number) => counted(count, "new message", "new messages"),
	missed: (count: number) => counted(count, "message while you were away", "messages while you were away"),
	typing: (name: string) => `${name} is writing…`,
	image: (name: string) => `Image sent by ${name}`,
	imageBroken: "This image could not be loaded.",
	openImage: "Open it in a new tab",
	cards: "Suggestions",
	choices: "Your choice",
	chosen: "chosen",

	status: {
		queued: "Waiting to send",
		sending: "Sending…",
		sent: "Sent",
		delivered: "Delivered",
		read: "Read",
		failed: "Not sent",
	},
	retry: "Retry",
	remove: "Delete",

	messageLabel: "Your message",
	placeholder: "Write a message…",
	send: "Send",
	hint: "Enter to send, Shift + Enter for a new line",
	charactersLeft: (count: number) => counted(count, "character left", "characters left"),
	tooLong: (over: number, limit: number) =>
		`A message holds ${new Intl.NumberFormat(LOCALE).format(limit)} characters. Please shorten it by ${counted(over, "character", "characters")}.`,

	greeting: "Hello, how can we help?",
	introduction: (site: string | null) =>
		`I'm ${site === null ? "" : `the assistant of ${site}, `}a bot. I look things up at once, and when you would rather have a person I bring our team in.`,
	starters: "What is it about?",
	goBack: "Go back to your last conversation",
	loadFailed: "We couldn't load your conversation.",
	loadFailedHelp: "We keep trying. What you write now is kept and sent when we get through.",

	notKept: "Your browser doesn't let us keep this chat. It ends when you close the page.",
	held: (seconds: number) =>
		`That was quick. Your message goes out in ${counted(seconds, "second", "seconds")}.`,

	deviceOffline: "You're offline. What you write is sent when you're back.",
	reconnecting: "Connecting…",
	retryIn: (seconds: number) => `Connection lost. Trying again in ${counted(seconds, "second", "seconds")}.`,
	limitedFor: (seconds: number) =>
		`Too many requests. Trying again in ${counted(seconds, "second", "seconds")}.`,
	backOnline: "Connected",
	tryNow: "Try now",
	failures: {
		unreachable: { text: "We can't be reached at the moment. We keep trying.", action: "Try now" },
		expired: { text: "This chat has expired.", action: "Start a new chat" },
		erased: { text: "This chat was deleted.", action: "Start a new chat" },
		outdated: { text: "There is a newer version of this page.", action: "Reload" },
		flooding: { text: "The chat was paused because of too many messages.", action: "Go on" },
	} satisfies Record<FailureReason, { text: string; action: string }>,

	options: "Options",
	theme: "Appearance",
	themes: { system: "System", light: "Light", dark: "Dark" },
	talkToPerson: "Talk to a person",
	askForPerson: "I would like to talk to a person",
	download: "Download the conversation",
	account: "Your account",
	newChat: "Start a new chat",
	transcriptName: "conversation.txt",
};
