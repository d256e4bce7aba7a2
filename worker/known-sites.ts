import { StoreUnavailable } from "../store/failures.ts";
import type { KnownSite } from "../store/sites.ts";

/** How long an isolate goes by what it has read: a change elsewhere counts this much later. */
const FRESH_MS = 15_000;
/** With Postgres away it is left alone for so long. */
const REST_MS = 5_000;

/**
 * The sites, as this isolate knows them: origins and looks are asked for with nearly every request of a page elsewhere.
 * With Postgres away, what was read last goes on.
 */
export class KnownSites {
	readonly #read: () => Promise<readonly KnownSite[]>;
	readonly #nowMs: () => number;
	#sites: readonly KnownSite[] | null = null;
	#askAgainAtMs = 0;

	constructor(read: () => Promise<readonly KnownSite[]>, nowMs: () => number) {
		this.#read = read;
		this.#nowMs = nowMs;
	}

	/** Null while nobody can say: Postgres is away, and was when this isolate began. */
	async all(): Promise<readonly KnownSite[] | null> {
		if (this.#nowMs() < this.#askAgainAtMs) return this.#sites;
		// who asks meanwhile goes by what is known; while nothing is, each request asks for itself
		if (this.#sites !== null) this.#askAgainAtMs = this.#nowMs() + FRESH_MS;
		try {
			this.#sites = await this.#read();
			this.#askAgainAtMs = this.#nowMs() + FRESH_MS;
		} catch (error) {
			if (!(error instanceof StoreUnavailable)) throw error;
			this.#askAgainAtMs = this.#nowMs() + REST_MS;
		}
		return this.#sites;
	}

	/** Whether tokens that a company's key led to are void. A day later none of them is left in any case. */
	async isRevoked(kid: string): Promise<boolean> {
		return (await this.all())?.some(({ revokedKids }) => revokedKids.includes(kid)) ?? false;
	}

	/** Somebody changed one here: the next who asks reads anew. */
	changed(): void {
		this.#askAgainAtMs = 0;
	}
}
