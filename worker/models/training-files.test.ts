import { test } from "vitest";
import { trainingFiles } from "./training-files.ts";

const JSON_TYPE = "application/json; charset=utf-8";

test("[MP4] a body is a project: one document of YAML or JSON, or parts by name as older Rasa took them", ({
	expect,
}) => {
	expect(trainingFiles("nlu: []", "application/yaml")).toEqual([{ path: "body.yml", text: "nlu: []" }]);
	expect(trainingFiles("nlu: []", "")).toEqual([{ path: "body.yml", text: "nlu: []" }]);
	const whole = '{"pipeline": [], "intents": ["a"]}';
	expect(trainingFiles(whole, JSON_TYPE)).toEqual([{ path: "body.yml", text: whole }]);
	const parts = { domain: "intents: [a]", config: { language: "de" }, nlu: "", stories: null, force: true };
	expect(trainingFiles(JSON.stringify(parts), JSON_TYPE)).toEqual([
		{ path: "domain.yml", text: "intents: [a]" },
		{ path: "config.yml", text: "language: de\n" },
	]);
});

test("[MP5] a body that is no project is refused in words", ({ expect }) => {
	expect(() => trainingFiles(" \n", "application/yaml")).toThrow("You must provide training data");
	for (const body of ["[]", "{", "null", '"text"'])
		expect(() => trainingFiles(body, JSON_TYPE), body).toThrow("no JSON object");
});
