/** Forms: ask for slots until all are filled (SPEC FO2–FO10). */
import type { DialogueEvent, DialogueEventOf } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { requiredSlots } from "../domain.ts";
import { ACTION_LISTEN, REQUESTED_SLOT } from "../names.ts";
import { ActionRejected } from "../ports.ts";
import {
	activeLoopName,
	appendEvents,
	createTracker,
	eventsAfterRestart,
	latestActionName,
	slotValue,
	type Tracker,
} from "../tracker.ts";
import type { ActionContext } from "./action-context.ts";
import { pythonText } from "../python-text.ts";
import { isTruthy } from "../slot.ts";
import { extractSlots } from "./extract-slots.ts";
import { slotEvents, type Loop } from "./loop.ts";

type RunAction = (name: string, tracker: Tracker, context: ActionContext) => Promise<DialogueEvent[]>;

/** @param runAction - runs the action or response that asks for a slot */
export function formLoop(name: string, runAction: RunAction): Loop {
	return {
		name,
		activate: (tracker, context) => activateForm(name, tracker, context),
		isDone: (_tracker, eventsSoFar) => isFormDone(eventsSoFar),
		async run(tracker, context, eventsSoFar) {
			const isNew = eventsSoFar.every((event) => event.event === "active_loop");
			const events = isNew ? await validateWhereNeeded(name, tracker, context) : [];
			if (wasRejectedByHand(events)) return events;
			const asked = await requestNextSlot({ name, tracker, context, runAction }, [...eventsSoFar, ...events]);
			return [...events, ...asked];
		},
		deactivate: () => Promise.resolve([]),
	};
}

async function activateForm(
	name: string,
	tracker: Tracker,
	context: ActionContext,
): Promise<DialogueEvent[]> {
	const active = appendEvents(tracker, [{ event: "active_loop", name }]);
	const extracted = await extractSlots(active, context);
	const filled = appendEvents(active, extracted);
	if (!hasValidation(name, context)) return slotEvents(extracted);
	const candidates = new Map<string, JsonValue>();
	for (const slot of requiredSlots(context.domain, name)) {
		const value = slotValue(filled, slot);
		if (value !== null) candidates.set(slot, value);
	}
	const events = await callValidation(name, candidates, filled, context);
	const decided = new Set(slotEvents(events).map((event) => event.name));
	return [...events, ...slotEvents(extracted).filter((event) => !decided.has(event.name))];
}

function isFormDone(eventsSoFar: readonly DialogueEvent[]): boolean {
	if (wasRejectedByHand(eventsSoFar)) return false;
	const requested = slotEvents(eventsSoFar).findLast((event) => event.name === REQUESTED_SLOT);
	const loop = eventsSoFar.findLast((event) => event.event === "active_loop");
	return requested?.value === null || loop?.name === null;
}

async function validateWhereNeeded(
	name: string,
	tracker: Tracker,
	context: ActionContext,
): Promise<DialogueEvent[]> {
	const isExpected =
		tracker.activeLoop === null ||
		(latestActionName(tracker) === ACTION_LISTEN && !tracker.activeLoop.isInterrupted);
	// back from a detour the action is asked as well, without candidates: it may want other slots by now
	if (!isExpected) return callValidation(name, new Map(), tracker, context);
	const candidates = slotsOfLatestMessage(name, tracker);
	const events = await callValidation(name, candidates, tracker, context);
	const requested = requestedSlot(name, tracker);
	const isFilled = candidates.size > 0 || slotEvents(events).some((event) => event.name !== REQUESTED_SLOT);
	if (isTruthy(requested) && !isFilled && !wasRejectedByHand(events))
		throw new ActionRejected(name, `The message did not fill ${pythonText(requested)}.`);
	return events;
}

/** Slots that the latest message set, as far as the form asks for them. */
function slotsOfLatestMessage(name: string, tracker: Tracker): Map<string, JsonValue> {
	const latest = tracker.latestMessage?.event;
	const events =
		tracker.events.after((event) => event === latest || event.event === "restart") ??
		tracker.events.toArray();
	const wanted = new Set(requiredSlots(tracker.domain, name));
	const requested = requestedSlot(name, tracker);
	if (typeof requested === "string") wanted.add(requested);
	const candidates = new Map<string, JsonValue>();
	for (const event of slotEvents(events)) if (wanted.has(event.name)) candidates.set(event.name, event.value);
	return candidates;
}

