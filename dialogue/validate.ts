/** What is wrong with a dialogue, all of it at once, without training the NLU (SPEC VA1–VA7). */
import { FaultList, type SourcePosition } from "../project/fault.ts";
import { askingAction } from "./actions/form.ts";
import type { Domain } from "./domain.ts";
import { ACTION_TWO_STAGE_FALLBACK, DEFAULT_INTENTS, UTTER_PREFIX } from "./names.ts";
import type { DialogueProject } from "./read-project.ts";
import { LEARNED_POLICIES, trainDialogue } from "./train.ts";
import { checkTranslations } from "./validate-translations.ts";
import { STORY_START, type StoryEvent, type StoryStep } from "./training/story-step.ts";

/** The intents and entities of the NLU data, as far as the dialogue must know them. */
export interface NluNames {
	readonly examples: readonly {
		readonly intent: string;
		readonly entities: readonly { readonly entity: string }[];
		readonly position: SourcePosition;
	}[];
}

/** Names every fault; contradictions and incomplete rules are found by playing rules and stories. */
export function validateDialogue(project: DialogueProject, nlu: NluNames, faults: FaultList): void {
	const steps = [...project.stories, ...project.rules];
	const events = steps.flatMap((step) => step.events);
	for (const event of events) checkEvent(event, project.domain, faults);
	checkNlu(project, nlu, faults);
	checkIntentUse(project, events, faults);
	checkForms(project, faults);
	checkMappings(project, faults);
	checkResponses(project, faults);
	checkTranslations(project, faults);
	checkCheckpoints(steps, faults);
	checkNames(steps, faults);
	const training = new FaultList();
	trainDialogue(project, training, { leaveOut: LEARNED_POLICIES });
	faults.addAll(training.sorted().filter((fault) => fault.severity === "error"));
}

function checkEvent({ event, position }: StoryEvent, domain: Domain, faults: FaultList): void {
	if (event.event === "user") {
		const intent = event.parse_data.intent?.name ?? null;
		if (intent !== null && !domain.intents.has(intent))
			faults.error(
				"unknown_intent",
				position,
				`Intent ${intent} is not in the domain. Add it to intents${hint(intent, domain.intents.keys())}.`,
			);
		for (const { entity } of event.parse_data.entities ?? [])
			if (!domain.entities.has(entity))
				faults.error(
					"unknown_entity",
					position,
					`Entity ${entity} is not in the domain. Add it to entities${hint(entity, domain.entities)}.`,
				);
	} else if (event.event === "action") checkAction(event.name, position, domain, faults);
	else if (event.event === "slot") {
		if (!domain.slots.has(event.name))
			faults.error(
				"unknown_slot",
				position,
				`Slot ${event.name} is not in the domain. Add it to slots${hint(event.name, domain.slots.keys())}.`,
			);
	} else if (event.event === "active_loop" && event.name !== null) {
		const isLoop =
			domain.forms.has(event.name) ||
			domain.actionIndex.has(event.name) ||
			event.name === ACTION_TWO_STAGE_FALLBACK;
		if (!isLoop)
			faults.error(
				"unknown_form",
				position,
				`Form ${event.name} is not in the domain. Add it to forms${hint(event.name, domain.forms.keys())}.`,
			);
	}
}

function checkAction(name: string | null, position: SourcePosition, domain: Domain, faults: FaultList): void {
	if (name === null || domain.actionIndex.has(name)) return;
	const list = name.startsWith(UTTER_PREFIX) ? "responses" : "actions";
	faults.error(
		"unknown_action",
		position,
		`Action ${name} is not in the domain. Add it to ${list}${hint(name, domain.actionNames)}.`,
	);
}

/** " (did you mean x?)" where a known name is one or two letters away. */
function hint(name: string, known: Iterable<string>): string {
	let best: string | null = null;
	let bestDistance = 3;
	for (const candidate of known) {
		const distance = editDistance(name, candidate, bestDistance);
		if (distance >= bestDistance) continue;
		best = candidate;
		bestDistance = distance;
	}
	return best === null ? "" : ` (did you mean ${best}?)`;
}

function editDistance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) >= limit) return limit;
	let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let row = 1; row <= a.length; row += 1) {
		const current = [row];
		for (let column = 1; column <= b.length; column += 1) {
			const cost = a[row - 1] === b[column - 1] ? 0 : 1;
			const above = (previous[column] ?? limit) + 1;
			const left = (current[column - 1] ?? limit) + 1;
			current.push(Math.min(above, left, (previous[column - 1] ?? limit) + cost));
		}
		previous = current;
	}
	return previous[b.length] ?? limit;
}

function checkNlu({ domain }: DialogueProject, nlu: NluNames, faults: FaultList): void {
	const seen = new Set<string>();
	const first = (name: string): boolean => !seen.has(name) && seen.add(name).has(name);
	for (const example of nlu.examples) {
		const intent = example.intent.split("/", 1)[0] ?? "";
		if (!domain.intents.has(intent) && first(`intent ${intent}`))
			faults.warning(
				"unknown_intent",
				example.position,
				`Intent ${intent} has examples and is not in the domain. Add it to intents${hint(intent, domain.intents.keys())}.`,
			);
		for (const { entity } of example.entities)
			if (!domain.entities.has(entity) && first(`entity ${entity}`))
				faults.warning(
					"unknown_entity",
					example.position,
					`Entity ${entity} is annotated and not in the domain. Add it to entities${hint(entity, domain.entities)}.`,
				);
	}
}

