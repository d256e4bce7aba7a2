import { z } from "zod";
import {
	Mailbox,
	MailSent,
	Me,
	Providers,
	RecoveryCodes,
	SessionList,
	SignedIn,
	SignInAnswer,
	TotpProposal,
} from "../../contracts/accounts.ts";
import { ConversationList, Site, VisitorSession } from "../../contracts/api.ts";
import { Erasure } from "../../contracts/privacy.ts";
import { ErrorBody, type ErrorCode } from "../../contracts/errors.ts";

const TIMEOUT_MS = 20_000;
const Nothing = z.undefined();

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

type Fetch = (path: string, init: RequestInit) => Promise<Response>;
interface Call {
	readonly method?: "POST" | "PATCH" | "DELETE";
	readonly body?: unknown;
	readonly token?: string;
}

/** The API as the account's pages use it. @param fetch - the browser's; tests bring their own */
export function createAccountApi(fetch: Fetch) {
	const ask = <Value>(schema: z.ZodType<Value>, path: string, call: Call = {}) =>
		callApi(fetch, schema, path, call);
	const post = <Value>(schema: z.ZodType<Value>, path: string, body: unknown, token?: string) =>
		ask(schema, `/api/auth${path}`, { method: "POST", body, ...(token === undefined ? {} : { token }) });
	return {
		site: () => ask(Site, "/api/site"),
		providers: () => ask(Providers, "/api/auth/providers"),
		mailbox: () => ask(Mailbox, "/api/mailbox"),
		signUp: (body: object) => post(MailSent, "/sign-up", body),
		resend: (body: object) => post(MailSent, "/verify/resend", body),
		verify: (body: object) => post(SignedIn, "/verify", body),
		signIn: (body: object) => post(SignInAnswer, "/sign-in", body),
		secondFactor: (body: object) => post(SignedIn, "/sign-in/second-factor", body),
		/** Null where this browser has no session. */
		refresh: () => post(SignedIn.or(Nothing.transform(() => null)), "/refresh", {}),
		signOut: () => post(Nothing, "/sign-out", {}),
		signOutEverywhere: (token: string) => post(Nothing, "/sign-out-everywhere", {}, token),
		askReset: (body: object) => post(MailSent, "/password/reset", body),
		reset: (body: object) =>
			post(z.object({ status: z.literal("changed") }), "/password/reset/confirm", body),
		acceptInvitation: (body: object) =>
			post(z.object({ status: z.literal("joined") }), "/invitation/accept", body),
		me: (token: string) => ask(Me, "/api/auth/me", { token }),
		rename: (body: object, token: string) => ask(Me, "/api/auth/me", { method: "PATCH", body, token }),
		remove: (body: object, token: string) => ask(Erasure, "/api/auth/me", { method: "DELETE", body, token }),
		changePassword: (body: object, token: string) => post(SignedIn, "/password", body, token),
		sessions: (token: string) => ask(SessionList, "/api/auth/sessions", { token }),
		endSession: (id: string, token: string) =>
			ask(Nothing, `/api/auth/sessions/${id}`, { method: "DELETE", token }),
		proposeTotp: (body: object, token: string) => post(TotpProposal, "/totp", body, token),
		confirmTotp: (body: object, token: string) => post(RecoveryCodes, "/totp/confirm", body, token),
		disableTotp: (body: object, token: string) => post(Nothing, "/totp/disable", body, token),
		recoveryCodes: (body: object, token: string) => post(RecoveryCodes, "/totp/recovery-codes", body, token),
		visitor: (token: string) => ask(VisitorSession, "/api/visitors", { method: "POST", body: {}, token }),
		exportData: async (format: "json" | "html", token: string): Promise<Result<Blob>> => {
			const visitor = await ask(VisitorSession, "/api/visitors", { method: "POST", body: {}, token });
			return visitor.ok ? fetchFile(fetch, `/api/me/data?format=${format}`, visitor.value.token) : visitor;
		},
		conversations: (token: string) => ask(ConversationList, "/api/conversations?limit=20", { token }),
	};
}
export type AccountApi = ReturnType<typeof createAccountApi>;

async function callApi<Value>(
	fetch: Fetch,
	schema: z.ZodType<Value>,
	path: string,
	{ method, body, token }: Call,
): Promise<Result<Value>> {
	const headers = new Headers({ accept: "application/json", "x-care-client": "account" });
	if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
	if (method !== undefined) headers.set("content-type", "application/json");
	try {
		const response = await fetch(path, {
			method: method ?? "GET",
			headers,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			credentials: "same-origin",
			signal: AbortSignal.timeout(TIMEOUT_MS),
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
async function fetchFile(fetch: Fetch, path: string, token: string): Promise<Result<Blob>> {
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
