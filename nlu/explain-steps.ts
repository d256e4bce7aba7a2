import type { Entity, JsonValue } from "../contracts/parse-data.ts";
import type { Component, NluMessage } from "./message.ts";
import type { JsonObject } from "./model-file.ts";

/** A component with the kind that the model file gives it. */
export interface NamedComponent {
	readonly kind: string;
	readonly component: Component;
}

/**
 * Runs the pipeline and writes down what each component did: `explanation.steps` has a member for each that found,
 * changed or decided something. Slower than running it alone: for those who ask.
 */
export function processWithSteps(message: NluMessage, pipeline: readonly NamedComponent[]): void {
	const steps: JsonValue[] = [];
	for (const { kind, component } of pipeline) {
		const before = {
			entities: message.entities.map((entity) => ({ ...entity })),
			intent: message.intent.name,
		};
		component.process(message);
		const step = { ...entityChanges(message, before.entities), ...patternMatches(kind, message) };
		if (message.intent.name !== before.intent) step["intent"] = message.intent.name;
		if (Object.keys(step).length > 0) steps.push({ component: kind, ...step });
	}
	message.explanation["steps"] = steps;
}

function entityChanges(message: NluMessage, before: readonly Entity[]): JsonObject {
	const known = new Set(before.map(keyOf));
	const kept = new Set(message.entities.map(keyOf));
	const added = message.entities.filter((entity) => !known.has(keyOf(entity)));
	const gone = before.filter((entity) => !kept.has(keyOf(entity)));
	const found: JsonValue[] = [];
	const changed: JsonValue[] = [];
	for (const entity of added) {
		const earlier = gone.find((other) => spanOf(other) === spanOf(entity) && other.entity === entity.entity);
		const said = { text: textOf(message, entity), entity: entity.entity, value: entity.value };
		if (earlier === undefined) found.push(said);
		else changed.push({ ...said, instead_of: earlier.value });
	}
	const dropped = gone
		.filter((entity) => !added.some((other) => spanOf(other) === spanOf(entity)))
		.map((entity) => ({ text: textOf(message, entity), entity: entity.entity }));
	return {
		...(found.length > 0 ? { found } : {}),
		...(changed.length > 0 ? { changed } : {}),
		...(dropped.length > 0 ? { dropped } : {}),
	};
}

function patternMatches(kind: string, message: NluMessage): JsonObject {
	if (kind !== "patterns" || message.patternSpans.length === 0) return {};
	return {
		matched: message.patternSpans.map(({ name, start, end }) => ({
			pattern: name,
			text: message.text.slice(start, end),
		})),
	};
}

function keyOf(entity: Entity): string {
	return JSON.stringify([
		entity.entity,
		entity.start,
		entity.end,
		entity.value,
		entity.extractor,
		entity.role,
	]);
}

function spanOf({ start, end }: Entity): string {
	return `${start ?? -1} ${end ?? -1}`;
}

function textOf({ text }: NluMessage, { start = 0, end = 0 }: Entity): string {
	return text.slice(start, end);
}
