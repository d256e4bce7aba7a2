/** Which lists a line of the inbox stands in, and where: the inbox and the pages go by the same rules. Pure. */
import type { InboxQuestion, InboxSort, InboxStatus } from "./inbox.ts";
import type { Standing } from "./desk-commands.ts";

/** What of a line says where it belongs. */
export type ListedLine = Pick<Standing, "owner" | "status" | "mentioned"> & {
	readonly assigneeId: string | null;
	/** Whose it was when it was resolved. */
	readonly resolvedFromId: string | null;
	readonly labelIds: readonly string[];
	readonly channel: string;
};

export function statusOf({ owner, status }: Pick<ListedLine, "owner" | "status">): InboxStatus {
	return status === "open" && owner === "bot" ? "bot" : status;
}

/** Whether the line stands in this list of this agent. */
export function isListed(line: ListedLine, agentId: string, question: Omit<InboxQuestion, "sort">): boolean {
	const { view, status, labelId, channel } = question;
	if (status !== null && statusOf(line) !== status) return false;
	if (labelId !== null && !line.labelIds.includes(labelId)) return false;
	if (channel !== null && line.channel !== channel) return false;
	switch (view) {
		case "mine":
			// what somebody has resolved stays in their list of the resolved ones
			return line.assigneeId === agentId || (line.status === "resolved" && line.resolvedFromId === agentId);
		case "unassigned":
			return line.owner === "queue";
		case "mentions":
			return line.mentioned.includes(agentId);
		default:
			return true;
	}
}

/** What of a line says where it stands in a list. */
export type SortedLine = Pick<Standing, "priority"> & {
	readonly id: string;
	readonly waitingSinceMs: number | null;
	readonly lastActivityAtMs: number;
};

/** Where a line stands: numbers that rise down the list, then its id. */
export type Place = readonly [number, number, string];

const PRIORITIES = { urgent: 0, high: 1, normal: 2, low: 3 } as const;
/** Later than any instant. */
const NEVER = 1e15;

export function placeOf(line: SortedLine, sort: InboxSort): Place {
	const { id, priority, lastActivityAtMs } = line;
	const waits = line.waitingSinceMs ?? NEVER;
	if (sort === "waiting") return [waits, -lastActivityAtMs, id];
	return sort === "priority" ? [PRIORITIES[priority], waits, id] : [-lastActivityAtMs, 0, id];
}

/** The queue: what is urgent first, then who has waited longest. */
export function queuePlaceOf({
	id,
	priority,
	queuedAtMs,
}: Pick<SortedLine, "id" | "priority"> & { readonly queuedAtMs: number | null }): Place {
	return [PRIORITIES[priority], queuedAtMs ?? NEVER, id];
}

export function comparePlaces(a: Place, b: Place): number {
	return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : Number(a[2] > b[2]));
}

/** A page's cursor is the place of its last line: what comes after it is below. */
export function cursorOf(place: Place): string {
	return place.join("_");
}

/** @returns null for what nobody gave out */
export function placeOfCursor(cursor: string | null): Place | null {
	const match = /^(-?\d+)_(-?\d+)_([\w-]{1,64})$/.exec(cursor ?? "");
	return match === null ? null : [Number(match[1]), Number(match[2]), match[3] ?? ""];
}
