/** Runs in Node before the tests of workerd: what these compare their own parses with. */
import type { TestProject } from "vitest/node";
import { openNluResources } from "../cli/nlu-resources.ts";
import { parseTestProject } from "../nlu/same-parses.ts";

declare module "vitest" {
	export interface ProvidedContext {
		/** A `SameParses` as JSON: what is no Unicode stays in it as an escape, and so comes through the socket. */
		parsesInNode: string;
	}
}

// oxlint-disable-next-line import/no-default-export -- vitest calls a global setup by its default export
export default async function provideParses(project: TestProject): Promise<void> {
	const { wordVectors } = await openNluResources();
	project.provide("parsesInNode", JSON.stringify(parseTestProject(wordVectors)));
}
