import { ENCODER_ASSET, MODEL_ASSET, WORD_VECTORS_ASSET } from "../contracts/private-assets.ts";
import type { ParseData } from "../contracts/parse-data.ts";
import { parseAsking } from "../dialogue/parse-message.ts";
import { openSentenceEncoder, type SentenceEncoder } from "../nlu/encoder/sentence-encoder.ts";
import { decodeModelFile } from "../nlu/model-file.ts";
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
		load: async () => readWordVectorTable(decodeModelFile(await fetchAsset(world, WORD_VECTORS_ASSET))),
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

/** What the assistant that answers now makes of a text, outside of any conversation. @throws AssistantUnavailable */
export async function parseText(
	text: string,
	options: ParseSettings,
	world: AssistantWorld,
): Promise<ParseData> {
	const { assistant, interpreter: shared } = await currentAssistant(world);
	const interpreter = interpreterWith(shared, () => sentenceEncoder(world));
	const ask = askDuckling({
		RASA_DUCKLING_HTTP_URL: options.ducklingUrl,
		fetch: (request) => fetch(request),
		log: writeLog,
	});
	return parseAsking(text, { domain: assistant.domain, interpreter, ...options }, ask);
}
