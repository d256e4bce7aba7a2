// oxlint-disable-next-line no-restricted-imports -- a client of another server: it needs nothing but fetch, which Node has
import { askDuckling } from "../durable-objects/duckling-client.ts";
import type { AskExtractors } from "../nlu/remote-extractor.ts";
import type { Output } from "./command.ts";

/** Asks the pipeline's Duckling servers; whoever does not answer is named beside the result. */
export function askDucklingFrom(output: Pick<Output, "err">): AskExtractors {
	let isTold = false;
	return askDuckling({
		RASA_DUCKLING_HTTP_URL: process.env["RASA_DUCKLING_HTTP_URL"],
		fetch: (request) => fetch(request),
		log: (event) => {
			if (event.event !== "extractor.failed") return;
			const way =
				" Start it, or set RASA_DUCKLING_HTTP_URL: to its address, or to off for the built-in extractor.";
			output.err(`${event.extractor} found nothing, its server failed (${event.error}).${isTold ? "" : way}`);
			isTold = true;
		},
	});
}
