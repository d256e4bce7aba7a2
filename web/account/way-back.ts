import type { KeyStore } from "../chat/ports.ts";

/** In the tab's own storage: it outlives the way over an identity provider, and no link from outside can set it. */
const KEY = "care.account.next";
/** The dashboard's own addresses and nothing else: what leads elsewhere is not followed. */
const DASHBOARD = /^\/app(?:[/?#]|$)/u;

/** Remembers where somebody was going when sign-in came between. */
export function keepWayBack(tabStore: Pick<KeyStore, "set">, path: string): void {
	if (DASHBOARD.test(path)) tabStore.set(KEY, path);
}

/** Where to go after the sign-in, once. */
export function takeWayBack(tabStore: Pick<KeyStore, "get" | "remove">): string | null {
	const path = tabStore.get(KEY);
	tabStore.remove(KEY);
	return path !== null && DASHBOARD.test(path) ? path : null;
}
