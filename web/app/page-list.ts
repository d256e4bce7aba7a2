import type { Permission } from "../../contracts/permissions.ts";

/** A page of the desk: who sees it, and what it is called. Rail, command bar and router are made from this list. */
export interface PageEntry {
	readonly id: string;
	/** Below /app; what follows it belongs to the page. */
	readonly path: string;
	readonly title: string;
	/** `work` stands on top of the rail, `admin` below a heading, `own` at its end. */
	readonly group: "work" | "admin" | "own";
	/** Who lacks it sees neither the page nor the way to it. */
	readonly permission: Permission;
	/** `G` and this letter lead there. */
	readonly key?: string;
	/** Found in the command bar by these words too. */
	readonly words?: string;
}

export const PAGES = [
	{
		id: "inbox",
		path: "/inbox",
		title: "Inbox",
		group: "work",
		permission: "conversations:write",
		key: "I",
		words: "mine unassigned answer queue",
	},
	{
		id: "conversations",
		path: "/conversations",
		title: "Conversations",
		group: "work",
		permission: "conversations:read",
		key: "C",
		words: "search history messages",
	},
	{
		id: "contacts",
		path: "/contacts",
		title: "Contacts",
		group: "work",
		permission: "contacts:read",
		key: "P",
		words: "customers people",
	},
	{
		id: "tickets",
		path: "/tickets",
		title: "Tickets",
		group: "work",
		permission: "conversations:read",
		key: "T",
		words: "e-mail answer later complaint damaged missing parcel",
	},
	{
		id: "analytics",
		path: "/analytics",
		title: "Analytics",
		group: "work",
		permission: "analytics:read",
		key: "A",
		words: "reports figures charts containment satisfaction intents agents forms",
	},
	{
		id: "users",
		path: "/admin/users",
		title: "Users",
		group: "admin",
		permission: "users:read",
		words: "people agents disable",
	},
	{
		id: "invitations",
		path: "/admin/invitations",
		title: "Invitations",
		group: "admin",
		permission: "invitations:read",
		words: "invite new user",
	},
	{
		id: "roles",
		path: "/admin/roles",
		title: "Roles",
		group: "admin",
		permission: "roles:read",
		words: "permissions",
	},
	{
		id: "sites",
		path: "/admin/sites",
		title: "Sites",
		group: "admin",
		permission: "settings:read",
		words: "widget look colour business hours origins",
	},
	{
		id: "labels",
		path: "/admin/labels",
		title: "Labels",
		group: "admin",
		permission: "settings:write",
		words: "tags",
	},
	{
		id: "team",
		path: "/admin/team",
		title: "Assignment",
		group: "admin",
		permission: "settings:read",
		words: "handoff team settings round robin load queue rules sla overdue",
	},
	{
		id: "canned-replies",
		path: "/admin/canned-replies",
		title: "Canned replies",
		group: "admin",
		permission: "knowledge:read",
		words: "macros answers templates",
	},
	{
		id: "models",
		path: "/admin/models",
		title: "Models",
		group: "admin",
		permission: "models:read",
		words: "bot upload publish activate roll back version training",
	},
	{
		id: "api-keys",
		path: "/admin/api-keys",
		title: "API keys",
		group: "admin",
		permission: "api_keys:read",
		words: "tokens programs",
	},
	{
		id: "webhooks",
		path: "/admin/webhooks",
		title: "Webhooks",
		group: "admin",
		permission: "webhooks:read",
		words: "deliveries dead letters replay",
	},
	{
		id: "integrations",
		path: "/admin/integrations",
		title: "Integrations",
		group: "admin",
		permission: "settings:read",
		words: "rasa channels rest socketio callback action server mail oidc redis postgres configuration",
	},
	{
		id: "retention",
		path: "/admin/retention",
		title: "Retention",
		group: "admin",
		permission: "settings:read",
		words: "delete days keep expiry receipts privacy",
	},
	{
		id: "audit-log",
		path: "/admin/audit-log",
		title: "Audit log",
		group: "admin",
		permission: "audit:read",
		words: "who did what",
	},
	{
		id: "health",
		path: "/admin/health",
		title: "System health",
		group: "admin",
		permission: "settings:read",
		words: "status ready version",
	},
	{
		id: "notifications",
		path: "/notifications",
		title: "Notifications",
		group: "own",
		permission: "conversations:write",
		words: "sound desktop alerts do not disturb badge settings",
	},
] as const satisfies readonly PageEntry[];

export type PageId = (typeof PAGES)[number]["id"];

/** The pages of somebody with these permissions, in the order of the rail. */
export function pagesFor(permissions: readonly Permission[]): (PageEntry & { id: PageId })[] {
	return PAGES.filter(({ permission }) => permissions.includes(permission));
}

/** The page that an address below /app means. */
export function pageAt(path: string): (PageEntry & { id: PageId }) | null {
	return PAGES.find((page) => path === page.path || path.startsWith(`${page.path}/`)) ?? null;
}
