import { z } from "zod";
import { HistoryPage, type NewVisitor, Site, SocketTicket, VisitorSession } from "../../contracts/api.ts";
import { ErrorBody, type ErrorCode } from "../../contracts/errors.ts";
import { ConversationId } from "../../contracts/ids.ts";

/** Longer than any honest answer of the API; then the visitor is better served by another attempt. */
const TIMEOUT_MS = 15_000;

export type ApiFault =
	/** No answer, or one that nobody can read: try again later. */
	| { kind: "unreachable" }
	| { kind: "refused"; code: ErrorCode; message: string; retryAfterMs: number | null };

export type ApiResult<Value> = { ok: true; value: Value } | { ok: false; fault: ApiFault };

/** The API as the chat uses it. */
export interface ApiClient {
	/** @param key - of a site; null for the default one */
	readSite(key: string | null): Promise<ApiResult<Site>>;
	createVisitor(wanted: z.infer<typeof NewVisitor>): Promise<ApiResult<VisitorSession>>;
	createConversation(token: string): Promise<ApiResult<CreatedConversation>>;
	createTicket(token: string, conversationId: string): Promise<ApiResult<SocketTicket>>;
	/** @param conversationId - the one that is shown, which may not have reached the archive yet */
	eraseMyData(token: string, conversationId: string | null): Promise<ApiResult<Erased>>;
	readHistory(token: string, conversationId: string, query: HistorySpan): Promise<ApiResult<HistoryPage>>;
}

export interface HistorySpan {
	before: number | null;
	limit: number;
}

const CreatedConversation = z.object({ id: ConversationId });
export type CreatedConversation = z.infer<typeof CreatedConversation>;

/** What the chat needs to know of an erasure: contracts/privacy.ts has all of it. */
const Erased = z.object({ status: z.enum(["running", "done"]), receipt: z.string().nullable() });
export type Erased = z.infer<typeof Erased>;

/** @param fetch - the browser's; tests bring their own */
export function createApiClient(fetch: (path: string, init: RequestInit) => Promise<Response>): ApiClient {
	const call = async <Value>(
		schema: z.ZodType<Value>,
		path: string,
		init: { method: "GET" | "POST" | "DELETE"; token?: string; body?: object },
	): Promise<ApiResult<Value>> => {
		const headers = new Headers({ accept: "application/json" });
		if (init.token !== undefined) headers.set("authorization", `Bearer ${init.token}`);
		const isPost = init.method === "POST";
		if (isPost) headers.set("content-type", "application/json");
		let response: Response;
		let body: unknown;
		try {
			response = await fetch(path, {
				method: init.method,
				headers,
				...(isPost ? { body: JSON.stringify(init.body ?? {}) } : {}),
				credentials: "same-origin",
				signal: AbortSignal.timeout(TIMEOUT_MS),
			});
			body = await response.json();
		} catch {
			return { ok: false, fault: { kind: "unreachable" } }; // no network, a time-out, or no JSON
		}
		if (!response.ok) return { ok: false, fault: readFault(response, body) };
		const parsed = schema.safeParse(body);
		return parsed.success ? { ok: true, value: parsed.data } : { ok: false, fault: { kind: "unreachable" } };
	};

	return {
		readSite: (key) => call(Site, `/api/site${key === null ? "" : `?site=${key}`}`, { method: "GET" }),
		createVisitor: (body) => call(VisitorSession, "/api/visitors", { method: "POST", body }),
		createConversation: (token) => call(CreatedConversation, "/api/conversations", { method: "POST", token }),
		createTicket: (token, id) =>
			call(SocketTicket, `/api/conversations/${id}/ticket`, { method: "POST", token }),
		eraseMyData: (token, id) =>
			call(Erased, `/api/me/data${id === null ? "" : `?conversation=${id}`}`, { method: "DELETE", token }),
		readHistory: (token, id, { before, limit }) => {
			const query = new URLSearchParams({
				limit: String(limit),
				...(before === null ? {} : { before: String(before) }),
			});
			return call(HistoryPage, `/api/conversations/${id}/messages?${query.toString()}`, {
				method: "GET",
				token,
			});
		},
	};
}

function readFault(response: Response, body: unknown): ApiFault {
	const parsed = ErrorBody.safeParse(body);
	if (!parsed.success) return { kind: "unreachable" };
	const { code, message, retryAfterSeconds } = parsed.data.error;
	const seconds = retryAfterSeconds ?? Number(response.headers.get("retry-after") ?? Number.NaN);
	return { kind: "refused", code, message, retryAfterMs: seconds > 0 ? seconds * 1_000 : null };
}
