/** Stories and rules of YAML files, as steps (SPEC SR1–SR11). */
import type { FaultList } from "../../project/fault.ts";
import type { ProjectFile } from "../../project/project-files.ts";
import type { YamlNode } from "../../project/yaml-node.ts";
import type { Domain } from "../domain.ts";
import { RULE_SNIPPET } from "../names.ts";
import type { StoryStep } from "../training/story-step.ts";
import { StoryStepBuilder } from "../training/story-step-builder.ts";
import { readStepInto, type StepContext } from "./read-step.ts";

export interface ReadStories {
	readonly stories: readonly StoryStep[];
	readonly rules: readonly StoryStep[];
}

/** @param isTest - keeps full retrieval intents, as Rasa does in `test_` files */
export function readStories(
	files: readonly ProjectFile[],
	domain: Domain,
	faults: FaultList,
	isTest = false,
): ReadStories {
	const context = { domain, faults, isTest };
	return {
		stories: files.flatMap(({ root }) => readItems(root.get("stories"), "story", context)),
		rules: files.flatMap(({ root }) => readItems(root.get("rules"), "rule", context)),
	};
}

function readItems(list: YamlNode | null, title: "story" | "rule", context: StepContext): StoryStep[] {
	if (list === null || list.kind === "null") return [];
	const items = list.items();
	if (items !== null) return items.flatMap((item) => readItem(item, title, context));
	context.faults.error(
		"stories_shape",
		list.position,
		`Expected a list of "- ${title}: name" with steps, found a ${list.kind}.`,
	);
	return [];
}

function readItem(item: YamlNode, title: "story" | "rule", context: StepContext): StoryStep[] {
	const { faults } = context;
	const written = item.get(title)?.scalar();
	if (written === null || written === undefined || written === "") {
		faults.warning(
			"nameless_story",
			item.position,
			`A ${title} without a name is skipped. Begin it with "- ${title}: name".`,
		);
		return [];
	}
	const name = String(written);
	const steps = item.get("steps")?.items() ?? [];
	if (steps.length === 0) {
		faults.warning("empty_story", item.position, `The ${title} "${name}" has no steps and is skipped.`);
		return [];
	}
	const place = { name, file: item.position.file, line: item.position.line };
	const builder = new StoryStepBuilder(place, title === "rule");
	if (title === "rule") beginRule(item, builder, context);
	for (const step of steps) readStepInto(builder, step, context);
	if (title === "rule" && item.get("wait_for_user_input")?.scalar() === false) addSnippet(item, builder);
	return builder.steps();
}

/** What must hold, then "whatever came before" (unless the rule is for the start of a conversation). */
function beginRule(item: YamlNode, builder: StoryStepBuilder, context: StepContext): void {
	for (const condition of item.get("condition")?.items() ?? []) readStepInto(builder, condition, context);
	if (item.get("conversation_start")?.scalar() !== true) addSnippet(item, builder);
}

function addSnippet(item: YamlNode, builder: StoryStepBuilder): void {
	builder.addEvents([{ event: { event: "action", name: RULE_SNIPPET }, position: item.position }]);
}
