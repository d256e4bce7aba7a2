import { seedShop } from "../../store/seed-shop.ts";
import type { Command } from "../command.ts";
import { databaseFromEnvironment } from "../database-connection.ts";

export const seedCommand: Command = {
	name: "seed",
	summary: "fills the shop with its demo customers, products and orders (again: changes nothing)",
	usage: `Usage: care seed [--json]

50 customers, 80 products, 300 orders in all states: docs/demo-data.md names those that are meant for trying.
The database is found as by \`care migrate\`.

  --data DIR  folder of the running embedded product (default: .data)
  --json      one JSON object on stdout with the counts`,
	options: { data: { type: "string" }, json: { type: "boolean" } },
	async run(args, output) {
		const counts = await seedShop(databaseFromEnvironment(args.text("data") ?? ".data"), {
			nowMs: Date.now(),
		});
		output.out(args.flag("json") ? JSON.stringify(counts) : `Seeded: ${JSON.stringify(counts)}`);
		return 0;
	},
};
