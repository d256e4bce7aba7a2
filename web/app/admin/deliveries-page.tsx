import { ArrowLeft, Ellipsis, Send } from "lucide-react";
import { useState } from "react";
import { DeliveryStatus, type WebhookDelivery } from "../../../contracts/webhooks.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { buttonLook } from "../../ui/button.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { SelectField } from "../../ui/field.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Moment } from "../../ui/moment.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Page } from "../page.tsx";
import { useChange, useRead, useRows } from "../reading.ts";
import { RowsPanel } from "../rows-panel.tsx";
import { NavLink } from "../shell/nav-link.tsx";
import { useMay } from "../world.ts";
import { readDeliveries, readWebhooks, replayDeliveries } from "./desk-settings-api.ts";
import { PayloadDialog } from "./payload-dialog.tsx";

const STATES: Readonly<Record<DeliveryStatus, { words: string; tone: Tone }>> = {
	delivered: { words: "Delivered", tone: "good" },
	waiting: { words: "Tried again", tone: "warn" },
	given_up: { words: "Given up", tone: "danger" },
};

/** How each delivery of a webhook fared in the last days. */
export function DeliveriesPage({ webhookId }: { webhookId: string }) {
	const [status, setStatus] = useState<DeliveryStatus | "">("");
	const [opened, setOpened] = useState<WebhookDelivery | null>(null);
	const mayReplay = useMay("webhooks:write");
	const list = useRows(["deliveries", webhookId, status], (ask, cursor) =>
		readDeliveries(ask, { webhookId, status }, cursor),
	);
	const replay = useChange(replayDeliveries, {
		refresh: [
			["deliveries", webhookId],
			["dead-letters", webhookId],
		],
		said: ({ replayed }) =>
			replayed.length > 0
				? "It is on the way again."
				: "Its conversation is no more: nothing can be delivered.",
	});
	const actions = actionsColumn({
		onOpen: setOpened,
		onReplay: mayReplay ? ({ id }) => replay.mutate({ webhookId, ids: [id] }) : null,
	});
	return (
		<Page
			title="Deliveries"
			lead={<WayBack webhookId={webhookId} />}
			actions={
				<>
					<StatusField status={status} onChange={setStatus} />
					<NavLink
						to={`/admin/webhooks/${webhookId}/dead-letters`}
						className={buttonLook({ size: "compact" })}
					>
						Dead letters
					</NavLink>
				</>
			}
		>
			<RowsPanel
				list={list}
				caption="Deliveries"
				rowKey={({ id }) => id}
				columns={[...COLUMNS, actions]}
				empty={<NoDeliveries isFiltered={status !== ""} />}
			/>
			{opened !== null && <PayloadDialog delivery={opened} onClose={() => setOpened(null)} />}
		</Page>
	);
}

/** Back to the list, and whose deliveries they are. */
function WayBack({ webhookId }: { webhookId: string }) {
	const webhooks = useRead(["webhooks"], readWebhooks);
	const webhook = webhooks.data?.webhooks.find(({ id }) => id === webhookId);
	return (
		<>
			<NavLink
				to="/admin/webhooks"
				className="me-2 inline-flex items-center gap-1 rounded-sm font-medium text-accent-ink hover:underline"
			>
				<ArrowLeft aria-hidden="true" size={14} />
				Webhooks
			</NavLink>
			<span className="wrap-anywhere">{webhook?.url}</span>
		</>
	);
}

interface StatusFieldProps {
	status: DeliveryStatus | "";
	onChange: (status: DeliveryStatus | "") => void;
}

function StatusField({ status, onChange }: StatusFieldProps) {
	return (
		<SelectField
			label="Which deliveries"
			isLabelHidden
			value={status}
			onChange={(event) => onChange(DeliveryStatus.safeParse(event.target.value).data ?? "")}
		>
			<option value="">All of the last days</option>
			{DeliveryStatus.options.map((value) => (
				<option key={value} value={value}>
					{STATES[value].words}
				</option>
			))}
		</SelectField>
	);
}

function NoDeliveries({ isFiltered }: { isFiltered: boolean }) {
	return (
		<EmptyState
			icon={<Send size={20} />}
			title={isFiltered ? "None in this state" : "Nothing was delivered yet"}
		>
			{isFiltered
				? "Choose another state above, or all of them."
				: "What happens in conversations from now on stands here, with the answer of your program."}
		</EmptyState>
	);
}

const COLUMNS: readonly Column<WebhookDelivery>[] = [
	{
		head: "What",
		isWide: true,
		cell: ({ type, conversationId, seq, error, status }) => (
			<>
				<span className="block truncate font-medium">{type}</span>
				<span className="block truncate text-xs text-muted" title={`${conversationId}, entry ${seq}`}>
					{status === "delivered" || error === null ? `${conversationId} · ${seq}` : error}
				</span>
			</>
		),
	},
	{
		head: "State",
		cell: ({ status, nextAt }) => (
			<span title={nextAt === null ? undefined : `Next attempt: ${new Date(nextAt).toLocaleString()}`}>
				<Badge tone={STATES[status].tone}>{STATES[status].words}</Badge>
			</span>
		),
	},
	{
		head: "Answer",
		from: "sm",
		align: "end",
		cell: ({ httpStatus }) => <span className="tabular">{httpStatus ?? "None"}</span>,
	},
	{
		head: "Attempts",
		from: "md",
		align: "end",
		cell: ({ attempts }) => <span className="tabular">{attempts}</span>,
	},
	{
		head: "Took",
		from: "md",
		align: "end",
		cell: ({ tookMs }) => <span className="tabular whitespace-nowrap">{tookMs.toLocaleString()} ms</span>,
	},
	{ head: "Tried", from: "sm", cell: ({ triedAt }) => <Moment at={triedAt} /> },
];

interface Actions {
	onOpen: (delivery: WebhookDelivery) => void;
	onReplay: ((delivery: WebhookDelivery) => void) | null;
}

function actionsColumn({ onOpen, onReplay }: Actions): Column<WebhookDelivery> {
	return {
		head: "Actions",
		isHeadHidden: true,
		align: "end",
		cell: (delivery) => (
			<Menu
				trigger={
					<IconButton
						label={`Actions for ${delivery.type} ${delivery.seq}`}
						icon={<Ellipsis size={16} />}
						className="size-8"
					/>
				}
				groups={[
					{
						items: [
							{ label: "Show what it says", run: () => onOpen(delivery) },
							...(onReplay === null || delivery.status === "waiting"
								? []
								: [{ label: "Deliver again", run: () => onReplay(delivery) }]),
						],
					},
				]}
			/>
		),
	};
}
