import { readFile, writeFile } from "node:fs/promises";
import { writeDomainTypes } from "../../dialogue/write-domain-types.ts";
import { ProjectError } from "../../project/fault.ts";
import type { Command } from "../command.ts";
import { readProjectSource } from "../project-source.ts";
import { loadProject } from "../train-project.ts";

export const typesCommand: Command = {
	name: "types",
	summary: "writes a project's slots, names and forms as TypeScript types, for its actions",
	usage: `Usage: care types [--project DIR] [--out FILE] [--check] [--json]

  --project DIR  folder of the Rasa project (default: assistant)
  --out FILE     the module to write; without it the text goes to stdout
  --check        writes nothing: says whether FILE is what would be written
  --json         one JSON object on stdout: { file, isFresh, slots, intents, entities, actions, responses, forms }

Exit code 0: written, or fresh; 1: the project has errors, or FILE is stale; 2: the call was wrong.
How actions use the types: docs/actions.md.`,
	options: {
		project: { type: "string" },
		out: { type: "string" },
		check: { type: "boolean" },
		json: { type: "boolean" },
	},
	async run(args, output) {
		const isCheck = args.flag("check");
		const file = isCheck ? args.required("out") : (args.text("out") ?? null);
		const directory = args.text("project") ?? "assistant";
		const { dialogue, faults } = loadProject(await readProjectSource(directory));
		if (faults.hasErrors()) throw new ProjectError(faults.sorted());
		const { domain } = dialogue;
		const command = `care types --project ${directory}${file === null ? "" : ` --out ${file}`}`;
		const text = writeDomainTypes(domain);
		const isFresh = file !== null && (await readOptional(file)) === text;
		if (file !== null && !isFresh && !isCheck) await writeFile(file, text);
		const isStale = isCheck && !isFresh;
		if (args.flag("json")) {
			const { slots, intents, entities, responses, forms } = domain;
			output.out(
				JSON.stringify({
					file,
					isFresh,
					slots: slots.size,
					intents: intents.size,
					entities: entities.size,
					actions: domain.userActions.size,
					responses: responses.size,
					forms: forms.size,
				}),
			);
		} else if (file === null) output.out(text.trimEnd());
		else if (isStale)
			output.err(`${file} is stale. Write it again: npm run ${command.replace("care ", "care -- ")}`);
		else output.out(`${file}: ${isFresh ? "is fresh" : "written"}`);
		return isStale ? 1 : 0;
	},
};

async function readOptional(path: string): Promise<string | null> {
	return readFile(path, "utf8").catch(() => null); // not there yet: it is written
}
