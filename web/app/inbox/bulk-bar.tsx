import { useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import type { DeskConversation, Label } from "../../../contracts/desk.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { LabelDot } from "../../ui/label-chip.tsx";
import { Menu } from "../../ui/menu.tsx";
import { readLabels, setLabels } from "../conversations/conversation-api.ts";
import { useRead } from "../reading.ts";
import { useDesk } from "../world.ts";
import { inverseOf } from "./command-effects.ts";
import { type DeskCommand, readAgents } from "./inbox-api.ts";
import { useDeskCommand } from "./use-desk-command.ts";
import type { Selection } from "./use-selection.ts";

/** What is done to all that are marked, with one way back. */
export function BulkBar({ rows, selection }: { rows: readonly DeskConversation[]; selection: Selection }) {
	const marked = rows.filter(({ id }) => selection.ids.has(id));
	const { run, label } = useBulk(marked, selection.clear);
	const agents = useRead(["agents"], readAgents);
	const labels = useRead(["labels"], readLabels);
	return (
		<div
			role="toolbar"
			aria-label="Selected conversations"
			className="flex items-center gap-1 border-b border-line bg-panel px-2 py-1.5"
		>
			<span className="tabular px-1 font-medium" aria-live="polite">
				{marked.length} selected
			</span>
			<span className="flex-1" />
			<Menu
				trigger={<Button size="small">Assign</Button>}
				groups={[
					{
						items: (agents.data?.agents ?? []).map(({ id, name }) => ({
							label: name,
							run: () => run({ name: "assign", userId: id }, `assigned to ${name}`),
						})),
					},
					{ items: [{ label: "Back into the queue", run: () => run({ name: "queue" }, "in the queue") }] },
				]}
			/>
			<Menu
				trigger={<Button size="small">Label</Button>}
				groups={[
					{
						items: (labels.data?.labels ?? []).map((item) => ({
							label: item.name,
							icon: <LabelDot color={item.color} />,
							run: () => label(item),
						})),
					},
				]}
			/>
			<Button size="small" onClick={() => run({ name: "resolve" }, "resolved")}>
				Resolve
			</Button>
			<IconButton
				label="Clear the selection"
				icon={<X size={14} />}
				className="size-7"
				onClick={selection.clear}
			/>
		</div>
	);
}

function useBulk(marked: readonly DeskConversation[], onDone: () => void) {
	const { ask, toasts } = useDesk();
	const queries = useQueryClient();
	const runOne = useDeskCommand();
	const run = (command: DeskCommand, said: string): void => {
		onDone();
		const all = async (): Promise<void> => {
			const went = await Promise.all(marked.map((row) => runOne(row, command, true)));
			const done = marked.filter((_row, place) => went[place]);
			const undo = (): void => {
				for (const row of done) {
					const inverse = inverseOf(command, row);
					if (inverse !== null) void runOne(row, inverse, true);
				}
			};
			if (done.length > 0) toasts.show({ text: `${done.length} ${said}.`, undo });
		};
		void all();
	};
	const label = (added: Label): void => {
		onDone();
		const put = async (of: (row: DeskConversation) => readonly Label[]): Promise<number> => {
			const answers = await Promise.all(
				marked.map((row) => setLabels(ask, { id: row.id, labelIds: of(row).map(({ id }) => id) })),
			);
			void queries.invalidateQueries({ queryKey: ["inbox"] });
			return answers.filter(({ ok }) => ok).length;
		};
		const withLabel = ({ labels }: DeskConversation): readonly Label[] =>
			labels.some(({ id }) => id === added.id) ? labels : [...labels, added];
		void put(withLabel).then((count) =>
			toasts.show({ text: `${count} labelled ${added.name}.`, undo: () => void put(({ labels }) => labels) }),
		);
	};
	return { run, label };
}
