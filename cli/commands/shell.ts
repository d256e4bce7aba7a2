import { createInterface } from "node:readline/promises";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import { loadAssistant } from "../../dialogue/load-assistant.ts";
import { MessageProcessor } from "../../dialogue/message-processor.ts";
import type { ActionRunner } from "../../dialogue/ports.ts";
import { appendEvents, createTracker, trackerState } from "../../dialogue/tracker.ts";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { decodeModelFile, type ModelFile } from "../../nlu/model-file.ts";
import { askDucklingFrom } from "../ask-duckling.ts";
import type { Command } from "../command.ts";
import { slotsText, whyText } from "../explain/turn-text.ts";
import { PARTS_CACHE } from "../parts-cache.ts";
import { progressLine } from "../progress-line.ts";
import { readProjectSource } from "../project-source.ts";
import { openNluResources } from "../nlu-resources.ts";
import { readModel } from "../read-input.ts";
import { trainWithResources } from "../train-project.ts";

export const shellCommand: Command = {
	name: "shell",
	summary: "talk to the bot in the terminal; /slots, /why and /events look inside",
	usage: `Usage: care shell [--project DIR | --model FILE]

  --project DIR  trains the project first (default: assistant)
  --model FILE   takes a trained model instead

Custom actions are not run here: each answers with its name in brackets. While talking:
  /slots   the slots that are set, and the form that runs
  /why     what was understood, and by which policy, rule or story each action was chosen
  /events  the events of the last turn, as they are kept
  /quit    ends it (so does Ctrl+D)`,
	options: { project: { type: "string" }, model: { type: "string" } },
	async run(args, output) {
		const file = await modelOf(args.text("model"), args.text("project") ?? "assistant");
		const assistant = loadAssistant({ ...file.header, arrays: file.arrays });
		const processor = new MessageProcessor({
			assistant,
			interpreter: loadInterpreter(file, await openNluResources()),
			askExtractors: askDucklingFrom(output),
			actions: namesOnly,
			surroundings: { now: () => Date.now() / 1000, random: Math.random },
		});
		let tracker = createTracker(assistant.domain, "shell");
		let lastTurn: readonly DialogueEvent[] = [];
		const lines = createInterface({ input: process.stdin, output: process.stderr, prompt: "you> " });
		lines.prompt();
		for await (const line of lines) {
			const text = line.trim();
			if (text === "/quit") break;
			if (text === "/slots")
				for (const line of slotsText(trackerState(tracker).slots, tracker.activeLoop?.name ?? null))
					output.out(line);
			else if (text === "/why") for (const line of whyText(lastTurn)) output.out(line);
			else if (text === "/events") for (const event of lastTurn) output.out(JSON.stringify(event));
			else if (text !== "") {
				const message = { text, messageId: crypto.randomUUID(), inputChannel: "cmdline", metadata: {} };
				lastTurn = (await processor.handleMessage(tracker, message)).events;
				tracker = appendEvents(tracker, lastTurn);
				for (const answer of answers(lastTurn)) output.out(answer);
			}
			lines.prompt();
		}
		lines.close();
		return 0;
	},
};

/** The shell has no database: an action says its name, as the recorded behaviour of Rasa's tests does. */
const namesOnly: ActionRunner = {
	run: async ({ name }) => ({
		events: [],
		responses: name.startsWith("validate_") ? [] : [{ text: `[${name}]` }],
	}),
};

async function modelOf(model: string | undefined, project: string): Promise<ModelFile> {
	if (model !== undefined) return readModel(model);
	const progress = progressLine(process.stderr);
	const source = await readProjectSource(project);
	const { bytes } = await trainWithResources(source, PARTS_CACHE, { seed: 1, onProgress: progress.show });
	progress.end();
	return decodeModelFile(bytes);
}

function answers(events: readonly DialogueEvent[]): string[] {
	return events.flatMap((event) => {
		if (event.event !== "bot") return [];
		const buttons = event.data?.["buttons"];
		const choices = Array.isArray(buttons) ? buttons.map((button) => `  ${JSON.stringify(button)}`) : [];
		return [`bot> ${event.text ?? ""}`, ...choices];
	});
}
