import { useQueryClient } from "@tanstack/react-query";
import { MailPlus } from "lucide-react";
import { useState } from "react";
import type { z } from "zod";
import { type Invitation, INVITATION_DAYS } from "../../../contracts/accounts.ts";
import { useForm } from "../../api/use-form.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CheckList } from "../../ui/check-list.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { InputField } from "../../ui/field.tsx";
import { Moment } from "../../ui/moment.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useNow } from "../../ui/use-now.ts";
import { FormDialog } from "../form-dialog.tsx";
import { Page } from "../page.tsx";
import { useChange, useRows } from "../reading.ts";
import { RowsPanel } from "../rows-panel.tsx";
import { useDesk, useMay } from "../world.ts";
import { deleteInvitation, invite, readInvitations } from "./admin-api.ts";
import { rolesInWords } from "../role-in-words.ts";
import { useChoosableRoles } from "./role-names.ts";

type Invited = z.infer<typeof Invitation>;

/** Who was asked to join, and has not yet or has. */
export function InvitationsPage() {
	const [isInviting, setIsInviting] = useState(false);
	const [doomed, setDoomed] = useState<Invited | null>(null);
	const mayInvite = useMay("invitations:write");
	const list = useRows(["invitations"], readInvitations);
	const remove = useChange(deleteInvitation, {
		refresh: [["invitations"]],
		said: () => "The invitation is taken back.",
	});
	return (
		<Page
			title="Invitations"
			lead={`A link by mail, good once, for ${INVITATION_DAYS} days.`}
			actions={
				mayInvite && (
					<Button look="solid" size="compact" onClick={() => setIsInviting(true)}>
						Invite somebody
					</Button>
				)
			}
		>
			<RowsPanel
				list={list}
				caption="Invitations"
				columns={mayInvite ? [...COLUMNS, takeBackColumn(setDoomed)] : COLUMNS}
				rowKey={({ id }) => id}
				empty={
					<EmptyState icon={<MailPlus size={20} />} title="No invitations">
						Those who answer customers join by a link that you send them.
					</EmptyState>
				}
			/>
			{isInviting && <InviteDialog onClose={() => setIsInviting(false)} />}
			<ConfirmDialog
				isOpen={doomed !== null}
				title={`Take back the invitation of ${doomed?.email ?? ""}?`}
				action="Take it back"
				onClose={() => setDoomed(null)}
				onConfirm={() => doomed !== null && remove.mutate(doomed.id)}
			>
				The link in the mail no longer works. You can invite the address again.
			</ConfirmDialog>
		</Page>
	);
}

const COLUMNS: readonly Column<Invited>[] = [
	{
		head: "E-mail",
		isWide: true,
		cell: (invitation) => (
			<>
				<span className="block font-medium wrap-anywhere">{invitation.email}</span>
				<span className="flex items-center gap-2 text-xs text-muted sm:hidden">
					{rolesInWords(invitation.roles)}
					<InvitationState {...invitation} />
				</span>
			</>
		),
	},
	{
		head: "Roles",
		from: "sm",
		isWrapped: true,
		cell: ({ roles }) => rolesInWords(roles),
	},
	{ head: "Sent", from: "md", cell: ({ createdAt }) => <Moment at={createdAt} /> },
	{ head: "State", from: "sm", cell: (invitation) => <InvitationState {...invitation} /> },
];

function InvitationState({ acceptedAt, expiresAt }: Invited) {
	const nowMs = useNow(60_000);
	if (acceptedAt !== null) return <Badge tone="good">Joined</Badge>;
	return Date.parse(expiresAt) < nowMs ? <Badge tone="warn">Expired</Badge> : <Badge>Open</Badge>;
}

function takeBackColumn(onTakeBack: (invitation: Invited) => void): Column<Invited> {
	return {
		head: "Actions",
		isHeadHidden: true,
		align: "end",
		cell: (invitation) =>
			invitation.acceptedAt === null && (
				<Button size="small" look="quiet" onClick={() => onTakeBack(invitation)}>
					Take back
				</Button>
			),
	};
}

function InviteDialog({ onClose }: { onClose: () => void }) {
	const { ask, toasts } = useDesk();
	const queries = useQueryClient();
	const choices = useChoosableRoles();
	const [roles, setRoles] = useState<readonly string[]>(["agent"]);
	const form = useForm(
		({ email = "" }) => invite(ask, { email, roles }),
		({ email }) => {
			void queries.invalidateQueries({ queryKey: ["invitations"] });
			toasts.show({ text: `A mail to ${email} is on its way.` });
			onClose();
		},
	);
	return (
		<FormDialog isOpen onClose={onClose} title="Invite somebody" form={form} submit="Send the invitation">
			<InputField
				label="E-mail"
				name="email"
				type="email"
				autoComplete="off"
				required
				error={form.errors["email"]}
			/>
			<CheckList
				legend="Roles"
				options={choices}
				chosen={roles}
				onChange={setRoles}
				error={form.errors["roles"]}
			/>
		</FormDialog>
	);
}
