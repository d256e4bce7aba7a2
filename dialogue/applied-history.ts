/**
 * The applied events of a growing log, kept up to date event by event, so that a long conversation is answered as fast
 * as a short one. The same as `appliedEvents` and `pastStates` of the whole log (SPEC AH1–AH3), for one step's cost.
 */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { Domain } from "./domain.ts";
import type { EventLog } from "./event-log.ts";
import { lookAt, NOTHING_SEEN, type LookBack, type RuleOnlyData } from "./dialogue-state.ts";
import { TrackerMemory, type MemorySnapshot } from "./tracker-memory.ts";

/** One applied event, what the conversation amounts to after it, and the one before it. */
export interface AppliedNode {
	/** Null at the beginning of a session. */
	readonly event: DialogueEvent | null;
	readonly memory: MemorySnapshot;
	readonly parent: AppliedNode | null;
}

interface History {
	readonly domain: Domain;
	readonly root: AppliedNode;
	readonly head: AppliedNode;
	/** Loops that the log has ever activated. */
	readonly loopNames: ReadonlySet<string>;
}

/** A log is never changed: what was worked out for it stays true. */
const histories = new WeakMap<EventLog, History>();

/** The newest applied event of a log. */
export function appliedHead(domain: Domain, log: EventLog): AppliedNode {
	return historyOf(domain, log).head;
}

/** Works out the history of a log from that of its beginning. */
export function growHistory(
	domain: Domain,
	grown: { readonly before: EventLog; readonly appended: readonly DialogueEvent[]; readonly log: EventLog },
): void {
	const { before, appended, log } = grown;
	let history = historyOf(domain, before);
	for (const [index, event] of appended.entries())
		history = step(history, event, () => log.toArray().slice(0, before.length + index + 1));
	histories.set(log, history);
}

function historyOf(domain: Domain, log: EventLog): History {
	const known = histories.get(log);
	if (known !== undefined && known.domain === domain) return known;
	const history = foldLog(domain, log.toArray(), new Set());
	histories.set(log, history);
	return history;
}

function foldLog(domain: Domain, log: readonly DialogueEvent[], loopNames: ReadonlySet<string>): History {
	const root = { event: null, memory: TrackerMemory.initial(domain).snapshot(), parent: null };
	let history: History = { domain, root, head: root, loopNames };
	for (const [index, event] of log.entries()) history = step(history, event, () => log.slice(0, index + 1));
	return history;
}

/** @param soFar - the log up to and including this event */
function step(history: History, event: DialogueEvent, soFar: () => readonly DialogueEvent[]): History {
	const { head, root } = history;
	switch (event.event) {
		case "restart":
		case "session_started":
			return { ...history, head: root };
		case "undo":
			return { ...history, head: backThrough(head, "action") };
		case "rewind":
			return { ...history, head: backThrough(backThrough(head, "user"), "action") };
		case "active_loop":
			return stepLoop(history, event, soFar);
		case "action":
			return { ...history, head: stepAction(history, event) };
		default:
			return { ...history, head: push(history, head, event) };
	}
}

/**
 * A loop's first activation makes the runs before it count as runs of a loop. Nearly always that is the one run that
 * activates it; where there were more, the log is folded anew.
 */
function stepLoop(
	history: History,
	event: DialogueEvent & { event: "active_loop" },
	soFar: () => readonly DialogueEvent[],
): History {
	const { name } = event;
	if (name === null || name === "" || history.loopNames.has(name))
		return { ...history, head: push(history, history.head, event) };
	const loopNames = new Set(history.loopNames).add(name);
	const log = soFar();
	const runs = log.filter((earlier) => earlier.event === "action" && earlier.name === name);
	if (runs.length > 1) return foldLog(history.domain, log, loopNames);
	return { ...history, loopNames, head: push(history, history.head, event) };
}

/** A loop that runs again without a detour takes out what came since its last run; what was set there stays. */
function stepAction(history: History, event: DialogueEvent & { event: "action" }): AppliedNode {
	const { head } = history;
	const lastRun =
		event.name !== null && history.loopNames.has(event.name) ? lastStraightRun(head, event.name) : null;
	if (lastRun === null) return push(history, head, event);
	const kept: DialogueEvent[] = [];
	for (let node = head; node !== lastRun && node.parent !== null; node = node.parent) {
		const kind = node.event?.event;
		if (node.event !== null && kind !== "action" && kind !== "user" && kind !== "user_featurization")
			kept.push(node.event);
	}
	return kept.reverse().reduce((node, later) => push(history, node, later), lastRun);
}

/** The loop's last run, or null when it did not run yet, or ended, was rejected or left for something else since. */
function lastStraightRun(head: AppliedNode, loop: string): AppliedNode | null {
	let nextAction: string | null = null;
	for (let node: AppliedNode | null = head; node !== null; node = node.parent) {
		const { event } = node;
		if (event === null) return null;
		if (event.event === "active_loop" && event.name === null) return null;
		if (event.event === "action_execution_rejected" && event.name === loop) return null;
		if (event.event === "user" && nextAction !== null && nextAction !== loop) return null;
		if (event.event !== "action") continue;
		if (event.name === loop) return node;
		nextAction = event.name;
	}
	return null;
}

function push(history: History, parent: AppliedNode, event: DialogueEvent): AppliedNode {
	const memory = TrackerMemory.of({ domain: history.domain, ...parent.memory });
	memory.apply(event, []);
	return { event, memory: memory.snapshot(), parent };
}

/** The node before the newest event of this kind; the session's beginning when there is none. */
function backThrough(head: AppliedNode, kind: "action" | "user"): AppliedNode {
	let node = head;
	while (node.parent !== null) {
		const wasIt = node.event?.event === kind;
		node = node.parent;
		if (wasIt) break;
	}
	return node;
}

/** What policies see when they look back from a node: worked out once a node and a way of looking. */
const looks = new WeakMap<object, WeakMap<AppliedNode, LookBack>>();
const EVERYTHING = {};

/** Everything that was seen up to this moment, the current state included (SPEC ST1–ST6). */
export function lookBackFrom(domain: Domain, head: AppliedNode, hidden: RuleOnlyData | undefined): LookBack {
	const options = hidden === undefined ? {} : { hidden };
	return lookAt(lookBefore(domain, head, hidden), { domain, ...head.memory }, false, options);
}

function lookBefore(domain: Domain, head: AppliedNode, hidden: RuleOnlyData | undefined): LookBack {
	const key = hidden ?? EVERYTHING;
	const cache = looks.get(key) ?? new WeakMap<AppliedNode, LookBack>();
	looks.set(key, cache);
	const options = hidden === undefined ? {} : { hidden };
	const path: AppliedNode[] = [];
	let seen: LookBack | undefined;
	for (let node: AppliedNode | null = head; node !== null && seen === undefined; node = node.parent) {
		seen = cache.get(node);
		if (seen === undefined) path.push(node);
	}
	let look = seen ?? NOTHING_SEEN;
	for (const node of path.reverse()) {
		if (node.event?.event === "action" && node.parent !== null)
			look = lookAt(look, { domain, ...node.parent.memory }, node.event.hide_rule_turn === true, options);
		cache.set(node, look);
	}
	return look;
}
