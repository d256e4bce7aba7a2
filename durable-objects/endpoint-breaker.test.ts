import { test } from "vitest";
import { ActionFailed } from "../dialogue/ports.ts";
import { endpointBreaker } from "./endpoint-breaker.ts";
import { EndpointAway } from "./endpoint-call.ts";

test("[AS11] all conversations leave a server alone that one of them found away; any answer, and any other server, is asked on", async ({
	expect,
}) => {
	const asked: string[] = [];
	const ask = (url: string, error: Error | null) =>
		endpointBreaker("actions", url)
			.call(async () => {
				asked.push(url);
				if (error !== null) throw error;
				return "answered";
			})
			.catch((failure: unknown) => (failure instanceof Error ? failure.message : ""));
	const away = new EndpointAway("action_x", "failed", "can't be reached");
	for (const _of of [1, 2, 3]) expect(await ask("http://away.example", away)).toBe("can't be reached");
	expect(await ask("http://away.example", null)).toBe(
		"the action server is left alone for some seconds after failures in a row",
	);
	for (const error of [away, away, null, away, away])
		expect(await ask("http://slow.example", error)).toBe(error === null ? "answered" : "can't be reached");
	const nonsense = new ActionFailed("action_x", "bad_result", "nonsense");
	expect(await ask("http://odd.example", nonsense)).toBe("nonsense");
	expect(await ask("http://odd.example", null)).toBe("answered");
	expect(endpointBreaker("responses", "http://away.example")).not.toBe(
		endpointBreaker("actions", "http://away.example"),
	);
	const times = (site: string) => asked.filter((url) => url === `http://${site}.example`).length;
	expect(["away", "slow", "odd"].map(times)).toEqual([3, 5, 2]);
});
