import { isDeepStrictEqual } from "node:util";
import { build } from "esbuild";
import { test } from "vitest";
import { z } from "zod";
import { seededRandom } from "../nlu/random.ts";

const ROOT = new URL("..", import.meta.url).pathname;
const BUNDLE = { absWorkingDir: ROOT, bundle: true, write: false, format: "esm", jsx: "automatic" } as const;

interface Judge {
	safeParse(value: unknown): { success: boolean; data?: unknown };
}
const isJudge = (value: unknown): value is Judge =>
	typeof value === "object" && value !== null && "safeParse" in value;

/** The modules of the chat page that speak zod. */
async function modulesWithZod(): Promise<string[]> {
	const { metafile } = await build({
		...BUNDLE,
		entryPoints: ["web/main.tsx"],
		outdir: "out",
		metafile: true,
		external: ["*.css", "zod"],
	});
	return Object.entries(metafile.inputs)
		.filter(
			([path, { imports }]) => !path.includes("node_modules") && imports.some((each) => each.path === "zod"),
		)
		.map(([path]) => path);
}

/** What these modules export, all together, on zod itself or on what the page has in its place. */
async function schemasOf(paths: readonly string[], zod: string): Promise<ReadonlyMap<string, Judge>> {
	const contents = paths.map((path, i) => `import * as m${i} from "./${path}";`).join("");
	const all = paths.map((path, i) => `${JSON.stringify(path)}: m${i}`).join(",");
	const { outputFiles } = await build({
		...BUNDLE,
		stdin: { contents: `${contents} export default {${all}}`, resolveDir: ROOT, loader: "ts" },
		alias: { zod },
	});
	const code = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
	const made: unknown = await import(`data:text/javascript;base64,${code}`);
	const Modules = z.object({ default: z.record(z.string(), z.custom<object>()) });
	const modules = Object.entries(Modules.parse(made).default);
	return new Map(
		modules.flatMap(([path, exported]) =>
			Object.entries(exported).flatMap(([name, value]: [string, unknown]) =>
				isJudge(value) ? [[`${path} ${name}`, value] as const] : [],
			),
		),
	);
}

/** Texts and numbers of which each schema takes some: what it takes, what it just takes, what it just does not. */
const LEAVES: readonly unknown[] = [
	[
		"",
		"a",
		"é👍",
		"👍".repeat(80),
		"x".repeat(80),
		"x".repeat(81),
		"x".repeat(4_000),
		"x".repeat(4_001),
		"12345678",
	],
	["0190a1b2-0000-7000-8000-000000000001", "0190A1B2-0000-7000-BFFF-00000000000F"],
	["0190a1b2-0000-4000-8000-000000000001", "0190a1b2-0000-7000-c000-000000000001"],
	["2026-02-28T10:00:00Z", "2024-02-29T23:59:59.123456Z", "2026-02-29T10:00:00Z", "2026-01-01T24:00:00Z"],
	["2026-01-01T10:00Z", "2026-01-01T10:00:00+00:00", "2026-13-01T10:00:00Z", "0000-01-01T00:00:00Z", "today"],
	["Europe/Berlin", "Nowhere/Land", "shop-de", "-shop", "7", "-0"],
	[0, -0, 1, -1, 1.5, 5, 6, 200, 201, 2 ** 53 - 1, 2 ** 53, 1e300, true, false, null, undefined],
	[[], {}, [[]], { a: 1 }, [null], JSON.parse('{"__proto__": {"a": 1}, "b": 2}')],
].flat();

const random = seededRandom(7);
const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];

/** A value that a schema of zod's mostly takes: leaves are drawn until one is taken. */
function sample(schema: z.core.$ZodType, depth = 0): unknown {
	if (schema instanceof z.ZodObject) {
		const entries = Object.entries(schema.shape).map(([key, each]) => [key, sample(each, depth + 1)]);
		return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
	}
	if (schema instanceof z.ZodArray)
		return Array.from({ length: Math.floor(random() * 3) }, () => sample(schema.element, depth + 1));
	if (schema instanceof z.ZodDiscriminatedUnion) return sample(pick(schema.options) ?? schema, depth);
	if ((schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) && random() < 0.7)
		return sample(schema.unwrap(), depth);
	if (schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodEnum)
		return Object.fromEntries(
			schema.keyType.options.map((key) => [key, sample(schema.valueType, depth + 1)]),
		);
	const leaves =
		schema instanceof z.ZodEnum
			? schema.options
			: schema instanceof z.ZodLiteral
				? [...schema.values]
				: LEAVES;
	for (let tries = 0; tries < 200; tries += 1) {
		const leaf = pick(leaves);
		if (z.safeParse(schema, leaf).success) return leaf;
	}
	return undefined;
}

/** The same value with one place of it changed, taken out, or put in. */
function spoilt(value: unknown): unknown {
	if (typeof value !== "object" || value === null || random() < 0.1) return pick(LEAVES);
	const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
	const key = pick(Object.keys(copy)) ?? "more";
	const way = random();
	if (way < 0.2) Reflect.deleteProperty(copy, key);
	else if (way < 0.3) Reflect.set(copy, "more", pick(LEAVES));
	else if (way < 0.4)
		Object.defineProperty(copy, "__proto__", { value: { evil: 1 }, enumerable: true, configurable: true });
	else Reflect.set(copy, key, spoilt(Reflect.get(copy, key)));
	return copy;
}

test("[CZ1] for every schema of the chat page the page's own reader answers as zod does", async ({
	expect,
}) => {
	const paths = await modulesWithZod();
	const [real, light] = await Promise.all([schemasOf(paths, "zod"), schemasOf(paths, "./web/light-zod.ts")]);
	expect([...light.keys()]).toEqual([...real.keys()]);
	const different: unknown[] = [];
	const taken = new Map<string, number>();
	for (const [name, schema] of real) {
		const other = light.get(name);
		for (let round = 0; round < 400; round += 1) {
			const good: unknown = sample(cast(schema));
			const value = round % 2 === 0 ? good : spoilt(good);
			const [one, two] = [schema.safeParse(value), other?.safeParse(value)];
			const isSame = one.success === two?.success && isDeepStrictEqual(one.data, two.data);
			if (!isSame) different.push({ name, value, one: one.data, two: two?.data });
			if (one.success) taken.set(name, (taken.get(name) ?? 0) + 1);
		}
	}
	expect(different.slice(0, 5)).toEqual([]);
	// a comparison in which everything is refused would say nothing
	expect([...real.keys()].filter((name) => (taken.get(name) ?? 0) < 100)).toEqual([]);
	expect(real.size).toBeGreaterThan(20);
});

function cast(judge: Judge): z.core.$ZodType {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: a schema of zod's own bundle
	return judge as unknown as z.core.$ZodType;
}
