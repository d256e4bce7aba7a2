import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNow } from "../../ui/use-now.ts";
import { Refused } from "../reading.ts";
import { useDesk } from "../world.ts";
import { belongs, type InboxQuestion, readInbox } from "./inbox-api.ts";
import { heldStandings } from "./use-desk-command.ts";
import { addPage, type InboxRows, mergeTop } from "./inbox-rows.ts";

/** The list is looked at again so often while the page is seen. */
const LOOK_EVERY_MS = 4_000;
/** UX.md §2.10: so long nothing was heard before the list says that it is old. */
const STALE_MS = 5_000;

export const inboxKey = ({ view, status }: Pick<InboxQuestion, "view" | "status">) => ["inbox", view, status];

/** A list of the inbox, kept up to date from its top. */
export function useInbox(question: InboxQuestion) {
	const { ask, toasts } = useDesk();
	const queries = useQueryClient();
	const [isMore, setIsMore] = useState(false);
	const queryKey = inboxKey(question);
	const query = useQuery({
		queryKey,
		queryFn: async () => {
			const answer = await readInbox(ask, question, null);
			if (!answer.ok) throw new Refused(answer.fault);
			const nowMs = Date.now();
			const rows = answer.value.rows.map((row) => heldStandings.over(row, nowMs));
			return mergeTop(queries.getQueryData<InboxRows>(queryKey), { ...answer.value, rows });
		},
		refetchInterval: LOOK_EVERY_MS,
		retry: false,
	});
	const cursor = query.data?.nextCursor ?? null;
	const readMore = async (): Promise<void> => {
		if (isMore || cursor === null) return;
		setIsMore(true);
		const answer = await readInbox(ask, question, cursor);
		setIsMore(false);
		if (!answer.ok) return toasts.show({ text: answer.fault.message, tone: "danger" });
		queries.setQueryData<InboxRows>(queryKey, (known) =>
			known === undefined || known.nextCursor !== cursor ? known : addPage(known, answer.value),
		);
	};
	const nowMs = useNow(1_000);
	const ageMs = query.error === null || query.data === undefined ? 0 : nowMs - query.dataUpdatedAt;
	return {
		rows: query.data?.rows.filter((row) => belongs(row, question)) ?? [],
		hasMore: cursor !== null,
		readMore: () => void readMore(),
		isPending: query.isPending,
		error: query.error,
		refetch: query.refetch,
		/** How old the list is, where that is worth a word; null while it is up to date. */
		staleSeconds: ageMs > STALE_MS ? Math.round(ageMs / 1_000) : null,
	};
}
