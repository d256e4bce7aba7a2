/** The request that somebody puts together on this page, and what came back. */
import type { Operation } from "./openapi.ts";

export interface Draft {
	/** By `query.search`. Empty ones are left out. */
	readonly values: Readonly<Record<string, string>>;
	readonly body: string;
	readonly token: string;
}

export interface PreparedRequest {
	readonly path: string;
	readonly method: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | null;
}

export type Prepared =
	| { readonly ok: true; readonly request: PreparedRequest }
	| { readonly ok: false; readonly missing: string };

/** @returns the request, or the name of what is missing for it */
export function prepareRequest(operation: Operation, { values, body, token }: Draft): Prepared {
	const query = new URLSearchParams();
	const headers: Record<string, string> = {};
	let { path } = operation;
	for (const { name, in: place, required } of operation.parameters) {
		const value = (values[`${place}.${name}`] ?? "").trim();
		if (value === "") {
			if (required) return { ok: false, missing: name };
			continue;
		}
		if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
		else if (place === "query") query.set(name, value);
		else if (place === "header") headers[name] = value;
	}
	if (token.trim() !== "") headers["Authorization"] = `Bearer ${token.trim()}`;
	const sent = operation.body === null || body.trim() === "" ? null : body;
	if (sent !== null && operation.body !== null) headers["Content-Type"] = operation.body.type;
	const address = query.size === 0 ? path : `${path}?${query.toString()}`;
	return { ok: true, request: { path: address, method: operation.method, headers, body: sent } };
}

/** The same for a shell. The token stands there as a variable: a command line is copied to anybody. */
export function curlText({ path, method, headers, body }: PreparedRequest, origin: string): string {
	const words = [`curl ${quoted(`${origin}${path}`)}`];
	if (method !== "GET") words.push(`-X ${method}`);
	for (const [name, value] of Object.entries(headers))
		words.push(
			name === "Authorization" ? '-H "Authorization: Bearer $TOKEN"' : `-H ${quoted(`${name}: ${value}`)}`,
		);
	if (body !== null) words.push(`-d ${quoted(body)}`);
	return words.join(" \\\n  ");
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** JSON with its lines indented; anything else as it came. */
export function readableBody(text: string): string {
	try {
		return JSON.stringify(JSON.parse(text), null, 2);
	} catch {
		return text; // no JSON: YAML, a model file, nothing
	}
}
