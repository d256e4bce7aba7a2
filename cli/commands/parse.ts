import { readFileSync } from "node:fs";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { decodeModelFile } from "../../nlu/model-file.ts";
import { UsageError, type Command } from "../command.ts";

export const parseCommand: Command = {
	name: "parse",
	summary: "says what the NLU makes of a text",
	usage: `Usage: care parse [--model FILE] [--explain] TEXT

  --model FILE  a trained model (default: dist/model/assistant.caremodel)
  --explain     with what spoke for and against the first two intents
  --json        one line of JSON instead of indented JSON`,
	options: { model: { type: "string" }, explain: { type: "boolean" }, json: { type: "boolean" } },
	async run(args, output) {
		const text = args.positionals.join(" ");
		if (text === "") throw new UsageError("Give the text: care parse 'where is my parcel'");
		const file = args.text("model") ?? "dist/model/assistant.caremodel";
		const interpreter = loadInterpreter(decodeModelFile(readFileSync(file)));
		const parsed = interpreter.parse(text, { nowMs: Date.now(), explain: args.flag("explain") });
		output.out(JSON.stringify(parsed, null, args.flag("json") ? undefined : "\t"));
		return 0;
	},
};
