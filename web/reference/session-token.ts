import type { SignedIn } from "../../contracts/accounts.ts";
import type { Result } from "../api/call-api.ts";

/** A token about to end is renewed first. */
const MARGIN_MS = 30_000;

export interface SessionTokenDeps {
	readonly refresh: () => Promise<Result<SignedIn | null>>;
	readonly now: () => number;
	/** One tab at a time: a refresh token shown twice would end the session. */
	readonly exclusively: <Value>(run: () => Promise<Value>) => Promise<Value>;
}

/** The access token of whoever is signed in to this browser. Kept in memory alone. */
export class SessionToken {
	readonly #deps: SessionTokenDeps;
	#kept: SignedIn | null = null;

	constructor(deps: SessionTokenDeps) {
		this.#deps = deps;
	}

	/** Null when nobody is signed in here. */
	async get(): Promise<string | null> {
		return this.#deps.exclusively(async () => {
			if (this.#kept !== null && Date.parse(this.#kept.expiresAt) - MARGIN_MS > this.#deps.now())
				return this.#kept.accessToken;
			const fresh = await this.#deps.refresh();
			this.#kept = fresh.ok ? fresh.value : null;
			return this.#kept?.accessToken ?? null;
		});
	}
}
