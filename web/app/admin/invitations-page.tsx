import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, MailPlus } from "lucide-react";
import { useState } from "react";
import type { z } from "zod";
import { type Invitation, INVITATION_DAYS, type MadeInvitation } from "../../../contracts/accounts.ts";
import { useForm } from "../../api/use-form.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CheckList } from "../../ui/check-list.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { InputField } from "../../ui/field.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Moment } from "../../ui/moment.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useNow } from "../../ui/use-now.ts";
import { FormDialog } from "../form-dialog.tsx";
import { Page } from "../page.tsx";
import { useChange, useRows } from "../reading.ts";
import { RowsPanel } from "../rows-panel.tsx";
import { useDesk, useMay } from "../world.ts";
import { deleteInvitation, invite, readInvitations, renewInvitation } from "./admin-api.ts";
import { rolesInWords } from "../role-in-words.ts";
import { useChoosableRoles } from "./role-names.ts";
import { SecretOnce } from "./secret-once.tsx";

type Invited = z.infer<typeof Invitation>;
type Made = z.infer<typeof MadeInvitation>;

/** Who was asked to join, and has not yet or has. */
export function InvitationsPage() {
	const [isInviting, setIsInviting] = useState(false);
	const [made, setMade] = useState<Made | null>(null);
	const [renewed, setRenewed] = useState<Invited | null>(null);
	const [doomed, setDoomed] = useState<Invited | null>(null);
	const mayInvite = useMay("invitations:write");
	const list = useRows(["invitations"], readInvitations);
	const remove = useChange(deleteInvitation, {
		refresh: [["invitations"]],
		said: () => "The invitation is taken back.",
	});
	const renew = useChange(renewInvitation, { refresh: [["invitations"]], done: setMade });
	return (
		<Page
			title="Invitations"
			lead={`A link that is good once, for ${INVITATION_DAYS} days.`}
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
				columns={mayInvite ? [...COLUMNS, actionsColumn(setRenewed, setDoomed)] : COLUMNS}
				rowKey={({ id }) => id}
				empty={
					<EmptyState icon={<MailPlus size={20} />} title="No invitations">
						Those who answer customers join by a link that you send them.
					</EmptyState>
				}
			/>
			{isInviting && <InviteDialog onClose={() => setIsInviting(false)} onMade={setMade} />}
			{made !== null && <MadeLink made={made} onClose={() => setMade(null)} />}
			<ConfirmDialog
				isOpen={renewed !== null}
				title={`Make a new link for ${renewed?.email ?? ""}?`}
				action="Make a new link"
				look="solid"
				onClose={() => setRenewed(null)}
				onConfirm={() => renewed !== null && renew.mutate(renewed.id)}
			>
				The older link no longer works.
			</ConfirmDialog>
			<ConfirmDialog
				isOpen={doomed !== null}
				title={`Take back the invitation of ${doomed?.email ?? ""}?`}
				action="Take it back"
				onClose={() => setDoomed(null)}
				onConfirm={() => doomed !== null && remove.mutate(doomed.id)}
			>
				The link no longer works. You can invite the address again.
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

function actionsColumn(
	onRenew: (invitation: Invited) => void,
	onTakeBack: (invitation: Invited) => void,
): Column<Invited> {
	return {
		head: "Actions",
		isHeadHidden: true,
		align: "end",
		cell: (invitation) =>
			invitation.acceptedAt === null && (
				<Menu
					trigger={
						<IconButton
							label={`Actions for ${invitation.email}`}
							icon={<Ellipsis size={16} />}
							className="size-8"
						/>
					}
					groups={[
						{ items: [{ label: "New link…", run: () => onRenew(invitation) }] },
						{ items: [{ label: "Take back…", tone: "danger", run: () => onTakeBack(invitation) }] },
					]}
				/>
			),
	};
}

/** The link that the mail has too, for whoever hands it on. */
function MadeLink({ made: { email, link, isMailed }, onClose }: { made: Made; onClose: () => void }) {
	return (
		<SecretOnce
			title={`The link for ${email}`}
			lead={
				isMailed
					? "A mail with it is on its way. Here it is shown this once, should the mail not arrive: whoever opens it joins."
					: "No mail provider is set up here: give them this link yourself. It is shown this once, and whoever opens it joins."
			}
			secret={link}
			onClose={onClose}
		/>
	);
}

function InviteDialog({ onClose, onMade }: { onClose: () => void; onMade: (made: Made) => void }) {
	const { ask } = useDesk();
	const queries = useQueryClient();
	const choices = useChoosableRoles();
	const [roles, setRoles] = useState<readonly string[]>(["agent"]);
	const form = useForm(
		({ email = "" }) => invite(ask, { email, roles }),
		(made) => {
			void queries.invalidateQueries({ queryKey: ["invitations"] });
			onMade(made);
			onClose();
		},
	);
	return (
		<FormDialog isOpen onClose={onClose} title="Invite somebody" form={form} submit="Invite">
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
