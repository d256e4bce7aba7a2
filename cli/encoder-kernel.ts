import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { fingerprint, isFresh, writeStamp } from "./fingerprint.ts";

const root = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Where the compiled kernel goes; the Worker bundles it from here. */
export const KERNEL_FILE = "dist/encoder/kernel.wasm";
const SOURCES = "nlu/encoder/kernel";

/**
 * Compiles nlu/encoder/kernel to WebAssembly unless that is done.
 *
 * @returns the path of the file
 * @throws Error with the compiler's words
 */
export async function buildEncoderKernel(): Promise<string> {
	const out = root(KERNEL_FILE);
	const stamp = `${out}.stamp`;
	const print = fingerprint([root(SOURCES), root("package-lock.json")]);
	if (isFresh(stamp, print, [out])) return out;
	// the compiler takes most of a second to load, and is needed once
	const { createMemoryStream, main: compile } = await import("assemblyscript/asc");
	const written = new Map<string, Uint8Array | string>();
	const stderr = createMemoryStream();
	const { error } = await compile(
		["encoder.ts", "--outFile", "kernel.wasm", "-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"],
		{
			readFile: (name, base) => readSource(`${root(SOURCES)}/${base === "." ? "" : `${base}/`}${name}`),
			writeFile: (name, contents) => void written.set(name, contents),
			listFiles: () => [],
			stderr,
		},
	);
	const kernel = written.get("kernel.wasm");
	if (error !== null || kernel === undefined)
		throw new Error(`The sentence encoder's kernel does not compile: ${stderr.toString()}`, { cause: error });
	mkdirSync(dirname(out), { recursive: true });
	writeFileSync(`${out}.${process.pid}`, kernel);
	renameSync(`${out}.${process.pid}`, out); // whole at once: other processes may be looking
	writeStamp(stamp, print);
	return out;
}

/** Our sources end in `.as`: they are no TypeScript, though the compiler knows its files by `.ts` only. */
function readSource(path: string): string | null {
	const own = path.replace(/\.ts$/, ".as");
	return existsSync(own) ? readFileSync(own, "utf8") : null;
}
