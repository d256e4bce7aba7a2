import { test } from "vitest";
import { isWorthShowing } from "./worker-log.ts";

test("[CL4] the terminal sees warnings and errors, not every request and turn", ({ expect }) => {
	const routine = [
		'{"@timestamp":"2026-11-23T01:35:53.222Z","log.level":"info","event.action":"request.done"}',
		'{"time":"2026-11-23T01:36:16.154Z","event":"turn.done","events":14,"durationMs":8}',
		'{"time":"2026-11-23T01:36:17.166Z","event":"outbox.drained","throughSeq":18}',
	];
	expect(routine.filter(isWorthShowing)).toEqual([]);
	const notable = [
		'{"@timestamp":"2026-11-23T01:35:53.222Z","log.level":"error","event.action":"request.failed"}',
		'{"time":"2026-11-23T01:36:17.166Z","event":"outbox.failed","attempts":2}',
		"workerd/server/server.c++: error: something it says itself",
	];
	expect(notable.filter(isWorthShowing)).toEqual(notable);
});
