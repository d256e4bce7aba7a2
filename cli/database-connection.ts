import { connectDatabase, type Database } from "../store/database.ts";
import { readRunningFile } from "./running-file.ts";

/**
 * The database that a command means: DATABASE_URL of the environment (with DATABASE_FETCH_ENDPOINT where a gateway
 * stands in for Neon), else the one of the product that runs on this data folder.
 *
 * @throws Error when there is neither
 */
export function databaseFromEnvironment(dataDirectory: string): Database {
	const url = process.env["DATABASE_URL"];
	if (url !== undefined) {
		return connectDatabase({ url, fetchEndpoint: process.env["DATABASE_FETCH_ENDPOINT"] });
	}
	const running = readRunningFile(dataDirectory);
	if (running === null) {
		throw new Error(
			`No database: set DATABASE_URL (and DATABASE_FETCH_ENDPOINT for a gateway), or run \`npm start\` with its data in ${dataDirectory}.`,
		);
	}
	return connectDatabase({ url: running.databaseUrl, fetchEndpoint: running.databaseFetchEndpoint });
}
