import type { ParseData } from "../contracts/parse-data.ts";
import { parseMessage } from "../dialogue/parse-message.ts";
import { bundledModel } from "./bundled-model.ts";
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
	options: { readonly nowMs: number; readonly timeZone?: string; readonly explain?: boolean },
): ParseData {
	const { assistant, interpreter } = currentAssistant();
	return parseMessage(text, { domain: assistant.domain, interpreter, ...options });
}
