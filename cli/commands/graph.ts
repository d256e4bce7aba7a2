import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { generateTrackers } from "../../dialogue/training/generate-trackers.ts";
import { storyGraph } from "../../dialogue/story-graph.ts";
import { ProjectError } from "../../project/fault.ts";
import type { Command } from "../command.ts";
import { graphSvg } from "../graph-svg.ts";
import { readProjectSource } from "../project-source.ts";
import { loadProject } from "../train-project.ts";

export const graphCommand: Command = {
	name: "graph",
	summary: "draws stories and rules as a picture (SVG)",
	usage: `Usage: care graph [--project DIR] [--out FILE] [--only stories|rules] [--json]

  --project DIR  folder of the Rasa project (default: assistant)
  --out FILE     where the picture goes (default: graph.svg)
  --only WHAT    stories, or rules
  --json         one JSON object on stdout: { file, nodes, edges, stories, rules }

Point at a step to see the stories and rules that come through it, with file and line.`,
	options: {
		project: { type: "string" },
		out: { type: "string" },
		only: { type: "string" },
		json: { type: "boolean" },
	},
	async run(args, output) {
		const directory = args.text("project") ?? "assistant";
		const { dialogue, faults } = loadProject(await readProjectSource(directory));
		if (faults.hasErrors()) throw new ProjectError(faults.sorted());
		const only = args.text("only");
		const { domain } = dialogue;
		const stories = only === "rules" ? [] : generateTrackers(dialogue.stories, domain, faults);
		const rules = only === "stories" ? [] : generateTrackers(dialogue.rules, domain, faults);
		const graph = storyGraph(stories, rules, domain);
		const out = args.text("out") ?? "graph.svg";
		mkdirSync(dirname(out), { recursive: true });
		writeFileSync(out, graphSvg(graph, `Stories and rules of ${directory}`));
		const counts = {
			file: out,
			nodes: graph.nodes.length,
			edges: graph.edges.length,
			stories: stories.length,
			rules: rules.length,
		};
		output.out(
			args.flag("json")
				? JSON.stringify(counts)
				: `${out}: ${counts.nodes} steps of ${counts.stories} stories and ${counts.rules} rules`,
		);
		return 0;
	},
};
