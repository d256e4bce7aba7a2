import { useState } from "react";
import { rangeOf } from "./inbox-rows.ts";

export interface Selection {
	readonly ids: ReadonlySet<string>;
	readonly toggle: (id: string) => void;
	/** Shift and a click: all rows from the last one on. */
	readonly extend: (id: string) => void;
	readonly clear: () => void;
}

/** Which rows are marked, of those that are there. */
export function useSelection(rows: readonly { id: string }[]): Selection {
	const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
	const [last, setLast] = useState<string | null>(null);
	const there = new Set(rows.map(({ id }) => id).filter((id) => ids.has(id)));
	return {
		ids: there,
		toggle: (id) => {
			const next = new Set(there);
			if (!next.delete(id)) next.add(id);
			setIds(next);
			setLast(id);
		},
		extend: (id) => {
			setIds(new Set([...there, ...rangeOf(rows, last ?? id, id)]));
			setLast(id);
		},
		clear: () => setIds(new Set()),
	};
}
