/** The choice among the policies' predictions (SPEC EN1–EN5). */
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import type { Domain } from "../domain.ts";
import type { EventLog } from "../event-log.ts";
import { ACTION_LISTEN } from "../names.ts";
import { latestActionName, type Tracker } from "../tracker.ts";
import type { ConversationView } from "./conversation-view.ts";
import { viewOf } from "./conversation-view.ts";
import { describeStates } from "./describe-state.ts";
import { bestAction, type PolicyPrediction } from "./prediction.ts";

/** Anything that says what comes next. */
export interface Policy {
	predict(view: ConversationView): PolicyPrediction;
}

/** The action that was chosen, with all that speaks for it. */
export interface Choice {
	readonly action: string;
	/** Null for an action that nobody predicted (the start of a session). */
	readonly policy: string | null;
	readonly confidence: number;
	readonly isEndToEnd: boolean;
	readonly hideRuleTurn: boolean;
	/** To be appended before the action. */
	readonly events: readonly DialogueEvent[];
	readonly trace: JsonValue;
	/** What the winner gave to each action, by its index; absent for an action that nobody predicted. */
	readonly scores?: ReadonlyMap<number, number>;
}

/** Asks every policy and takes the best answer. */
export function chooseAction(policies: readonly Policy[], tracker: Tracker): Choice {
	const view = viewOf(tracker);
	const rejected = rejectedAction(tracker.events);
	const predictions = policies.map((policy) => withoutAction(policy.predict(view), tracker.domain, rejected));
	const winner = pickBest(tracker.domain, predictions);
	const events = [...predictions.flatMap((prediction) => prediction.events), ...(winner?.ownEvents ?? [])];
	if (latestActionName(tracker) === ACTION_LISTEN)
		events.push({ event: "user_featurization", use_text_for_featurization: winner?.isEndToEnd ?? false });
	const best = bestAction(tracker.domain, winner?.scores ?? new Map());
	return {
		action: best.name,
		policy: winner?.policy ?? null,
		confidence: best.confidence,
		isEndToEnd: winner?.isEndToEnd ?? false,
		hideRuleTurn: winner?.hideRuleTurn ?? false,
		events,
		trace: traceOf(tracker.domain, winner, predictions),
		...(winner === null ? {} : { scores: winner.scores }),
	};
}

/** The action whose execution was refused, if nothing was executed since. */
function rejectedAction(events: EventLog): string | null {
	const latest = events.findLast(
		(event) => event.event === "action" || event.event === "action_execution_rejected",
	);
	return latest?.event === "action_execution_rejected" ? latest.name : null;
}

function withoutAction(
	prediction: PolicyPrediction,
	domain: Domain,
	action: string | null,
): PolicyPrediction {
	const index = action === null ? undefined : domain.actionIndex.get(action);
	if (index === undefined || !prediction.scores.has(index)) return prediction;
	return { ...prediction, scores: new Map(prediction.scores).set(index, 0) };
}

function pickBest(domain: Domain, predictions: readonly PolicyPrediction[]): PolicyPrediction | null {
	const anyNoUser = predictions.some((prediction) => prediction.isNoUser);
	const anyEndToEnd = predictions.some((prediction) => prediction.isEndToEnd);
	let best: PolicyPrediction | null = null;
	let bestConfidence = -1;
	for (const prediction of predictions) {
		if (prediction.isNoUser !== anyNoUser) continue;
		if (!anyNoUser && prediction.isEndToEnd !== anyEndToEnd) continue;
		const { confidence } = bestAction(domain, prediction.scores);
		const isBetter =
			best === null ||
			confidence > bestConfidence ||
			(confidence === bestConfidence && prediction.priority > best.priority);
		if (!isBetter) continue;
		best = prediction;
		bestConfidence = confidence;
	}
	return best;
}

function traceOf(
	domain: Domain,
	winner: PolicyPrediction | null,
	predictions: readonly PolicyPrediction[],
): JsonValue {
	if (winner === null) return null;
	const states = winner.source?.states ?? [];
	const { count, newest } = describeStates(states);
	return {
		...traceEntry(domain, winner),
		...(count === 0 ? {} : { states: count, matched: [...newest] }),
		others: predictions.filter((other) => other !== winner).map((other) => traceEntry(domain, other)),
	};
}

function traceEntry(domain: Domain, prediction: PolicyPrediction): { [key: string]: JsonValue } {
	const best = bestAction(domain, prediction.scores);
	const place = prediction.source?.place ?? null;
	const evidence = prediction.source?.evidence ?? [];
	return {
		policy: prediction.policy,
		action: best.confidence > 0 ? best.name : null,
		confidence: best.confidence,
		kind: prediction.source?.kind ?? null,
		...(place === null ? {} : { name: place.name, file: place.file, line: place.line }),
		...(evidence.length === 0 ? {} : { evidence: [...evidence] }),
	};
}
