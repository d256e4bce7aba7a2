/** RulePolicy: rules, forms that go on, default intents and the fallback (SPEC RP1–RP11). */
import { z } from "zod";
import { readByIntent, stateJson, type DialogueState } from "../dialogue-state.ts";
import type { Domain } from "../domain.ts";
import {
	ACTION_BACK,
	ACTION_LISTEN,
	ACTION_RESTART,
	ACTION_SESSION_START,
	INTENT_BACK,
	INTENT_RESTART,
	INTENT_SESSION_START,
	RULE_SNIPPET,
} from "../names.ts";
import type { ConversationView } from "./conversation-view.ts";
import type { Place, PolicyPrediction, PredictionSource } from "./prediction.ts";
import { RuleLookup, requiresLoop, statesOfRule } from "./rule-lookup.ts";

/** What a rule for a loop's unhappy path says: the form was interrupted, or must not be returned to. */
const UnhappyPath = z.enum(["loop_was_interrupted", "do_not_predict_loop_action"]);
export type UnhappyPath = z.infer<typeof UnhappyPath>;

export const RulePolicyData = z.object({
	kind: z.literal("RulePolicy"),
	priority: z.number(),
	fallbackAction: z.string(),
	fallbackThreshold: z.number(),
	enableFallback: z.boolean(),
	useNluConfidence: z.boolean(),
	/** Key, action and the index of the rule's place. */
	rules: z.array(z.tuple([z.string(), z.string(), z.number()])),
	unhappyPaths: z.array(z.tuple([z.string(), UnhappyPath])),
	/** Sources of predictions that no story uses (SPEC RP11); a number is the index of the rule whose key it is. */
	hiddenSources: z.array(z.union([z.string(), z.number()])),
	ruleOnlySlots: z.array(z.string()),
	ruleOnlyLoops: z.array(z.string()),
});
/** A trained RulePolicy. */
export type RulePolicyData = z.infer<typeof RulePolicyData>;

/** Sources that no story uses, spelled out. @throws Error when one is a rule that is not there: the model is damaged */
export function hiddenSourcesOf({ hiddenSources, rules }: RulePolicyData): string[] {
	return hiddenSources.map((source) => {
		const key = typeof source === "string" ? source : rules[source]?.[0];
		if (key === undefined) throw new Error(`The model hides rule ${source}, which it does not have.`);
		return key;
	});
}

/** A rule's action with the place where the rule stands. */
export interface LearnedRule {
	readonly action: string;
	readonly place: Place | null;
}

/** The action that a default intent triggers by itself. */
const DEFAULT_INTENT_ACTIONS: ReadonlyMap<string, string> = new Map([
	[INTENT_RESTART, ACTION_RESTART],
	[INTENT_BACK, ACTION_BACK],
	[INTENT_SESSION_START, ACTION_SESSION_START],
]);

const DEFAULT_SOURCE = "predicting default action with intent ";
const LOOP_SOURCE = "handling active loops and forms - ";

/** What the policy chose, and by what: `source` identifies it among all it could have been. */
export interface RuleDecision {
	readonly action: string | null;
	readonly source: string | null;
	readonly kind: PredictionSource["kind"];
	readonly isNoUser: boolean;
	readonly isEndToEnd: boolean;
	readonly returnsFromDetour: boolean;
}

interface FromRules {
	readonly action: string | null;
	readonly source: string | null;
	readonly returnsFromDetour: boolean;
}

/** Decides by rules. The look-ups are shared with training, which takes rules out while it checks them. */
export class RuleDecider {
	readonly rules: RuleLookup<LearnedRule>;
	readonly unhappyPaths: RuleLookup<UnhappyPath>;

	/** States that a decision looks at: one more than any rule or hidden source is long. */
	readonly #lookBack: number;

	/** @param longestSource - states of the longest source that must be told from others */
	constructor(
		rules: RuleLookup<LearnedRule>,
		unhappyPaths: RuleLookup<UnhappyPath>,
		longestSource: number = Number.POSITIVE_INFINITY,
	) {
		this.rules = rules;
		this.unhappyPaths = unhappyPaths;
		this.#lookBack = Math.max(longestSource, rules.longest, unhappyPaths.longest) + 1;
	}

	decide(view: ConversationView): RuleDecision {
		const none = { isNoUser: false, isEndToEnd: false, returnsFromDetour: false };
		const byText = this.#fromRules(view, true);
		const intent = view.latestMessage?.intent ?? null;
		if (isListening(view) && intent !== null && byText.action === null) {
			const action = DEFAULT_INTENT_ACTIONS.get(intent);
			if (action !== undefined)
				return { ...none, action, source: defaultSource(intent), kind: "default_intent" };
		}
		const loop = view.activeLoop;
		if (loop !== null && !loop.isRejected && view.latestAction !== null) {
			const goesOn = view.latestAction.name !== loop.name;
			const action = goesOn ? loop.name : ACTION_LISTEN;
			return { ...none, action, source: loopSource(loop.name, !goesOn), kind: "loop", isNoUser: true };
		}
		if (byText.action !== null) return { ...none, ...byText, kind: "rule", isEndToEnd: true };
		const byIntent = this.#fromRules(view, false);
		const returnsFromDetour = byText.returnsFromDetour || byIntent.returnsFromDetour;
		const kind = byIntent.action === null ? "fallback" : "rule";
		return { ...none, ...byIntent, returnsFromDetour, kind };
	}

