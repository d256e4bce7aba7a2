import { X } from "lucide-react";
import type { InboxRow } from "../../../contracts/inbox.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { useLabelGroups } from "../conversations/use-label-groups.tsx";
import { useRead } from "../reading.ts";
import { readAgents } from "./inbox-api.ts";
import { useBulk } from "./use-bulk.ts";
import type { Selection } from "./use-selection.ts";

/** What is done to all that are marked, with one way back. */
export function BulkBar({ rows, selection }: { rows: readonly InboxRow[]; selection: Selection }) {
	const marked = rows.filter(({ id }) => selection.ids.has(id));
	const { run, label } = useBulk(marked, selection.clear);
	const agents = useRead(["agents"], readAgents);
	const labels = useLabelGroups(label);
	return (
		<div
			role="toolbar"
			aria-label="Selected conversations"
			className="flex min-h-8 flex-wrap items-center gap-0.5 pointer-coarse:min-h-10"
		>
			<IconButton
				label="Clear the selection"
				icon={<X size={14} />}
				className="size-7"
				onClick={selection.clear}
			/>
			<span className="tabular px-1 text-xs font-medium whitespace-nowrap" aria-live="polite">
				{marked.length} selected
			</span>
			{marked.length < rows.length && (
				<Button size="small" look="quiet" title="All that are listed so far" onClick={selection.markAll}>
					All<span className="sr-only"> {rows.length}</span>
				</Button>
			)}
			<span className="ms-auto flex items-center gap-1">
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
				<Menu trigger={<Button size="small">Label</Button>} groups={labels} />
				<Button size="small" onClick={() => run({ name: "resolve" }, "resolved")}>
					Resolve
				</Button>
			</span>
		</div>
	);
}
