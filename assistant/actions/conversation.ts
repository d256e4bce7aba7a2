import { misreadReason } from "./given-reason.ts";
import { titleResponse } from "./intent-titles.ts";
import { nothingPaused } from "./paused-form.ts";
import { waitFor } from "./pending-confirmation.ts";
import {
	defineShopAction,
	type ShopContext,
	type ShopEvent,
	type ShopResult,
	type ShopTracker,
} from "./shop-sdk.ts";

/** From the second message in a row that was not understood, the bot offers a person. */
const MAX_FALLBACKS = 2;
/** Intents below this share of the model's belief are not worth a button. */
const MIN_GUESS_CONFIDENCE = 0.05;
/** Small talk is what a question that nothing else fits looks like most: a guess at it is no answer. */
const MIN_SMALLTALK_CONFIDENCE = 0.6;

/** Ends the running form, keeps what was said for a later try, and waits for nothing any more. */
function leaveForm(): ShopEvent[] {
	return [
		{ event: "active_loop", name: null },
		{ event: "slot", name: "requested_slot", value: null },
		waitFor("nothing"),
		...nothingPaused(),
	];
}

const stop = defineShopAction({
	name: "action_stop",
	run({ tracker }) {
		const reason = misreadReason(tracker);
		if (reason !== null) return { events: reason, responses: [] };
		if (tracker.activeLoop === null)
			return { events: [waitFor("check_cancellation")], responses: [{ response: "utter_nothing_to_stop" }] };
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

/** Says sorry and offers a person: a yes to that is one. */
const soothe = defineShopAction({
	name: "action_soothe",
	run: () => ({ events: [waitFor("handover")], responses: [{ response: "utter_frustration" }] }),
});

/** Offers the two likeliest meanings as buttons; the second time in a row, a person. */
const notUnderstood = defineShopAction({
	name: "action_not_understood",
	run(context) {
		const { tracker } = context;
		if (fallbacksInARow(tracker) >= MAX_FALLBACKS) {
			return { events: [waitFor("handover")], responses: [{ response: "utter_not_understood_again" }] };
		}
		return offerGuesses(context);
	},
});

function offerGuesses(context: ShopContext): ShopResult {
	const [first, second] = guesses(context);
	if (first === undefined || second === undefined)
		return { events: [], responses: [{ response: "utter_ask_rephrase" }] };
	const values = {
		first_intent: first.name,
		first_title: first.title,
		second_intent: second.name,
		second_title: second.title,
	};
	return { events: [waitFor("guess")], responses: [{ response: "utter_not_understood", values }] };
}

/** Answers small talk, but asks back where it is only the likeliest guess. */
const smalltalk = defineShopAction({
	name: "action_smalltalk",
	run(context) {
		const { confidence = 1 } = context.tracker.latestMessage?.intent ?? {};
		if (confidence < MIN_SMALLTALK_CONFIDENCE) return offerGuesses(context);
		return { events: [], responses: [{ response: "utter_smalltalk" }] };
	},
});

/** Neither of the two meanings, or a yes to both: in other words, please. */
const askAgain = defineShopAction({
	name: "action_ask_again",
	run: () => ({ events: [waitFor("nothing")], responses: [{ response: "utter_ask_rephrase" }] }),
});

/** How often in a row the customer was not understood. A yes or no in between answers the bot's question, and mends nothing. */
function fallbacksInARow({ events }: ShopTracker): number {
	let count = 0;
	for (const event of events.toReversed()) {
		// a person was offered and not wanted: from there on the bot tries again by itself
		if (event.event === "action" && event.name === "action_drop_confirmation") break;
		if (event.event !== "user") continue;
		const intent = event.parse_data.intent?.name ?? null;
		if (intent === "nlu_fallback") count += 1;
		else if (intent !== "affirm" && intent !== "deny") break;
	}
	return count;
}

function guesses({ tracker, phrase }: ShopContext): { name: string; title: string }[] {
	return (tracker.latestMessage?.intent_ranking ?? []).flatMap(({ name, confidence }) => {
		const response = name === null ? null : titleResponse(name);
		if (name === null || response === null || confidence < MIN_GUESS_CONFIDENCE) return [];
		return [{ name, title: phrase(response) }];
	});
}

export const conversationActions = [stop, sayGoodbye, soothe, smalltalk, notUnderstood, askAgain];
