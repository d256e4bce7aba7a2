import { useQuery } from "@tanstack/react-query";
import { readConversation } from "../conversations/conversation-api.ts";
import { Refused } from "../reading.ts";
import { useDesk } from "../world.ts";
import { heldStandings } from "./use-desk-command.ts";

const LOOK_EVERY_MS = 4_000;

/** How the open conversation stands, looked at again and again. */
export function useConversation(id: string) {
	const { ask } = useDesk();
	return useQuery({
		queryKey: ["conversation", id],
		queryFn: async () => {
			const answer = await readConversation(ask, id);
			if (!answer.ok) throw new Refused(answer.fault);
			return heldStandings.over(answer.value, Date.now());
		},
		refetchInterval: LOOK_EVERY_MS,
	});
}
