/**
 * TEDPolicy: what most likely comes next after a history that no story has word for word. The name and the place in the
 * ensemble are Rasa's; the model is our own (SPEC LP1–LP9, LP13).
 */
import { z } from "zod";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import { readByIntent, type DialogueState, type RuleOnlyData } from "../dialogue-state.ts";
import { ActionRelations, type Relation } from "../learning/action-relations.ts";
import { historyFeatures, historyWindow, type HistoryFeature } from "../learning/history-features.ts";
import { TextEntitiesData, type TextEntities } from "../learning/text-entities.ts";
import { LearnedWeights, softmax, type LearnedArrays } from "../learning/weights.ts";
import { ACTION_LISTEN } from "../names.ts";
import type { ConversationView } from "./conversation-view.ts";
import type { Place, PolicyPrediction, PredictionSource } from "./prediction.ts";

export const TedPolicyData = z.object({
	kind: z.literal("TEDPolicy"),
	priority: z.number(),
	maxHistory: z.number().nullable(),
	/** Name of its arrays in the model file. */
	arrays: z.string(),
	/** Actions, one a column of the weights. */
	actions: z.array(z.string()),
	forms: z.array(z.string()),
	/** Intents that a story has: of others it knows nothing. */
	intents: z.array(z.string()),
	/** Stories have messages that are known by their text. */
	readsTexts: z.boolean(),
	/** Rasa's `e2e_confidence_threshold`. */
	textThreshold: z.number(),
	/** Null where no message that is known by its text has an annotated entity. */
	entities: TextEntitiesData.nullable().default(null),
});
/** A trained TEDPolicy. */
export type TedPolicyData = z.infer<typeof TedPolicyData>;

const SHOWN_EVIDENCE = 3;

interface Opinion {
	readonly features: readonly HistoryFeature[];
	readonly related: readonly Relation[];
	readonly shares: Float64Array;
	readonly best: number;
}

/** A trained TEDPolicy, ready to predict. */
export class TedPolicy {
	readonly #data: TedPolicyData;
	readonly #weights: LearnedWeights;
	readonly #entities: TextEntities | null;
	readonly #places: readonly Place[];
	readonly #ruleOnly: RuleOnlyData;
	readonly #intents: ReadonlySet<string>;
	readonly #relations: ActionRelations;
	readonly #forms: ReadonlySet<string>;

	/** `entities` finds those of a message whose text decides. */
	constructor(
		data: TedPolicyData,
		arrays: LearnedArrays,
		entities: TextEntities | null,
		{ places, ruleOnly }: { readonly places: readonly Place[]; readonly ruleOnly: RuleOnlyData },
	) {
		this.#data = data;
		this.#weights = new LearnedWeights(arrays, data.actions.length);
		this.#entities = entities;
		this.#forms = new Set(data.forms);
		this.#relations = new ActionRelations(data.actions, this.#forms);
		this.#places = places;
		this.#ruleOnly = ruleOnly;
		this.#intents = new Set(data.intents);
	}

	predict(view: ConversationView): PolicyPrediction {
		const states = view.storyStates(historyWindow(this.#data.maxHistory), this.#ruleOnly);
		const byIntent = this.#knowsMessage(states) ? this.#think(readByIntent(states, false)) : null;
		const byText = this.#mayReadText(states) ? this.#think(readByIntent(states, true)) : null;
		const isByText = byText !== null && this.#prefersText(byText, byIntent);
		const opinion = isByText ? byText : byIntent;
		const confidence = opinion?.shares[opinion.best] ?? 0;
		const isEndToEnd = isByText && confidence > this.#data.textThreshold;
		return {
			policy: "TEDPolicy",
			priority: this.#data.priority,
			scores: opinion === null ? new Map() : this.#scores(view, opinion.shares),
			isNoUser: false,
			isEndToEnd,
			hideRuleTurn: false,
			events: [],
			ownEvents: isEndToEnd ? this.#entityEvents(view) : [],
			source: opinion === null ? null : this.#source(opinion),
		};
	}

	/** Nothing is said after a message of an intent that no story has (SPEC LP6). */
	#knowsMessage(states: readonly DialogueState[]): boolean {
		const latest = states.at(-1);
		if (latest?.action?.name !== ACTION_LISTEN) return true;
		return this.#intents.has(latest.user?.intent ?? "");
	}

	/** What the message's text says of entities, as Rasa tells it (SPEC LP13). */
	#entityEvents({ latestMessage }: ConversationView): DialogueEvent[] {
		const entities = this.#entities?.find(latestMessage?.text ?? "") ?? [];
		return entities.length === 0 ? [] : [{ event: "entities", entities }];
	}

	#mayReadText(states: readonly DialogueState[]): boolean {
		const latest = states.at(-1);
		if (!this.#data.readsTexts || latest?.action?.name !== ACTION_LISTEN) return false;
		return (latest.user?.text ?? "") !== "";
	}

	/** The text decides where the intent says nothing, or where it is sure, and surer than the intent (SPEC LP7). */
	#prefersText(byText: Opinion, byIntent: Opinion | null): boolean {
		if (byIntent === null) return true;
		const confidence = byText.shares[byText.best] ?? 0;
		return confidence > this.#data.textThreshold && confidence > (byIntent.shares[byIntent.best] ?? 0);
	}

	#think(states: readonly DialogueState[]): Opinion {
		const features = historyFeatures(states, this.#forms);
		const related = this.#relations.of(states);
		const shares = softmax(this.#weights.scores(features, related));
		let best = 0;
		for (const [column, share] of shares.entries()) if (share > (shares[best] ?? 0)) best = column;
		return { features, related, shares, best };
	}

	#scores(view: ConversationView, shares: Float64Array): Map<number, number> {
		const scores = new Map<number, number>();
		for (const [column, action] of this.#data.actions.entries()) {
			const index = view.domain.actionIndex.get(action);
			if (index !== undefined) scores.set(index, shares[column] ?? 0);
		}
		return scores;
	}

	#source(opinion: Opinion): PredictionSource {
		const evidence = this.#weights.evidence(opinion, opinion.best, SHOWN_EVIDENCE);
		const place = evidence.map(({ story }) => this.#places[story]).find((found) => found !== undefined);
		return { kind: "learned", place: place ?? null, evidence: evidence.map(({ name }) => name) };
	}
}
