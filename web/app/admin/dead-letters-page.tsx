import { ArrowLeft, MailCheck } from "lucide-react";
import { useState } from "react";
import type { DeadLetter } from "../../../contracts/webhooks.ts";
import { Button } from "../../ui/button.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { Moment } from "../../ui/moment.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Page } from "../page.tsx";
import { useChange, useRead, useRows } from "../reading.ts";
import { RowsPanel } from "../rows-panel.tsx";
import { NavLink } from "../shell/nav-link.tsx";
import { useMay } from "../world.ts";
import { readDeadLetters, readWebhooks, replayDeadLetters } from "./desk-settings-api.ts";

/** What the API takes in one call. */
const MAX_REPLAY = 100;

/** The deliveries of a webhook that were given up, and the way to try them again. */
export function DeadLettersPage({ webhookId }: { webhookId: string }) {
	const [chosen, setChosen] = useState<readonly string[]>([]);
	const mayReplay = useMay("webhooks:write");
	const webhooks = useRead(["webhooks"], readWebhooks);
	const webhook = webhooks.data?.webhooks.find(({ id }) => id === webhookId);
	const list = useRows(["dead-letters", webhookId], (ask, cursor) => readDeadLetters(ask, webhookId, cursor));
	const replay = useChange(replayDeadLetters, {
		refresh: [["dead-letters", webhookId]],
		said: ({ replayed, gone }) =>
			`${replayed.length} on the way again${gone.length > 0 ? `, ${gone.length} are gone` : ""}.`,
		done: () => setChosen([]),
	});
	const ids = (chosen.length > 0 ? chosen : list.rows.map(({ id }) => id)).slice(0, MAX_REPLAY);
	const toggle = (id: string): void =>
		setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
	return (
		<Page
			title="Dead letters"
			lead={
				<>
					<NavLink
						to={`/admin/webhooks/${webhookId}`}
						className="me-2 inline-flex items-center gap-1 rounded-sm font-medium text-accent-ink hover:underline"
					>
						<ArrowLeft aria-hidden="true" size={14} />
						Deliveries
					</NavLink>
					<span className="wrap-anywhere">{webhook?.url}</span>
				</>
			}
			actions={
				mayReplay &&
				list.rows.length > 0 && (
					<Button
						look="solid"
						size="compact"
						aria-disabled={replay.isPending}
						onClick={() => replay.mutate({ webhookId, ids })}
					>
						Deliver {chosen.length > 0 ? `${ids.length} chosen` : `these ${ids.length}`} again
					</Button>
				)
			}
		>
			<RowsPanel
				list={list}
				caption="Dead letters"
				rowKey={({ id }) => id}
				columns={mayReplay ? [chooseColumn(chosen, toggle), ...COLUMNS] : COLUMNS}
				empty={
					<EmptyState icon={<MailCheck size={20} />} title="All of them arrived">
						A delivery that fails for a day is given up and kept here.
					</EmptyState>
				}
			/>
		</Page>
	);
}

const COLUMNS: readonly Column<DeadLetter>[] = [
	{
		head: "What",
		cell: ({ type, conversationId }) => (
			<>
				<div className="truncate font-medium">{type}</div>
				<div className="truncate font-mono text-2xs text-muted">{conversationId}</div>
			</>
		),
	},
	{ head: "Why it failed", isWide: true, cell: ({ error }) => <span className="line-clamp-2">{error}</span> },
	{
		head: "Attempts",
		from: "md",
		align: "end",
		cell: ({ attempts }) => <span className="tabular">{attempts}</span>,
	},
	{ head: "Given up", from: "sm", cell: ({ failedAt }) => <Moment at={failedAt} /> },
];

function chooseColumn(chosen: readonly string[], onToggle: (id: string) => void): Column<DeadLetter> {
	return {
		head: "Chosen",
		isHeadHidden: true,
		cell: ({ id, type, seq }) => (
			<input
				type="checkbox"
				className="size-4 accent-accent"
				aria-label={`Choose ${type} ${seq}`}
				checked={chosen.includes(id)}
				onChange={() => onToggle(id)}
			/>
		),
	};
}
