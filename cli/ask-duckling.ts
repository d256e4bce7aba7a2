// oxlint-disable-next-line no-restricted-imports -- a client of another server: it needs nothing but fetch, which Node has
import { askDuckling } from "../durable-objects/duckling-client.ts";
import type { AskExtractors } from "../nlu/remote-extractor.ts";
import type { Output } from "./command.ts";

/** Asks the pipeline's Duckling servers; whoever does not answer is named beside the result. */
export function askDucklingFrom(output: Pick<Output, "err">): AskExtractors {
	return askDuckling({
		RASA_DUCKLING_HTTP_URL: process.env["RASA_DUCKLING_HTTP_URL"],
		fetch: (request) => fetch(request),
		log: (event) => {
			if (event.event === "extractor.failed") output.err(`${event.extractor}: ${event.error}`);
		},
	});
}
