/** One message through the dialogue: session, parse, slots, then predict and act until the bot listens (SPEC MP1–MP14). */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { JsonValue } from "../contracts/parse-data.ts";
import type { Interpreter } from "../nlu/interpreter.ts";
import type { AskExtractors } from "../nlu/remote-extractor.ts";
import { extractSlots } from "./actions/extract-slots.ts";
import { withoutUnchecked } from "./actions/form.ts";
import { runAction, sessionStart } from "./actions/run-action.ts";
import type { Assistant } from "./assistant.ts";
import { appliedHead, type AppliedNode } from "./applied-history.ts";
import { isBuiltInForm, type Domain } from "./domain.ts";
import { conversationLanguage, languageEvents } from "./conversation-language.ts";
import { ACTION_SESSION_START, INTENT_RESTART, SESSION_METADATA_SLOT } from "./names.ts";
import { certainChoice, endsTurn, isActionLimitReached, nextAction } from "./next-action.ts";
import { parseAsking } from "./parse-message.ts";
import type { Choice } from "./policies/ensemble.ts";
import {
	ActionRejected,
	type ActionRunner,
	type ForcedAction,
	type ResponseGenerator,
	type Surroundings,
	type TurnResult,
	type UserMessage,
} from "./ports.ts";
import { appendEvents, type Tracker } from "./tracker.ts";
import { Turn, actionFailure, type ActionFailure } from "./turn.ts";

/** What the processor works with. */
export interface MessageProcessorDependencies {
	readonly assistant: Assistant;
	readonly interpreter: Interpreter;
	readonly actions: ActionRunner;
	/** Words responses in the domain's place; the domain speaks when absent. */
	readonly responses?: ResponseGenerator | undefined;
	readonly surroundings: Surroundings;
	/** Asks other servers for entities before a message is parsed; nobody is asked when absent. */
	readonly askExtractors?: AskExtractors | undefined;
	/** IANA zone for dates in messages; UTC when absent. */
	readonly timeZone?: string | undefined;
}

/** An event from outside: a reminder that rings, another system's trigger. */
export interface ExternalTrigger {
	readonly intent: string;
	/** Entities by name, or written out as a list. */
	readonly entities: JsonValue;
	/** Names the turn: a trigger that is tried again after a crash should carry the same. */
	readonly turnId?: string | undefined;
}

/** How a host follows a turn, and how it goes on with one that was interrupted. */
export interface RespondOptions {
	/** Called after each action but the last: all that the turn gained so far, and how many custom actions it has called. */
	readonly onStep?: ((gained: readonly DialogueEvent[], calls: number) => void) | undefined;
	/** Calls of custom actions before an interruption: their places in the turn are taken. */
	readonly callsBefore?: number | undefined;
}

/** Turns messages into events. It keeps nothing between calls: the tracker comes in, the new events go out. */
export class MessageProcessor {
	readonly #dependencies: MessageProcessorDependencies;

	constructor(dependencies: MessageProcessorDependencies) {
		this.#dependencies = dependencies;
	}

