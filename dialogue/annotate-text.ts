import type { Entity } from "../contracts/parse-data.ts";

/** A message with its entities written into it, as training data has them: `to [Rome](city)`. */
export function annotatedText(text: string, entities: readonly Entity[]): string {
	let annotated = "";
	let position = 0;
	for (const entity of placed(entities)) {
		if (entity.start < position) continue;
		annotated += text.slice(position, entity.start) + entityLabel(text, entity);
		position = entity.end;
	}
	return annotated + text.slice(position);
}

/** One entity in that form: short where its name says all, else as JSON. */
export function entityLabel(text: string, { entity, value, start, end, role, group }: Entity): string {
	const surface = text.slice(start ?? 0, end ?? 0);
	const more = {
		...(present(role) ? { role } : {}),
		...(present(group) ? { group } : {}),
		...(value === surface ? {} : { value }),
	};
	return Object.keys(more).length === 0
		? `[${surface}](${entity})`
		: `[${surface}]${JSON.stringify({ entity, ...more })}`;
}

type Placed = Entity & { readonly start: number; readonly end: number };

function placed(entities: readonly Entity[]): Placed[] {
	return entities
		.filter((entity): entity is Placed => typeof entity.start === "number" && typeof entity.end === "number")
		.toSorted((a, b) => a.start - b.start);
}

function present(text: string | null | undefined): text is string {
	return text !== null && text !== undefined;
}
