import { useCallback, useRef } from "react";
import type { z } from "zod";
import type { SearchChoices } from "../../../contracts/desk.ts";
import { Button } from "../../ui/button.tsx";
import { InputField, SelectField } from "../../ui/field.tsx";
import { ChoicesError } from "../choices-error.tsx";
import { FiltersPopover } from "../filters-popover.tsx";
import { useRead } from "../reading.ts";
import { SearchField } from "../search-field.tsx";
import { useCommands } from "../shell/use-commands.ts";
import { AnyField } from "../any-field.tsx";
import { inWords, nameOfLanguage } from "../analytics/names.ts";
import { type ConversationFilter, NO_FILTER, readSearchChoices } from "./conversation-api.ts";
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
	const read = useRead(["search-choices"], readSearchChoices);
	const choices = read.data;
	return (
		<>
			<ChoicesError read={read} />
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
				labels={choices?.labels}
				labelId={filter.labelId}
				channel={filter.channel}
				onLabel={(labelId) => onFilter({ labelId })}
				onChannel={(channel) => onFilter({ channel })}
			/>
			<Said filter={filter} onFilter={onFilter} choices={choices} />
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

/** What it was about, in which language, and who answered. */
function Said({
	filter,
	onFilter,
	choices,
}: FilterBarProps & { choices: z.infer<typeof SearchChoices> | undefined }) {
	return (
		<>
			<Choice
				label="Asked about"
				value={filter.intent}
				names={choices?.intents}
				inWords={inWords}
				onChoose={(intent) => onFilter({ intent })}
			/>
			<Choice
				label="Language"
				value={filter.language}
				names={choices?.languages}
				inWords={nameOfLanguage}
				onChoose={(language) => onFilter({ language })}
			/>
			<Choice
				label="Answered by"
				value={filter.agentId}
				names={choices?.agents.map(({ id }) => id)}
				inWords={(id) => choices?.agents.find((agent) => agent.id === id)?.name ?? "Somebody who is gone"}
				onChoose={(agentId) => onFilter({ agentId })}
			/>
		</>
	);
}

interface ChoiceProps {
	label: string;
	value: string;
	/** Undefined until they are read. */
	names: readonly string[] | undefined;
	inWords: (name: string) => string;
	onChoose: (name: string) => void;
}

/** One of what there was lately; what the address asks for beyond that stays chosen. */
function Choice({ label, value, names = [], inWords: words, onChoose }: ChoiceProps) {
	const all = value === "" || names.includes(value) ? names : [...names, value];
	return (
		<AnyField
			label={label}
			value={value}
			options={all.map((name) => ({ value: name, text: words(name) }))}
			onChoose={onChoose}
		/>
	);
}
