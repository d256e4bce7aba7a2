/** What becomes of an answer that the bot has computed: the fence between it and the log. Pure. */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
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

/** A bot that was paused answers nobody: when its turn has ended so, a person must. */
export function handoffOfPaused(state: DeskState, nowMs: number): NewEntry[] {
	if (state.owner !== "bot" || !state.isPaused) return [];
	const queue = { owner: "queue", assignee: null } as const;
	// it is paused already
	return handOver(state, queue, { reason: "handoff", handoff: "action" }, nowMs).slice(0, 1);
}
