import { z } from "zod";
import { RASA_VERSION } from "../durable-objects/action-server.ts";

/** What Rasa's HTTP API refuses with. */
export const STATUSES = [400, 401, 403, 404, 406, 409, 413, 415, 422, 429, 500, 503] as const;
export type Status = (typeof STATUSES)[number];

/** Whether this is of Rasa's HTTP API: there every refusal has Rasa's body, also one that comes before the route. */
export function isRasaApi(path: string): boolean {
	return /^\/(?:(?:conversations|model)(?:\/|$)|(?:status|domain)\/?$)/.test(path);
}

/** The body of every refusal of Rasa's HTTP API. */
export const RasaErrorBody = z.object({
	version: z.string(),
	status: z.literal("failure"),
	message: z.string(),
	reason: z.string(),
	details: z.record(z.string(), z.json()),
	help: z.string().nullable(),
	code: z.int(),
});

/** A refusal in Rasa's words: `reason` for programs, the message for people. */
export class RasaError extends Error {
	override readonly name = "RasaError";
	readonly status: Status;
	readonly reason: string;
	readonly details: Readonly<Record<string, string>>;

	constructor(
		status: Status,
		reason: string,
		message: string,
		details: Readonly<Record<string, string>> = {},
	) {
		super(message);
		this.status = status;
		this.reason = reason;
		this.details = details;
	}

	toBody(): z.infer<typeof RasaErrorBody> {
		const { status: code, reason, message, details } = this;
		return { version: RASA_VERSION, status: "failure", message, reason, details, help: null, code };
	}
}
