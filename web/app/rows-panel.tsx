import { type ReactNode, useRef } from "react";
import { Button } from "../ui/button.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { ErrorState, LoadingRows } from "../ui/states.tsx";
import { useLostFocus } from "./lost-focus.ts";
import { Panel } from "./page.tsx";

/** A list as it is read: what useRows and useRead give. */
export interface ReadList<Row> {
	readonly rows: readonly Row[];
	readonly isPending: boolean;
	readonly error: Error | null;
	readonly refetch: () => unknown;
	readonly hasNextPage?: boolean;
	readonly isFetchingNextPage?: boolean;
	readonly fetchNextPage?: () => unknown;
}

interface RowsPanelProps<Row> {
	list: ReadList<Row>;
	caption: string;
	columns: readonly Column<Row>[];
	rowKey: (row: Row) => string;
	/** Drawn when there is nothing. */
	empty: ReactNode;
}

const isFewer = (before: number, now: number): boolean => now < before;

/** A list in each of its states: loading, broken, empty, and page after page. Whose row goes away goes on from the list. */
export function RowsPanel<Row>({ list, caption, columns, rowKey, empty }: RowsPanelProps<Row>) {
	const place = useRef<HTMLElement>(null);
	useLostFocus(place, list.rows.length, isFewer);
	return (
		<section ref={place} aria-label={caption} tabIndex={-1} className="outline-none">
			<Panel>
				<RowsState list={list} empty={empty}>
					<DataTable caption={caption} columns={columns} rows={list.rows} rowKey={rowKey} />
				</RowsState>
			</Panel>
		</section>
	);
}

/** @param children - the rows, where there are some */
export function RowsState<Row>({
	list,
	empty,
	children,
}: Pick<RowsPanelProps<Row>, "list" | "empty"> & { children: ReactNode }) {
	if (list.isPending) return <LoadingRows />;
	if (list.error !== null && list.rows.length === 0)
		return <ErrorState message={list.error.message} onRetry={() => void list.refetch()} />;
	if (list.rows.length === 0) return empty;
	return (
		<>
			{children}
			{list.hasNextPage === true && (
				<div className="border-t border-line p-2 text-center">
					<Button
						look="quiet"
						size="compact"
						aria-disabled={list.isFetchingNextPage === true}
						onClick={() => void list.fetchNextPage?.()}
					>
						{list.isFetchingNextPage === true ? "Loading…" : "Show more"}
					</Button>
				</div>
			)}
		</>
	);
}
