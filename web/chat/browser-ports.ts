import type { Chance, Clock, KeyStore, OpenedSocket, OpenSocket, SocketHandlers } from "./ports.ts";

export const browserClock: Clock = {
	now: () => Date.now(),
	after: (delayMs, run) => {
		const timer = setTimeout(run, delayMs);
		return () => clearTimeout(timer);
	},
};

export const browserChance: Chance = {
	random: () => Math.random(),
	bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
};

/** @param path - path and query on this page's own origin */
export const openBrowserSocket: OpenSocket = (path: string, handlers: SocketHandlers): OpenedSocket => {
	const url = new URL(path, location.href);
	url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
	const socket = new WebSocket(url);
	socket.addEventListener("open", () => handlers.onOpen());
	socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
		if (typeof data === "string") handlers.onText(data);
	});
	socket.addEventListener("close", ({ code }) => handlers.onClose(code));
	return {
		send: (text) => {
			if (socket.readyState === WebSocket.OPEN) socket.send(text);
		},
		close: () => socket.close(),
	};
};

/**
 * The browser's storage where it is allowed; a map where it is denied or full. It is not tried before something is to be
 * kept.
 *
 * @param open - gives the storage; throws where it is denied
 * @param scope - what belongs to another scope is not seen; the chats of several sites share one storage
 */
export function createBrowserStore(open: () => Storage, scope = ""): KeyStore {
	const memory = new Map<string, string>();
	let isKept = true;
	const attempt = <Value>(act: () => Value, otherwise: Value): Value => {
		try {
			return act();
		} catch {
			return otherwise; // denied: the map below answers
		}
	};
	return {
		get: (key) => memory.get(key) ?? attempt(() => open().getItem(scope + key), null),
		set: (key, value) => {
			const isStored = attempt(() => (open().setItem(scope + key, value), true), false);
			if (isStored) memory.delete(key);
			else memory.set(key, value);
			isKept &&= isStored;
		},
		remove: (key) => {
			memory.delete(key);
			attempt(() => open().removeItem(scope + key), undefined);
		},
		keys: (prefix) => {
			const stored = attempt(() => Object.keys(open()), [])
				.filter((key) => key.startsWith(scope))
				.map((key) => key.slice(scope.length));
			return [...new Set([...stored, ...memory.keys()])].filter((key) => key.startsWith(prefix));
		},
		isKept: () => isKept,
	};
}

/** One tab at a time where the browser has locks; elsewhere the server's idempotency has to do. */
export async function exclusively<Value>(run: () => Promise<Value>): Promise<Value> {
	if (!("locks" in navigator)) return run();
	return navigator.locks.request("care.chat.session", run);
}
