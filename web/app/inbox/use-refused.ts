import { type Mode, useDraft } from "./use-draft.ts";

/** One text before another, where both are. */
export function joined(before: string, after: string): string {
	return [before, after].filter((text) => text.trim() !== "").join("\n");
}

/** What the server did not take of a field while the next was being written in it already. */
export function useRefused(conversationId: string, mode: Mode) {
	const [refused, setRefused, byNow] = useDraft(conversationId, `${mode}.refused`);
	return {
		refused,
		keepRefused: (said: string) => setRefused(joined(byNow(), said)),
		dropRefused: () => setRefused(""),
	};
}
