import type { DeskConversation } from "../../../contracts/desk.ts";
import type { Person } from "../../../contracts/desk-commands.ts";
import type { DeskCommand } from "./inbox-api.ts";

/** What the list shows of a conversation, and a command changes. */
export type Shown = Pick<DeskConversation, "owner" | "status" | "assignee" | "priority">;

/** How it will stand, as far as that can be known beforehand; the server's answer takes its place. */
export function expectedAfter(command: DeskCommand, before: Shown, me: Person): Shown {
	switch (command.name) {
		case "take-over":
			return { ...before, owner: "person", assignee: me, status: "open" };
		case "hand-back":
			return { ...before, owner: "bot", assignee: null };
		case "queue":
			return { ...before, owner: "queue", assignee: null };
		case "resolve":
			return { ...before, owner: "bot", assignee: null, status: "resolved" };
		case "reopen":
			return { ...before, status: "open" };
		case "snooze":
			return { ...before, status: "snoozed" };
		case "priority":
			return { ...before, priority: command.priority };
		default:
			return before;
	}
}

/** What undoes it; null for what can't be undone. */
export function inverseOf(command: DeskCommand, before: Shown): DeskCommand | null {
	switch (command.name) {
		case "resolve":
		case "snooze":
			return { name: "reopen" };
		case "assign":
			if (before.owner === "person") return { name: "assign", userId: before.assignee?.id ?? null };
			return before.owner === "queue" ? { name: "queue" } : { name: "hand-back" };
		case "take-over":
			return before.owner === "queue" ? { name: "queue" } : { name: "hand-back" };
		case "priority":
			return { name: "priority", priority: before.priority };
		default:
			return null;
	}
}
