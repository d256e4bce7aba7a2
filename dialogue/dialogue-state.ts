/**
 * What policies see of a conversation: one state before each action and the current one (SPEC ST1–ST6).
 */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { Domain } from "./domain.ts";
import { ACTION_LISTEN, ACTION_UNLIKELY_INTENT } from "./names.ts";
import { compareText, pythonFloat, pythonJsonText } from "./python-text.ts";
import { slotFeature, type SlotFeature } from "./slot.ts";
import { TrackerMemory, type ExecutedAction, type UserTurn } from "./tracker-memory.ts";

/** The part of a state that the user said; text and intent as far as policies may look at them. */
export interface UserState {
	readonly intent: string | null;
	readonly text: string | null;
	readonly entities: readonly string[];
}

/** One state. Parts that say nothing are null or empty. */
export interface DialogueState {
	readonly user: UserState | null;
	/** Sorted by name. */
	readonly slots: readonly (readonly [string, SlotFeature])[];
	readonly action: ExecutedAction | null;
	readonly loop: string | null;
}

/** Slots and loops that occur in rules and never in stories: policies that learn from stories don't see them. */
export interface RuleOnlyData {
	readonly slots: ReadonlySet<string>;
	readonly loops: ReadonlySet<string>;
}

/** How to look back: `hidden` leaves out what only rules know. */
export interface StateOptions {
	readonly omitUnsetSlots?: boolean;
	readonly hidden?: RuleOnlyData;
}

/** The states of these applied events: one before each action and the current one. */
export function pastStates(
	domain: Domain,
	applied: readonly DialogueEvent[],
	options: StateOptions,
): DialogueState[] {
	const memory = TrackerMemory.initial(domain);
	const collector = new StateCollector(options);
	for (const event of applied) {
		if (event.event === "action") collector.add(memory, event.hide_rule_turn === true);
		memory.apply(event, applied);
	}
	collector.add(memory, false);
	return collector.states;
}

class StateCollector {
	readonly states: DialogueState[] = [];
	readonly #options: StateOptions;
	#lastSeenAction: ExecutedAction | null = null;
	#isHidden = false;

	constructor(options: StateOptions) {
		this.#options = options;
	}

