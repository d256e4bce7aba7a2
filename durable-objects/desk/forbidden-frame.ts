import type { Permission } from "../../contracts/permissions.ts";

/** What an agent hears whose frame needs a permission that they don't hold. */
export function forbiddenFrame(needed: Permission) {
	const message = `This needs the permission ${needed}.`;
	return { type: "error", code: "forbidden", message } as const;
}
