import { checkTrainable } from "../../nlu/check-trainable.ts";
import { crossValidateNlu } from "../../nlu/cross-validate.ts";
import { reportOf } from "../../nlu/evaluate.ts";
import { compareJudged } from "../../nlu/evaluation/compare-judged.ts";
import { judgeExamples, type JudgedExample } from "../../nlu/judge-messages.ts";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { readPipelineConfig } from "../../nlu/pipeline-config.ts";
import { readNluData, type NluExample } from "../../nlu/training-data.ts";
import { FaultList, ProjectError } from "../../project/fault.ts";
import { newerVersion } from "../../project/format-version.ts";
import { parseProjectFiles } from "../../project/project-files.ts";
import { UsageError, type Arguments, type Command, type Output } from "../command.ts";
import { comparisonText } from "../nlu-report/comparison-text.ts";
import { foldsText } from "../nlu-report/folds-text.ts";
import { nluReportText } from "../nlu-report/report-text.ts";
import { writeNluReport } from "../nlu-report/write-report.ts";
import { readProjectSource } from "../project-source.ts";
import { readJsonNluFiles, readModel, readYaml } from "../read-input.ts";
import { loadProject } from "../train-project.ts";
import { withEncoderCrew } from "../encode-sentences.ts";
import { openNluResources } from "../nlu-resources.ts";
import type { NluResources } from "../../nlu/resources.ts";

export const testNluCommand: Command = {
	name: "test nlu",
	summary: "judges understanding by annotated sentences: accuracy, F1, confusions, calibration",
	usage: `Usage: care test nlu --nlu PATH [--model FILE] [--compare FILE] [--out DIR] [--json]
       care test nlu --cross-validation N [--project DIR] [--seed N] [--out DIR] [--json]

  --nlu PATH            a file or folder with \`nlu:\` data, or Rasa's JSON, that the model has not been trained on
  --model FILE          a trained model (default: dist/model/assistant.caremodel)
  --cross-validation N  trains N times, each time without one Nth of the project's examples, and judges by that part
  --project DIR         folder of the Rasa project (default: assistant)
  --seed N              the same data and seed give the same parts (default: 1)
  --compare FILE        a second model, judged by the same messages: what the first one gains and loses against it
  --out DIR             writes report.json, the confusion matrix and the confidences as SVG, and rasa test nlu's
                        intent_report.json, intent_errors.json, entity_report.json, entity_errors.json, <extractor>_report.json, <extractor>_errors.json, and of
                        what a ResponseSelector says response_selection_report.json, response_selection_errors.json
  --json                one JSON object on stdout: { intent, entity, response, calibration, fallback, languages, confusions,
                        errors }, with --compare also { comparison }, with --cross-validation also { foldAccuracies, folds }`,
	options: {
		nlu: { type: "string" },
		model: { type: "string" },
		project: { type: "string" },
		"cross-validation": { type: "string" },
		compare: { type: "string" },
		out: { type: "string" },
		seed: { type: "string" },
		json: { type: "boolean" },
	},
	async run(args, output) {
		const folds = args.number("cross-validation");
		if (folds !== undefined) return crossValidate(args, folds, output);
		for (const name of ["project", "seed"]) {
			if (args.text(name) !== undefined) throw new UsageError(`--${name} goes with --cross-validation N.`);
		}
		const examples = await readExamples(args.required("nlu"));
		const model = readModel(args.text("model"));
		const resources = await openNluResources();
		const judged = judgeExamples(loadInterpreter(model, resources), examples);
		const { language } = model.header;
		tell(args, output, { judged, language, ...comparisonWith(args.text("compare"), judged, resources) });
		return 0;
	},
};

/** What a run found; `extra` joins the JSON, `text` follows the report. */
interface Judgement {
	readonly judged: readonly JudgedExample[];
	/** Of messages that name none. */
	readonly language: string;
	readonly extra: Readonly<Record<string, unknown>>;
	readonly text: string;
}

function comparisonWith(
	path: string | undefined,
	judged: readonly JudgedExample[],
	resources: NluResources,
): Pick<Judgement, "extra" | "text"> {
	if (path === undefined) return { extra: {}, text: "" };
	const examples = judged.map(({ example }) => example);
	const others = judgeExamples(loadInterpreter(readModel(path), resources), examples);
	const comparison = compareJudged(judged, others);
	return { extra: { comparison }, text: comparisonText(comparison, path) };
}

function tell(args: Arguments, output: Output, { judged, language, extra, text }: Judgement): void {
	const report = reportOf(judged, language);
	const printed = { ...report, ...extra };
	output.out(
		args.flag("json")
			? JSON.stringify(printed)
			: [nluReportText(report), text].filter((part) => part !== "").join("\n\n"),
	);
	const directory = args.text("out");
	if (directory === undefined) return;
	const names = writeNluReport(directory, { report, judged, printed });
	output.err(`${directory}: ${names.join(", ")}`);
}

async function crossValidate(args: Arguments, folds: number, output: Output): Promise<0> {
	for (const name of ["nlu", "model", "compare"]) {
		if (args.text(name) !== undefined) {
			throw new UsageError(`--${name} has no use beside --cross-validation: it trains by itself.`);
		}
	}
	if (!Number.isInteger(folds) || folds < 2) throw new UsageError("--cross-validation takes 2 or more.");
	const project = loadProject(await readProjectSource(args.text("project") ?? "assistant"));
	const pipeline = readPipelineConfig(project.config, project.faults);
	checkTrainable(pipeline, project.nlu, project.faults);
	if (project.faults.hasErrors()) throw new ProjectError(project.faults.sorted());
	const { examples } = project.nlu;
	if (examples.length < folds) {
		throw new UsageError(`${folds} parts can't be made of ${examples.length} examples.`);
	}
	const { language } = pipeline;
	const resources = await openNluResources();
	const validation = await withEncoderCrew(resources.sentenceEncoder(), (encoder) =>
		crossValidateNlu(
			{
				data: project.nlu,
				pipeline,
				language,
				additionalLanguages: pipeline.languages.additional,
				wordVectors: resources.wordVectors,
				encoder,
				newRowKernel: resources.newRowKernel,
				seed: args.number("seed") ?? 1,
				onProgress: ({ component }) => output.err(component),
			},
			folds,
		),
	);
	const foldAccuracies = validation.folds.map((fold) => fold.accuracy);
	tell(args, output, {
		judged: validation.judged,
		language,
		extra: { foldAccuracies, folds: validation.folds },
		text: foldsText(validation.folds),
	});
	return 0;
}

async function readExamples(path: string): Promise<readonly NluExample[]> {
	const parsed = parseProjectFiles([...(await readYaml(path)), ...(await readJsonNluFiles(path))]);
	const faults = new FaultList();
	faults.addAll(parsed.faults);
	const { examples } = readNluData(parsed.files, faults);
	if (faults.hasErrors()) throw new ProjectError(faults.sorted());
	if (examples.length === 0) {
		const newer = parsed.files.map(newerVersion).find((version) => version !== null);
		const why = newer === undefined ? "" : ` ${newer.position.file}: ${newer.message}`;
		throw new Error(`No examples under an \`nlu:\` key in ${path}.${why}`);
	}
	return examples;
}
