import { z } from "zod";

/** Neon's single query. Its driver sends texts and nulls; the rest of JSON is taken too, as Neon does. */
const Statement = z.object({
	query: z.string(),
	params: z.array(z.json()).max(65_535).default([]),
});
export type Statement = z.infer<typeof Statement>;

export const SqlBody = z.union([
	z.object({ queries: z.array(Statement).max(10_000) }),
	z.array(Statement).max(10_000),
	Statement,
]);

export interface SqlOptions {
	/** Rows as arrays, not as objects. */
	arrayMode: boolean;
	/** Values as PostgreSQL writes them, not as JSON. */
	rawText: boolean;
	/** The statement that opens a batch's transaction. */
	begin: string;
}

const isolationLevels = new Map([
	["ReadUncommitted", "READ UNCOMMITTED"],
	["ReadCommitted", "READ COMMITTED"],
	["RepeatableRead", "REPEATABLE READ"],
	["Serializable", "SERIALIZABLE"],
]);

/** @returns the options, or the fault in words */
export function readSqlOptions(header: (name: string) => string | undefined): SqlOptions | string {
	const isolation = header("Neon-Batch-Isolation-Level");
	const level = isolation === undefined ? "" : isolationLevels.get(isolation);
	if (level === undefined) {
		return `Neon-Batch-Isolation-Level is one of ${[...isolationLevels.keys()].join(", ")}.`;
	}
	const words = [
		"BEGIN",
		level === "" ? "" : `ISOLATION LEVEL ${level}`,
		header("Neon-Batch-Read-Only") === "true" ? "READ ONLY" : "",
		header("Neon-Batch-Deferrable") === "true" ? "DEFERRABLE" : "",
	];
	return {
		arrayMode: header("Neon-Array-Mode") === "true",
		rawText: header("Neon-Raw-Text-Output") === "true",
		begin: words.filter((word) => word !== "").join(" "),
	};
}

/** The password of a connection string, which is our token; null when there is none. */
export function passwordOf(connectionString: string): string | null {
	if (!/^postgres(ql)?:/.test(connectionString) || !URL.canParse(connectionString)) return null;
	const { password } = new URL(connectionString);
	try {
		return password === "" ? null : decodeURIComponent(password);
	} catch {
		return null; // a broken % escape is no password of ours
	}
}
