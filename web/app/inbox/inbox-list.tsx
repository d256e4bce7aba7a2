import { useVirtualizer } from "@tanstack/react-virtual";
import { PartyPopper, SearchX, WifiOff } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { Button } from "../../ui/button.tsx";
import { EmptyState, ErrorState, LoadingRows } from "../../ui/states.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useStaleSeconds } from "../live/use-live.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { useDesk, useMay } from "../world.ts";
import { isFiltered, NO_FILTER } from "./inbox-filter.tsx";
import type { Question } from "./inbox-question.ts";
import { InboxRow, ROW_PIXELS } from "./inbox-row.tsx";
import { neighboursOf, useNeighboursAhead, useReadAhead } from "./read-ahead.ts";
import type { InboxListState } from "./use-inbox.ts";
import type { Selection } from "./use-selection.ts";

const SPARE_ROWS = 8;
/** So many rows before the end the next page is asked for: who scrolls does not see the end of one. */
const ROWS_AHEAD = 60;

interface InboxListProps {
	list: InboxListState;
	question: Question;
	onAsk: (change: Partial<Question>) => void;
	/** The row that the keys stand at. */
	at: string | null;
	openId: string | null;
	selection: Selection;
}

/** Only the rows that are seen are drawn: ten thousand scroll like ten. */
export function InboxList({ list, question, onAsk, at, openId, selection }: InboxListProps) {
	const { rows, hasMore } = list;
	const scroller = useRef<HTMLDivElement>(null);
	const onPoint = useReadAhead();
	// looked up when the list or the row in it changes, not at each frame of scrolling
	const place = useMemo(() => (at === null ? -1 : rows.findIndex(({ id }) => id === at)), [rows, at]);
	useNeighboursAhead(neighboursOf(rows, place));
	// another function would be another list: all of its rows are measured anew for each, so at each frame of scrolling
	const keyOf = useCallback((index: number) => rows[index]?.id ?? index, [rows]);
	// oxlint-disable-next-line react/incompatible-library -- the compiler is not used: nothing is kept that would grow old
	const virtualizer = useVirtualizer({
		count: rows.length,
		getScrollElement: () => scroller.current,
		estimateSize: () => ROW_PIXELS,
		overscan: SPARE_ROWS,
		// there are rows to spare: no frame of scrolling waits for the next ones
		useFlushSync: false,
		getItemKey: keyOf,
	});
	const scrolledTo = useRef<string | null>(null);
	useEffect(() => {
		// once: whoever scrolls on is not pulled back when that row moves
		if (place < 0 || scrolledTo.current === at) return;
		scrolledTo.current = at;
		virtualizer.scrollToIndex(place, { align: "auto" });
	}, [at, place, virtualizer]);
	const shown = virtualizer.getVirtualItems();
	useReadOn(list, shown.at(-1)?.index ?? 0);
	return (
		<>
			<StaleNotice />
			{list.isPending ? (
				<Waiting />
			) : list.error !== null && rows.length === 0 ? (
				<ErrorState message={list.error.message} onRetry={list.refetch} />
			) : (
				<div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
					{rows.length === 0 && <NothingThere question={question} onAsk={onAsk} />}
					<ul aria-label="Inbox" className="relative" style={{ height: virtualizer.getTotalSize() }}>
						{shown.map(({ index, key, start }) => {
							const row = rows[index];
							return (
								row !== undefined && (
									<InboxRow
										key={key}
										row={row}
										top={start}
										isAt={row.id === at}
										isOpen={row.id === openId}
										isMarked={selection.ids.has(row.id)}
										onMark={selection.mark}
										onPoint={onPoint}
									/>
								)
							);
						})}
					</ul>
					{!hasMore && <OlderOnes question={question} />}
				</div>
			)}
		</>
	);
}

/** Asks for the next page before its place is reached. */
function useReadOn({ rows, hasMore, readMore }: InboxListState, lastShown: number): void {
	const isNearEnd = lastShown >= rows.length - ROWS_AHEAD;
	useEffect(() => {
		if (hasMore && isNearEnd) readMore();
	}, [hasMore, isNearEnd, readMore]);
}

/** Nothing comes any more: how old is what one looks at? */
function StaleNotice() {
	const { inbox } = useDesk();
	const seconds = useStaleSeconds(inbox.status);
	if (seconds === null) return null;
	return (
		<Notice
			tone="warn"
			icon={<WifiOff size={14} />}
			action={
				<Button look="inline" size="small" onClick={() => inbox.wake()}>
					Try now
				</Button>
			}
		>
			<output>Not up to date: {ageOf(seconds)} old. Trying again…</output>
		</Notice>
	);
}

function ageOf(seconds: number): string {
	return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
}

/** The list comes with the line: where there is none for a while, that is said in place of it. */
function Waiting() {
	const { inbox } = useDesk();
	if (useStaleSeconds(inbox.status) === null) return <LoadingRows rows={8} />;
	return <ErrorState message="The inbox can't be reached just now." onRetry={() => inbox.wake()} />;
}

/** What the bot has, and what is resolved, leaves the inbox after a week: whoever looks for more learns where it is. */
function OlderOnes({ question: { status } }: { question: Question }) {
	const mayRead = useMay("conversations:read");
	if (status !== "bot" && status !== "resolved") return null;
	return (
		<p className="px-4 py-3 text-center text-xs text-balance text-muted">
			These are of the last seven days. Older ones are in{" "}
			{mayRead ? (
				<NavLink
					to={status === "bot" ? "/conversations?owner=bot" : "/conversations"}
					className="rounded-sm font-medium text-accent-ink underline underline-offset-2 hover:no-underline"
				>
					Conversations
				</NavLink>
			) : (
				"Conversations"
			)}
			.
		</p>
	);
}

interface NothingThereProps {
	question: Question;
	onAsk: (change: Partial<Question>) => void;
}

function NothingThere({ question, onAsk }: NothingThereProps) {
	const { view, status } = question;
	if (isFiltered(question))
		return (
			<EmptyState
				icon={<SearchX size={20} />}
				title="No match"
				action={
					<Button size="compact" onClick={() => onAsk(NO_FILTER)}>
						Clear filters
					</Button>
				}
			/>
		);
	if (view === "mentions")
		return (
			<EmptyState icon={<PartyPopper size={20} />} title="Nobody asks for you">
				Notes that mention you stand here until you have read them.
			</EmptyState>
		);
	if (status === "open" && view !== "all")
		return (
			<EmptyState icon={<PartyPopper size={20} />} title={view === "mine" ? "All done" : "Nobody waits"}>
				{view === "mine"
					? "No open conversation is yours. Unassigned ones wait in the next tab."
					: "Every customer who asked for a person has one."}
			</EmptyState>
		);
	return (
		<EmptyState icon={<SearchX size={20} />} title="None">
			No conversation stands so just now.
		</EmptyState>
	);
}
