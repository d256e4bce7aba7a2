import { Ellipsis, Webhook as WebhookIcon } from "lucide-react";
import { useState } from "react";
import { Route, Switch } from "wouter";
import type { Webhook } from "../../../contracts/webhooks.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Moment } from "../../ui/moment.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Page } from "../page.tsx";
import { useChange, useRead } from "../reading.ts";
import { RowsPanel } from "../rows-panel.tsx";
import { NavLink } from "../shell/nav-link.tsx";
import { useMay } from "../world.ts";
import { DeadLettersPage } from "./dead-letters-page.tsx";
import { DeliveriesPage } from "./deliveries-page.tsx";
import { changeWebhook, deleteWebhook, readWebhooks } from "./desk-settings-api.ts";
import { SecretOnce } from "./secret-once.tsx";
import { WebhookDialog } from "./webhook-dialog.tsx";

export function WebhooksPage() {
	return (
		<Switch>
			<Route path="/admin/webhooks/:id/dead-letters">{({ id }) => <DeadLettersPage webhookId={id} />}</Route>
			<Route path="/admin/webhooks/:id">{({ id }) => <DeliveriesPage webhookId={id} />}</Route>
			<Route>
				<WebhookList />
			</Route>
		</Switch>
	);
}

/** Who is told of what happens in conversations. */
function WebhookList() {
	const [edited, setEdited] = useState<Webhook | "new" | null>(null);
	const [losing, setLosing] = useState<Losing | null>(null);
	const [secret, setSecret] = useState<string | null>(null);
	const mayChange = useMay("webhooks:write");
	const read = useRead(["webhooks"], readWebhooks);
	const turnOn = useChange(changeWebhook, {
		refresh: [["webhooks"]],
		said: () => "It is told again what happens.",
	});
	const actions = actionsColumn({
		onEdit: setEdited,
		onDelete: (webhook) => setLosing({ kind: "remove", webhook }),
		onTurn: (webhook) =>
			webhook.enabled
				? setLosing({ kind: "stop", webhook })
				: turnOn.mutate({ id: webhook.id, enabled: true }),
	});
	const rows = read.data?.webhooks ?? [];
	return (
		<Page
			title="Webhooks"
			lead="Your programs are told what happens in conversations: signed, at least once, in order."
			actions={
				mayChange && (
					<Button look="solid" size="compact" onClick={() => setEdited("new")}>
						New webhook
					</Button>
				)
			}
		>
			<RowsPanel
				list={{ ...read, rows }}
				caption="Webhooks"
				rowKey={({ id }) => id}
				columns={mayChange ? [...COLUMNS, actions] : COLUMNS}
				empty={
					<EmptyState icon={<WebhookIcon size={20} />} title="No webhooks">
						A program of yours can be told of each message, handover and rating.
					</EmptyState>
				}
			/>
			{edited !== null && (
				<WebhookDialog
					webhook={edited === "new" ? null : edited}
					onClose={() => setEdited(null)}
					onMade={setSecret}
				/>
			)}
			{secret !== null && (
				<SecretOnce title="The webhook's secret" secret={secret} onClose={() => setSecret(null)} />
			)}
			<LosingDialog losing={losing} onClose={() => setLosing(null)} />
		</Page>
	);
}

const COLUMNS: readonly Column<Webhook>[] = [
	{
		head: "Address",
		isWide: true,
		cell: ({ id, url }) => (
			<NavLink
				to={`/admin/webhooks/${id}`}
				className="line-clamp-2 rounded-sm py-1 font-medium wrap-anywhere hover:underline"
			>
				{url}
			</NavLink>
		),
	},
	{
		head: "Told of",
		from: "md",
		isWrapped: true,
		cell: ({ events }) => events.join(", "),
	},
	{ head: "Made", from: "lg", cell: ({ createdAt }) => <Moment at={createdAt} /> },
	{ head: "State", cell: ({ enabled }) => (enabled ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>) },
];

interface Actions {
	onEdit: (webhook: Webhook) => void;
	onDelete: (webhook: Webhook) => void;
	onTurn: (webhook: Webhook) => void;
}

function actionsColumn({ onEdit, onDelete, onTurn }: Actions): Column<Webhook> {
	return {
		head: "Actions",
		isHeadHidden: true,
		align: "end",
		cell: (webhook) => (
			<Menu
				trigger={
					<IconButton label={`Actions for ${webhook.url}`} icon={<Ellipsis size={16} />} className="size-8" />
				}
				groups={[
					{
						items: [
							{ label: "Change…", run: () => onEdit(webhook) },
							{ label: webhook.enabled ? "Turn off…" : "Turn on", run: () => onTurn(webhook) },
						],
					},
					{ items: [{ label: "Remove…", tone: "danger", run: () => onDelete(webhook) }] },
				]}
			/>
		),
	};
}

/** What somebody is about to do to a webhook. */
interface Losing {
	readonly kind: "remove" | "stop";
	readonly webhook: Webhook;
}

/** Either loses what waits to be delivered, and that can't be undone. */
function LosingDialog({ losing, onClose }: { losing: Losing | null; onClose: () => void }) {
	const refresh = [["webhooks"]];
	const remove = useChange(deleteWebhook, { refresh, said: () => "The webhook is removed." });
	const stop = useChange(changeWebhook, { refresh, said: () => "It is told nothing any more." });
	const isRemoval = losing?.kind === "remove";
	const url = losing?.webhook.url ?? "";
	return (
		<ConfirmDialog
			isOpen={losing !== null}
			title={isRemoval ? "Remove the webhook?" : "Turn the webhook off?"}
			action={isRemoval ? "Remove the webhook" : "Turn it off"}
			onClose={onClose}
			onConfirm={() => {
				if (losing === null) return;
				if (isRemoval) remove.mutate(losing.webhook);
				else stop.mutate({ id: losing.webhook.id, enabled: false });
			}}
		>
			{isRemoval
				? `What waits to be delivered to ${url}, its deliveries and its dead letters are lost.`
				: `What waits to be delivered to ${url} is lost. Turned on again, it is told what happens from then on.`}
		</ConfirmDialog>
	);
}
