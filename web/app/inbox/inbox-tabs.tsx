import type { ConversationStatus } from "../../../contracts/desk-commands.ts";
import { classNames } from "../../ui/class-names.ts";
import { SelectField } from "../../ui/field.tsx";
import { type InboxQuestion, type View, VIEWS } from "./inbox-api.ts";

const NAMES: Readonly<Record<View, string>> = { mine: "Mine", unassigned: "Unassigned", all: "All" };
const STATUSES: Readonly<Record<ConversationStatus, string>> = {
	open: "Open",
	snoozed: "Snoozed",
	resolved: "Resolved",
};

interface InboxTabsProps {
	question: InboxQuestion;
	onAsk: (change: Partial<InboxQuestion>) => void;
	/** Rows that are there of the view that is open. */
	shown: number;
	hasMore: boolean;
}

/** Whose conversations, and how they stand. */
export function InboxTabs({ question, onAsk, shown, hasMore }: InboxTabsProps) {
	return (
		<div className="flex items-center justify-between gap-2 border-b border-line px-2 py-1.5">
			<fieldset className="flex gap-0.5">
				<legend className="sr-only">Whose conversations</legend>
				{VIEWS.map((view) => {
					const isOn = view === question.view;
					return (
						<label
							key={view}
							className={classNames(
								"flex min-h-8 cursor-pointer items-center gap-1.5 rounded-sm px-2 font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent-ink pointer-coarse:min-h-11",
								isOn ? "bg-hover text-ink" : "text-muted hover:text-ink",
							)}
						>
							<input
								type="radio"
								name="view"
								className="sr-only"
								checked={isOn}
								onChange={() => onAsk({ view })}
							/>
							{NAMES[view]}
							{isOn && (
								<span className="tabular text-xs font-normal text-muted">
									{shown}
									{hasMore && "+"}
								</span>
							)}
						</label>
					);
				})}
			</fieldset>
			<SelectField
				label="Status"
				isLabelHidden
				value={question.status}
				onChange={(event) => {
					const status = (["open", "snoozed", "resolved"] as const).find(
						(name) => name === event.target.value,
					);
					if (status !== undefined) onAsk({ status });
				}}
			>
				{Object.entries(STATUSES).map(([status, name]) => (
					<option key={status} value={status}>
						{name}
					</option>
				))}
			</SelectField>
		</div>
	);
}
