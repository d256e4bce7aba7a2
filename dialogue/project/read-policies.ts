import type { FaultList, SourcePosition } from "../../project/fault.ts";
import type { ProjectFile } from "../../project/project-files.ts";
import type { YamlNode } from "../../project/yaml-node.ts";

/** A policy of the configuration with its options. */
export interface PolicyConfig {
	readonly name: string;
	readonly position: SourcePosition;
	readonly options: YamlNode | null;
}

const KNOWN = [
	"RulePolicy",
	"MemoizationPolicy",
	"AugmentedMemoizationPolicy",
	"TEDPolicy",
	"UnexpecTEDIntentPolicy",
];
/** What to write instead of the policies of Rasa 1.x and 2.x. */
const REPLACED: ReadonlyMap<string, string> = new Map([
	["FormPolicy", "RulePolicy, with a rule that activates and one that submits each form"],
	["FallbackPolicy", "FallbackClassifier in the pipeline and a rule for nlu_fallback"],
	["TwoStageFallbackPolicy", "FallbackClassifier in the pipeline and a rule with action_two_stage_fallback"],
	["MappingPolicy", "RulePolicy, with a rule for each intent that had triggers"],
	["SklearnPolicy", "TEDPolicy"],
	["KerasPolicy", "TEDPolicy"],
	["EmbeddingPolicy", "TEDPolicy"],
]);
/** Rasa's suggestion where a project names no policies. */
const SUGGESTED = ["MemoizationPolicy", "RulePolicy", "UnexpecTEDIntentPolicy", "TEDPolicy"];

/** Reads the policies of the configuration (SPEC CF1–CF3). */
export function readPolicies(config: ProjectFile | null, faults: FaultList): PolicyConfig[] {
	const list = config?.root.get("policies") ?? null;
	const whole = { file: config?.path ?? "config.yml", line: null };
	if (list === null || list.kind === "null")
		return SUGGESTED.map((name) => ({ name, position: whole, options: null }));
	const items = list.items();
	if (items === null) {
		faults.error(
			"policies_shape",
			list.position,
			`policies: expected a list of "- name: …", found a ${list.kind}.`,
		);
		return [];
	}
	return items.flatMap((item) => readPolicy(item, faults) ?? []);
}

function readPolicy(item: YamlNode, faults: FaultList): PolicyConfig | null {
	const written = item.string() ?? item.get("name")?.string() ?? null;
	const name = written?.split(".").at(-1) ?? "";
	const isOwn = written !== null && written !== name && !/^rasa(?:_core)?\./.test(written);
	if (KNOWN.includes(name) && !isOwn) return { name, position: item.position, options: item };
	const replacement = REPLACED.get(name);
	if (replacement === undefined || isOwn)
		faults.error(
			"unknown_policy",
			item.position,
			`Policy ${written ?? "(none)"} is not known${isOwn ? ": one of your own in Python does not run here" : ""}. Use ${KNOWN.join(", ")}.`,
		);
	else
		faults.error("rasa_2_policy", item.position, `${name} belongs to Rasa 1.x and 2.x. Use ${replacement}.`);
	return null;
}
