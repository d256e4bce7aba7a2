import { useQueryClient } from "@tanstack/react-query";
import type { DeskConversation } from "../../../contracts/desk.ts";
import { useDesk } from "../world.ts";
import { expectedAfter, inverseOf, type Shown } from "./command-effects.ts";
import { HeldStandings } from "./held-standings.ts";
import { type DeskCommand, runCommand } from "./inbox-api.ts";
import type { InboxRows } from "./inbox-rows.ts";

const SAID: Readonly<Partial<Record<DeskCommand["name"], string>>> = {
	"take-over": "You answer now.",
	"hand-back": "The bot answers again.",
	queue: "Back in the queue.",
	resolve: "Resolved.",
	reopen: "Open again.",
	assign: "Assigned.",
	snooze: "Snoozed.",
	priority: "Priority changed.",
};

/** One for the page: the list and the thread show the same. */
export const heldStandings = new HeldStandings();

/** Does something to a conversation: shown at once, taken back with a word when it is refused, undone by the toast. */
export function useDeskCommand() {
	const { ask, me, toasts } = useDesk();
	const queries = useQueryClient();
	const show = (id: string, shown: Shown): void => {
		heldStandings.hold(id, shown, Date.now());
		const change = (row: DeskConversation): DeskConversation => (row.id === id ? { ...row, ...shown } : row);
		queries.setQueriesData<InboxRows>({ queryKey: ["inbox"] }, (known) =>
			known === undefined ? known : { ...known, rows: known.rows.map(change) },
		);
		queries.setQueryData<DeskConversation>(["conversation", id], (known) =>
			known === undefined ? known : change(known),
		);
	};
	const refresh = (id: string): void => {
		for (const queryKey of [["inbox"], ["conversation", id], ["log", id]])
			void queries.invalidateQueries({ queryKey });
	};
	/** @param isQuiet - one of many: whoever calls says how all of them went */
	const run = async (before: DeskConversation, command: DeskCommand, isQuiet = false): Promise<boolean> => {
		const { owner, status, assignee, priority, id } = before;
		const stood = { owner, status, assignee, priority };
		show(id, expectedAfter(command, stood, { id: me.id, name: me.name }));
		const answer = await runCommand(ask, id, crypto.randomUUID(), command);
		if (!answer.ok) {
			show(id, stood);
			heldStandings.release(id);
			toasts.show({ text: answer.fault.message, tone: "danger" });
			refresh(id);
			return false;
		}
		const { standing } = answer.value;
		const stands = {
			owner: standing.owner,
			status: standing.status,
			assignee: standing.assignee,
			priority: standing.priority,
		};
		show(id, stands);
		refresh(id);
		const text = SAID[command.name];
		const inverse = inverseOf(command, stood);
		if (!isQuiet && text !== undefined)
			toasts.show({
				text,
				...(inverse === null ? {} : { undo: () => void run({ ...before, ...stands }, inverse) }),
			});
		return true;
	};
	return run;
}
