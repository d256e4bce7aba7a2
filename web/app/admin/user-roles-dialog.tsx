import { useState } from "react";
import type { User } from "../../../contracts/accounts.ts";
import { useForm } from "../../api/use-form.ts";
import { CheckList } from "../../ui/check-list.tsx";
import { useQueryClient } from "@tanstack/react-query";
import { FormDialog } from "../form-dialog.tsx";
import { useDesk } from "../world.ts";
import { changeUser } from "./admin-api.ts";
import { useChoosableRoles } from "./role-names.ts";

export function UserRolesDialog({ user, onClose }: { user: User; onClose: () => void }) {
	const { ask, toasts } = useDesk();
	const queries = useQueryClient();
	const choices = useChoosableRoles();
	const [roles, setRoles] = useState<readonly string[]>(user.roles);
	const form = useForm(
		() => changeUser(ask, { id: user.id, roles: [...roles] }),
		() => {
			void queries.invalidateQueries({ queryKey: ["users"] });
			toasts.show({ text: `The roles of ${user.name} are changed.` });
			onClose();
		},
	);
	return (
		<FormDialog
			isOpen
			onClose={onClose}
			title={`Roles of ${user.name}`}
			lead={user.email}
			form={form}
			submit="Save"
		>
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
