import { ListFilter } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Popover } from "../../ui/popover.tsx";
import { readLabels } from "../conversations/conversation-api.ts";
import { LabelAndChannel } from "../conversations/label-and-channel.tsx";
import { useRead } from "../reading.ts";
import type { Question } from "./inbox-question.ts";

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
				<LabelAndChannel
					labels={labels.data?.labels}
					labelId={question.labelId ?? ""}
					channel={question.channel ?? ""}
					onLabel={(labelId) => onAsk({ labelId: labelId === "" ? null : labelId })}
					onChannel={(channel) => onAsk({ channel: channel === "" ? null : channel })}
				/>
				<Button size="compact" look="quiet" className="w-full" onClick={() => onAsk(NO_FILTER)}>
					Clear filters
				</Button>
			</div>
		</Popover>
	);
}
