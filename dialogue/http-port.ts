import type { JsonValue } from "../contracts/parse-data.ts";

/** What an action asks another server. */
export interface HttpCall {
	readonly url: string;
	/** GET, or POST where there is a body, unless it says otherwise. */
	readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	readonly headers?: Readonly<Record<string, string>>;
	/** Sent as JSON. */
	readonly body?: JsonValue;
	/** Milliseconds for the whole call; 5 s unless it says otherwise. */
	readonly timeoutMs?: number;
}

export interface HttpAnswer {
	/** As the server gave it, redirects and refusals included: nothing is followed. */
	readonly status: number;
	/** Parsed where it is JSON, else the text; null where there is none. */
	readonly body: JsonValue;
}

/** HTTP as an action may use it: bounded in time and size, never into our own network unless that is allowed. */
export interface HttpPort {
	/** @throws ActionFailed when the address is not allowed, the server away (502 to 504 included), late, or says too much */
	request(call: HttpCall): Promise<HttpAnswer>;
}
