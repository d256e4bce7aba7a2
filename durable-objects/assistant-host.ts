import type { ParseData } from "../contracts/parse-data.ts";
import { parseAsking } from "../dialogue/parse-message.ts";
import { openSentenceEncoder, type SentenceEncoder } from "../nlu/encoder/sentence-encoder.ts";
import { decodeModelFile } from "../nlu/model-file.ts";
import { writeLog } from "../observability/log.ts";
import { bundledModel } from "./bundled-model.ts";
import { bundledEncoderKernel, bundledWordVectors } from "./bundled-resources.ts";
import { askDuckling } from "./duckling-client.ts";
import { EncoderHolder } from "./encoder-loading.ts";
import { interpreterWith, type LoadedAssistant, loadModel } from "./loaded-assistant.ts";

let loaded: LoadedAssistant | null = null;

/** The assistant that answers now: decoded at the first call, for all conversations of this isolate. @throws ModelFileError */
export function currentAssistant(): LoadedAssistant {
	loaded ??= loadModel(bundledModel(), { wordVectors: bundledWordVectors() });
	return loaded;
}

const encoders = new EncoderHolder((weights) =>
	openSentenceEncoder(decodeModelFile(weights), bundledEncoderKernel()),
);

/** Where the build puts the weights among the static assets. */
const WEIGHTS_PATH = "/encoder/english.careencoder";

/** What the second tier needs of the caller's world. */
export interface EncoderWorld {
	readonly assets: { fetch(request: Request): Promise<Response> };
	readonly waitUntil: (promise: Promise<unknown>) => void;
	readonly report: (error: unknown) => void;
}

/** The isolate's sentence encoder, or null until its weights have come: this call makes them come. */
export function sentenceEncoder({ assets, waitUntil, report }: EncoderWorld): SentenceEncoder | null {
	return encoders.get({
		nowMs: Date.now(),
		fetchWeights: async () => {
			const response = await assets.fetch(new Request(`https://assets${WEIGHTS_PATH}`));
			if (response.ok) return response.arrayBuffer();
			await response.body?.cancel();
			throw new Error(`The sentence encoder's weights (${WEIGHTS_PATH}): HTTP ${response.status}.`);
		},
		waitUntil,
		report,
	});
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
		readonly sentenceEncoder: () => SentenceEncoder | null;
	},
): Promise<ParseData> {
	const { assistant, interpreter: shared } = currentAssistant();
	const interpreter = interpreterWith(shared, options.sentenceEncoder);
	const ask = askDuckling({
		RASA_DUCKLING_HTTP_URL: options.ducklingUrl,
		fetch: (request) => fetch(request),
		log: writeLog,
	});
	return parseAsking(text, { domain: assistant.domain, interpreter, ...options }, ask);
}
