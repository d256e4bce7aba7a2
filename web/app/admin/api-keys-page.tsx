import { useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import type { z } from "zod";
import type { ApiKey } from "../../../contracts/accounts.ts";
import { useForm } from "../../api/use-form.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CheckList } from "../../ui/check-list.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { InputField, SelectField } from "../../ui/field.tsx";
import { Moment } from "../../ui/moment.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useNow } from "../../ui/use-now.ts";
import { FormDialog } from "../form-dialog.tsx";
import { Page } from "../page.tsx";
import { useChange, useRows } from "../reading.ts";
import { RowsPanel } from "../rows-panel.tsx";
import { useDesk, useMay } from "../world.ts";
import { createApiKey, readApiKeys, revokeApiKey } from "./admin-api.ts";
import { permissionInWords } from "./permission-words.ts";
import { SecretOnce } from "./secret-once.tsx";

type KeptKey = z.infer<typeof ApiKey>;
const LIFETIMES = [7, 30, 90, 365] as const;

/** Keys by which programs call the API. */
export function ApiKeysPage() {
	const [isMaking, setIsMaking] = useState(false);
	const [made, setMade] = useState<string | null>(null);
	const [doomed, setDoomed] = useState<KeptKey | null>(null);
	const mayChange = useMay("api_keys:write");
	const list = useRows(["api-keys"], readApiKeys);
	const revoke = useChange(revokeApiKey, { refresh: [["api-keys"]], said: () => "The key has ended." });
	return (
		<Page
			title="API keys"
			lead="A key may do what its scopes name, and never more than whoever made it."
			actions={
				mayChange && (
					<Button look="solid" size="compact" onClick={() => setIsMaking(true)}>
						New key
					</Button>
				)
			}
		>
			<RowsPanel
				list={list}
				caption="API keys"
				columns={mayChange ? [...COLUMNS, endColumn(setDoomed)] : COLUMNS}
				rowKey={({ id }) => id}
				empty={
					<EmptyState icon={<KeyRound size={20} />} title="No keys">
						A program that calls the API needs one.
					</EmptyState>
				}
			/>
			{isMaking && <NewKeyDialog onClose={() => setIsMaking(false)} onMade={setMade} />}
			{made !== null && <SecretOnce title="Your new key" secret={made} onClose={() => setMade(null)} />}
			<ConfirmDialog
				isOpen={doomed !== null}
				title={`End the key ${doomed?.name ?? ""}?`}
				action="End the key"
				onClose={() => setDoomed(null)}
				onConfirm={() => doomed !== null && revoke.mutate(doomed.id)}
			>
				Programs that use it are refused from now on. A key that has ended stays ended.
			</ConfirmDialog>
		</Page>
	);
}

const COLUMNS: readonly Column<KeptKey>[] = [
	{
		head: "Name",
		isWide: true,
		cell: ({ name, prefix }) => (
			<>
				<div className="truncate font-medium">{name}</div>
				<div className="truncate font-mono text-xs text-muted">{prefix}…</div>
			</>
		),
	},
	{
		head: "Scopes",
		from: "md",
		cell: ({ scopes }) => (
			<span title={scopes.join(", ")}>{scopes.length === 1 ? "1 scope" : `${scopes.length} scopes`}</span>
		),
	},
	{
		head: "Last used",
		from: "sm",
		cell: ({ lastUsedAt }) =>
			lastUsedAt === null ? <span className="text-muted">Never</span> : <Moment at={lastUsedAt} />,
	},
	{ head: "State", cell: (key) => <KeyState {...key} /> },
];

function KeyState({ revokedAt, expiresAt }: KeptKey) {
	const nowMs = useNow(60_000);
	if (revokedAt !== null) return <Badge tone="danger">Ended</Badge>;
	const days = Math.ceil((Date.parse(expiresAt) - nowMs) / 86_400_000);
	if (days <= 0) return <Badge tone="danger">Expired</Badge>;
	return <Badge tone={days <= 7 ? "warn" : "plain"}>{days === 1 ? "1 day left" : `${days} days left`}</Badge>;
}

function endColumn(onEnd: (key: KeptKey) => void): Column<KeptKey> {
	return {
		head: "Actions",
		isHeadHidden: true,
		align: "end",
		cell: (key) =>
			key.revokedAt === null && (
				<Button size="small" look="quiet" onClick={() => onEnd(key)}>
					End
				</Button>
			),
	};
}

function NewKeyDialog({ onClose, onMade }: { onClose: () => void; onMade: (key: string) => void }) {
	const { ask, me } = useDesk();
	const queries = useQueryClient();
	const [scopes, setScopes] = useState<readonly string[]>([]);
	const form = useForm(
		({ name = "", days = "90" }) => createApiKey(ask, { name, scopes, expiresInDays: Number(days) }),
		({ key }) => {
			void queries.invalidateQueries({ queryKey: ["api-keys"] });
			onClose();
			onMade(key);
		},
	);
	return (
		<FormDialog isOpen onClose={onClose} title="New key" form={form} submit="Make the key">
			<InputField
				label="Name"
				name="name"
				required
				maxLength={100}
				autoComplete="off"
				hint="What uses it: “nightly report”"
				error={form.errors["name"]}
			/>
			<SelectField label="Good for" name="days" defaultValue="90" error={form.errors["expiresInDays"]}>
				{LIFETIMES.map((days) => (
					<option key={days} value={days}>
						{days} days
					</option>
				))}
			</SelectField>
			<CheckList
				legend="Scopes"
				options={me.permissions.map((permission) => ({
					value: permission,
					label: permissionInWords(permission),
				}))}
				chosen={scopes}
				onChange={setScopes}
				error={form.errors["scopes"]}
			/>
		</FormDialog>
	);
}
