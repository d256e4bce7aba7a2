import { RedisError, type Reply } from "../reply.ts";
import { at, integer, syntaxError } from "./command.ts";
import { globToRegExp } from "./glob.ts";

/**
 * One page of SCAN, HSCAN, SSCAN or ZSCAN. All that fits comes in one page: the guarantee of SCAN (whatever is there
 * from start to end is seen) then holds whatever is written meanwhile.
 *
 * @param items - each the key or member first, then what is told with it
 */
export function scanPage(items: readonly string[][], cursor: string, options: readonly string[]): Reply {
	if (!/^\d+$/.test(cursor)) throw new RedisError("ERR invalid cursor");
	let fits: RegExp | null = null;
	for (let i = 0; i < options.length; i += 2) {
		const name = at(options, i).toUpperCase();
		const value = at(options, i + 1);
		if (name === "MATCH") fits = globToRegExp(value);
		else if (name !== "COUNT" || integer(value) < 1) throw syntaxError();
	}
	if (cursor !== "0") return ["0", []];
	return ["0", items.filter((item) => fits === null || fits.test(item[0] ?? "")).flat()];
}
