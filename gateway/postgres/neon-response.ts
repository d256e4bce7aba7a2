import { DatabaseError } from "pg";
import { GatewayError, messageOf } from "../gateway-error.ts";
import type { SqlOptions } from "./sql-request.ts";
import type { StatementResult } from "./sql-runner.ts";

/** PostgreSQL's fields of an error, as Neon's driver copies them. */
const errorFields = [
	"severity",
	"code",
	"detail",
	"hint",
	"position",
	"internalPosition",
	"internalQuery",
	"where",
	"schema",
	"table",
	"column",
	"dataType",
	"constraint",
	"file",
	"line",
	"routine",
] as const;

const jsonTypes = new Set([16, 20, 21, 23, 26, 114, 700, 701, 3802].filter((oid) => oid !== 20)); // int8 outgrows JSON's numbers

export function neonResult(result: StatementResult, options: SqlOptions): object {
	const { command, rowCount, fields } = result;
	const rows = options.rawText
		? result.rows
		: result.rows.map((row) => row.map((value, at) => asJson(value, fields[at]?.dataTypeID)));
	return {
		command,
		rowCount,
		rows: options.arrayMode
			? rows
			: rows.map((row) => Object.fromEntries(row.map((value, at) => [fields[at]?.name ?? "", value]))),
		fields,
		rowAsArray: options.arrayMode,
	};
}

export interface NeonFault {
	status: 400 | 503 | 504;
	body: { message: string } & Partial<Record<(typeof errorFields)[number], string>>;
}

/**
 * What went wrong, in Neon's shape. 400 is PostgreSQL's own word on the statement and the only status whose body
 * the driver reads; 503 and 504 say that there was nobody to ask.
 */
export function neonFault(error: unknown): NeonFault {
	if (error instanceof DatabaseError) {
		const body: NeonFault["body"] = { message: error.message };
		for (const field of errorFields) if (error[field] !== undefined) body[field] = error[field];
		return { status: isOutOfService(error.code) ? 503 : 400, body };
	}
	if (error instanceof GatewayError) {
		const status = error.code === "57014" ? 504 : error.code === "54000" ? 400 : 503;
		return { status, body: { message: error.message, code: error.code, severity: "ERROR" } };
	}
	return {
		status: 503,
		body: { message: `PostgreSQL cannot be reached: ${messageOf(error)}`, code: "08006", severity: "ERROR" },
	};
}

/** Connection faults, no room for another connection, shutting down or starting up. */
function isOutOfService(code: string | undefined): boolean {
	return code !== undefined && /^(08|53300|57P)/.test(code);
}

function asJson(value: string | null, dataTypeId: number | undefined): unknown {
	if (value === null || dataTypeId === undefined || !jsonTypes.has(dataTypeId)) return value;
	if (dataTypeId === 16) return value === "t";
	if (dataTypeId === 114 || dataTypeId === 3802) return JSON.parse(value);
	const number = Number(value);
	return Number.isFinite(number) ? number : value; // NaN and Infinity are no JSON
}
