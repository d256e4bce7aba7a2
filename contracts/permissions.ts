/** What somebody may do, by name, and the roles that come with the product. */
import { z } from "zod";

/** Every permission there is. Routes name one; roles and API keys are sets of them. */
export const PERMISSIONS = [
	"conversations:read",
	"conversations:write",
	"contacts:read",
	"contacts:write",
	"contacts:erase",
	"contacts:export",
	"orders:read",
	"orders:write",
	"feedback:read",
	"analytics:read",
	"training:read",
	"training:write",
	"models:read",
	"models:publish",
	"knowledge:read",
	"knowledge:write",
	"settings:read",
	"settings:write",
	"webhooks:read",
	"webhooks:write",
	"audit:read",
	"users:read",
	"users:write",
	"roles:read",
	"roles:write",
	"invitations:read",
	"invitations:write",
	"api_keys:read",
	"api_keys:write",
] as const;

export const Permission = z.enum(PERMISSIONS);
export type Permission = z.infer<typeof Permission>;

const AGENT: readonly Permission[] = [
	"conversations:read",
	"conversations:write",
	"contacts:read",
	"contacts:write",
	"orders:read",
	"orders:write",
	"knowledge:read",
];

/** Roles that are code: they can be given and taken, never changed. A customer's own conversations need no permission. */
export const BUILT_IN_ROLES = {
	customer: [],
	agent: AGENT,
	supervisor: [
		...AGENT,
		"contacts:erase",
		"contacts:export",
		"feedback:read",
		"analytics:read",
		"training:read",
		"training:write",
		"knowledge:write",
		"users:read",
	],
	analyst: ["conversations:read", "feedback:read", "analytics:read", "training:read", "models:read"],
	bot_developer: [
		"conversations:read",
		"feedback:read",
		"analytics:read",
		"training:read",
		"training:write",
		"models:read",
		"models:publish",
		"knowledge:read",
		"knowledge:write",
	],
	admin: PERMISSIONS,
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

/** Name of a role that comes with the product. */
export type BuiltInRole = keyof typeof BUILT_IN_ROLES;

/** A role's name: `bot_developer`, or one that a company made up. */
export const RoleName = z
	.string()
	.regex(/^[a-z][a-z0-9_]{1,39}$/, "2 to 40 characters of a-z 0-9 _, beginning with a letter");

/** Whether the product brings this role along. */
export function isBuiltInRole(name: string): name is BuiltInRole {
	return Object.hasOwn(BUILT_IN_ROLES, name);
}

/** A permission that a release no longer knows is nobody's: rows may be older than the code. */
export function knownPermissions(names: readonly string[]): Permission[] {
	return PERMISSIONS.filter((permission) => names.includes(permission));
}
