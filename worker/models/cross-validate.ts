/** Rasa's `cross_validation_folds`: a body's examples, each judged by a model that was taught without its fold. */
import { crossValidateNlu } from "../../nlu/cross-validate.ts";
import { readPipelineConfig } from "../../nlu/pipeline-config.ts";
import { readNluData } from "../../nlu/training-data.ts";
import type { WordVectorTable } from "../../nlu/vectors/word-vectors.ts";
import { FaultList, ProjectError } from "../../project/fault.ts";
import { parseProjectFiles } from "../../project/project-files.ts";
import { messagesReport, NothingToJudge } from "./judge-model.ts";
import { MOST, SEED } from "./train-model.ts";

/**
 * @param text - configuration and NLU data in one YAML document; without a `pipeline` it is Rasa's suggested one
 * @throws ProjectError naming every fault; NothingToJudge when there is too little, or too much for this isolate
 */
export function crossValidateHere(text: string, folds: number, wordVectors: WordVectorTable): object {
	const faults = new FaultList();
	const parsed = parseProjectFiles([{ path: "body.yml", text }]);
	faults.addAll(parsed.faults);
	const pipeline = readPipelineConfig(parsed.files[0] ?? null, faults);
	const data = readNluData(parsed.files, faults);
	if (faults.hasErrors()) throw new ProjectError(faults.sorted());
	refuseUnfit(data.examples.length, folds);
	const { judged, report } = crossValidateNlu(
		{
			data,
			pipeline,
			language: pipeline.language,
			additionalLanguages: pipeline.languages.additional,
			wordVectors,
			encoder: null,
			seed: SEED,
		},
		folds,
	);
	return messagesReport(judged, report);
}

function refuseUnfit(examples: number, folds: number): void {
	if (examples < folds)
		throw new NothingToJudge(`${folds} parts can't be made of the ${examples} examples in the request body.`);
	const taught = examples * (folds - 1);
	if (taught > MOST.examples)
		throw new NothingToJudge(
			`${folds} folds of ${examples} examples teach ${taught} in all, more than the ${MOST.examples} that are trained here: use \`care test nlu --cross-validation ${folds}\`.`,
		);
}
