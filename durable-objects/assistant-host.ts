import { ENCODER_ASSET, MODEL_ASSET, WORD_VECTORS_ASSET } from "../contracts/private-assets.ts";
import type { ParseData } from "../contracts/parse-data.ts";
import { parseAsking } from "../dialogue/parse-message.ts";
import type { Interpreter } from "../nlu/interpreter.ts";
import { openSentenceEncoder, type SentenceEncoder } from "../nlu/encoder/sentence-encoder.ts";
import { decodeModelFile } from "../nlu/model-file.ts";
import type { AskExtractors } from "../nlu/remote-extractor.ts";
import { readWordVectorTable, type WordVectorTable } from "../nlu/vectors/word-vectors.ts";
import { writeLog } from "../observability/log.ts";
import { AssistantUnavailable } from "./assistant-unavailable.ts";
import { type AssetsWorld, type AssistantWorld, fetchAsset } from "./assets-world.ts";
import { Assistants } from "./assistants.ts";
import { bundledEncoderKernel } from "./bundled-kernel.ts";
import { askDuckling } from "./duckling-client.ts";
import { EncoderHolder } from "./encoder-loading.ts";
import { interpreterWith, type ParseSettings, type LoadedAssistant, loadModel } from "./loaded-assistant.ts";
import { pause } from "./pause.ts";
import { SharedLoad } from "./shared-load.ts";

const tables = new SharedLoad<WordVectorTable>();
const assistants = new Assistants({ shipped: loadShipped, open: openModel, nowMs: Date.now });

/** The assistant that new conversations begin with. @throws AssistantUnavailable when none can be loaded; the next caller tries again */
export function currentAssistant(world: AssistantWorld): Promise<LoadedAssistant> {
	return assistants.current(world);
}

/** The assistant that a conversation began with, while it can be loaded. @throws AssistantUnavailable */
export function assistantOf(modelId: string | null, world: AssistantWorld): Promise<LoadedAssistant> {
	return assistants.of(modelId, world);
}

/** Another model was made the active one, by this isolate. */
export function activeModelChanged(): void {
	assistants.forgetActive();
}

/** Opens a model file, to the last of its parts. @throws ModelFileError saying whether it is damaged, too new or too old */
export async function openModel(file: Uint8Array, world: AssetsWorld): Promise<LoadedAssistant> {
	return loadModel(file, { wordVectors: await wordVectors(world) });
}

/** The word vectors that come with the program. @throws Error when they can't be had */
export function wordVectors(world: AssetsWorld): Promise<WordVectorTable> {
	return tables.get({
		nowMs: Date.now,
		load: async () =>
			readWordVectorTable(decodeModelFile(await fetchAsset(world, WORD_VECTORS_ASSET)), bundledEncoderKernel),
		waitUntil: world.waitUntil,
		pause,
	});
}

async function loadShipped(world: AssetsWorld): Promise<LoadedAssistant> {
	try {
		const [file, table] = await Promise.all([fetchAsset(world, MODEL_ASSET), wordVectors(world)]);
		return loadModel(file, { wordVectors: table });
	} catch (error) {
		world.report(error, { event: "assistant.failed" });
		throw new AssistantUnavailable({ cause: error });
	}
}

const encoders = new EncoderHolder((weights) =>
	openSentenceEncoder(decodeModelFile(weights), bundledEncoderKernel()),
);

/** The isolate's sentence encoder, or null until its weights have come: this call makes them come. */
export function sentenceEncoder(world: AssetsWorld): SentenceEncoder | null {
	return encoders.get({
		nowMs: Date.now(),
		fetchWeights: () => fetchAsset(world, ENCODER_ASSET),
		waitUntil: world.waitUntil,
		report: (error) => world.report(error, { event: "encoder.failed" }),
	});
}

/** How a model understands: what is left to the host. */
export interface Understanding {
	readonly interpreter: Interpreter;
	readonly askExtractors: AskExtractors;
}

/** The model's understanding, with the isolate's encoder and the servers that it may ask for entities. */
export function understandingOf(
	{ interpreter }: Pick<LoadedAssistant, "interpreter">,
	{ ducklingUrl, world }: { readonly ducklingUrl: string | undefined; readonly world: AssistantWorld },
): Understanding {
	return {
		interpreter: interpreterWith(interpreter, () => sentenceEncoder(world)),
		askExtractors: askDuckling({
			RASA_DUCKLING_HTTP_URL: ducklingUrl,
			fetch: (request) => fetch(request),
			log: writeLog,
		}),
	};
}

/** What the assistant that answers now makes of a text, outside of any conversation. @throws AssistantUnavailable */
export async function parseText(
	text: string,
	options: ParseSettings,
	world: AssistantWorld,
): Promise<ParseData> {
	const current = await currentAssistant(world);
	const { interpreter, askExtractors } = understandingOf(current, {
		ducklingUrl: options.ducklingUrl,
		world,
	});
	const { domain } = current.assistant;
	return parseAsking(text, { domain, interpreter, ...options }, askExtractors);
}
