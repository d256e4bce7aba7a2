import { z } from "zod";
import { DialogueEvent } from "../../contracts/dialogue-event.ts";
import { loadAssistant } from "../../dialogue/load-assistant.ts";
import { replayConversation, type ReplayReport } from "../../dialogue/replay/replay.ts";
import { appendEvents, createTracker, trackerState } from "../../dialogue/tracker.ts";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { askDucklingFrom } from "../ask-duckling.ts";
import { UsageError, type Command } from "../command.ts";
import { openNluResources } from "../nlu-resources.ts";
import { readInput, readModel } from "../read-input.ts";

export const replayCommand: Command = {
	name: "replay",
	summary: "a recorded conversation again: the same answers, or the first that differs",
	usage: `Usage: care replay FILE [--model FILE] [--to N] [--json]

  FILE          events of one conversation as JSON: a list, a tracker with "events", or our API's export
  --model FILE  the model that answers (default: dist/model/assistant.caremodel)
  --to N        only the first N events, and what the conversation amounts to after them
  --json        one JSON object on stdout: { turns, equal, comparison, differences, state }

Each turn is answered anew on what was recorded before it. Clock, chance and what custom actions gave come from the
recording: no action is called. Only a Duckling server of the pipeline is asked again (RASA_DUCKLING_HTTP_URL). With
the model that was recorded every byte must be equal; with any other (and with a recording of Rasa) what is understood,
done, said and set is compared. Exit code 0: all equal; 1: something differs.`,
	takesWords: true,
	options: { model: { type: "string" }, to: { type: "string" }, json: { type: "boolean" } },
	async run(args, output) {
		const [path, ...more] = args.positionals;
		if (path === undefined || more.length > 0) throw new UsageError("Give one file: care replay FILE.");
		const events = readEvents(path);
		const to = eventCount(args.number("to"));
		const model = readModel(args.text("model"));
		const assistant = loadAssistant({ ...model.header, arrays: model.arrays });
		const resources = await openNluResources();
		const isOwnModel = recordedModels(events).every((id) => id === model.header.modelId);
		const report = await replayConversation({
			assistant,
			interpreter: loadInterpreter(model, resources),
			...(isOwnModel
				? { firstTier: loadInterpreter(model, { ...resources, sentenceEncoder: () => null }) }
				: {}),
			askExtractors: askDucklingFrom(output),
			events,
			to,
			comparison: isOwnModel ? "exact" : "behaviour",
		});
		const { events: _events, ...state } = trackerState(
			appendEvents(createTracker(assistant.domain, "replay"), events.slice(0, to)),
		);
		if (args.flag("json")) output.out(JSON.stringify({ ...report, state }));
		else {
			if (to !== undefined) output.out(JSON.stringify(state, null, "\t"));
			for (const line of reportLines(report)) output.out(line);
		}
		return report.equal === report.turns ? 0 : 1;
	},
};

function reportLines({ turns, equal, comparison, differences }: ReplayReport): string[] {
	const how = comparison === "exact" ? "byte for byte" : "in what was understood, done, said and set";
	const [first] = differences;
	const shown =
		first === undefined
			? []
			: [
					`turn ${first.turn} ("${first.message}"), event ${first.event + 1}:`,
					`  recorded: ${first.recorded}`,
					`  replayed: ${first.replayed}`,
				];
	const others = differences.slice(1).map(({ turn }) => turn);
	return [
		...shown,
		...(others.length === 0 ? [] : [`other turns that differ: ${others.join(", ")}`]),
		`${equal} of ${turns} turns equal ${how}`,
	];
}

function eventCount(to: number | undefined): number | undefined {
	if (to !== undefined && (!Number.isInteger(to) || to < 0))
		throw new UsageError("--to takes a number of events, from 0.");
	return to;
}

/** Empty where the recording names none, as Rasa's own do before 3.0. */
function recordedModels(events: readonly DialogueEvent[]): unknown[] {
	const models = events.map((event) => event.metadata?.["model_id"]).filter((id) => id !== undefined);
	return models.length === 0 ? ["(unknown)"] : models;
}

const Events = z.array(DialogueEvent);
const Wrapped = z.union([
	Events,
	z.object({ events: Events }).transform(({ events }) => events),
	z
		.object({ events: z.array(z.object({ event: DialogueEvent })) })
		.transform(({ events }) => events.map(({ event }) => event)),
]);

/** @throws Error that says what is wrong with the file */
function readEvents(path: string): DialogueEvent[] {
	const text = readInput(path).toString("utf8");
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		throw new Error(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`, {
			cause: error,
		});
	}
	const parsed = Wrapped.safeParse(json);
	if (parsed.success) return parsed.data;
	const list = Events.safeParse(
		Array.isArray(json) ? json : z.object({ events: z.unknown() }).safeParse(json).data?.events,
	);
	throw new Error(
		`${path} holds no list of events (Rasa's JSON). ${list.success ? "" : z.prettifyError(list.error).slice(0, 600)}`,
	);
}
