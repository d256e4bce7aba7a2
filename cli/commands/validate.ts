import { judgeOldProject } from "../../dialogue/old-project.ts";
import { validateDialogue } from "../../dialogue/validate.ts";
import { checkComponents } from "../../nlu/check-components.ts";
import { type PipelineConfig, readPipelineConfig } from "../../nlu/pipeline-config.ts";
import type { NluTrainingData } from "../../nlu/training-data.ts";
import { validateNlu } from "../../nlu/validate.ts";
import { type FaultList, formatFault } from "../../project/fault.ts";
import { mentionsInActionCode } from "../action-code.ts";
import type { Command } from "../command.ts";
import { readProjectSource } from "../project-source.ts";
import { loadProject, type LoadedProject } from "../train-project.ts";

export const validateCommand: Command = {
	name: "validate",
	summary: "names every fault of a project at once, with file and line, without training",
	usage: `Usage: care validate [--project DIR] [--json]

  --project DIR  folder of the Rasa project (default: assistant)
  What only the code of custom actions uses (actions.py, actions/) counts as used.
  --json         one JSON object on stdout: { errors: [{ file, line, code, message }], warnings: [...] }

Exit code 0: no errors (there may be warnings); 1: errors.`,
	options: { project: { type: "string" }, json: { type: "boolean" } },
	async run(args, output) {
		const directory = args.text("project") ?? "assistant";
		const project = loadProject(await readProjectSource(directory));
		const { faults } = project;
		await validateProject(project, directory);
		const all = faults.sorted();
		const errors = all.filter(({ severity }) => severity === "error");
		const warnings = all.filter(({ severity }) => severity === "warning");
		if (args.flag("json")) {
			const plain = ({ file, line, code, message }: (typeof all)[number]) => ({ file, line, code, message });
			output.out(JSON.stringify({ errors: errors.map(plain), warnings: warnings.map(plain) }));
		} else {
			for (const fault of all) output.out(formatFault(fault));
			output.out(`${errors.length} errors, ${warnings.length} warnings`);
		}
		return errors.length === 0 ? 0 : 1;
	},
};

/** Names what is wrong with a project that was read, in its own list of faults. */
export async function validateProject(project: LoadedProject, directory: string): Promise<void> {
	const { config, nlu, dialogue, faults } = project;
	if (project.isOld) return judgeOldProject(project, validateUnderstanding);
	validateUnderstanding(readPipelineConfig(config, faults), nlu, faults);
	const isMentioned = await mentionsInActionCode(directory);
	validateDialogue(dialogue, nlu, faults, isMentioned);
}

function validateUnderstanding(pipeline: PipelineConfig, nlu: NluTrainingData, faults: FaultList): void {
	checkComponents(pipeline, nlu, faults);
	validateNlu(nlu, faults, pipeline.languages);
}
