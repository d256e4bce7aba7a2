import { CircleCheck, CircleDot, Ticket as TicketIcon } from "lucide-react";
import { useState } from "react";
import { Ticket, TicketList } from "../../../contracts/desk.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { Moment } from "../../ui/moment.tsx";
import { SegmentedControl } from "../../ui/segmented-control.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Page } from "../page.tsx";
import { queryOf, toRows, useChange, useRows } from "../reading.ts";
import { RowsPanel } from "../rows-panel.tsx";
import { SearchField } from "../search-field.tsx";
import { NavLink } from "../shell/nav-link.tsx";
import { type Ask, useDesk, useMay } from "../world.ts";
import { letterAbout, topicInWords } from "./ticket-words.ts";

type TicketStatus = Ticket["status"];

const PAGE = 30;

interface Wanted {
	readonly status: TicketStatus;
	readonly search: string;
}

const readTickets = async (ask: Ask, wanted: Wanted, cursor: string | null) =>
	toRows(
		await ask(TicketList, `/api/desk/tickets${queryOf({ ...wanted, cursor, limit: PAGE })}`),
		({ tickets }) => tickets,
	);

const setStatus = (ask: Ask, { number, status }: Pick<Ticket, "number" | "status">) =>
	ask(Ticket, `/api/desk/tickets/${number}`, { method: "PATCH", body: { status } });

/** What the bot left for the team: it promised an answer by e-mail. */
export function TicketsPage() {
	const [status, setWanted] = useState<TicketStatus>("open");
	const [search, setSearch] = useState("");
	const list = useRows(["tickets", status, search], (ask, cursor) =>
		readTickets(ask, { status, search }, cursor),
	);
	const columns = useColumns();
	return (
		<Page
			title="Tickets"
			lead="What the bot left for your team. An answer was promised."
			actions={
				<>
					<StatusChoice status={status} onChange={setWanted} />
					<SearchField label="Search tickets" value={search} onSearch={setSearch} />
				</>
			}
		>
			<RowsPanel
				list={list}
				caption={status === "open" ? "Open tickets" : "Solved tickets"}
				columns={columns}
				rowKey={({ number }) => number}
				empty={
					<EmptyState icon={<TicketIcon size={20} />} title={emptyTitle(status, search)}>
						{search === ""
							? "A ticket is opened when a customer needs your team and nobody can answer in the chat."
							: `No ${status} ticket has “${search}” in it.`}
					</EmptyState>
				}
			/>
		</Page>
	);
}

function emptyTitle(status: TicketStatus, search: string): string {
	if (search !== "") return "No ticket found";
	return status === "open" ? "Nothing is left to do" : "None was solved yet";
}

interface StatusChoiceProps {
	status: TicketStatus;
	onChange: (status: TicketStatus) => void;
}

function StatusChoice({ status, onChange }: StatusChoiceProps) {
	return (
		<SegmentedControl
			legend="Tickets that are"
			isLegendHidden
			name="ticket-status"
			value={status}
			options={[
				{ value: "open", label: "Open", icon: <CircleDot size={14} /> },
				{ value: "solved", label: "Solved", icon: <CircleCheck size={14} /> },
			]}
			onChange={onChange}
		/>
	);
}

function useColumns(): readonly Column<Ticket>[] {
	const mayWrite = useMay("conversations:write");
	const change = useChange(setStatus, {
		refresh: [["tickets"]],
		said: ({ number, status }) => `${number} is ${status === "solved" ? "solved" : "open again"}.`,
		undo: ({ number, status }) => change.mutate({ number, status: other(status) }),
	});
	const columns: Column<Ticket>[] = [
		{ head: "Ticket", isWide: true, isWrapped: true, cell: (ticket) => <Matter ticket={ticket} /> },
		{ head: "Answer to", from: "sm", cell: (ticket) => <AnswerTo ticket={ticket} /> },
		{ head: "Opened", from: "sm", cell: ({ createdAt }) => <Moment at={createdAt} /> },
	];
	if (!mayWrite) return columns;
	return [
		...columns,
		{
			head: "Actions",
			isHeadHidden: true,
			align: "end",
			cell: ({ number, status }) => (
				<Button
					size="compact"
					aria-label={`${status === "open" ? "Solve" : "Open again"} ${number}`}
					onClick={() => change.mutate({ number, status: other(status) })}
				>
					{status === "open" ? "Solve" : "Open again"}
				</Button>
			),
		},
	];
}

const other = (status: TicketStatus): TicketStatus => (status === "open" ? "solved" : "open");

function Matter({ ticket }: { ticket: Ticket }) {
	const { number, topic, summary, conversationId, orderNumber, createdAt } = ticket;
	return (
		<div className="min-w-0 space-y-1 py-0.5">
			<p className="flex flex-wrap items-center gap-x-2 gap-y-1">
				<span className="tabular font-medium">{number}</span>
				<Badge>{topicInWords(topic)}</Badge>
				{orderNumber !== null && <span className="text-xs text-muted">Order {orderNumber}</span>}
			</p>
			<p className="wrap-anywhere whitespace-pre-line">{summary === "" ? "Erased." : summary}</p>
			<div className="text-xs text-muted sm:hidden">
				<AnswerTo ticket={ticket} /> · <Moment at={createdAt} />
			</div>
			{conversationId !== null && (
				<NavLink to={`/conversations/${conversationId}`} className="text-xs text-accent-ink hover:underline">
					Read the conversation
				</NavLink>
			)}
		</div>
	);
}

function AnswerTo({ ticket }: { ticket: Ticket }) {
	const { siteName } = useDesk();
	if (ticket.email === null) return <span className="text-muted">No address</span>;
	return (
		<a href={letterAbout(ticket, siteName)} className="text-accent-ink hover:underline">
			{ticket.email}
		</a>
	);
}
