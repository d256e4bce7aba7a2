import { ListFilter } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { SelectField } from "../../ui/field.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Popover } from "../../ui/popover.tsx";
import { readLabels } from "../conversations/conversation-api.ts";
import { useRead } from "../reading.ts";
import type { Question } from "./inbox-question.ts";

const CHANNELS = ["chat", "rest", "socketio", "callback"];
export const NO_FILTER = { labelId: null, channel: null } as const;

interface InboxFilterProps {
	question: Question;
	onAsk: (change: Partial<Question>) => void;
}

export const isFiltered = ({ labelId, channel }: Question): boolean => labelId !== null || channel !== null;

/** Only what has a label, or came in by a channel. */
export function InboxFilter({ question, onAsk }: InboxFilterProps) {
	const labels = useRead(["labels"], readLabels);
	const isOn = isFiltered(question);
	return (
		<Popover
			title="Filters"
			align="end"
			trigger={
				<IconButton
					label={isOn ? "Filter: on" : "Filter"}
					icon={<ListFilter size={14} />}
					className={isOn ? "size-8 border-edge bg-accent-soft text-accent-ink" : "size-8"}
				/>
			}
		>
			<div className="space-y-3">
				<SelectField
					label="Label"
					value={question.labelId ?? ""}
					onChange={({ target }) => onAsk({ labelId: target.value === "" ? null : target.value })}
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
					value={question.channel ?? ""}
					onChange={({ target }) => onAsk({ channel: target.value === "" ? null : target.value })}
				>
					<option value="">Any</option>
					{CHANNELS.map((channel) => (
						<option key={channel} value={channel}>
							{channel}
						</option>
					))}
				</SelectField>
				<Button size="compact" look="quiet" className="w-full" onClick={() => onAsk(NO_FILTER)}>
					Clear filters
				</Button>
			</div>
		</Popover>
	);
}
