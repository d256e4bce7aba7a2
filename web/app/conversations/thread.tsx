import { Lock, ThumbsDown, ThumbsUp } from "lucide-react";
import { useEffect, useRef } from "react";
import { textParts } from "../../chat/text-parts.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { classNames } from "../../ui/class-names.ts";
import { dateFormat, exactTime } from "../../ui/short-time.ts";
import { useStickToEnd } from "../../ui/use-stick-to-end.ts";
import { useDesk } from "../world.ts";
import type { ThreadItem } from "./thread-items.ts";

interface ThreadProps {
	items: readonly ThreadItem[];
	/** The entry that is looked at: a line stands before what came after it. */
	seq: number | null;
	/** Null where nobody is told why. */
	onExplain: ((seq: number) => void) | null;
	/** Who the customer is, as far as that is known. */
	customer: string;
}

/** What was said, in order: the customer on the one side, the company on the other. */
export function Thread({ items, seq, onExplain, customer }: ThreadProps) {
	const list = useRef<HTMLOListElement>(null);
	const { me } = useDesk();
	const own = items.findLast(
		(item) => (item.kind === "agent" || item.kind === "note") && item.name === me.name,
	);
	const { scroller, content } = useStickToEnd<HTMLDivElement>({
		ownKey: own === undefined ? null : String(own.seq),
		firstSeq: items[0]?.seq ?? 0,
	});
	const lookedAt = seq === null ? -1 : items.findLastIndex((item) => item.seq <= seq);
	useEffect(() => {
		if (lookedAt >= 0) list.current?.children[lookedAt]?.scrollIntoView({ block: "nearest" });
	}, [lookedAt]);
	return (
		<div
			ref={scroller}
			role="log"
			aria-label="Messages"
			// oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls: arrows must reach it
			tabIndex={0}
			className="min-h-0 flex-1 overflow-y-auto -outline-offset-2 [overflow-anchor:none]"
		>
			<div ref={content} className="px-4 py-4">
				<ol ref={list} className="mx-auto max-w-170 space-y-3">
					{items.map((item, index) => (
						<li key={item.seq}>
							{seq !== null && item.seq > seq && (items[index - 1]?.seq ?? 0) <= seq && <Later />}
							{isNewDay(items[index - 1], item) && <Day atMs={item.atMs} />}
							<Item item={item} isLookedAt={item.seq === seq} onExplain={onExplain} customer={customer} />
						</li>
					))}
				</ol>
			</div>
		</div>
	);
}

function isNewDay(before: ThreadItem | undefined, item: ThreadItem): boolean {
	return before === undefined || new Date(before.atMs).toDateString() !== new Date(item.atMs).toDateString();
}

/** What is below was not known yet. */
function Later() {
	return (
		<p className="flex items-center gap-3 pb-3 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
			What came later
		</p>
	);
}

function Day({ atMs }: { atMs: number }) {
	return (
		<p className="pb-3 text-center text-xs text-muted">{dateFormat({ dateStyle: "full" }).format(atMs)}</p>
	);
}

interface ItemProps {
	item: ThreadItem;
	isLookedAt: boolean;
	onExplain: ThreadProps["onExplain"];
	customer: string;
}

function Item({ item, isLookedAt, onExplain, customer }: ItemProps) {
	switch (item.kind) {
		case "visitor":
			return (
				<Bubble who={customer} person={customer} atMs={item.atMs} side="start" look="border-line bg-raised">
					<Words text={item.text} />
					{item.payload !== null && (
						<span className="mt-1 block font-mono text-2xs text-muted">pressed {item.payload}</span>
					)}
				</Bubble>
			);
		case "agent":
			return (
				<Bubble
					who={item.name}
					person={item.name}
					atMs={item.atMs}
					side="end"
					look="border-transparent bg-hover"
				>
					<Words text={item.text} />
				</Bubble>
			);
		case "note":
			return (
				<Bubble
					who={`${item.name} · private note`}
					person={item.name}
					atMs={item.atMs}
					side="end"
					look="border-line bg-note"
				>
					<Lock aria-hidden="true" size={12} className="me-1.5 inline text-muted" />
					<Words text={item.text} />
				</Bubble>
			);
		case "draft":
			return (
				<Bubble
					who="Bot · came too late, not shown to the customer"
					person={null}
					atMs={item.atMs}
					side="end"
					look="border-dashed border-edge text-muted"
				>
					<Words text={item.text} />
				</Bubble>
			);
		case "system":
			return (
				<p className="text-center text-xs text-balance text-muted" title={exactTime(item.atMs)}>
					{item.text}
				</p>
			);
		default:
			return <BotMessage item={item} isLookedAt={isLookedAt} onExplain={onExplain} />;
	}
}

