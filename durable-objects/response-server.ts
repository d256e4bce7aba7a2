/** A remote server that words responses, by Rasa's NLG protocol. */
import { z } from "zod";
import { jsonOrNull } from "../contracts/json-or-null.ts";
import { JsonValue } from "../contracts/parse-data.ts";
import { ActionFailed, type ResponseCall, type ResponseGenerator } from "../dialogue/ports.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";
import { callEndpoint, type CalledServer } from "./endpoint-call.ts";
import { endpointRequest, type ResponseEndpointSettings } from "./endpoint-settings.ts";
import { serverTracker } from "./server-tracker.ts";

/** What of the server's own words may go into the log. */
const MAX_FAULT_CHARS = 200;

const Json: z.ZodType<{ readonly [key: string]: JsonValue }> = z.record(z.string(), JsonValue);
/** Rasa's own schema of an answer; other keys become metadata of the message. */
const Answer = z.intersection(
	Json,
	z.looseObject({
		text: z.string().optional(),
		id: z.string().nullish(),
		buttons: z.array(Json).nullish(),
		elements: z.array(Json).nullish(),
		attachment: Json.nullish(),
		image: z.string().nullish(),
		custom: Json.optional(),
	}),
);

export interface ResponseServer extends Pick<CalledServer, "fetch" | "wait"> {
	readonly endpoint: ResponseEndpointSettings;
	readonly breaker: CircuitBreaker;
	/** `sender_id` of the tracker, as for action servers. */
	readonly sender: () => string;
	/** Called when it is asked: from here on the turn has to wait. */
	onStart(): void;
}

/** Asks for every response. @throws ActionFailed saying how */
export function responseServer(server: ResponseServer): ResponseGenerator {
	return {
		generate: async (call) => {
			server.onStart();
			try {
				return await server.breaker.call(() => ask(server, call));
			} catch (error) {
				if (error instanceof ActionFailed) throw error;
				// the breaker's refusal: the response that it kept back should say so by its name
				const reason = error instanceof Error ? error.message : String(error);
				throw new ActionFailed(call.response, "failed", reason, { cause: error });
			}
		},
	};
}

async function ask(
	server: ResponseServer,
	call: ResponseCall,
): Promise<{ readonly [key: string]: JsonValue }> {
	const { endpoint } = server;
	const called: CalledServer = {
		title: "the NLG server",
		timeoutMs: endpoint.timeout_seconds * 1_000,
		fetch: (request) => server.fetch(request),
		wait: (milliseconds) => server.wait(milliseconds),
	};
	const { status, body } = await callEndpoint(called, call.response, () =>
		endpointRequest(endpoint, {
			response: call.response,
			id: call.id,
			arguments: call.arguments,
			tracker: serverTracker(call.tracker, {
				newest: endpoint.tracker_events ?? null,
				sender: server.sender(),
			}),
			channel: { name: call.channel },
		}),
	);
	if (status < 200 || status > 299)
		throw new ActionFailed(call.response, "failed", `the NLG server answered with status ${status}`);
	const answer = Answer.safeParse(jsonOrNull(body));
	if (answer.success) return answer.data;
	const faults = answer.error.issues.map(
		({ path, message }) => `${path.join(".") || "the answer"}: ${message}`,
	);
	throw new ActionFailed(call.response, "bad_result", faults.join("; ").slice(0, MAX_FAULT_CHARS));
}
