/** action_extract_slots: what a message says about slots (SPEC SF1–SF12). */
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { assertNever } from "../assert-never.ts";
import { requiredSlots, type Domain, type SlotMapping, type SlotSpec } from "../domain.ts";
import { ACTION_VALIDATE_SLOT_MAPPINGS, DEFAULT_SLOTS, REQUESTED_SLOT } from "../names.ts";
import { ActionRejected } from "../ports.ts";
import { activeLoopName, appendEvents, slotValue, type Tracker } from "../tracker.ts";
import type { ActionContext } from "./action-context.ts";

/** The slot events of the latest message, validated where the project does so, with what the validation says. */
export async function extractSlots(tracker: Tracker, context: ActionContext): Promise<DialogueEvent[]> {
	const called = new Set<string>();
	const events: DialogueEvent[] = [];
	for (const slot of context.domain.spec.slots) {
		if (DEFAULT_SLOTS.has(slot.name)) continue;
		for (const mapping of slot.mappings) {
			if (!mayFill(slot, mapping, tracker)) continue;
			const value = mappedValue(slot, mapping, tracker);
			if (value !== undefined && (value !== null || slotValue(tracker, slot.name) !== null)) {
				events.push({ event: "slot", name: slot.name, value });
				break;
			}
			if (mapping.type !== "custom" || mapping.action === null || called.has(mapping.action)) continue;
			called.add(mapping.action);
			// mappings are tried in order, and each may see what came before
			events.push(...(await callMapping(mapping.action, tracker, context)));
		}
	}
	return validated(events, tracker, context);
}

async function validated(
	extracted: readonly DialogueEvent[],
	tracker: Tracker,
	context: ActionContext,
): Promise<DialogueEvent[]> {
	// Rasa 3.6 drops the messages of custom mappings here; those of the validation are said
	const candidates = extracted.filter((event) => event.event === "slot");
	if (!context.domain.userActions.has(ACTION_VALIDATE_SLOT_MAPPINGS)) return candidates;
	const events = await callMapping(ACTION_VALIDATE_SLOT_MAPPINGS, appendEvents(tracker, candidates), context);
	const decided = new Set(events.flatMap((event) => (event.event === "slot" ? [event.name] : [])));
	return [...events, ...candidates.filter((event) => !decided.has(event.name))];
}

/** Slot events and messages of a custom action; a failure leaves the slots as they are. */
async function callMapping(
	action: string,
	tracker: Tracker,
	context: ActionContext,
): Promise<DialogueEvent[]> {
	try {
		const events = await context.callCustomAction(action, tracker);
		return events.filter((event) => event.event === "slot" || event.event === "bot");
	} catch (error) {
		if (!(error instanceof ActionRejected)) context.noteFailure(action, error);
		return [];
	}
}

function mayFill(slot: SlotSpec, mapping: SlotMapping, tracker: Tracker): boolean {
	return (
		knowsNames(mapping, tracker.domain) &&
		isIntentDesired(mapping, tracker) &&
		conditionsHold(slot, mapping, tracker) &&
		!isSharedInForm(slot, mapping, tracker)
	);
}

function knowsNames(mapping: SlotMapping, domain: Domain): boolean {
	if (mapping.type === "from_entity") return mapping.entity !== null && domain.entities.has(mapping.entity);
	return mapping.type !== "from_intent" || mapping.intents.every((intent) => domain.intents.has(intent));
}

function isIntentDesired(mapping: SlotMapping, tracker: Tracker): boolean {
	const intent = tracker.latestMessage?.intent ?? null;
	if (intent !== null && mapping.intents.includes(intent)) return true;
	if (mapping.intents.length > 0) return false;
	return intent === null || ![...mapping.notIntents, ...ignoredIntents(mapping, tracker)].includes(intent);
}

function ignoredIntents(mapping: SlotMapping, tracker: Tracker): readonly string[] {
	const loop = activeLoopName(tracker);
	if (loop === null) return [];
	const concernsLoop =
		mapping.conditions.length === 0 || mapping.conditions.some((condition) => condition.activeLoop === loop);
	return concernsLoop ? (tracker.domain.forms.get(loop)?.ignoredIntents ?? []) : [];
}

function conditionsHold(slot: SlotSpec, mapping: SlotMapping, tracker: Tracker): boolean {
	if (mapping.conditions.length === 0 || mapping.type === "from_trigger_intent") return true;
	const requested = slotValue(tracker, REQUESTED_SLOT);
	if (tracker.activeLoop?.isRejected === true && requested === slot.name) return false;
	const loop = activeLoopName(tracker);
	return mapping.conditions.some((condition) => {
		if (condition.activeLoop === null) return loop === null;
		if (condition.activeLoop !== loop) return false;
		return condition.requestedSlot === null || condition.requestedSlot === requested;
	});
}

/** Two slots of a form fed by the very same mapping: only the one that was asked for may take the value. */
function isSharedInForm(slot: SlotSpec, mapping: SlotMapping, tracker: Tracker): boolean {
	const loop = activeLoopName(tracker);
	if (mapping.type !== "from_entity" || loop === null) return false;
	if (slotValue(tracker, REQUESTED_SLOT) === slot.name) return false;
	const required = requiredSlots(tracker.domain, loop);
	if (!required.includes(slot.name)) return false;
	const uses = required
		.flatMap((name) => tracker.domain.slots.get(name)?.mappings ?? [])
		.filter((other) => other.type === "from_entity" && other.fingerprint === mapping.fingerprint);
	return uses.length !== 1;
}

/** The value that a mapping gives, or undefined when it gives none. */
function mappedValue(slot: SlotSpec, mapping: SlotMapping, tracker: Tracker): JsonValue | undefined {
	const values = mappedValues(mapping, tracker);
	if (values.length === 0) return undefined;
	return slot.type === "list" ? values : values.at(-1);
}

function mappedValues(mapping: SlotMapping, tracker: Tracker): JsonValue[] {
	switch (mapping.type) {
		case "from_entity":
			return entityValues(mapping, tracker);
		case "from_intent":
			return [mapping.value];
		case "from_trigger_intent":
			return isTriggered(mapping, tracker) ? [mapping.value] : [];
		case "from_text":
			return [tracker.latestMessage?.text ?? null];
		case "custom":
			return [];
		default:
			return assertNever(mapping.type);
	}
}

function entityValues(mapping: SlotMapping, tracker: Tracker): JsonValue[] {
	return (tracker.latestMessage?.entities ?? [])
		.filter(
			(entity) =>
				entity.entity === mapping.entity &&
				(entity.role ?? null) === mapping.role &&
				(entity.group ?? null) === mapping.group,
		)
		.map((entity) => entity.value);
}

function isTriggered(mapping: SlotMapping, tracker: Tracker): boolean {
	const loop = activeLoopName(tracker);
	if (loop === null) return false;
	return (
		mapping.conditions.length === 0 || mapping.conditions.some((condition) => condition.activeLoop === loop)
	);
}
