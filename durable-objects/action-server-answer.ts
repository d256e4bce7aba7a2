/** What an action server answered, as the engine takes it. Pure. */
import { z } from "zod";
import { DialogueEvent } from "../contracts/dialogue-event.ts";
import { jsonOrNull } from "../contracts/json-or-null.ts";
import { JsonValue } from "../contracts/parse-data.ts";
import type { ActionResult } from "../dialogue/action-sdk.ts";
import type { DomainSpec, SlotSpec } from "../dialogue/domain.ts";
import { ActionFailed, ActionRejected } from "../dialogue/ports.ts";
import { badResult } from "./action-result.ts";
import { inUtf16 } from "./message-offsets.ts";

/** What of the server's own words goes into the log. */
const MAX_REASON_CHARS = 200;

const Refusal = z.object({ error: z.string() });
const Answer = z.object({
	events: z.array(JsonValue).max(1_000).nullish(),
	responses: z.array(z.record(z.string(), JsonValue)).max(100).nullish(),
});

/** Which call an answer belongs to. */
export interface AnsweredCall {
	readonly action: string;
	/** Its idempotency key: names what the server left without a name. */
	readonly key: string;
	readonly domain: DomainSpec;
}

/** @throws ActionRejected (status 400), or ActionFailed saying what was wrong */
export function readAnswer(call: AnsweredCall, status: number, body: string): ActionResult {
	const { action } = call;
	const value = jsonOrNull(body);
	if (status === 400) throw new ActionRejected(action, reasonOf(value) ?? "rejected");
	if (status !== 200) throw new ActionFailed(action, "failed", failureText(action, status, reasonOf(value)));
	if (value === null) throw new ActionFailed(action, "bad_result", `${action} answered with no JSON`);
	const answer = safely(action, () => Answer.safeParse(value));
	if (!answer.success) throw badResult(action, answer.error.issues);
	const renewedEvents = (answer.data.events ?? []).map(renewed(call.key));
	const events = safely(action, () => z.array(DialogueEvent).safeParse(renewedEvents));
	if (!events.success)
		throw badResult(
			action,
			events.error.issues.map((issue) => ({ ...issue, path: ["events", ...issue.path] })),
		);
	return {
		events: events.data.map((event) => withSlotWarning(withOwnOffsets(event), call.domain)),
		responses: (answer.data.responses ?? []).map((remote) => ({ remote })),
	};
}

/** Lists within lists without end would take the parser's stack. @throws ActionFailed */
function safely<Result>(action: string, parse: () => Result): Result {
	try {
		return parse();
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		const message = `${action} returned lists or mappings that are nested too deeply`;
		throw new ActionFailed(action, "bad_result", message, { cause: error });
	}
}

function failureText(action: string, status: number, reason: string | null): string {
	const said = reason === null ? "" : `: ${reason}`;
	if (status === 404) return `the action server has no action ${action} (status 404)${said}`;
	return `the action server answered with status ${status}${said}`;
}

function reasonOf(body: unknown): string | null {
	return Refusal.safeParse(body).data?.error.slice(0, MAX_REASON_CHARS) ?? null;
}

/**
 * Events as rasa-sdk writes them, in the one form that we keep: absent for null where Rasa takes both, the names of Rasa 1
 * and 2 for those of 3, and a reminder without a name gets one that every try of this call agrees on.
 */
function renewed(key: string) {
	return (raw: JsonValue, index: number): JsonValue => {
		if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return raw;
		const event = Object.fromEntries(
			Object.entries(raw).filter(
				([name, value]) => value !== null || !["metadata", "data", "parse_data"].includes(name),
			),
		);
		switch (event["event"]) {
			case "form":
				return { ...event, event: "active_loop" };
			case "form_validation":
				return { ...event, event: "loop_interrupted", is_interrupted: event["validate"] === false };
			case "reminder":
				return { ...event, name: event["name"] ?? `${key}:${index}` };
			case "user":
				return { ...event, parse_data: event["parse_data"] ?? {} };
			default:
				return event;
		}
	};
}

function withOwnOffsets(event: DialogueEvent): DialogueEvent {
	if (event.event !== "user") return event;
	return { ...event, parse_data: inUtf16(event.parse_data, event.text) };
}

/**
 * Rasa takes any value into any slot, and so do we: projects rely on it. What doesn't fit the slot's type does not count
 * for the policies, and the log says so.
 */
function withSlotWarning(event: DialogueEvent, domain: DomainSpec): DialogueEvent {
	if (event.event !== "slot") return event;
	const slot = domain.slots.find(({ name }) => name === event.name);
	const warning =
		slot === undefined
			? `the domain has no slot ${event.name}: nothing was set`
			: typeWarning(slot, event.value);
	return warning === null ? event : { ...event, metadata: { ...event.metadata, warning } };
}

function typeWarning(slot: SlotSpec, value: JsonValue): string | null {
	if (value === null || fits(slot, value)) return null;
	const kind = Array.isArray(value) ? "list" : typeof value;
	return `slot ${slot.name} is of type ${slot.type} and was set to a ${kind}`;
}

/** Rasa asks no more of a text than that it is there, and makes a list of a single value. */
function fits({ type }: SlotSpec, value: NonNullable<JsonValue>): boolean {
	if (type === "list" || type === "any") return true;
	if (typeof value === "object") return false;
	if (type === "bool") return typeof value === "boolean" || /^(true|false|0|1)$/i.test(String(value));
	return type !== "float" || (value !== "" && Number.isFinite(Number(value)));
}
