import { RedisError } from "../reply.ts";

export type Value =
	| { type: "string"; text: string }
	| { type: "hash"; fields: Map<string, string> }
	| { type: "list"; items: string[] }
	| { type: "set"; members: Set<string> }
	| { type: "zset"; scores: Map<string, number> };

type ValueOf<T extends Value["type"]> = Extract<Value, { type: T }>;

/** The keys, their values and their ends. A key whose time is over is gone for every reader. */
export class MemoryDatabase {
	private readonly values = new Map<string, Value>();
	/** Epoch milliseconds. */
	private readonly ends = new Map<string, number>();
	private readonly clock: () => number;

	constructor(clock: () => number) {
		this.clock = clock;
	}

	now(): number {
		return this.clock();
	}

	get(key: string): Value | undefined {
		const end = this.ends.get(key);
		if (end !== undefined && end <= this.now()) this.delete(key);
		return this.values.get(key);
	}

	/** @throws RedisError WRONGTYPE */
	typed<T extends Value["type"]>(key: string, type: T): ValueOf<T> | undefined {
		const value = this.get(key);
		if (value === undefined) return undefined;
		if (value.type !== type) throw wrongType();
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the line above compared the tag
		return value as ValueOf<T>;
	}

	/** The value of that type, made when there is none. */
	typedOrNew<T extends Value["type"]>(key: string, type: T): ValueOf<T> {
		const known = this.typed(key, type);
		if (known !== undefined) return known;
		const fresh = emptyValue(type);
		this.values.set(key, fresh);
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: emptyValue makes the type it is asked for
		return fresh as ValueOf<T>;
	}

	/** Replaces whatever was there; its end goes with it unless it is to be kept. */
	set(key: string, value: Value, keepEnd = false): void {
		this.get(key);
		this.values.set(key, value);
		if (!keepEnd) this.ends.delete(key);
	}

	delete(key: string): boolean {
		this.ends.delete(key);
		return this.values.delete(key);
	}

	/** Redis knows no empty collections: the last member takes its key along. */
	deleteWhenEmpty(key: string): void {
		const value = this.values.get(key);
		if (value !== undefined && sizeOf(value) === 0) this.delete(key);
	}

	endOf(key: string): number | undefined {
		return this.ends.get(key);
	}

	/** Null takes the end away; one that has passed takes the key. */
	setEnd(key: string, endMs: number | null): void {
		if (endMs === null) this.ends.delete(key);
		else if (endMs <= this.now()) this.delete(key);
		else this.ends.set(key, endMs);
	}

	keys(): string[] {
		return [...this.values.keys()].filter((key) => this.get(key) !== undefined);
	}

	clear(): void {
		this.values.clear();
		this.ends.clear();
	}

	/** Frees what nobody asks for any more. */
	sweep(): void {
		const now = this.now();
		for (const [key, end] of this.ends) if (end <= now) this.delete(key);
	}
}

export function wrongType(): RedisError {
	return new RedisError("WRONGTYPE Operation against a key holding the wrong kind of value");
}

function emptyValue(type: Value["type"]): Value {
	if (type === "string") return { type, text: "" };
	if (type === "hash") return { type, fields: new Map() };
	if (type === "list") return { type, items: [] };
	if (type === "set") return { type, members: new Set() };
	return { type, scores: new Map() };
}

function sizeOf(value: Value): number {
	if (value.type === "string") return 1; // an empty text is a value
	if (value.type === "hash") return value.fields.size;
	if (value.type === "list") return value.items.length;
	return value.type === "set" ? value.members.size : value.scores.size;
}
