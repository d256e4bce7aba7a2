import { test } from "vitest";
import { FaultList } from "../project/fault.ts";
import { parseProjectFiles } from "../project/project-files.ts";
import { withStoryExamples } from "./read-story-examples.ts";
import { readNluData } from "./training-data.ts";

const FILE = `nlu:
- intent: greet
  examples: |
    - hello
stories:
- story: words and intents
  steps:
  - user: hello
    intent: greet
  - user: |
      to [NYC](city:New York)
    intent: /go
  - action: utter_go
  - user: without an intent
  - intent: bye
  - user: /bye
    intent: bye
  - or:
    - user: when do you open
      intent: faq/hours
    - intent: greet
rules:
- rule: once
  steps:
  - user: |
      to [NYC](city:New York)
    intent: go
`;

test("[TD15] messages of stories with words and an intent teach the intent too, as in Rasa", ({ expect }) => {
	const { files } = parseProjectFiles([
		{ path: "data/stories.yml", text: FILE },
		{
			path: "data/new.yml",
			text: 'version: "3.5"\nstories:\n- story: s\n  steps:\n  - {user: x, intent: y}\n',
		},
	]);
	const { examples, synonyms } = withStoryExamples(files, readNluData(files, new FaultList()));
	expect(examples.map(({ text, intent, position }) => [text, intent, position.line])).toEqual([
		["hello", "greet", 4],
		["to NYC", "go", 10],
		["when do you open", "faq", 19],
	]);
	expect(examples[1]?.entities).toMatchObject([{ start: 3, end: 6, entity: "city", value: "New York" }]);
	expect(synonyms).toMatchObject([{ text: "NYC", canonical: "New York" }]);
});
