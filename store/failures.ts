/** How the store fails, in words that may stand in a log: no parameter of a statement, no password of an address. */

/** A part that is away, hangs or refuses for now: trying again later may help. */
export class StoreUnavailable extends Error {
	readonly part: "postgres" | "redis";

	constructor(part: "postgres" | "redis", reason: string) {
		super(`${part === "postgres" ? "Postgres" : "Redis"} is unavailable: ${reason}`);
		this.name = "StoreUnavailable";
		this.part = part;
	}
}

/** A statement that the database refused: our fault. `code` is the SQLSTATE, or Redis's first word. */
export class StoreFault extends Error {
	readonly part: "postgres" | "redis";
	readonly code: string | null;

	constructor(part: "postgres" | "redis", code: string | null, reason: string) {
		super(`${part === "postgres" ? "Postgres" : "Redis"} refused a command: ${reason}`);
		this.name = "StoreFault";
		this.part = part;
		this.code = code;
	}
}

/**
 * SQLSTATE classes that say "not now" instead of "never": connection exceptions, insufficient resources, operator
 * intervention (a shutdown, a statement's time-out), system errors; and a lost race for a lock.
 */
const PASSING = /^(08|53|57|58|40)/;

/**
 * What a driver's error means. drizzle wraps the driver's own error, with all parameters in its message, so only the
 * innermost one that carries a SQLSTATE is read, and of that the code and the server's primary message.
 */
export function postgresFailure(error: unknown): Error {
	if (error instanceof StoreUnavailable || error instanceof StoreFault) return error;
	for (const cause of causes(error)) {
		const code = textOf(cause, "code");
		if (code === null || !/^[0-9A-Z]{5}$/.test(code)) continue;
		return PASSING.test(code)
			? new StoreUnavailable("postgres", `SQLSTATE ${code}`)
			: new StoreFault("postgres", code, `SQLSTATE ${code}${constraintOf(cause)}`);
	}
	for (const cause of causes(error)) {
		const name = textOf(cause, "name");
		if (name === "TimeoutError" || name === "AbortError")
			return new StoreUnavailable("postgres", "no answer in time");
		if (name === "SyntaxError") return new StoreUnavailable("postgres", "the address answers something else");
		const status = /HTTP status (\d{3})/.exec(textOf(cause, "message") ?? "")?.[1];
		if (status !== undefined) return new StoreUnavailable("postgres", `HTTP status ${status}`);
		if (textOf(cause, "message")?.startsWith("Error connecting to database") === true)
			return new StoreUnavailable("postgres", "it cannot be reached");
	}
	return new StoreFault("postgres", null, error instanceof Error ? error.name : "unknown error");
}

/** An error and what caused it, outermost first. Neon's driver keeps the cause in `sourceError`. */
export function causes(error: unknown): readonly object[] {
	const chain: object[] = [];
	let current: unknown = error;
	while (typeof current === "object" && current !== null && chain.length < 8) {
		chain.push(current);
		current = Reflect.get(current, "cause") ?? Reflect.get(current, "sourceError");
	}
	return chain;
}

function constraintOf(cause: object): string {
	const constraint = textOf(cause, "constraint");
	return constraint === null ? "" : `, constraint ${constraint}`;
}

function textOf(holder: object, key: string): string | null {
	const value: unknown = Reflect.get(holder, key);
	return typeof value === "string" ? value : null;
}
