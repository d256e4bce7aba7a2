import { useCallback, useEffect, useRef, useState } from "react";
import { rangeOf } from "./inbox-rows.ts";

export interface Selection {
	readonly ids: ReadonlySet<string>;
	/** With Shift: all rows from the last one on. The same function for as long as the list is there. */
	readonly mark: (id: string, isRange: boolean) => void;
	/** All that are listed so far. */
	readonly markAll: () => void;
	readonly clear: () => void;
}

/** Which rows are marked, of those that are there. */
export function useSelection(rows: readonly { id: string }[]): Selection {
	const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
	const last = useRef<string | null>(null);
	const there = ids.size === 0 ? ids : new Set(rows.map(({ id }) => id).filter((id) => ids.has(id)));
	const now = useRef({ rows, there });
	useEffect(() => {
		now.current = { rows, there };
	});
	const mark = useCallback((id: string, isRange: boolean): void => {
		const { rows: listed, there: marked } = now.current;
		const next = new Set(marked);
		if (isRange) for (const one of rangeOf(listed, last.current ?? id, id)) next.add(one);
		else if (!next.delete(id)) next.add(id);
		last.current = id;
		setIds(next);
	}, []);
	const markAll = (): void => setIds(new Set(rows.map(({ id }) => id)));
	return { ids: there, mark, markAll, clear: () => setIds(new Set()) };
}
