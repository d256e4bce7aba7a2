import { bundledModel } from "./bundled-model.ts";
import { type LoadedAssistant, loadModel } from "./loaded-assistant.ts";

let loaded: LoadedAssistant | null = null;

/** The assistant that answers now: decoded at the first call, for all conversations of this isolate. @throws ModelFileError */
export function currentAssistant(): LoadedAssistant {
	loaded ??= loadModel(bundledModel());
	return loaded;
}
