import { z } from "zod";
import type { ProjectFile } from "../project-files.ts";
import type { YamlNode } from "../yaml-node.ts";
import type { OldConstructs } from "./old-construct.ts";
import { nluYaml, type NluItem } from "./write-training-data.ts";

const Entity = z.object({
	start: z.int(),
	end: z.int(),
	entity: z.string(),
	value: z.union([z.string(), z.number(), z.boolean()]).optional(),
	role: z.string().optional(),
	group: z.string().optional(),
});
const Example = z.object({
	text: z.string(),
	intent: z.string().min(1),
	entities: z.array(Entity).nullish(),
});
const Synonym = z.object({ value: z.string(), synonyms: z.array(z.string()) });
const Regex = z.object({ name: z.string(), pattern: z.string() });
const Lookup = z.object({ name: z.string(), elements: z.union([z.string(), z.array(z.string())]) });

/** The key that makes a JSON file NLU data of Rasa. */
export const JSON_NLU_KEY = "rasa_nlu_data";
const EXAMPLES = ["common_examples", "intent_examples", "entity_examples"];

interface JsonReading {
	readonly found: OldConstructs;
	readonly readElements: (path: string) => readonly string[] | null;
	readonly items: Map<string, NluItem>;
}

/** NLU data in JSON in the form 3.1: examples by intent, in the order of the file. */
export function convertJsonNlu(
	file: ProjectFile,
	found: OldConstructs,
	readElements: (path: string) => readonly string[] | null,
): { readonly yaml: string; readonly items: readonly NluItem[] } {
	const data = file.root.get(JSON_NLU_KEY);
	const reading: JsonReading = { found, readElements, items: new Map() };
	for (const key of EXAMPLES) for (const node of listAt(data, key)) readExample(node, reading);
	for (const node of listAt(data, "entity_synonyms"))
		readPart(node, Synonym, reading, (part) => add(reading, "synonym", part.value, part.synonyms));
	for (const node of listAt(data, "regex_features"))
		readPart(node, Regex, reading, (part) => add(reading, "regex", part.name, [part.pattern]));
	for (const node of listAt(data, "lookup_tables"))
		readPart(node, Lookup, reading, ({ name, elements }) => {
			const list = typeof elements === "string" ? readElements(elements) : elements;
			if (list === null)
				found.byHand(
					"rasa_1_lookup_file",
					node.position,
					`The lookup table ${name} names a file that is not there. List its elements below "examples: |".`,
				);
			else add(reading, "lookup", name, list);
		});
	found.done(
		"rasa_1_json_nlu",
		(data ?? file.root).position,
		`NLU data in JSON. Write YAML: "nlu:" with "- intent: name" and "examples: |".`,
	);
	const items = [...reading.items.values()].filter((item) => item.examples.length > 0);
	return { yaml: nluYaml(items), items };
}

function listAt(node: YamlNode | null, key: string): readonly YamlNode[] {
	return node?.get(key)?.items() ?? [];
}

function readPart<Part>(
	node: YamlNode,
	schema: z.ZodType<Part>,
	{ found }: JsonReading,
	take: (part: Part) => void,
): void {
	const parsed = schema.safeParse(node.toJson());
	if (parsed.success) return take(parsed.data);
	const where = parsed.error.issues[0]?.path.join(".") ?? "";
	found.byHand("rasa_1_json_part", node.position, `This part can't be read (${where}): it is left out.`);
}

function readExample(node: YamlNode, reading: JsonReading): void {
	readPart(node, Example, reading, ({ text, intent, entities }) => {
		add(reading, "intent", intent, [annotated(text, entities ?? [])]);
	});
}

function add({ items }: JsonReading, kind: NluItem["kind"], name: string, examples: readonly string[]): void {
	const key = `${kind} ${name}`;
	const item = items.get(key) ?? { kind, name, examples: [], comments: [] };
	items.set(key, item);
	item.examples.push(...examples);
}

/** The markup from behind, so that offsets stay true; they count code points. Of two entities that overlap the later stays. */
function annotated(text: string, entities: readonly z.infer<typeof Entity>[]): string {
	const characters = Array.from(text); // code points, as Python counts
	let marked = "";
	let before = characters.length;
	for (const { start, end, ...entity } of entities.toSorted((a, b) => b.start - a.start)) {
		if (end > before || start >= end) continue;
		const span = characters.slice(start, end).join("");
		const { value = span, role, group } = entity;
		const isPlain = value === span && role === undefined && group === undefined;
		const dict = { entity: entity.entity, ...(value === span ? {} : { value }), role, group };
		const label = isPlain ? `(${entity.entity})` : JSON.stringify(dict);
		marked = `[${span}]${label}${characters.slice(end, before).join("")}${marked}`;
		before = start;
	}
	return characters.slice(0, before).join("") + marked;
}
