/** Whose each page of the desk is, written by hand, and a call of the API that stands behind it. */
import type { BuiltInRole, Permission } from "../../contracts/permissions.ts";
import type { PageId } from "../../web/app/page-list.ts";

type DeskRole = Exclude<BuiltInRole, "customer">;

export interface PageRow {
	/** Beside administrators, to whom all pages belong. */
	readonly roles: readonly Exclude<DeskRole, "admin">[];
	/** What the page asks; null where everybody may ask it. */
	readonly call: readonly ["GET" | "POST", string] | null;
}

/** An id that nothing has: what it is asked for with is let in or refused before it is looked for. */
const NOBODY = "00000000-0000-7000-8000-000000000000";

/** A new page does not compile before it has a row here, by somebody who has thought about it. */
export const PAGE_ROWS: Readonly<Record<PageId, PageRow>> = {
	inbox: { roles: ["agent", "supervisor"], call: ["POST", `/api/desk/conversations/${NOBODY}/take-over`] },
	notifications: { roles: ["agent", "supervisor"], call: ["GET", "/api/desk/me/notifications"] },
	conversations: {
		roles: ["agent", "supervisor", "analyst", "bot_developer"],
		call: ["GET", "/api/desk/conversations"],
	},
	contacts: { roles: ["agent", "supervisor"], call: ["GET", "/api/desk/contacts"] },
	tickets: {
		roles: ["agent", "supervisor", "analyst", "bot_developer"],
		call: ["GET", "/api/desk/tickets"],
	},
	analytics: {
		roles: ["supervisor", "analyst", "bot_developer"],
		call: ["GET", "/api/desk/analytics/overview"],
	},
	users: { roles: ["supervisor"], call: ["GET", "/api/users"] },
	invitations: { roles: [], call: ["GET", "/api/invitations"] },
	roles: { roles: [], call: ["GET", "/api/roles"] },
	sites: { roles: [], call: ["GET", "/api/desk/sites"] },
	labels: { roles: [], call: ["POST", "/api/desk/labels"] },
	team: { roles: [], call: ["GET", "/api/desk/settings"] },
	"canned-replies": {
		roles: ["agent", "supervisor", "bot_developer"],
		call: ["GET", "/api/desk/canned-replies"],
	},
	models: { roles: ["analyst", "bot_developer"], call: ["GET", "/api/desk/models"] },
	"api-keys": { roles: [], call: ["GET", "/api/api-keys"] },
	webhooks: { roles: [], call: ["GET", "/api/webhooks"] },
	integrations: { roles: [], call: ["GET", "/api/desk/integrations"] },
	retention: { roles: [], call: ["GET", "/api/desk/retention"] },
	"audit-log": { roles: [], call: ["GET", "/api/desk/audit-log"] },
	// what it shows is for whoever watches over the machines, and has no secret
	health: { roles: [], call: null },
};

/** A role that a company made up, and the pages that are its. */
export const CUSTOM_ROLE = {
	name: "night_watch",
	permissions: ["conversations:read", "webhooks:read", "audit:read"] satisfies Permission[],
	pages: ["conversations", "tickets", "webhooks", "audit-log"] satisfies PageId[],
};
