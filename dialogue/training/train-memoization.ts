import type { YamlNode } from "../../project/yaml-node.ts";
import { endingOf, type MemoizationPolicyData } from "../policies/memoization-policy.ts";
import { statesKey } from "../policies/state-hash.ts";
import { examplesOf } from "./examples.ts";
import type { TrainingTracker } from "./generate-trackers.ts";
import { booleanOption, historyOption, numberOption } from "./policy-options.ts";
import type { PlaceTable } from "./place-table.ts";

const MEMOIZATION_PRIORITY = 3;

/** Learns the stories' turns by heart; histories that lead to different actions are left out (SPEC MO2). */
export function trainMemoization(
	kind: MemoizationPolicyData["kind"],
	options: YamlNode | null,
	trackers: readonly TrainingTracker[],
	places: PlaceTable,
): MemoizationPolicyData {
	const maxHistory = historyOption(options);
	const turns = new Map<string, { action: string; place: number } | null>();
	const endings = new Set<string>();
	let longestHistory = 0;
	for (const example of examplesOf(trackers, { maxHistory, omitUnsetSlots: false })) {
		const key = statesKey(example.states);
		const latest = example.states.at(-1);
		if (latest !== undefined) endings.add(endingOf(latest.user));
		const known = turns.get(key);
		longestHistory = Math.max(longestHistory, example.states.length);
		if (known === undefined) turns.set(key, { action: example.action, place: places.indexOf(example.place) });
		else if (known !== null && known.action !== example.action) turns.set(key, null);
	}
	return {
		kind,
		priority: numberOption(options, "priority") ?? MEMOIZATION_PRIORITY,
		maxHistory,
		useNluConfidence: booleanOption(options, "use_nlu_confidence_as_score") ?? false,
		longestHistory,
		endings: [...endings],
		turns: [...turns].flatMap(([key, turn]) => (turn === null ? [] : [[key, turn.action, turn.place]])),
	};
}
