import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { askDucklingFrom } from "../ask-duckling.ts";
import { UsageError, type Command } from "../command.ts";
import { readModel } from "../read-input.ts";

export const parseCommand: Command = {
	name: "parse",
	summary: "says what the NLU makes of a text",
	usage: `Usage: care parse [--model FILE] [--explain] [--json] TEXT

  --model FILE  a trained model (default: dist/model/assistant.caremodel)
  --explain     with what spoke for and against the first two intents
  --json        one line of JSON instead of indented JSON`,
	takesWords: true,
	options: { model: { type: "string" }, explain: { type: "boolean" }, json: { type: "boolean" } },
	async run(args, output) {
		const text = args.positionals.join(" ");
		if (text === "") throw new UsageError("Give the text: care parse 'where is my parcel'");
		const interpreter = loadInterpreter(readModel(args.text("model")));
		const nowMs = Date.now();
		const remoteMatches = await askDucklingFrom(output)(interpreter.remoteExtractors ?? [], text, nowMs);
		const parsed = interpreter.parse(text, { nowMs, explain: args.flag("explain"), remoteMatches });
		output.out(JSON.stringify(parsed, null, args.flag("json") ? undefined : "\t"));
		return 0;
	},
};
