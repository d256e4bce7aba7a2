/** NLU data in Rasa's JSON form (`rasa_nlu_data`), which Rasa 3.6 reads too and calls deprecated. SPEC rule TD12. */
import { z } from "zod";
import type { FaultList } from "../project/fault.ts";
import type { YamlNode } from "../project/yaml-node.ts";
import type { AnnotatedEntity } from "./entity-annotation.ts";
import { utf16Offsets } from "./text/code-points.ts";
import type { TrainingDataDraft } from "./training-data.ts";

const Label = z.string().nullish();
const Entity = z.object({
	start: z.int().nonnegative(),
	end: z.int().positive(),
	entity: z.string().min(1),
	value: z.union([z.string(), z.number(), z.boolean()]).nullish(),
	role: Label,
	group: Label,
});
const Example = z.object({
	text: z.string().min(1),
	intent: z.string().min(1),
	entities: z.array(Entity).nullish(),
});
const Synonym = z.object({ value: z.string(), synonyms: z.array(z.string()) });
const Regex = z.object({ name: z.string(), pattern: z.string() });
const Lookup = z.object({ name: z.string(), elements: z.array(z.string()) });

/** Reads what stands under `rasa_nlu_data` into `draft`; a part that can't be read is an error with its line. */
export function readJsonNlu(data: YamlNode, draft: TrainingDataDraft, faults: FaultList): void {
	eachPart(
		data,
		{ key: "common_examples", schema: Example },
		faults,
		({ text, intent, entities }, position) => {
			const annotated = (entities ?? []).flatMap((entity) => annotation(text, entity) ?? []);
			if (annotated.length < (entities?.length ?? 0))
				faults.error(
					"json_nlu_part",
					position,
					`An entity of "${text}" ends outside the text: \`start\` and \`end\` count its characters from 0.`,
				);
			draft.examples.push({ text, intent, entities: annotated, language: null, position });
			for (const { start, end, value } of annotated) {
				const span = text.slice(start, end);
				if (value !== span) draft.synonyms.push({ text: span, canonical: value, position });
			}
		},
	);
	eachPart(data, { key: "entity_synonyms", schema: Synonym }, faults, ({ value, synonyms }, position) => {
		for (const text of synonyms) draft.synonyms.push({ text, canonical: value, position });
	});
	eachPart(data, { key: "regex_features", schema: Regex }, faults, ({ name, pattern }, position) => {
		draft.regexes.push({ name, pattern, position });
	});
	eachPart(data, { key: "lookup_tables", schema: Lookup }, faults, ({ name, elements }, position) => {
		for (const pattern of elements) draft.lookups.push({ name, pattern, position });
	});
}

/** The list under one key, and what its members are. */
interface PartList<Part> {
	readonly key: string;
	readonly schema: z.ZodType<Part>;
}

function eachPart<Part>(
	data: YamlNode,
	{ key, schema }: PartList<Part>,
	faults: FaultList,
	take: (part: Part, position: YamlNode["position"]) => void,
): void {
	for (const node of data.get(key)?.items() ?? []) {
		const parsed = schema.safeParse(node.toJson());
		if (parsed.success) {
			take(parsed.data, node.position);
			continue;
		}
		const [issue] = parsed.error.issues;
		const mend =
			key === "lookup_tables" ? " List the elements, or let care convert do it: a file is not read." : "";
		faults.error(
			"json_nlu_part",
			node.position,
			`This part of \`${key}\` can't be read: \`${issue?.path.join(".") ?? ""}\`: ${issue?.message ?? "unknown"}.${mend}`,
		);
	}
}

/** Offsets of Rasa count code points, ours UTF-16 units. */
function annotation(
	text: string,
	{ start, end, entity, value, role, group }: z.infer<typeof Entity>,
): AnnotatedEntity | null {
	const offsetOf = utf16Offsets(text);
	const [from, to] = [offsetOf(start), offsetOf(end)];
	if (from === null || to === null || from >= to) return null;
	const labels = { role: role || null, group: group || null };
	return {
		start: from,
		end: to,
		entity,
		value: String(value ?? text.slice(from, to)),
		...labels,
	};
}
