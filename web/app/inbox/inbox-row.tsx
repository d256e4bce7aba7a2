import { Bot, ChevronsUp, Hourglass, Moon } from "lucide-react";
import { memo } from "react";
import type { InboxRow as Row } from "../../../contracts/inbox.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { classNames } from "../../ui/class-names.ts";
import { OneLine } from "../../ui/one-line.tsx";
import { LabelDot } from "../../ui/label-chip.tsx";
import { Moment } from "../../ui/moment.tsx";
import { customerName } from "../contacts/contact-name.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { ResponseClock } from "./response-clock.tsx";

/** All rows are of one height (`h-18`): what would not fit is cut off. */
export const ROW_PIXELS = 72;

interface InboxRowProps {
	row: Row;
	/** Its place in the list, in pixels. */
	top: number;
	isAt: boolean;
	isOpen: boolean;
	isMarked: boolean;
	onMark: (id: string, isRange: boolean) => void;
	/** Somebody points at it, and is likely to open it. */
	onPoint: (id: string) => void;
}

/** Drawn again only when something of it has changed: the list scrolls past thousands. */
export const InboxRow = memo(function InboxRow(props: InboxRowProps) {
	const { row, top, isAt, isOpen, isMarked, onMark, onPoint } = props;
	const who = customerName(row);
	// what the bot has, it reads
	const isUnread = row.unread > 0 && row.owner !== "bot";
	return (
		<li
			style={{ top }}
			className={classNames(
				// nothing of it reaches out: the browser lays out and paints it alone
				"absolute inset-x-0 flex h-18 items-center contain-strict border-s-2 border-b border-b-line",
				isOpen
					? "border-s-accent-ink bg-accent-soft"
					: isMarked || isAt
						? "border-s-transparent bg-hover"
						: "border-s-transparent hover:bg-panel",
			)}
		>
			<Mark
				who={who}
				name={row.preview === null ? who : `${who}: ${row.preview}`}
				isMarked={isMarked}
				onMark={(isRange) => onMark(row.id, isRange)}
			/>
			<NavLink
				to={`/inbox/${row.id}${location.search}`}
				isCurrent={isOpen}
				onPoint={() => onPoint(row.id)}
				className="block min-w-0 flex-1 self-stretch py-1.25 pe-3 -outline-offset-2"
			>
				<span className="flex items-baseline justify-between gap-3">
					<OneLine className={isUnread ? "font-semibold" : "font-medium"}>{who}</OneLine>
					<Moment at={row.lastActivityAt} className="text-xs text-muted" />
				</span>
				<span className="flex items-center gap-2">
					<span className="min-w-0 flex-1">
						<OneLine className={isUnread ? "font-medium text-ink" : "text-muted"}>
							{row.preview ?? "No messages yet"}
						</OneLine>
					</span>
					{isUnread && <Unread count={row.unread} />}
				</span>
				<State row={row} />
			</NavLink>
		</li>
	);
});

const MOST = 99;

function Unread({ count }: { count: number }) {
	return (
		<span className="tabular inline-grid min-w-4.5 shrink-0 place-items-center rounded-full bg-accent px-1 text-2xs font-medium text-on-accent">
			{count > MOST ? `${MOST}+` : count}
			<span className="sr-only"> unread</span>
		</span>
	);
}

/** Who answers, how long the customer waits, how urgent it is, and what hangs on it. */
function State({ row }: { row: Row }) {
	return (
		<span className="flex items-center gap-2 text-xs text-muted">
			<Responsible row={row} />
			{row.status === "snoozed" && <Moon aria-label="snoozed" size={12} className="shrink-0" />}
			{row.responseDueAt !== null && <ResponseClock dueAt={row.responseDueAt} />}
			{(row.priority === "high" || row.priority === "urgent") && (
				<span className="inline-flex shrink-0 items-center gap-0.5 font-medium text-warn-ink">
					<ChevronsUp aria-hidden="true" size={12} />
					{row.priority}
				</span>
			)}
			<span className="ms-auto flex min-w-0 items-center gap-1.5">
				{row.labels.slice(0, 2).map((label) => (
					<span key={label.id} className="flex min-w-0 items-center gap-1">
						<LabelDot color={label.color} />
						<span className="truncate">{label.name}</span>
					</span>
				))}
				{row.labels.length > 2 && <span className="tabular">+{row.labels.length - 2}</span>}
				<span className="shrink-0">{row.channel}</span>
			</span>
		</span>
	);
}

function Responsible({ row: { owner, assignee, place } }: { row: Row }) {
	if (owner === "person") return <span className="min-w-0 truncate">{assignee?.name ?? "A person"}</span>;
	const Icon = owner === "bot" ? Bot : Hourglass;
	return (
		<span className="inline-flex shrink-0 items-center gap-1">
			<Icon aria-hidden="true" size={12} />
			{owner === "bot" ? "Bot" : place === null ? "Waiting" : `Waiting · ${place}`}
		</span>
	);
}

interface MarkProps {
	who: string;
	name: string;
	isMarked: boolean;
	onMark: (isRange: boolean) => void;
}

/** Who it is; pointed at, the box that marks the row. */
function Mark({ who, name, isMarked, onMark }: MarkProps) {
	return (
		<label className="group grid size-12 shrink-0 cursor-pointer place-items-center">
			<input
				type="checkbox"
				className={classNames(
					"col-start-1 row-start-1 size-4 accent-accent",
					!isMarked && "opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-0",
				)}
				aria-label={`Select ${name}`}
				checked={isMarked}
				onChange={(event) => onMark(event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
			/>
			<span
				className={classNames(
					"col-start-1 row-start-1",
					isMarked ? "hidden" : "pointer-fine:group-hover:hidden group-has-focus-visible:hidden",
				)}
			>
				<Avatar person={who} />
			</span>
		</label>
	);
}
