import { titleResponse } from "./intent-titles.ts";
import { defineShopAction, type ShopContext, type ShopTracker, type ShopEvent } from "./shop-sdk.ts";

/** From the second message in a row that was not understood, the bot offers a person. */
const MAX_FALLBACKS = 2;
/** Intents below this share of the model's belief are not worth a button. */
const MIN_GUESS_CONFIDENCE = 0.05;

/** Ends the running form, keeps what was said for a later try, and waits for nothing any more. */
function leaveForm(): ShopEvent[] {
	return [
		{ event: "active_loop", name: null },
		{ event: "slot", name: "requested_slot", value: null },
		{ event: "slot", name: "pending_confirmation", value: "nothing" },
		{ event: "slot", name: "paused_form", value: null },
		{ event: "slot", name: "paused_order_number", value: null },
	];
}

const stop = defineShopAction({
	name: "action_stop",
	run({ tracker }) {
		if (tracker.activeLoop === null)
			return { events: [], responses: [{ response: "utter_nothing_to_stop" }] };
		return { events: leaveForm(), responses: [{ response: "utter_stopped" }] };
	},
});

const sayGoodbye = defineShopAction({
	name: "action_say_goodbye",
	run({ tracker }) {
		if (tracker.activeLoop === null) return { events: [], responses: [{ response: "utter_goodbye" }] };
		return { events: leaveForm(), responses: [{ response: "utter_goodbye_in_form" }] };
	},
});

/** Offers the two likeliest meanings as buttons; the second time in a row, a person. */
const notUnderstood = defineShopAction({
	name: "action_not_understood",
	run(context) {
		const { tracker } = context;
		if (fallbacksInARow(tracker) >= MAX_FALLBACKS) {
			return {
				events: [{ event: "slot", name: "pending_confirmation", value: "handover" }],
				responses: [{ response: "utter_not_understood_again" }],
			};
		}
		const [first, second] = guesses(context);
		if (first === undefined || second === undefined)
			return { events: [], responses: [{ response: "utter_ask_rephrase" }] };
		const values = {
			first_intent: first.name,
			first_title: first.title,
			second_intent: second.name,
			second_title: second.title,
		};
		return { events: [], responses: [{ response: "utter_not_understood", values }] };
	},
});

function fallbacksInARow(tracker: ShopTracker): number {
	const intents = tracker.events.flatMap((event) =>
		event.event === "user" ? [event.parse_data.intent?.name ?? null] : [],
	);
	const lastOther = intents.findLastIndex((intent) => intent !== "nlu_fallback");
	return intents.length - 1 - lastOther;
}

function guesses({ tracker, phrase }: ShopContext): { name: string; title: string }[] {
	return (tracker.latestMessage?.intent_ranking ?? []).flatMap(({ name, confidence }) => {
		const response = name === null ? null : titleResponse(name);
		if (name === null || response === null || confidence < MIN_GUESS_CONFIDENCE) return [];
		return [{ name, title: phrase(response) }];
	});
}

export const conversationActions = [stop, sayGoodbye, notUnderstood];
