import { ContactRound, Trash2 } from "lucide-react";
import { useState } from "react";
import { type Contact, ContactList } from "../../../contracts/desk.ts";
import { Erasure } from "../../../contracts/privacy.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Moment } from "../../ui/moment.tsx";
import { OneLine } from "../../ui/one-line.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { contactName } from "./contact-name.ts";
import { Page } from "../page.tsx";
import { queryOf, toRows, useChange, useRows } from "../reading.ts";
import { RowsPanel } from "../rows-panel.tsx";
import { SearchField } from "../search-field.tsx";
import { NavLink } from "../shell/nav-link.tsx";
import { type Ask, useMay } from "../world.ts";

const PAGE = 30;

const readContacts = async (ask: Ask, search: string, cursor: string | null) =>
	toRows(
		await ask(ContactList, `/api/desk/contacts${queryOf({ search, cursor, limit: PAGE })}`),
		({ contacts }) => contacts,
	);

const eraseContact = (ask: Ask, { id }: Contact) =>
	ask(Erasure, `/api/desk/contacts/${id}`, { method: "DELETE" });

/** Everybody who has written. */
export function ContactsPage() {
	const [search, setSearch] = useState("");
	const [doomed, setDoomed] = useState<Contact | null>(null);
	const mayErase = useMay("contacts:erase");
	const erase = useChange(eraseContact, {
		refresh: [["contacts"], ["conversations"], ["inbox"]],
		said: ({ status }) => (status === "done" ? "Everything of theirs is erased." : "It is being erased."),
	});
	const list = useRows(["contacts", search], (ask, cursor) => readContacts(ask, search, cursor));
	return (
		<Page
			title="Contacts"
			lead="Everybody who has written, last seen first."
			actions={<SearchField label="Search name or e-mail" value={search} onSearch={setSearch} />}
		>
			<RowsPanel
				list={list}
				caption="Contacts"
				columns={mayErase ? [...COLUMNS, eraseColumn(setDoomed)] : COLUMNS}
				rowKey={({ id }) => id}
				empty={
					<EmptyState
						icon={<ContactRound size={20} />}
						title={search === "" ? "Nobody has written yet" : "Nobody found"}
					>
						{search === ""
							? "Who writes in the chat appears here."
							: `No account's name or address has “${search}” in it. Visitors without an account have neither.`}
					</EmptyState>
				}
			/>
			<ConfirmDialog
				isOpen={doomed !== null}
				title={`Erase everything of ${doomed === null ? "" : contactName(doomed)}?`}
				action="Erase everything"
				onClose={() => setDoomed(null)}
				onConfirm={() => doomed !== null && erase.mutate(doomed)}
			>
				Their conversations, ratings and account are erased everywhere. This can't be undone.
			</ConfirmDialog>
		</Page>
	);
}

const COLUMNS: readonly Column<Contact>[] = [
	{
		head: "Name",
		isWide: true,
		cell: (contact) => (
			<NavLink
				to={`/conversations?contactId=${contact.id}`}
				className="flex items-center gap-2.5 rounded-sm hover:underline"
			>
				<Avatar person={contactName(contact)} />
				<span className="min-w-0">
					<OneLine className="font-medium">{contactName(contact)}</OneLine>
					<span className="block truncate text-xs text-muted">{contact.email ?? "Without an account"}</span>
					<span className="block text-xs text-muted sm:hidden">
						Last seen <Moment at={contact.lastSeenAt} />
					</span>
				</span>
			</NavLink>
		),
	},
	{
		head: "Conversations",
		from: "sm",
		align: "end",
		cell: ({ conversations }) => <span className="tabular">{conversations}</span>,
	},
	{ head: "First seen", from: "md", cell: ({ createdAt }) => <Moment at={createdAt} /> },
	{ head: "Last seen", from: "sm", cell: ({ lastSeenAt }) => <Moment at={lastSeenAt} /> },
];

function eraseColumn(onErase: (contact: Contact) => void): Column<Contact> {
	return {
		head: "Actions",
		isHeadHidden: true,
		align: "end",
		cell: (contact) => (
			<IconButton
				label={`Erase ${contactName(contact)}`}
				icon={<Trash2 size={14} />}
				className="size-8"
				onClick={() => onErase(contact)}
			/>
		),
	};
}
