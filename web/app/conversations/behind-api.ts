import { BehindList } from "../../../contracts/analytics-behind.ts";
import type { Result } from "../../api/call-api.ts";
import type { CursorPage } from "../reading.ts";
import type { Ask } from "../world.ts";

const PAGE = 30;
type Found = BehindList["conversations"][number];

/** Of the address of the list: everything but the way back is what the API takes. */
export function behindQuery(params: URLSearchParams): URLSearchParams {
	const query = new URLSearchParams(params);
	query.delete("back");
	return query;
}

/** The conversations behind a number of a report, newest first. */
export async function readBehind(
	ask: Ask,
	query: URLSearchParams,
	cursor: string | null,
): Promise<Result<CursorPage<Found>>> {
	const asked = new URLSearchParams(query);
	asked.set("limit", String(PAGE));
	if (cursor !== null) asked.set("cursor", cursor);
	const answer = await ask(BehindList, `/api/desk/analytics/conversations?${asked}`);
	if (!answer.ok) return answer;
	const { conversations, nextCursor, total } = answer.value;
	return { ok: true, value: { rows: conversations, nextCursor, total } };
}

/** Where the number stands; nothing but a report of ours. */
export function wayBack(params: URLSearchParams): string | null {
	const back = params.get("back") ?? "";
	return /^\/analytics(?:[/?]|$)/u.test(back) ? back : null;
}
