/** What the bot or a person says, as Rasa's socket.io channel sends it: the data of its `bot_uttered` events. Pure. */
import { z } from "zod";
import { JsonValue } from "../../contracts/parse-data.ts";
import type { ConversationEvent } from "../../contracts/protocol.ts";
import { choicesOf } from "../rest-replies.ts";

export function socketIoMessages(events: readonly ConversationEvent[]): JsonValue[] {
	return events.flatMap(messagesOf);
}

function messagesOf(event: ConversationEvent): JsonValue[] {
	if (event.kind === "agent") return textMessages(event.text, []);
	if (event.kind !== "bot") return [];
	const { custom, attachment, elements } = event.extra ?? {};
	return [
		...textMessages(event.text ?? "", choicesOf(event)),
		...(custom === undefined ? [] : [customData(custom)]),
		...(event.imageUrl === null ? [] : [{ attachment: { type: "image", payload: { src: event.imageUrl } } }]),
		...(attachment === undefined ? [] : [{ attachment }]),
		...z.array(JsonValue).catch([]).parse(elements).map(elementMessage),
	];
}

/** Each paragraph is a message; the buttons hang on the last. */
function textMessages(text: string, buttons: ReturnType<typeof choicesOf>): JsonValue[] {
	const trimmed = text.trim();
	if (buttons.length === 0)
		return trimmed === "" ? [] : trimmed.split("\n\n").map((part) => ({ text: part }));
	const parts = trimmed.split("\n\n");
	return parts.map((part, index) => ({
		text: part,
		quick_replies:
			index < parts.length - 1
				? []
				: buttons.map(({ title, payload }) => ({ content_type: "text", title, payload })),
	}));
}

function elementMessage(element: JsonValue): JsonValue {
	return {
		attachment: { type: "template", payload: { template_type: "generic", elements: element } },
	};
}

/** Rasa takes the object for the arguments of its emit, of which `data` is sent; one without `data` it can't send at all. */
function customData(custom: JsonValue): JsonValue {
	if (typeof custom !== "object" || custom === null || Array.isArray(custom)) return custom;
	return custom["data"] ?? custom;
}