/** Forgets what the latest message told a running form that then failed: nobody has validated it. */
export function withoutUnchecked(name: string, tracker: Tracker): DialogueEvent[] {
	if (activeLoopName(tracker) !== name) return [];
	return [...slotsOfLatestMessage(name, tracker)].flatMap(([slot, value]) =>
		value === null || slot === REQUESTED_SLOT ? [] : [{ event: "slot" as const, name: slot, value: null }],
	);
}

/** The slot that the form waits for. An action may have put anything there. */
function requestedSlot(name: string, tracker: Tracker): JsonValue {
	return activeLoopName(tracker) === name ? slotValue(tracker, REQUESTED_SLOT) : null;
}

function hasValidation(name: string, context: ActionContext): boolean {
	return context.domain.actionIndex.has(`validate_${name}`);
}

async function callValidation(
	name: string,
	candidates: ReadonlyMap<string, JsonValue>,
	tracker: Tracker,
	context: ActionContext,
): Promise<DialogueEvent[]> {
	if (!hasValidation(name, context)) return [];
	const events = [...candidates].map(([slot, value]) => ({ event: "slot" as const, name: slot, value }));
	return context.callCustomAction(`validate_${name}`, temporaryTracker(name, tracker, events));
}

/** The tracker as if the form had run already: that is how Rasa's SDK finds the candidates. */
function temporaryTracker(name: string, tracker: Tracker, events: readonly DialogueEvent[]): Tracker {
	return appendEvents(sinceRestart(tracker), [
		{ event: "slot", name: REQUESTED_SLOT, value: requestedSlot(name, tracker) },
		{ event: "action", name },
		...events,
	]);
}

/** The tracker of the events after the last restart; the same one where there was none. */
function sinceRestart(tracker: Tracker): Tracker {
	const events = eventsAfterRestart(tracker);
	if (events.length === tracker.events.length) return tracker;
	return appendEvents(createTracker(tracker.domain, tracker.senderId), events);
}

interface FormRun {
	readonly name: string;
	readonly tracker: Tracker;
	readonly context: ActionContext;
	readonly runAction: RunAction;
}

async function requestNextSlot(
	run: FormRun,
	eventsSoFar: readonly DialogueEvent[],
): Promise<DialogueEvent[]> {
	const { name, tracker, context } = run;
	const nothingMore: DialogueEventOf<"slot"> = { event: "slot", name: REQUESTED_SLOT, value: null };
	if (isFormDone(eventsSoFar)) return [nothingMore];
	const temporary = temporaryTracker(name, tracker, eventsSoFar);
	const asked = slotEvents(eventsSoFar).find((event) => event.name === REQUESTED_SLOT)?.value ?? null;
	if (isTruthy(asked)) return askFor(pythonText(asked), temporary, run);
	const next = requiredSlots(context.domain, name).find((slot) => slotValue(temporary, slot) === null);
	if (next === undefined) return [nothingMore];
	const request: DialogueEvent = { event: "slot", name: REQUESTED_SLOT, value: next };
	return [request, ...(await askFor(next, temporary, run))];
}

function askFor(
	slot: string,
	tracker: Tracker,
	{ name, context, runAction }: FormRun,
): Promise<DialogueEvent[]> {
	const action = askingAction(name, slot, (candidate) => context.domain.actionIndex.has(candidate));
	return action === null ? Promise.resolve([]) : runAction(action, tracker, context);
}

/** The name that asks for a form's slot: the first of four that exists (SPEC FO8). */
export function askingAction(form: string, slot: string, exists: (name: string) => boolean): string | null {
	const names = [
		`action_ask_${form}_${slot}`,
		`utter_ask_${form}_${slot}`,
		`action_ask_${slot}`,
		`utter_ask_${slot}`,
	];
	return names.find(exists) ?? null;
}

function wasRejectedByHand(events: readonly DialogueEvent[]): boolean {
	return events.some((event) => event.event === "action_execution_rejected");
}
