import { crossValidateNlu } from "../../nlu/cross-validate.ts";
import { evaluateNlu } from "../../nlu/evaluate.ts";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { readPipelineConfig } from "../../nlu/pipeline-config.ts";
import { readNluData, type NluExample } from "../../nlu/training-data.ts";
import { FaultList, ProjectError } from "../../project/fault.ts";
import { parseProjectFiles } from "../../project/project-files.ts";
import { UsageError, type Arguments, type Command, type Output } from "../command.ts";
import { nluReportText } from "../nlu-report-text.ts";
import { readProjectSource } from "../project-source.ts";
import { readModel, readYaml } from "../read-input.ts";
import { loadProject } from "../train-project.ts";
import { readWordVectors } from "../word-vectors.ts";

export const testNluCommand: Command = {
	name: "test nlu",
	summary: "judges understanding by annotated sentences: accuracy, F1, confusions, calibration",
	usage: `Usage: care test nlu --nlu PATH [--model FILE] [--json]
       care test nlu --cross-validation N [--project DIR] [--seed N] [--json]

  --nlu PATH            a file or folder with \`nlu:\` data that the model has not been trained on
  --model FILE          a trained model (default: dist/model/assistant.caremodel)
  --cross-validation N  trains N times, each time without one Nth of the project's examples, and judges by that part
  --project DIR         folder of the Rasa project (default: assistant)
  --seed N              the same data and seed give the same parts (default: 1)
  --json                one JSON object on stdout: { intent, entity, calibration, fallback, languages, confusions }, and with
                        --cross-validation the accuracy of each part: { ..., foldAccuracies }`,
	options: {
		nlu: { type: "string" },
		model: { type: "string" },
		project: { type: "string" },
		"cross-validation": { type: "string" },
		seed: { type: "string" },
		json: { type: "boolean" },
	},
	async run(args, output) {
		const folds = args.number("cross-validation");
		if (folds !== undefined) return crossValidate(args, folds, output);
		for (const name of ["project", "seed"]) {
			if (args.text(name) !== undefined) throw new UsageError(`--${name} goes with --cross-validation N.`);
		}
		const path = args.required("nlu");
		const examples = await readExamples(path);
		const model = readModel(args.text("model"));
		const report = evaluateNlu(loadInterpreter(model), examples, model.header.language);
		output.out(args.flag("json") ? JSON.stringify(report) : nluReportText(report, examples.length));
		return 0;
	},
};

async function crossValidate(args: Arguments, folds: number, output: Output): Promise<0> {
	for (const name of ["nlu", "model"]) {
		if (args.text(name) !== undefined) {
			throw new UsageError(`--${name} has no use beside --cross-validation: it trains by itself.`);
		}
	}
	if (!Number.isInteger(folds) || folds < 2) throw new UsageError("--cross-validation takes 2 or more.");
	const project = loadProject(await readProjectSource(args.text("project") ?? "assistant"));
	const pipeline = readPipelineConfig(project.config, project.faults);
	if (project.faults.hasErrors()) throw new ProjectError(project.faults.sorted());
	const { examples } = project.nlu;
	if (examples.length < folds) {
		throw new UsageError(`${folds} parts can't be made of ${examples.length} examples.`);
	}
	const { language } = pipeline;
	const { report, foldAccuracies } = crossValidateNlu(
		{
			data: project.nlu,
			pipeline,
			language,
			additionalLanguages: pipeline.languages.additional,
			wordVectors: readWordVectors(language),
			seed: args.number("seed") ?? 1,
			onProgress: ({ component }) => output.err(component),
		},
		folds,
	);
	const shares = foldAccuracies.map((share) => `${(share * 100).toFixed(1)} %`).join(", ");
	output.out(
		args.flag("json")
			? JSON.stringify({ ...report, foldAccuracies })
			: `${nluReportText(report, examples.length)}\n\naccuracy of each part: ${shares}`,
	);
	return 0;
}

async function readExamples(path: string): Promise<readonly NluExample[]> {
	const parsed = parseProjectFiles(await readYaml(path));
	const faults = new FaultList();
	faults.addAll(parsed.faults);
	const { examples } = readNluData(parsed.files, faults);
	if (faults.hasErrors()) throw new ProjectError(faults.sorted());
	if (examples.length === 0) throw new Error(`No examples under an \`nlu:\` key in ${path}.`);
	return examples;
}