function checkIntentUse(project: DialogueProject, events: readonly StoryEvent[], faults: FaultList): void {
	const used = new Set(
		events.flatMap(({ event }) => (event.event === "user" ? [event.parse_data.intent?.name ?? ""] : [])),
	);
	const mappings = project.domain.spec.slots.flatMap((slot) => slot.mappings);
	for (const mapping of mappings) for (const intent of mapping.intents) used.add(intent);
	for (const { name, position } of project.parts.intents.values())
		if (!used.has(name) && !DEFAULT_INTENTS.includes(name))
			faults.warning(
				"unused_intent",
				position,
				`Intent ${name} is in no story, rule or slot mapping: the bot answers it with its fallback.`,
			);
}

function checkForms({ domain, parts }: DialogueProject, faults: FaultList): void {
	for (const form of domain.spec.forms) {
		const position = parts.forms.get(form.name)?.position ?? { file: "domain.yml", line: null };
		if (domain.userActions.has(form.name)) continue;
		for (const slot of form.requiredSlots) {
			if (!domain.slots.has(slot))
				faults.error(
					"unknown_slot",
					position,
					`Form ${form.name} requires slot ${slot}, which is not in the domain. Add it to slots${hint(slot, domain.slots.keys())}.`,
				);
			if (askingAction(form.name, slot, (name) => domain.actionIndex.has(name)) === null)
				faults.warning(
					"form_slot_without_question",
					position,
					`Form ${form.name} has no question for slot ${slot}. Add the response utter_ask_${form.name}_${slot} or utter_ask_${slot}.`,
				);
		}
		for (const intent of form.ignoredIntents)
			if (!domain.intents.has(intent))
				faults.warning(
					"unknown_intent",
					position,
					`Form ${form.name} ignores intent ${intent}, which is not in the domain${hint(intent, domain.intents.keys())}.`,
				);
	}
}

function checkMappings({ domain, parts }: DialogueProject, faults: FaultList): void {
	for (const slot of domain.spec.slots) {
		const position = parts.slots.get(slot.name)?.position ?? { file: "domain.yml", line: null };
		for (const mapping of slot.mappings) {
			if (mapping.entity !== null && !domain.entities.has(mapping.entity))
				faults.error(
					"unknown_entity",
					position,
					`Slot ${slot.name} is mapped from entity ${mapping.entity}, which is not in the domain. Add it to entities${hint(mapping.entity, domain.entities)}.`,
				);
			for (const intent of [...mapping.intents, ...mapping.notIntents])
				if (!domain.intents.has(intent))
					faults.warning(
						"unknown_intent",
						position,
						`A mapping of slot ${slot.name} names intent ${intent}, which is not in the domain${hint(intent, domain.intents.keys())}.`,
					);
			for (const { activeLoop } of mapping.conditions)
				if (activeLoop !== null && !domain.forms.has(activeLoop))
					faults.warning(
						"unknown_form",
						position,
						`A mapping of slot ${slot.name} asks for form ${activeLoop}, which is not in the domain${hint(activeLoop, domain.forms.keys())}.`,
					);
		}
	}
}

function checkResponses({ domain, parts }: DialogueProject, faults: FaultList): void {
	for (const { name, position } of parts.actions.values()) {
		const isRetrieval = domain.intents.get(name.slice(UTTER_PREFIX.length))?.isRetrieval === true;
		if (name.startsWith(UTTER_PREFIX) && !isRetrieval && !domain.responses.has(name))
			faults.error(
				"missing_response",
				position,
				`Action ${name} has no response: nothing would be said. Add it to responses${hint(name, domain.responses.keys())}.`,
			);
	}
}

function checkCheckpoints(steps: readonly StoryStep[], faults: FaultList): void {
	const starts = new Set(steps.flatMap((step) => step.startCheckpoints.map((checkpoint) => checkpoint.name)));
	const ends = new Set([STORY_START, ...steps.flatMap((step) => step.endCheckpoints)]);
	const reported = new Set<string>();
	for (const step of steps) {
		for (const { name } of step.startCheckpoints)
			if (!ends.has(name) && !reported.has(name) && reported.add(name))
				faults.warning(
					"unreachable_checkpoint",
					step.place,
					`"${step.place.name}" begins at checkpoint ${name}, where no story ends: it is never learnt${hint(name, ends)}.`,
				);
		for (const name of step.endCheckpoints)
			if (!starts.has(name) && !reported.has(name) && reported.add(name))
				faults.warning(
					"unused_checkpoint",
					step.place,
					`"${step.place.name}" ends at checkpoint ${name}, where no story begins${hint(name, starts)}.`,
				);
	}
}

function checkNames(steps: readonly StoryStep[], faults: FaultList): void {
	const first = new Map<string, StoryStep>();
	for (const step of steps) {
		const key = `${step.isRule ? "rule" : "story"} ${step.place.name}`;
		const known = first.get(key);
		if (known === undefined) first.set(key, step);
		else if (known.place.file !== step.place.file || known.place.line !== step.place.line) {
			faults.warning(
				"duplicate_name",
				step.place,
				`The name "${step.place.name}" is also used at ${known.place.file}:${known.place.line ?? 1}. Give each its own.`,
			);
			first.set(key, step);
		}
	}
}
