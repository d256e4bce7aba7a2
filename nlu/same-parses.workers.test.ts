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
	expect(JSON.parse(JSON.stringify(here))).toEqual(JSON.parse(inject("parsesInNode")));
});
