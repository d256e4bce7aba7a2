import { inject, test } from "vitest";
import { parseTestProject } from "./same-parses.ts";

declare module "vitest" {
	interface ProvidedContext {
		parsesInNode: string;
	}
}

test("[BI5] workerd learns the same model as Node and says the same of every text", ({ expect }) => {
	const here = parseTestProject();
	expect(here.parses).toHaveLength(300);
	expect(here.parses.some((parse) => parse.entities.length > 1)).toBe(true);
	// parse by parse, as JSON: a failure's text must come through the socket, lone surrogates and all
	const inNode: { modelId: string; parses: unknown[]; spanJudge: unknown } = JSON.parse(
		inject("parsesInNode"),
	);
	expect(here.modelId).toBe(inNode.modelId);
	expect(here.spanJudge).toEqual(inNode.spanJudge);
	const different = here.parses.flatMap((parse, i) => {
		const [own, other] = [JSON.stringify(parse), JSON.stringify(inNode.parses[i])];
		return own === other ? [] : [[own, other]];
	});
	expect(different.slice(0, 3)).toEqual([]);
});
