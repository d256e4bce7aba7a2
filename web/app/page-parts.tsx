import {
	Activity,
	Bell,
	BrainCircuit,
	ChartColumn,
	ContactRound,
	FileClock,
	Hourglass,
	Inbox,
	KeyRound,
	type LucideIcon,
	MailPlus,
	MessageSquareQuote,
	MessagesSquare,
	Plug,
	ShieldCheck,
	Split,
	Store,
	Tags,
	Ticket,
	Users,
	Webhook,
} from "lucide-react";
import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import type { PageId } from "./page-list.ts";

interface PagePart {
	readonly icon: LucideIcon;
	/** Fetches the page's code; called as soon as somebody points at the way to it. */
	readonly load: () => Promise<{ default: ComponentType }>;
	readonly Page: LazyExoticComponent<ComponentType>;
}

function part(icon: LucideIcon, load: PagePart["load"]): PagePart {
	return { icon, load, Page: lazy(load) };
}

/** What a page is drawn with: each is a file of its own, fetched when it is opened. */
export const PAGE_PARTS: Readonly<Record<PageId, PagePart>> = {
	inbox: part(Inbox, async () => {
		const { InboxPage } = await import("./inbox/inbox-page.tsx");
		return { default: InboxPage };
	}),
	notifications: part(Bell, async () => {
		const { NotificationsPage } = await import("./notices/notifications-page.tsx");
		return { default: NotificationsPage };
	}),
	sites: part(Store, async () => {
		const { SitesPage } = await import("./admin/sites-page.tsx");
		return { default: SitesPage };
	}),
	conversations: part(MessagesSquare, async () => {
		const { ConversationsPage } = await import("./conversations/conversations-page.tsx");
		return { default: ConversationsPage };
	}),
	contacts: part(ContactRound, async () => {
		const { ContactsPage } = await import("./contacts/contacts-page.tsx");
		return { default: ContactsPage };
	}),
	tickets: part(Ticket, async () => {
		const { TicketsPage } = await import("./tickets/tickets-page.tsx");
		return { default: TicketsPage };
	}),
	analytics: part(ChartColumn, async () => {
		const { AnalyticsPage } = await import("./analytics/analytics-page.tsx");
		return { default: AnalyticsPage };
	}),
	users: part(Users, async () => {
		const { UsersPage } = await import("./admin/users-page.tsx");
		return { default: UsersPage };
	}),
	invitations: part(MailPlus, async () => {
		const { InvitationsPage } = await import("./admin/invitations-page.tsx");
		return { default: InvitationsPage };
	}),
	roles: part(ShieldCheck, async () => {
		const { RolesPage } = await import("./admin/roles-page.tsx");
		return { default: RolesPage };
	}),
	labels: part(Tags, async () => {
		const { LabelsPage } = await import("./admin/labels-page.tsx");
		return { default: LabelsPage };
	}),
	"canned-replies": part(MessageSquareQuote, async () => {
		const { CannedRepliesPage } = await import("./admin/canned-replies-page.tsx");
		return { default: CannedRepliesPage };
	}),
	models: part(BrainCircuit, async () => {
		const { ModelsPage } = await import("./admin/models-page.tsx");
		return { default: ModelsPage };
	}),
	team: part(Split, async () => {
		const { TeamPage } = await import("./admin/team-page.tsx");
		return { default: TeamPage };
	}),
	"api-keys": part(KeyRound, async () => {
		const { ApiKeysPage } = await import("./admin/api-keys-page.tsx");
		return { default: ApiKeysPage };
	}),
	webhooks: part(Webhook, async () => {
		const { WebhooksPage } = await import("./admin/webhooks-page.tsx");
		return { default: WebhooksPage };
	}),
	integrations: part(Plug, async () => {
		const { IntegrationsPage } = await import("./admin/integrations-page.tsx");
		return { default: IntegrationsPage };
	}),
	retention: part(Hourglass, async () => {
		const { RetentionPage } = await import("./admin/retention-page.tsx");
		return { default: RetentionPage };
	}),
	"audit-log": part(FileClock, async () => {
		const { AuditLogPage } = await import("./admin/audit-log-page.tsx");
		return { default: AuditLogPage };
	}),
	health: part(Activity, async () => {
		const { HealthPage } = await import("./admin/health-page.tsx");
		return { default: HealthPage };
	}),
};