function BotMessage({
	item,
	isLookedAt,
	onExplain,
}: Pick<ItemProps, "isLookedAt" | "onExplain"> & { item: Extract<ThreadItem, { kind: "bot" }> }) {
	const { text, buttons, imageUrl, rating, reason, seq } = item;
	return (
		<Bubble
			who="Bot"
			person={null}
			atMs={item.atMs}
			side="end"
			look={classNames("bg-accent-soft", isLookedAt ? "border-accent-ink" : "border-transparent")}
			below={
				<>
					{rating !== null && (
						<span className="inline-flex items-center gap-1">
							{rating === "up" ? (
								<ThumbsUp aria-hidden="true" size={12} />
							) : (
								<ThumbsDown aria-hidden="true" size={12} />
							)}
							{rating === "up" ? "Helpful" : "Not helpful"}
							{reason !== null && `: ${reason}`}
						</span>
					)}
					{onExplain !== null && (
						<button
							type="button"
							aria-pressed={isLookedAt}
							className="min-h-6 rounded-sm px-1 font-medium text-accent-ink hover:underline pointer-coarse:min-h-9"
							onClick={() => onExplain(seq)}
						>
							Why?
						</button>
					)}
				</>
			}
		>
			{text !== null && <Words text={text} />}
			{imageUrl !== null && (
				<img src={imageUrl} alt="Sent by the bot" loading="lazy" className="mt-2 max-h-60 rounded-md" />
			)}
			{buttons.length > 0 && (
				<span className="mt-2 flex flex-wrap gap-1.5">
					{buttons.map(({ title, payload }) => (
						<span
							key={`${title} ${payload}`}
							title={payload}
							className="rounded-full border border-edge px-2 py-0.5 text-xs"
						>
							{title}
						</span>
					))}
				</span>
			)}
		</Bubble>
	);
}

interface BubbleProps {
	who: string;
	/** Null for the bot. */
	person: string | null;
	atMs: number;
	side: "start" | "end";
	look: string;
	below?: React.ReactNode;
	children: React.ReactNode;
}

function Bubble({ who, person, atMs, side, look, below, children }: BubbleProps) {
	const isEnd = side === "end";
	return (
		<article className={classNames("flex items-end gap-2", isEnd && "flex-row-reverse")}>
			<Avatar person={person} />
			<div className={classNames("flex min-w-0 max-w-[85%] flex-col", isEnd ? "items-end" : "items-start")}>
				<header className="mb-0.5 flex items-baseline gap-2 px-1 text-xs text-muted">
					<span className="font-medium text-ink">{who}</span>
					<time dateTime={new Date(atMs).toISOString()} title={exactTime(atMs)}>
						{dateFormat({ timeStyle: "short" }).format(atMs)}
					</time>
				</header>
				<div
					dir="auto"
					className={classNames(
						"max-w-full rounded-bubble border px-3 py-2 break-words whitespace-pre-wrap",
						look,
					)}
				>
					{children}
				</div>
				{below !== undefined && (
					<footer className="mt-0.5 flex items-center gap-2 px-1 text-xs text-muted">{below}</footer>
				)}
			</div>
		</article>
	);
}

function Words({ text }: { text: string }) {
	return textParts(text).map((part, index) =>
		part.kind === "text" ? (
			// oxlint-disable-next-line react/no-array-index-key -- the parts of a text that never changes
			<span key={index}>{part.text}</span>
		) : (
			<a
				// oxlint-disable-next-line react/no-array-index-key -- as above
				key={index}
				href={part.href}
				target="_blank"
				rel="noreferrer"
				className="text-accent-ink underline underline-offset-2"
			>
				{part.text}
			</a>
		),
	);
}
