import { z } from "zod";
import type { Entity, JsonValue } from "../contracts/parse-data.ts";
import type { Component, NluMessage } from "./message.ts";
import type { JsonObject } from "./model-file.ts";
import type { RemoteExtractor } from "./remote-extractor.ts";

/** A component with the kind that the model file gives it. */
export interface NamedComponent {
	readonly kind: string;
	readonly component: Component;
}

/** These are told of even when they found nothing. */
const EXTRACTORS = new Set(["tagger", "regexEntities", "builtinEntities"]);

/**
 * Runs the pipeline and writes down what each component did: `explanation.steps` has a member for each extractor, and
 * for what else matched, changed, chose or decided something. Slower than running it alone: for those who ask.
 */
export function processWithSteps(message: NluMessage, pipeline: readonly NamedComponent[]): void {
	const steps: JsonValue[] = [];
	for (const { kind, component } of pipeline) {
		const before = {
			entities: message.entities.map((entity) => ({ ...entity })),
			intent: message.intent.name,
			selected: message.responseSelector,
		};
		component.process(message);
		const step: JsonObject = {
			...(EXTRACTORS.has(kind) ? { found: [] } : {}),
			...entityChanges(message, before.entities),
			...patternMatches(kind, message),
			...selections(message.responseSelector, before.selected),
		};
		if (message.intent.name !== before.intent) step["intent"] = message.intent.name;
		if (component.remote !== undefined && component.remote !== null)
			step["server"] = serverState(component.remote, message);
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

/** What a selector has just added: its name, and the response that it puts first. */
function selections(
	after: NluMessage["responseSelector"],
	before: NluMessage["responseSelector"],
): JsonObject {
	const selected = Object.entries(after ?? {}).flatMap(([selector, chosen]) => {
		const parsed = Selection.safeParse(chosen);
		if (!parsed.success || before?.[selector] === chosen) return [];
		const { intent_response_key: response, confidence } = parsed.data.response;
		return [{ selector, response, confidence }];
	});
	return selected.length > 0 ? { selected } : {};
}

const Selection = z.object({
	response: z.object({ intent_response_key: z.string().nullable(), confidence: z.number() }),
});

/** Whether a server did the work of this component. */
function serverState(remote: RemoteExtractor, { options }: NluMessage): "answered" | "failed" | "not asked" {
	const matches = options.remoteMatches?.get(remote);
	if (matches === undefined) return "not asked";
	return matches === null ? "failed" : "answered";
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
