import { Ellipsis, UserRoundX, Users } from "lucide-react";
import { useState } from "react";
import { Route, Switch, useLocation } from "wouter";
import type { User } from "../../../contracts/accounts.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Moment } from "../../ui/moment.tsx";
import { OneLine } from "../../ui/one-line.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Page } from "../page.tsx";
import { useChange, useRows } from "../reading.ts";
import { RowsPanel } from "../rows-panel.tsx";
import { SearchField } from "../search-field.tsx";
import { useDesk, useMay } from "../world.ts";
import { changeUser, readUsers } from "./admin-api.ts";
import { rolesInWords } from "../role-in-words.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { UserPage } from "./user-page.tsx";
import { UserRolesDialog } from "./user-roles-dialog.tsx";
import { UserState } from "./user-state.tsx";

export function UsersPage() {
	return (
		<Switch>
			<Route path="/admin/users/:id">{({ id }) => <UserPage key={id} id={id} />}</Route>
			<Route>
				<UserList />
			</Route>
		</Switch>
	);
}

/** Everybody with an account: who may what, and who is shut out. */
function UserList() {
	const [search, setSearch] = useState("");
	const [edited, setEdited] = useState<User | null>(null);
	const [doomed, setDoomed] = useState<User | null>(null);
	const mayChange = useMay("users:write");
	const list = useRows(["users", search], (ask, cursor) => readUsers(ask, search, cursor));
	const change = useChange(changeUser, {
		refresh: [["users"]],
		said: ({ name, isDisabled }) => (isDisabled ? `${name} is shut out.` : `${name} can sign in again.`),
	});
	const columns = [
		...COLUMNS,
		...(mayChange
			? [
					actionsColumn({
						onRoles: setEdited,
						onDisable: setDoomed,
						onEnable: ({ id }) => change.mutate({ id, isDisabled: false }),
					}),
				]
			: []),
	];
	return (
		<Page
			title="Users"
			lead="Everybody with an account. Roles say what somebody may; what is taken away counts at the next request."
			actions={<SearchField label="Search name or e-mail" value={search} onSearch={setSearch} />}
		>
			<RowsPanel
				list={list}
				caption="Users"
				columns={columns}
				rowKey={({ id }) => id}
				empty={
					<EmptyState icon={<Users size={20} />} title="Nobody found">
						No name or address has “{search}” in it.
					</EmptyState>
				}
			/>
			{edited !== null && <UserRolesDialog user={edited} onClose={() => setEdited(null)} />}
			<ConfirmDialog
				isOpen={doomed !== null}
				title={`Shut out ${doomed?.name ?? ""}?`}
				action="Shut out"
				onClose={() => setDoomed(null)}
				onConfirm={() => doomed !== null && change.mutate({ id: doomed.id, isDisabled: true })}
			>
				All of their devices are signed out at once, and their API keys end with it. You can let them in
				again.
			</ConfirmDialog>
		</Page>
	);
}

const COLUMNS: readonly Column<User>[] = [
	{
		head: "Name",
		isWide: true,
		cell: (user) => (
			<div className="flex items-center gap-2.5">
				<Avatar person={user.name} />
				<div className="min-w-0">
					<NavLink to={`/admin/users/${user.id}`} className="block rounded-sm font-medium hover:underline">
						<OneLine title={user.name}>{user.name}</OneLine>
					</NavLink>
					<div className="truncate text-xs text-muted" title={user.email}>
						{user.email}
					</div>
					<div className="text-xs sm:hidden">{rolesInWords(user.roles) || "None"}</div>
				</div>
			</div>
		),
	},
	{
		head: "Roles",
		from: "sm",
		isWrapped: true,
		cell: ({ roles }) => rolesInWords(roles) || "None",
	},
	{
		head: "State",
		from: "sm",
		cell: (user) => <UserState user={user} />,
	},
	{
		head: "Last sign-in",
		from: "md",
		cell: ({ lastSignInAt }) =>
			lastSignInAt === null ? <span className="text-muted">Never</span> : <Moment at={lastSignInAt} />,
	},
];

interface Actions {
	onRoles: (user: User) => void;
	onDisable: (user: User) => void;
	onEnable: (user: User) => void;
}

function actionsColumn(actions: Actions): Column<User> {
	return {
		head: "Actions",
		isHeadHidden: true,
		align: "end",
		cell: (user) => <UserActions user={user} {...actions} />,
	};
}

function UserActions({ user, onRoles, onDisable, onEnable }: Actions & { user: User }) {
	const { me } = useDesk();
	const [, navigate] = useLocation();
	return (
		<Menu
			trigger={
				<IconButton label={`Actions for ${user.name}`} icon={<Ellipsis size={16} />} className="size-8" />
			}
			groups={[
				{
					items: [
						{ label: "Change roles…", run: () => onRoles(user) },
						{ label: "Sessions", run: () => navigate(`/admin/users/${user.id}`) },
					],
				},
				...(user.id === me.id
					? []
					: [
							{
								items: [
									user.isDisabled
										? { label: "Let in again", run: () => onEnable(user) }
										: {
												label: "Shut out…",
												icon: <UserRoundX size={14} />,
												tone: "danger" as const,
												run: () => onDisable(user),
											},
								],
							},
						]),
			]}
		/>
	);
}
