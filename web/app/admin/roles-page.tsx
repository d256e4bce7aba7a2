import { Check, Ellipsis } from "lucide-react";
import { useState } from "react";
import type { Permission } from "../../../contracts/permissions.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { ErrorState, LoadingRows } from "../../ui/states.tsx";
import { Page, Panel } from "../page.tsx";
import { useChange, useRead } from "../reading.ts";
import { useMay } from "../world.ts";
import { deleteRole, type KeptRole, readRoles } from "./admin-api.ts";
import { areaOf, areasOf, permissionInWords } from "./permission-words.ts";
import { RoleDialog } from "./role-dialog.tsx";
import { roleInWords } from "../role-in-words.ts";

/** Which role may what, side by side. */
export function RolesPage() {
	const [edited, setEdited] = useState<KeptRole | "new" | null>(null);
	const [doomed, setDoomed] = useState<KeptRole | null>(null);
	const mayChange = useMay("roles:write");
	const read = useRead(["roles"], readRoles);
	const remove = useChange(deleteRole, {
		refresh: [["roles"], ["users"]],
		said: (_nothing, name) => `The role ${roleInWords(name)} is deleted.`,
	});
	return (
		<Page
			title="Roles"
			lead="The first ones come with the product and stay as they are. Make your own beside them."
			actions={
				mayChange && (
					<Button look="solid" size="compact" onClick={() => setEdited("new")}>
						New role
					</Button>
				)
			}
		>
			<Panel>
				{read.isPending && <LoadingRows rows={10} />}
				{read.error !== null && (
					<ErrorState message={read.error.message} onRetry={() => void read.refetch()} />
				)}
				{read.data !== undefined && (
					<Matrix
						roles={read.data.roles}
						permissions={read.data.permissions}
						onEdit={mayChange ? setEdited : null}
						onDelete={setDoomed}
					/>
				)}
			</Panel>
			{edited !== null && read.data !== undefined && (
				<RoleDialog
					role={edited === "new" ? null : edited}
					permissions={read.data.permissions}
					onClose={() => setEdited(null)}
				/>
			)}
			<ConfirmDialog
				isOpen={doomed !== null}
				title={`Delete the role ${roleInWords(doomed?.name ?? "")}?`}
				action="Delete the role"
				onClose={() => setDoomed(null)}
				onConfirm={() => doomed !== null && remove.mutate(doomed.name)}
			>
				Who has it loses what it allows, at the next request.
			</ConfirmDialog>
		</Page>
	);
}

interface MatrixProps {
	roles: readonly KeptRole[];
	permissions: readonly Permission[];
	onEdit: ((role: KeptRole) => void) | null;
	onDelete: (role: KeptRole) => void;
}

function Matrix({ roles, permissions, onEdit, onDelete }: MatrixProps) {
	const shown = roles.filter(({ name }) => name !== "customer");
	return (
		<section
			className="relative overflow-x-auto -outline-offset-2"
			aria-label="Permissions by role"
			// oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways: arrows must reach it
			tabIndex={0}
		>
			<table className="w-full border-collapse">
				<thead>
					<tr className="border-b border-line">
						<th scope="col" className="px-4 py-2 text-start text-xs font-medium text-muted">
							Permission
						</th>
						{shown.map((role) => (
							<th key={role.name} scope="col" className="px-3 py-2 text-center text-xs font-medium">
								<span className="inline-flex items-center gap-1 whitespace-nowrap" title={role.description}>
									{roleInWords(role.name)}
									{!role.isBuiltIn && onEdit !== null && (
										<RoleMenu role={role} onEdit={onEdit} onDelete={onDelete} />
									)}
								</span>
							</th>
						))}
					</tr>
				</thead>
				{areasOf(permissions).map((area) => (
					<tbody key={area.name} className="border-b border-line last:border-b-0">
						<tr>
							<th
								scope="rowgroup"
								colSpan={shown.length + 1}
								className="bg-panel px-4 py-1.5 text-start text-xs font-medium text-muted"
							>
								{area.name}
							</th>
						</tr>
						{area.permissions.map((permission) => (
							<Line key={permission} permission={permission} roles={shown} />
						))}
					</tbody>
				))}
			</table>
		</section>
	);
}

function Line({ permission, roles }: { permission: Permission; roles: readonly KeptRole[] }) {
	return (
		<tr className="hover:bg-panel">
			<th scope="row" className="px-4 py-1.5 text-start font-normal whitespace-nowrap">
				{permissionInWords(permission)}
				<span className="sr-only"> ({areaOf(permission)})</span>
			</th>
			{roles.map(({ name, permissions }) => (
				<td key={name} className="px-3 py-1.5 text-center">
					{permissions.includes(permission) ? (
						<>
							<Check aria-hidden="true" size={16} className="mx-auto text-accent-ink" />
							<span className="sr-only">yes</span>
						</>
					) : (
						<>
							<span aria-hidden="true" className="text-edge">
								·
							</span>
							<span className="sr-only">no</span>
						</>
					)}
				</td>
			))}
		</tr>
	);
}

function RoleMenu({
	role,
	onEdit,
	onDelete,
}: {
	role: KeptRole;
	onEdit: (role: KeptRole) => void;
	onDelete: (role: KeptRole) => void;
}) {
	return (
		<Menu
			trigger={
				<IconButton
					label={`Actions for ${roleInWords(role.name)}`}
					icon={<Ellipsis size={14} />}
					className="size-6"
				/>
			}
			groups={[
				{ items: [{ label: "Change…", run: () => onEdit(role) }] },
				{ items: [{ label: "Delete…", tone: "danger", run: () => onDelete(role) }] },
			]}
		/>
	);
}