	#fromRules(view: ConversationView, byText: boolean): FromRules {
		if (byText && !isListening(view)) return { action: null, source: null, returnsFromDetour: false };
		const states = readByIntent(view.states(this.#lookBack), byText);
		const best = longest(this.rules.matching(states));
		const source = best?.key ?? ruleKey(states);
		let action = best?.value.action ?? null;
		const loop = view.activeLoop;
		if (loop === null) return { action, source, returnsFromDetour: false };
		const detours = new Set(this.unhappyPaths.matching(states).map((path) => path.value));
		if (best !== null && action === ACTION_LISTEN && !requiresLoop(best.key)) {
			// a general rule would wait for the user, but the form has not finished
			if (!detours.has("do_not_predict_loop_action"))
				return { action: loop.name, source, returnsFromDetour: false };
			action = null;
		}
		return { action, source, returnsFromDetour: detours.has("loop_was_interrupted") };
	}
}

/** A trained RulePolicy, ready to predict. */
export class RulePolicy {
	readonly #data: RulePolicyData;
	readonly #decider: RuleDecider;
	readonly #hiddenSources: ReadonlySet<string>;
	/** Of rules that have applied: what a reason tells of them. */
	readonly #ruleStates = new Map<string, readonly DialogueState[]>();

	constructor(data: RulePolicyData, places: readonly Place[]) {
		this.#data = data;
		const hiddenSources = hiddenSourcesOf(data);
		this.#hiddenSources = new Set(hiddenSources);
		this.#decider = new RuleDecider(
			new RuleLookup(
				data.rules.map(([key, action, place]) => [key, { action, place: places[place] ?? null }]),
			),
			new RuleLookup(data.unhappyPaths),
			Math.max(0, ...hiddenSources.map(statesInSource)),
		);
	}

	#statesOf(key: string): readonly DialogueState[] {
		const known = this.#ruleStates.get(key) ?? statesOfRule(key);
		this.#ruleStates.set(key, known);
		return known;
	}

	predict(view: ConversationView): PolicyPrediction {
		const decision = this.#decider.decide(view);
		const { source } = decision;
		const rule = source === null ? undefined : this.#decider.rules.get(source);
		return {
			policy: "RulePolicy",
			priority: this.#data.priority,
			scores: ruleScores(view, this.#data, decision.action),
			isNoUser: decision.isNoUser,
			isEndToEnd: decision.isEndToEnd,
			hideRuleTurn: source !== null && this.#hiddenSources.has(source),
			events: decision.returnsFromDetour ? [{ event: "loop_interrupted", is_interrupted: true }] : [],
			source: {
				kind: decision.kind,
				place: rule?.place ?? null,
				...(rule === undefined || source === null ? {} : { states: this.#statesOf(source) }),
			},
		};
	}
}

/** The options that decide scores. */
export type RuleScoring = Pick<
	RulePolicyData,
	"fallbackAction" | "fallbackThreshold" | "enableFallback" | "useNluConfidence"
>;

/** Scores of a decision: the fallback stands behind every action (SPEC RP9). */
export function ruleScores(
	view: ConversationView,
	options: RuleScoring,
	action: string | null,
): Map<number, number> {
	const scores = new Map<number, number>();
	const fallback = view.domain.actionIndex.get(options.fallbackAction);
	if (options.enableFallback && fallback !== undefined) scores.set(fallback, options.fallbackThreshold);
	const index = action === null ? undefined : view.domain.actionIndex.get(action);
	if (index !== undefined) scores.set(index, options.useNluConfidence ? nluConfidence(view) : 1);
	return scores;
}

/** Confidence of the latest message's intent; 1 where the message says nothing of it. */
export function nluConfidence(view: ConversationView): number {
	return view.latestMessage?.event.parse_data.intent?.confidence ?? 1;
}

/** The key of a list of states: what stands before a rule's "..." doesn't count. Null when nothing is left. */
export function ruleKey(states: readonly DialogueState[]): string | null {
	const start = states.findLastIndex((state) => state.action?.name === RULE_SNIPPET) + 1;
	const kept = states.slice(start);
	return kept.length === 0 ? null : `[${kept.map(stateJson).join(", ")}]`;
}

/** How many states a source is made of; none for default intents and forms. */
function statesInSource(source: string): number {
	if (isStandingSource(source)) return 0;
	const states: unknown = JSON.parse(source);
	return Array.isArray(states) ? states.length : 0;
}

/** The sources that exist in every project: default intents and forms. */
export function standingSources(domain: Domain): string[] {
	const loops = [...domain.forms.keys()].flatMap((name) => [loopSource(name, false), loopSource(name, true)]);
	return [...[...DEFAULT_INTENT_ACTIONS.keys()].map(defaultSource), ...loops];
}

/** Whether a source is a default intent or a form, not a rule. */
export function isStandingSource(source: string): boolean {
	return source.startsWith(DEFAULT_SOURCE) || source.startsWith(LOOP_SOURCE);
}

function defaultSource(intent: string): string {
	return `${DEFAULT_SOURCE}${intent}`;
}

function loopSource(loop: string, listens: boolean): string {
	return listens ? `${LOOP_SOURCE}${loop} - ${ACTION_LISTEN}` : `${LOOP_SOURCE}${loop}`;
}

function isListening(view: ConversationView): boolean {
	return view.latestAction?.name === ACTION_LISTEN;
}

function longest<Rule extends { readonly key: string }>(rules: readonly Rule[]): Rule | null {
	let best: Rule | null = null;
	for (const rule of rules) if (best === null || rule.key.length > best.key.length) best = rule;
	return best;
}
