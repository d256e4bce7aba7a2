import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listKey } from "../live/inbox-cache.ts";
import { useDesk } from "../world.ts";
import { addPage, type InboxRows, type ListOf } from "./inbox-rows.ts";

const NO_ROWS: InboxRows["rows"] = [];

export type InboxListState = ReturnType<typeof useInbox>;

/** A list of the inbox: read once, page by page, and kept up to date by the line. */
export function useInbox(list: ListOf) {
	const { inbox, toasts } = useDesk();
	const queries = useQueryClient();
	const [isMore, setIsMore] = useState(false);
	const queryKey = listKey(list);
	const query = useQuery({
		queryKey,
		queryFn: () => inbox.list(list, null),
		// the line tells what changes
		staleTime: Infinity,
		retry: false,
		// thousands of rows, of which the changed ones are known
		structuralSharing: false,
	});
	const cursor = query.data?.nextCursor ?? null;
	const more = async (): Promise<void> => {
		if (isMore || cursor === null) return;
		setIsMore(true);
		try {
			const page = await inbox.list(list, cursor);
			queries.setQueryData<InboxRows>(queryKey, (known) =>
				known === undefined || known.nextCursor !== cursor ? known : addPage(known, page),
			);
		} catch (error) {
			toasts.show({ text: error instanceof Error ? error.message : String(error), tone: "danger" });
		} finally {
			setIsMore(false);
		}
	};
	return {
		rows: query.data?.rows ?? NO_ROWS,
		/** There is more below. */
		hasMore: cursor !== null,
		readMore: () => void more(),
		isPending: query.isPending,
		error: query.error,
		refetch: () => {
			inbox.wake();
			void query.refetch();
		},
	};
}
