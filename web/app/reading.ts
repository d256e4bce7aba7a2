import {
	keepPreviousData,
	QueryClient,
	type QueryKey,
	useInfiniteQuery,
	useMutation,
	useQuery,
	useQueryClient,
} from "@tanstack/react-query";
import type { Fault, Result } from "../api/call-api.ts";
import { type Ask, useDesk } from "./world.ts";

/** So long what was read counts as new: going back to a page asks nobody. */
const FRESH_MS = 10_000;
const MAX_RETRIES = 2;

/** A refusal on its way through the query cache, which knows errors only. */
export class Refused extends Error {
	readonly fault: Fault;

	constructor(fault: Fault) {
		super(fault.message);
		this.fault = fault;
	}
}

async function must<Value>(answer: Promise<Result<Value>>): Promise<Value> {
	const result = await answer;
	if (!result.ok) throw new Refused(result.fault);
	return result.value;
}

/** Only what may be better a moment later is tried again. */
export function shouldRetry(failures: number, error: Error): boolean {
	const isPassing = error instanceof Refused && ["unreachable", "unavailable"].includes(error.fault.code);
	return isPassing && failures < MAX_RETRIES;
}

export function createQueryClient(): QueryClient {
	const queries = new QueryClient({
		defaultOptions: {
			// offline, a call fails and says so; nothing waits unseen for a network
			queries: { staleTime: FRESH_MS, retry: shouldRetry, networkMode: "always" },
			mutations: { networkMode: "always" },
		},
	});
	// nobody looks at a form's draft while another page is open
	queries.setQueryDefaults(["draft"], { gcTime: Infinity });
	return queries;
}

/** Whether a long form has something that was not saved; see `useKeptDraft`. */
export const hasUnsavedForm = (queries: QueryClient): boolean =>
	queries.getQueryCache().find({ queryKey: ["draft"], exact: false }) !== undefined;

/** Reads one thing, and keeps it under `key`. */
export function useRead<Value>(key: QueryKey, read: (ask: Ask) => Promise<Result<Value>>, isWanted = true) {
	const { ask } = useDesk();
	return useQuery({ queryKey: key, queryFn: () => must(read(ask)), enabled: isWanted });
}

/** The same; while another question is answered, the last answer stays. */
export function useKept<Value>(key: QueryKey, read: (ask: Ask) => Promise<Result<Value>>) {
	const { ask } = useDesk();
	return useQuery({
		queryKey: key,
		queryFn: () => must(read(ask)),
		placeholderData: keepPreviousData,
	});
}

export interface CursorPage<Row> {
	readonly rows: readonly Row[];
	readonly nextCursor: string | null;
	/** How many there are in all, where that is known. */
	readonly total?: number;
}

/** Reads a list by cursor, page after page. */
export function useRows<Row>(
	key: QueryKey,
	read: (ask: Ask, cursor: string | null) => Promise<Result<CursorPage<Row>>>,
) {
	const { ask } = useDesk();
	const query = useInfiniteQuery({
		queryKey: key,
		queryFn: ({ pageParam }) => must(read(ask, pageParam)),
		initialPageParam: null as string | null,
		getNextPageParam: (page) => page.nextCursor,
		// another filter: what is there stays until the answer comes
		placeholderData: keepPreviousData,
	});
	return { ...query, rows: query.data?.pages.flatMap((page) => page.rows) ?? [] };
}

export interface ChangeSettings<Input, Value> {
	/** What is read anew afterwards. */
	readonly refresh: readonly QueryKey[];
	/** What the toast says, where it should say something. */
	readonly said?: (value: Value, input: Input) => string;
	readonly undo?: (input: Input, value: Value) => void;
	readonly done?: (value: Value, input: Input) => void;
}

/** Changes something; a refusal is said in a toast. */
export function useChange<Input, Value>(
	change: (ask: Ask, input: Input) => Promise<Result<Value>>,
	{ refresh, said, undo, done }: ChangeSettings<Input, Value>,
) {
	const { ask, toasts } = useDesk();
	const queries = useQueryClient();
	return useMutation({
		mutationFn: (input: Input) => must(change(ask, input)),
		onSuccess: (value, input) => {
			for (const queryKey of refresh) void queries.invalidateQueries({ queryKey });
			done?.(value, input);
			if (said === undefined) return;
			toasts.show({
				text: said(value, input),
				...(undo === undefined ? {} : { undo: () => undo(input, value) }),
			});
		},
		onError: (error) => toasts.show({ text: error.message, tone: "danger" }),
	});
}

/** A page of the API as rows. */
export function toRows<Answer extends { nextCursor: string | null }, Row>(
	result: Result<Answer>,
	rowsOf: (answer: Answer) => readonly Row[],
): Result<CursorPage<Row>> {
	if (!result.ok) return result;
	return { ok: true, value: { rows: rowsOf(result.value), nextCursor: result.value.nextCursor } };
}

/** What is given, as a query; what is empty is left out. */
export function queryOf(values: Readonly<Record<string, string | number | null | undefined>>): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(values))
		if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
	const text = query.toString();
	return text === "" ? "" : `?${text}`;
}
