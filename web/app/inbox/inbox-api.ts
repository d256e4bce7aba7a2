import { type DeskConversation, DeskConversationList } from "../../../contracts/desk.ts";
import {
	AgentList,
	type ConversationStatus,
	DeskOutcome,
	type Priority,
} from "../../../contracts/desk-commands.ts";
import type { Result } from "../../api/call-api.ts";
import { queryOf } from "../reading.ts";
import type { Ask } from "../world.ts";
import type { InboxRows } from "./inbox-rows.ts";

const PAGE = 100;

export const VIEWS = ["mine", "unassigned", "all"] as const;
export type View = (typeof VIEWS)[number];

/** Which conversations are listed. */
export interface InboxQuestion {
	readonly view: View;
	readonly status: ConversationStatus;
	readonly meId: string;
}

export async function readInbox(
	ask: Ask,
	{ view, status, meId }: InboxQuestion,
	cursor: string | null,
): Promise<Result<InboxRows>> {
	const answer = await ask(
		DeskConversationList,
		`/api/desk/conversations${queryOf({
			status,
			assigneeId: view === "mine" ? meId : null,
			owner: view === "unassigned" ? "queue" : null,
			cursor,
			limit: PAGE,
		})}`,
	);
	if (!answer.ok) return answer;
	const { conversations, nextCursor } = answer.value;
	return { ok: true, value: { rows: conversations, nextCursor } };
}

/** Whether a row still belongs into the list: what is done to it here takes it out at once. */
export function belongs(
	{ status, owner, assignee }: Pick<DeskConversation, "status" | "owner" | "assignee">,
	question: InboxQuestion,
): boolean {
	if (status !== question.status) return false;
	if (question.view === "mine") return assignee?.id === question.meId;
	return question.view === "all" || owner === "queue";
}

export const readAgents = (ask: Ask) => ask(AgentList, "/api/desk/agents");

/** What can be done to a conversation, as the API calls it, with what goes along. */
export type DeskCommand =
	| { readonly name: "take-over" | "hand-back" | "queue" | "resolve" | "reopen" }
	| { readonly name: "assign"; readonly userId: string | null }
	| { readonly name: "messages"; readonly text: string; readonly resolve: boolean }
	| { readonly name: "notes"; readonly text: string; readonly mentions: readonly string[] }
	| { readonly name: "snooze"; readonly until: string | null }
	| { readonly name: "priority"; readonly priority: Priority };

/** @param id - the command's own: sent again, it is done once */
export function runCommand(ask: Ask, conversationId: string, id: string, command: DeskCommand) {
	const { name, ...body } = command;
	return ask(DeskOutcome, `/api/desk/conversations/${conversationId}/${name}`, {
		method: "POST",
		body: { id, ...body },
	});
}
