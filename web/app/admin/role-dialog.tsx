import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Permission } from "../../../contracts/permissions.ts";
import { useForm } from "../../api/use-form.ts";
import { CheckList } from "../../ui/check-list.tsx";
import { InputField } from "../../ui/field.tsx";
import { FormDialog } from "../form-dialog.tsx";
import { useDesk } from "../world.ts";
import { changeRole, createRole, type KeptRole } from "./admin-api.ts";
import { permissionInWords } from "./permission-words.ts";
import { roleInWords } from "../role-in-words.ts";

interface RoleDialogProps {
	/** Null for a new one. */
	role: KeptRole | null;
	permissions: readonly Permission[];
	onClose: () => void;
}

export function RoleDialog({ role, permissions, onClose }: RoleDialogProps) {
	const { ask, me, toasts } = useDesk();
	const queries = useQueryClient();
	const [chosen, setChosen] = useState<readonly string[]>(role?.permissions ?? []);
	const form = useForm(
		({ name = "", description = "" }) =>
			role === null
				? createRole(ask, { name, description, permissions: chosen })
				: changeRole(ask, { name: role.name, description, permissions: chosen }),
		({ name }) => {
			void queries.invalidateQueries({ queryKey: ["roles"] });
			toasts.show({ text: `The role ${roleInWords(name)} is saved.` });
			onClose();
		},
	);
	return (
		<FormDialog
			isOpen
			onClose={onClose}
			title={role === null ? "New role" : roleInWords(role.name)}
			form={form}
			submit="Save"
		>
			{role === null && (
				<InputField
					label="Name"
					name="name"
					required
					autoComplete="off"
					hint="Small letters, digits and _: night_shift"
					error={form.errors["name"]}
				/>
			)}
			<InputField
				label="Description"
				name="description"
				maxLength={200}
				autoComplete="off"
				defaultValue={role?.description ?? ""}
				error={form.errors["description"]}
			/>
			<CheckList
				legend="Permissions"
				options={permissions.map((permission) => ({
					value: permission,
					label: permissionInWords(permission),
					isDisabled: !me.permissions.includes(permission),
				}))}
				chosen={chosen}
				onChange={setChosen}
				error={form.errors["permissions"]}
			/>
		</FormDialog>
	);
}
