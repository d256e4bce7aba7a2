/** Asks a real Duckling server, by its HTTP protocol as Rasa speaks it. */
import { z } from "zod";
import type { AskExtractors, RemoteExtractor } from "../nlu/remote-extractor.ts";
import { RemoteMatch } from "../nlu/remote-extractor.ts";
import type { LogEvent } from "../observability/log-event.ts";
import { errorText } from "../observability/scrub.ts";

/** What the variable says where a pipeline's server shall not be asked: then the built-in extractor finds. */
export const DUCKLING_OFF = "off";

/** Longest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 1_000_000;
const Answer = z.array(RemoteMatch).max(1_000);

export interface DucklingSurroundings {
	/** Goes before every `url` of a pipeline, as Rasa's variable of the name does; empty when there is none, `off`: nobody is asked. */
	readonly RASA_DUCKLING_HTTP_URL?: string | undefined;
	fetch(request: Request): Promise<Response>;
	log(event: LogEvent): void;
}

/** Asks all at once. Whoever fails is named in the log and has found nothing: the message goes on without. */
export function askDuckling(surroundings: DucklingSurroundings): AskExtractors {
	return async (extractors, text, nowMs) => {
		if (surroundings.RASA_DUCKLING_HTTP_URL === DUCKLING_OFF) return new Map();
		const asked = extractors.flatMap((extractor) => {
			const url = surroundings.RASA_DUCKLING_HTTP_URL || extractor.url;
			return url === null || url === "" || text.trim() === "" ? [] : [{ extractor, url }];
		});
		const answers = asked.map(
			async ({ extractor, url }): Promise<[RemoteExtractor, readonly RemoteMatch[] | null]> => {
				try {
					const request = toRequest(extractor, url, { text, nowMs });
					return [extractor, await readAnswer(await surroundings.fetch(request))];
				} catch (error) {
					surroundings.log({
						event: "extractor.failed",
						extractor: extractor.name,
						error: reason(error, extractor),
					});
					return [extractor, null];
				}
			},
		);
		return new Map(await Promise.all(answers));
	};
}

function toRequest(
	extractor: RemoteExtractor,
	url: string,
	{ text, nowMs }: { text: string; nowMs: number },
): Request {
	const { locale, timeZone, dimensions, timeoutMs } = extractor;
	const body = new URLSearchParams({ text });
	if (locale !== null) body.set("locale", locale);
	if (timeZone !== null) body.set("tz", timeZone);
	body.set("dims", JSON.stringify(dimensions));
	body.set("reftime", String(Math.floor(nowMs / 1_000) * 1_000)); // whole seconds, in milliseconds
	return new Request(`${url.replace(/(?<!\/)\/+$/, "")}/parse`, {
		method: "POST",
		headers: { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" },
		body: body.toString(),
		redirect: "manual", // a server that redirects could send the customer's words anywhere
		signal: AbortSignal.timeout(timeoutMs),
	});
}

async function readAnswer(response: Response): Promise<RemoteMatch[]> {
	if (response.status !== 200) {
		await response.body?.cancel();
		throw new Error(`Duckling answered with status ${response.status}`);
	}
	const parsed = Answer.safeParse(JSON.parse(await readCapped(response)));
	if (!parsed.success) throw new Error("Duckling's answer is no list of matches");
	return parsed.data;
}

async function readCapped(response: Response): Promise<string> {
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	for await (const chunk of response.body ?? []) {
		bytes += chunk.byteLength;
		if (bytes > MAX_ANSWER_BYTES)
			throw new Error(`Duckling's answer is longer than ${MAX_ANSWER_BYTES} bytes`);
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}

/** What goes to the log must not carry the answer, which may quote the customer. */
function reason(error: unknown, { timeoutMs }: RemoteExtractor): string {
	if (error instanceof Error && ["TimeoutError", "AbortError"].includes(error.name))
		return `Duckling did not answer within ${timeoutMs} ms`;
	if (error instanceof SyntaxError) return "Duckling's answer is no JSON";
	return errorText(error);
}
