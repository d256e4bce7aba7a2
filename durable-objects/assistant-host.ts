import { ENCODER_ASSET, MODEL_ASSET, WORD_VECTORS_ASSET } from "../contracts/private-assets.ts";
import type { ParseData } from "../contracts/parse-data.ts";
import { parseAsking } from "../dialogue/parse-message.ts";
import { openSentenceEncoder, type SentenceEncoder } from "../nlu/encoder/sentence-encoder.ts";
import { decodeModelFile } from "../nlu/model-file.ts";
import { readWordVectorTable } from "../nlu/vectors/word-vectors.ts";
import { writeLog } from "../observability/log.ts";
import { AssistantUnavailable } from "./assistant-unavailable.ts";
import { type AssetsWorld, fetchAsset } from "./assets-world.ts";
import { bundledEncoderKernel } from "./bundled-kernel.ts";
import { askDuckling } from "./duckling-client.ts";
import { EncoderHolder } from "./encoder-loading.ts";
import { interpreterWith, type LoadedAssistant, loadModel } from "./loaded-assistant.ts";
import { SharedLoad } from "./shared-load.ts";

const shipped = new SharedLoad<LoadedAssistant>();

/**
 * The assistant that answers now: loaded by the isolate's first caller, for all of its conversations.
 *
 * @throws AssistantUnavailable when it can't be loaded; the next caller tries again
 */
export function currentAssistant(world: AssetsWorld): Promise<LoadedAssistant> {
	return shipped.get({
		nowMs: Date.now,
		load: () => loadShipped(world),
		waitUntil: world.waitUntil,
		pause,
	});
}

async function loadShipped(world: AssetsWorld): Promise<LoadedAssistant> {
	try {
		const [model, vectors] = await Promise.all([
			fetchAsset(world, MODEL_ASSET),
			fetchAsset(world, WORD_VECTORS_ASSET),
		]);
		return loadModel(model, { wordVectors: readWordVectorTable(decodeModelFile(vectors)) });
	} catch (error) {
		world.report(error, { event: "assistant.failed" });
		throw new AssistantUnavailable({ cause: error });
	}
}

function pause(ms: number): { readonly over: Promise<void>; stop(): void } {
	let stop = (): void => {};
	const over = new Promise<void>((end) => {
		const timer = setTimeout(end, ms);
		stop = () => clearTimeout(timer);
	});
	return { over, stop };
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
	options: {
		readonly nowMs: number;
		readonly timeZone?: string;
		readonly explain?: boolean;
		/** The Worker's own address of a Duckling server. */
		readonly ducklingUrl?: string | undefined;
	},
	world: AssetsWorld,
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
