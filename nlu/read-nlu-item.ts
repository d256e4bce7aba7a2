/** One item of an `nlu` list: an intent, a synonym, a regular expression or a lookup table with its examples. */
import type { FaultList, SourcePosition } from "../project/fault.ts";
import type { YamlEntry, YamlNode } from "../project/yaml-node.ts";
import { parseAnnotations } from "./entity-annotation.ts";
import { nearestName } from "./text/nearest-name.ts";
import type { TrainingDataDraft } from "./training-data.ts";

interface ExampleLine {
	readonly text: string;
	readonly position: SourcePosition;
}

const KINDS = ["intent", "synonym", "regex", "lookup"] as const;
/** What stands beside the kind. */
const ITEM_KEYS = ["examples", "metadata"];
type Kind = (typeof KINDS)[number];

/** Reads one item into `draft`; faults by line into `faults`. */
export function readNluItem(item: YamlNode, draft: TrainingDataDraft, faults: FaultList): void {
	const entries = item.entries();
	if (entries === null) {
		faults.error(
			"nlu_item_shape",
			item.position,
			`Expected \`- intent: name\` with \`examples\`, found a ${item.kind}.`,
		);
		return;
	}
	const named = entries.find((entry): entry is typeof entry & { key: Kind } =>
		KINDS.some((k) => k === entry.key),
	);
	if (named === undefined) {
		const found = entries[0]?.key ?? "";
		faults.error(
			"nlu_item_kind",
			item.position,
			`Expected one of ${KINDS.join(", ")}, found \`${found}\`${nearestName(found, KINDS, " — did you mean")}.`,
		);
		return;
	}
	const name = named.value.string()?.trim() ?? "";
	if (name === "") {
		faults.error("nlu_item_name", named.value.position, `\`${named.key}\` needs a name as its value.`);
		return;
	}
	if (named.key === "intent" && name.split("/").length > 2) {
		const message = `The intent \`${name}\` has more than one \`/\`, and Rasa refuses it: write \`retrieval_intent/key\`.`;
		faults.error("nlu_item_name", named.value.position, message);
	}
	warnOfUnread(entries, named, faults);
	const lines = readExamples(item, `${named.key} \`${name}\``, faults);
	const language = languageOf(item);
	for (const line of lines) addExample({ kind: named.key, name, language }, line, draft, faults);
	if (lines.length === 0) {
		faults.warning("no_examples", named.keyPosition, `The ${named.key} \`${name}\` has no examples.`);
	}
}

/** `example: |` is not `examples: |`: Rasa refuses the file, and the sentences would be gone without a word. */
function warnOfUnread(entries: readonly YamlEntry[], { key: kind }: YamlEntry, faults: FaultList): void {
	for (const { key, keyPosition } of entries) {
		if (key === kind || ITEM_KEYS.includes(key)) continue;
		const hint =
			nearestName(key, ITEM_KEYS, " Did you mean") ||
			` An item has its ${kind}, its \`examples\` and perhaps \`metadata\`.`;
		faults.warning("unknown_item_key", keyPosition, `Nothing reads \`${key}\` of this ${kind}.${hint}`);
	}
}

/** Of Rasa 1.x, where a lookup table could be a file. */
const FILE = /^[^\s]+\.(?:txt|csv|json)$/i;

interface Owner {
	readonly kind: Kind;
	readonly name: string;
	readonly language: string | null;
}

/** Rasa's metadata of the block; any other key of it is the project's own business. */
function languageOf(item: YamlNode): string | null {
	const given = item.get("metadata")?.get("language")?.string()?.trim() ?? "";
	return given === "" ? null : given;
}

function addExample(owner: Owner, line: ExampleLine, draft: TrainingDataDraft, faults: FaultList): void {
	const { text, position } = line;
	switch (owner.kind) {
		case "intent":
			addIntentExample(owner, line, draft, faults);
			return;
		case "synonym":
			draft.synonyms.push({ text, canonical: owner.name, position });
			return;
		case "regex":
			draft.regexes.push({ name: owner.name, pattern: text, position });
			return;
		default:
			draft.lookups.push({ name: owner.name, pattern: text, position });
			if (FILE.test(text) && text.includes("/"))
				faults.warning(
					"lookup_file",
					position,
					`\`${text}\` is an element like any other, as in Rasa: a file is not read. List what it holds.`,
				);
	}
}

function addIntentExample(
	{ name: intent, language }: Owner,
	line: ExampleLine,
	draft: TrainingDataDraft,
	faults: FaultList,
): void {
	const { position } = line;
	const parsed = parseAnnotations(line.text);
	for (const message of parsed.errors) faults.error("bad_annotation", position, message);
	for (const message of parsed.warnings) faults.warning("suspicious_annotation", position, message);
	draft.examples.push({ text: parsed.text, intent, entities: parsed.entities, language, position });
	for (const entity of parsed.entities) {
		const span = parsed.text.slice(entity.start, entity.end);
		if (entity.value !== span) draft.synonyms.push({ text: span, canonical: entity.value, position });
	}
}

/** Both forms of `examples`: a block of `- ` lines, or a list of `{ text, metadata }`. */
function readExamples(item: YamlNode, owner: string, faults: FaultList): ExampleLine[] {
	const examples = item.get("examples");
	if (examples === null || examples.kind === "null") return [];
	const list = examples.items();
	if (list !== null) return list.flatMap((entry) => readListExample(entry, owner, faults));
	const lines = examples.textLines();
	if (lines === null) {
		faults.error(
			"examples_shape",
			examples.position,
			`The examples of ${owner} must be a block (\`examples: |\`) or a list, found a ${examples.kind}.`,
		);
		return [];
	}
	if (examples.isFolded && lines.some(({ text }) => / -(?: |$)/u.test(text)))
		faults.warning(
			"folded_examples",
			examples.position,
			`\`>\` joins the lines of ${owner} to one example, as in Rasa. Write \`examples: |\`.`,
		);
	return lines.flatMap((line) => {
		const text = line.text.trim();
		if (text === "") return [];
		if (!text.startsWith("-")) {
			faults.warning(
				"example_without_dash",
				line.position,
				`This line of ${owner} is left out: an example begins with \`- \`.${FILE.test(text) ? " A file is not read: list what it holds." : ""}`,
			);
			return [];
		}
		return nonEmpty(text.slice(1).trim(), line.position, owner, faults);
	});
}

function readListExample(entry: YamlNode, owner: string, faults: FaultList): ExampleLine[] {
	const node = entry.kind === "map" ? entry.get("text") : entry;
	const scalar = node?.scalar() ?? null;
	if (node === null || scalar === null) {
		faults.error("example_shape", entry.position, `An example of ${owner} needs a \`text\`.`);
		return [];
	}
	return nonEmpty(String(scalar).trim(), node.position, owner, faults);
}

function nonEmpty(text: string, position: SourcePosition, owner: string, faults: FaultList): ExampleLine[] {
	if (text !== "") return [{ text, position }];
	faults.warning("empty_example", position, `An example of ${owner} is empty and left out.`);
	return [];
}
