/** What is wrong with a dialogue, all of it at once, without training the NLU (SPEC VA1–VA10). */
import { FaultList, type SourcePosition } from "../project/fault.ts";
import { askingAction } from "./actions/form.ts";
import type { Domain } from "./domain.ts";
import { ACTION_TWO_STAGE_FALLBACK, UTTER_PREFIX } from "./names.ts";
import type { DialogueProject } from "./read-project.ts";
import { LEARNED_POLICIES, trainDialogue } from "./train.ts";
import { checkTranslations } from "./validate-translations.ts";
import { checkCheckpoints } from "./validate-checkpoints.ts";
import { checkNluNames, type NluNames } from "./validate-nlu-names.ts";
import { checkReferences } from "./validate-references.ts";
import { checkUse } from "./validate-use.ts";
import { nearestName } from "./nearest-name.ts";
import { generateTrackers } from "./training/generate-trackers.ts";
import { checkStoryContradictions } from "./training/story-contradictions.ts";
import type { StoryEvent, StoryStep } from "./training/story-step.ts";

/**
 * Names every fault; contradictions and incomplete rules are found by playing rules and stories.
 *
 * @param isMentioned - whether the code of the project's custom actions names something
 */
export function validateDialogue(
	project: DialogueProject,
	nlu: NluNames,
	faults: FaultList,
	isMentioned: (name: string) => boolean = () => false,
): void {
	const steps = [...project.stories, ...project.rules];
	const events = steps.flatMap((step) => step.events);
	for (const event of events) checkEvent(event, project.domain, faults);
	checkNluNames(project, nlu, faults);
	checkUse(project, events, isMentioned, faults);
	checkForms(project, faults);
	checkMappings(project, faults);
	checkResponses(project, faults);
	checkReferences(project, nlu, isMentioned, faults);
	checkTranslations(project, faults);
	checkCheckpoints(project.stories, faults);
	checkCheckpoints(project.rules, faults);
	checkNames(steps, faults);
	const training = new FaultList();
	trainDialogue(project, training, { leaveOut: LEARNED_POLICIES });
	faults.addAll(training.sorted());
	const stories = generateTrackers(project.stories, project.domain, new FaultList());
	checkStoryContradictions(stories, faults);
}

function checkEvent({ event, position }: StoryEvent, domain: Domain, faults: FaultList): void {
	if (event.event === "user") {
		const intent = event.parse_data.intent?.name ?? null;
		if (intent !== null && !domain.intents.has(intent))
			faults.error(
				"unknown_intent",
				position,
				`Intent ${intent} is not in the domain. Add it to intents${nearestName(intent, domain.intents.keys())}.`,
			);
		for (const { entity } of event.parse_data.entities ?? [])
			if (!domain.entities.has(entity))
				faults.error(
					"unknown_entity",
					position,
					`Entity ${entity} is not in the domain. Add it to entities${nearestName(entity, domain.entities)}.`,
				);
	} else if (event.event === "action") checkAction(event.name, position, domain, faults);
	else if (event.event === "slot") {
		if (!domain.slots.has(event.name))
			faults.error(
				"unknown_slot",
				position,
				`Slot ${event.name} is not in the domain. Add it to slots${nearestName(event.name, domain.slots.keys())}.`,
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
				`Form ${event.name} is not in the domain. Add it to forms${nearestName(event.name, domain.forms.keys())}.`,
			);
	}
}

function checkAction(name: string | null, position: SourcePosition, domain: Domain, faults: FaultList): void {
	if (name === null || domain.actionIndex.has(name)) return;
	const list = name.startsWith(UTTER_PREFIX) ? "responses" : "actions";
	faults.error(
		"unknown_action",
		position,
		`Action ${name} is not in the domain. Add it to ${list}${nearestName(name, domain.actionNames)}.`,
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
					`Form ${form.name} requires slot ${slot}, which is not in the domain. Add it to slots${nearestName(slot, domain.slots.keys())}.`,
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
					`Form ${form.name} ignores intent ${intent}, which is not in the domain${nearestName(intent, domain.intents.keys())}.`,
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
					`Slot ${slot.name} is mapped from entity ${mapping.entity}, which is not in the domain. Add it to entities${nearestName(mapping.entity, domain.entities)}.`,
				);
			for (const intent of [...mapping.intents, ...mapping.notIntents])
				if (!domain.intents.has(intent))
					faults.warning(
						"unknown_intent",
						position,
						`A mapping of slot ${slot.name} names intent ${intent}, which is not in the domain${nearestName(intent, domain.intents.keys())}.`,
					);
			for (const { activeLoop } of mapping.conditions)
				if (activeLoop !== null && !domain.forms.has(activeLoop))
					faults.warning(
						"unknown_form",
						position,
						`A mapping of slot ${slot.name} asks for form ${activeLoop}, which is not in the domain${nearestName(activeLoop, domain.forms.keys())}.`,
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
				`Action ${name} has no response: nothing would be said. Add it to responses${nearestName(name, domain.responses.keys())}.`,
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
