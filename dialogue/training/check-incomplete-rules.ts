import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { FaultList } from "../../project/fault.ts";
import type { Domain } from "../domain.ts";
import { ACTION_LISTEN, RULE_SNIPPET, SHOULD_NOT_BE_SET } from "../names.ts";
import { hasFeatures } from "../slot.ts";
import type { TrainingTracker } from "./generate-trackers.ts";

/** What an action sets in the rules that name it. */
interface Fingerprint {
	readonly slots: Set<string>;
	readonly loops: Set<string>;
}

/** An action that sets slots or a loop in one rule must do so in all (SPEC RT3). */
export function checkIncompleteRules(
	rules: readonly TrainingTracker[],
	domain: Domain,
	faults: FaultList,
): void {
	const fingerprints = fingerprintsOf(rules, domain);
	for (const { running, name, place } of rules) {
		for (const [index, state] of running.states.entries()) {
			const action = state.action?.name ?? null;
			const following = running.states[index + 1]?.action?.name ?? ACTION_LISTEN;
			const fingerprint = action === null ? undefined : fingerprints.get(action);
			if (
				action === null ||
				fingerprint === undefined ||
				following === RULE_SNIPPET ||
				action === RULE_SNIPPET
			)
				continue;
			const set = new Set(state.slots.map(([slot]) => slot));
			const missing = [...fingerprint.slots].filter((slot) => !set.has(slot));
			if (missing.length > 0)
				faults.error(
					"incomplete_rule",
					place,
					`In rule "${name}" ${action} does not set ${missing.join(", ")}, as it does in other rules. Add slot_was_set after it, or end the rule with it and wait_for_user_input: false.`,
				);
			if (fingerprint.loops.size > 0 && !fingerprint.loops.has(state.loop ?? "")) {
				const loops = [...fingerprint.loops].map((loop) => (loop === SHOULD_NOT_BE_SET ? "null" : loop));
				faults.error(
					"incomplete_rule",
					place,
					`In rule "${name}" ${action} does not set active_loop (${loops.join(" or ")}), as it does in other rules. Add active_loop after it, or end the rule with it and wait_for_user_input: false.`,
				);
			}
		}
	}
}

function fingerprintsOf(rules: readonly TrainingTracker[], domain: Domain): Map<string, Fingerprint> {
	const fingerprints = new Map<string, Fingerprint>();
	for (const { running } of rules) {
		let action: string | null = null;
		for (const event of running.events) {
			if (event.event === "action") action = event.name ?? event.action_text ?? null;
			else if (event.event === "user") action = null;
			else if (action !== null) note(fingerprints, action, event, domain);
		}
	}
	return fingerprints;
}

function note(
	fingerprints: Map<string, Fingerprint>,
	action: string,
	event: DialogueEvent,
	domain: Domain,
): void {
	const fingerprint = fingerprints.get(action) ?? { slots: new Set(), loops: new Set() };
	fingerprints.set(action, fingerprint);
	if (event.event === "active_loop" && event.name !== null) fingerprint.loops.add(event.name);
	if (event.event !== "slot") return;
	const slot = domain.slots.get(event.name);
	if (slot !== undefined && hasFeatures(slot)) fingerprint.slots.add(event.name);
}
