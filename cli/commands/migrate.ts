import type { Command } from "../command.ts";
import { databaseFromEnvironment } from "../database-connection.ts";
import { migrateDatabase } from "../migrate-database.ts";

export const migrateCommand: Command = {
	name: "migrate",
	summary: "brings the database's schema forward to this version",
	usage: `Usage: care migrate [--json]

The database is named by DATABASE_URL, and DATABASE_FETCH_ENDPOINT where a gateway stands in for Neon.
Without DATABASE_URL, the gateway of a running \`npm start\` in --data is used.

  --data DIR  folder of the running embedded product (default: .data)
  --json      one JSON object on stdout: { applied: [names], upToDate: true|false }`,
	options: { data: { type: "string" }, json: { type: "boolean" } },
	async run(args, output) {
		const { applied } = await migrateDatabase(databaseFromEnvironment(args.text("data") ?? ".data"));
		if (args.flag("json")) output.out(JSON.stringify({ applied, upToDate: applied.length === 0 }));
		else output.out(applied.length === 0 ? "The schema is up to date." : `Applied: ${applied.join(", ")}`);
		return 0;
	},
};
