import { ArrowDown } from "lucide-react";
import { lazy, Suspense, useMemo } from "react";
import { Button } from "../ui/button.tsx";
import { useDelayed } from "../ui/use-delayed.ts";
import { useNow } from "../ui/use-now.ts";
import { conversationRows, type Row, type SystemEvent } from "./conversation-rows.ts";
import type { ConversationState } from "./conversation-state.ts";
import { MessageGroup, TypingIndicator } from "./message-group.tsx";
import { dayName } from "./message-time.ts";
import type { Texts } from "./languages/catalogue.ts";
import { useSpeech, useTexts } from "./languages/use-texts.tsx";
import { useConversation, useConversationClient } from "./use-conversation.ts";
import { useStickToEnd } from "../ui/use-stick-to-end.ts";

const CsatCard = lazy(async () => ({ default: (await import("./opinion-forms.tsx")).CsatCard }));

/** An answer that comes sooner needs no "thinking". */
const THINKING_AFTER_MS = 400;
/** Nothing has come: then nothing is coming, and the dots would lie. */
const THINKING_UNTIL_MS = 20_000;

export function MessageList({ onSay }: { onSay: (text: string, payload: string) => void }) {
	const texts = useTexts();
	const state = useConversation();
	const client = useConversationClient();
	const rows = useMemo(() => conversationRows(state), [state]);
	const nowMs = useNow(20_000);
	const isTyping = useIsTyping(state);
	const lastOwnKey = lastOwnMessage(rows);
	const lastAnswerKey = rows.findLast((row) => row.kind === "group" && row.judged !== null)?.key ?? null;
	const { scroller, content, isAtEnd, scrollToEnd } = useStickToEnd({
		ownKey: lastOwnKey,
		firstSeq: state.events[0]?.seq ?? 0,
		onAttention: (isAttentive) => client.setAttention(isAttentive),
	});

	const showEarlier = async (): Promise<void> => {
		await client.loadEarlier();
		// the button has gone with the last page: its focus goes to what it brought
		if (document.activeElement === document.body) scroller.current?.focus();
	};

	return (
		<div className="relative min-h-0 flex-1">
			<section
				ref={scroller}
				aria-label={texts.conversation}
				// oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
				tabIndex={0}
				className="h-full overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]"
			>
				<div
					ref={content}
					className="@container mx-auto flex min-h-full w-full max-w-190 flex-col justify-end px-4 pt-4 pb-5"
				>
					{state.earlierBefore !== null && (
						<Button
							look="quiet"
							size="small"
							className="self-center text-muted"
							onClick={() => void showEarlier()}
						>
							{state.isLoadingEarlier ? texts.loadingEarlier : texts.loadEarlier}
						</Button>
					)}
					<div role="log" aria-label={texts.messages} aria-relevant="additions" className="flex flex-col">
						{rows.map((row) => (
							<RowView
								key={row.key}
								row={row}
								nowMs={nowMs}
								lastOwnKey={lastOwnKey}
								isLatestAnswer={row.key === lastAnswerKey}
								onSay={onSay}
							/>
						))}
					</div>
					{isTyping && <TypingIndicator typing={state.typing} />}
				</div>
			</section>
			{!isAtEnd && <ToLatest unread={state.unread} onPress={scrollToEnd} />}
		</div>
	);
}

/** Whether to show the dots: for a person at once, for the bot when it takes its time. */
function useIsTyping({ replyDueSinceMs, typing }: ConversationState): boolean {
	const isBotBusy = replyDueSinceMs !== null || typing?.who === "bot";
	const isDue = useDelayed(isBotBusy, THINKING_AFTER_MS);
	const isOverdue = useDelayed(isBotBusy, THINKING_UNTIL_MS);
	return typing?.who === "agent" || (isDue && !isOverdue);
}

function ToLatest({ unread, onPress }: { unread: number; onPress: () => void }) {
	const texts = useTexts();
	return (
		<Button
			className="absolute bottom-3 left-1/2 -translate-x-1/2 animate-fade rounded-full border-edge shadow-float"
			onClick={onPress}
		>
			<ArrowDown aria-hidden="true" size={16} />
			{unread > 0 ? texts.newMessages(unread) : <span className="sr-only">{texts.jumpToLatest}</span>}
		</Button>
	);
}

interface RowProps {
	row: Row;
	nowMs: number;
	lastOwnKey: string | null;
	isLatestAnswer: boolean;
	onSay: (text: string, payload: string) => void;
}

function RowView({ row, nowMs, lastOwnKey, isLatestAnswer, onSay }: RowProps) {
	const { texts, locale } = useSpeech();
	const { ratings } = useConversation();
	switch (row.kind) {
		case "day":
			return (
				<p className="mt-2 mb-4 text-center text-xs font-medium text-muted">
					<time dateTime={new Date(row.atMs).toISOString().slice(0, 10)}>
						{dayName(row.atMs, nowMs, locale)}
					</time>
				</p>
			);
		case "missed":
			return (
				<p className="mb-4 flex items-center gap-3 text-xs font-medium text-accent-ink">
					<span aria-hidden="true" className="h-px flex-1 bg-current opacity-40" />
					{texts.missed(row.count)}
					<span aria-hidden="true" className="h-px flex-1 bg-current opacity-40" />
				</p>
			);
		case "system":
			return (
				<p dir="auto" className="mb-4 text-center text-xs text-pretty text-muted">
					{systemText(row.event, texts)}
				</p>
			);
		case "csat":
			return (
				<Suspense>
					<CsatCard seq={row.seq} given={ratings.get(row.seq)} />
				</Suspense>
			);
		default:
			return (
				<MessageGroup
					group={row}
					nowMs={nowMs}
					lastOwnKey={lastOwnKey}
					isLatestAnswer={isLatestAnswer}
					onSay={onSay}
				/>
			);
	}
}

/** What happened, in the page's own language where it knows the words. */
function systemText({ code, owner, name, text }: SystemEvent, texts: Texts): string {
	if (code === "resolved") return texts.resolved;
	if (owner === undefined) return text;
	return owner === "person" ? texts.ownerLines.person(name ?? null) : texts.ownerLines[owner];
}

function lastOwnMessage(rows: readonly Row[]): string | null {
	const group = rows.findLast((row) => row.kind === "group" && row.sender.type === "visitor");
	return group?.kind === "group" ? (group.messages.at(-1)?.key ?? null) : null;
}
