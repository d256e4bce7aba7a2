import { ArrowLeft, Inbox, Star, ThumbsDown, ThumbsUp, X } from "lucide-react";
import { useSearchParams } from "wouter";
import type { BehindConversation } from "../../../contracts/analytics-behind.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { buttonLook } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Page } from "../page.tsx";
import { useRows } from "../reading.ts";
import { RowsState } from "../rows-panel.tsx";
import { NavLink } from "../shell/nav-link.tsx";
import { behindQuery, readBehind, wayBack } from "./behind-api.ts";
import { behindInWords } from "./behind-words.ts";
import { ConversationItem } from "./conversation-item.tsx";
import { useStepThrough } from "./use-step-through.ts";

interface BehindPaneProps {
	openId: string | null;
	onGo: (id: string) => void;
}

/** The conversations behind a number of a report: exactly those that it counts. */
export function BehindPane({ openId, onGo }: BehindPaneProps) {
	const [params] = useSearchParams();
	const query = behindQuery(params);
	const list = useRows(["behind", query.toString()], (ask, cursor) => readBehind(ask, query, cursor));
	useStepThrough(list.rows, openId, onGo);
	const total = list.data?.pages[0]?.total;
	const back = wayBack(params);
	return (
		<Page title="Conversations" isFull>
			<div className="border-b border-line bg-accent-soft px-3 py-2">
				<p className="text-accent-ink">
					<strong className="tabular font-semibold">{total ?? "…"}</strong>{" "}
					{total === 1 ? "conversation" : "conversations"}
				</p>
				<p className="mt-0.5 text-xs break-words text-ink">{behindInWords(query)}</p>
				<p className="mt-1.5 flex flex-wrap gap-1.5">
					{back !== null && (
						<NavLink to={back} className={buttonLook({ size: "small" })}>
							<ArrowLeft aria-hidden="true" size={12} />
							Back to the report
						</NavLink>
					)}
					<NavLink to="/conversations" className={buttonLook({ size: "small", look: "quiet" })}>
						<X aria-hidden="true" size={12} />
						Show all conversations
					</NavLink>
				</p>
			</div>
			<div className="min-h-0 flex-1 overflow-y-auto">
				<RowsState
					list={list}
					empty={
						<EmptyState icon={<Inbox size={20} />} title="No conversation is counted here">
							The number may have changed since the report was read.
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
		</Page>
	);
}

const OUTCOMES: Readonly<Record<BehindConversation["outcome"], { text: string; tone: Tone }>> = {
	confirmed: { text: "Confirmed", tone: "good" },
	assumed: { text: "Assumed", tone: "accent" },
	unresolved: { text: "Not resolved", tone: "plain" },
	resolved_by_person: { text: "By a person", tone: "plain" },
	with_people: { text: "With people", tone: "warn" },
};

function Row({ conversation, isOpen }: { conversation: BehindConversation; isOpen: boolean }) {
	const { id, preview, startedAt, channel, language, outcome, isReturned, rating } = conversation;
	const messages = conversation.visitorMessages + conversation.botMessages + conversation.agentMessages;
	const { text, tone } = OUTCOMES[outcome];
	return (
		<ConversationItem
			id={id}
			isOpen={isOpen}
			title={<span className="min-w-0 truncate font-medium">{preview ?? "Nothing was said"}</span>}
			at={startedAt}
		>
			<Badge tone={tone}>{text}</Badge>
			{isReturned && <Badge tone="warn">Returned</Badge>}
			<span>{language === "" ? channel : `${channel} · ${language}`}</span>
			<span className="tabular">· {messages === 1 ? "1 message" : `${messages} messages`}</span>
			{rating !== null && (
				<Mark name={`Rated ${rating} of 5`}>
					<Star aria-hidden="true" size={12} />
					{rating}
				</Mark>
			)}
			{conversation.thumbsUp > 0 && (
				<Mark name="Thumbs up">
					<ThumbsUp aria-hidden="true" size={12} />
				</Mark>
			)}
			{conversation.thumbsDown > 0 && (
				<Mark name="Thumbs down">
					<ThumbsDown aria-hidden="true" size={12} />
				</Mark>
			)}
		</ConversationItem>
	);
}

function Mark({ name, children }: { name: string; children: React.ReactNode }) {
	return (
		<span title={name} className="tabular inline-flex items-center gap-0.5">
			<span className="sr-only">{name}</span>
			{children}
		</span>
	);
}
