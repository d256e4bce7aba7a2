/**
 * Entities that another server finds (DucklingEntityExtractor with a `url`). The NLU waits for nothing: it says whom to
 * ask, the host asks before it parses and hands the answers in. SPEC rules DU1–DU4.
 */
import { z } from "zod";
import { type Entity, JsonValue } from "../contracts/parse-data.ts";
import { utf16Offsets } from "./text/code-points.ts";

/** What a pipeline's DucklingEntityExtractor asks with. An interpreter's own objects are the keys of `RemoteMatches`. */
export interface RemoteExtractor {
	readonly name: string;
	/** Null: nobody is asked unless the host knows an address itself; our own extractor answers. */
	readonly url: string | null;
	/** As Duckling writes it: `de_DE`. */
	readonly locale: string | null;
	readonly timeZone: string | null;
	/** All when null. */
	readonly dimensions: readonly string[] | null;
	readonly timeoutMs: number;
}

/** One match as Duckling answers it; offsets count code points. */
export const RemoteMatch = z.looseObject({
	dim: z.string(),
	start: z.int().nonnegative(),
	end: z.int().nonnegative(),
	body: z.string().optional(),
	value: z.record(z.string(), JsonValue),
});
export type RemoteMatch = z.infer<typeof RemoteMatch>;

/** One that was asked and could not answer has null, and has found nothing; one that was not asked is not there. */
export type RemoteMatches = ReadonlyMap<RemoteExtractor, readonly RemoteMatch[] | null>;

/** How a host asks. Never rejects: a message is worth more than its dates. */
export type AskExtractors = (
	extractors: readonly RemoteExtractor[],
	text: string,
	nowMs: number,
) => Promise<RemoteMatches>;

/** Duckling's matches as Rasa's entities. */
export function toEntities(
	matches: readonly RemoteMatch[],
	text: string,
	{ name, dimensions }: RemoteExtractor,
): Entity[] {
	const offsetOf = utf16Offsets(text);
	return matches
		.filter(({ dim }) => dimensions === null || dimensions.includes(dim))
		.flatMap((match) => {
			const start = offsetOf(match.start);
			const end = offsetOf(match.end);
			if (start === null || end === null || end <= start) return [];
			return {
				start,
				end,
				text: match.body ?? text.slice(start, end),
				value: valueOf(match.value),
				confidence: 1,
				additional_info: match.value,
				entity: match.dim,
				extractor: name,
			};
		});
}

/** An interval has two ends instead of one value; an open one has null. */
function valueOf(value: RemoteMatch["value"]): JsonValue {
	if (value["type"] === "interval") return { to: endOf(value["to"]), from: endOf(value["from"]) };
	return value["value"] ?? null;
}

const End = z.object({ value: JsonValue });

function endOf(end: JsonValue | undefined): JsonValue {
	return End.safeParse(end).data?.value ?? null;
}
