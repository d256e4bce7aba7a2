/** Running an action by its name: the engine's own, a response, a form, or a custom one (SPEC AC1–AC11). */
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { appliedEvents } from "../applied-events.ts";
import { isBuiltInForm, type Domain } from "../domain.ts";
import {
	ACTION_BACK,
	ACTION_DEACTIVATE_LOOP,
	ACTION_DEFAULT_ASK_AFFIRMATION,
	ACTION_DEFAULT_ASK_REPHRASE,
	ACTION_DEFAULT_FALLBACK,
	ACTION_EXTRACT_SLOTS,
	ACTION_LISTEN,
	ACTION_RESTART,
	ACTION_REVERT_FALLBACK_EVENTS,
	ACTION_SESSION_START,
	ACTION_TWO_STAGE_FALLBACK,
	ACTION_UNLIKELY_INTENT,
	DEFAULT_ACTIONS,
	INTENT_NLU_FALLBACK,
	INTENT_OUT_OF_SCOPE,
	REQUESTED_SLOT,
	RULE_SNIPPET,
	UTTER_PREFIX,
} from "../names.ts";
import type { Tracker } from "../tracker.ts";
import type { ActionContext } from "./action-context.ts";
import { extractSlots } from "./extract-slots.ts";
import { formLoop } from "./form.ts";
import { runLoop } from "./loop.ts";
import { botEvent } from "./responses.ts";
import { revertFallbackEvents } from "./revert-fallback-events.ts";
import { retrievalResponse } from "./retrieval-response.ts";
import { twoStageFallbackLoop } from "./two-stage-fallback.ts";

/**
 * Runs one action on a tracker and gives its events; the `action` event itself is not among them.
 *
 * @throws ActionRejected when a form or custom action declines, ActionFailed when a custom action fails
 */
export async function runAction(
	name: string,
	tracker: Tracker,
	context: ActionContext,
): Promise<DialogueEvent[]> {
	const { domain } = context;
	if (isOwnAction(domain, name)) return runOwnAction(name, tracker, context);
	if (domain.intents.get(retrievalIntent(name))?.isRetrieval === true)
		return retrievalResponse(retrievalIntent(name), tracker, context);
	if (domain.actionTexts.has(name)) return [botEvent({ text: name })];
	if (name.startsWith(UTTER_PREFIX)) return await context.say(name, tracker);
	if (isBuiltInForm(domain, name)) return runLoop(formLoop(name, runAction), tracker, context);
	return context.callCustomAction(name, tracker);
}

/** Whether the engine runs this action itself: a default action that the project doesn't override. */
export function isOwnAction(domain: Domain, name: string): boolean {
	return DEFAULT_ACTIONS.includes(name) && !domain.userActions.has(name) && !domain.forms.has(name);
}

function retrievalIntent(name: string): string {
	return name.startsWith(UTTER_PREFIX) ? name.slice(UTTER_PREFIX.length) : "";
}

async function runOwnAction(
	name: string,
	tracker: Tracker,
	context: ActionContext,
): Promise<DialogueEvent[]> {
	switch (name) {
		case ACTION_LISTEN:
		case ACTION_UNLIKELY_INTENT:
		case RULE_SNIPPET:
			return [];
		case ACTION_RESTART:
			return [...(await context.say("utter_restart", tracker)), { event: "restart" }];
		case ACTION_SESSION_START:
			return sessionStart(tracker);
		case ACTION_DEFAULT_FALLBACK:
			return [...(await context.say("utter_default", tracker)), { event: "rewind" }];
		case ACTION_BACK:
			return [...(await context.say("utter_back", tracker)), { event: "rewind" }, { event: "rewind" }];
		case ACTION_DEACTIVATE_LOOP:
			return [
				{ event: "active_loop", name: null },
				{ event: "slot", name: REQUESTED_SLOT, value: null },
			];
		case ACTION_DEFAULT_ASK_AFFIRMATION:
			return [askAffirmation(tracker)];
		case ACTION_DEFAULT_ASK_REPHRASE:
			return await context.say("utter_ask_rephrase", tracker);
		case ACTION_TWO_STAGE_FALLBACK:
			return runLoop(twoStageFallbackLoop(runAction), tracker, context);
		case ACTION_REVERT_FALLBACK_EVENTS:
			return revertFallbackEvents(tracker);
		case ACTION_EXTRACT_SLOTS:
			return extractSlots(tracker, context);
		default:
			throw new Error(`The engine has no action ${name}.`);
	}
}

/** A new session; slots are carried over by repeating the events that set them (SPEC AC4). */
export function sessionStart(tracker: Tracker): DialogueEvent[] {
	const carried = tracker.domain.spec.carryOverSlots
		? appliedEvents(tracker.events.toArray()).filter((event) => event.event === "slot")
		: [];
	return [{ event: "session_started" }, ...carried, { event: "action", name: ACTION_LISTEN }];
}

function askAffirmation(tracker: Tracker): DialogueEvent {
	const message = tracker.latestMessage;
	const ranking = message?.event.parse_data.intent_ranking ?? [];
	const isFallback = message?.intent === INTENT_NLU_FALLBACK && ranking.length > 1;
	const intent = isFallback ? (ranking[1]?.name ?? null) : (message?.intent ?? null);
	const buttons: JsonValue = [
		{ title: "Yes", payload: `/${intent}` },
		{ title: "No", payload: `/${INTENT_OUT_OF_SCOPE}` },
	];
	return botEvent({
		text: `Did you mean '${intent}'?`,
		buttons,
		utter_action: ACTION_DEFAULT_ASK_AFFIRMATION,
	});
}
