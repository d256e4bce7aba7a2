/** A customer's message on its way in. Pure. */
import type { JsonValue } from "../contracts/parse-data.ts";
import type { UserMessage } from "../dialogue/ports.ts";
import { storableText } from "../store/storable.ts";
import type { LogEntry } from "./log-entry.ts";
import { DISPLAY_TEXT, visibleEvent } from "./visible-events.ts";

/** A customer's message, from a socket or by REST. */
export interface IncomingMessage {
	readonly id: string;
	/** What the customer sees: typed, or the title of a pressed button. */
	readonly text: string;
	readonly payload?: string | undefined;
	readonly metadata?: Readonly<Record<string, JsonValue>> | undefined;
	readonly inputChannel: string;
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

/** The message as the engine reads it: a pressed button's payload, with its title beside it. */
export function toUserMessage(message: IncomingMessage): UserMessage {
	const isPressed = message.payload !== undefined && message.payload !== message.text;
	return {
		text: message.payload ?? message.text,
		messageId: message.id,
		inputChannel: message.inputChannel,
		metadata: { ...message.metadata, ...(isPressed ? { [DISPLAY_TEXT]: message.text } : {}) },
	};
}

/** Whether this entry of the log is that message, sent once more. */
export function isSameMessage(entry: LogEntry, message: IncomingMessage): boolean {
	const logged = visibleEvent(entry);
	return (
		logged?.kind === "visitor" &&
		logged.text === message.text &&
		(logged.payload ?? logged.text) === (message.payload ?? message.text)
	);
}
