import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { logQuery } from "../conversations/use-log.ts";
import { useDesk } from "../world.ts";
import { conversationQuery } from "./use-conversation.ts";

/** What was read a moment ago is not read again by pointing at it. */
const FRESH_MS = 30_000;

/** Reads a conversation before it is opened, so that it opens at once. */
export function useOpening(): (id: string) => void {
	const { ask, inbox } = useDesk();
	const queries = useQueryClient();
	return useCallback(
		(id) => {
			void queries.prefetchQuery({ ...logQuery({ ask, inbox, queries }, id), staleTime: FRESH_MS });
			void queries.prefetchQuery({ ...conversationQuery({ ask, inbox }, id), staleTime: FRESH_MS });
		},
		[ask, inbox, queries],
	);
}
