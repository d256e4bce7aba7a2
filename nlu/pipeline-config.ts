import { z } from "zod";
import { JsonValue } from "../contracts/parse-data.ts";
import type { FaultList, SourcePosition } from "../project/fault.ts";
import type { ProjectFile } from "../project/project-files.ts";
import { readLanguages, type ProjectLanguages } from "../project/project-languages.ts";
import type { YamlEntry, YamlNode } from "../project/yaml-node.ts";
import { COMPONENT_NAMES, lastName } from "../project/legacy/old-names.ts";
import { languageFault } from "../project/known-language.ts";
import { DIMENSIONS } from "./builtin/builtin-match.ts";
import { READ_LANGUAGES } from "./builtin/find-builtins.ts";
import { primarySubtag } from "./language/primary-subtag.ts";
import { badOptionValue } from "./option-values.ts";
import { COMPONENTS, type ComponentRole } from "./component-catalogue.ts";
import type { JsonObject } from "./model-file.ts";
import { nearestName } from "./text/nearest-name.ts";

/** One component of the pipeline, in order. `name` is Rasa's, and what entities carry as `extractor`. */
export interface PipelineComponent {
	readonly name: string;
	readonly role: ComponentRole;
	readonly options: JsonObject;
	readonly position: SourcePosition;
}

/** The NLU's part of config.yml. */
export interface PipelineConfig {
	/** BCP 47; `en` when the file says nothing. */
	readonly language: string;
	/** The same with Rasa Pro's `additional_languages`. */
	readonly languages: ProjectLanguages;
	readonly assistantId: string | null;
	readonly components: readonly PipelineComponent[];
	/** False when one could not be read: nobody knows what it would have done. */
	readonly isComplete: boolean;
}

/** Rasa's suggestion where a project has no pipeline (SPEC §0). */
const SUGGESTED: readonly { name: string; options: JsonObject }[] = [
	{ name: "WhitespaceTokenizer", options: {} },
	{ name: "RegexFeaturizer", options: {} },
	{ name: "LexicalSyntacticFeaturizer", options: {} },
	{ name: "CountVectorsFeaturizer", options: {} },
	{ name: "DIETClassifier", options: {} },
	{ name: "EntitySynonymMapper", options: {} },
	{ name: "ResponseSelector", options: {} },
	{ name: "FallbackClassifier", options: { threshold: 0.3, ambiguity_threshold: 0.1 } },
];

/**
 * Reads language, assistant id and pipeline. Components that are replaced and options without effect are warnings;
 * an unknown component is an error with the nearest name. SPEC rules PC1–PC6.
 */
export function readPipelineConfig(config: ProjectFile | null, faults: FaultList): PipelineConfig {
	const languages = readLanguages(config);
	const language = languages.fallback;
	const assistantId = config?.root.get("assistant_id")?.string() ?? null;
	const pipeline = config?.root.get("pipeline") ?? null;
	if (pipeline === null || pipeline.kind === "null") {
		return {
			language,
			languages,
			assistantId,
			components: suggestedPipeline(config?.path ?? "config.yml"),
			isComplete: true,
		};
	}
	const items = pipeline.items();
	if (items === null) {
		faults.error(
			"pipeline_shape",
			pipeline.position,
			`Expected a list of components, found a ${pipeline.kind}: write \`- name: WhitespaceTokenizer\` and so on below \`pipeline:\`.`,
		);
		return { language, languages, assistantId, components: [], isComplete: false };
	}
	const components = items.flatMap((item) => readComponent(item, faults) ?? []);
	const isComplete = components.length === items.length;
	return { language, languages, assistantId, components, isComplete };
}

function suggestedPipeline(file: string): PipelineComponent[] {
	return SUGGESTED.flatMap(({ name, options }) => {
		const known = COMPONENTS.get(name);
		return known === undefined ? [] : [{ name, role: known.role, options, position: { file, line: null } }];
	});
}

function readComponent(item: YamlNode, faults: FaultList): PipelineComponent | null {
	const given = item.kind === "string" ? item.string() : (item.get("name")?.string() ?? null);
	if (given === null) {
		faults.error("component_name", item.position, "A component of the pipeline needs a `name`.");
		return null;
	}
	// a path such as rasa.nlu.classifiers.diet_classifier.DIETClassifier names the class by its end
	const name = given.slice(given.lastIndexOf(".") + 1);
	const known = COMPONENTS.get(name);
	if (known === undefined && COMPONENT_NAMES.has(name)) return oldComponent(item, given, faults);
	if (given !== name && !given.startsWith("rasa.")) return ownComponent(item, { given, name }, faults);
	if (known === undefined) {
		if (name.endsWith("Policy")) {
			const message = `\`${name}\` is a policy: write it under \`policies\`.`;
			faults.error("policy_in_pipeline", item.position, message);
			return null;
		}
		const names = [...COMPONENTS.keys()];
		const hint = nearestName(name, names, " Did you mean") || ` Known are ${names.join(", ")}.`;
		faults.error("unknown_component", item.position, `There is no component \`${given}\`.${hint}`);
		return null;
	}
	if (known.notice !== null)
		faults.warning("component_replaced", item.position, `\`${name}\`: ${known.notice}`);
	const options = readOptions(item, name, faults);
	return { name, role: known.role, options, position: item.position };
}

