/** MemoizationPolicy and AugmentedMemoizationPolicy: turns that stand in a story word for word (SPEC MO1–MO5). */
import { z } from "zod";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import {
	pastStates,
	readByIntent,
	withoutUnlikelyIntent,
	type DialogueState,
	type RuleOnlyData,
} from "../dialogue-state.ts";
import { ACTION_LISTEN } from "../names.ts";
import type { ConversationView } from "./conversation-view.ts";
import type { Place, PolicyPrediction } from "./prediction.ts";
import { nluConfidence } from "./rule-policy.ts";
import { statesKey } from "./state-hash.ts";

export const MemoizationPolicyData = z.object({
	kind: z.enum(["MemoizationPolicy", "AugmentedMemoizationPolicy"]),
	priority: z.number(),
	/** Null: the whole conversation. */
	maxHistory: z.number().nullable(),
	useNluConfidence: z.boolean(),
	/** The longest history that was learnt, in states. */
	longestHistory: z.number(),
	/** Latest messages of all histories, as `endingOf` writes them. */
	endings: z.array(z.string()),
	/** Key of the history, action and the index of the story's place. */
	turns: z.array(z.tuple([z.string(), z.string(), z.number()])),
});
/** A trained memoization policy. */
export type MemoizationPolicyData = z.infer<typeof MemoizationPolicyData>;

interface MemorisedTurn {
	readonly action: string;
	readonly place: Place | null;
}

/** A memorised turn and the states by which it was known. */
interface RecalledTurn extends MemorisedTurn {
	readonly states: readonly DialogueState[];
}

/** A trained memoization policy, ready to predict. */
export class MemoizationPolicy {
	readonly #data: MemoizationPolicyData;
	readonly #ruleOnly: RuleOnlyData;
	readonly #turns: ReadonlyMap<string, MemorisedTurn>;
	readonly #endings: ReadonlySet<string>;

	constructor(data: MemoizationPolicyData, places: readonly Place[], ruleOnly: RuleOnlyData) {
		this.#data = data;
		this.#ruleOnly = ruleOnly;
		this.#endings = new Set(data.endings);
		this.#turns = new Map(
			data.turns.map(([key, action, place]) => [key, { action, place: places[place] ?? null }]),
		);
	}

	predict(view: ConversationView): PolicyPrediction {
		const turn = this.#mayKnow(view)
			? (this.#recall(this.#visible(view)) ?? this.#recallFromLaterStart(view))
			: null;
		const index = turn === null ? undefined : view.domain.actionIndex.get(turn.action);
		const score = this.#data.useNluConfidence ? nluConfidence(view) : 1;
		return {
			policy: this.#data.kind,
			priority: this.#data.priority,
			scores: index === undefined ? new Map() : new Map([[index, score]]),
			isNoUser: false,
			isEndToEnd: false,
			hideRuleTurn: false,
			events: [],
			source: turn === null ? null : { kind: "story", place: turn.place, states: turn.states },
		};
	}

	/** Whether any story goes on after such a message: most of a conversation is settled by this alone. */
	#mayKnow(view: ConversationView): boolean {
		const visible = view.storyStates(1, this.#ruleOnly).at(-1)?.user ?? null;
		const latest = view.latestMessage;
		return [endingOf(null), endingOf(visible), endingOf(latest)].some((ending) => this.#endings.has(ending));
	}

	#recall(states: readonly DialogueState[]): RecalledTurn | null {
		if (states.length > this.#data.longestHistory) return null;
		const turn = this.#turns.get(statesKey(readByIntent(states, false)));
		return turn === undefined ? null : { ...turn, states };
	}

	/** The whole history, as far as it can be one that was learnt, or the last `maxHistory` states. */
	#visible(view: ConversationView): readonly DialogueState[] {
		const { maxHistory, longestHistory } = this.#data;
		const limit = maxHistory === null || maxHistory === 0 ? longestHistory + 1 : maxHistory;
		return view.storyStates(limit, this.#ruleOnly);
	}

	/**
	 * Augmented: forgets the beginning, action by action, and with it the slots that were set there; the earliest
	 * beginning that is known wins. Beginnings further back than any story is long are not tried (SPEC MO4).
	 */
	#recallFromLaterStart(view: ConversationView): RecalledTurn | null {
		const { kind, maxHistory, longestHistory } = this.#data;
		if (kind !== "AugmentedMemoizationPolicy") return null;
		const isWhole = maxHistory === null || maxHistory === 0;
		const events = isWhole ? newestActions(view, MOST_LATER_STARTS) : trimToHistory(view, maxHistory);
		const starts = events.flatMap((event, index) => (event.event === "action" ? [index] : []));
		let earliest: RecalledTurn | null = null;
		for (const start of starts.toReversed()) {
			const past = pastStates(view.domain, events.slice(start), { hidden: this.#ruleOnly });
			const states = lastStates(withoutUnlikelyIntent(past), maxHistory);
			earliest = this.#recall(states) ?? earliest;
			if (isWhole && states.length > longestHistory + SLACK) break;
		}
		return earliest;
	}
}

/** A history's latest message as far as it tells histories apart without their slots. */
export function endingOf(
	user: { readonly intent: string | null; readonly text: string | null } | null,
): string {
	return user?.intent ?? (user?.text === null || user?.text === undefined ? "" : "(by its text)");
}

/**
 * Beginnings that are tried where no `max_history` is set. Rasa tries all of a conversation; a story that begins more
 * than this many actions ago, all but a few of them hidden, is not found here.
 */
const MOST_LATER_STARTS = 100;

/** Hidden turns can make a later beginning show a few states more than an earlier one. */
const SLACK = 10;

/** The last `count` states; all of them for null or 0. */
export function lastStates<State>(states: readonly State[], count: number | null): readonly State[] {
	return count === null || count === 0 ? states : states.slice(-count);
}

/** The events since the last `action_listen` that lies more than `maxHistory` actions back. */
function trimToHistory(view: ConversationView, maxHistory: number): readonly DialogueEvent[] {
	let actions = 0;
	return view.appliedBackTo((event) => {
		if (event.event !== "action") return false;
		actions += 1;
		return actions > maxHistory && event.name === ACTION_LISTEN;
	});
}

function newestActions(view: ConversationView, count: number): readonly DialogueEvent[] {
	let actions = 0;
	return view.appliedBackTo((event) => {
		if (event.event === "action") actions += 1;
		return actions === count;
	});
}
