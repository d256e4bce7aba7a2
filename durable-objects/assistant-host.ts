import { z } from "zod";
import { JsonValue } from "../contracts/parse-data.ts";
import { loadAssistant } from "../dialogue/load-assistant.ts";
import { MessageProcessor } from "../dialogue/message-processor.ts";
import type { ActionRunner } from "../dialogue/ports.ts";
import { appendEvents, createTracker } from "../dialogue/tracker.ts";
import { loadInterpreter } from "../nlu/load-interpreter.ts";
import { decodeModelFile } from "../nlu/model-file.ts";
import { bundledModel } from "./bundled-model.ts";
import type { ConversationEngine, Dialogue, DialogueOptions } from "./conversation-ports.ts";

/** What a model decodes to. Immutable, so that every conversation of the isolate shares it. */
export interface LoadedAssistant {
	readonly modelId: string;
	readonly assistantId: string;
	readonly assistant: ReturnType<typeof loadAssistant>;
	readonly interpreter: ReturnType<typeof loadInterpreter>;
	/** The domain as an action server wants to see it. */
	readonly domainJson: JsonValue;
}

let loaded: LoadedAssistant | null = null;

/** The assistant that answers now: decoded at the first call in this isolate. @throws ModelFileError */
export function currentAssistant(): LoadedAssistant {
	loaded ??= load(bundledModel());
	return loaded;
}

function load(bytes: ArrayBuffer): LoadedAssistant {
	const model = decodeModelFile(bytes);
	const { modelId, assistantId, dialogue } = model.header;
	return {
		modelId,
		assistantId,
		assistant: loadAssistant({ modelId, assistantId, dialogue }),
		interpreter: loadInterpreter(model),
		domainJson: domainJson(dialogue),
	};
}

const WithDomain = z.object({ domain: JsonValue });

function domainJson(dialogue: unknown): JsonValue {
	return WithDomain.safeParse(dialogue).data?.domain ?? {};
}

/** The engine of an assistant. `actions` gives the runner of one conversation's custom actions. */
export function assistantEngine(
	assistant: LoadedAssistant,
	actions: (options: DialogueOptions) => ActionRunner,
): ConversationEngine {
	return {
		modelId: assistant.modelId,
		openDialogue: (options) => openDialogue(assistant, actions(options), options.conversationId),
	};
}

function openDialogue(current: LoadedAssistant, actions: ActionRunner, conversationId: string): Dialogue {
	let triggeredBy: string | null = null;
	const processor = new MessageProcessor({
		assistant: current.assistant,
		interpreter: current.interpreter,
		// a reminder that a crash makes ring again must find the keys of its first try
		actions: { run: (call) => actions.run({ ...call, turnId: triggeredBy ?? call.turnId }) },
		surroundings: { now: () => Date.now() / 1_000, random: () => Math.random() },
	});
	let tracker = createTracker(current.assistant.domain, conversationId);
	return {
		add(events) {
			tracker = appendEvents(tracker, events);
		},
		receive: (message) => processor.receive(tracker, message),
		respond: (turnId) => processor.respond(tracker, turnId),
		async trigger({ intent, entities, turnId }) {
			triggeredBy = turnId;
			try {
				return await processor.trigger(tracker, { intent, entities });
			} finally {
				triggeredBy = null;
			}
		},
	};
}
