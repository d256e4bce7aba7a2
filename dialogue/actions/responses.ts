/** Responses: which variation is said, and how its template is filled (SPEC RE1–RE6). */
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import type { ResponseDraft } from "../action-sdk.ts";
import type { ResponseVariation } from "../domain.ts";
import { conversationLanguage } from "../conversation-language.ts";
import type { ResponseGenerator } from "../ports.ts";
import { slotValue, trackerState, type Tracker } from "../tracker.ts";
import { pythonText } from "../python-text.ts";
import { caseFolded, pythonEquals } from "../python-values.ts";
import { isTruthy } from "../slot.ts";
import { interpolate } from "./interpolate.ts";

type Content = { readonly [key: string]: JsonValue };

/** What saying something depends on, besides the tracker. */
export interface SpeechContext {
	/** Rasa's name of the output channel: `collector` for REST. */
	readonly outputChannel: string;
	/** In [0, 1). */
	readonly random: () => number;
	/** Asked first for each response; without one the domain speaks. */
	readonly generator?: ResponseGenerator | undefined;
}

const FILLED_KEYS = ["text", "image", "custom", "buttons", "attachment", "quick_replies"];
/** Metadata of a message that the generator worded: a replay takes the recorded words. */
export const GENERATED = "generated";

/**
 * A response as a `bot` event; null where nothing is said.
 *
 * @throws ActionFailed when the generator fails
 */
export async function utter(
	name: string,
	tracker: Tracker,
	context: SpeechContext,
	values: Content = {},
): Promise<DialogueEvent | null> {
	const content = await worded(name, tracker, context, { values, id: variationId(name, tracker, context) });
	return content === null ? null : botEvent({ ...content, utter_action: name });
}

/** A response of the domain as a `bot` event, whoever words the others; null where the domain has none that fits. */
export function utterOwn(name: string, tracker: Tracker, context: SpeechContext): DialogueEvent | null {
	const content = generate(name, tracker, context, {});
	return content === null ? null : botEvent({ ...content, utter_action: name });
}

/**
 * The messages that a custom action wants to send, as `bot` events.
 *
 * @throws ActionFailed when the generator fails
 */
export async function utterDrafts(
	drafts: readonly ResponseDraft[],
	tracker: Tracker,
	context: SpeechContext,
): Promise<DialogueEvent[]> {
	const events: DialogueEvent[] = [];
	for (const draft of drafts) {
		// one after the other, as they are said
		if ("remote" in draft) events.push(...(await remoteMessage(draft.remote, tracker, context)));
		else if (!("response" in draft)) events.push(botEvent(plainContent(draft)));
		else {
			const event = await utter(draft.response, tracker, context, draft.values ?? {});
			if (event !== null) events.push(event);
		}
	}
	return events;
}

/**
 * A message of an action server (SPEC RE7): the response that it names, with its keys as values; then those of them that
 * say something take the place of the response's own, and its buttons join those that are there.
 */
async function remoteMessage(
	remote: Content,
	tracker: Tracker,
	context: SpeechContext,
): Promise<DialogueEvent[]> {
	const { response, template, buttons, ...values } = remote;
	const name = [response, template].find((named) => typeof named === "string" && named !== "");
	const generated =
		typeof name === "string"
			? await worded(name, tracker, context, { values: { ...values, buttons: buttons ?? [] }, id: null })
			: {};
	if (generated === null) return [];
	const said = Object.entries(values).filter(([, value]) => isTruthy(value));
	const ownButtons = generated["buttons"];
	return [
		botEvent({
			...generated,
			...(typeof name === "string" ? { utter_action: name } : {}),
			...(Array.isArray(buttons) && buttons.length > 0
				? { buttons: [...(Array.isArray(ownButtons) ? ownButtons : []), ...buttons] }
				: {}),
			...Object.fromEntries(said),
		}),
	];
}

/** By the generator where there is one (SPEC NG1), else by the domain. */
async function worded(
	name: string,
	tracker: Tracker,
	context: SpeechContext,
	{ values, id }: { readonly values: Content; readonly id: string | null },
): Promise<Content | null> {
	const { generator, outputChannel: channel } = context;
	const call = { response: name, id, arguments: values, channel };
	const content = await generator?.generate({ ...call, tracker: trackerState(tracker) });
	if (content === null || content === undefined) return generate(name, tracker, context, values);
	return { ...content, [GENERATED]: true };
}

