import { DatabaseError, type FieldDef, type Pool, type PoolClient, Query } from "pg";
import { GatewayError } from "../gateway-error.ts";
import type { GatewayLimits } from "../options.ts";
import type { Statement } from "./sql-request.ts";

export interface StatementResult {
	command: string;
	rowCount: number | null;
	fields: FieldDef[];
	/** Values as PostgreSQL wrote them. */
	rows: (string | null)[][];
}

/** Time for the server's own time-out to speak first: it knows more. */
const graceMs = 250;
const asText = { getTypeParser: () => (value: string) => value };

/** Runs statements on a pooled connection; one that failed us is thrown away. */
export class SqlRunner {
	private readonly pool: Pool;
	private readonly limits: GatewayLimits;
	/** Connections that were left in the middle of something. */
	private readonly stuck = new WeakSet<PoolClient>();

	constructor(pool: Pool, limits: GatewayLimits) {
		this.pool = pool;
		this.limits = limits;
	}

	runOne(statement: Statement): Promise<StatementResult> {
		return this.withClient((client) => this.run(client, statement, this.limits.maxResultBytes));
	}

	/** All or nothing, in one transaction. */
	runBatch(statements: readonly Statement[], begin: string): Promise<StatementResult[]> {
		return this.withClient(async (client) => {
			const results: StatementResult[] = [];
			let bytesLeft = this.limits.maxResultBytes;
			await client.query(begin);
			try {
				for (const statement of statements) {
					// a transaction is a sequence
					const result = await this.run(client, statement, bytesLeft);
					bytesLeft -= result.rows.reduce((sum, row) => sum + sizeOf(row), 0);
					results.push(result);
				}
				await client.query("COMMIT");
			} catch (error) {
				if (error instanceof DatabaseError && !this.stuck.has(client)) await client.query("ROLLBACK");
				throw error;
			}
			return results;
		});
	}

	private async withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
		const client = await this.pool.connect();
		client.on("error", ignoreHere);
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<never>((_, reject) => {
			timer = setTimeout(() => {
				reject(new GatewayError("57014", `PostgreSQL gave no answer within ${this.limits.timeoutMs} ms.`));
			}, this.limits.timeoutMs + graceMs);
		});
		let isSound = false;
		try {
			const result = await Promise.race([work(client), late]);
			isSound = true;
			return result;
		} catch (error) {
			// An error that PostgreSQL itself reports leaves the connection usable; FATAL says it does not.
			isSound = error instanceof DatabaseError && error.severity === "ERROR" && !this.stuck.has(client);
			throw error;
		} finally {
			clearTimeout(timer);
			client.off("error", ignoreHere);
			client.release(!isSound);
		}
	}

	private run(client: PoolClient, statement: Statement, maxBytes: number): Promise<StatementResult> {
		const rows: (string | null)[][] = [];
		let bytes = 0;
		const config: ExtendedQuery = {
			text: statement.query,
			values: statement.params,
			rowMode: "array",
			types: asText,
			queryMode: "extended",
		};
		const query = new Query<(string | null)[]>(config);
		return new Promise((resolve, reject) => {
			query.on("row", (row) => {
				bytes += sizeOf(row);
				if (bytes <= maxBytes) rows.push(row);
				else {
					rows.length = 0;
					reject(new GatewayError("54000", `The result is larger than ${this.limits.maxResultBytes} bytes.`));
				}
			});
			query.on("error", (error) => {
				this.whenReady(client, () => {
					reject(error);
				});
			});
			query.on("end", (result) => {
				resolve({ command: result.command, rowCount: result.rowCount, fields: result.fields, rows });
			});
			client.query(query);
		});
	}

	/**
	 * After an error the server says when it is ready again. Tried: after COPY FROM STDIN it never does (it took pg's
	 * Sync for rows), and the next statement on that connection would hang.
	 */
	private whenReady(client: PoolClient, done: () => void): void {
		const { connection } = client;
		const finish = (): void => {
			clearTimeout(timer);
			connection.off("readyForQuery", finish);
			connection.off("end", finish);
			done();
		};
		const timer = setTimeout(() => {
			this.stuck.add(client);
			finish();
		}, graceMs);
		connection.once("readyForQuery", finish);
		connection.once("end", finish);
	}
}

/** pg takes `queryMode`, which keeps statements without parameters to one statement, too; its types lack it. */
interface ExtendedQuery {
	text: string;
	values: unknown[];
	rowMode: "array";
	types: { getTypeParser: () => (value: string) => string };
	queryMode: "extended";
}

/** Characters, which is near enough to bytes for a cap. */
function sizeOf(row: readonly (string | null)[]): number {
	return row.reduce((chars, value) => chars + (value?.length ?? 0) + 1, 0);
}

/** A connection that breaks in our hands fails the query too, and that is where it is told. */
function ignoreHere(): void {
	// nothing to add: see above
}
