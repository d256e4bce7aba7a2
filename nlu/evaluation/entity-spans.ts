/** Entities as evaluation compares them: two are the same when name, span, role and group are (SPEC EV2). */

export interface SpanLike {
	readonly entity: string;
	readonly start?: number | undefined;
	readonly end?: number | undefined;
	readonly role?: string | null | undefined;
	readonly group?: string | null | undefined;
}

/** Equal for equal entities. */
export function spanKey({ entity, start, end, role, group }: SpanLike): string {
	return JSON.stringify([entity, start ?? -1, end ?? -1, role ?? null, group ?? null]);
}

/** Without repeats of one span by two extractors, in the order of the text. */
export function distinctSpans<Span extends SpanLike>(spans: readonly Span[]): Span[] {
	const byKey = new Map(spans.map((span) => [spanKey(span), span]));
	return [...byKey.values()].sort(
		(a, b) => (a.start ?? 0) - (b.start ?? 0) || spanKey(a).localeCompare(spanKey(b)),
	);
}

/** Names of entities that any of the examples annotates: of others nobody says what is right. */
export function annotatedNames(
	examples: readonly { readonly entities: readonly SpanLike[] }[],
): ReadonlySet<string> {
	return new Set(examples.flatMap(({ entities }) => entities.map(({ entity }) => entity)));
}
