import type { Entity } from "../../contracts/parse-data.ts";
import { JsonValue } from "../../contracts/parse-data.ts";
import { z } from "zod";

/** And, at its end, what begins like one and is none: taken up to its `]`, for none can begin in between. */
const ANNOTATION =
	/\[(?<text>[^\]]+?)\](?:\((?<type>[^:)]{1,200}?)(?::(?<value>[^)]{1,1000}))?\)|(?<one>\{[^}]{1,1000}?\})|\[(?<many>.*?)\])|\[[^\]]*\]?/g;
const Label = z.object({
	entity: z.string(),
	value: JsonValue.optional(),
	role: z.string().optional(),
	group: z.string().optional(),
});

export interface AnnotatedText {
	/** Without the annotations. */
	readonly text: string;
	readonly entities: Entity[];
	/** An annotation whose JSON can't be read. */
	readonly badAnnotation: string | null;
}

/** Reads the entities out of a message of a story: `[text](type)`, `[text]{"entity": …}` (SPEC SR5). */
export function readAnnotatedText(annotated: string): AnnotatedText {
	const entities: Entity[] = [];
	let text = "";
	let position = 0;
	let badAnnotation: string | null = null;
	for (const match of annotated.matchAll(ANNOTATION)) {
		const groups = match.groups ?? {};
		const surface = groups["text"];
		if (surface === undefined) continue;
		text += annotated.slice(position, match.index);
		position = match.index + match[0].length;
		const start = text.length;
		const labels = readLabels(groups);
		if (labels === null) badAnnotation = match[0];
		for (const label of labels ?? [])
			entities.push({ start, end: start + surface.length, value: surface, ...withoutAbsent(label) });
		text += surface;
	}
	return { text: text + annotated.slice(position), entities, badAnnotation };
}

function withoutAbsent(label: z.infer<typeof Label>): {
	entity: string;
	value?: JsonValue;
	role?: string;
	group?: string;
} {
	return {
		entity: label.entity,
		...(label.value === undefined ? {} : { value: label.value }),
		...(label.role === undefined ? {} : { role: label.role }),
		...(label.group === undefined ? {} : { group: label.group }),
	};
}

function readLabels(groups: Record<string, string | undefined>): z.infer<typeof Label>[] | null {
	const type = groups["type"];
	if (type !== undefined) {
		const value = groups["value"];
		return [value === undefined ? { entity: type } : { entity: type, value }];
	}
	const json = groups["one"] === undefined ? `[${groups["many"] ?? ""}]` : `[${groups["one"]}]`;
	try {
		return z.array(Label).safeParse(JSON.parse(json)).data ?? null;
	} catch {
		return null; // the caller names the annotation that is no JSON
	}
}
