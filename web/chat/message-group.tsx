import { Avatar } from "../ui/avatar.tsx";
import { classNames } from "../ui/class-names.ts";
import { SenderMark } from "./chat-header.tsx";
import type { ConversationState } from "./conversation-state.ts";
import { AnswerFeedback } from "./answer-feedback.tsx";
import type { GroupRow, Sender } from "./conversation-rows.ts";
import type { Texts } from "./languages/catalogue.ts";
import { MessageBubble } from "./message-bubble.tsx";
import { exactTime, shortTime } from "./message-time.ts";
import { useSiteName } from "./site.ts";
import { useSpeech, useTexts } from "./languages/use-texts.tsx";

interface MessageGroupProps {
	group: GroupRow;
	nowMs: number;
	lastOwnKey: string | null;
	isLatestAnswer: boolean;
	onSay: (text: string, payload: string) => void;
}

/** One sender's messages within a few minutes: one face, one name, one time. */
export function MessageGroup({ group, nowMs, lastOwnKey, isLatestAnswer, onSay }: MessageGroupProps) {
	const { texts, locale } = useSpeech();
	const { sender, messages, atMs, judged } = group;
	const isOwn = sender.type === "visitor";
	const name = senderName(sender, useSiteName(), texts);
	return (
		<div className={classNames("group mb-5 flex gap-2.5", isOwn ? "flex-col items-end" : "items-start")}>
			{!isOwn && <Avatar person={sender.type === "agent" ? sender.name : null} />}
			<div
				className={classNames("flex max-w-[85%] min-w-0 flex-col gap-1", isOwn ? "items-end" : "items-start")}
			>
				<p className="flex items-center gap-1.5 px-1 text-xs text-muted">
					<span className="font-medium text-ink">{name}</span>
					{!isOwn && <SenderMark isBot={sender.type === "bot"} />}
					<time dateTime={new Date(atMs).toISOString()} title={exactTime(atMs, locale)}>
						{shortTime(atMs, nowMs, locale)}
					</time>
				</p>
				{messages.map((message) => (
					<MessageBubble
						key={message.key}
						message={message}
						senderName={name}
						isOwn={isOwn}
						isStatusShown={
							message.key === lastOwnKey || message.status === "failed" || message.status === "queued"
						}
						onSay={onSay}
					/>
				))}
				{judged !== null && <AnswerFeedback {...judged} isLatest={isLatestAnswer} />}
			</div>
		</div>
	);
}

function senderName(sender: Sender, site: string | null, texts: Texts): string {
	if (sender.type === "visitor") return texts.you;
	return sender.type === "bot" ? texts.botName(site) : sender.name;
}

export function TypingIndicator({ typing }: { typing: ConversationState["typing"] }) {
	const texts = useTexts();
	const site = useSiteName();
	const isPerson = typing?.who === "agent";
	const name = isPerson ? (typing.name ?? texts.person) : texts.botName(site);
	return (
		<div className="mb-5 flex animate-fade items-center gap-2.5">
			<Avatar person={isPerson ? name : null} />
			<output className="sr-only">{texts.typing(name)}</output>
			<span aria-hidden="true" className="flex gap-1 rounded-bubble bg-panel px-4 py-3.5">
				<span className="size-1.5 animate-dot rounded-full bg-muted" />
				<span className="size-1.5 animate-dot rounded-full bg-muted [animation-delay:150ms]" />
				<span className="size-1.5 animate-dot rounded-full bg-muted [animation-delay:300ms]" />
			</span>
		</div>
	);
}
