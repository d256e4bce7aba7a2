import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { projectSettings } from "./project-settings.ts";

function withFiles<Result>(files: Record<string, string>, work: (folder: string) => Result): Result {
	const folder = mkdtempSync(join(tmpdir(), "care-project-"));
	try {
		for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
		return work(folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

test("a project's endpoints.yml and credentials.yml become the Worker's variables", ({ expect }) => {
	const files = {
		"endpoints.yml": `
# url: \${NOT_SET}
action_endpoint:
  url: "\${ACTIONS}/webhook"
  enable_selective_domain: true
nlg:
  url: http://localhost:5056/nlg
tracker_store:
  type: redis
`,
		"credentials.yml": `
rest:
socketio:
  session_persistence: true
callback:
  url: https://shop.example/bot
`,
	};
	expect(withFiles(files, (folder) => projectSettings(folder, { ACTIONS: "http://localhost:5055" }))).toEqual(
		{
			ACTION_ENDPOINT: '{"url":"http://localhost:5055/webhook","enable_selective_domain":true}',
			NLG_ENDPOINT: '{"url":"http://localhost:5056/nlg"}',
			SOCKETIO_CHANNEL: '{"session_persistence":true}',
			CALLBACK_CHANNEL: '{"url":"https://shop.example/bot"}',
		},
	);
	expect(withFiles({}, (folder) => projectSettings(folder, {}))).toEqual({});
	const own = { "endpoints.yml": "nlg: {type: response}" };
	expect(withFiles(own, (folder) => projectSettings(folder, {}))).toEqual({});
	expect(
		withFiles({ "endpoints.yml": "# all in comments", "credentials.yml": "" }, (folder) =>
			projectSettings(folder, {}),
		),
	).toEqual({});
});

test("a file that can't be read is named, and so is a variable that is not set", ({ expect }) => {
	expect(() =>
		withFiles({ "endpoints.yml": "action_endpoint: {url: ${URL}}" }, (folder) => projectSettings(folder, {})),
	).toThrow(/endpoints\.yml names \$\{URL\}/);
	expect(() =>
		withFiles({ "credentials.yml": "socketio: [" }, (folder) => projectSettings(folder, {})),
	).toThrow(/credentials\.yml can't be read/);
});
