import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { type LogWorld, logQuery } from "../conversations/use-log.ts";
import { useDesk } from "../world.ts";
import { conversationQuery } from "../conversations/conversation-query.ts";

/** What was read a moment ago is not read again: its line, or the inbox, tells what is new. */
const FRESH_MS = 30_000;
/** Who leafs through the list lets nothing be read on the way. */
const LEAFING_MS = 120;

/** Reads a conversation before it is opened, so that it opens at once. */
export function readAhead({ ask, inbox, queries }: LogWorld, id: string): void {
	void queries.prefetchQuery({ ...logQuery({ ask, inbox, queries }, id), staleTime: FRESH_MS });
	void queries.prefetchQuery({ ...conversationQuery({ ask, inbox }, id), staleTime: FRESH_MS });
}

/** Who walks on in a hurry finds the next but one read too. */
const STEPS = [1, -1, 2, -2];

/**
 * Those that J and K lead to, and what opens when the open one is closed: the nearest first.
 *
 * @param place - of the open one; -1 where none is
 */
export function neighboursOf(rows: readonly { readonly id: string }[], place: number): readonly string[] {
	return STEPS.flatMap((step) => rows[place + step]?.id ?? []);
}

export function readNeighbours(world: LogWorld, ids: readonly string[]): void {
	for (const id of ids) readAhead(world, id);
}

/** @returns what reads the conversation of a row that somebody points at */
export function useReadAhead(): (id: string) => void {
	const { ask, inbox } = useDesk();
	const queries = useQueryClient();
	return useCallback((id) => readAhead({ ask, inbox, queries }, id), [ask, inbox, queries]);
}

/** Reads what stands beside the open row, as soon as somebody rests there. */
export function useNeighboursAhead(ids: readonly string[]): void {
	const { ask, inbox } = useDesk();
	const queries = useQueryClient();
	// in words: the rows change with every message, and who is beside the open one seldom does
	const print = ids.join(" ");
	useEffect(() => {
		const read = (): void => readNeighbours({ ask, inbox, queries }, print === "" ? [] : print.split(" "));
		const timer = setTimeout(read, LEAFING_MS);
		return () => clearTimeout(timer);
	}, [ask, inbox, queries, print]);
}
