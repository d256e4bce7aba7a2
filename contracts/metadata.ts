/** What a page or a channel sends along with a message: kept with it in the log, and given to actions. */
import { z } from "zod";

/** Deepest nesting, the metadata itself being the first level. */
export const MAX_METADATA_DEPTH = 8;
/** Longest metadata, in UTF-16 units of its JSON: it is stored with every message, and sent to action servers each time. */
export const MAX_METADATA_CHARS = 8_192;

/**
 * Metadata of a message: Rasa's `metadata`. Its depth is counted before anything looks into it, for what recurses can be
 * overrun.
 */
export const MessageMetadata = z
	.looseObject({})
	.refine((value) => !isDeeperThan(value, MAX_METADATA_DEPTH), {
		error: `may be nested ${MAX_METADATA_DEPTH} levels deep`,
		abort: true,
	})
	.refine((value) => JSON.stringify(value).length <= MAX_METADATA_CHARS, {
		error: `may have ${MAX_METADATA_CHARS} characters as JSON`,
		abort: true,
	})
	.pipe(z.record(z.string().max(64), z.json()));
export type MessageMetadata = z.infer<typeof MessageMetadata>;

function isDeeperThan(value: unknown, levels: number): boolean {
	let level: unknown[] = [value];
	for (let depth = 1; depth <= levels; depth += 1) {
		level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
		if (level.length === 0) return false;
	}
	return level.some((item) => typeof item === "object" && item !== null);
}
