import type { Words } from "./catalogue.ts";

// oxlint-disable-next-line max-lines-per-function -- a list of sentences
export const english = ({ number, counted }: Words) => ({
	title: (site: string | null) => (site === null ? "Customer care" : `${site} customer care`),
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
	newMessages: (count: number) => counted(count, { one: "# new message", other: "# new messages" }),
	missed: (count: number) =>
		counted(count, { one: "# message while you were away", other: "# messages while you were away" }),
	typing: (name: string) => `${name} is writing…`,
	image: (name: string) => `Image sent by ${name}`,
	imageBroken: "This image could not be loaded.",
	openImage: "Open it in a new tab",
	cards: "Suggestions",
	choices: "Your choice",
	chosen: "chosen",
	ownerLines: {
		bot: "The assistant answers again.",
		queue: "Our team has been told.",
		person: (name: string | null) => `${name ?? "A person"} has joined the conversation.`,
	},
	resolved: "This conversation is closed. Write to us whenever you need us again.",

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
	refusals: {
		text_too_long: "it is too long",
		payload_too_large: "it is too long",
		unavailable: "we can't take it at the moment",
		other: "something went wrong on our side",
	},

	messageLabel: "Your message",
	placeholder: "Write a message…",
	send: "Send",
	hint: "Enter to send, Shift + Enter for a new line",
	charactersLeft: (count: number) => counted(count, { one: "# character left", other: "# characters left" }),
	tooLong: (over: number, limit: number) =>
		counted(over, {
			one: `A message holds ${number(limit)} characters. Please shorten it by # character.`,
			other: `A message holds ${number(limit)} characters. Please shorten it by # characters.`,
		}),

	greeting: "Hello, how can we help?",
	introduction: (site: string | null) =>
		`I'm ${site === null ? "" : `the assistant of ${site}, `}a bot. I look things up at once, and when you would rather have a person I bring our team in.`,
	starters: "What is it about?",
	goBack: "Go back to your last conversation",
	loadFailed: "We couldn't load your conversation.",
	loadFailedHelp: "We keep trying. What you write now is kept and sent when we get through.",

	notKept: "Your browser doesn't let us keep this chat. It ends when you close the page.",
	noFiles: "Only words can be sent here. Please describe what the picture or file shows.",
	held: (seconds: number) =>
		counted(seconds, {
			one: "That was quick. Your message goes out in # second.",
			other: "That was quick. Your message goes out in # seconds.",
		}),

	deviceOffline: "You're offline. What you write is sent when you're back.",
	reconnecting: "Connecting…",
	retryIn: (seconds: number) =>
		counted(seconds, {
			one: "Connection lost. Trying again in # second.",
			other: "Connection lost. Trying again in # seconds.",
		}),
	limitedFor: (seconds: number) =>
		counted(seconds, {
			one: "Too many requests. Trying again in # second.",
			other: "Too many requests. Trying again in # seconds.",
		}),
	backOnline: "Connected",
	tryNow: "Try now",
	failures: {
		unreachable: { text: "We can't be reached at the moment. We keep trying.", action: "Try now" },
		expired: { text: "This chat has expired.", action: "Start a new chat" },
		erased: { text: "This chat was deleted.", action: "Start a new chat" },
		outdated: { text: "There is a newer version of this page.", action: "Reload" },
		flooding: { text: "The chat was paused because of too many messages.", action: "Go on" },
	},

	options: "Options",
	language: "Language",
	theme: "Appearance",
	themes: { system: "System", light: "Light", dark: "Dark" },
	talkToPerson: "Talk to a person",
	askForPerson: "I would like to talk to a person",
	download: "Download the conversation",
	erase: {
		item: "Delete my data",
		question: {
			title: "Delete your data?",
			text: "Everything that you wrote here and every answer to it is deleted, in all of your chats with us. Nobody can bring it back. An account and orders are not touched.",
		},
		confirm: "Delete for ever",
		keep: "Keep it",
		working: "Deleting…",
		failed: "That did not work, and nothing is lost. Please try again in a moment.",
		done: {
			title: "Your data are deleted",
			text: "The receipt proves it: it is signed by us and names what was deleted.",
		},
		running: {
			title: "Your data are being deleted",
			text: "A part of it can't be reached just now. It is deleted by itself as soon as it can; you need not wait.",
		},
		saveReceipt: "Save the receipt",
		receiptName: "erasure-receipt.txt",
		close: "Close",
	},
	account: "Your account",
	newChat: "Start a new chat",
	transcriptName: "conversation.txt",

	helpful: "Helpful",
	notHelpful: "Not helpful",
	reasonLabel: "What was missing? (optional)",
	reasonThanks: "Thank you, this helps us to do better.",
	csatQuestion: "How did you find our help?",
	csatScale: ["Very bad", "Bad", "Fair", "Good", "Very good"],
	csatComment: "Would you like to say more? (optional)",
	csatThanks: "Thank you for your rating.",
	csatChange: "You can still change it.",

	queuePlace: (place: number) =>
		place === 1 ? "You are next." : `You are number ${number(place)} in the queue.`,
	leaveQueue: "Stay with the assistant",
	opensAt: (when: string) => `Our team is away now. It is back on: ${when} (your time).`,
	repliesWithin: (duration: string) => `A person usually answers within ${duration}.`,
	emailLabel: "Your e-mail address, for an answer by mail",
	emailInvalid: "Please check the address: it looks like name@example.com.",
	emailMessage: (address: string) => `Please answer me by e-mail: ${address}`,
	emailThanks: "Thank you. Our team will write to you.",
});
