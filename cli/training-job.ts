/** One job of the training server, in a process of its own: it is told the job, tells the outcome, and ends. */
import { getPriority, setPriority } from "node:os";
import { TrainingJob } from "../contracts/training-job.ts";
import { DEFAULT_SEED } from "../dialogue/train-project.ts";
import { crossValidateText } from "../nlu/cross-validate-text.ts";
import { NothingToJudge } from "../nlu/evaluation/messages-report.ts";
import { ProjectError } from "../project/fault.ts";
import { openNluResources } from "./nlu-resources.ts";
import { PARTS_CACHE } from "./parts-cache.ts";
import type { JobOutcome } from "./run-training-job.ts";
import { trainWithResources } from "./train-project.ts";

/** Whoever serves goes first. Only the superuser may go forward again, where the product itself runs further behind. */
const BEHIND_THE_OTHERS = 10;
if (getPriority() < BEHIND_THE_OTHERS) setPriority(BEHIND_THE_OTHERS);
process.once("disconnect", () => process.exit());
process.once("message", (message) => {
	void outcomeOf(message).then((outcome) => process.send?.(outcome, () => process.disconnect()));
});

async function outcomeOf(message: unknown): Promise<JobOutcome> {
	try {
		return await work(TrainingJob.parse(message));
	} catch (error) {
		if (error instanceof ProjectError) return { outcome: "faults", faults: [...error.faults] };
		if (error instanceof NothingToJudge) return { outcome: "unfit", message: error.message };
		throw error; // ends the process, which is an outcome too
	}
}

async function work(job: TrainingJob): Promise<JobOutcome> {
	if (job.kind === "train") {
		const source = { training: job.files, tests: [], beside: [] };
		const { bytes, modelId } = await trainWithResources(source, PARTS_CACHE, { seed: DEFAULT_SEED });
		return { outcome: "model", modelId, bytes };
	}
	const { wordVectors, sentenceEncoder, newRowKernel } = await openNluResources();
	const report = crossValidateText(job.text, job.folds, {
		wordVectors,
		encoder: sentenceEncoder(),
		newRowKernel,
		seed: DEFAULT_SEED,
	});
	return { outcome: "report", report: { ...report } };
}
