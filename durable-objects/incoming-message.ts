/** A customer's message on its way in. Pure. */
import type { VerifiedVisitor } from "../contracts/identity.ts";
import type { JsonValue } from "../contracts/parse-data.ts";
import type { UserMessage } from "../dialogue/ports.ts";
import { storableText } from "../store/storable.ts";
import type { Dialogue } from "./conversation-ports.ts";
import { withVerifiedVisitor } from "./identified-visitor.ts";
import type { LogEntry } from "./log-entry.ts";
import type { AsksFor, Redactor } from "./redaction/redactor.ts";
import { DISPLAY_TEXT, visibleEvent } from "./visible-events.ts";

/** A customer's message, from a socket or by REST. */
export interface IncomingMessage {
	readonly id: string;
	/** What the customer sees: typed, or the title of a pressed button. */
	readonly text: string;
	readonly payload?: string | undefined;
	readonly metadata?: Readonly<Record<string, JsonValue>> | undefined;
	readonly inputChannel: string;
	/** Who speaks, as a channel of Rasa's names them; our own pages know nobody by name. */
	readonly sender?: string | undefined;
}

export type Accepted =
	| { readonly status: "logged"; readonly seq: number }
	/** The id was used for another text. */
	| { readonly status: "conflict" };

/** Text that no database can keep (NUL, half a surrogate pair) is mended at the door, so that all copies agree. */
export function storableMessage(message: IncomingMessage): IncomingMessage {
	const payload = message.payload === undefined ? {} : { payload: storableText(message.payload) };
	return { ...message, text: storableText(message.text), ...payload };
}

/** The message without what must not be kept: the one that the engine reads, the log keeps and everybody is told. */
export function redactedMessage(
	{ text, payload, metadata, ...rest }: IncomingMessage,
	{ redactor, asksFor }: { readonly redactor: Redactor; readonly asksFor: AsksFor },
): IncomingMessage {
	return {
		...rest,
		text: redactor.text(text, asksFor),
		...(payload === undefined ? {} : { payload: redactor.text(payload, asksFor) }),
		...(metadata === undefined ? {} : { metadata: redactor.json({ ...metadata }, asksFor) }),
	};
}

/** Says which slot the bot of this dialogue asks for. */
export function asksForOf(dialogue: Pick<Dialogue, "view">): AsksFor {
	return () => {
		const slot = dialogue.view({ verbosity: "NONE", until: null }).slots["requested_slot"];
		return typeof slot === "string" ? slot : null;
	};
}

/** The message as the engine reads it: a pressed button's payload with its title beside it, and who says it. */
export function toUserMessage(message: IncomingMessage, visitor: VerifiedVisitor | null): UserMessage {
	const isPressed = message.payload !== undefined && message.payload !== message.text;
	const metadata = { ...message.metadata, ...(isPressed ? { [DISPLAY_TEXT]: message.text } : {}) };
	return {
		text: message.payload ?? message.text,
		messageId: message.id,
		inputChannel: message.inputChannel,
		metadata: withVerifiedVisitor(metadata, visitor),
	};
}

/**
 * Whether this entry of the log is that message, sent once more. Both are compared as redacted: what a declared slot let
 * pass the first time may be taken out now.
 */
export function isSameMessage(entry: LogEntry, message: IncomingMessage, redactor: Redactor): boolean {
	const logged = visibleEvent(entry);
	const isSame = (a: string, b: string) =>
		redactor.text(a, asksForNothing) === redactor.text(b, asksForNothing);
	return (
		logged?.kind === "visitor" &&
		isSame(logged.text, message.text) &&
		isSame(logged.payload ?? logged.text, message.payload ?? message.text)
	);
}

const asksForNothing: AsksFor = () => null;
