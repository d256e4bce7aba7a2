import { AgentList, DeskOutcome, type Priority } from "../../../contracts/desk-commands.ts";
import { type BulkAction, BulkOutcome, type BulkResult, MAX_BULK } from "../../../contracts/desk-bulk.ts";
import type { Result } from "../../api/call-api.ts";
import type { Ask } from "../world.ts";

export const readAgents = (ask: Ask) => ask(AgentList, "/api/desk/agents");

/** What can be done to a conversation, as the API calls it, with what goes along. */
export type DeskCommand =
	| { readonly name: "take-over" | "hand-back" | "queue" | "resolve" | "reopen" }
	| { readonly name: "assign"; readonly userId: string | null }
	| { readonly name: "messages"; readonly text: string; readonly resolve: boolean }
	| { readonly name: "notes"; readonly text: string; readonly mentions: readonly string[] }
	| { readonly name: "snooze"; readonly until: string | null }
	| { readonly name: "priority"; readonly priority: Priority };

/** `id` is the command's own: sent again, it is done once. */
export type SentCommand = DeskCommand & {
	readonly id: string;
	readonly expectedEpoch?: number;
	/** The last entry of the log that the agent knows of. */
	readonly seenSeq?: number;
};

export function runCommand(ask: Ask, conversationId: string, { name, ...body }: SentCommand) {
	return ask(DeskOutcome, `/api/desk/conversations/${conversationId}/${name}`, { method: "POST", body });
}

/** What a command is called where it is done to many at once; null for what is said to one. */
export function bulkOf(command: DeskCommand): BulkAction | null {
	switch (command.name) {
		case "take-over":
			return { do: "take_over" };
		case "hand-back":
			return { do: "hand_back" };
		case "queue":
		case "resolve":
		case "reopen":
			return { do: command.name };
		case "assign":
			return { do: "assign", userId: command.userId };
		case "snooze":
			return { do: "snooze", until: command.until };
		case "priority":
			return { do: "priority", priority: command.priority };
		default:
			return null;
	}
}

/** Does one thing to many, a hundred at a time. What became of each, as far as the server could be asked. */
export async function runBulk(
	ask: Ask,
	action: BulkAction,
	rows: readonly { readonly id: string; readonly epoch: number; readonly lastSeq: number }[],
): Promise<Result<readonly BulkResult[]>> {
	const results: BulkResult[] = [];
	for (let from = 0; from < rows.length; from += MAX_BULK) {
		const conversations = rows
			.slice(from, from + MAX_BULK)
			.map(({ id, epoch, lastSeq }) => ({ id, expectedEpoch: epoch, seenSeq: lastSeq }));
		// one answer after the other: each is work for many objects
		const answer = await ask(BulkOutcome, "/api/desk/conversations/bulk", {
			method: "POST",
			body: { id: crypto.randomUUID(), action, conversations },
		});
		if (!answer.ok) return results.length === 0 ? answer : { ok: true, value: results };
		results.push(...answer.value.results);
	}
	return { ok: true, value: results };
}
