import { createContext, useContext } from "react";
import type { Site } from "../../contracts/api.ts";
import { SiteKey } from "../../contracts/site-key.ts";
import type { ApiClient } from "../api/client.ts";
import type { Clock } from "./ports.ts";

/** Names may take this long to come: after that the page goes on without them, and keeps to that. */
const WAIT_MS = 1_500;

const neutralSite: Site = { name: null, starters: [] };

/** The site that an address names: `?site=KEY`. Null for the default one, and for what can't be a key. */
export function siteKeyOf(search: string): string | null {
	const key = new URLSearchParams(search).get("site");
	return key !== null && key !== "default" && SiteKey.safeParse(key).success ? key : null;
}

/** Whose chat this is; nobody's in particular when the answer does not come. */
export async function readSite(
	api: Pick<ApiClient, "readSite">,
	clock: Clock,
	key: string | null = null,
): Promise<Site> {
	const tooLate = new Promise<Site>((resolve) => clock.after(WAIT_MS, () => resolve(neutralSite)));
	const answer = api.readSite(key).then((result) => (result.ok ? result.value : neutralSite));
	return Promise.race([answer, tooLate]);
}

/** Null until it is known: what has names in it is not drawn before. */
export const SiteContext = createContext<Site | null>(null);

export function useSiteName(): string | null {
	return useContext(SiteContext)?.name ?? null;
}
