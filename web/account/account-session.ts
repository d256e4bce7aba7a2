import type { Me, SignedIn } from "../../contracts/accounts.ts";
import type { Erasure } from "../../contracts/privacy.ts";
import type { Fault, Result } from "../api/call-api.ts";
import type { KeyStore } from "../chat/ports.ts";
import type { AccountApi } from "./account-api.ts";

export type AccountState =
	| { readonly kind: "loading" }
	| { readonly kind: "signed-out" }
	| { readonly kind: "unreachable" }
	/** The account of this page is gone. */
	| { readonly kind: "deleted"; readonly erasure: Erasure }
	| { readonly kind: "signed-in"; readonly me: Me };

/** Where the chat page keeps whose chat it is (web/chat/chat-session.ts). */
const CHAT_KEY = "care.chat.session";
const CHAT_TAB_KEY = "care.chat.tab";
/** Stands while the kept chat is that of somebody who is signed in: an anonymous one is none of our business. */
const OURS_KEY = "care.account.chat";
/** Nobody is signed in on this browser. */
const NOBODY: Fault = { code: "unauthorized", message: "You are not signed in.", fields: {} };
/** A token about to end is renewed first. */
const MARGIN_MS = 30_000;

export interface AccountDeps {
	readonly api: AccountApi;
	readonly store: KeyStore;
	readonly tabStore: Pick<KeyStore, "remove">;
	readonly now: () => number;
	/** One tab at a time: a refresh token shown twice would end the session. */
	readonly exclusively: <Value>(run: () => Promise<Value>) => Promise<Value>;
}

/** Who is signed in on this page. The access token is kept in memory alone; the refresh token no script can read. */
export class AccountSession {
	readonly #deps: AccountDeps;
	readonly #listeners = new Set<() => void>();
	#state: AccountState = { kind: "loading" };
	#token: SignedIn | null = null;

	constructor(deps: AccountDeps) {
		this.#deps = deps;
	}

	readonly state = (): AccountState => this.#state;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	};

	/** Finds out whether this browser is signed in. */
	async resume(): Promise<void> {
		const answer = await this.withToken((token) => this.#deps.api.me(token));
		if (answer.ok) return this.#become({ kind: "signed-in", me: answer.value });
		if (answer.fault.code === "unauthorized") return this.#end();
		this.#become({ kind: "unreachable" });
	}

	/** Takes what a sign-in gave. The chat of this browser is that person's from now on. */
	async begin(token: SignedIn): Promise<void> {
		this.#token = token;
		const visitor = await this.#deps.api.visitor(token.accessToken);
		if (visitor.ok) this.#keepChat({ ...visitor.value, conversationId: null });
		await this.resume();
	}

	/** Back from an identity provider, which signed this browser in by its cookie alone. */
	async arrive(): Promise<void> {
		const token = await this.#freshToken();
		if (token.ok && this.#token !== null) await this.begin(this.#token);
		else await this.resume();
	}

	/** Calls with an access token that is good; a refused one is renewed once. */
	async withToken<Value>(call: (token: string) => Promise<Result<Value>>): Promise<Result<Value>> {
		const token = await this.#freshToken();
		if (!token.ok) return token;
		const answer = await call(token.value);
		if (answer.ok || answer.fault.code !== "unauthorized") return answer;
		this.#token = null;
		const again = await this.#freshToken();
		if (again.ok) return call(again.value);
		if (this.#state.kind === "signed-in") this.#end();
		return again;
	}

	update(me: Me): void {
		this.#become({ kind: "signed-in", me });
	}

	async signOut(): Promise<Fault | null> {
		const answer = await this.#deps.exclusively(() => this.#deps.api.signOut());
		if (!answer.ok) return answer.fault;
		this.#end();
		return null;
	}

	/** The session is over: the chat of that person leaves this browser too. */
	end(): void {
		this.#end();
	}

	/** The account is gone, and with it the session. */
	deleted(erasure: Erasure): void {
		this.#end({ kind: "deleted", erasure });
	}

	/** A conversation of before, as the chat page shall open it. */
	async openConversation(id: string): Promise<boolean> {
		const visitor = await this.withToken((token) => this.#deps.api.visitor(token));
		if (!visitor.ok) return false;
		this.#keepChat({ ...visitor.value, conversationId: id });
		return true;
	}

	async #freshToken(): Promise<Result<string>> {
		return this.#deps.exclusively(async () => {
			const kept = this.#token;
			if (kept !== null && Date.parse(kept.expiresAt) - MARGIN_MS > this.#deps.now())
				return { ok: true, value: kept.accessToken };
			const fresh = await this.#deps.api.refresh();
			if (!fresh.ok) return fresh;
			if (fresh.value === null) return { ok: false, fault: NOBODY };
			this.#token = fresh.value;
			return { ok: true, value: fresh.value.accessToken };
		});
	}

	#keepChat(chat: object): void {
		this.#deps.store.set(CHAT_KEY, JSON.stringify(chat));
		this.#deps.store.set(OURS_KEY, "1");
		this.#deps.tabStore.remove(CHAT_TAB_KEY);
	}

	#end(then: AccountState = { kind: "signed-out" }): void {
		this.#token = null;
		if (this.#deps.store.get(OURS_KEY) !== null) {
			for (const key of [CHAT_KEY, OURS_KEY]) this.#deps.store.remove(key);
			this.#deps.tabStore.remove(CHAT_TAB_KEY);
		}
		this.#become(then);
	}

	#become(state: AccountState): void {
		this.#state = state;
		for (const listener of this.#listeners) listener();
	}
}
