import type { z } from "zod";
import {
	Contact,
	DeskConversation,
	DeskConversationList,
	DeskEventPage,
	LabelList,
	SearchChoices,
} from "../../../contracts/desk.ts";
import { ReplayComparison } from "../../../contracts/desk-replay.ts";
import type { Result } from "../../api/call-api.ts";
import { queryOf, toRows } from "../reading.ts";
import type { Ask } from "../world.ts";
import { type Entry, readEntry } from "./log-entries.ts";

const PAGE = 30;
const EVENT_PAGE = 500;

/** What a list of conversations is narrowed by; empty is any. */
export interface ConversationFilter {
	readonly search: string;
	readonly owner: string;
	readonly channel: string;
	readonly labelId: string;
	readonly intent: string;
	readonly language: string;
	/** Who answered in it. */
	readonly agentId: string;
	readonly contactId: string;
	/** Days as a date field gives them: 2026-11-26. */
	readonly from: string;
	readonly to: string;
}
export const NO_FILTER: ConversationFilter = {
	search: "",
	owner: "",
	channel: "",
	labelId: "",
	intent: "",
	language: "",
	agentId: "",
	contactId: "",
	from: "",
	to: "",
};

export const readConversations = async (ask: Ask, filter: ConversationFilter, cursor: string | null) =>
	toRows(
		await ask(
			DeskConversationList,
			`/api/desk/conversations${queryOf({
				...filter,
				from: instantOf(filter.from, 0),
				to: instantOf(filter.to, 1),
				cursor,
				limit: PAGE,
			})}`,
		),
		({ conversations }) => conversations,
	);

/** The beginning of a day, in the reader's own time zone; `daysLater` 1 is the end of it. */
export function instantOf(day: string, daysLater: number): string {
	const [year, month, date] = day.split("-").map(Number);
	if (year === undefined || month === undefined || date === undefined) return "";
	const begin = new Date(year, month - 1, date + daysLater);
	return Number.isNaN(begin.getTime()) ? "" : begin.toISOString();
}

export const readConversation = (ask: Ask, id: string) =>
	ask(DeskConversation, `/api/desk/conversations/${id}`);

/** The whole log, page after page, after the entries that are known. */
export async function readLog(ask: Ask, id: string, known: readonly Entry[]): Promise<Result<Entry[]>> {
	const entries = [...known];
	let after: number | null = entries.at(-1)?.seq ?? 0;
	while (after !== null) {
		const answer: Result<z.infer<typeof DeskEventPage>> = await ask(
			DeskEventPage,
			`/api/desk/conversations/${id}/events${queryOf({ after, limit: EVENT_PAGE })}`,
		);
		if (!answer.ok) return answer;
		entries.push(...answer.value.events.map(readEntry));
		after = answer.value.after;
	}
	return { ok: true, value: entries };
}

/** @param modelId - null: the model that answers now */
export const replayConversation = (ask: Ask, { id, modelId }: { id: string; modelId: string | null }) =>
	ask(ReplayComparison, `/api/desk/conversations/${id}/replay`, { method: "POST", body: { modelId } });
export const readSearchChoices = (ask: Ask) => ask(SearchChoices, "/api/desk/conversations/choices");
export const readLabels = (ask: Ask) => ask(LabelList, "/api/desk/labels");
export const setLabels = (ask: Ask, { id, labelIds }: { id: string; labelIds: readonly string[] }) =>
	ask(DeskConversation, `/api/desk/conversations/${id}/labels`, { method: "PUT", body: { labelIds } });
export const readContact = (ask: Ask, id: string) => ask(Contact, `/api/desk/contacts/${id}`);
