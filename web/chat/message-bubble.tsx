import { lazy, Suspense, useState } from "react";
import { Check, CheckCheck, CircleAlert, Clock } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { classNames } from "../ui/class-names.ts";
import type { MessageStatus, MessageView } from "./conversation-rows.ts";
import { MessageChoices } from "./message-choices.tsx";
import { MessageImage } from "./message-image.tsx";
import { textParts } from "./text-parts.ts";
import type { Texts } from "./languages/catalogue.ts";
import { useTexts } from "./languages/use-texts.tsx";
import { useConversationClient } from "./use-conversation.ts";

const FRESH_FOR_MS = 5_000;

/** Few conversations have cards. */
const CardList = lazy(async () => ({ default: (await import("./card-list.tsx")).CardList }));

interface MessageBubbleProps {
	message: MessageView;
	senderName: string;
	isOwn: boolean;
	isStatusShown: boolean;
	onSay: (text: string, payload: string) => void;
}

export function MessageBubble({ message, senderName, isOwn, isStatusShown, onSay }: MessageBubbleProps) {
	const texts = useTexts();
	const isFailed = message.status === "failed";
	// what was said long ago does not arrive again when the page is opened
	const [isFresh] = useState(() => Date.now() - message.atMs < FRESH_FOR_MS);
	return (
		<div
			className={classNames(
				"flex max-w-full flex-col gap-1.5",
				isOwn ? "items-end" : "items-start",
				isFresh && "animate-settle",
			)}
		>
			{message.text !== null && message.text !== "" && (
				<div
					className={classNames(
						"max-w-full rounded-bubble border px-3.5 py-2 wrap-anywhere whitespace-pre-wrap",
						isOwn ? "rounded-ee-sm" : "rounded-es-sm",
						isOwn && !isFailed && "border-transparent bg-accent text-on-accent",
						isFailed && "border-danger-ink bg-danger-soft text-ink",
						!isOwn && "border-transparent bg-panel text-ink",
					)}
				>
					{/* the words have a direction of their own; the bubble's corner stays on its side of the page */}
					<div dir="auto">{isOwn ? message.text : <LinkedText text={message.text} />}</div>
				</div>
			)}
			{message.imageUrl !== null && <MessageImage url={message.imageUrl} alt={texts.image(senderName)} />}
			{message.cards.length > 0 && (
				<Suspense fallback={<Skeleton className="h-48 w-56" />}>
					<CardList cards={message.cards} canChoose={message.canChoose} onSay={onSay} />
				</Suspense>
			)}
			{message.buttons.length > 0 && (
				<MessageChoices buttons={message.buttons} canChoose={message.canChoose} onSay={onSay} />
			)}
			{message.status !== null && isStatusShown && <Status message={message} status={message.status} />}
		</div>
	);
}

function LinkedText({ text }: { text: string }) {
	return textParts(text).map((part, index) =>
		part.kind === "text" ? (
			part.text
		) : (
			<a
				// oxlint-disable-next-line react/no-array-index-key -- the parts of one text never change places
				key={index}
				href={part.href}
				target="_blank"
				rel="noopener noreferrer nofollow"
				className="rounded-xs underline underline-offset-2 hover:no-underline focus-visible:outline-current"
			>
				{part.text}
			</a>
		),
	);
}

function refusalText({ refusals }: Texts, code: string): string {
	return Object.entries(refusals).find(([known]) => known === code)?.[1] ?? refusals.other;
}

const STATUS_ICONS = {
	queued: Clock,
	sending: Clock,
	sent: Check,
	delivered: CheckCheck,
	read: CheckCheck,
	failed: CircleAlert,
} satisfies Record<MessageStatus, unknown>;

function Status({ message, status }: { message: MessageView; status: MessageStatus }) {
	const texts = useTexts();
	const client = useConversationClient();
	const Icon = STATUS_ICONS[status];
	const { outgoingId, reason } = message;
	return (
		<div
			className={classNames(
				"flex flex-wrap items-center justify-end gap-x-1 px-1 text-2xs",
				status === "failed" ? "text-danger-ink" : "text-muted",
			)}
		>
			<Icon aria-hidden="true" size={13} />
			<span>
				{texts.status[status]}
				{reason !== null && `: ${refusalText(texts, reason)}`}
			</span>
			{status === "failed" && outgoingId !== null && (
				<span className="-me-1.5 flex">
					<Button look="inline" size="small" onClick={() => client.retry(outgoingId)}>
						{texts.retry}
					</Button>
					<Button look="inline" size="small" onClick={() => client.remove(outgoingId)}>
						{texts.remove}
					</Button>
				</span>
			)}
		</div>
	);
}
