import { ListFilter } from "lucide-react";
import { useCallback } from "react";
import { Button } from "../../ui/button.tsx";
import { InputField, SelectField } from "../../ui/field.tsx";
import { Popover } from "../../ui/popover.tsx";
import { useRead } from "../reading.ts";
import { SearchField } from "../search-field.tsx";
import { type ConversationFilter, NO_FILTER, readLabels } from "./conversation-api.ts";

interface FilterBarProps {
	filter: ConversationFilter;
	onFilter: (change: Partial<ConversationFilter>) => void;
}

/** Words on the left; everything else behind a button that says how many filters hold. */
export function FilterBar({ filter, onFilter }: FilterBarProps) {
	const search = useCallback((words: string) => onFilter({ search: words }), [onFilter]);
	const held = Object.entries(filter).filter(([name, value]) => name !== "search" && value !== "").length;
	return (
		<div className="flex items-center gap-2 border-b border-line px-3 py-2">
			<SearchField
				key={filter.search === "" ? "empty" : "words"}
				label="Search messages"
				value={filter.search}
				onSearch={search}
				className="relative block min-w-0 flex-1"
			/>
			<Popover
				title="Filters"
				align="end"
				trigger={
					<Button size="compact" className="shrink-0">
						<ListFilter aria-hidden="true" size={14} />
						{held === 0 ? "Filter" : `Filter · ${held}`}
					</Button>
				}
			>
				<Filters filter={filter} onFilter={onFilter} />
			</Popover>
		</div>
	);
}

function Filters({ filter, onFilter }: FilterBarProps) {
	const labels = useRead(["labels"], readLabels);
	return (
		<div className="space-y-3">
			<SelectField
				label="Who answers"
				value={filter.owner}
				onChange={(event) => onFilter({ owner: event.target.value })}
			>
				<option value="">Anybody</option>
				<option value="bot">The bot</option>
				<option value="queue">Nobody yet</option>
				<option value="person">A person</option>
			</SelectField>
			<SelectField
				label="Label"
				value={filter.labelId}
				onChange={(event) => onFilter({ labelId: event.target.value })}
			>
				<option value="">Any</option>
				{labels.data?.labels.map(({ id, name }) => (
					<option key={id} value={id}>
						{name}
					</option>
				))}
			</SelectField>
			<SelectField
				label="Channel"
				value={filter.channel}
				onChange={(event) => onFilter({ channel: event.target.value })}
			>
				<option value="">Any</option>
				{["chat", "rest", "socketio", "callback"].map((channel) => (
					<option key={channel} value={channel}>
						{channel}
					</option>
				))}
			</SelectField>
			<div className="grid grid-cols-2 gap-2">
				<InputField
					label="From"
					type="date"
					value={filter.from}
					onChange={(event) => onFilter({ from: event.target.value })}
				/>
				<InputField
					label="To"
					type="date"
					value={filter.to}
					onChange={(event) => onFilter({ to: event.target.value })}
				/>
			</div>
			<Button size="compact" look="quiet" className="w-full" onClick={() => onFilter(NO_FILTER)}>
				Clear all filters
			</Button>
		</div>
	);
}
