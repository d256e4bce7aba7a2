import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { ASK_AGAIN, untilArchived } from "../archive-lag.ts";
import { Refused } from "../reading.ts";
import { type DeskWorld, useDesk } from "../world.ts";
import { readLog } from "./conversation-api.ts";
import { type Entry, mergeEntries } from "./log-entries.ts";

/** An open conversation is looked at again so often. */
const LOOK_EVERY_MS = 5_000;

/** What a log is read with, and kept in. */
export type LogWorld = Pick<DeskWorld, "ask" | "inbox"> & { readonly queries: QueryClient };

export const logQuery = ({ ask, inbox, queries }: LogWorld, id: string) => {
	const queryKey = ["log", id];
	const known = (): Entry[] => queries.getQueryData<Entry[]>(queryKey) ?? [];
	return {
		queryKey,
		queryFn: async (): Promise<Entry[]> => {
			await untilArchived(inbox.cache.find(id)?.createdAt);
			const answer = await readLog(ask, id, known());
			if (!answer.ok) throw new Refused(answer.fault);
			// a line may have brought more in the meantime
			return mergeEntries(answer.value, known());
		},
		...ASK_AGAIN,
	};
};

/**
 * The log of a conversation, whole; only what is new is fetched again.
 *
 * @param isLive - what is new comes by a line of its own (web/app/live/conversation-live.ts)
 */
export function useLog(id: string, isLive = false) {
	const { ask, inbox } = useDesk();
	const queries = useQueryClient();
	return useQuery({
		...logQuery({ ask, inbox, queries }, id),
		refetchInterval: isLive ? false : LOOK_EVERY_MS,
	});
}
