import { useSyncExternalStore } from "react";

/** Which of the account's views is meant, out of what stands behind `#`: no server is told of a token there. */
export interface Place {
	readonly view: string;
	readonly token: string;
}

export function readPlace(hash: string): Place {
	const [path = "", query = ""] = hash.replace(/^#\/?/u, "").split("?");
	const parameters = new URLSearchParams(query);
	return { view: path, token: parameters.get("token") ?? parameters.get("challenge") ?? "" };
}

export function usePlace(): Place {
	return readPlace(useSyncExternalStore(subscribe, () => location.hash));
}

function subscribe(listener: () => void): () => void {
	addEventListener("hashchange", listener);
	return () => removeEventListener("hashchange", listener);
}

export function goTo(view: string): void {
	location.hash = `#/${view}`;
}
