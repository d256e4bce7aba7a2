import type { QueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { logQuery } from "../conversations/use-log.ts";
import { type DeskWorld, useDesk } from "../world.ts";
import { neighbour } from "./inbox-rows.ts";
import { conversationQuery } from "./use-conversation.ts";

/** What was read a moment ago is not read again: its line, or the inbox, tells what is new. */
const FRESH_MS = 30_000;
/** Who leafs through the list lets nothing be read on the way. */
const LEAFING_MS = 120;

type Surroundings = Pick<DeskWorld, "ask" | "inbox"> & { readonly queries: QueryClient };

/** Reads a conversation before it is opened, so that it opens at once. */
export function readAhead({ ask, inbox, queries }: Surroundings, id: string): void {
	void queries.prefetchQuery({ ...logQuery({ ask, inbox, queries }, id), staleTime: FRESH_MS });
	void queries.prefetchQuery({ ...conversationQuery({ ask, inbox }, id), staleTime: FRESH_MS });
}

/** Those that J and K lead to, and what opens when the open one is closed. */
export function readNeighbours(
	world: Surroundings,
	rows: readonly { readonly id: string }[],
	at: string | null,
): void {
	for (const step of [1, -1] as const) {
		const next = neighbour(rows, at, step);
		if (next !== null) readAhead(world, next);
	}
}

/** @returns what reads the conversation of a row that somebody points at */
export function useReadAhead(): (id: string) => void {
	const { ask, inbox } = useDesk();
	const queries = useQueryClient();
	return useMemo(() => (id) => readAhead({ ask, inbox, queries }, id), [ask, inbox, queries]);
}

/** Reads what stands beside the open row, as soon as somebody rests there. */
export function useNeighboursAhead(rows: readonly { readonly id: string }[], at: string | null): void {
	const { ask, inbox } = useDesk();
	const queries = useQueryClient();
	useEffect(() => {
		const timer = setTimeout(() => readNeighbours({ ask, inbox, queries }, rows, at), LEAFING_MS);
		return () => clearTimeout(timer);
	}, [ask, inbox, queries, rows, at]);
}
