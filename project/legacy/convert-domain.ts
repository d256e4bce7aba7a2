/** The domain of Rasa 1.x and 2.x in the form 3.1: responses, slots with mappings, forms with required slots, rules. */
import { isMap, isScalar, isSeq, type Pair } from "yaml";
import { convertForms, type FormMappings } from "./convert-forms.ts";
import { convertSlots } from "./convert-slots.ts";
import type { OldConstructs } from "./old-construct.ts";
import { actionName } from "./old-names.ts";
import type { PythonForm } from "./python-forms.ts";
import type { WrittenStory } from "./write-training-data.ts";
import { itemsOf, keyOf, namesOf, pairOf, pairsOf, removeKey, textOf, type YamlFile } from "./yaml-file.ts";

const DOMAIN_KEYS = [
	"intents",
	"entities",
	"slots",
	"templates",
	"responses",
	"actions",
	"forms",
	"session_config",
];

/** What the parts of the domain have to know of each other, over all files. */
export interface DomainConversion {
	readonly found: OldConstructs;
	readonly pythonForms: readonly PythonForm[];
	readonly entities: ReadonlySet<string>;
	/** Training data or forms are of Rasa 1.x: what that release did by default is written out. */
	readonly isFirst: boolean;
}

export function isDomainFile(file: YamlFile): boolean {
	return DOMAIN_KEYS.some((key) => pairOf(file.root, key) !== null);
}

/** Renews all files of the domain; returns the rules that take the place of `triggers`. */
export function convertDomain(files: readonly YamlFile[], conversion: DomainConversion): WrittenStory[] {
	const { found } = conversion;
	const domain = files.filter(isDomainFile);
	const rules: WrittenStory[] = [];
	const mappings: FormMappings = new Map();
	for (const file of domain) {
		renameTemplates(file, found);
		renameActions(file, found);
		rules.push(...convertTriggers(file, found));
		convertForms(file, mappings, conversion);
	}
	convertSlots(domain, mappings, conversion);
	if (conversion.isFirst) writeSessionConfig(domain, found);
	return rules;
}

function renameTemplates(file: YamlFile, found: OldConstructs): void {
	const templates = pairOf(file.root, "templates");
	if (templates === null) return;
	const responses = pairOf(file.root, "responses");
	found.done(
		"rasa_1_templates",
		file.at(templates),
		`The key templates belongs to Rasa 1.x. Write responses.`,
	);
	if (responses === null) setKey(templates, "responses");
	else {
		if (isMap(responses.value))
			for (const pair of pairsOf(templates.value))
				if (pairOf(responses.value, keyOf(pair)) === null) responses.value.items.push(pair);
		removeKey(file.root, "templates");
	}
	file.touch();
}

function setKey(pair: Pair, key: string): void {
	if (isScalar(pair.key)) pair.key.value = key;
}

function renameActions(file: YamlFile, found: OldConstructs): void {
	for (const item of itemsOf(pairOf(file.root, "actions")?.value)) {
		const name = textOf(item);
		if (name === null || !isScalar(item) || actionName(name) === name) continue;
		found.done(
			"rasa_1_action_name",
			file.at(item),
			`The action ${name} has another name now. Write ${actionName(name)}.`,
		);
		item.value = actionName(name);
		file.touch();
	}
}

/** Rasa answers these intents with these actions by itself. */
const BUILT_IN = new Map([
	["restart", "action_restart"],
	["back", "action_back"],
	["session_start", "action_session_start"],
]);

function convertTriggers(file: YamlFile, found: OldConstructs): WrittenStory[] {
	const intents = pairOf(file.root, "intents")?.value;
	if (!isSeq(intents)) return [];
	return intents.items.flatMap((item, index) => {
		const [intent] = pairsOf(item);
		const triggers = pairOf(intent?.value, "triggers");
		const action = textOf(triggers?.value);
		if (intent === undefined || triggers === null || action === null) return [];
		const name = keyOf(intent);
		removeKey(intent.value, "triggers");
		if (pairsOf(intent.value).length === 0) intents.items[index] = file.node(name);
		file.touch();
		const isBuiltIn = BUILT_IN.get(name) === action;
		found.done(
			"rasa_2_mapping_policy",
			file.at(triggers),
			isBuiltIn
				? `Intent ${name}: triggers belongs to MappingPolicy. Take it out: ${action} answers ${name} by itself.`
				: `Intent ${name}: triggers belongs to MappingPolicy. Write a rule that answers ${name} with ${action}.`,
		);
		return isBuiltIn ? [] : [mappingRule(name, actionName(action))];
	});
}

function mappingRule(intent: string, action: string): WrittenStory {
	return {
		title: "rule",
		name: `${intent} is answered with ${action}`,
		comments: [],
		condition: [],
		steps: [{ intent }, { action }].map((value) => ({ value, comments: [] })),
		flags: {},
	};
}

/** Without `session_config` a session of Rasa 1.x never ended; today it ends after an hour. */
function writeSessionConfig(domain: readonly YamlFile[], found: OldConstructs): void {
	if (domain.some((file) => pairOf(file.root, "session_config") !== null)) return;
	const file = domain.find((one) => pairOf(one.root, "intents") !== null) ?? domain[0];
	if (!isMap(file?.root)) return;
	found.done(
		"rasa_1_session_config",
		{ file: file.path, line: null },
		"No session_config: in Rasa 1.x a session never ended, today it ends after 60 minutes. Write session_config with session_expiration_time: 0 to keep it so.",
	);
	file.root.items.push(
		file.pair("session_config", { session_expiration_time: 0, carry_over_slots_to_new_session: true }),
	);
	file.touch();
}

/** Names of the entities of all files. */
export function entityNames(files: readonly YamlFile[]): ReadonlySet<string> {
	return new Set(files.flatMap((file) => namesOf(pairOf(file.root, "entities")?.value)));
}
