/** Rasa's `cross_validation_folds`: a body's examples, each judged by a model that was taught without its fold. */
import { checkTrainable } from "./check-trainable.ts";
import { crossValidateNlu } from "./cross-validate.ts";
import type { TaughtEncoder } from "./encoder/sentence-encoder.ts";
import { messagesReport, NothingToJudge } from "./evaluation/messages-report.ts";
import type { RowKernel } from "./linear/row-products.ts";
import { readPipelineConfig } from "./pipeline-config.ts";
import { readNluData } from "./training-data.ts";
import type { WordVectorTable } from "./vectors/word-vectors.ts";
import { FaultList, ProjectError } from "../project/fault.ts";
import { parseProjectFiles } from "../project/project-files.ts";

/** What the examples are learned with, and how many may be taught over all folds together. */
export interface CrossValidationOptions {
	readonly wordVectors: WordVectorTable;
	readonly encoder: TaughtEncoder | null;
	readonly newRowKernel?: () => RowKernel;
	readonly mostTaught?: number;
	readonly seed: number;
}

/**
 * @param text - configuration and NLU data in one YAML document; without a `pipeline` it is Rasa's suggested one
 * @throws ProjectError naming every fault; NothingToJudge when there is too little, or more than may be taught here
 */
export function crossValidateText(text: string, folds: number, options: CrossValidationOptions): object {
	const faults = new FaultList();
	const parsed = parseProjectFiles([{ path: "body.yml", text }]);
	faults.addAll(parsed.faults);
	const pipeline = readPipelineConfig(parsed.files[0] ?? null, faults);
	const data = readNluData(parsed.files, faults);
	checkTrainable(pipeline, data, faults);
	if (faults.hasErrors()) throw new ProjectError(faults.sorted());
	refuseUnfit(data.examples.length, folds, options.mostTaught);
	const { judged, report } = crossValidateNlu(
		{
			data,
			pipeline,
			language: pipeline.language,
			additionalLanguages: pipeline.languages.additional,
			wordVectors: options.wordVectors,
			encoder: options.encoder,
			newRowKernel: options.newRowKernel ?? null,
			seed: options.seed,
		},
		folds,
	);
	return messagesReport(judged, report);
}

function refuseUnfit(examples: number, folds: number, mostTaught = Number.POSITIVE_INFINITY): void {
	if (examples < folds)
		throw new NothingToJudge(`${folds} parts can't be made of the ${examples} examples in the request body.`);
	const taught = examples * (folds - 1);
	if (taught > mostTaught)
		throw new NothingToJudge(
			`${folds} folds of ${examples} examples teach ${taught} in all, more than the ${mostTaught} that are trained here: use \`care test nlu --cross-validation ${folds}\`.`,
		);
}
