import { z } from "zod";
import { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { JsonValue } from "../contracts/parse-data.ts";
import type { ActionContext } from "./actions/action-context.ts";
import { botEvent, phrase, utter, utterDrafts, utterOwn, type SpeechContext } from "./actions/responses.ts";
import type { Assistant } from "./assistant.ts";
import { conversationLanguage, setsLanguage } from "./conversation-language.ts";
import { ACTION_FAILED_RESPONSE } from "./names.ts";
import {
	ActionFailed,
	type ActionRunner,
	type ResponseGenerator,
	type Surroundings,
	type TurnResult,
} from "./ports.ts";
import { typedSlots } from "./typed-slots.ts";
import { appendEvents, trackerState, type Tracker } from "./tracker.ts";

const ACTION_FAILED_TEXT =
	"Sorry, something went wrong on our side, and I could not do that. Please try again later.";

/** What a failed action left behind: for the event's metadata, never for the customer. */
export interface ActionFailure {
	readonly action: string;
	readonly code: "timeout" | "failed" | "rejected" | "bad_result";
	readonly message: string;
}

export interface TurnDependencies {
	readonly assistant: Assistant;
	readonly actions: ActionRunner;
	/** Words responses in the domain's place. */
	readonly responses?: ResponseGenerator | undefined;
	readonly surroundings: Surroundings;
}

const CustomActionResult = z.object({ events: z.array(DialogueEvent), responses: z.array(z.unknown()) });

/** One turn while it is worked out: the tracker so far and the events that it gained. */
export class Turn {
	readonly context: ActionContext;
	tracker: Tracker;
	circuitBroken = false;
	readonly #dependencies: TurnDependencies;
	readonly #turnId: string;
	/** One apology a turn: what fails after a failure fails for the same reason. */
	#hasApologised = false;
	readonly #gained: DialogueEvent[] = [];
	#calls: number;
	#failures: ActionFailure[] = [];
	#unsaid: ActionFailure[] = [];

	/** @param calls - of custom actions, before this turn was interrupted */
	constructor(tracker: Tracker, turnId: string, dependencies: TurnDependencies, calls = 0) {
		this.#calls = calls;
		this.tracker = tracker;
		this.#turnId = turnId;
		this.#dependencies = dependencies;
		const speech: SpeechContext = {
			outputChannel: outputChannel(tracker),
			random: () => dependencies.surroundings.random(),
			generator: dependencies.responses,
		};
		this.context = {
			domain: dependencies.assistant.domain,
			speech,
			callCustomAction: (name, at) => this.#callCustomAction(name, at, speech),
			say: (response, at) => this.#say(response, at),
			noteFailure: (action, error) => this.#failures.push(actionFailure(action, error)),
		};
	}

	/** Custom actions that the turn has called. */
	get calls(): number {
		return this.#calls;
	}

	/** Appends events; each gets the time and the model that made it. */
	append(events: readonly DialogueEvent[]): void {
		if (events.length === 0) return;
		const { assistant, surroundings } = this.#dependencies;
		const stamped = events.map((event) => ({
			...event,
			timestamp: surroundings.stamp?.() ?? surroundings.now(),
			metadata: { model_id: assistant.modelId, assistant_id: assistant.assistantId, ...event.metadata },
		}));
		this.#gained.push(...stamped);
		this.tracker = appendEvents(this.tracker, stamped);
	}

	/** Failures that did not stop the turn, once: the next action's metadata tells them. */
	takeFailures(): readonly ActionFailure[] {
		const failures = this.#failures;
		this.#failures = [];
		return failures;
	}

	/** Responses that could not be worded, once: the metadata of the action that said them tells it. */
	takeUnsaid(): readonly ActionFailure[] {
		const unsaid = this.#unsaid;
		this.#unsaid = [];
		return unsaid;
	}

	result(): TurnResult {
		return { events: this.#gained, circuitBroken: this.circuitBroken };
	}

	async #callCustomAction(name: string, tracker: Tracker, speech: SpeechContext): Promise<DialogueEvent[]> {
		const ordinal = this.#calls;
		this.#calls += 1;
		const state = trackerState(tracker);
		const answer: unknown = await this.#dependencies.actions.run({
			name,
			tracker: state,
			slots: typedSlots(tracker.domain, state.slots),
			ordinal,
			turnId: this.#turnId,
			language: conversationLanguage(tracker) ?? tracker.domain.spec.language,
			phrase: (response, values) => phrase(response, tracker, speech, values),
		});
		const result = CustomActionResult.safeParse(answer);
		if (!result.success) throw new ActionFailed(name, "bad_result", z.prettifyError(result.error));
		const drafts = z.array(Draft).safeParse(result.data.responses);
		if (!drafts.success) throw new ActionFailed(name, "bad_result", z.prettifyError(drafts.error));
		const speaker = appendEvents(tracker, result.data.events.filter(setsLanguage));
		const said: DialogueEvent[] = [];
		for (const draft of drafts.data)
			// one after the other, as they are said
			said.push(...(await this.#sayDraft(name, draft, speaker)));
		return [...said, ...result.data.events];
	}

	async #say(response: string, tracker: Tracker): Promise<DialogueEvent[]> {
		try {
			const event = await utter(response, tracker, this.context.speech);
			return event === null ? [] : [event];
		} catch (error) {
			if (!(error instanceof ActionFailed)) throw error;
			this.#unsaid.push(actionFailure(response, error));
			return this.apologise();
		}
	}

	/** What the action did is done, whether or not its words can be found: its events stay. */
	async #sayDraft(action: string, draft: z.infer<typeof Draft>, speaker: Tracker): Promise<DialogueEvent[]> {
		try {
			return await utterDrafts([draft], speaker, this.context.speech);
		} catch (error) {
			if (!(error instanceof ActionFailed)) throw error;
			const why = { error: { ...actionFailure(action, error) } };
			return this.apologise().map((event) => ({ ...event, metadata: { ...event.metadata, ...why } }));
		}
	}

	/** One honest sentence a turn instead of silence, in the domain's own words: whoever words the others may be away. */
	apologise(): DialogueEvent[] {
		if (this.#hasApologised) return [];
		this.#hasApologised = true;
		const said = utterOwn(ACTION_FAILED_RESPONSE, this.tracker, this.context.speech);
		return [said ?? botEvent({ text: ACTION_FAILED_TEXT })];
	}
}

const JsonObject: z.ZodType<{ readonly [key: string]: JsonValue }> = z.record(z.string(), z.json());
const Draft = z.union([
	z.object({ response: z.string(), values: JsonObject.optional() }),
	z.object({
		text: z.string(),
		buttons: z.array(z.object({ title: z.string(), payload: z.string() })).optional(),
		image: z.string().optional(),
		custom: JsonObject.optional(),
	}),
	z.object({ remote: JsonObject }),
]);

/** Says in the terms of the log why an action failed. */
export function actionFailure(action: string, error: unknown): ActionFailure {
	const message = (error instanceof Error ? error.message : String(error)).slice(0, 500);
	const code = error instanceof ActionFailed ? error.code : "failed";
	return { action: error instanceof ActionFailed ? error.action : action, code, message };
}

/** Rasa answers REST requests through a collecting channel of that name. */
function outputChannel(tracker: Tracker): string {
	const channel = tracker.latestMessage?.event.input_channel ?? "";
	return channel === "rest" ? "collector" : channel;
}
