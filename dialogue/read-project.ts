/** From a project's files to its dialogue: domain, stories, rules and policies, every fault named (SPEC LO1–LO5). */
import type { FaultList } from "../project/fault.ts";
import { newerVersion } from "../project/format-version.ts";
import { JSON_NLU_KEY } from "../project/legacy/json-nlu.ts";
import type { ProjectFile } from "../project/project-files.ts";
import { readLanguages, type ProjectLanguages } from "../project/project-languages.ts";
import type { YamlNode } from "../project/yaml-node.ts";
import { createDomain, type Domain } from "./domain.ts";
import { findConfig } from "./project/project-config.ts";
import { readDomain } from "./project/read-domain.ts";
import type { DomainParts } from "./project/domain-parts.ts";
import { readPolicies, type PolicyConfig } from "./project/read-policies.ts";
import { readStories } from "./project/read-stories.ts";
import type { StoryStep } from "./training/story-step.ts";

/** A project's dialogue as it was written. */
export interface DialogueProject {
	readonly assistantId: string | null;
	readonly languages: ProjectLanguages;
	readonly domain: Domain;
	/** Where the domain's names stand. */
	readonly parts: DomainParts;
	readonly stories: readonly StoryStep[];
	readonly rules: readonly StoryStep[];
	readonly policies: readonly PolicyConfig[];
}

const CONFIG_KEYS = ["policies", "pipeline", "recipe"];

/**
 * Reads the dialogue of a project.
 *
 * @param files - every YAML file of the project except its tests; what a file holds, its top-level keys say
 * @param faults - takes what is wrong, all of it at once
 */
export function readDialogueProject(files: readonly ProjectFile[], faults: FaultList): DialogueProject {
	const read = files.filter((file) => isReadableVersion(file, faults));
	for (const file of read) reportOldConstructs(file, faults);
	const config = findConfig(read, CONFIG_KEYS);
	const languages = readLanguages(config, faults);
	const additions = {
		retrievalIntents: retrievalIntents(read),
		actionTexts: botTexts(read),
		language: languages.fallback,
	};
	const { spec, parts } = readDomain(read, additions, faults);
	const domain = createDomain(spec);
	const { stories, rules } = readStories(read, domain, faults);
	const policies = readPolicies(config, faults);
	checkForms(parts, policies, faults);
	return {
		assistantId: config?.root.get("assistant_id")?.string() ?? null,
		languages,
		domain,
		parts,
		stories,
		rules,
		policies,
	};
}

/** Only the RulePolicy runs forms (SPEC CF4). */
function checkForms({ forms }: DomainParts, policies: readonly PolicyConfig[], faults: FaultList): void {
	const [form] = forms.values();
	const [policy] = policies;
	if (form === undefined || policy === undefined || policies.some(({ name }) => name === "RulePolicy"))
		return;
	faults.error(
		"form_without_rule_policy",
		policy.position,
		`The domain has forms (${form.name}), and only the RulePolicy runs them. Add "- name: RulePolicy" to policies.`,
	);
}

/** A file of a later format than 3.1 is skipped, as Rasa 3.6 does (SPEC LO2). */
function isReadableVersion(file: ProjectFile, faults: FaultList): boolean {
	const newer = newerVersion(file);
	if (newer !== null) faults.warning("newer_version", newer.position, newer.message);
	return newer === null;
}

function reportOldConstructs(file: ProjectFile, faults: FaultList): void {
	const templates = file.root.get("templates");
	if (templates !== null)
		faults.error(
			"rasa_1_templates",
			templates.position,
			`templates belongs to Rasa 1.x. Rename the key to responses.`,
		);
}

/** Intents of the NLU data that have response keys (`faq/ask_name`) are retrieval intents. */
function retrievalIntents(files: readonly ProjectFile[]): string[] {
	const names = new Set<string>();
	const json = (file: ProjectFile) => file.root.get(JSON_NLU_KEY)?.get("common_examples")?.items() ?? [];
	const yaml = (file: ProjectFile) => file.root.get("nlu")?.items() ?? [];
	for (const item of files.flatMap((file) => [...yaml(file), ...json(file)])) {
		const [base, key] = (item.get("intent")?.string() ?? "").split("/");
		if (base !== undefined && key !== undefined) names.add(base);
	}
	return [...names];
}

/** Texts that the bot says in end-to-end stories: each is an action. */
function botTexts(files: readonly ProjectFile[]): string[] {
	const items = files.flatMap((file) => [...listAt(file.root, "stories"), ...listAt(file.root, "rules")]);
	return items.flatMap((item) => listAt(item, "steps")).flatMap((step) => step.get("bot")?.string() ?? []);
}

function listAt(node: YamlNode, key: string): YamlNode[] {
	return node.get(key)?.items() ?? [];
}
