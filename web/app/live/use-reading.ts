import { useEffect, useSyncExternalStore } from "react";
import type { DeskConversation } from "../../../contracts/desk.ts";
import type { Entry, SystemEvent } from "../conversations/log-entries.ts";
import { useDesk } from "../world.ts";
import type { ConversationLive } from "./conversation-live.ts";

/** What an agent looks at is read; what a colleague answers stays unread until they look themselves. */
export function useReading(
	live: ConversationLive,
	conversation: Pick<DeskConversation, "owner" | "assignee"> | undefined,
	entries: readonly Entry[],
): void {
	const { me } = useDesk();
	const { connection } = useSyncExternalStore(live.status.subscribe, live.status.state);
	const lastSeq = entries.at(-1)?.seq ?? 0;
	const isOnline = connection.state === "online";
	const isOurs =
		conversation !== undefined && (conversation.owner === "queue" || conversation.assignee?.id === me.id);
	const isMentioned = entries.some((entry) => entry.kind === "system" && mentions(entry.event, me.id));
	const reads = isOnline && lastSeq > 0 && (isOurs || isMentioned);
	useEffect(() => {
		if (!reads) return undefined;
		const read = (): void => {
			if (document.visibilityState === "visible") live.read(lastSeq);
		};
		read();
		document.addEventListener("visibilitychange", read);
		return () => document.removeEventListener("visibilitychange", read);
	}, [live, reads, lastSeq]);
}

function mentions(event: SystemEvent, id: string): boolean {
	const mentioned = event["mentions"];
	return event.type === "note_added" && Array.isArray(mentioned) && mentioned.includes(id);
}
