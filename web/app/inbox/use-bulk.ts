import type { Label } from "../../../contracts/desk.ts";
import type { BulkResult } from "../../../contracts/desk-bulk.ts";
import type { InboxRow } from "../../../contracts/inbox.ts";
import { useDesk } from "../world.ts";
import { expectedAfter, inverseOf } from "./command-effects.ts";
import { bulkOf, type DeskCommand, runBulk } from "./inbox-api.ts";

interface Bulk {
	readonly run: (command: DeskCommand, said: string) => void;
	readonly label: (label: Label) => void;
}

/** One thing done to all that are marked: shown at once, taken back for those that were refused, with one way back. */
export function useBulk(marked: readonly InboxRow[], onDone: () => void): Bulk {
	const { ask } = useDesk();
	const send = useSend();
	const say = useReport();
	const all = async (command: DeskCommand, said: string): Promise<void> => {
		const { done, refused } = await send(marked, command);
		const undo = async (): Promise<void> => {
			for (const { inverse, rows } of inverses(marked, done, command))
				// one after the other, as they were done
				say(null, (await send(rows, inverse)).refused);
		};
		say(done.length === 0 ? null : { text: `${done.length} ${said}.`, undo: () => void undo() }, refused);
	};
	const put = async (label: Label, rows: readonly InboxRow[], isOn: boolean): Promise<void> => {
		const answer = await runBulk(ask, { do: isOn ? "add_label" : "remove_label", labelId: label.id }, rows);
		if (!answer.ok) return say(null, [answer.fault.message]);
		const refused = answer.value.flatMap((one) => (one.outcome === "refused" ? [one.message] : []));
		const count = answer.value.length - refused.length;
		const undo = (): void => void put(label, rows, false);
		say(count > 0 && isOn ? { text: `${count} labelled ${label.name}.`, undo } : null, refused);
	};
	return {
		run: (command, said) => {
			onDone();
			void all(command, said);
		},
		label: (label) => {
			onDone();
			const lacking = marked.filter(({ labels }) => labels.every(({ id }) => id !== label.id));
			if (lacking.length > 0) void put(label, lacking, true);
			else say({ text: `All of them are labelled ${label.name} already.` }, []);
		},
	};
}

/** Says what was done, and of what was refused each reason once. */
function useReport() {
	const { toasts } = useDesk();
	return (done: { text: string; undo?: () => void } | null, refused: readonly string[]): void => {
		if (done !== null) toasts.show(done);
		if (refused.length === 0) return;
		toasts.show({ text: `${refused.length} refused: ${[...new Set(refused)].join(" ")}`, tone: "danger" });
	};
}

/** Does it, and returns those that it was done to, as they stand now, and what was said of the others. */
function useSend() {
	const { ask, inbox, me } = useDesk();
	const { cache } = inbox;
	return async (rows: readonly InboxRow[], command: DeskCommand) => {
		const action = bulkOf(command);
		if (action === null) return { done: [], refused: [] };
		for (const row of rows) cache.expect(row.id, expectedAfter(command, row, { id: me.id, name: me.name }));
		const answer = await runBulk(ask, action, rows);
		const results = new Map<string, BulkResult>();
		if (answer.ok) for (const result of answer.value) results.set(result.id, result);
		const [done, refused]: [InboxRow[], string[]] = [[], []];
		for (const row of rows) {
			const result = results.get(row.id);
			if (result?.outcome === "done" && result.standing !== null) {
				cache.done(row.id, result.standing);
				done.push({ ...row, ...result.standing });
				continue;
			}
			cache.takeBack(row.id, row);
			refused.push(
				result?.outcome === "refused" ? result.message : answer.ok ? "No answer." : answer.fault.message,
			);
		}
		return { done, refused };
	};
}

/** What undoes it: each goes back into the hands that it was in, those of the same ones together. */
export function inverses(
	before: readonly InboxRow[],
	done: readonly InboxRow[],
	command: DeskCommand,
): { readonly inverse: DeskCommand; readonly rows: InboxRow[] }[] {
	const groups = new Map<string, { readonly inverse: DeskCommand; readonly rows: InboxRow[] }>();
	for (const row of done) {
		const stood = before.find(({ id }) => id === row.id);
		const inverse = stood === undefined ? null : inverseOf(command, stood);
		if (inverse === null) continue;
		const key = JSON.stringify(inverse);
		const group = groups.get(key) ?? { inverse, rows: [] };
		group.rows.push(row);
		groups.set(key, group);
	}
	return [...groups.values()];
}
