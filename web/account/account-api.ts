import { z } from "zod";
import {
	Joined,
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
import { type Call, callApi, type Fetch, fetchFile, type Result } from "../api/call-api.ts";

const Nothing = z.undefined();

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
		acceptInvitation: (body: object) => post(Joined, "/invitation/accept", body),
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
