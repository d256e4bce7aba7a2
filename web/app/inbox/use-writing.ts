import { type KeyboardEvent, useState } from "react";
import { flushSync } from "react-dom";
import { useRead } from "../reading.ts";
import { insertAt, mentionedIds, triggerAt, unfilledIn } from "./canned.ts";
import { readAgents } from "./inbox-api.ts";
import { useSuggestions } from "./suggestions.tsx";
import { useDeskCommand } from "./use-desk-command.ts";
import { useDraft } from "./use-draft.ts";
import { joined, useRefused } from "./use-refused.ts";
import { useReplyWorld } from "./use-reply-world.ts";
import type { WritingProps } from "./writing.tsx";

/** What the field of a reply or a note does. */
export function useWriting({ mode, field, conversation, onDone }: Omit<WritingProps, "suggestion">) {
	const run = useDeskCommand();
	const agents = useRead(["agents"], readAgents);
	const [text, setText, textByNow] = useDraft(conversation.id, mode);
	const { refused, keepRefused, dropRefused } = useRefused(conversation.id, mode);
	const [cursor, setCursor] = useState(0);
	const people = agents.data?.agents ?? [];
	const world = useReplyWorld(conversation);
	const trigger = triggerAt(text, cursor);
	const suggestions = useSuggestions({ trigger, mode, people, world });
	const unfilled = mode === "reply" ? unfilledIn(text) : [];
	const select = (from: number, to: number): void => {
		field.current?.focus();
		field.current?.setSelectionRange(from, to);
	};
	const write = (next: string, at: number): void => {
		setText(next);
		setCursor(at);
	};
	/** Before the next key: it goes on there. */
	const replace = (next: string, at = next.length): void => {
		flushSync(() => write(next, at));
		select(at, at);
	};
	const put = (chosen: string): void => {
		if (trigger === null) return;
		const next = insertAt(text, trigger, chosen);
		replace(next.text, next.cursor);
	};
	const take = (draft: string): void => replace(joined(text, draft));
	const putBack = (): void => {
		dropRefused();
		replace(joined(refused, text));
	};
	const send = async (resolve: boolean): Promise<void> => {
		const said = text.trim();
		const [hole] = unfilled;
		// nobody is to read a variable in the place of their name
		if (hole !== undefined) return select(hole.from, hole.to);
		if (said === "") return;
		setText("");
		const command =
			mode === "reply"
				? ({ name: "messages", text: said, resolve } as const)
				: ({ name: "notes", text: said, mentions: mentionedIds(said, people) } as const);
		const isSent = await run(conversation, command);
		if (isSent) return resolve ? onDone() : undefined;
		// what was refused stays: nobody types it twice. Nor what was begun meanwhile, so that stays where it is
		if (textByNow().trim() === "") setText(said);
		else keepRefused(said);
	};
	const steer = (event: KeyboardEvent): void => {
		if (event.nativeEvent.isComposing) return;
		if (suggestions.steer(event.key, put)) return event.preventDefault();
		if (event.key === "Escape") field.current?.blur();
		if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
		event.preventDefault();
		void send(event.shiftKey && mode === "reply");
	};
	const ofRefused = { refused, putBack, dropRefused };
	return { text, write, setCursor, suggestions, unfilled, select, put, take, send, steer, ...ofRefused };
}
