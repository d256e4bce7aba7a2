import { Bot, CircleCheck, Clock, Inbox, UserRound } from "lucide-react";
import type { FoundConversation, SearchHit } from "../../../contracts/desk.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { LabelChip } from "../../ui/label-chip.tsx";
import { OneLine } from "../../ui/one-line.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { visitorName } from "../contacts/contact-name.ts";
import { type ReadList, RowsState } from "../rows-panel.tsx";
import { ConversationItem } from "./conversation-item.tsx";

interface ConversationListProps {
	list: ReadList<FoundConversation>;
	openId: string | null;
	isFiltered: boolean;
	onClear: () => void;
}

/** Newest activity first. */
export function ConversationList({ list, openId, isFiltered, onClear }: ConversationListProps) {
	return (
		<div className="min-h-0 flex-1 overflow-y-auto">
			<RowsState
				list={list}
				empty={
					<EmptyState
						icon={<Inbox size={20} />}
						title={isFiltered ? "No match" : "No conversations yet"}
						{...(isFiltered
							? {
									action: (
										<Button size="compact" onClick={onClear}>
											Clear filters
										</Button>
									),
								}
							: {})}
					>
						{isFiltered
							? "No conversation fits all of these filters."
							: "Who writes in the chat appears here."}
					</EmptyState>
				}
			>
				<ul aria-label="Conversations" className="divide-y divide-line">
					{list.rows.map((conversation) => (
						<Row key={conversation.id} conversation={conversation} isOpen={conversation.id === openId} />
					))}
				</ul>
			</RowsState>
		</div>
	);
}

const OWNERS = {
	bot: { Icon: Bot, text: "Bot" },
	queue: { Icon: Inbox, text: "Waiting" },
	person: { Icon: UserRound, text: "Person" },
} as const;

const STATES = {
	resolved: { Icon: CircleCheck, text: "Resolved" },
	snoozed: { Icon: Clock, text: "Snoozed" },
} as const;

function Row({ conversation, isOpen }: { conversation: FoundConversation; isOpen: boolean }) {
	const { id, contactId, preview, lastActivityAt, owner, status, channel, labels, messages, hit } =
		conversation;
	const { Icon, text } = status === "open" ? OWNERS[owner] : STATES[status];
	return (
		<ConversationItem
			id={id}
			isOpen={isOpen}
			title={
				hit === null ? (
					<OneLine className="font-medium">{preview ?? "No messages yet"}</OneLine>
				) : (
					<Hit hit={hit} />
				)
			}
			at={lastActivityAt}
		>
			<Badge tone={status === "open" && owner === "queue" ? "warn" : "plain"}>
				<Icon aria-hidden="true" size={12} />
				{text}
			</Badge>
			<span>{visitorName(contactId)}</span>
			<span>· {channel}</span>
			<span className="tabular">· {messages === 1 ? "1 message" : `${messages} messages`}</span>
			{labels.map((label) => (
				<LabelChip key={label.id} label={label} />
			))}
		</ConversationItem>
	);
}

/** What was looked for, marked in what was said around it. */
function Hit({ hit }: { hit: SearchHit }) {
	return (
		<span dir="auto" className="line-clamp-2 min-w-0 break-words">
			{hit.map(({ text, isHit }, place) =>
				isHit ? (
					<mark key={place} className="rounded-xs bg-warn-soft px-0.5 font-semibold text-ink">
						{text}
					</mark>
				) : (
					text
				),
			)}
		</span>
	);
}
