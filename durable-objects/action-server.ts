/** A remote action server, by Rasa's protocol: an existing rasa-sdk server works unchanged. */
import { z } from "zod";
import { DialogueEvent } from "../contracts/dialogue-event.ts";
import { JsonValue } from "../contracts/parse-data.ts";
import { type ActionResult, DEFAULT_ACTION_TIMEOUT_MS, type ResponseDraft } from "../dialogue/action-sdk.ts";
import { type ActionCall, ActionFailed, ActionRejected, type ActionRunner } from "../dialogue/ports.ts";
import { idempotencyKey } from "./action-context.ts";
import { badResult } from "./action-result.ts";
import { timedOut } from "./time-limit.ts";

/** The Rasa release whose protocol we speak, as its `version` says. */
const PROTOCOL_VERSION = "3.6.20";
/** Longest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 1_000_000;

export interface ActionServer {
	readonly url: string;
	/** The domain as it is sent along with every call. */
	readonly domain: JsonValue;
	readonly timeoutMs?: number;
	fetch(request: Request): Promise<Response>;
}

/** @throws ActionRejected, or ActionFailed saying how */
export function actionServerRunner(server: ActionServer): ActionRunner {
	return { run: (call) => callActionServer(server, call) };
}

async function callActionServer(server: ActionServer, call: ActionCall): Promise<ActionResult> {
	const timeoutMs = server.timeoutMs ?? DEFAULT_ACTION_TIMEOUT_MS;
	const request = new Request(server.url, {
		method: "POST",
		headers: { "content-type": "application/json", "idempotency-key": idempotencyKey(call) },
		body: JSON.stringify({
			next_action: call.name,
			sender_id: call.tracker.sender_id,
			tracker: call.tracker,
			domain: server.domain,
			version: PROTOCOL_VERSION,
		}),
		// an action server that redirects could send the tracker anywhere
		redirect: "manual",
		signal: AbortSignal.timeout(timeoutMs),
	});
	try {
		const response = await server.fetch(request);
		return readAnswer(call.name, response.status, await readCapped(call.name, response));
	} catch (error) {
		if (error instanceof Error && ["TimeoutError", "AbortError"].includes(error.name))
			throw timedOut(call.name, timeoutMs);
		if (error instanceof ActionRejected || error instanceof ActionFailed) throw error;
		throw new ActionFailed(call.name, "failed", "the action server can't be reached", { cause: error });
	}
}

async function readCapped(action: string, response: Response): Promise<string> {
	if (response.body === null) return "";
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	for await (const chunk of response.body) {
		bytes += chunk.byteLength;
		if (bytes > MAX_ANSWER_BYTES)
			throw new ActionFailed(action, "bad_result", `the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}

const Refusal = z.object({ error: z.string() });
const Answer = z.object({
	events: z.array(DialogueEvent).max(1_000).default([]),
	responses: z.array(z.record(z.string(), JsonValue)).max(100).default([]),
});

function readAnswer(action: string, status: number, body: string): ActionResult {
	const value = parseJson(body);
	if (status === 400) throw new ActionRejected(action, Refusal.safeParse(value).data?.error ?? "rejected");
	if (status !== 200)
		throw new ActionFailed(action, "failed", `the action server answered with status ${status}`);
	const parsed = Answer.safeParse(value);
	if (!parsed.success) throw badResult(action, parsed.error.issues);
	return { events: parsed.data.events, responses: parsed.data.responses.map(toDraft) };
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // not JSON: the schema says so
	}
}

const Text = z.object({
	text: z.string().catch(""),
	buttons: z.array(z.object({ title: z.string(), payload: z.string() })).catch([]),
	image: z.string().nullable().catch(null),
	custom: z.record(z.string(), JsonValue).catch({}),
});

/** A response of the domain by name (`response`, formerly `template`; what stands beside it fills it in), or one written out. */
function toDraft(response: Record<string, JsonValue>): ResponseDraft {
	const name = response["response"] ?? response["template"];
	if (typeof name === "string" && name !== "") {
		const values = Object.entries(response).filter(
			([key, value]) => key !== "response" && key !== "template" && !isEmpty(value),
		);
		return { response: name, values: Object.fromEntries(values) };
	}
	const { text, buttons, image, custom } = Text.parse(response);
	return {
		text,
		...(buttons.length === 0 ? {} : { buttons }),
		...(image === null ? {} : { image }),
		...(Object.keys(custom).length === 0 ? {} : { custom }),
	};
}

function isEmpty(value: JsonValue): boolean {
	if (value === null || value === "") return true;
	return typeof value === "object" && Object.keys(value).length === 0;
}
