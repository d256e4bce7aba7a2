import type { ParseData } from "../contracts/parse-data.ts";
import { parseAsking } from "../dialogue/parse-message.ts";
import { writeLog } from "../observability/log.ts";
import { bundledModel } from "./bundled-model.ts";
import { askDuckling } from "./duckling-client.ts";
import { type LoadedAssistant, loadModel } from "./loaded-assistant.ts";

let loaded: LoadedAssistant | null = null;

/** The assistant that answers now: decoded at the first call, for all conversations of this isolate. @throws ModelFileError */
export function currentAssistant(): LoadedAssistant {
	loaded ??= loadModel(bundledModel());
	return loaded;
}

/** What the assistant that answers now makes of a text, outside of any conversation. @throws ModelFileError */
export function parseText(
	text: string,
	options: {
		readonly nowMs: number;
		readonly timeZone?: string;
		readonly explain?: boolean;
		/** The Worker's own address of a Duckling server. */
		readonly ducklingUrl?: string | undefined;
	},
): Promise<ParseData> {
	const { assistant, interpreter } = currentAssistant();
	const ask = askDuckling({
		RASA_DUCKLING_HTTP_URL: options.ducklingUrl,
		fetch: (request) => fetch(request),
		log: writeLog,
	});
	return parseAsking(text, { domain: assistant.domain, interpreter, ...options }, ask);
}
