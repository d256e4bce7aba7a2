import type { HandoffReason } from "../../contracts/desk-commands.ts";
import { storableText } from "../../store/storable.ts";
import type { ConversationPorts } from "../conversation-ports.ts";
import type { DeskCall, DeskResult } from "../conversation-rpc.ts";
import type { EventLog } from "../event-log.ts";
import type { LogEntry } from "../log-entry.ts";
import type { Turns } from "../turns.ts";
import { type DeskCommand, decide, handOver } from "./desk-commands.ts";
import { standingOf } from "./desk-state.ts";

/** What people of the company do with one conversation. Everything is an entry of its log. */
export class ConversationDesk {
	readonly #log: EventLog;
	readonly #turns: Turns;
	readonly #ports: ConversationPorts;

	constructor(log: EventLog, turns: Turns, ports: ConversationPorts) {
		this.#log = log;
		this.#turns = turns;
		this.#ports = ports;
	}

	/** Does it at once, whatever the bot is computing. A command that was done before gets its first answer. */
	do({ id, by, command, expectedEpoch, seenSeq }: DeskCall): DeskResult {
		const clean = this.#clean(command);
		const known = this.#log.commands.find(id);
		if (known !== null) return this.#again(known, clean);
		const ordered = { id, by, expectedEpoch, seenSeq, nowMs: this.#ports.nowMs() };
		const decision = decide(this.#log.state.desk, clean, ordered);
		if ("conflict" in decision) return this.#refused(decision.conflict);
		const entries = decision.entries.length === 0 ? [] : this.#turns.act(decision.entries);
		return this.#done(entries[0]?.seq ?? null, entries.length > 0);
	}

	/** The customer waits no longer for a person. Nothing happens outside of the queue. */
	leaveQueue(): void {
		const { desk } = this.#log.state;
		if (desk.owner !== "queue") return;
		const bot = { owner: "bot", assignee: null } as const;
		this.#turns.act(handOver(desk, bot, { reason: "left_queue" }, this.#ports.nowMs()));
	}

	/** A rule gives the bot's conversation to whoever is free; in other hands since, it stays there. */
	handOff(reason: HandoffReason, epoch: number): void {
		const { desk } = this.#log.state;
		if (desk.owner !== "bot" || desk.epoch !== epoch || desk.status !== "open") return;
		const queue = { owner: "queue", assignee: null } as const;
		this.#turns.act(handOver(desk, queue, { reason: "handoff", handoff: reason }, this.#ports.nowMs()));
	}

	/** A conversation that was put away until now is open again. */
	wake(): void {
		const { status, snoozedUntilMs } = this.#log.state.desk;
		if (status !== "snoozed" || snoozedUntilMs === null || snoozedUntilMs > this.#ports.nowMs()) return;
		this.#turns.act([{ kind: "system", event: { type: "reopened", reason: "woke" } }]);
	}

	/** Notes how far an agent has read, where that tells anybody anything. */
	markRead(agentId: string, seq: number): void {
		const { unread, mentions } = this.#log.state.desk;
		if (unread === 0 && !mentions.some((mention) => mention.id === agentId && mention.seq <= seq)) return;
		this.#turns.note({
			kind: "read",
			event: { who: "agent", seq: Math.min(seq, this.#log.lastSeq), agentId },
		});
	}

	#again(seq: number, command: DeskCommand): DeskResult {
		const [entry] = this.#log.read(seq - 1, 1);
		const isSame = entry !== undefined && isOf(entry, command);
		return isSame ? this.#done(seq, false) : this.#refused("This id was used for another command.");
	}

	#done(seq: number | null, isNew: boolean): DeskResult {
		const standing = standingOf(this.#log.state.desk, this.#log.lastSeq);
		return { ok: true, isNew, outcome: { seq, standing } };
	}

	#refused(message: string): DeskResult {
		return { ok: false, message, standing: standingOf(this.#log.state.desk, this.#log.lastSeq) };
	}

	/** A note may quote the customer: what must not be kept of their words is not kept of it. */
	#clean(command: DeskCommand): DeskCommand {
		if (command.do === "message") return { ...command, text: storableText(command.text) };
		if (command.do !== "note") return command;
		return { ...command, text: this.#ports.redactor.text(storableText(command.text), () => null) };
	}
}

/** Whether an entry is what this command brings. */
function isOf({ kind, event }: LogEntry, command: DeskCommand): boolean {
	if (command.do === "message")
		return kind === "dialogue" && event.event === "agent" && event.text === command.text;
	if (kind !== "system") return false;
	switch (event.type) {
		case "note_added":
			return command.do === "note" && event.text === command.text;
		case "priority_changed":
			return command.do === "prioritize" && event.priority === command.priority;
		case "snoozed":
			return command.do === "snooze" && event.untilMs === command.untilMs;
		case "resolved":
		case "reopened":
		case "owner_changed":
			return isMoving(command);
		default:
			return false;
	}
}

function isMoving(command: DeskCommand): boolean {
	return ["take_over", "hand_back", "enqueue", "assign", "resolve", "reopen"].includes(command.do);
}
