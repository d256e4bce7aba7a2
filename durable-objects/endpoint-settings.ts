import { z } from "zod";
import { type AddressRules, refusalOfAddress } from "./outgoing-address.ts";

/** Headers that the platform or we set: a configuration that names them would be obeyed by halves. */
const OWN_HEADERS = /^(host|connection|content-(length|type|encoding)|transfer-encoding|idempotency-key)$/i;
const HeaderName = z
	.string()
	.regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/)
	.refine((name) => !OWN_HEADERS.test(name), "is set by the product itself");

/** What Rasa's `endpoints.yml` says of a server that is called: keys are Rasa's, and those it has for others are left alone. */
export const EndpointSettings = z.object({
	url: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }),
	headers: z.record(HeaderName, z.string().max(4_096)).default({}),
	basic_auth: z.object({ username: z.string(), password: z.string() }).nullish(),
	token: z.string().nullish(),
	token_name: z.string().min(1).default("token"),
	params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
	/** Ours: how long one call may take. Rasa waits for 300 s; a customer has an answer within ten. */
	timeout_seconds: z.number().min(0.1).max(300).default(9),
});
export type EndpointSettings = z.infer<typeof EndpointSettings>;

/** The action server's own keys beside. */
export const ActionEndpointSettings = EndpointSettings.extend({
	/** Rasa's: the domain goes only to actions that ask for it (`send_domain: true`) and to `validate_…`. */
	enable_selective_domain: z.boolean().default(false),
	/** Ours: how many of the newest events go along; all by default, as Rasa sends them. */
	tracker_events: z.int().min(0).max(1_000_000).nullish(),
	/** Ours: bodies are sent with `Content-Encoding: deflate`, which rasa-sdk reads. */
	compress: z.boolean().default(false),
});
export type ActionEndpointSettings = z.infer<typeof ActionEndpointSettings>;

/** Rasa's `nlg`: a server that words responses. */
export const ResponseEndpointSettings = EndpointSettings.extend({
	/** Rasa's: `callback` is such a server, and the default; a class of one's own is Python. */
	type: z
		.string()
		.nullish()
		.refine(
			(type) => type === null || type === undefined || type.toLowerCase() === "callback",
			"is no server: leave it out, or write callback",
		),
	/** Ours, as for the action server. */
	tracker_events: z.int().min(0).max(1_000_000).nullish(),
});
export type ResponseEndpointSettings = z.infer<typeof ResponseEndpointSettings>;

/**
 * What is wrong with an endpoint's settings and its address, or the settings.
 *
 * @param value - Rasa's object, parsed from JSON or YAML
 */
export function checkEndpoint<Schema extends z.ZodType<EndpointSettings>>(
	value: unknown,
	schema: Schema,
	rules: AddressRules,
):
	| { readonly ok: true; readonly endpoint: z.infer<Schema> }
	| { readonly ok: false; readonly fault: string } {
	const parsed = schema.safeParse(value);
	if (!parsed.success) {
		const issues = parsed.error.issues.map((issue) => `${issue.path.join(".") || "it"}: ${issue.message}`);
		return { ok: false, fault: issues.join("; ") };
	}
	const refusal = refusalOfAddress(parsed.data.url, rules);
	return refusal === null ? { ok: true, endpoint: parsed.data } : { ok: false, fault: `url: ${refusal}` };
}

/** A POST of JSON to such a server, as Rasa makes it: its parameters, token and headers. */
export async function endpointRequest(
	endpoint: EndpointSettings,
	body: object,
	more: { readonly headers?: Readonly<Record<string, string>>; readonly compress?: boolean } = {},
): Promise<Request> {
	const { url, headers } = endpointAddress(endpoint);
	for (const [name, value] of Object.entries(more.headers ?? {})) headers.set(name, value);
	headers.set("content-type", "application/json");
	const text = JSON.stringify(body);
	if (more.compress === true) headers.set("content-encoding", "deflate");
	return new Request(url, {
		method: "POST",
		headers,
		body: more.compress === true ? await deflated(text) : text,
		// a server that redirects could send the conversation anywhere
		redirect: "manual",
		signal: AbortSignal.timeout(endpoint.timeout_seconds * 1_000),
	});
}

/** Where a call goes and what it carries: parameters, token and sign-in. */
export function endpointAddress(endpoint: EndpointSettings): {
	readonly url: URL;
	readonly headers: Headers;
} {
	const url = new URL(endpoint.url);
	for (const [key, value] of Object.entries(endpoint.params)) url.searchParams.set(key, value);
	if (typeof endpoint.token === "string") url.searchParams.set(endpoint.token_name, endpoint.token);
	const headers = new Headers(endpoint.headers);
	const { basic_auth: auth } = endpoint;
	if (auth !== null && auth !== undefined)
		headers.set("authorization", `Basic ${base64(`${auth.username}:${auth.password}`)}`);
	return { url, headers };
}

/** `deflate` of HTTP is zlib's format. */
async function deflated(text: string): Promise<ArrayBuffer> {
	const stream = new Response(text).body;
	if (stream === null) return new ArrayBuffer(0);
	return new Response(stream.pipeThrough(new CompressionStream("deflate"))).arrayBuffer();
}

function base64(text: string): string {
	return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
