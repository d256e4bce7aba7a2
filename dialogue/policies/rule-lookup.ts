/**
 * Rules by their keys: a key is the JSON of a list of states. A rule applies when its states, read backwards, ask
 * nothing of the conversation's states that isn't so (SPEC RP3–RP5).
 */
import { z } from "zod";
import type { DialogueState } from "../dialogue-state.ts";
import { SHOULD_NOT_BE_SET } from "../names.ts";

const Feature = z.union([z.string(), z.array(z.number())]);
const RuleStates = z.array(
	z.object({
		active_loop: z.object({ name: z.string() }).optional(),
		prev_action: z
			.object({ action_name: z.string().optional(), action_text: z.string().optional() })
			.optional(),
		slots: z.unknown().optional(),
		user: z
			.object({
				intent: z.string().optional(),
				text: z.string().optional(),
				entities: z.array(z.string()).optional(),
			})
			.optional(),
	}),
);

interface RuleState {
	readonly loop: string | null;
	readonly action: string | null;
	readonly intent: string | null;
	readonly text: string | null;
	/** Joined labels; null where the rule asks for none. */
	readonly entities: string | null;
	readonly slots: readonly (readonly [string, string])[];
}

interface PreparedRule<Value> {
	readonly key: string;
	readonly value: Value;
	/** Newest first. */
	readonly states: readonly RuleState[];
}

/** A conversation's state, made ready for comparing with many rules. */
interface ComparableState {
	readonly loop: string | null;
	readonly action: string | null;
	readonly intent: string | null;
	readonly text: string | null;
	readonly entities: string;
	readonly slots: ReadonlyMap<string, string>;
}

/** A set of rules that answers which of them apply. */
export class RuleLookup<Value> {
	/** By the action before the newest state: most rules fall out by this alone. */
	readonly #byLatestAction = new Map<string | null, PreparedRule<Value>[]>();
	readonly #keys = new Map<string, Value>();
	#longest = 0;

	constructor(rules: Iterable<readonly [string, Value]>) {
		for (const [key, value] of rules) this.#add(key, value);
	}

	#add(key: string, value: Value): void {
		const states = parseRuleKey(key).toReversed();
		this.#longest = Math.max(this.#longest, states.length);
		this.#keys.set(key, value);
		const latest = states[0]?.action ?? null;
		const group = this.#byLatestAction.get(latest);
		if (group === undefined) this.#byLatestAction.set(latest, [{ key, value, states }]);
		else group.push({ key, value, states });
	}

	/** States of the longest rule. */
	get longest(): number {
		return this.#longest;
	}

	get(key: string): Value | undefined {
		return this.#keys.get(key);
	}

	keys(): readonly string[] {
		return [...this.#keys.keys()];
	}

	/** Takes a rule out. */
	delete(key: string): void {
		this.#keys.delete(key);
		for (const [action, group] of this.#byLatestAction)
			this.#byLatestAction.set(
				action,
				group.filter((rule) => rule.key !== key),
			);
	}

	/** The rules that apply after these states. */
	matching(states: readonly DialogueState[]): readonly { readonly key: string; readonly value: Value }[] {
		const newestFirst = states.toReversed();
		const prepared: ComparableState[] = [];
		const group = this.#byLatestAction.get(actionOf(newestFirst[0])) ?? [];
		return group.filter((rule) =>
			rule.states.every((ruleState, index) => {
				const state = newestFirst[index];
				if (state === undefined) return true;
				const comparable = (prepared[index] ??= comparableState(state));
				return matches(ruleState, comparable);
			}),
		);
	}
}

/** Whether the newest state of a rule names a loop that must be active. */
export function requiresLoop(key: string): boolean {
	const loop = parseRuleKey(key).at(-1)?.loop ?? null;
	return loop !== null && loop !== SHOULD_NOT_BE_SET;
}

/** What a rule asks for, state by state. */
export function statesOfRule(key: string): DialogueState[] {
	return RuleStates.parse(JSON.parse(key)).map(({ active_loop, prev_action, slots, user }) => ({
		loop: active_loop?.name ?? null,
		action:
			prev_action === undefined
				? null
				: { name: prev_action.action_name ?? null, text: prev_action.action_text ?? null },
		slots: Object.entries(slots ?? {}).map(([name, feature]) => {
			const read = Feature.parse(feature);
			return [name, typeof read === "string" ? SHOULD_NOT_BE_SET : read] as const;
		}),
		user:
			user === undefined
				? null
				: { intent: user.intent ?? null, text: user.text ?? null, entities: user.entities ?? [] },
	}));
}

function parseRuleKey(key: string): RuleState[] {
	return RuleStates.parse(JSON.parse(key)).map((state) => ({
		loop: state.active_loop?.name ?? null,
		action: state.prev_action === undefined ? null : actionKey(state.prev_action),
		intent: state.user?.intent ?? null,
		text: state.user?.text ?? null,
		entities: state.user?.entities === undefined ? null : state.user.entities.join("\n"),
		slots: Object.entries(state.slots ?? {}).map(([name, feature]) => [
			name,
			featureKey(Feature.parse(feature)),
		]),
	}));
}

function matches(rule: RuleState, state: ComparableState): boolean {
	if (rule.action === null || state.action === null) return rule.action === state.action;
	if (rule.action !== state.action) return false;
	if (rule.intent !== null && rule.intent !== state.intent) return false;
	if (rule.text !== null && rule.text !== state.text) return false;
	if (rule.entities !== null && rule.entities !== state.entities) return false;
	if (rule.loop !== null && !featureMatches(rule.loop, state.loop)) return false;
	return rule.slots.every(([name, feature]) => featureMatches(feature, state.slots.get(name) ?? null));
}

function featureMatches(wanted: string, actual: string | null): boolean {
	if (wanted === SHOULD_NOT_BE_SET) return actual === null || actual === SHOULD_NOT_BE_SET;
	return wanted === actual;
}

function comparableState(state: DialogueState): ComparableState {
	return {
		loop: state.loop,
		action: actionOf(state),
		intent: state.user?.intent ?? null,
		text: state.user?.text ?? null,
		entities: (state.user?.entities ?? []).join("\n"),
		slots: new Map(state.slots.map(([name, feature]) => [name, featureKey(feature)])),
	};
}

function actionOf(state: DialogueState | undefined): string | null {
	if (state === undefined || state.action === null) return null;
	return actionKey({
		...(state.action.name === null ? {} : { action_name: state.action.name }),
		...(state.action.text === null ? {} : { action_text: state.action.text }),
	});
}

function actionKey(action: { action_name?: string | undefined; action_text?: string | undefined }): string {
	return action.action_name === undefined ? `text ${action.action_text ?? ""}` : `name ${action.action_name}`;
}

function featureKey(feature: string | readonly number[]): string {
	return typeof feature === "string" ? feature : feature.join(",");
}
