import { type InputEvent, type RefObject, useDeferredValue, useState } from "react";
import { classNames } from "../../ui/class-names.ts";
import { ErrorState, LoadingRows } from "../../ui/states.tsx";
import { DetailsPanel, type DetailsTab } from "../conversations/details-panel.tsx";
import { Thread } from "../conversations/thread.tsx";
import { threadItems } from "../conversations/thread-items.ts";
import { useLog } from "../conversations/use-log.ts";
import { useConversationLive } from "../live/use-live.ts";
import { useReading } from "../live/use-reading.ts";
import { botSuggestion } from "./bot-suggestion.ts";
import { Collision } from "./collision.tsx";
import { Composer } from "./composer.tsx";
import { ThreadHeader } from "./thread-header.tsx";
import { useCustomerName } from "./use-customer-name.ts";
import { useConversation } from "./use-conversation.ts";

interface InboxThreadProps {
	id: string;
	/** Takes the focus that was lost with the conversation before. */
	place: RefObject<HTMLElement | null>;
	onBack: () => void;
	/** It was resolved or put away: the next one opens. */
	onDone: () => void;
}

/** What was read once is shown, whatever became of reading it again. */
function errorOf({ data, error }: ReturnType<typeof useConversation>): Error | null {
	return data === undefined ? error : null;
}

function tellWriting(
	{ doing }: ReturnType<typeof useConversationLive>,
	{ target }: InputEvent<HTMLDivElement>,
): void {
	if (target instanceof HTMLTextAreaElement)
		doing.wrote(target.ariaLabel === "Private note" ? "noting" : "typing");
}

/** The conversation that is open, and what one can do with it. */
export function InboxThread({ id, place, onBack, onDone }: InboxThreadProps) {
	const { panel, open, explain, label } = useDetails();
	// what was said is painted first, then what stands beside it
	const hasDetails = useDeferredValue(true, false);
	const conversation = useConversation(id);
	const log = useLog(id, true);
	const live = useConversationLive(id);
	const entries = log.data ?? [];
	const customer = useCustomerName({ id, contactId: null, createdAt: "", ...conversation.data });
	useReading(live, conversation.data, entries);
	const error = errorOf(conversation) ?? (entries.length === 0 ? log.error : null);
	return (
		<section
			ref={place}
			tabIndex={-1}
			aria-label="Conversation"
			className="flex min-h-0 min-w-0 flex-1 outline-none"
		>
			<div className={classNames("flex min-h-0 min-w-0 flex-1 flex-col", panel.isOpen && "max-xl:hidden")}>
				{conversation.data !== undefined && (
					<ThreadHeader
						conversation={conversation.data}
						customer={customer}
						onBack={onBack}
						onDone={onDone}
						onDetails={open}
						onLabel={label}
					/>
				)}
				<Collision live={live} />
				{error !== null && <ErrorState message={error.message} onRetry={() => void log.refetch()} />}
				{log.isPending && <LoadingRows />}
				{log.data !== undefined && (
					<Thread
						key={id}
						items={threadItems(entries)}
						seq={panel.tab === "details" ? null : panel.seq}
						onExplain={explain}
						customer={customer}
					/>
				)}
				{conversation.data !== undefined && (
					<div onInput={(event) => tellWriting(live, event)}>
						<Composer
							key={id}
							conversation={conversation.data}
							suggestion={botSuggestion(entries)}
							onDone={onDone}
						/>
					</div>
				)}
			</div>
			{hasDetails ? (
				<DetailsPanel id={id} entries={entries} {...panel} />
			) : (
				<div className="w-92 shrink-0 border-s border-line max-xl:hidden" />
			)}
		</section>
	);
}

/** What stands beside the thread. */
function useDetails() {
	const [tab, setTab] = useState<DetailsTab>("details");
	const [seq, setSeq] = useState<number | null>(null);
	const [isOpen, setIsOpen] = useState(false);
	const [isLabelling, setIsLabelling] = useState(false);
	const open = (): void => setIsOpen(true);
	const explain = (at: number): void => {
		setSeq(at);
		setTab("why");
		open();
	};
	const label = (): void => {
		setTab("details");
		open();
		setIsLabelling(true);
	};
	const panel = {
		tab,
		onTab: setTab,
		seq,
		onSeq: setSeq,
		isOpen,
		onClose: () => setIsOpen(false),
		labelMenu: { isOpen: isLabelling, onOpenChange: setIsLabelling },
	};
	return { panel, open, explain, label };
}
