/** Tells a line what happens around it: the network, the tab. @returns the way to stop */
export function watchNetwork(line: { wake(): void; sleep(): void }): () => void {
	const watching = new AbortController();
	const { signal } = watching;
	addEventListener("online", () => line.wake(), { signal });
	addEventListener("offline", () => line.sleep(), { signal });
	document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && line.wake(), {
		signal,
	});
	return () => watching.abort();
}
