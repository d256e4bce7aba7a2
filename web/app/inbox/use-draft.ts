import { useState } from "react";
import { useDesk } from "../world.ts";

export type Mode = "reply" | "note";

/** What was begun and not sent: kept per agent, conversation and field, over a reload. */
export function useDraft(conversationId: string, mode: Mode): [string, (text: string) => void] {
	const { me, store } = useDesk();
	const key = `care.app.draft.${me.id}.${conversationId}.${mode}`;
	const [text, setText] = useState(() => store.get(key) ?? "");
	const change = (next: string): void => {
		setText(next);
		if (next === "") store.remove(key);
		else store.set(key, next);
	};
	return [text, change];
}
