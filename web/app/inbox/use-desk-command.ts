import { useQueryClient } from "@tanstack/react-query";
import { useDesk } from "../world.ts";
import { expectedAfter, inverseOf, type Shown } from "./command-effects.ts";
import { type DeskCommand, runCommand, type SentCommand } from "./inbox-api.ts";

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

/** What is done to is a row of the list, or the conversation that is open. */
export type Actable = Shown & { readonly id: string };

/** Does something to a conversation: shown at once, taken back with a word when it is refused, undone by the toast. */
export function useDeskCommand() {
	const { ask, inbox, me, toasts } = useDesk();
	const queries = useQueryClient();
	const { cache } = inbox;
	const run = (before: Actable, command: DeskCommand): Promise<boolean> => {
		const { owner, status, assignee, priority, id } = before;
		const stood = { owner, status, assignee, priority };
		const sent = fenced(command, cache.seenEpoch(id), cache.seenSeq(id));
		const show = (): void => cache.expect(id, expectedAfter(command, stood, { id: me.id, name: me.name }));
		show();
		return inbox.turns.after(id, async () => {
			// what was done before this has been answered meanwhile
			show();
			const answer = await runCommand(ask, id, sent);
			if (!answer.ok) {
				cache.takeBack(id, stood);
				toasts.show({ text: answer.fault.message, tone: "danger" });
				void queries.invalidateQueries({ queryKey: ["conversation", id] });
				return false;
			}
			const { standing } = answer.value;
			cache.done(id, standing);
			const text = SAID[command.name];
			const inverse = inverseOf(command, stood);
			if (text !== undefined)
				toasts.show({
					text,
					...(inverse === null ? {} : { undo: () => void run({ ...before, ...standing }, inverse) }),
				});
			return true;
		});
	};
	return run;
}

/** Hands change only as the agent saw them, and nothing is set aside over a message that they did not see: who was slower is told so. */
function fenced(
	command: DeskCommand,
	expectedEpoch: number | undefined,
	seenSeq: number | undefined,
): SentCommand {
	const setsAside = ["snooze", "resolve", "messages"].includes(command.name);
	const body = {
		...command,
		id: crypto.randomUUID(),
		...(setsAside && seenSeq !== undefined ? { seenSeq } : {}),
	};
	const changesHands = ["take-over", "hand-back", "queue", "assign", "resolve"].includes(command.name);
	return changesHands && expectedEpoch !== undefined ? { ...body, expectedEpoch } : body;
}
