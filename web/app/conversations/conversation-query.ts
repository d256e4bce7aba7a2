import type { DeskConversation } from "../../../contracts/desk.ts";
import { ASK_AGAIN, untilArchived } from "../archive-lag.ts";
import { Refused } from "../reading.ts";
import type { DeskWorld } from "../world.ts";
import { readConversation } from "./conversation-api.ts";

/** How every part of the desk reads a conversation: as the archive has it, with what was done or heard of since. */
export const conversationQuery = ({ ask, inbox }: Pick<DeskWorld, "ask" | "inbox">, id: string) => ({
	queryKey: ["conversation", id],
	queryFn: async (): Promise<DeskConversation> => {
		await untilArchived(inbox.cache.find(id)?.createdAt);
		const answer = await readConversation(ask, id);
		if (!answer.ok) throw new Refused(answer.fault);
		return inbox.cache.over(answer.value);
	},
	...ASK_AGAIN,
});
