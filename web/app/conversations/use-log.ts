import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Refused } from "../reading.ts";
import { useDesk } from "../world.ts";
import { readLog } from "./conversation-api.ts";
import type { Entry } from "./log-entries.ts";

/** An open conversation is looked at again so often. */
const LOOK_EVERY_MS = 5_000;

/** The log of a conversation, whole; only what is new is fetched again. */
export function useLog(id: string) {
	const { ask } = useDesk();
	const queries = useQueryClient();
	const queryKey = ["log", id];
	return useQuery({
		queryKey,
		queryFn: async () => {
			const known = queries.getQueryData<Entry[]>(queryKey) ?? [];
			const answer = await readLog(ask, id, known);
			if (!answer.ok) throw new Refused(answer.fault);
			return answer.value;
		},
		refetchInterval: LOOK_EVERY_MS,
	});
}
