/** What becomes of an answer that the bot has computed: the fence between it and the log. Pure. */
import { HandoffReason } from "../contracts/desk-commands.ts";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { ACTION_LISTEN } from "../dialogue/names.ts";
import { handOver } from "./desk/desk-commands.ts";
import type { DeskState } from "./desk/desk-state.ts";
import { dialogueEntries, type NewEntry } from "./log-entry.ts";
import { asJson } from "./turn-entries.ts";

/** What the bot has computed, and the epoch in which it began to. */
export interface ComputedAnswer {
	readonly turnId: string;
	readonly epoch: number;
	readonly events: readonly DialogueEvent[];
}

/** Whether the conversation has changed hands since: what was computed before is nobody's answer any more. */
export function isStale(state: Pick<DeskState, "epoch">, computed: Pick<ComputedAnswer, "epoch">): boolean {
	return state.epoch !== computed.epoch;
}

/**
 * The entries of an answer: what the bot said, or a draft for people to look at when the conversation changed hands. An
 * answer never says that it came too late by being silent: the draft stands in the log.
 */
export function fencedAnswer(state: Pick<DeskState, "epoch">, answer: ComputedAnswer): NewEntry[] {
	if (!isStale(state, answer)) return dialogueEntries(answer.events);
	const { turnId, epoch, events } = answer;
	return [
		{
			kind: "system",
			event: { type: "discarded_draft", turnId, epoch, currentEpoch: state.epoch, events: asJson(events) },
		},
	];
}

/**
 * A bot that was paused answers nobody: when its turn has ended so, a person must.
 *
 * @param said - the turn's events: the action that paused may say why
 */
export function handoffOfPaused(state: DeskState, said: readonly DialogueEvent[], nowMs: number): NewEntry[] {
	if (state.owner !== "bot" || !state.isPaused) return [];
	const queue = { owner: "queue", assignee: null } as const;
	const why = said.findLast(({ event }) => event === "pause")?.metadata?.["handoff"];
	const handoff = HandoffReason.safeParse(why).data ?? "action";
	// it is paused already
	const change = handOver(state, queue, { reason: "handoff", handoff }, nowMs).slice(0, 1);
	const last = said.findLast(({ event }) => event === "action");
	if (last?.event === "action" && last.name === ACTION_LISTEN) return change;
	// the turn ends in the middle: when the bot speaks again it begins a new one, and doesn't go on with this
	return [
		...change,
		...dialogueEntries([{ event: "action", name: ACTION_LISTEN, timestamp: nowMs / 1_000 }]),
	];
}
