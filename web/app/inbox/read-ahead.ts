import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { type LogWorld, logQuery } from "../conversations/use-log.ts";
import { useDesk } from "../world.ts";
import { neighbour } from "./inbox-rows.ts";
import { conversationQuery } from "./use-conversation.ts";

/** What was read a moment ago is not read again: its line, or the inbox, tells what is new. */
const FRESH_MS = 30_000;
/** Who leafs through the list lets nothing be read on the way. */
const LEAFING_MS = 120;

/** Reads a conversation before it is opened, so that it opens at once. */
export function readAhead({ ask, inbox, queries }: LogWorld, id: string): void {
	void queries.prefetchQuery({ ...logQuery({ ask, inbox, queries }, id), staleTime: FRESH_MS });
	void queries.prefetchQuery({ ...conversationQuery({ ask, inbox }, id), staleTime: FRESH_MS });
}

/** Those that J and K lead to, and what opens when the open one is closed: below and above. */
export function neighboursOf(
	rows: readonly { readonly id: string }[],
	at: string | null,
): readonly [below: string | null, above: string | null] {
	return [neighbour(rows, at, 1), neighbour(rows, at, -1)];
}

export function readNeighbours(world: LogWorld, ids: readonly (string | null)[]): void {
	for (const id of ids) if (id !== null) readAhead(world, id);
}

/** @returns what reads the conversation of a row that somebody points at */
export function useReadAhead(): (id: string) => void {
	const { ask, inbox } = useDesk();
	const queries = useQueryClient();
	return useCallback((id) => readAhead({ ask, inbox, queries }, id), [ask, inbox, queries]);
}

/** Reads what stands beside the open row, as soon as somebody rests there. */
export function useNeighboursAhead(rows: readonly { readonly id: string }[], at: string | null): void {
	const { ask, inbox } = useDesk();
	const queries = useQueryClient();
	// not the rows: they change with every message, and who is beside the open one seldom does
	const [below, above] = neighboursOf(rows, at);
	useEffect(() => {
		const timer = setTimeout(() => readNeighbours({ ask, inbox, queries }, [below, above]), LEAFING_MS);
		return () => clearTimeout(timer);
	}, [ask, inbox, queries, below, above]);
}
