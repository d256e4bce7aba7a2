import { parseArgs } from "node:util";
import { alignColumns } from "../cli/nlu-report/align-columns.ts";
import { openNluResources } from "../cli/nlu-resources.ts";
import { readModel } from "../cli/read-input.ts";
import { loadInterpreter } from "../nlu/load-interpreter.ts";
import { percentile } from "./statistics.ts";
import { STRANGE_TEXTS } from "./strange-texts.ts";

const ROUNDS = 20;
const WARM_UP = 200;
/** Nobody's message may hold the isolate longer. */
const BUDGET_MS = 20;

/** How long texts that nobody writes in good faith take, first and later, with and without the reasons. */
export async function benchStrange(args: string[]): Promise<void> {
	const { values } = parseArgs({ args, options: { model: { type: "string" } } });
	const { wordVectors, sentenceEncoder } = await openNluResources();
	const interpreter = loadInterpreter(readModel(values.model), { wordVectors, sentenceEncoder });
	const timeOf = (text: string, explain: boolean): number => {
		const startMs = performance.now();
		interpreter.parse(text, { nowMs: 0, explain });
		return performance.now() - startMs;
	};
	for (let round = 0; round < WARM_UP; round++) timeOf("where is the parcel that you sent on monday", true);
	const rows = Object.entries(STRANGE_TEXTS).map(([name, text]) => {
		const first = timeOf(text, false);
		const later = Array.from({ length: ROUNDS }, () => timeOf(text, false));
		const explained = Array.from({ length: ROUNDS }, () => timeOf(text, true));
		return { name, figures: [first, percentile(later, 0.5), percentile(explained, 0.5)] };
	});
	const cells = rows.map(({ name, figures }) => [name, ...figures.map((ms) => ms.toFixed(1))]);
	console.log(alignColumns([["text", "first ms", "p50 ms", "explained p50 ms"], ...cells]));
	const slow = rows.filter(({ figures }) => figures.slice(1).some((ms) => ms > BUDGET_MS));
	console.log(
		slow.length === 0
			? `all within ${BUDGET_MS} ms`
			: `over ${BUDGET_MS} ms: ${slow.map(({ name }) => name).join(", ")}`,
	);
}
