import { readArguments, UsageError, type Command, type ExitCode, type Output } from "./command.ts";
import { conformanceCommand } from "./commands/conformance.ts";
import { keysCommand } from "./commands/keys.ts";
import { migrateCommand } from "./commands/migrate.ts";
import { parseCommand } from "./commands/parse.ts";
import { seedCommand } from "./commands/seed.ts";
import { shellCommand } from "./commands/shell.ts";
import { testCoreCommand } from "./commands/test-core.ts";
import { testNluCommand } from "./commands/test-nlu.ts";
import { trainCommand } from "./commands/train.ts";
import { validateCommand } from "./commands/validate.ts";

const commands: readonly Command[] = [
	trainCommand,
	validateCommand,
	testNluCommand,
	testCoreCommand,
	parseCommand,
	shellCommand,
	conformanceCommand,
	migrateCommand,
	seedCommand,
	keysCommand,
];

const standard: Output = {
	out: (line) => process.stdout.write(`${line}\n`),
	err: (line) => process.stderr.write(`${line}\n`),
};

process.exitCode = await care(process.argv.slice(2), standard);

/** Finds the command by its first one or two words and runs it. */
async function care(words: readonly string[], output: Output): Promise<ExitCode> {
	const command = commands.find(({ name }) => name === words.slice(0, name.split(" ").length).join(" "));
	if (command === undefined) {
		const asksForHelp = words.length === 0 || words[0] === "--help" || words[0] === "-h";
		if (asksForHelp) output.out(overview(null));
		else output.err(overview(words[0] ?? ""));
		return asksForHelp ? 0 : 2;
	}
	const rest = words.slice(command.name.split(" ").length);
	if (rest.includes("--help") || rest.includes("-h")) {
		output.out(`care ${command.name}: ${command.summary}\n\n${command.usage}`);
		return 0;
	}
	try {
		return await command.run(readArguments(rest, command.options), output);
	} catch (error) {
		if (!(error instanceof Error)) throw error;
		const help = error instanceof UsageError ? `\nSee: care ${command.name} --help` : "";
		output.err(`${error.message}${help}`);
		return error instanceof UsageError ? 2 : 1;
	}
}

function overview(unknown: string | null): string {
	const width = Math.max(...commands.map(({ name }) => name.length));
	const list = commands.map(({ name, summary }) => `  care ${name.padEnd(width)}  ${summary}`).join("\n");
	const complaint = unknown === null ? "" : `There is no command "${unknown}".\n\n`;
	return `${complaint}care: train, test and run a customer-care assistant\n\n${list}\n\nEach takes --help; with --json it prints one JSON object on stdout.`;
}
