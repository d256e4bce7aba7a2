/** Custom actions as they went when the conversation was recorded: nothing is called again (SPEC RY3). */
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import type { ActionResult } from "../action-sdk.ts";
import type { Domain } from "../domain.ts";
import { ACTION_VALIDATE_SLOT_MAPPINGS, REQUESTED_SLOT } from "../names.ts";
import { ActionFailed, ActionRejected, type ActionCall, type ActionRunner } from "../ports.ts";

/** Kinds of events that belong to the next action, not to the one before. */
const NEXT_STEP = new Set([
	"action",
	"user",
	"action_execution_rejected",
	"user_featurization",
	"loop_interrupted",
	"entities",
]);

/** Answers calls from the events of one recorded turn, each once. */
export class RecordedActions implements ActionRunner {
	readonly #events: readonly DialogueEvent[];
	readonly #domain: Domain;
	/** Where to look on for each name. */
	readonly #cursors = new Map<string, number>();

	constructor(events: readonly DialogueEvent[], domain: Domain) {
		this.#events = events;
		this.#domain = domain;
	}

	async run({ name }: ActionCall): Promise<ActionResult> {
		return { events: this.#results(name).map(withoutModel), responses: [] };
	}

	#results(name: string): readonly DialogueEvent[] {
		const own = this.#next(name, name);
		if (own !== null) return resultsOf(own.event, this.#stepAfter(own.index));
		if (name.startsWith("validate_")) return this.#validated(name);
		const asked = /^action_ask_(?<rest>.+)$/.exec(name)?.groups?.["rest"];
		if (asked !== undefined) return this.#asked(name);
		return this.#extracted(name);
	}

	/** The next event that tells how an action of this name went. */
	#next(key: string, name: string): { event: DialogueEvent; index: number } | null {
		const from = this.#cursors.get(key) ?? 0;
		const found = this.#events
			.slice(from)
			.findIndex(
				(event) =>
					(event.event === "action" || event.event === "action_execution_rejected") && event.name === name,
			);
		const event = this.#events[from + found];
		if (found < 0 || event === undefined) return null;
		this.#cursors.set(key, from + found + 1);
		return { event, index: from + found };
	}

	#stepAfter(index: number): readonly DialogueEvent[] {
		const rest = this.#events.slice(index + 1);
		const end = rest.findIndex((event) => NEXT_STEP.has(event.event));
		return end < 0 ? rest : rest.slice(0, end);
	}

	/** What a form's validation said and set: all of the form's step before it asks on. */
	#validated(name: string): readonly DialogueEvent[] {
		if (name === ACTION_VALIDATE_SLOT_MAPPINGS) return this.#extracted(name);
		const form = this.#next(name, name.slice("validate_".length));
		if (form === null) return [];
		failAsRecorded(form.event);
		const step = this.#stepAfter(form.index);
		const asking = step.findIndex((event) => event.event === "slot" && event.name === REQUESTED_SLOT);
		return step
			.slice(0, asking < 0 ? undefined : asking)
			.filter((event) => event.event === "slot" || event.event === "bot");
	}

	/** What an action that asks for a slot said: what follows the request. */
	#asked(name: string): readonly DialogueEvent[] {
		const failed = this.#events.find(({ metadata }) => textOf(metadata?.["error"], "action") === name);
		if (failed !== undefined) failAsRecorded(failed);
		const from = this.#cursors.get(name) ?? 0;
		const found = this.#events
			.slice(from)
			.findIndex(
				(event) =>
					event.event === "slot" &&
					event.name === REQUESTED_SLOT &&
					typeof event.value === "string" &&
					name.endsWith(`_${event.value}`),
			);
		if (found < 0) return [];
		this.#cursors.set(name, from + found + 1);
		return this.#stepAfter(from + found);
	}

	/** What an action of a slot's mapping gave, right after the message. */
	#extracted(name: string): readonly DialogueEvent[] {
		if (this.#cursors.has(name)) return [];
		this.#cursors.set(name, 0);
		const message = this.#events.findIndex((event) => event.event === "user");
		const isOwn = (slot: string): boolean =>
			name === ACTION_VALIDATE_SLOT_MAPPINGS ||
			(this.#domain.slots.get(slot)?.mappings.some((mapping) => mapping.action === name) ?? false);
		return this.#stepAfter(message).filter(
			(event) => event.event === "bot" || (event.event === "slot" && isOwn(event.name)),
		);
	}
}

/** @throws what the action threw when it was recorded */
function resultsOf(event: DialogueEvent, step: readonly DialogueEvent[]): readonly DialogueEvent[] {
	const error = event.metadata?.["error"];
	if (event.event === "action_execution_rejected")
		throw new ActionRejected(event.name, textOf(error, "message"));
	if (error === undefined) return step;
	throw recordedFailure(error);
}

/** A form fails where one of the actions that it calls does. @throws what that one threw, if one did */
function failAsRecorded({ event, metadata }: DialogueEvent): void {
	const error = metadata?.["error"];
	if (event === "action" && error !== undefined) throw recordedFailure(error);
}

function recordedFailure(error: JsonValue): ActionFailed {
	const code = textOf(error, "code");
	const known = code === "timeout" || code === "bad_result" ? code : "failed";
	return new ActionFailed(textOf(error, "action"), known, textOf(error, "message"));
}

function textOf(value: JsonValue | undefined, key: string): string {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return "";
	const text = value[key];
	return typeof text === "string" ? text : "";
}

/** The model that speaks now writes its own name. */
function withoutModel(event: DialogueEvent): DialogueEvent {
	if (event.metadata === undefined) return event;
	const { model_id: _model, assistant_id: _assistant, ...metadata } = event.metadata;
	return { ...event, metadata };
}