/** The `id` of the first variation that fits, unless two have the same. */
function variationId(name: string, tracker: Tracker, { outputChannel }: SpeechContext): string | null {
	const ids = variationsOf(name, tracker, outputChannel).map(({ content }) => content["id"] ?? null);
	const given = ids.filter((id) => id !== null);
	const [first] = ids;
	return typeof first === "string" && new Set(given).size === given.length ? first : null;
}

type WrittenOut = Extract<ResponseDraft, { readonly text: string }>;

function plainContent(draft: WrittenOut): Content {
	return {
		text: draft.text,
		...(draft.buttons === undefined ? {} : { buttons: draft.buttons.map((button) => ({ ...button })) }),
		...(draft.image === undefined ? {} : { image: draft.image }),
		...(draft.custom === undefined ? {} : { custom: { ...draft.custom } }),
	};
}

/** A message as Rasa logs it: what it shows in `data`, everything else in the metadata. */
export function botEvent(content: Content): DialogueEvent {
	const { text, elements, quick_replies, buttons, attachment, image, custom, ...metadata } = content;
	return {
		event: "bot",
		text: typeof text === "string" ? text : null,
		data: {
			elements: elements ?? null,
			quick_replies: quick_replies ?? null,
			buttons: buttons ?? null,
			attachment: isTruthy(attachment ?? null) ? (attachment ?? null) : (image ?? null),
			image: image ?? null,
			custom: custom ?? null,
		},
		metadata,
	};
}

/** A response as a text: its first fitting variation, without buttons; the name where there is none (SPEC LG8). */
export function phrase(name: string, tracker: Tracker, context: SpeechContext, values: Content = {}): string {
	const [first] = variationsOf(name, tracker, context.outputChannel);
	const text = first?.content["text"];
	if (typeof text !== "string") return name;
	return pythonText(interpolate(text, new Map([...tracker.slots, ...Object.entries(values)])));
}

function generate(name: string, tracker: Tracker, context: SpeechContext, values: Content): Content | null {
	const variations = variationsOf(name, tracker, context.outputChannel);
	const chosen = variations[Math.floor(context.random() * variations.length)];
	if (chosen === undefined) return null;
	const known = new Map([...tracker.slots, ...Object.entries(values)]);
	if (known.size === 0) return chosen.content;
	const filled = FILLED_KEYS.flatMap((key) => {
		const value = chosen.content[key];
		return value === undefined ? [] : [[key, interpolate(value, known)] as const];
	});
	return { ...chosen.content, ...Object.fromEntries(filled) };
}

/** What fits of the translation; where nothing does, of the response itself (SPEC LG4). */
function variationsOf(name: string, tracker: Tracker, channel: string): readonly ResponseVariation[] {
	const translated = fittingVariations(translatedVariations(name, tracker), tracker, channel);
	if (translated.length > 0) return translated;
	return fittingVariations(tracker.domain.responses.get(name) ?? [], tracker, channel);
}

/** In the conversation's language: the exact one, else without its region (`de` for `de-AT`); SPEC LG3. */
function translatedVariations(name: string, tracker: Tracker): readonly ResponseVariation[] {
	const { translations } = tracker.domain;
	const language = translations.size === 0 ? null : conversationLanguage(tracker);
	if (language === null) return [];
	const responses = translations.get(language) ?? translations.get(language.split(/[-_]/)[0] ?? "");
	return responses?.get(name) ?? [];
}

/** Conditions first, the channel's own before those of any channel (SPEC RE2). */
function fittingVariations(
	variations: readonly ResponseVariation[],
	tracker: Tracker,
	channel: string,
): readonly ResponseVariation[] {
	const unconditional = variations.filter((variation) => variation.condition === null);
	const conditional = variations.filter(
		(variation) =>
			variation.condition !== null && variation.condition.length > 0 && holds(variation, tracker),
	);
	const groups = [
		conditional.filter((variation) => variation.channel === channel),
		unconditional.filter((variation) => variation.channel === channel),
		conditional.filter((variation) => variation.channel === null),
	];
	const first = groups.find((group) => group.length > 0);
	return first ?? unconditional.filter((variation) => variation.channel === null);
}

function holds(variation: ResponseVariation, tracker: Tracker): boolean {
	return (variation.condition ?? []).every(({ name, value }) => {
		const actual = slotValue(tracker, name);
		if (typeof actual === "string" && typeof value === "string")
			return caseFolded(actual) === caseFolded(value);
		return pythonEquals(actual, value);
	});
}
