/** Plays rules and stories against the rules: contradictions, and rules that no story knows (SPEC RT4–RT7). */
import type { FaultList } from "../../project/fault.ts";
import { appliedEvents } from "../applied-events.ts";
import type { Domain } from "../domain.ts";
import { ACTION_LISTEN, RULE_SNIPPET } from "../names.ts";
import { bestAction, type Place } from "../policies/prediction.ts";
import {
	isStandingSource,
	ruleScores,
	standingSources,
	type RuleDecider,
	type RuleScoring,
} from "../policies/rule-policy.ts";
import type { TrainingTracker } from "./generate-trackers.ts";
import { RunningTracker } from "./running-tracker.ts";

export interface RuleAnalysis {
	readonly domain: Domain;
	readonly stories: readonly TrainingTracker[];
	readonly rules: readonly TrainingTracker[];
	readonly scoring: RuleScoring;
	readonly faults: FaultList;
}

interface Prediction {
	readonly action: string | null;
	readonly source: string | null;
}

interface Claim {
	readonly rule: string;
	readonly place: Place | null;
	readonly action: string;
}

/** @returns the sources of predictions that no story makes: their turns stay hidden from other policies */
export function analyseRules(decider: RuleDecider, analysis: RuleAnalysis): string[] {
	const claims = new Map<string, Claim[]>();
	for (const tracker of analysis.rules)
		play(tracker, decider, analysis, (prediction, action) => {
			if (prediction.source === null || prediction.source === "") return;
			const claim = isStandingSource(prediction.source)
				? { rule: prediction.source, place: null, action: prediction.action ?? "" }
				: { rule: tracker.name, place: tracker.place, action };
			claims.set(prediction.source, [...(claims.get(prediction.source) ?? []), claim]);
		});
	const usedInStories = new Set<string>();
	for (const tracker of [...analysis.stories, ...analysis.rules])
		play(tracker, decider, analysis, (prediction, action) => {
			const { source } = prediction;
			if (!tracker.isRule && prediction.action === action && source !== null) usedInStories.add(source);
			report(
				tracker,
				{ prediction, action, claims: claims.get(source ?? "") ?? [] },
				decider,
				analysis.faults,
			);
		});
	const all = new Set([...claims.keys(), ...standingSources(analysis.domain)]);
	return [...all].filter((source) => !usedInStories.has(source));
}

/** Predicts every action of a story or rule, as far as it can be predicted. */
function play(
	tracker: TrainingTracker,
	decider: RuleDecider,
	analysis: RuleAnalysis,
	judge: (prediction: Prediction, action: string) => void,
): void {
	const running = new RunningTracker(analysis.domain);
	let isUnpredictable = true;
	for (const event of appliedEvents(tracker.running.events)) {
		if (event.event === "action") {
			if (event.name === RULE_SNIPPET) isUnpredictable = true;
			else if (isUnpredictable || tracker.unpredictable.has(event)) isUnpredictable = false;
			else {
				const action = event.name ?? event.action_text ?? "";
				judge(predictOrDetour(running, decider, analysis, { action, isRule: tracker.isRule }), action);
			}
		}
		running.apply(event);
	}
}

/** A form that is predicted where the story goes elsewhere must have been rejected. */
function predictOrDetour(
	running: RunningTracker,
	decider: RuleDecider,
	analysis: RuleAnalysis,
	expected: { readonly action: string; readonly isRule: boolean },
): Prediction {
	const prediction = predict(running, decider, analysis, expected.isRule);
	const loop = running.view().activeLoop?.name ?? null;
	if (loop === null || prediction.action === expected.action || prediction.action !== loop) return prediction;
	running.apply({ event: "action_execution_rejected", name: loop });
	return predict(running, decider, analysis, expected.isRule);
}

function predict(
	running: RunningTracker,
	decider: RuleDecider,
	analysis: RuleAnalysis,
	isRule: boolean,
): Prediction {
	const view = running.view();
	const { action, source } = decider.decide(view);
	if (action === null && !isRule) return { action: null, source };
	return { action: bestAction(analysis.domain, ruleScores(view, analysis.scoring, action)).name, source };
}

interface Judgement {
	readonly prediction: Prediction;
	readonly action: string;
	readonly claims: readonly Claim[];
}

function report(
	tracker: TrainingTracker,
	judgement: Judgement,
	decider: RuleDecider,
	faults: FaultList,
): void {
	const { prediction, action, claims } = judgement;
	const { source } = prediction;
	if (prediction.action === null || source === null || source === "" || prediction.action === action) return;
	if (isGeneralListen(tracker, prediction.action, source, decider)) {
		decider.rules.delete(source);
		return;
	}
	const contradicting = claims.filter((claim) => claim.action !== action);
	if (contradicting.length === 0) return;
	const rules = [...new Set(contradicting.map(describe))].join(" and ");
	const kind = tracker.isRule ? "rule" : "story";
	faults.error(
		"rule_contradiction",
		tracker.place,
		`The ${kind} "${tracker.name}" goes on with ${action}, but ${rules}. Change one so that both agree.`,
	);
}

function describe(claim: Claim): string {
	const who =
		claim.place === null ? claim.rule : `rule "${claim.rule}" (${claim.place.file}:${claim.place.line ?? 1})`;
	return `${who} goes on with ${claim.action}`;
}

/** A learnt action_listen that only a story contradicts, and that a longer rule continues, was never meant. */
function isGeneralListen(
	tracker: TrainingTracker,
	predicted: string,
	source: string,
	decider: RuleDecider,
): boolean {
	if (tracker.isRule || predicted !== ACTION_LISTEN || source.split("prev_action").length > 2) return false;
	const beginning = source.slice(0, -2);
	return decider.rules.keys().some((key) => key !== source && key.startsWith(beginning));
}
