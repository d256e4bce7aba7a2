import { readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { evaluateNlu, type NluReport } from "../../nlu/evaluate.ts";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { decodeModelFile } from "../../nlu/model-file.ts";
import { readNluData, type NluExample } from "../../nlu/training-data.ts";
import { FaultList, ProjectError } from "../../project/fault.ts";
import { parseProjectFiles } from "../../project/project-files.ts";
import type { Command } from "../command.ts";
import { readYamlFiles } from "../project-source.ts";

/** Confusions and weak intents that the text report shows. */
const SHOWN = 15;

export const testNluCommand: Command = {
	name: "test nlu",
	summary: "judges a model by annotated sentences: accuracy, F1, confusions, calibration",
	usage: `Usage: care test nlu --nlu PATH [--model FILE] [--json]

  --nlu PATH    a file or folder with \`nlu:\` data that the model has not been trained on
  --model FILE  a trained model (default: dist/model/assistant.caremodel)
  --json        one JSON object on stdout: { intent, entity, calibration, fallback, confusions }`,
	options: { nlu: { type: "string" }, model: { type: "string" }, json: { type: "boolean" } },
	async run(args, output) {
		const examples = await readExamples(args.required("nlu"));
		const file = args.text("model") ?? "dist/model/assistant.caremodel";
		const report = evaluateNlu(loadInterpreter(decodeModelFile(readFileSync(file))), examples);
		output.out(args.flag("json") ? JSON.stringify(report) : reportText(report, examples.length));
		return 0;
	},
};

async function readExamples(path: string): Promise<readonly NluExample[]> {
	const isFolder = statSync(path).isDirectory();
	const sources = isFolder
		? await readYamlFiles(path)
		: [{ path: basename(path), text: readFileSync(path, "utf8") }];
	const parsed = parseProjectFiles(sources);
	const faults = new FaultList();
	faults.addAll(parsed.faults);
	const { examples } = readNluData(parsed.files, faults);
	if (faults.hasErrors()) throw new ProjectError(faults.sorted());
	if (examples.length === 0)
		throw new Error(`No examples under an \`nlu:\` key in ${isFolder ? path : dirname(path)}.`);
	return examples;
}

function reportText(report: NluReport, messages: number): string {
	const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
	const { intent, entity, calibration, fallback, confusions } = report;
	const lines = [
		`${messages} messages`,
		`intent    accuracy ${percent(intent.accuracy)}, macro F1 ${percent(intent.macroF1)}, weighted F1 ${percent(intent.weightedF1)}`,
		`entity    precision ${percent(entity.precision)}, recall ${percent(entity.recall)}, F1 ${percent(entity.f1)}`,
		`confidence  expected calibration error ${percent(calibration.ece)}`,
		`fallback  ${percent(fallback.rate)} of messages, ${percent(fallback.justified)} of them justified; accuracy of the rest ${percent(fallback.acceptedAccuracy)}`,
	];
	if (confusions.length > 0) lines.push("", "confusions (expected -> predicted):");
	for (const { expected, predicted, count, examples } of confusions.slice(0, SHOWN)) {
		lines.push(
			`  ${count} × ${expected} -> ${predicted}: ${examples.map((text) => JSON.stringify(text)).join(", ")}`,
		);
	}
	return lines.join("\n");
}