	/** Begins a session where one is due and logs the message with its parse. Cheap: no prediction is made. */
	async receive(tracker: Tracker, message: UserMessage): Promise<TurnResult> {
		const turn = new Turn(tracker, message.messageId, this.#dependencies);
		await this.#ensureSession(turn, message.metadata);
		const { assistant, interpreter, surroundings, timeZone, askExtractors } = this.#dependencies;
		const nowMs = Math.round(surroundings.now() * 1_000);
		const language = conversationLanguage(turn.tracker);
		const context = { domain: assistant.domain, interpreter, nowMs, timeZone, language };
		const parsed = message.parseData ?? (await parseAsking(message.text, context, askExtractors));
		turn.append([
			{
				event: "user",
				text: message.text,
				parse_data: { ...parsed, message_id: message.messageId, metadata: { ...message.metadata } },
				input_channel: message.inputChannel,
				message_id: message.messageId,
				metadata: { ...message.metadata },
			},
		]);
		return turn.result();
	}

	/** Takes a message with what it tells of slots, and leaves it unanswered. */
	async record(tracker: Tracker, message: UserMessage): Promise<TurnResult> {
		const received = await this.receive(tracker, message);
		const turn = new Turn(appendEvents(tracker, received.events), message.messageId, this.#dependencies);
		turn.append(await extractSlots(turn.tracker, turn.context));
		return { events: [...received.events, ...turn.result().events], circuitBroken: false };
	}

	/** Runs one action because somebody outside says so. */
	async execute(tracker: Tracker, action: ForcedAction): Promise<TurnResult> {
		const turn = new Turn(tracker, action.turnId, this.#dependencies);
		await this.#ensureSession(turn, {});
		const { name, policy, confidence } = action;
		await this.#runAction(turn, { ...certainChoice(name, policy), confidence }, turn.tracker.followupAction);
		return turn.result();
	}

	/** Begins a session where one is due. */
	async begin(tracker: Tracker): Promise<TurnResult> {
		const turn = new Turn(tracker, "session", this.#dependencies);
		await this.#ensureSession(turn, {});
		return turn.result();
	}

	/** Answers the latest message. After a crash between the two steps, or between two actions, this alone goes on with the turn. */
	async respond(tracker: Tracker, turnId: string, options: RespondOptions = {}): Promise<TurnResult> {
		const turn = new Turn(tracker, turnId, this.#dependencies, options.callsBefore);
		if (!hasActed(tracker)) await this.#understand(turn);
		await this.#act(turn, options.onStep);
		return turn.result();
	}

	/** `receive` and `respond` in one. */
	async handleMessage(tracker: Tracker, message: UserMessage): Promise<TurnResult> {
		const received = await this.receive(tracker, message);
		const answered = await this.respond(appendEvents(tracker, received.events), message.messageId);
		return { events: [...received.events, ...answered.events], circuitBroken: answered.circuitBroken };
	}

	/** Lets something outside the conversation speak as if the user had: a reminder, an external event. */
	async trigger(tracker: Tracker, external: ExternalTrigger): Promise<TurnResult> {
		const { surroundings } = this.#dependencies;
		const turnId = external.turnId ?? `external-${external.intent}-${surroundings.now()}`;
		const turn = new Turn(tracker, turnId, this.#dependencies);
		await this.#ensureSession(turn, {});
		turn.append([externalMessage(turn.tracker, external)]);
		await this.#understand(turn);
		await this.#act(turn);
		return turn.result();
	}

	async #ensureSession(turn: Turn, metadata: Readonly<Record<string, JsonValue>>): Promise<void> {
		const head = appliedHead(turn.tracker.domain, turn.tracker.events);
		if (head.event !== null && !this.#hasExpired(turn.tracker.domain, head)) return;
		if (Object.keys(metadata).length > 0)
			turn.append([{ event: "slot", name: SESSION_METADATA_SLOT, value: { ...metadata } }]);
		await this.#runAction(turn, certainChoice(ACTION_SESSION_START, null), turn.tracker.followupAction);
	}

	#hasExpired(domain: Domain, head: AppliedNode): boolean {
		const minutes = domain.spec.sessionExpirationMinutes;
		let node: AppliedNode | null = head;
		while (node !== null && node.event?.event !== "user") node = node.parent;
		const latest = node?.event?.timestamp;
		if (minutes <= 0 || latest === undefined || latest === null) return false;
		return (this.#dependencies.surroundings.now() - latest) / 60 > minutes;
	}

	/** What the message tells of language and slots. */
	async #understand(turn: Turn): Promise<void> {
		turn.append(languageEvents(turn.tracker));
		turn.append(await extractSlots(turn.tracker, turn.context));
	}

	async #act(turn: Turn, onStep?: RespondOptions["onStep"]): Promise<void> {
		let goesOn = true;
		while (goesOn && !isSilenced(turn.tracker)) {
			if (isActionLimitReached(turn.tracker)) {
				turn.circuitBroken = true;
				return;
			}
			const next = nextAction(this.#dependencies.assistant, turn.tracker);
			// a follow-up action finds itself still asked for: it is done when the log says so
			const { followupAction } = turn.tracker;
			turn.tracker = next.tracker;
			// each action sees what the one before it did
			if (next.choice.isEndToEnd) turn.append(await extractSlots(turn.tracker, turn.context));
			await this.#runAction(turn, next.choice, followupAction);
			goesOn = !endsTurn(next.choice.action);
			if (goesOn) onStep?.(turn.result().events, turn.calls);
		}
	}

	async #runAction(turn: Turn, choice: Choice, followupAction: string | null): Promise<void> {
		let events: readonly DialogueEvent[];
		let failure: ActionFailure | null = null;
		const seen = appendEvents({ ...turn.tracker, followupAction }, choice.events);
		try {
			events = await runAction(choice.action, seen, turn.context);
		} catch (error) {
			if (error instanceof ActionRejected) return turn.append([rejection(choice, error, failuresJson(turn))]);
			failure = actionFailure(choice.action, error);
			events = afterFailure(turn, choice.action, seen);
		}
		const isRejectedByHand = events.some((event) => event.event === "action_execution_rejected");
		if (!isRejectedByHand) {
			turn.append(choice.events);
			turn.append([executed(turn, choice, failure)]);
		}
		turn.append(events);
		if (events.some((event) => event.event === "user"))
			turn.append(await extractSlots(turn.tracker, turn.context));
	}
}

/**
 * What a failed action leaves behind. A session begins without its project's own start, and nobody who has asked nothing
 * hears an apology; what a form was told and could not check is asked again.
 */
function afterFailure(turn: Turn, action: string, seen: Tracker): readonly DialogueEvent[] {
	if (action === ACTION_SESSION_START) return sessionStart(seen);
	const said = turn.tracker.latestMessage?.event.metadata?.["is_external"] === true ? [] : turn.apologise();
	return isBuiltInForm(seen.domain, action) ? [...said, ...withoutUnchecked(action, seen)] : said;
}

/** Whether the bot has begun to answer the latest message: what the message tells has been taken from it then. */
function hasActed(tracker: Tracker): boolean {
	const latest = tracker.events.findLast(({ event }) => event === "user" || event === "action");
	return latest?.event === "action" && tracker.latestMessage !== null;
}

/** A paused conversation is silent, except that the user may restart it. */
function isSilenced(tracker: Tracker): boolean {
	return tracker.isPaused && tracker.latestMessage?.intent !== INTENT_RESTART;
}

function rejection(choice: Choice, error: ActionRejected, failures: FailuresJson): DialogueEvent {
	return {
		event: "action_execution_rejected",
		name: choice.action,
		policy: choice.policy,
		confidence: choice.confidence,
		metadata: {
			trace: choice.trace,
			error: { code: "rejected", message: error.message.slice(0, 500) },
			...failures,
		},
	};
}

function executed(turn: Turn, choice: Choice, failure: ActionFailure | null): DialogueEvent {
	const isText = turn.tracker.domain.actionTexts.has(choice.action);
	return {
		event: "action",
		name: isText ? null : choice.action,
		policy: choice.policy,
		confidence: choice.confidence,
		action_text: isText ? choice.action : null,
		hide_rule_turn: choice.hideRuleTurn,
		metadata: {
			trace: choice.trace,
			...(failure === null ? {} : { error: { ...failure } }),
			...failuresJson(turn),
		},
	};
}

type FailuresJson = { readonly [key: string]: JsonValue };

/** What failed without stopping the action: slots that were not read, responses that were not worded. */
function failuresJson(turn: Turn): FailuresJson {
	const extraction = turn.takeFailures().map((failure) => ({ ...failure }));
	const unsaid = turn.takeUnsaid().map((failure) => ({ ...failure }));
	return {
		...(extraction.length === 0 ? {} : { extraction_errors: extraction }),
		...(unsaid.length === 0 ? {} : { response_errors: unsaid }),
	};
}

function externalMessage(tracker: Tracker, external: ExternalTrigger): DialogueEvent {
	const latest = tracker.events.findLast((event) => event.event === "user");
	const text = `EXTERNAL: ${external.intent}`;
	const intent = { name: external.intent, confidence: 1 };
	const entities = externalEntities(external.entities);
	return {
		event: "user",
		text,
		parse_data: { text, intent, entities, intent_ranking: [intent], metadata: { is_external: true } },
		input_channel: latest?.input_channel ?? null,
		message_id: null,
		metadata: { is_external: true },
	};
}

function externalEntities(entities: JsonValue): { entity: string; value: JsonValue }[] {
	if (typeof entities !== "object" || entities === null) return [];
	if (!Array.isArray(entities)) return Object.entries(entities).map(([entity, value]) => ({ entity, value }));
	return entities.flatMap((item) => {
		if (typeof item !== "object" || item === null || Array.isArray(item)) return [];
		const { entity, value } = item;
		return typeof entity === "string" ? [{ ...item, entity, value: value ?? null }] : [];
	});
}
