/** What agents are told of when a conversation has changed. Pure. */
import type { NoticeKind } from "../../contracts/notices.ts";
import type { DeskState } from "../desk/desk-state.ts";

/** Something that happened, and whom it is for. */
export interface Notice {
	readonly kind: NoticeKind;
	/** Null: everybody at the desk. */
	readonly to: string | null;
	/** Who did it, and needs no telling. */
	readonly by: string | null;
}

/** @param before - null of a conversation that the inbox did not know */
export function noticesOf(before: DeskState | null, after: DeskState): Notice[] {
	const { assignee, givenBy: by } = after;
	const isOpen = after.status === "open";
	const mine = isOpen && after.owner === "person" ? assignee : null;
	const isNewlyMine = mine !== null && before?.assignee?.id !== mine.id;
	const wasQueued = before?.owner === "queue" && before.status === "open";
	const hasMore = after.lastAuthor === "visitor" && after.unread > (before?.unread ?? 0);
	return [
		...(isNewlyMine ? [{ kind: "assigned", to: mine.id, by } as const] : []),
		...(mine !== null && !isNewlyMine && hasMore ? [{ kind: "reply", to: mine.id, by: null } as const] : []),
		...(isOpen && after.owner === "queue" && !wasQueued ? [{ kind: "queue", to: null, by } as const] : []),
		...after.mentions
			.filter(({ id, seq }) => !before?.mentions.some((known) => known.id === id && known.seq >= seq))
			.map(({ id }) => ({ kind: "mention", to: id, by: null }) as const),
	];
}
