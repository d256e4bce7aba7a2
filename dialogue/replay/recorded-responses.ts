import { z } from "zod";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { GENERATED } from "../actions/responses.ts";
import { ActionFailed, type ResponseCall, type ResponseGenerator } from "../ports.ts";

/** Words of an NLG server as they were when the conversation was recorded: nobody is asked again (SPEC RY7). */
export class RecordedResponses implements ResponseGenerator {
	readonly #events: readonly DialogueEvent[];
	readonly #taken = new Set<DialogueEvent>();

	constructor(events: readonly DialogueEvent[]) {
		this.#events = events;
	}

	/** Null where the domain spoke then, or says something now that was not said then. */
	async generate({ response }: ResponseCall): Promise<Readonly<Record<string, JsonValue>> | null> {
		const told = this.#events.filter((event) => isAbout(event, response) && !this.#taken.has(event));
		// a custom action may have said the same in this turn: what follows the response's own action goes first
		const event = told.find((one) => this.#followsOwnAction(one, response)) ?? told[0];
		if (event === undefined) return null;
		this.#taken.add(event);
		const failure = failureOf(event, response);
		if (failure !== null) throw failure;
		if (event.event !== "bot" || event.metadata?.[GENERATED] !== true) return null;
		const { model_id: _model, assistant_id: _assistant, [GENERATED]: _mark, ...metadata } = event.metadata;
		return { text: event.text, ...event.data, ...metadata };
	}

	#followsOwnAction(event: DialogueEvent, response: string): boolean {
		const before = this.#events[this.#events.indexOf(event) - 1];
		return event.event !== "bot" || (before?.event === "action" && before.name === response);
	}
}

/** A message of this response, or the action that could not say it. */
function isAbout(event: DialogueEvent, response: string): boolean {
	if (event.event === "bot") return event.metadata?.["utter_action"] === response;
	return failureOf(event, response) !== null;
}

const Unsaid = z.array(z.object({ action: z.string(), code: z.string(), message: z.string() }));

function failureOf(event: DialogueEvent, response: string): ActionFailed | null {
	const unsaid = Unsaid.safeParse(event.metadata?.["response_errors"]).data ?? [];
	const failure = unsaid.find(({ action }) => action === response);
	if (failure === undefined) return null;
	const code = failure.code === "timeout" || failure.code === "bad_result" ? failure.code : "failed";
	return new ActionFailed(response, code, failure.message);
}
