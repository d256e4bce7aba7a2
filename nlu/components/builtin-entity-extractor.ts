import { z } from "zod";
import { builtinFinder, DIMENSIONS, type Dimension, withoutContained } from "../builtin/find-builtins.ts";
import type { Component, NluMessage } from "../message.ts";
import type { JsonObject } from "../model-file.ts";
import type { PipelineComponent } from "../pipeline-config.ts";
import { compilePattern } from "../patterns/python-regex.ts";
import { isDangerous, MAX_PATTERN_CHARS } from "../patterns/regex-danger.ts";
import { type RemoteExtractor, toEntities } from "../remote-extractor.ts";

const Config = z.object({
	extractor: z.string(),
	dimensions: z.array(z.enum(DIMENSIONS)),
	timeZone: z.string().nullable(),
	patterns: z.array(z.tuple([z.string(), z.string()])),
	locale: z.string().nullable(),
	/** Null: the pipeline's own extractor, which no server can stand in for. */
	remote: z
		.object({
			url: z.string().nullable(),
			dimensions: z.array(z.string()).nullable(),
			timeoutMs: z.number(),
		})
		.nullable(),
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

/** Rasa's default of `timeout`, and the longest that a turn waits whatever a project says. */
const DEFAULT_TIMEOUT_S = 3;
const MAX_TIMEOUT_MS = 30_000;

const Dimensions = z.array(z.string());
const Patterns = z.record(z.string(), z.string());

/** Settings from the pipeline: `dimensions`, `timezone`, and `patterns` (entity → regular expression) of one's own. */
export function builtinConfig(component: PipelineComponent): JsonObject {
	const given = Dimensions.safeParse(component.options["dimensions"]);
	const isDuckling = component.name === "DucklingEntityExtractor";
	const wanted: readonly string[] = given.success
		? given.data
		: isDuckling
			? DIMENSIONS.filter((dimension) => dimension !== "date" && dimension !== "order_number")
			: DEFAULT_DIMENSIONS;
	const patterns = Patterns.safeParse(component.options["patterns"]);
	const timeZone = component.options["timezone"];
	const { locale, url, timeout } = component.options;
	const remote = {
		url: typeof url === "string" && url !== "" ? url : null,
		dimensions: given.success ? given.data : null,
		timeoutMs: Math.min(MAX_TIMEOUT_MS, 1_000 * (typeof timeout === "number" ? timeout : DEFAULT_TIMEOUT_S)),
	};
	return {
		extractor: component.name,
		locale: typeof locale === "string" ? locale : null,
		remote: isDuckling ? remote : null,
		dimensions: DIMENSIONS.filter((dimension) => wanted.includes(dimension)),
		timeZone: typeof timeZone === "string" ? timeZone : null,
		patterns: patterns.success ? Object.entries(patterns.data) : [],
	};
}

/** E-mail addresses, numbers, dates, money and the like, with normalised values, in Duckling's words. SPEC rules BE1–BE9, DU1–DU4. */
export class BuiltinEntityExtractor implements Component {
	readonly #extractor: string;
	readonly #dimensions: readonly Dimension[];
	readonly #timeZone: string | null;
	readonly #locale: string | null;
	readonly remote: RemoteExtractor | null;
	readonly #patterns: readonly { entity: string; regex: RegExp }[];

	constructor(config: JsonObject) {
		const parsed = Config.parse(config);
		this.#extractor = parsed.extractor;
		this.#dimensions = parsed.dimensions;
		this.#timeZone = parsed.timeZone;
		this.#locale = parsed.locale;
		const { extractor: name, locale, timeZone } = parsed;
		this.remote = parsed.remote === null ? null : { name, locale, timeZone, ...parsed.remote };
		this.#patterns = parsed.patterns.flatMap(([entity, pattern]) => {
			const compiled = compilePattern(pattern, false);
			return compiled.ok && !isDangerous(compiled.regex) ? [{ entity, regex: compiled.regex }] : [];
		});
	}

	process(message: NluMessage): void {
		const { nowMs, timeZone, remoteMatches } = message.options;
		const matches = this.remote === null ? undefined : remoteMatches?.get(this.remote);
		if (this.remote !== null && matches !== undefined) {
			message.entities.push(...toEntities(matches ?? [], message.text, this.remote));
			return;
		}
		const context = { nowMs, timeZone: timeZone ?? this.#timeZone ?? "UTC" };
		const found = builtinFinder(this.#locale ?? message.language)
			.find(message.text, this.#dimensions, context)
			.map((match) => ({
				...match,
				entity: {
					entity: match.dimension,
					start: match.start,
					end: match.end,
					text: message.text.slice(match.start, match.end),
					value: match.value,
					confidence: 1,
					additional_info: match.info,
					extractor: this.#extractor,
				},
			}));
		const own = this.#patterns.flatMap((pattern) => this.#matches(message.text, pattern));
		for (const { entity } of withoutContained([...found, ...own])) message.entities.push(entity);
	}

	/** A pattern's first group is the value where it has one: `#(\d+)` takes the sign off. */
	#matches(text: string, { entity, regex }: { entity: string; regex: RegExp }) {
		return Array.from(text.slice(0, MAX_PATTERN_CHARS).matchAll(regex), (match) => {
			const start = match.index;
			const end = start + match[0].length;
			const value = match[1] ?? match[0];
			const { length } = match[0];
			return {
				dimension: entity,
				start,
				end,
				length,
				entity: { entity, start, end, value, extractor: this.#extractor },
			};
		}).filter(({ length }) => length > 0);
	}
}
