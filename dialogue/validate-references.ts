/** What parts of a domain name in each other and does not exist: buttons, templates, conditions, mappings (SPEC VA10). */
import type { JsonValue } from "../contracts/parse-data.ts";
import type { FaultList, SourcePosition } from "../project/fault.ts";
import { parseLiteralMessage } from "../project/literal-message.ts";
import { askingAction } from "./actions/form.ts";
import type { DomainSpec } from "./domain.ts";
import { DEFAULT_INTENTS } from "./names.ts";
import { nearestName } from "./nearest-name.ts";
import type { DialogueProject } from "./read-project.ts";
import type { NluNames } from "./validate-nlu-names.ts";

type Variation = DomainSpec["responses"][number]["variations"][number];

/**
 * @param isMentioned - whether the code of custom actions names something: it may fill a template itself
 */
export function checkReferences(
	project: DialogueProject,
	nlu: NluNames,
	isMentioned: (name: string) => boolean,
	faults: FaultList,
): void {
	const said = actionsOf(project);
	for (const { name, variations } of project.domain.spec.responses) {
		const at = project.parts.responses.get(name)?.position ?? { file: "domain.yml", line: null };
		for (const variation of variations) {
			checkButtons(name, variation, { at, project, faults });
			checkConditions(name, variation, { at, project, faults });
		}
		if (said.has(name) && !isMentioned(name))
			checkTemplates(name, variations, { at, project, faults }, isMentioned);
	}
	checkMappingActions(project, faults);
	checkCallbackNames(project, faults);
	if (nlu.examples.length > 0) checkExamples(project, nlu, faults);
}

/** What stories and rules say by name, and forms ask. */
function actionsOf({ stories, rules, domain }: DialogueProject): ReadonlySet<string> {
	const events = [...stories, ...rules].flatMap((step) => step.events);
	const named = events.flatMap(({ event }) => (event.event === "action" ? (event.name ?? []) : []));
	const asked = domain.spec.forms.flatMap(({ name, requiredSlots }) =>
		requiredSlots.map((slot) => askingAction(name, slot, (action) => domain.actionIndex.has(action)) ?? ""),
	);
	return new Set([...named, ...asked]);
}

interface ResponseCheck {
	readonly at: SourcePosition;
	readonly project: DialogueProject;
	readonly faults: FaultList;
}

/** A button's payload is a message: what it means must exist. */
function checkButtons(name: string, { content }: Variation, { at, project, faults }: ResponseCheck): void {
	const { domain } = project;
	for (const payload of payloads(content["buttons"]).filter((text) => text.startsWith("/"))) {
		const message = payload.includes("{{") || payload.startsWith("/{") ? null : parseLiteralMessage(payload);
		if (message === null || /[{}]/u.test(message.intent)) continue; // filled when it is said
		const [intent = ""] = message.intent.split("/", 1);
		if (!domain.intents.has(intent))
			faults.warning(
				"unknown_intent",
				at,
				`Response ${name}: a button says ${payload}, and intent ${intent} is not in the domain${nearestName(intent, domain.intents.keys())}.`,
			);
		for (const { entity } of message.entities)
			if (!domain.entities.has(entity))
				faults.warning(
					"unknown_entity",
					at,
					`Response ${name}: a button says ${payload}, and entity ${entity} is not in the domain: it is dropped${nearestName(entity, domain.entities)}.`,
				);
	}
}

function payloads(buttons: JsonValue | undefined): string[] {
	if (!Array.isArray(buttons)) return [];
	return buttons.flatMap((button) => {
		const payload =
			typeof button === "object" && button !== null && !Array.isArray(button) ? button["payload"] : null;
		return typeof payload === "string" ? [payload] : [];
	});
}

function checkConditions(
	name: string,
	{ condition }: Variation,
	{ at, project, faults }: ResponseCheck,
): void {
	const { slots } = project.domain;
	for (const { name: slot } of condition ?? [])
		if (!slots.has(slot))
			faults.warning(
				"unknown_slot",
				at,
				`Response ${name} has a condition on slot ${slot}, which is not in the domain: it never holds${nearestName(slot, slots.keys())}.`,
			);
}

/** A name in braces that no slot has stays in the text as it is, unless an action fills it. */
function checkTemplates(
	name: string,
	variations: readonly Variation[],
	{ at, project, faults }: ResponseCheck,
	isMentioned: (name: string) => boolean,
): void {
	const { slots } = project.domain;
	const texts = variations.flatMap(({ content }) =>
		typeof content["text"] === "string" ? [content["text"]] : [],
	);
	const names = texts.flatMap((text) =>
		[...text.matchAll(/(?<!\{)\{(?<name>[A-Za-z_]\w*)\}(?!\})/gu)].flatMap(
			({ groups }) => groups?.["name"] ?? [],
		),
	);
	for (const slot of new Set(names))
		if (!slots.has(slot) && !isMentioned(slot))
			faults.warning(
				"unfilled_template",
				at,
				`Response ${name} has {${slot}}, and no slot of that name: without an action that gives it, customers read the braces${nearestName(slot, slots.keys())}.`,
			);
}

function checkMappingActions({ domain, parts }: DialogueProject, faults: FaultList): void {
	for (const { name, mappings } of domain.spec.slots)
		for (const { action } of mappings)
			if (action !== null && !domain.actionIndex.has(action))
				faults.warning(
					"unknown_action",
					parts.slots.get(name)?.position ?? { file: "domain.yml", line: null },
					`Slot ${name} is filled by action ${action}, which is not in the domain: it is not called. Add it to actions${nearestName(action, domain.actionNames)}.`,
				);
}

/** Actions that are called because of a form's name. */
function checkCallbackNames({ domain, parts }: DialogueProject, faults: FaultList): void {
	for (const { name, position } of parts.actions.values()) {
		const form = /^validate_(?<form>.+)$/u.exec(name)?.groups?.["form"];
		if (form !== undefined && !domain.forms.has(form))
			faults.warning(
				"unknown_form",
				position,
				`Action ${name} would validate form ${form}, which is not in the domain: nobody calls it${nearestName(form, domain.forms.keys())}.`,
			);
	}
}

/** Rasa's name for what no customer says, but a reminder or another program: `EXTERNAL_…`. */
function checkExamples({ parts }: DialogueProject, nlu: NluNames, faults: FaultList): void {
	const taught = new Set(nlu.examples.map(({ intent }) => intent.split("/", 1)[0] ?? ""));
	for (const { name, position } of parts.intents.values())
		if (!taught.has(name) && !DEFAULT_INTENTS.includes(name) && !name.startsWith("EXTERNAL_"))
			faults.warning(
				"intent_without_examples",
				position,
				`Intent ${name} has no examples: it is never understood, only given by a button or a trigger${nearestName(name, taught)}.`,
			);
}
