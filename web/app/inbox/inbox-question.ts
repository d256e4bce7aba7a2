import { useSearchParams } from "wouter";
import { InboxSort, InboxStatus, InboxView } from "../../../contracts/inbox.ts";
import { useDesk } from "../world.ts";
import type { ListOf } from "./inbox-rows.ts";

/** Which list is open: without whose it is, for that is who looks. */
export type Question = Omit<ListOf, "meId">;

/** Who is mentioned somewhere finds it, however that conversation stands. */
export function questionOf(params: URLSearchParams): Question {
	const view = InboxView.safeParse(params.get("view")).data ?? "mine";
	const status = InboxStatus.safeParse(params.get("status")).data ?? "open";
	return {
		view,
		status: view === "mentions" ? null : status,
		sort: InboxSort.safeParse(params.get("sort")).data ?? "activity",
		labelId: params.get("label"),
		channel: params.get("channel"),
	};
}

/** As it stands in the address; what goes without saying is left out. */
export function paramsOf({ view, status, sort, labelId, channel }: Question): Record<string, string> {
	return {
		view,
		...(status === null || status === "open" ? {} : { status }),
		...(sort === "activity" ? {} : { sort }),
		...(labelId === null ? {} : { label: labelId }),
		...(channel === null ? {} : { channel }),
	};
}

/** The list that is open stands in the address. */
export function useQuestion(): [ListOf, (change: Partial<Question>) => void] {
	const { me } = useDesk();
	const [params, setParams] = useSearchParams();
	const question = questionOf(params);
	const ask = (change: Partial<Question>): void => {
		const next = { ...question, ...change };
		// from the mentions back to a list by status
		const status = next.view === "mentions" ? null : (next.status ?? "open");
		setParams(paramsOf({ ...next, status }), { replace: true });
	};
	return [{ ...question, meId: me.id }, ask];
}
