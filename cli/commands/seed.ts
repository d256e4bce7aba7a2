import { seedShop } from "../../store/seed-shop.ts";
import { buildModel, MODEL_FILE } from "../build-product.ts";
import { type Command, UsageError } from "../command.ts";
import { databaseFromEnvironment } from "../database-connection.ts";
import { progressLine } from "../progress-line.ts";

const SHIPPED = "assistant";
const CONVERSATIONS = 2_000;
const MOST_CONVERSATIONS = 100_000;

export const seedCommand: Command = {
	name: "seed",
	summary: "fills the shop with its demo customers, products and orders (again: changes nothing)",
	usage: `Usage: care seed [--history [--conversations N] [--seed N]] [--json]

50 customers, 80 products, 300 orders in all states: docs/demo-data.md names those that are meant for trying.
--history adds sixty days of conversations that customers had with the shipped assistant and its people: the real model,
rules and actions run, with the clock of those days. Again with the same seed: adds what is missing, changes nothing.
The database is found as by \`care migrate\`.

  --history          conversations too
  --conversations N  how many (default: ${CONVERSATIONS})
  --seed N           the same number gives the same conversations (default: 1)
  --data DIR         folder of the running embedded product (default: .data)
  --json             one JSON object on stdout with the counts`,
	options: {
		history: { type: "boolean" },
		conversations: { type: "string" },
		seed: { type: "string" },
		data: { type: "string" },
		json: { type: "boolean" },
	},
	async run(args, output) {
		const conversations = wholeNumber(args.number("conversations") ?? CONVERSATIONS, "conversations");
		const seed = wholeNumber(args.number("seed") ?? 1, "seed");
		const db = databaseFromEnvironment(args.text("data") ?? ".data");
		const nowMs = Date.now();
		const shop = await seedShop(db, { nowMs });
		if (!args.flag("history")) {
			output.out(args.flag("json") ? JSON.stringify(shop) : `Seeded: ${JSON.stringify(shop)}`);
			return 0;
		}
		await buildModel(SHIPPED, MODEL_FILE, (line) => output.err(line));
		const progress = progressLine(process.stderr);
		const { seedHistory } = await import("../history/seed-history.ts");
		const history = await seedHistory(db, {
			seed,
			conversations,
			nowMs,
			project: SHIPPED,
			modelFile: MODEL_FILE,
			onProgress: (share) => progress.show({ label: "conversations", share }),
		});
		progress.end();
		const counts = { ...shop, ...history };
		output.out(args.flag("json") ? JSON.stringify(counts) : `Seeded: ${JSON.stringify(counts)}`);
		return 0;
	},
};

function wholeNumber(value: number, option: string): number {
	if (!Number.isInteger(value) || value < 1 || value > MOST_CONVERSATIONS)
		throw new UsageError(`--${option} takes a whole number from 1 to ${MOST_CONVERSATIONS}.`);
	return value;
}
