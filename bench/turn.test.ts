import { test } from "vitest";
import { serveOnLoopback } from "../gateway/testing/loopback-server.ts";
import { whileTraining } from "./turn.ts";

test("a product that is away ends the turns beside a training, also while one waits for its answer", async ({
	expect,
}) => {
	const gone = await serveOnLoopback(() => undefined);
	await gone.close();
	const unanswered = () => new Promise<void>(() => undefined);
	await expect(whileTraining(gone.url, unanswered)).rejects.toThrow("fetch failed");
});
