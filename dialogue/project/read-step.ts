import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { Entity, JsonValue } from "../../contracts/parse-data.ts";
import type { FaultList } from "../../project/fault.ts";
import type { YamlNode } from "../../project/yaml-node.ts";
import type { Domain } from "../domain.ts";
import { hasFeatures } from "../slot.ts";
import { readAnnotatedText } from "../training/annotated-text.ts";
import type { StoryEvent } from "../training/story-step.ts";
import type { StoryStepBuilder } from "../training/story-step-builder.ts";
import { parseLiteralMessage } from "../../project/literal-message.ts";
import { jsonOf } from "./domain-parts.ts";

export interface StepContext {
	readonly domain: Domain;
	readonly faults: FaultList;
	readonly isTest: boolean;
}

/** Actions whose names are events: Rasa reads `action: restart` as the event. */
const EVENT_ACTIONS: ReadonlyMap<string, DialogueEvent> = new Map([
	["restart", { event: "restart" }],
	["rewind", { event: "rewind" }],
	["undo", { event: "undo" }],
	["reset_slots", { event: "reset_slots" }],
	["pause", { event: "pause" }],
	["resume", { event: "resume" }],
]);

/** Reads one step of a story or rule; what it is, its first known key says (SPEC SR2). */
export function readStepInto(builder: StoryStepBuilder, step: YamlNode, context: StepContext): void {
	const keys = new Set((step.entries() ?? []).map((entry) => entry.key));
	const add = (events: readonly StoryEvent[]): void => {
		for (const event of events) builder.addEvents([event]);
	};
	if (keys.has("intent") || keys.has("user")) add(readUserStep(step, context));
	else if (keys.has("or")) readAlternatives(builder, step, context);
	else if (keys.has("action")) add(readActionStep(step, context));
	else if (keys.has("bot")) {
		const text = step.get("bot")?.string() ?? "";
		add([{ event: { event: "action", name: null, action_text: text }, position: step.position }]);
	} else if (keys.has("checkpoint")) readCheckpoint(builder, step, context);
	else if (keys.has("slot_was_set")) add(readSlots(step, context));
	else if (keys.has("active_loop"))
		add([
			{
				event: { event: "active_loop", name: step.get("active_loop")?.string() ?? null },
				position: step.position,
			},
		]);
	else if (keys.has("form"))
		context.faults.error(
			"rasa_1_form_step",
			step.position,
			`A step "form:" belongs to Rasa 1.x. Write "active_loop: …".`,
		);
	else if (!keys.has("metadata"))
		context.faults.warning(
			"unknown_step",
			step.position,
			`This step is not known and is skipped. A step begins with intent, user, action, bot, slot_was_set, active_loop, checkpoint or or.`,
		);
}

function readActionStep(step: YamlNode, { faults }: StepContext): StoryEvent[] {
	const written = step.get("action")?.scalar() ?? null;
	if (written === null || written === "") {
		faults.warning("empty_action", step.position, "An action without a name is skipped.");
		return [];
	}
	const name = String(written);
	return [{ event: EVENT_ACTIONS.get(name) ?? { event: "action", name }, position: step.position }];
}

function readAlternatives(builder: StoryStepBuilder, step: YamlNode, context: StepContext): void {
	const events: StoryEvent[] = [];
	for (const item of step.get("or")?.items() ?? []) {
		if (item.get("intent") !== null || item.get("user") !== null) events.push(...readUserStep(item, context));
		else if (item.get("slot_was_set") !== null) events.push(...readSlots(item, context));
		else {
			context.faults.warning(
				"unknown_alternative",
				item.position,
				"An or takes only intents and slot_was_set. It is skipped.",
			);
			return;
		}
	}
	if (events.length > 0) builder.addEvents(events);
}

