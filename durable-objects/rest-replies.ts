/** The bot's messages as the clients of Rasa's REST and callback channels expect them. Pure. */
import { z } from "zod";
import { Button, type ConversationEvent } from "../contracts/protocol.ts";

/** One item of the answer of Rasa's REST channel. */
export const RestReply = z.object({
	recipient_id: z.string(),
	text: z.string().optional(),
	buttons: z.array(Button).optional(),
	image: z.string().optional(),
	attachment: z.json().optional(),
	custom: z.json().optional(),
});
export type RestReply = z.infer<typeof RestReply>;

const Element = z.object({
	title: z.string().default(""),
	subtitle: z.string().default(""),
	buttons: z.array(Button).default([]),
});

/** In order: what the bot or a person says, plain text in paragraphs, then what else a response has. */
export function restReplies(sender: string, events: readonly ConversationEvent[]): RestReply[] {
	return events.flatMap(partsOf).map((part) => ({ recipient_id: sender, ...part }));
}

type Part = Omit<RestReply, "recipient_id">;

function partsOf(event: ConversationEvent): Part[] {
	if (event.kind === "agent") return textParts(event.text, []);
	if (event.kind !== "bot") return [];
	const { custom, attachment, elements } = event.extra ?? {};
	return [
		...textParts(event.text ?? "", choicesOf(event)),
		...(custom === undefined ? [] : [{ custom }]),
		...(event.imageUrl === null ? [] : [{ image: event.imageUrl }]),
		...(attachment === undefined ? [] : [{ attachment }]),
		...elementParts(elements),
	];
}

/** Quick replies go before buttons, as in Rasa. */
export function choicesOf(event: Extract<ConversationEvent, { kind: "bot" }>): readonly Button[] {
	const quick = z.array(Button).safeParse(event.extra?.["quick_replies"]);
	return quick.success && quick.data.length > 0 ? quick.data : event.buttons;
}

/** A text with buttons is one item; without, each paragraph is one. */
function textParts(text: string, buttons: readonly Button[]): Part[] {
	if (buttons.length > 0) return [{ text, buttons: [...buttons] }];
	const trimmed = text.trim();
	return trimmed === "" ? [] : trimmed.split("\n\n").map((paragraph) => ({ text: paragraph }));
}

/** A carousel is read out: each element's title and subtitle, with its buttons. */
function elementParts(elements: unknown): Part[] {
	const parsed = z.array(Element).safeParse(elements);
	if (!parsed.success) return [];
	return parsed.data.flatMap(({ title, subtitle, buttons }) => textParts(`${title} : ${subtitle}`, buttons));
}
