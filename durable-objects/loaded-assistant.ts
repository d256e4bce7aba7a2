import type { JsonValue } from "../contracts/parse-data.ts";
import type { Assistant } from "../dialogue/assistant.ts";
import { loadAssistant } from "../dialogue/load-assistant.ts";
import { MessageProcessor } from "../dialogue/message-processor.ts";
import type { ActionRunner, ResponseGenerator } from "../dialogue/ports.ts";
import { predictNext } from "../dialogue/predict-next.ts";
import { storyText } from "../dialogue/story-text.ts";
import { appendEvents, createTracker, type Tracker } from "../dialogue/tracker.ts";
import { trackerUntil, trackerView } from "../dialogue/tracker-view.ts";
import type { Interpreter } from "../nlu/interpreter.ts";
import { loadInterpreter } from "../nlu/load-interpreter.ts";
import type { AskExtractors } from "../nlu/remote-extractor.ts";
import { decodeModelFile } from "../nlu/model-file.ts";
import { NO_RESOURCES, type NluResources } from "../nlu/resources.ts";
import type { SentenceEncoder } from "../nlu/encoder/sentence-encoder.ts";
import { rememberingParses } from "./parse-cache.ts";
import type { ConversationEngine, Dialogue, DialogueOptions } from "./conversation-ports.ts";

/** What a model decodes to. Immutable, so that every conversation of the isolate shares it. */
export interface LoadedAssistant {
	readonly modelId: string;
	readonly assistantId: string;
	/** What the file was called when it was published; not there for the release's. */
	readonly fileName?: string;
	readonly assistant: Assistant;
	readonly interpreter: Interpreter;
	/** The domain as an action server wants to see it. */
	readonly domainJson: JsonValue;
}

/** How a text is read outside of any conversation. */
export interface ParseSettings {
	/** Epoch milliseconds: what "tomorrow" counts from. */
	readonly nowMs: number;
	readonly timeZone?: string;
	readonly explain?: boolean;
	/** The Worker's own address of a Duckling server. */
	readonly ducklingUrl?: string | undefined;
}

/** Decodes a model file. @throws ModelFileError saying whether it is damaged, too new or too old */
export function loadModel(
	bytes: ArrayBuffer | Uint8Array,
	resources: Pick<NluResources, "wordVectors"> = NO_RESOURCES,
): LoadedAssistant {
	const model = decodeModelFile(bytes);
	const { modelId, assistantId, dialogue } = model.header;
	const assistant = loadAssistant({ modelId, assistantId, dialogue, arrays: model.arrays });
	return {
		modelId,
		assistantId,
		assistant,
		interpreter: rememberingParses(loadInterpreter(model, { ...NO_RESOURCES, ...resources })),
		domainJson: { ...assistant.domain.spec.source },
	};
}

/** The interpreter that all conversations share, with the encoder that this caller can reach. */
export function interpreterWith(
	interpreter: Interpreter,
	sentenceEncoder: () => SentenceEncoder | null,
): Interpreter {
	return {
		...interpreter,
		parse: (text, options) => interpreter.parse(text, { ...options, sentenceEncoder }),
	};
}

/** What understanding takes from the host besides the model. */
export interface UnderstandingPorts {
	readonly askExtractors?: AskExtractors;
	readonly sentenceEncoder?: () => SentenceEncoder | null;
	/** Who words one conversation's responses in the domain's place; null for the domain itself. */
	readonly responses?: (options: DialogueOptions) => ResponseGenerator | null;
}

/**
 * The engine of an assistant. `actions` gives the runner of one conversation's custom actions; `askExtractors` reaches
 * the servers that its pipeline asks for entities, `sentenceEncoder` is asked when the first judge of the intents is in
 * doubt.
 */
export function assistantEngine(
	assistant: LoadedAssistant,
	actions: (options: DialogueOptions) => ActionRunner,
	{ askExtractors, sentenceEncoder = () => null, responses = () => null }: UnderstandingPorts = {},
): ConversationEngine {
	const interpreter = interpreterWith(assistant.interpreter, sentenceEncoder);
	return {
		modelId: assistant.modelId,
		openDialogue: (options) =>
			openDialogue(
				{ ...assistant, interpreter },
				{ actions: actions(options), askExtractors, responses: responses(options) ?? undefined },
				options.conversationId,
			),
	};
}

function openDialogue(
	current: LoadedAssistant,
	world: {
		readonly actions: ActionRunner;
		readonly askExtractors: AskExtractors | undefined;
		readonly responses: ResponseGenerator | undefined;
	},
	conversationId: string,
): Dialogue {
	const processor = new MessageProcessor({
		assistant: current.assistant,
		interpreter: current.interpreter,
		...world,
		surroundings: { now: () => Date.now() / 1_000, random: () => Math.random() },
	});
	let tracker = createTracker(current.assistant.domain, conversationId);
	return {
		add(events) {
			tracker = appendEvents(tracker, events);
		},
		receive: (message) => processor.receive(tracker, message),
		respond: (turnId, options) => processor.respond(tracker, turnId, options),
		// a reminder that a crash makes ring again keeps its turn's id, so that actions find the keys of its first try
		trigger: (external) => processor.trigger(tracker, external),
		begin: () => processor.begin(tracker),
		record: (message) => processor.record(tracker, message),
		execute: (action) => processor.execute(tracker, action),
		view: ({ verbosity, until }) => trackerView(asOf(tracker, until), verbosity),
		predict: () => predictNext(current.assistant, tracker),
		story: ({ allSessions, until }) =>
			storyText(conversationId, asOf(tracker, until).events.toArray(), { allSessions }),
	};
}

function asOf(tracker: Tracker, until: number | null): Tracker {
	return until === null ? tracker : trackerUntil(tracker, until);
}
