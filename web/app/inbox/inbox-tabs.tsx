import type { ReactNode } from "react";
import { InboxSort, InboxStatus, InboxView } from "../../../contracts/inbox.ts";
import { classNames } from "../../ui/class-names.ts";
import { SelectField } from "../../ui/field.tsx";
import type { InboxCounts } from "../live/inbox-cache.ts";
import { useCounts } from "../live/use-live.ts";
import { DeskPresence } from "./desk-presence.tsx";
import { InboxFilter } from "./inbox-filter.tsx";
import type { Question } from "./inbox-question.ts";
import type { ListOf } from "./inbox-rows.ts";
import { SavedViews } from "./saved-views.tsx";

const VIEWS: Readonly<Record<InboxView, string>> = {
	mine: "Mine",
	unassigned: "Unassigned",
	all: "All",
	mentions: "Mentions",
};
const STATUSES: Readonly<Record<InboxStatus, string>> = {
	open: "Open",
	bot: "Bot",
	snoozed: "Snoozed",
	resolved: "Resolved",
};
const SORTS: Readonly<Record<InboxSort, string>> = {
	activity: "Activity",
	waiting: "Waiting",
	priority: "Priority",
};

interface InboxTabsProps {
	question: ListOf;
	onAsk: (change: Partial<Question>) => void;
}

/** Whose conversations, how they stand, and in which order; what is done to those that are marked takes the place of that. */
export function InboxTabs({ children, ...list }: InboxTabsProps & { children: ReactNode | false }) {
	return (
		<div className="space-y-1.5 border-b border-line px-2 py-1.5">
			<ViewTabs {...list} />
			{children === false ? <Narrowing {...list} /> : children}
		</div>
	);
}

function Narrowing({ question, onAsk }: InboxTabsProps) {
	return (
		<div className="flex flex-wrap items-center gap-1">
			<Choice
				label="Status"
				names={STATUSES}
				value={question.status ?? "any"}
				isFixed={question.status === null}
				onChoose={(value) => onAsk({ status: InboxStatus.parse(value) })}
			/>
			<Choice
				label="Order"
				names={SORTS}
				value={question.sort}
				onChoose={(value) => onAsk({ sort: InboxSort.parse(value) })}
			/>
			<span className="ms-auto flex items-center gap-1 max-sm:gap-0">
				<InboxFilter question={question} onAsk={onAsk} />
				<SavedViews question={question} onAsk={onAsk} />
				<DeskPresence />
			</span>
		</div>
	);
}

function ViewTabs({ question, onAsk }: InboxTabsProps) {
	const counts = useCounts();
	return (
		<fieldset className="flex justify-between gap-0.5">
			<legend className="sr-only">Whose conversations</legend>
			{InboxView.options.map((view) => (
				<label
					key={view}
					className={classNames(
						"flex min-h-8 cursor-pointer items-center gap-1.5 rounded-sm px-2 text-xs font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent-ink pointer-coarse:min-h-11",
						view === question.view ? "bg-hover text-ink" : "text-muted hover:text-ink",
					)}
				>
					<input
						type="radio"
						name="view"
						className="sr-only"
						checked={view === question.view}
						onChange={() => onAsk({ view })}
					/>
					{VIEWS[view]}
					{counts !== undefined && (
						<span className="tabular text-2xs font-normal text-muted">
							{shortCount(countOf(counts, view, question.status))}
						</span>
					)}
				</label>
			))}
		</fieldset>
	);
}

/** Mentions count however their conversations stand; so do the others where no status was chosen. */
function countOf(counts: InboxCounts, view: InboxView, status: InboxStatus | null): number {
	const of = counts[view];
	if (view === "mentions") return of.open + of.bot + of.snoozed + of.resolved;
	return of[status ?? "open"];
}

const THOUSAND = 1_000;

function shortCount(count: number): string {
	return count < 10 * THOUSAND ? String(count) : `${Math.floor(count / THOUSAND)}k`;
}

interface ChoiceProps {
	label: string;
	names: Readonly<Record<string, string>>;
	value: string;
	/** It goes without saying here. */
	isFixed?: boolean;
	onChoose: (value: string) => void;
}

function Choice({ label, names, value, isFixed = false, onChoose }: ChoiceProps) {
	return (
		<SelectField
			label={label}
			isLabelHidden
			value={value}
			disabled={isFixed}
			onChange={(event) => onChoose(event.target.value)}
		>
			{isFixed && <option value="any">Any status</option>}
			{Object.entries(names).map(([one, name]) => (
				<option key={one} value={one}>
					{name}
				</option>
			))}
		</SelectField>
	);
}
