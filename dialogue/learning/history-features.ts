/**
 * What a learnt policy sees of a history: named features of its last states (SPEC LP1–LP3). The same names come out of
 * training and of a live conversation, so a weight's row is found by its name's hash alone.
 */
import type { DialogueState } from "../dialogue-state.ts";
import { ACTION_LISTEN } from "../names.ts";
import type { SlotFeature } from "../slot.ts";
import { momentOf, stepsOf } from "./history-steps.ts";
import { textFeatures } from "./message-text.ts";

/** A feature with its strength. */
export interface HistoryFeature {
	readonly name: string;
	readonly value: number;
	/** Specific enough to be one story's own: kept only where several histories share it. */
	readonly isSpecific: boolean;
	/** In every history of this kind. */
	readonly isAlways?: boolean;
}

/** Without a `max_history` this many states are looked at: what lies further back weighs next to nothing. */
export const WHOLE_HISTORY = 20;

/** How much less a step weighs than the one after it. */
const DECAY = 0.75;

/** The states that a learnt policy looks at. */
export function historyWindow(maxHistory: number | null): number {
	return maxHistory === null || maxHistory === 0 ? WHOLE_HISTORY : maxHistory;
}

/** Features of a history, the newest state last. Long ones are cut by the caller. */
export function historyFeatures(
	states: readonly DialogueState[],
	forms: ReadonlySet<string>,
): HistoryFeature[] {
	const steps = stepsOf(states);
	const latest = states.at(-1);
	const moment = momentOf(states, forms);
	// what speaks for an answer after a message speaks for nothing once the answer was given
	const features = new FeatureList(latest?.action?.name === ACTION_LISTEN ? "heard: " : "done: ");
	features.addAlways();
	features.add(moment, 2);
	addSequences(features, steps);
	steps.forEach((step, index) => {
		const distance = steps.length - 1 - index;
		if (distance > 0) features.add(`earlier ${step}`, 0.3 * DECAY ** distance);
	});
	if (latest !== undefined) addPresent(features, latest, states.at(-2), steps.at(-1) ?? "");
	return features.list;
}

class FeatureList {
	readonly list: HistoryFeature[] = [];
	readonly #names = new Set<string>();
	readonly #prefix: string;

	constructor(prefix: string) {
		this.#prefix = prefix;
	}

	addAlways(): void {
		this.list.push({ name: `${this.#prefix}always`, value: 1, isSpecific: false, isAlways: true });
	}

	add(name: string, value: number, isSpecific = false): void {
		if (this.#names.has(name)) return;
		this.#names.add(name);
		this.list.push({ name: this.#prefix + name, value, isSpecific });
	}
}

function addSequences(features: FeatureList, steps: readonly string[]): void {
	const [first = "", second = "", third = "", fourth = ""] = steps.toReversed();
	features.add(first, 1);
	features.add(`${second}, ${first}`, 1);
	features.add(`${third}, ${second}, ${first}`, 0.8, true);
	features.add(`${fourth}, ${third}, ${second}, ${first}`, 0.6, true);
	features.add(`${third}, …, ${first}`, 0.5);
	const said = steps.filter((step) => step.startsWith("said ")).toReversed();
	const done = steps.filter((step) => step.startsWith("did ")).toReversed();
	features.add(`latest ${said[0] ?? ""}`, 0.7);
	features.add(`${said[1] ?? ""}, …, ${first}`, 0.5);
	features.add(`${done[0] ?? ""}, …, ${first}`, 0.7);
}

/** What holds now: loop, slots, entities, and the words of a message or answer that is known by its text. */
function addPresent(
	features: FeatureList,
	latest: DialogueState,
	before: DialogueState | undefined,
	step: string,
): void {
	const { loop, user } = latest;
	features.add(`in ${loop ?? "no form"}`, 0.5);
	features.add(`in ${loop ?? "no form"}, ${step}`, 0.7);
	const known = new Set(before?.slots.map(([name, value]) => `${name}=${featureText(value)}`));
	for (const [name, value] of latest.slots) {
		const slot = `${name}=${featureText(value)}`;
		features.add(`slot ${slot}`, 0.3);
		features.add(`slot ${slot}, ${step}`, 0.6);
		if (!known.has(slot)) features.add(`now ${slot}, ${step}`, 0.6);
	}
	for (const [name] of latest.slots) features.add(`set ${name}`, 0.3);
	for (const entity of user?.entities ?? []) features.add(`entity ${entity}, ${step}`, 0.6);
	features.add(`entities ${(user?.entities ?? []).join(" and ") || "none"}, ${step}`, 0.5);
	if (latest.action?.name === ACTION_LISTEN && user?.intent === null && user.text !== null)
		for (const { name, value } of textFeatures(user.text)) features.add(name, value);
}

/** Shares of a range are told apart in tenths. */
function featureText(feature: SlotFeature): string {
	if (typeof feature === "string") return feature;
	return feature.map((part) => Math.round(part * 10) / 10).join(",");
}
