import { useState } from "react";
import { useDesk } from "../world.ts";

export type Mode = "reply" | "note";

/** Two texts of each field: what is being written, and what was sent from it and refused. */
type Kind = Mode | `${Mode}.refused`;

/**
 * What was begun and not sent: kept per agent, conversation and field, over a reload. The third is what stands there by
 * now, for whoever has waited since the page was drawn.
 */
export function useDraft(conversationId: string, kind: Kind): [string, (text: string) => void, () => string] {
	const { me, store } = useDesk();
	const key = `care.app.draft.${me.id}.${conversationId}.${kind}`;
	const [text, setText] = useState(() => store.get(key) ?? "");
	const change = (next: string): void => {
		setText(next);
		if (next === "") store.remove(key);
		else store.set(key, next);
	};
	return [text, change, () => store.get(key) ?? ""];
}
