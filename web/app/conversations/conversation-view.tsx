import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Inbox, PanelRight } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import type { DeskConversation } from "../../../contracts/desk.ts";
import { Badge } from "../../ui/badge.tsx";
import { buttonLook } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { ErrorState, LoadingRows } from "../../ui/states.tsx";
import { contactName, visitorName } from "../contacts/contact-name.ts";
import { useContact } from "../contacts/use-contact.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { useCommands } from "../shell/use-commands.ts";
import { useDesk, useMay } from "../world.ts";
import { conversationQuery } from "./conversation-query.ts";
import { DetailsPanel, type DetailsTab } from "./details-panel.tsx";
import { Thread } from "./thread.tsx";
import { threadItems } from "./thread-items.ts";
import { useLog } from "./use-log.ts";

interface ConversationViewProps {
	id: string;
	onBack: () => void;
}

/** One conversation as it was, and beside it who it is with and why the bot said what it said. */
export function ConversationView({ id, onBack }: ConversationViewProps) {
	const [tab, setTab] = useState<DetailsTab>("details");
	const [seq, setSeq] = useState<number | null>(null);
	const [isPanelOpen, setIsPanelOpen] = useState(false);
	const conversation = useQuery(conversationQuery(useDesk(), id));
	const log = useLog(id);
	const { contactId = null, createdAt = "" } = conversation.data ?? {};
	const contact = useContact({ contactId, createdAt });
	const customer = contact === undefined ? visitorName(contactId) : contactName(contact);
	const inbox = useWayToInbox(id, conversation.data);
	useCommands([
		{ id: "close", label: "Close the conversation", group: "Conversations", keys: "Esc", run: onBack },
	]);
	const entries = log.data ?? [];
	const explain = (at: number): void => {
		setSeq(at);
		setTab("why");
		setIsPanelOpen(true);
	};
	return (
		<section aria-label="Conversation" className="flex min-h-0 min-w-0 flex-1">
			<div className={classNames("flex min-h-0 min-w-0 flex-1 flex-col", isPanelOpen && "max-xl:hidden")}>
				<Header
					id={id}
					conversation={conversation.data}
					customer={customer}
					inbox={inbox}
					onBack={onBack}
					onDetails={() => setIsPanelOpen(true)}
				/>
				{log.isPending && <LoadingRows />}
				{log.error !== null && entries.length === 0 && (
					<ErrorState message={log.error.message} onRetry={() => void log.refetch()} />
				)}
				{log.data !== undefined && (
					<Thread
						items={threadItems(entries)}
						seq={tab === "details" ? null : seq}
						onExplain={explain}
						customer={customer}
					/>
				)}
			</div>
			<DetailsPanel
				id={id}
				entries={entries}
				tab={tab}
				onTab={setTab}
				seq={seq}
				onSeq={setSeq}
				isOpen={isPanelOpen}
				onClose={() => setIsPanelOpen(false)}
			/>
		</section>
	);
}

/** Where an agent can act on it, in the list that has it; null for whoever answers no customers. */
function useWayToInbox(id: string, conversation: DeskConversation | undefined): string | null {
	const mayAnswer = useMay("conversations:write");
	const [, navigate] = useLocation();
	const { status = "open", owner = "queue" } = conversation ?? {};
	const list = status === "open" && owner === "bot" ? "bot" : status;
	const path = `/inbox/${id}?view=all${list === "open" ? "" : `&status=${list}`}`;
	const run = (): void => navigate(path);
	useCommands(
		mayAnswer
			? [{ id: "open-in-inbox", label: "Open in inbox", group: "Conversations", keys: "O", words: ACTS, run }]
			: [],
	);
	return mayAnswer ? path : null;
}

/** What is looked for by whoever wants to act. */
const ACTS = "take over reply note assign snooze resolve reopen hand back";

const OWNERS = {
	bot: "The bot answers",
	queue: "Waiting for a person",
	person: "A person answers",
} as const;

const STATES = { resolved: "Resolved", snoozed: "Snoozed" } as const;

interface HeaderProps {
	id: string;
	conversation: DeskConversation | undefined;
	customer: string;
	/** The way to the inbox. */
	inbox: string | null;
	onBack: () => void;
	onDetails: () => void;
}

function Header({ id, conversation, customer, inbox, onBack, onDetails }: HeaderProps) {
	return (
		<header className="flex min-h-13 items-center gap-2 border-b border-line px-3">
			<IconButton
				label="Back to the list"
				icon={<ArrowLeft size={16} />}
				className="size-8 beside:hidden"
				onClick={onBack}
			/>
			<h2 className="min-w-0 flex-1 truncate font-semibold">
				{conversation === undefined ? "Conversation" : customer}
				<span className="ms-2 max-sm:hidden font-mono text-2xs font-normal text-muted">{id.slice(-8)}</span>
			</h2>
			{conversation !== undefined && (
				<Badge tone={conversation.status === "open" && conversation.owner === "queue" ? "warn" : "plain"}>
					{conversation.status === "open" ? OWNERS[conversation.owner] : STATES[conversation.status]}
				</Badge>
			)}
			{inbox !== null && (
				<NavLink to={inbox} title="Open in inbox (O)" className={buttonLook({ size: "compact" })}>
					<Inbox aria-hidden="true" size={14} />
					<span className="max-sm:sr-only">Open in inbox</span>
				</NavLink>
			)}
			<IconButton
				label="Details"
				icon={<PanelRight size={16} />}
				className="size-8 xl:hidden"
				onClick={onDetails}
			/>
		</header>
	);
}