	add(memory: TrackerMemory, hideRuleTurn: boolean): void {
		const { hidden, omitUnsetSlots = false } = this.#options;
		if (hidden === undefined) {
			this.states.push(currentState(memory, omitUnsetSlots));
			return;
		}
		if (!this.#isHidden) this.#lastSeenAction = memory.latestAction;
		const latest =
			memory.latestAction === null ? null : (memory.latestAction.name ?? memory.latestAction.text);
		if (memory.followupAction === null && latest !== (memory.activeLoop?.name ?? null))
			this.#isHidden = hideRuleTurn;
		if (this.#isHidden) return;
		const state = withoutRuleOnly(currentState(memory, omitUnsetSlots), hidden);
		const user = this.#visibleUser(state);
		this.states.push({ ...state, user, action: this.#lastSeenAction ?? state.action });
	}

	/** After a hidden turn the message that it answered is hidden as well. */
	#visibleUser(state: DialogueState): UserState | null {
		const previous = this.states.at(-1);
		return previous === undefined || state.action?.name === ACTION_LISTEN ? state.user : previous.user;
	}
}

function withoutRuleOnly(state: DialogueState, hidden: RuleOnlyData): DialogueState {
	return {
		...state,
		slots: state.slots.filter(([name]) => !hidden.slots.has(name)),
		loop: state.loop !== null && hidden.loops.has(state.loop) ? null : state.loop,
	};
}

/** The state of this moment. */
export function currentState(memory: TrackerMemory, omitUnsetSlots: boolean): DialogueState {
	return {
		user: memory.latestMessage === null ? null : userState(memory.domain, memory.latestMessage),
		slots: slotStates(memory, omitUnsetSlots),
		action: memory.latestAction,
		loop: memory.activeLoop?.name ?? null,
	};
}

function slotStates(memory: TrackerMemory, omitUnsetSlots: boolean): (readonly [string, SlotFeature])[] {
	const states: (readonly [string, SlotFeature])[] = [];
	for (const slot of memory.domain.featurizedSlots) {
		if (omitUnsetSlots && !memory.setSlots.has(slot.name)) continue;
		const feature = slotFeature(slot, memory.slots.get(slot.name) ?? null);
		if (feature !== null) states.push([slot.name, feature]);
	}
	return states;
}

function userState(domain: Domain, turn: UserTurn): UserState | null {
	const text = turn.usesText !== false && turn.text !== null && turn.text !== "" ? turn.text : null;
	const byIntent = turn.usesText !== true;
	const intent = byIntent && turn.intent !== "" ? turn.intent : null;
	const entities = byIntent ? entityLabels(domain, turn) : [];
	return text === null && intent === null && entities.length === 0 ? null : { intent, text, entities };
}

function entityLabels(domain: Domain, turn: UserTurn): string[] {
	const labels = new Set<string>();
	for (const entity of turn.entities) {
		labels.add(entity.entity);
		if (typeof entity.role === "string") labels.add(`${entity.entity}#${entity.role}`);
		if (typeof entity.group === "string") labels.add(`${entity.entity}#${entity.group}`);
	}
	const used = turn.intent === null ? undefined : domain.intents.get(turn.intent)?.usedEntities;
	const wanted = used === undefined ? [...labels] : used.filter((label) => labels.has(label));
	return wanted.toSorted(compareText);
}

/**
 * The states as a policy reads them: the last message by its text or by its intent, earlier ones by intent where
 * they have one.
 */
export function readByIntent(states: readonly DialogueState[], lastByText: boolean): DialogueState[] {
	return states.map((state, index) => {
		const user = state.user;
		if (user === null) return state;
		if (index === states.length - 1 && state.action?.name === ACTION_LISTEN)
			return {
				...state,
				user: lastByText ? { ...user, intent: null, entities: [] } : { ...user, text: null },
			};
		return user.intent === null || user.text === null ? state : { ...state, user: { ...user, text: null } };
	});
}

/** The states as training reads them: messages by intent where they have one. */
export function withoutTextOfIntents(states: readonly DialogueState[]): DialogueState[] {
	return states.map((state) =>
		state.user === null || state.user.intent === null || state.user.text === null
			? state
			: { ...state, user: { ...state.user, text: null } },
	);
}

/** Leaves out the turns of `action_unlikely_intent`: policies that learn from stories never see them. */
export function withoutUnlikelyIntent(states: readonly DialogueState[]): DialogueState[] {
	return states.filter((state) => state.action?.name !== ACTION_UNLIKELY_INTENT);
}

/** A state as Rasa's JSON with sorted keys, empty parts left out. */
export function stateJson(state: DialogueState): string {
	const parts: string[] = [];
	if (state.loop !== null) parts.push(`"active_loop": {"name": ${pythonJsonText(state.loop)}}`);
	if (state.action !== null) parts.push(`"prev_action": ${actionJson(state.action)}`);
	if (state.slots.length > 0) parts.push(`"slots": {${state.slots.map(slotJson).join(", ")}}`);
	if (state.user !== null) parts.push(`"user": ${userJson(state.user)}`);
	return `{${parts.join(", ")}}`;
}

function actionJson(action: ExecutedAction): string {
	return action.name === null
		? `{"action_text": ${pythonJsonText(action.text ?? "")}}`
		: `{"action_name": ${pythonJsonText(action.name)}}`;
}

function slotJson([name, feature]: readonly [string, SlotFeature]): string {
	const value =
		typeof feature === "string" ? pythonJsonText(feature) : `[${feature.map(pythonFloat).join(", ")}]`;
	return `${pythonJsonText(name)}: ${value}`;
}

function userJson(user: UserState): string {
	const parts: string[] = [];
	if (user.entities.length > 0) parts.push(`"entities": [${user.entities.map(pythonJsonText).join(", ")}]`);
	if (user.intent !== null) parts.push(`"intent": ${pythonJsonText(user.intent)}`);
	if (user.text !== null) parts.push(`"text": ${pythonJsonText(user.text)}`);
	return `{${parts.join(", ")}}`;
}
