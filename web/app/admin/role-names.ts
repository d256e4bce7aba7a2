import { BUILT_IN_ROLES } from "../../../contracts/permissions.ts";
import { useRead } from "../reading.ts";
import { roleInWords } from "../role-in-words.ts";
import { useDesk, useMay } from "../world.ts";
import { readRoles } from "./admin-api.ts";

export interface ChoosableRole {
	readonly value: string;
	readonly label: string;
	readonly note?: string;
	readonly isDisabled?: boolean;
}

/** The roles that somebody can give: none that may more than they themselves do. */
export function useChoosableRoles(): readonly ChoosableRole[] {
	const { me } = useDesk();
	const mayRead = useMay("roles:read");
	const read = useRead(["roles"], readRoles, mayRead);
	const builtIn = Object.entries(BUILT_IN_ROLES).map(([name, permissions]) => ({
		name,
		description: "",
		permissions: [...permissions],
	}));
	return (read.data?.roles ?? builtIn)
		.filter(({ name }) => name !== "customer")
		.map(({ name, description, permissions }) => {
			const isHigher = permissions.some((permission) => !me.permissions.includes(permission));
			return {
				value: name,
				label: roleInWords(name),
				isDisabled: isHigher,
				...(isHigher
					? { note: "Has permissions that you don't have" }
					: description === ""
						? {}
						: { note: description }),
			};
		});
}
