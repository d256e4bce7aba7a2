import { Bot, Inbox, UserRound } from "lucide-react";
import { useEffect, useRef } from "react";
import type { DeskConversation } from "../../../contracts/desk.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { LabelChip } from "../../ui/label-chip.tsx";
import { Moment } from "../../ui/moment.tsx";
import { OneLine } from "../../ui/one-line.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { type ReadList, RowsState } from "../rows-panel.tsx";
import { NavLink } from "../shell/nav-link.tsx";

interface ConversationListProps {
	list: ReadList<DeskConversation>;
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

function Row({ conversation, isOpen }: { conversation: DeskConversation; isOpen: boolean }) {
	const { id, preview, lastActivityAt, owner, channel, labels, messages } = conversation;
	const element = useRef<HTMLLIElement>(null);
	useEffect(() => {
		if (isOpen) element.current?.scrollIntoView({ block: "nearest" });
	}, [isOpen]);
	const { Icon, text } = OWNERS[owner];
	return (
		<li ref={element}>
			<NavLink
				to={`/conversations/${id}${location.search}`}
				isCurrent={isOpen}
				className={classNames(
					"block border-s-2 px-3 py-2.5 -outline-offset-2",
					isOpen ? "border-accent-ink bg-accent-soft" : "border-transparent hover:bg-panel",
				)}
			>
				<span className="flex items-baseline justify-between gap-3">
					<OneLine className="font-medium">{preview ?? "No messages yet"}</OneLine>
					<Moment at={lastActivityAt} className="text-xs text-muted" />
				</span>
				<span className="mt-1 flex flex-wrap items-center gap-1.5 text-xs text-muted">
					<Badge tone={owner === "queue" ? "warn" : "plain"}>
						<Icon aria-hidden="true" size={12} />
						{text}
					</Badge>
					<span>{channel}</span>
					<span className="tabular">· {messages === 1 ? "1 message" : `${messages} messages`}</span>
					{labels.map((label) => (
						<LabelChip key={label.id} label={label} />
					))}
				</span>
			</NavLink>
		</li>
	);
}
