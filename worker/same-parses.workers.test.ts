import { env } from "cloudflare:workers";
import { inject, test } from "vitest";
import { WORD_VECTORS_ASSET } from "../contracts/private-assets.ts";
import { bundledEncoderKernel } from "../durable-objects/bundled-kernel.ts";
import { decodeModelFile } from "../nlu/model-file.ts";
import { parseTestProject } from "../nlu/same-parses.ts";
import { readWordVectorTable } from "../nlu/vectors/word-vectors.ts";

declare module "vitest" {
	interface ProvidedContext {
		parsesInNode: string;
	}
}

test("[BI5] workerd learns the same model as Node and says the same of every text, which it reads in context", async ({
	expect,
}) => {
	const file = await env.ASSETS.fetch(new Request(`https://assets${WORD_VECTORS_ASSET}`));
	const table = readWordVectorTable(
		decodeModelFile(new Uint8Array(await file.arrayBuffer())),
		bundledEncoderKernel,
	);
	const here = parseTestProject(table);
	expect(JSON.stringify(here.parses)).toContain("≈");
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
