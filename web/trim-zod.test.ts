import { readdirSync } from "node:fs";
import { build } from "vite";
import { test } from "vitest";
import { z } from "zod";
import { trimZod } from "./trim-zod.ts";

const CONTRACTS = new URL("../contracts/", import.meta.url).pathname;
const ENTRY = "virtual:contracts";

test("[CZ2] no contract needs a part of zod that the pages are built without", async ({ expect }) => {
	const names = readdirSync(CONTRACTS).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
	const made = await build({
		configFile: false,
		logLevel: "silent",
		plugins: [
			trimZod(),
			{
				name: "all-contracts",
				resolveId: (id) => (id.endsWith(ENTRY) ? ENTRY : null),
				load: (id) =>
					id === ENTRY
						? names.map((name, i) => `export * as m${i} from "${CONTRACTS}${name}";`).join("\n")
						: null,
			},
		],
		build: { write: false, minify: false, lib: { entry: ENTRY, formats: ["es"] } },
	});
	const Output = z.array(z.object({ output: z.tuple([z.object({ code: z.string() })]).rest(z.unknown()) }));
	const code = Output.parse(made)[0]?.output[0].code ?? "";
	const modules: unknown = await import(
		`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`
	);
	// every schema was made: one that calls a method which is not there throws as its module is loaded
	expect(Object.keys(z.record(z.string(), z.unknown()).parse(modules))).toHaveLength(names.length);
});
