/** What is wrong with the understanding of a project of Rasa 1.x or 2.x, beside its old constructs (project/SPEC OP1). */
import type { PipelineConfig } from "../nlu/pipeline-config.ts";
import { readPipelineConfig } from "../nlu/pipeline-config.ts";
import type { NluTrainingData } from "../nlu/training-data.ts";
import { type Fault, FaultList } from "../project/fault.ts";
import type { ProjectFile } from "../project/project-files.ts";

interface OldProject {
	readonly config: ProjectFile | null;
	readonly nlu: NluTrainingData;
	/** The report of old constructs, which the rest joins. */
	readonly faults: FaultList;
}

/** What follows from the old form, and goes with it: components of old names, responses under old ones. */
const CONSEQUENCES: ReadonlySet<string> = new Set(["old_component", "missing_retrieval_response"]);

/**
 * Judges pipeline and NLU data as far as they can be read. Stories and domain are left until the project is converted:
 * what they lack, an old construct mostly has.
 *
 * @param judge - what names more than reading the pipeline does
 */
export function judgeOldProject(
	{ config, nlu, faults }: OldProject,
	judge: (pipeline: PipelineConfig, nlu: NluTrainingData, faults: FaultList) => void,
): void {
	const found = new FaultList();
	judge(readPipelineConfig(config, found), nlu, found);
	addUntold(faults, found.sorted());
}

/** Adds what does not stand on the line of an old construct: there one thing is to be mended, and it is told. */
export function addUntold(report: FaultList, found: readonly Fault[]): void {
	const placeOf = ({ file, line }: Fault): string => `${file}:${line}`;
	const told = new Set(
		report.sorted().flatMap((fault) => (fault.code.startsWith("rasa_") ? [placeOf(fault)] : [])),
	);
	report.addAll(found.filter((fault) => !CONSEQUENCES.has(fault.code) && !told.has(placeOf(fault))));
}
