import type { Permission } from "../../../contracts/permissions.ts";

const DEEDS: Readonly<Record<string, string>> = {
	read: "See",
	write: "Change",
	publish: "Publish",
	erase: "Erase",
	export: "Export",
};
const AREAS: Readonly<Record<string, string>> = { api_keys: "API keys", audit: "Audit log" };

/** `api_keys:write` belongs to "API keys". */
export function areaOf(permission: Permission): string {
	const [thing = ""] = permission.split(":");
	return AREAS[thing] ?? `${thing.charAt(0).toUpperCase()}${thing.slice(1).replaceAll("_", " ")}`;
}

/** `api_keys:write` as "Change API keys". */
export function permissionInWords(permission: Permission): string {
	const deed = permission.split(":")[1] ?? "";
	const area = areaOf(permission);
	const thing = area.startsWith("API") ? area : area.toLowerCase();
	return `${DEEDS[deed] ?? deed} ${thing}`;
}

export interface Area {
	readonly name: string;
	readonly permissions: readonly Permission[];
}

/** The permissions by what they are about, in their own order. */
export function areasOf(permissions: readonly Permission[]): Area[] {
	const names = [...new Set(permissions.map(areaOf))];
	return names.map((name) => ({
		name,
		permissions: permissions.filter((permission) => areaOf(permission) === name),
	}));
}
