import { ArrowLeft, MonitorSmartphone } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { SessionInfo, User } from "../../../contracts/accounts.ts";
import { browserName } from "../../ui/browser-name.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { ExactMoment, Moment } from "../../ui/moment.tsx";
import { EmptyState, ErrorState, LoadingRows } from "../../ui/states.tsx";
import { Page, Panel } from "../page.tsx";
import { useChange, useRead } from "../reading.ts";
import { rolesInWords } from "../role-in-words.ts";
import { RowsPanel } from "../rows-panel.tsx";
import { NavLink } from "../shell/nav-link.tsx";
import { useMay } from "../world.ts";
import { endUserSession, endUserSessions, readUser, readUserSessions } from "./admin-api.ts";
import { UserState } from "./user-state.tsx";

/** One user, and where they are signed in. */
export function UserPage({ id }: { id: string }) {
	const read = useRead(["user", id], (ask) => readUser(ask, id));
	const mayEnd = useMay("users:write");
	return (
		<Page
			title={read.data?.name ?? "User"}
			lead={
				<NavLink
					to="/admin/users"
					className="inline-flex items-center gap-1 rounded-sm font-medium text-accent-ink hover:underline"
				>
					<ArrowLeft aria-hidden="true" size={14} />
					Users
				</NavLink>
			}
		>
			{read.isPending && <LoadingRows rows={3} />}
			{read.error !== null && <ErrorState message={read.error.message} onRetry={() => void read.refetch()} />}
			{read.data !== undefined && <Facts user={read.data} />}
			{read.data !== undefined && mayEnd && <Sessions user={read.data} />}
		</Page>
	);
}

function Facts({ user }: { user: User }) {
	const { email, roles, createdAt, lastSignInAt } = user;
	return (
		<Panel className="p-4">
			<dl className="grid gap-x-6 sm:grid-cols-[auto_1fr] sm:gap-y-2">
				<Fact name="E-mail">{email}</Fact>
				<Fact name="Roles">{rolesInWords(roles) || "None"}</Fact>
				<Fact name="State">
					<UserState user={user} />
				</Fact>
				<Fact name="Account since">
					<ExactMoment at={createdAt} className="" />
				</Fact>
				<Fact name="Last sign-in">
					{lastSignInAt === null ? "Never" : <ExactMoment at={lastSignInAt} className="" />}
				</Fact>
			</dl>
		</Panel>
	);
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<div className="contents">
			<dt className="text-muted max-sm:mt-1.5 max-sm:text-xs">{name}</dt>
			<dd className="min-w-0 wrap-anywhere">{children}</dd>
		</div>
	);
}

function Sessions({ user: { id, name } }: { user: User }) {
	const [doomed, setDoomed] = useState<SessionInfo | "all" | null>(null);
	const read = useRead(["user-sessions", id], (ask) => readUserSessions(ask, id));
	const refresh = [["user-sessions", id]];
	const end = useChange(endUserSession, { refresh, said: () => "That session is over." });
	const endAll = useChange(endUserSessions, { refresh, said: () => `${name} is signed out everywhere.` });
	const rows = read.data?.sessions ?? [];
	return (
		<section className="mt-6">
			<div className="mb-2 flex min-h-8 flex-wrap items-center justify-between gap-2">
				<h2 className="font-semibold">Signed in</h2>
				{rows.length > 0 && (
					<Button size="compact" look="danger" onClick={() => setDoomed("all")}>
						Sign out everywhere
					</Button>
				)}
			</div>
			<RowsPanel
				list={{ ...read, rows }}
				caption={`Sessions of ${name}`}
				rowKey={(session) => session.id}
				columns={[...COLUMNS, endColumn(setDoomed)]}
				empty={
					<EmptyState icon={<MonitorSmartphone size={20} />} title="Signed in nowhere">
						A session ends by itself after thirty days without use.
					</EmptyState>
				}
			/>
			<ConfirmDialog
				isOpen={doomed !== null}
				title={doomed === "all" ? `Sign ${name} out everywhere?` : "End this session?"}
				action={doomed === "all" ? "Sign out everywhere" : "End the session"}
				onClose={() => setDoomed(null)}
				onConfirm={() => {
					if (doomed === "all") endAll.mutate({ id });
					else if (doomed !== null) end.mutate({ id, sessionId: doomed.id });
				}}
			>
				It counts at once, for open chats too. Who has the password can sign in again; to keep somebody out,
				shut the account.
			</ConfirmDialog>
		</section>
	);
}

const COLUMNS: readonly Column<SessionInfo>[] = [
	{
		head: "Browser",
		isWide: true,
		cell: ({ userAgent, isCurrent }) => (
			<span className="flex min-w-0 items-center gap-2" title={userAgent}>
				<span className="truncate font-medium">{browserName(userAgent)}</span>
				{isCurrent && <Badge tone="accent">This one</Badge>}
			</span>
		),
	},
	{
		head: "Address",
		from: "sm",
		cell: ({ address }) =>
			address === "everybody" ? (
				<span className="text-muted">Not known</span>
			) : (
				<span className="tabular">{address}</span>
			),
	},
	{ head: "Since", from: "md", cell: ({ createdAt }) => <ExactMoment at={createdAt} /> },
	{ head: "Last used", cell: ({ lastUsedAt }) => <Moment at={lastUsedAt} /> },
];

function endColumn(onEnd: (session: SessionInfo) => void): Column<SessionInfo> {
	return {
		head: "Actions",
		isHeadHidden: true,
		align: "end",
		cell: (session) => (
			<Button
				size="small"
				aria-label={`End the session of ${browserName(session.userAgent)}`}
				onClick={() => onEnd(session)}
			>
				End
			</Button>
		),
	};
}
