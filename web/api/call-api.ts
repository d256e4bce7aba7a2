import type { z } from "zod";
import { ErrorBody, type ErrorCode } from "../../contracts/errors.ts";

const TIMEOUT_MS = 20_000;
const FILE_TIMEOUT_MS = 300_000;

export interface Fault {
	readonly code: ErrorCode | "unreachable";
	readonly message: string;
	/** By the name of the field: `password`. */
	readonly fields: Readonly<Record<string, string>>;
}
export type Result<Value> =
	| { readonly ok: true; readonly value: Value }
	| { readonly ok: false; readonly fault: Fault };

const UNREACHABLE: Fault = {
	code: "unreachable",
	message: "The server can't be reached just now. Please try again.",
	fields: {},
};

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;
export interface Call {
	readonly method?: "POST" | "PUT" | "PATCH" | "DELETE";
	readonly body?: unknown;
	/** Sent as it is, in the body's place; it may take its time. */
	readonly file?: Blob;
	readonly token?: string;
}

/** One call of the API, as the pages of accounts and of the desk make it. Never throws: a refusal is a value. */
export async function callApi<Value>(
	fetch: Fetch,
	schema: z.ZodType<Value>,
	path: string,
	{ method, body, file, token }: Call,
): Promise<Result<Value>> {
	const headers = new Headers({ accept: "application/json", "x-care-client": "account" });
	if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
	if (method !== undefined)
		headers.set("content-type", file === undefined ? "application/json" : "application/octet-stream");
	try {
		const response = await fetch(path, {
			method: method ?? "GET",
			headers,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			...(file === undefined ? {} : { body: file }),
			credentials: "same-origin",
			signal: AbortSignal.timeout(file === undefined ? TIMEOUT_MS : FILE_TIMEOUT_MS),
		});
		const answer: unknown = response.status === 204 ? undefined : await response.json();
		if (!response.ok) return { ok: false, fault: faultOf(answer) };
		const parsed = schema.safeParse(answer);
		return parsed.success ? { ok: true, value: parsed.data } : { ok: false, fault: UNREACHABLE };
	} catch {
		return { ok: false, fault: UNREACHABLE }; // no network, a time-out, or no JSON
	}
}

/** A file may take its time: it has no end before all is in it. */
export async function fetchFile(fetch: Fetch, path: string, token: string): Promise<Result<Blob>> {
	try {
		const response = await fetch(path, {
			headers: { authorization: `Bearer ${token}` },
			credentials: "same-origin",
		});
		if (!response.ok) return { ok: false, fault: faultOf(await response.json()) };
		return { ok: true, value: await response.blob() };
	} catch {
		return { ok: false, fault: UNREACHABLE }; // no network, or it broke off
	}
}

function faultOf(answer: unknown): Fault {
	const parsed = ErrorBody.safeParse(answer);
	if (!parsed.success) return UNREACHABLE;
	const { code, message, fields = [] } = parsed.data.error;
	const byName = fields.map(({ path, message: words }) => [path.replace(/^body\./u, ""), asSentence(words)]);
	return { code, message, fields: Object.fromEntries(byName) };
}

/** The API says `body.password needs at least …`; below the field itself the words begin the line. */
function asSentence(words: string): string {
	return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
