/** `npm run bench -- NAME`: side-by-side measurements. Never part of the tests. */
import { benchAccounts } from "./accounts.ts";
import { benchAnalytics } from "./analytics/analytics.ts";
import { benchDialogue } from "./dialogue.ts";
import { benchExtractors } from "./extractors.ts";
import { benchInbox } from "./inbox.ts";
import { benchNlu } from "./nlu.ts";
import { benchPolicies } from "./policies.ts";
import { benchStrange } from "./strange.ts";
import { benchTurn } from "./turn.ts";

const benches: Readonly<Record<string, { readonly about: string; run(words: string[]): Promise<void> }>> = {
	analytics: {
		about:
			"every report at ten million messages in a real PostgreSQL ([MESSAGES] [DATABASE_URL] [QUESTION] [ROUNDS])",
		run: benchAnalytics,
	},
	accounts: { about: "signing in, and a signed-in GET beside the health route", run: benchAccounts },
	inbox: {
		about: "ten thousand conversations in the inbox: frames while scrolling, opening one ([CONVERSATIONS])",
		run: benchInbox,
	},
	turn: { about: "a full turn over the socket beside a bare echo object", run: benchTurn },
	strange: { about: "an answer to every text within 20 ms (--model FILE)", run: benchStrange },
	extractors: { about: "lookup tables by size, built-in entities by language", run: benchExtractors },
	nlu: { about: "accuracy, speed and size of the NLU (--data DIR with public sets)", run: benchNlu },
	dialogue: {
		about: "a turn of a long conversation, a prediction among many stories, training (--project DIR)",
		run: benchDialogue,
	},
	policies: {
		about: "TEDPolicy on stories that were left out, beside memoization (--project DIR, may be repeated)",
		run: benchPolicies,
	},
};

const [name, ...words] = process.argv.slice(2);
const bench = name === undefined ? undefined : benches[name];
if (bench === undefined) {
	console.error("Usage: npm run bench -- NAME\n");
	for (const [key, { about }] of Object.entries(benches)) console.error(`  ${key.padEnd(10)} ${about}`);
	process.exitCode = name === undefined || name === "--help" ? 0 : 2;
} else {
	await bench.run(words);
}
