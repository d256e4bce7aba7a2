import { readArguments, UsageError, type Command, type ExitCode, type Output } from "./command.ts";

/** Each command is loaded only when it is called: `care --help` need not load the engine. */
const commands: readonly { readonly name: string; load(): Promise<Command> }[] = [
	{ name: "train", load: async () => (await import("./commands/train.ts")).trainCommand },
	{ name: "validate", load: async () => (await import("./commands/validate.ts")).validateCommand },
	{ name: "convert", load: async () => (await import("./commands/convert.ts")).convertCommand },
	{ name: "types", load: async () => (await import("./commands/types.ts")).typesCommand },
	{ name: "test nlu", load: async () => (await import("./commands/test-nlu.ts")).testNluCommand },
	{ name: "test core", load: async () => (await import("./commands/test-core.ts")).testCoreCommand },
	{ name: "parse", load: async () => (await import("./commands/parse.ts")).parseCommand },
	{ name: "shell", load: async () => (await import("./commands/shell.ts")).shellCommand },
	{ name: "replay", load: async () => (await import("./commands/replay.ts")).replayCommand },
	{ name: "graph", load: async () => (await import("./commands/graph.ts")).graphCommand },
	{ name: "conformance", load: async () => (await import("./commands/conformance.ts")).conformanceCommand },
	{
		name: "training-server",
		load: async () => (await import("./commands/training-server.ts")).trainingServerCommand,
	},
	{ name: "migrate", load: async () => (await import("./commands/migrate.ts")).migrateCommand },
	{
		name: "secrets rotate",
		load: async () => (await import("./commands/secrets-rotate.ts")).secretsRotateCommand,
	},
	{ name: "audit verify", load: async () => (await import("./commands/audit-verify.ts")).auditVerifyCommand },
	{
		name: "analytics verify",
		load: async () => (await import("./commands/analytics.ts")).analyticsVerifyCommand,
	},
	{
		name: "analytics rebuild",
		load: async () => (await import("./commands/analytics.ts")).analyticsRebuildCommand,
	},
	{ name: "retention", load: async () => (await import("./commands/retention.ts")).retentionCommand },
	{ name: "seed", load: async () => (await import("./commands/seed.ts")).seedCommand },
	{ name: "admin", load: async () => (await import("./commands/admin.ts")).adminCommand },
	{ name: "keys", load: async () => (await import("./commands/keys.ts")).keysCommand },
];

const standard: Output = {
	out: (line) => process.stdout.write(`${line}\n`),
	err: (line) => process.stderr.write(`${line}\n`),
};

// whoever reads no further, as `head` does, has what they want: the rest is done all the same, and told to nobody
for (const stream of [process.stdout, process.stderr])
	stream.on("error", (error: NodeJS.ErrnoException) => {
		if (error.code !== "EPIPE") throw error;
	});

process.exitCode = await care(process.argv.slice(2), standard);

/** Finds the command by its first one or two words and runs it. */
async function care(words: readonly string[], output: Output): Promise<ExitCode> {
	const entry = commands.find(({ name }) => name === words.slice(0, name.split(" ").length).join(" "));
	if (entry === undefined) return noCommand(words, output);
	const command = await entry.load();
	const rest = words.slice(entry.name.split(" ").length);
	if (rest.includes("--help") || rest.includes("-h")) {
		output.out(`care ${command.name}: ${command.summary}\n\n${command.usage}`);
		return 0;
	}
	try {
		return await command.run(readArguments(rest, command), output);
	} catch (error) {
		if (!(error instanceof Error)) throw error;
		const help = error instanceof UsageError ? `\nSee: care ${command.name} --help` : "";
		output.err(`${error.message}${help}`);
		return error instanceof UsageError ? 2 : 1;
	}
}

/** Says what there is: all commands, or those whose first word was given. */
async function noCommand(words: readonly string[], output: Output): Promise<ExitCode> {
	const [first = "--help", second = "--help"] = words;
	const isHelp = (word: string): boolean => word === "--help" || word === "-h";
	const group = commands.filter(({ name }) => name.startsWith(`${first} `));
	const list = await overview(group.length > 0 ? group : commands);
	if (isHelp(first) || (group.length > 0 && words.slice(1).some(isHelp))) {
		output.out(list);
		return 0;
	}
	const asked = group.length > 0 && !isHelp(second) ? `${first} ${second}` : first;
	output.err(`There is no command "${asked}".\n\n${list}`);
	return 2;
}

async function overview(listed: readonly (typeof commands)[number][]): Promise<string> {
	const all = await Promise.all(listed.map((entry) => entry.load()));
	const width = Math.max(...all.map(({ name }) => name.length));
	const list = all.map(({ name, summary }) => `  care ${name.padEnd(width)}  ${summary}`).join("\n");
	return `care: train, test and run a customer-care assistant\n\n${list}\n\nEach takes --help; each but shell and training-server takes --json: one JSON object on stdout, and nothing else there.`;
}
