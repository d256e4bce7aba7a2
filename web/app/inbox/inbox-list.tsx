import { useVirtualizer } from "@tanstack/react-virtual";
import { PartyPopper, SearchX, WifiOff } from "lucide-react";
import { useEffect, useRef } from "react";
import { EmptyState, ErrorState, LoadingRows } from "../../ui/states.tsx";
import { Notice } from "../../ui/notice.tsx";
import type { InboxQuestion } from "./inbox-api.ts";
import { InboxRow, ROW_PIXELS } from "./inbox-row.tsx";
import type { useInbox } from "./use-inbox.ts";
import type { Selection } from "./use-selection.ts";

const SPARE_ROWS = 8;

interface InboxListProps {
	list: ReturnType<typeof useInbox>;
	question: InboxQuestion;
	/** The row that the keys stand at. */
	at: string | null;
	openId: string | null;
	selection: Selection;
}

/** Only the rows that are seen are drawn: ten thousand scroll like ten. */
export function InboxList({ list, question, at, openId, selection }: InboxListProps) {
	const { rows, hasMore, readMore } = list;
	const scroller = useRef<HTMLDivElement>(null);
	// oxlint-disable-next-line react/incompatible-library -- the compiler is not used: nothing is kept that would grow old
	const virtualizer = useVirtualizer({
		count: rows.length,
		getScrollElement: () => scroller.current,
		estimateSize: () => ROW_PIXELS,
		overscan: SPARE_ROWS,
		getItemKey: (index) => rows[index]?.id ?? index,
	});
	const place = rows.findIndex(({ id }) => id === at);
	useEffect(() => {
		if (place >= 0) virtualizer.scrollToIndex(place, { align: "auto" });
	}, [place, virtualizer]);
	const shown = virtualizer.getVirtualItems();
	const isAtEnd = (shown.at(-1)?.index ?? 0) >= rows.length - SPARE_ROWS;
	useEffect(() => {
		if (hasMore && isAtEnd) readMore();
	}, [hasMore, isAtEnd, readMore]);
	if (list.isPending) return <LoadingRows rows={8} />;
	if (list.error !== null && rows.length === 0)
		return <ErrorState message={list.error.message} onRetry={() => void list.refetch()} />;
	return (
		<>
			{list.staleSeconds !== null && (
				<Notice tone="warn" icon={<WifiOff size={14} />}>
					<output>Not up to date: {list.staleSeconds} s old. Trying again…</output>
				</Notice>
			)}
			<div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
				{rows.length === 0 && <NothingThere question={question} />}
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
									onMark={(isRange) => (isRange ? selection.extend(row.id) : selection.toggle(row.id))}
								/>
							)
						);
					})}
				</ul>
			</div>
		</>
	);
}

function NothingThere({ question: { view, status } }: { question: InboxQuestion }) {
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
