import { existsSync } from "node:fs";
import { loadAssistant } from "../../dialogue/load-assistant.ts";
import { parseAsking } from "../../dialogue/parse-message.ts";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { nearestExamples, type NearExample } from "../../nlu/nearest-examples.ts";
import { askDucklingFrom } from "../ask-duckling.ts";
import { type Arguments, type Command, UsageError } from "../command.ts";
import { explanationText } from "../explain/explanation-text.ts";
import { openNluResources } from "../nlu-resources.ts";
import { readProjectSource } from "../project-source.ts";
import { readModel } from "../read-input.ts";
import { loadProject } from "../train-project.ts";

const NEAREST = 5;
/** What the default model is trained on. */
const DEFAULT_PROJECT = "assistant";

export const parseCommand: Command = {
	name: "parse",
	summary: "says what the NLU makes of a text, and why",
	usage: `Usage: care parse [--model FILE] [--explain [--project DIR]] [--json] TEXT

A text such as /greet{"name": "Ann"} is read as in a conversation: it names its intent itself.

  --model FILE   a trained model (default: dist/model/assistant.caremodel)
  --explain      what spoke for and against the first two intents, what each part did, the nearest examples
  --project DIR  where the examples stand (default: assistant, with the default model)
  --json         one line of JSON, with --explain { ..., explanation: { intents, steps, nearest, ... } }`,
	takesWords: true,
	options: {
		model: { type: "string" },
		project: { type: "string" },
		explain: { type: "boolean" },
		json: { type: "boolean" },
	},
	async run(args, output) {
		const text = args.positionals.join(" ");
		if (args.positionals.length === 0) throw new UsageError("Give the text: care parse 'where is my parcel'");
		const explain = args.flag("explain");
		if (!explain && args.text("project") !== undefined)
			throw new UsageError("--project goes with --explain.");
		const model = readModel(args.text("model"));
		const { domain } = loadAssistant({ ...model.header, arrays: model.arrays });
		const interpreter = loadInterpreter(model, await openNluResources());
		const context = { domain, interpreter, nowMs: Date.now(), explain };
		const parsed = await parseAsking(text, context, askDucklingFrom(output));
		const nearest = explain ? await nearestOf(args, text) : null;
		if (explain && !args.flag("json")) {
			output.out(explanationText(parsed, nearest));
			return 0;
		}
		const printed =
			nearest === null ? parsed : { ...parsed, explanation: withNearest(parsed["explanation"], nearest) };
		output.out(JSON.stringify(printed, null, args.flag("json") ? undefined : "\t"));
		return 0;
	},
};

/** @returns null when no project is named and the default one does not belong to the model */
async function nearestOf(args: Arguments, text: string): Promise<readonly NearExample[] | null> {
	const named = args.text("project");
	if (named === undefined && (args.text("model") !== undefined || !existsSync(DEFAULT_PROJECT))) return null;
	const { nlu } = loadProject(await readProjectSource(named ?? DEFAULT_PROJECT));
	return nearestExamples(nlu.examples, text, NEAREST);
}

function withNearest(explanation: unknown, nearest: readonly NearExample[]): object {
	const known = typeof explanation === "object" && explanation !== null ? explanation : {};
	const plain = nearest.map(({ example: { text, intent, position }, similarity }) => ({
		text,
		intent,
		similarity,
		...position,
	}));
	return { ...known, nearest: plain };
}
