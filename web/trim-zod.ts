import type { Plugin } from "vite";

/** Methods such as `z.string().email()`, which zod itself has replaced by `z.email()`; each drags its format along. */
const FORMAT_METHODS =
	/^ {4}\w+\(params\) \{\n {8}return this\.check\(core\._\w+\(Zod\w+, params\)\);\n {4}\},\n/gmu;

/** Methods that no schema of the pages calls; each drags a class, a way of parsing or a registry along. */
const UNUSED_METHODS = `
	superRefine overwrite exactOptional nonoptional and catch readonly
	register describe meta includes startsWith endsWith lowercase uppercase normalize
	slugify safeParseAsync validate validateAsync safeEncode safeDecode safeEncodeAsync safeDecodeAsync
	toJSONSchema parseAsync encode decode encodeAsync decodeAsync`;
const UNUSED_NAMES = UNUSED_METHODS.trim().replaceAll(/\s+/gu, "|");
const UNUSED = new RegExp(
	`^ {4}(?:(?:async )?(?:${UNUSED_NAMES})\\(|(?:${UNUSED_NAMES}): )[^\\n]*\\{\\n(?: {8}[^\\n]*\\n)+ {4}\\},\\n`,
	"gmu",
);

/**
 * Leaves out what every zod schema drags along and our pages can't use: the writing of JSON schemas, the guard against
 * values that contain themselves (JSON can't), the English wording of faults (a page only asks whether a text
 * parses), the compiler of parsers (the content security policy forbids it), and methods that nobody calls. The
 * chat page goes further: see light-zod.ts. When zod is changed so that nothing matches any more, the build fails and says so.
 */
export function trimZod(): Plugin {
	const trims = [
		{ file: /zod\/v4\/core\/(?:json-schema-processors|to-json-schema|memoizer)\.js$/u, trim: emptyExports },
		{
			file: /zod\/v4\/locales\/en\.js$/u,
			trim: () => "export default () => ({ localeError: () => undefined });",
		},
		{
			file: /zod\/v4\/classic\/schemas\.js$/u,
			trim: (code: string) => {
				const parts = [FORMAT_METHODS, UNUSED, /(?<=core\.\$ZodObject)JIT/gu];
				const isAsKnown = parts.every((part) => code.search(part) >= 0);
				return isAsKnown ? parts.reduce((rest, part) => rest.replaceAll(part, ""), code) : code;
			},
		},
	];
	return {
		name: "trim-zod",
		apply: "build",
		enforce: "pre",
		transform(code, id) {
			const found = trims.find(({ file }) => file.test(id));
			if (found === undefined) return null;
			const trimmed = found.trim(code);
			if (trimmed === code) this.error(`Nothing left to trim in ${id}: see web/trim-zod.ts`);
			return { code: trimmed, map: null };
		},
	};
}

function emptyExports(code: string): string {
	const names = [...code.matchAll(/^export (?:const|function) (\w+)/gmu)].map(([, name]) => name);
	return names.map((name) => `export const ${name} = () => undefined;`).join("\n");
}
