/**
 * What policies see of a conversation: one state before each action and the current one (SPEC ST1–ST6).
 */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { Domain } from "./domain.ts";
import { ACTION_LISTEN, ACTION_UNLIKELY_INTENT } from "./names.ts";
import { compareText, pythonFloat, pythonJsonText } from "./python-text.ts";
import { slotFeature, type SlotFeature } from "./slot.ts";
import { TrackerMemory, type ExecutedAction, type MemorySnapshot, type UserTurn } from "./tracker-memory.ts";

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

/** What a state is made of. */
export type StateSource = MemorySnapshot & { readonly domain: Domain };

/** States, newest first, as a list that shares its older part with earlier moments. */
export interface StateLink {
	readonly state: DialogueState;
	readonly older: StateLink | null;
}

/** What looking back has seen so far: the states, and whether rules hide the turn that goes on. */
export interface LookBack {
	readonly newest: StateLink | null;
	readonly lastSeenAction: ExecutedAction | null;
	readonly isHidden: boolean;
}

/** Before anything was seen. */
export const NOTHING_SEEN: LookBack = { newest: null, lastSeenAction: null, isHidden: false };

/** The states of these applied events: one before each action and the current one. */
export function pastStates(
	domain: Domain,
	applied: readonly DialogueEvent[],
	options: StateOptions,
): DialogueState[] {
	const memory = TrackerMemory.initial(domain);
	let seen = NOTHING_SEEN;
	for (const event of applied) {
		if (event.event === "action") seen = lookAt(seen, memory, event.hide_rule_turn === true, options);
		memory.apply(event, applied);
	}
	return statesOf(lookAt(seen, memory, false, options).newest, Number.POSITIVE_INFINITY);
}

/** The newest states of a list, at most `limit` of them, oldest first. */
export function statesOf(newest: StateLink | null, limit: number): DialogueState[] {
	const states: DialogueState[] = [];
	for (let link = newest; link !== null && states.length < limit; link = link.older) states.push(link.state);
	return states.reverse();
}

/** Sees one more moment: a state is added, unless rules hide it. */
export function lookAt(
	seen: LookBack,
	memory: StateSource,
	hideRuleTurn: boolean,
	{ hidden, omitUnsetSlots = false }: StateOptions,
): LookBack {
	if (hidden === undefined)
		return { ...seen, newest: { state: currentState(memory, omitUnsetSlots), older: seen.newest } };
	const lastSeenAction = seen.isHidden ? seen.lastSeenAction : memory.latestAction;
	const latest = memory.latestAction === null ? null : (memory.latestAction.name ?? memory.latestAction.text);
	const isDecided = memory.followupAction === null && latest !== (memory.activeLoop?.name ?? null);
	const isHidden = isDecided ? hideRuleTurn : seen.isHidden;
	if (isHidden) return { newest: seen.newest, lastSeenAction, isHidden };
	const state = withoutRuleOnly(currentState(memory, omitUnsetSlots), hidden);
	const visible = { ...state, user: visibleUser(state, seen.newest), action: lastSeenAction ?? state.action };
	return { newest: { state: visible, older: seen.newest }, lastSeenAction, isHidden };
}

/** After a hidden turn the message that it answered is hidden as well. */
function visibleUser(state: DialogueState, previous: StateLink | null): UserState | null {
	return previous === null || state.action?.name === ACTION_LISTEN ? state.user : previous.state.user;
}

function withoutRuleOnly(state: DialogueState, hidden: RuleOnlyData): DialogueState {
	return {
		...state,
		slots: state.slots.filter(([name]) => !hidden.slots.has(name)),
		loop: state.loop !== null && hidden.loops.has(state.loop) ? null : state.loop,
	};
}

/** The state of this moment. */
export function currentState(memory: StateSource, omitUnsetSlots: boolean): DialogueState {
	return {
		user: memory.latestMessage === null ? null : userState(memory.domain, memory.latestMessage),
		slots: slotStates(memory, omitUnsetSlots),
		action: memory.latestAction,
		loop: memory.activeLoop?.name ?? null,
	};
}

function slotStates(memory: StateSource, omitUnsetSlots: boolean): (readonly [string, SlotFeature])[] {
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
