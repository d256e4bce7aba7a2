import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { Entity, JsonValue, ParseData } from "../../contracts/parse-data.ts";
import type { ActionResult } from "../../dialogue/action-sdk.ts";
import { runActionWith } from "../../dialogue/testing/run-action.ts";
import type { Desk } from "../../contracts/reception.ts";
import type { Shop } from "../../contracts/shop.ts";
import { NOW_MS } from "./test-day.ts";
import { phraseIn } from "./words.ts";
import { NO_HTTP } from "./no-http.ts";
import { NOBODY_THERE } from "./nobody-there.ts";
import { shopActions } from "../actions/shop-actions.ts";

/** The conversation as an action finds it. What is left out is empty. */
export interface Situation {
	readonly slots?: Readonly<Record<string, JsonValue>>;
	readonly text?: string;
	readonly intent?: string;
	/** Of the intent; 1 unless said. */
	readonly confidence?: number;
	readonly ranking?: ParseData["intent_ranking"];
	readonly entities?: readonly Entity[];
	readonly activeLoop?: string;
	/** By default nobody is there. */
	readonly desk?: Desk;
	/** The log; by default only the latest message. */
	readonly events?: readonly DialogueEvent[];
	/** Slots set since that message: what a form's validation has to judge. */
	readonly candidates?: Readonly<Record<string, JsonValue>>;
}

/** Runs one of the shop's actions in a situation, with the shop's own words. */
export function runAction(
	name: string,
	{ text = "", intent, confidence = 1, ranking, entities, desk = NOBODY_THERE, ...situation }: Situation,
	shop: Shop,
	language = "en",
): Promise<ActionResult> {
	return runActionWith(shopActions, name, {
		...situation,
		message: {
			text,
			intent: { name: intent ?? null, confidence },
			entities: [...(entities ?? [])],
			intent_ranking: ranking ?? [],
		},
		ports: { shop, desk, http: NO_HTTP },
		nowMs: NOW_MS,
		language,
		phrase: phraseIn(language),
	});
}

/** The slots that a result sets, last value each. */
export function slotsOf(result: ActionResult): Record<string, JsonValue> {
	return Object.fromEntries(
		result.events.flatMap((event) => (event.event === "slot" ? [[event.name, event.value] as const] : [])),
	);
}

/** The names of the domain's responses that a result sends. */
export function responseNames(result: ActionResult): string[] {
	return result.responses.map((draft) => {
		if ("response" in draft) return draft.response;
		if ("text" in draft) return draft.text;
		const { response } = draft.remote;
		return typeof response === "string" ? response : JSON.stringify(draft.remote);
	});
}

/** The values that a result gives to one of its responses. */
export function valuesOf(result: ActionResult, index = 0): Readonly<Record<string, JsonValue>> {
	const draft = result.responses[index];
	return draft !== undefined && "response" in draft ? (draft.values ?? {}) : {};
}
