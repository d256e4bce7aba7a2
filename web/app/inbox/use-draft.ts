import { useSyncExternalStore } from "react";
import { useDesk } from "../world.ts";

export type Mode = "reply" | "note";

/** Two texts of each field: what is being written, and what was sent from it and refused. */
type Kind = Mode | `${Mode}.refused`;

/** All fields that are open: what comes back to one that was left meanwhile is seen in the one that stands there now. */
const fields = new Set<() => void>();
const onChange = (look: () => void): (() => void) => {
	fields.add(look);
	return () => void fields.delete(look);
};

/**
 * What was begun and not sent: kept per agent, conversation and field, over a reload. The third is what stands there by
 * now, for whoever has waited since the page was drawn.
 */
export function useDraft(conversationId: string, kind: Kind): [string, (text: string) => void, () => string] {
	const { me, store } = useDesk();
	const key = `care.app.draft.${me.id}.${conversationId}.${kind}`;
	const byNow = (): string => store.get(key) ?? "";
	const text = useSyncExternalStore(onChange, byNow);
	const change = (next: string): void => {
		if (next === "") store.remove(key);
		else store.set(key, next);
		for (const look of fields) look();
	};
	return [text, change, byNow];
}
