import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DEFAULT_SEED } from "../../dialogue/train-project.ts";
import { formatFault } from "../../project/fault.ts";
import type { Command } from "../command.ts";
import { PARTS_CACHE } from "../parts-cache.ts";
import { progressLine } from "../progress-line.ts";
import { readProjectSource } from "../project-source.ts";
import { trainWithResources } from "../train-project.ts";

export const trainCommand: Command = {
	name: "train",
	summary: "trains NLU and policies of a Rasa project into one model file",
	usage: `Usage: care train [--project DIR] [--out FILE] [--seed N] [--no-cache] [--json]

  --project DIR  folder of the Rasa project (default: assistant)
  --out FILE     where the model goes (default: dist/model/assistant.caremodel)
  --seed N       the same data and seed give the same file, byte for byte (default: 1)
  --no-cache     learns everything again; without it, what was learned from the same things before, and what the
                 encoder read in the same sentences, is taken from dist/parts: the file is the same, byte for byte
  --json         one JSON object on stdout: { modelId, bytes, seconds, intents, examples, ... }

A project with faults in its configuration, its NLU data or its rules does not train: every error that \`care validate\`
finds is named with file and line, and the exit code is 1. Warnings don't stop it, nor do names that only stories and
rules use and the domain lacks, as in Rasa: \`care validate\` names them.`,
	options: {
		project: { type: "string" },
		out: { type: "string" },
		seed: { type: "string" },
		"no-cache": { type: "boolean" },
		json: { type: "boolean" },
	},
	async run(args, output) {
		const started = performance.now();
		const out = args.text("out") ?? "dist/model/assistant.caremodel";
		const source = await readProjectSource(args.text("project") ?? "assistant");
		const progress = progressLine(process.stderr);
		const trained = await trainWithResources(source, args.flag("no-cache") ? null : PARTS_CACHE, {
			seed: args.number("seed") ?? DEFAULT_SEED,
			onProgress: progress.show,
		});
		progress.end();
		mkdirSync(dirname(out), { recursive: true });
		writeFileSync(out, trained.bytes);
		const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
		const { modelId, assistantId, bytes, counts, warnings } = trained;
		for (const warning of warnings) output.err(formatFault(warning));
		if (args.flag("json")) {
			const summary = { modelId, assistantId, file: out, bytes: bytes.length, seconds, ...counts };
			output.out(JSON.stringify({ ...summary, warnings: warnings.length }));
		} else {
			const figures = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
			output.out(
				`${out}: model ${modelId.slice(0, 12)}, ${bytes.length} bytes, ${seconds} s (${figures.join(", ")})`,
			);
		}
		return 0;
	},
};
