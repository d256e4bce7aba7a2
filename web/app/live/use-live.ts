import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useNow } from "../../ui/use-now.ts";
import { useDesk, useMay } from "../world.ts";
import { ConversationLive } from "./conversation-live.ts";
import { COUNTS, type DeskPeople, type InboxCounts, PEOPLE } from "./inbox-cache.ts";
import { type LineStatus, staleSeconds } from "./line-status.ts";
import { watchNetwork } from "./watch-network.ts";

/** Keeps the line to the inbox open for as long as somebody who answers customers is signed in. */
export function useInboxLine(): void {
	const { inbox } = useDesk();
	const isAgent = useMay("conversations:write");
	useEffect(() => {
		if (!isAgent) return undefined;
		inbox.start();
		const unwatch = watchNetwork(inbox);
		return () => {
			unwatch();
			inbox.stop();
		};
	}, [inbox, isAgent]);
}

export const useCounts = (): InboxCounts | undefined =>
	useQuery<InboxCounts>({ queryKey: COUNTS, queryFn: skipToken }).data;
export const usePeople = (): DeskPeople | undefined =>
	useQuery<DeskPeople>({ queryKey: PEOPLE, queryFn: skipToken }).data;

/** How old what the line brought is, in seconds; null while it is up to date. */
export function useStaleSeconds(status: LineStatus): number | null {
	const state = useSyncExternalStore(status.subscribe, status.state);
	const nowMs = useNow(1_000);
	return staleSeconds(state, Math.max(nowMs, state.lostAtMs ?? 0));
}

/** Who leafs through the list opens no line to each conversation on the way. */
const LEAFING_MS = 150;

/** The open conversation, live for as long as it is open. */
export function useConversationLive(id: string): ConversationLive {
	const { inbox, live } = useDesk();
	const queries = useQueryClient();
	const [conversation] = useState(() => new ConversationLive(id, live, { queries, cache: inbox.cache }));
	useEffect(() => {
		const timer = setTimeout(() => conversation.start(), LEAFING_MS);
		const unwatch = watchNetwork(conversation);
		const look = (): void => conversation.doing.seen(document.visibilityState === "visible");
		document.addEventListener("visibilitychange", look);
		look();
		return () => {
			clearTimeout(timer);
			unwatch();
			document.removeEventListener("visibilitychange", look);
			conversation.stop();
		};
	}, [conversation]);
	return conversation;
}
