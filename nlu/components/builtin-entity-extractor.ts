import { z } from "zod";
import { DIMENSIONS, findBuiltins, type Dimension } from "../builtin/find-builtins.ts";
import type { Component, NluMessage } from "../message.ts";
import type { JsonObject } from "../model-file.ts";
import type { PipelineComponent } from "../pipeline-config.ts";
import { compilePattern } from "../patterns/python-regex.ts";

const Config = z.object({
	extractor: z.string(),
	dimensions: z.array(z.enum(DIMENSIONS)),
	timeZone: z.string().nullable(),
	patterns: z.array(z.tuple([z.string(), z.string()])),
});

/** What is sought when the pipeline names no dimensions. */
const DEFAULT_DIMENSIONS: readonly Dimension[] = [
	"email",
	"number",
	"time",
	"amount-of-money",
	"phone-number",
	"url",
];

const Dimensions = z.array(z.string());
const Patterns = z.record(z.string(), z.string());

/** Settings from the pipeline: `dimensions`, `timezone`, and `patterns` (entity → regular expression) of one's own. */
export function builtinConfig(component: PipelineComponent): JsonObject {
	const given = Dimensions.safeParse(component.options["dimensions"]);
	const wanted: readonly string[] = given.success ? given.data : DEFAULT_DIMENSIONS;
	const patterns = Patterns.safeParse(component.options["patterns"]);
	const timeZone = component.options["timezone"];
	return {
		extractor: component.name,
		dimensions: DIMENSIONS.filter((dimension) => wanted.includes(dimension)),
		timeZone: typeof timeZone === "string" ? timeZone : null,
		patterns: patterns.success ? Object.entries(patterns.data) : [],
	};
}

/** E-mail addresses, numbers, dates, money and the like, with normalised values, in Duckling's words. SPEC rules BE1–BE9. */
export class BuiltinEntityExtractor implements Component {
	readonly #extractor: string;
	readonly #dimensions: readonly Dimension[];
	readonly #timeZone: string | null;
	readonly #language: string;
	readonly #patterns: readonly { entity: string; regex: RegExp }[];

	constructor(config: JsonObject, language: string) {
		const parsed = Config.parse(config);
		this.#extractor = parsed.extractor;
		this.#dimensions = parsed.dimensions;
		this.#timeZone = parsed.timeZone;
		this.#language = language;
		this.#patterns = parsed.patterns.flatMap(([entity, pattern]) => {
			const compiled = compilePattern(pattern, false);
			return compiled.ok ? [{ entity, regex: compiled.regex }] : [];
		});
	}

	process(message: NluMessage): void {
		const { nowMs, timeZone } = message.options;
		const found = findBuiltins(message.text, this.#dimensions, {
			nowMs,
			timeZone: timeZone ?? this.#timeZone ?? "UTC",
			language: this.#language,
		});
		for (const { dimension, start, end, value, info } of found) {
			message.entities.push({
				entity: dimension,
				start,
				end,
				text: message.text.slice(start, end),
				value,
				confidence: 1,
				additional_info: info,
				extractor: this.#extractor,
			});
		}
		for (const { entity, regex } of this.#patterns) this.#addMatches(message, entity, regex);
	}

	#addMatches(message: NluMessage, entity: string, regex: RegExp): void {
		for (const match of message.text.matchAll(regex)) {
			if (match[0] === "") continue;
			message.entities.push({
				entity,
				start: match.index,
				end: match.index + match[0].length,
				value: match[1] ?? match[0],
				extractor: this.#extractor,
			});
		}
	}
}
