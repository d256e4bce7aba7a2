import { globSync, readFileSync } from "node:fs";
import { parseSync } from "vite";
import { z } from "zod";

/** A regular expression of ours, and where it stands. */
export interface PatternInCode {
	readonly source: string;
	readonly flags: string;
	readonly place: string;
}

/** The rooms whose code meets what a stranger wrote. */
const ROOMS = [
	"contracts",
	"project",
	"nlu",
	"dialogue",
	"assistant",
	"store",
	"observability",
	"durable-objects",
	"worker",
	"web",
	"gateway",
];

/** Every literal in the code of the rooms. Those that are put together at run time: collect-built-patterns.ts. */
export function literalPatterns(): readonly PatternInCode[] {
	const files = ROOMS.flatMap((room) => globSync(`${room}/**/*.{ts,tsx,js}`)).filter(
		(file) => !/\.test\.|\/testing\/|\.d\.ts$|node_modules/.test(file),
	);
	return files.flatMap((file) => {
		const text = readFileSync(file, "utf8");
		const { program } = parseSync(file, text);
		return literalsIn(program).map(({ regex, start }) => ({
			source: regex.pattern,
			flags: regex.flags,
			place: `${file}:${text.slice(0, start).split("\n").length}`,
		}));
	});
}

const Literal = z.object({
	type: z.literal("Literal"),
	start: z.int(),
	regex: z.object({ pattern: z.string(), flags: z.string() }),
});

function literalsIn(node: unknown): z.infer<typeof Literal>[] {
	if (Array.isArray(node)) return node.flatMap(literalsIn);
	if (typeof node !== "object" || node === null) return [];
	if ("regex" in node) {
		const literal = Literal.safeParse(node);
		if (literal.success) return [literal.data];
	}
	return Object.values(node).flatMap(literalsIn);
}
