import { z } from "zod";
import { DecisionTrace } from "../../../contracts/decision-trace.ts";
import type { DialogueEventOf } from "../../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../../contracts/parse-data.ts";
import type { Entry } from "./log-entries.ts";

const Failure = z.looseObject({ code: z.string().optional(), message: z.string() });

type UserEvent = DialogueEventOf<"user">;

/** One step of a turn: what the engine did, and how long after the one before it. */
export interface Step {
	readonly seq: number;
	/** Milliseconds since the customer's message. */
	readonly afterMs: number;
	readonly kind: "action" | "slot" | "bot" | "form" | "rejected" | "other";
	readonly text: string;
	readonly decision: Decision | null;
}
export interface Decision {
	readonly seq: number;
	readonly action: string;
	/** Null: the engine's own doing. */
	readonly policy: string | null;
	readonly confidence: number | null;
	readonly trace: DecisionTrace;
	readonly failures: readonly string[];
}
/** A customer's message and all that the bot thought and did until the next one. */
export interface Turn {
	readonly seq: number;
	readonly atMs: number;
	/** Null: nobody wrote; a reminder, or the start of the session. */
	readonly message: UserEvent | null;
	readonly steps: readonly Step[];
	readonly lastSeq: number;
	/** From the message to the last thing that was said, in milliseconds. */
	readonly tookMs: number;
}

/** The turn in which the entry `seq` stands; null for what stands in none. */
export function turnOf(entries: readonly Entry[], seq: number): Turn | null {
	const place = entries.findIndex((entry) => entry.seq === seq);
	if (place < 0) return null;
	const begin = entries.findLastIndex((entry, index) => index <= place && isMessage(entry));
	const after = entries.findIndex(
		(entry, index) => index > Math.max(begin, 0) && index > place && isMessage(entry),
	);
	const members = entries.slice(Math.max(begin, 0), after < 0 ? entries.length : after);
	const [first] = members;
	if (first === undefined) return null;
	const firstMs = instantOf(first);
	const steps = members.flatMap((entry) => stepOf(entry, firstMs));
	const said = steps.findLast(({ kind }) => kind === "bot");
	return {
		seq: first.seq,
		atMs: first.atMs,
		message: first.kind === "dialogue" && first.event.event === "user" ? first.event : null,
		steps,
		lastSeq: members.at(-1)?.seq ?? first.seq,
		tookMs: said?.afterMs ?? 0,
	};
}

/** Why the message `seq` of the bot was said: the last decision before it. */
export function decisionOf(turn: Turn, seq: number): Decision | null {
	const before = turn.steps.filter((step) => step.seq <= seq && step.decision !== null);
	return before.at(-1)?.decision ?? null;
}

function isMessage(entry: Entry): boolean {
	return entry.kind === "dialogue" && entry.event.event === "user";
}

/** The engine's own clock, where it wrote it down: the log gets a whole turn at once. */
function instantOf(entry: Entry): number {
	const seconds = entry.kind === "dialogue" ? entry.event.timestamp : null;
	return typeof seconds === "number" ? seconds * 1_000 : entry.atMs;
}

function stepOf(entry: Entry, firstMs: number): Step[] {
	if (entry.kind !== "dialogue") return [];
	const step = { seq: entry.seq, afterMs: Math.max(0, instantOf(entry) - firstMs), decision: null };
	const { event } = entry;
	switch (event.event) {
		case "action":
			return [{ ...step, kind: "action", text: actionName(event), decision: decide(entry.seq, event) }];
		case "slot":
			return [{ ...step, kind: "slot", text: `${event.name} = ${JSON.stringify(event.value)}` }];
		case "bot":
			return [{ ...step, kind: "bot", text: event.text ?? "(no text)" }];
		case "active_loop":
			return [{ ...step, kind: "form", text: event.name === null ? "form ends" : `form ${event.name}` }];
		case "action_execution_rejected":
			return [{ ...step, kind: "rejected", text: event.name }];
		case "reset_slots":
		case "restart":
		case "session_started":
		case "pause":
		case "resume":
		case "followup":
		case "reminder":
			return [{ ...step, kind: "other", text: event.event.replaceAll("_", " ") }];
		default:
			return [];
	}
}

function actionName({ name, action_text: text }: DialogueEventOf<"action">): string {
	return name ?? `“${text ?? ""}”`;
}

function decide(seq: number, event: DialogueEventOf<"action">): Decision {
	const { metadata = {} } = event;
	const failures = [
		...(Failure.safeParse(metadata["error"]).data === undefined ? [] : [Failure.parse(metadata["error"])]),
		...(z.array(Failure).safeParse(metadata["extraction_errors"]).data ?? []),
		...(z.array(Failure).safeParse(metadata["response_errors"]).data ?? []),
	];
	return {
		seq,
		action: actionName(event),
		policy: event.policy ?? null,
		confidence: event.confidence ?? null,
		trace: DecisionTrace.safeParse(metadata["trace"]).data ?? {},
		failures: failures.map(({ code, message }) => (code === undefined ? message : `${code}: ${message}`)),
	};
}

/** How the bot stood at one instant. */
export interface BotState {
	readonly slots: ReadonlyMap<string, JsonValue>;
	readonly form: string | null;
	readonly isPaused: boolean;
}

/** What the bot knew after the entry `seq`: the same fold over the log that the engine does. */
export function stateAt(entries: readonly Entry[], seq: number): BotState {
	let slots = new Map<string, JsonValue>();
	let form: string | null = null;
	let isPaused = false;
	for (const entry of entries) {
		if (entry.seq > seq) break;
		if (entry.kind !== "dialogue") continue;
		const { event } = entry;
		if (event.event === "slot") {
			if (event.value === null) slots.delete(event.name);
			else slots.set(event.name, event.value);
		}
		if (event.event === "reset_slots" || event.event === "restart") slots = new Map();
		if (event.event === "restart") [form, isPaused] = [null, false];
		if (event.event === "active_loop") form = event.name;
		if (event.event === "pause") isPaused = true;
		if (event.event === "resume") isPaused = false;
	}
	return { slots, form, isPaused };
}

/** A slot before and after; `null` stands for one that is not set. */
export interface SlotChange {
	readonly name: string;
	readonly before: JsonValue;
	readonly after: JsonValue;
	readonly isChanged: boolean;
}

export function slotChanges(before: BotState, after: BotState): SlotChange[] {
	const names = [...new Set([...before.slots.keys(), ...after.slots.keys()])].sort();
	return names.map((name) => {
		const [was, is] = [before.slots.get(name) ?? null, after.slots.get(name) ?? null];
		return { name, before: was, after: is, isChanged: JSON.stringify(was) !== JSON.stringify(is) };
	});
}
