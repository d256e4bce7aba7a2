import type { FaultList } from "../project/fault.ts";
import { checkComponents } from "./check-components.ts";
import { checkPatterns } from "./check-patterns.ts";
import type { PipelineConfig } from "./pipeline-config.ts";
import type { NluTrainingData } from "./training-data.ts";

/** What keeps the NLU from training, or from being what its project asks for, beyond what reading names. */
export function checkTrainable(pipeline: PipelineConfig, data: NluTrainingData, faults: FaultList): void {
	checkPatterns(data, faults);
	checkComponents(pipeline, data, faults);
}