function readCheckpoint(builder: StoryStepBuilder, step: YamlNode, { faults }: StepContext): void {
	const name = String(step.get("checkpoint")?.scalar() ?? "");
	const conditions = (step.get("slot_was_set")?.items() ?? []).flatMap((item) =>
		(item.entries() ?? []).map((entry) => [entry.key, jsonOf(entry.value)] as const),
	);
	if (!builder.addCheckpoint(name, conditions))
		faults.warning(
			"checkpoint_conditions",
			step.position,
			`Checkpoint ${name}: slot_was_set has no effect at a checkpoint inside or at the end of a story.`,
		);
}

function readSlots(step: YamlNode, context: StepContext): StoryEvent[] {
	const written = step.get("slot_was_set");
	const items = written?.items() ?? (written === null ? [] : [written]);
	return items.flatMap((item) => {
		const name = item.string();
		const { position } = item;
		if (name !== null)
			return [{ event: { event: "slot", name, value: defaultValue(name, item, context) }, position }];
		return (item.entries() ?? []).map((entry) => ({
			event: { event: "slot" as const, name: entry.key, value: jsonOf(entry.value) },
			position: entry.keyPosition,
		}));
	});
}

/** What a slot counts as that a story only names (SPEC SR10). */
function defaultValue(name: string, node: YamlNode, { domain, faults }: StepContext): JsonValue {
	const slot = domain.slots.get(name);
	if (slot?.type === "text") return "filled";
	if (slot?.type === "list") return ["filled"];
	if (slot !== undefined && hasFeatures(slot))
		faults.warning(
			"slot_without_value",
			node.position,
			`Slot ${name} is of type ${slot.type}: write the value ("- ${name}: value"). It counts as not set.`,
		);
	return null;
}

function readUserStep(step: YamlNode, context: StepContext): StoryEvent[] {
	const { faults, isTest } = context;
	const message = step.get("user")?.scalar() ?? null;
	const intentNode = step.get("intent");
	let written = String(intentNode?.scalar() ?? "").trim();
	if (written === "" && message === null) {
		faults.warning("empty_intent", step.position, "A user step without intent and text is skipped.");
		return [];
	}
	if (written.startsWith("/")) {
		faults.warning("intent_with_slash", step.position, `Intent ${written}: the leading / is not needed.`);
		written = written.slice(1);
	}
	const [base = "", ...rest] = written.split("/");
	if (rest.length > 0 && !isTest)
		faults.warning(
			"full_retrieval_intent",
			step.position,
			`Intent ${written}: stories use only ${base}; the part after the / is ignored.`,
		);
	const spoken = message === null ? null : readAnnotatedText(String(message).trim());
	if (spoken?.badAnnotation !== null && spoken !== null)
		faults.error("bad_annotation", step.position, `The annotation ${spoken.badAnnotation} is no valid JSON.`);
	const text = spoken?.text ?? null;
	const name = intentNode === null ? null : base;
	const entities = spoken === null ? readEntities(step) : entitiesOf(spoken.text, spoken.entities);
	return [
		{
			event: {
				event: "user",
				text,
				parse_data: { text: text ?? "", intent: { name, confidence: 1 }, entities },
			},
			position: step.position,
			...(rest.length > 0 ? { fullIntent: written } : {}),
		},
	];
}

function entitiesOf(text: string, annotated: readonly Entity[]): Entity[] {
	const literal = text.startsWith("/") ? parseLiteralMessage(text) : null;
	return literal === null ? [...annotated] : literal.entities.map((entity) => ({ ...entity }));
}

function readEntities(step: YamlNode): Entity[] {
	return (step.get("entities")?.items() ?? []).flatMap((item): Entity[] => {
		const name = item.scalar();
		if (name !== null) return [{ entity: String(name), value: "" }];
		const entity: Entity = { entity: "", value: null };
		for (const entry of item.entries() ?? []) {
			if (entry.key === "role") entity.role = String(entry.value.scalar());
			else if (entry.key === "group") entity.group = String(entry.value.scalar());
			else {
				entity.entity = entry.key;
				entity.value = jsonOf(entry.value);
			}
		}
		return entity.entity === "" ? [] : [entity];
	});
}
