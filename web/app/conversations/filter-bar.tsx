import { useCallback, useRef } from "react";
import { Button } from "../../ui/button.tsx";
import { InputField, SelectField } from "../../ui/field.tsx";
import { FiltersPopover } from "../filters-popover.tsx";
import { useRead } from "../reading.ts";
import { SearchField } from "../search-field.tsx";
import { useCommands } from "../shell/use-commands.ts";
import { type ConversationFilter, NO_FILTER, readLabels } from "./conversation-api.ts";
import { LabelAndChannel } from "./label-and-channel.tsx";

interface FilterBarProps {
	filter: ConversationFilter;
	onFilter: (change: Partial<ConversationFilter>) => void;
}

/** Words on the left; everything else behind a button that says how many filters hold. */
export function FilterBar({ filter, onFilter }: FilterBarProps) {
	const search = useCallback((words: string) => onFilter({ search: words }), [onFilter]);
	const field = useRef<HTMLInputElement>(null);
	useCommands([
		{
			id: "search-messages",
			label: "Search messages",
			group: "Conversations",
			keys: "/",
			run: () => field.current?.focus(),
		},
	]);
	const held = Object.entries(filter).filter(([name, value]) => name !== "search" && value !== "").length;
	return (
		<div className="flex items-center gap-2 border-b border-line px-3 py-2">
			<SearchField
				field={field}
				label="Search messages"
				value={filter.search}
				onSearch={search}
				className="relative block min-w-0 flex-1"
			/>
			<FiltersPopover held={held} className="shrink-0">
				<Filters filter={filter} onFilter={onFilter} />
			</FiltersPopover>
		</div>
	);
}

function Filters({ filter, onFilter }: FilterBarProps) {
	const labels = useRead(["labels"], readLabels);
	return (
		<>
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
			<LabelAndChannel
				labels={labels.data?.labels}
				labelId={filter.labelId}
				channel={filter.channel}
				onLabel={(labelId) => onFilter({ labelId })}
				onChannel={(channel) => onFilter({ channel })}
			/>
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
		</>
	);
}