/** A class of the project's, or of a package beside Rasa, which may be called as one of Rasa's is and do something else. */
function ownComponent(
	item: YamlNode,
	{ given, name }: { readonly given: string; readonly name: string },
	faults: FaultList,
): null {
	const heir = COMPONENTS.has(name) ? `, or write \`${name}\` for Rasa's own` : "";
	const message = `\`${given}\` is a component of its own in Python, and none runs here: take it out of the pipeline${heir}. What it found, an action or entities of the training data must find.`;
	faults.error("own_component", item.position, message);
	return null;
}

/** Of Rasa 1.x or 2.x: in a project it makes the whole project one of these (project/SPEC OP1). */
function oldComponent(item: YamlNode, name: string, faults: FaultList): null {
	const heir = COMPONENT_NAMES.get(lastName(name)) ?? null;
	const mend = heir === null ? "Nothing takes its place: leave it out." : `Write \`${heir}\`.`;
	faults.error("old_component", item.position, `\`${name}\` is of an older Rasa. ${mend}`);
	return null;
}

/** A Duckling server may know more; our own extractor finds these and no others. */
function checkDimensions(entry: YamlEntry, name: string, faults: FaultList): void {
	const given = z.array(z.string()).safeParse(entry.value.toJson()).data ?? [];
	for (const dimension of given) {
		if (name === "SpacyEntityExtractor" || DIMENSIONS.some((known) => known === dimension)) continue;
		const hint =
			nearestName(dimension, DIMENSIONS, " Did you mean") || ` Known are ${DIMENSIONS.join(", ")}.`;
		faults.warning(
			"unknown_dimension",
			entry.keyPosition,
			`\`${name}\`: only a Duckling server can find \`${dimension}\`.${hint}`,
		);
	}
}

/** A Duckling server has more languages; without one ours are read, and of others what stands in digits. */
function checkLocale(item: YamlNode, entry: YamlEntry, name: string, faults: FaultList): void {
	const locale = entry.value.string();
	if (locale === null) return;
	const read = READ_LANGUAGES.join(", ");
	const fault = languageFault(locale);
	if (fault !== null) {
		const message = `\`${name}\`: ${fault}. Write a locale such as en_US or de_DE; words of numbers and times are read in ${read}.`;
		faults.warning("unknown_locale", entry.keyPosition, message);
		return;
	}
	if (READ_LANGUAGES.includes(primarySubtag(locale)) || (item.get("url")?.string() ?? "") !== "") return;
	const message = `\`${name}\`: words of numbers and times are read in ${read}; in \`${locale}\`, without a Duckling server, only what stands in digits.`;
	faults.warning("locale_in_digits", entry.keyPosition, message);
}

function readOptions(item: YamlNode, name: string, faults: FaultList): JsonObject {
	const known = COMPONENTS.get(name);
	const options: JsonObject = {};
	const ignored: string[] = [];
	for (const entry of item.entries() ?? []) {
		if (entry.key === "name" || known === undefined) continue;
		if (known.used.includes(entry.key)) {
			const value = JsonValue.safeParse(entry.value.toJson());
			const fault = badOptionValue(entry.key, value.data ?? null);
			if (fault !== null)
				faults.error("option_value", entry.keyPosition, `\`${name}\`: \`${entry.key}\` must be ${fault}.`);
			else if (value.success) options[entry.key] = value.data;
			if (entry.key === "dimensions") checkDimensions(entry, name, faults);
			if (entry.key === "locale" && fault === null) checkLocale(item, entry, name, faults);
		} else if (known.ignored.includes(entry.key)) {
			ignored.push(entry.key);
		} else {
			const hint = nearestName(entry.key, [...known.used, ...known.ignored], " Did you mean");
			faults.warning(
				"unknown_option",
				entry.keyPosition,
				`\`${name}\` has no option \`${entry.key}\`: it is left out.${hint}`,
			);
		}
	}
	if (ignored.length > 0) {
		faults.warning(
			"option_without_effect",
			item.position,
			`\`${name}\`: ${ignored.map((option) => `\`${option}\``).join(", ")} ${ignored.length === 1 ? "has" : "have"} no effect here.`,
		);
	}
	return options;
}
