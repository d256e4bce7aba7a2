import { z } from "zod";
import type { Button, ConversationEvent } from "../../contracts/protocol.ts";

type Extra = Extract<ConversationEvent, { kind: "bot" }>["extra"];

const QuickReply = z.object({ title: z.string().min(1), payload: z.string().min(1) });

const Element = z.object({
	title: z.string().min(1),
	subtitle: z.string().nullish(),
	image_url: z.string().nullish(),
	buttons: z
		.array(z.looseObject({ title: z.string(), payload: z.string().nullish(), url: z.string().nullish() }))
		.nullish(),
});

/** One card of a carousel, as Rasa's `elements` and `attachment` describe it. */
export interface Card {
	title: string;
	subtitle: string | null;
	imageUrl: string | null;
	links: readonly { title: string; url: string }[];
	replies: readonly Button[];
}

/** Rasa's `quick_replies`; what has no title or payload can't be pressed and is left out. */
export function readQuickReplies(extra: Extra): Button[] {
	return readList(extra?.["quick_replies"], QuickReply);
}

/** The cards of `elements`, or of an `attachment` of type template. */
export function readCards(extra: Extra): Card[] {
	const Attachment = z.object({ payload: z.object({ elements: z.array(z.unknown()) }) });
	const attachment = Attachment.safeParse(extra?.["attachment"]);
	const elements = readList(extra?.["elements"], Element);
	const found =
		elements.length > 0 || !attachment.success
			? elements
			: readList(attachment.data.payload.elements, Element);
	return found.map((element) => ({
		title: element.title,
		subtitle: element.subtitle ?? null,
		imageUrl: element.image_url ?? null,
		links: (element.buttons ?? []).flatMap(({ title, url }) => (url ? [{ title, url }] : [])),
		replies: (element.buttons ?? []).flatMap(({ title, payload, url }) =>
			payload && !url ? [{ title, payload }] : [],
		),
	}));
}

function readList<Value>(value: unknown, schema: z.ZodType<Value>): Value[] {
	if (!Array.isArray(value)) return [];
	return value.flatMap((item: unknown) => {
		const parsed = schema.safeParse(item);
		return parsed.success ? [parsed.data] : [];
	});
}
