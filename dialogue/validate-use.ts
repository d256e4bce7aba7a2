/** What a domain has and nothing uses (SPEC VA3, VA9). */
import type { FaultList } from "../project/fault.ts";
import { askingAction } from "./actions/form.ts";
import type { Domain } from "./domain.ts";
import {
	ACTION_FAILED_RESPONSE,
	DEFAULT_ACTIONS,
	DEFAULT_INTENTS,
	LANGUAGE_SLOT,
	UTTER_PREFIX,
} from "./names.ts";
import type { DialogueProject } from "./read-project.ts";
import type { StoryEvent } from "./training/story-step.ts";

/** Said by the engine itself, whatever the stories say. */
const OWN_RESPONSES = new Set([
	"utter_default",
	"utter_restart",
	"utter_back",
	"utter_ask_rephrase",
	ACTION_FAILED_RESPONSE,
]);

/**
 * Warns of intents, responses, actions, forms and slots that nothing uses.
 *
 * @param isMentioned - whether the code of custom actions names something: what it names counts as used
 */
export function checkUse(
	project: DialogueProject,
	events: readonly StoryEvent[],
	isMentioned: (name: string) => boolean,
	faults: FaultList,
): void {
	const used = usedNames(project, events);
	const { parts } = project;
	for (const { name, position } of parts.intents.values())
		if (!used.intents.has(name) && !DEFAULT_INTENTS.includes(name))
			faults.warning(
				"unused_intent",
				position,
				`Intent ${name} is in no story, rule or slot mapping: the bot answers it with its fallback.`,
			);
	const isFree = (name: string): boolean => !used.actions.has(name) && !isMentioned(name);
	for (const { name, position } of parts.responses.values()) {
		const [base = name] = name.split("/", 1);
		if (isFree(name) && isFree(base) && !OWN_RESPONSES.has(name))
			faults.warning(
				"unused_response",
				position,
				`Response ${name} is said by no story, rule or form. Take it out, unless a custom action says it.`,
			);
	}
	for (const { name, position } of parts.actions.values())
		if (isFree(name) && !parts.responses.has(name) && !isCalledByEngine(name))
			faults.warning("unused_action", position, `Action ${name} is in no story, rule or slot mapping.`);
	for (const { name, position } of parts.forms.values())
		if (isFree(name)) faults.warning("unused_form", position, `Form ${name} is begun by no story or rule.`);
	for (const { name, position } of parts.slots.values())
		if (!used.slots.has(name) && name !== LANGUAGE_SLOT && !isMentioned(name))
			faults.warning(
				"unused_slot",
				position,
				`Slot ${name} is in no story, rule, form, condition or response: nothing looks at it.`,
			);
}

interface UsedNames {
	readonly intents: Set<string>;
	readonly actions: Set<string>;
	readonly slots: Set<string>;
}

function usedNames({ domain, policies }: DialogueProject, events: readonly StoryEvent[]): UsedNames {
	const used: UsedNames = { intents: new Set(), actions: new Set(), slots: new Set() };
	for (const { event } of events) {
		if (event.event === "user") used.intents.add(event.parse_data.intent?.name ?? "");
		else if (event.event === "action" && event.name !== null) used.actions.add(event.name);
		else if (event.event === "active_loop" && event.name !== null) used.actions.add(event.name);
		else if (event.event === "slot") used.slots.add(event.name);
	}
	for (const { mappings } of domain.spec.slots)
		for (const { intents, action, conditions } of mappings) {
			for (const intent of intents) used.intents.add(intent);
			if (action !== null) used.actions.add(action);
			for (const { requestedSlot } of conditions) if (requestedSlot !== null) used.slots.add(requestedSlot);
		}
	for (const { options } of policies)
		used.actions.add(options?.get("core_fallback_action_name")?.string() ?? "");
	addForms(domain, used);
	addResponses(domain, used);
	return used;
}

function addForms(domain: Domain, used: UsedNames): void {
	for (const { name, requiredSlots, ignoredIntents } of domain.spec.forms) {
		for (const intent of ignoredIntents) used.intents.add(intent);
		for (const slot of requiredSlots) {
			used.slots.add(slot);
			used.actions.add(askingAction(name, slot, (action) => domain.actionIndex.has(action)) ?? "");
		}
	}
}

/** Slots in templates and conditions, intents on buttons. */
function addResponses(domain: Domain, used: UsedNames): void {
	for (const { variations } of domain.spec.responses)
		for (const { content, condition } of variations) {
			for (const { name } of condition ?? []) used.slots.add(name);
			const text = JSON.stringify(content);
			for (const [, name = ""] of text.matchAll(/\{([^{}"\\]+)\}/g)) used.slots.add(name);
		}
}

/** Actions that run because of their name. */
function isCalledByEngine(name: string): boolean {
	if (DEFAULT_ACTIONS.includes(name) || name === "action_validate_slot_mappings") return true;
	if (name.startsWith(UTTER_PREFIX)) return true;
	// whether there is such a form is a question of its own (VA10)
	return name.startsWith("validate_") || name.startsWith("action_ask_");
}
